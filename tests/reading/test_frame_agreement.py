"""jsonschema-rs, which says yes or no, and jsonschema, which words the problems, agree on frames."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctcheck.cli.common import packs
from ctcheck.errors import Problem, SubmissionError
from ctcheck.reading.frame import FrameChecker
from ctcheck.reading.nodes import parse
from ctcheck.reading.references import Loaded
from ctcheck.reading.submission import SubmissionReader
from ctcheck.rulebook.loader import REGIME_TABLE

ROOT = Path(__file__).parents[2]
SCHEMA_FILE = ROOT / "schemas" / "submission.schema.json"
FILES = sorted([*(ROOT / "tests" / "corpus" / "submissions").iterdir(), *(ROOT / "examples").glob("*.yaml")])

Steps = tuple[str | int, ...]


def in_python(schema: Any) -> Any:
    """The schema for jsonschema: in Python's patterns `$` lets a last line break pass, in the others not."""
    if isinstance(schema, dict):
        found = {key: in_python(part) for key, part in schema.items()}
        if isinstance(found.get("pattern"), str):
            found["pattern"] = re.sub(r"\$$", r"\\Z", found["pattern"])
        return found
    return [in_python(part) for part in schema] if isinstance(schema, list) else schema


SCHEMA = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
KEYS = sorted(SCHEMA["properties"])
QUICK = jsonschema_rs.validator_for(SCHEMA)
SLOW = jsonschema.Draft202012Validator(in_python(SCHEMA))


class Recorder(FrameChecker):
    """Keeps the frame that the reader takes out of a file: without the sections and facts of the packs."""

    frame: Any = None

    def problems(self, instance: Any, *rest: Any) -> list[Problem]:
        self.frame = copy.deepcopy(instance)
        return super().problems(instance, *rest)


@cache
def packs_loaded() -> Loaded:
    loaded = packs(())
    return Loaded.of(loaded.packs, tuple(row.id for row in loaded.packs.tables[REGIME_TABLE].rows))


@cache
def frame_of(path: Path) -> Any:
    """The frame of a file as plain values; None where the file is no YAML mapping."""
    recorder = Recorder(SCHEMA_FILE)
    with suppress(SubmissionError):
        SubmissionReader(packs_loaded(), recorder).read(path)
    return recorder.frame


def agreed(instance: Any) -> bool:
    """Whether it is valid, in the words of both."""
    quick, slow = QUICK.is_valid(instance), SLOW.is_valid(instance)
    assert quick == slow, f"jsonschema-rs says {quick}, jsonschema {slow}"
    return bool(quick)


READ = [path for path in FILES if frame_of(path) is not None]
EXAMPLE = frame_of(ROOT / "examples" / "exemplar-2008.yaml")


def places(value: Any, steps: Steps = ()) -> Iterator[Steps]:
    """Every place below a value."""
    inner: Any = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    for step, part in inner:
        yield (*steps, step)
        yield from places(part, (*steps, step))


PLACES = list(places(EXAMPLE))


def at(value: Any, steps: Steps) -> Any:
    for step in steps:
        value = value[step]
    return value


@pytest.mark.parametrize("path", READ, ids=lambda path: path.name)
def test_both_validators_agree_on_the_frame_of_every_file_we_have(path: Path) -> None:
    agreed(frame_of(path))


def test_the_files_hold_good_frames_and_bad_ones() -> None:
    valid = [QUICK.is_valid(frame_of(path)) for path in READ]
    assert valid.count(True) > 20
    assert valid.count(False) > 15


def test_every_example_is_valid_in_both() -> None:
    examples = [path for path in FILES if path.parent.name == "examples"]
    assert len(examples) >= 3
    assert all(agreed(frame_of(path)) for path in examples)


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.sampled_from(
        ["2006-04-01", "2006-04", "id-1", "1\n", "a b", "x" * 401, "é", "2006-04-01\n", "\u00a0"]
    ),
    st.from_regex(r"\A\d{4}-\d{2}-\d{2}\Z"),  # digits of every script
    st.lists(st.text(max_size=4), max_size=3),
    st.dictionaries(st.sampled_from(["id", "on", "x", ""]), st.text(max_size=4), max_size=2),
)


def drop(value: Any, steps: Steps, _: Any, __: str) -> None:
    del at(value, steps[:-1])[steps[-1]]


def change(value: Any, steps: Steps, new: Any, _: str) -> None:
    at(value, steps[:-1])[steps[-1]] = new


def add(value: Any, steps: Steps, new: Any, key: str) -> None:
    into = at(value, steps)
    while not isinstance(into, dict):
        steps = steps[:-1]
        into = at(value, steps)
    into[key] = new


def repeat(value: Any, steps: Steps, _: Any, __: str) -> None:
    """Entries that must not stand twice are the one thing that two libraries compare in their own ways."""
    inside = at(value, steps[:-1])
    if isinstance(inside, list):
        inside.append(copy.deepcopy(inside[steps[-1]]))


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([drop, change, add, repeat]),
            st.sampled_from(PLACES),
            VALUES,
            st.one_of(st.text(max_size=8), st.sampled_from(KEYS), st.sampled_from(["id", "kind", "due"])),
        ),
        min_size=1,
        max_size=3,
    )
)
def test_both_validators_agree_on_an_example_that_was_meddled_with(changes: list[Any]) -> None:
    frame = copy.deepcopy(EXAMPLE)
    for how, steps, new, key in changes:
        try:
            how(frame, steps, new, key)
        except (KeyError, IndexError, TypeError):
            continue  # An earlier change took the place away.
    agreed(frame)


def test_meddling_breaks_a_frame_in_each_of_its_ways() -> None:
    """The property above would be empty if nothing that it does made a frame invalid."""
    for how, steps, new, key in (
        (drop, ("area", "name"), None, ""),
        (change, ("as_at",), 7, ""),
        (change, ("area", "type"), "country", ""),
        (add, ("area",), "x", "nmae"),
        (repeat, ("area", "bodies_absent", 0), None, ""),
    ):
        frame = copy.deepcopy(EXAMPLE)
        assert agreed(frame)
        how(frame, steps, new, key)  # type: ignore[operator]
        assert not agreed(frame), (how, steps)


@pytest.mark.parametrize("path", READ, ids=lambda path: path.name)
def test_a_frame_has_problems_exactly_where_it_is_not_valid(path: Path) -> None:
    root = parse(path.read_bytes(), path.name)
    problems = FrameChecker(SCHEMA_FILE).problems(frame_of(path), root, path.name, {})
    assert bool(problems) != QUICK.is_valid(frame_of(path))
