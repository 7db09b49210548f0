"""A new self-assessment, untouched and answered, for every type of authority over twenty years of law."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from ctcheck.assess.assess import assess
from ctcheck.assess.gaps import fails
from ctcheck.inference.plain import PlainEngine
from ctcheck.model.words import Verdict
from ctcheck.questions.in_force import questions_in_force
from ctcheck.reading.submission import SubmissionReader
from ctcheck.rulebook.book import book_on
from ctcheck.rulebook.loader import LoadedPacks
from ctcheck.rulebook.names import AREA_TYPES
from ctcheck.start.kept import Parts, make
from ctcheck.start.page import files_of
from tests.start.answering import answered, uncommented

DAYS = [dt.date(2006, 4, 1), dt.date(2008, 4, 1), dt.date(2018, 7, 1), dt.date(2026, 6, 1)]


_MADE: dict[tuple[str, dt.date], Parts] = {}


def scaffold(loaded: LoadedPacks, area: str, day: dt.date, name: str = "Anywhere") -> str:
    if (area, day) not in _MADE:
        _MADE[area, day] = make(loaded.packs, area, day, "")
    files = files_of(name, area, day, "", None, "a.yaml", _MADE[area, day])
    return files["a.yaml"].decode()


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("area", AREA_TYPES)
def test_untouched_it_is_valid_and_nothing_is_met_or_not_met(
    area: str, day: dt.date, loaded: LoadedPacks, submissions: SubmissionReader
) -> None:
    text = scaffold(loaded, area, day)
    report = assess(
        submissions.read_data(text.encode(), Path("a.yaml")), book_on(loaded.packs, day), PlainEngine()
    )
    verdicts = Counter(one.verdict for one in report.findings)
    assert set(verdicts) <= {Verdict.NO_ANSWER, Verdict.NOT_APPLICABLE}
    assert verdicts[Verdict.NO_ANSWER] > 100
    assert fails(report.gaps, "duty")
    assert report.notes == ()


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("area", AREA_TYPES)
def test_an_answer_to_every_question_is_valid_and_is_read(
    area: str, day: dt.date, loaded: LoadedPacks, submissions: SubmissionReader
) -> None:
    questions = list(questions_in_force(loaded.packs, area, day, as_at=day))
    text = uncommented(scaffold(loaded, area, day), "# - id: example-body", "\n\n# ------")
    read = submissions.read_data(answered(text, questions).encode(), Path("a.yaml"))
    assert read.partners
    stated = {*read.facts, *read.partners[0].facts}
    assert {one.path for one in questions} <= stated
    assert len(stated) == len(questions) + 2  # as_at and area.type


@pytest.mark.parametrize(
    ("begins", "part"),
    [
        ("# - {role: director", "submitted"),
        ("# - id: an-example\n#   title", "evidence"),
        ("# - {id: ni-59", "indicators"),
        ("# - {about:", "self_judgements"),
        ("# - id: an-example\n#   closes", "actions"),
        ("# - {rule:", "not_applicable"),
    ],
)
def test_each_example_is_valid_when_the_hashes_are_taken_away(
    begins: str, part: str, loaded: LoadedPacks, submissions: SubmissionReader
) -> None:
    text = scaffold(loaded, "unitary", DAYS[3]) + "\n\n"
    assert f"\n{part}:\n{begins}" in text
    submissions.read_data(uncommented(text, begins, "\n\n").encode(), Path("a.yaml"))


def test_bodies_that_are_absent_can_be_uncommented(
    loaded: LoadedPacks, submissions: SubmissionReader
) -> None:
    text = scaffold(loaded, "county", DAYS[1])
    start, stop = text.index("  # bodies_absent:"), text.index("# The day that the answers")
    block = text[start:stop].replace("  # ", "  ")
    read = submissions.read_data((text[:start] + block + text[stop:]).encode(), Path("a.yaml"))
    assert read.area.bodies_absent


@pytest.mark.parametrize(
    "name", ["@ABSENT@", 'A "B" \\ # c: {d}', "Ōtautahi & Sons: ---", "none", "@REGIMES@", "{area}"]
)
def test_any_name_of_an_authority_stays_a_name(
    name: str, loaded: LoadedPacks, submissions: SubmissionReader
) -> None:
    text = scaffold(loaded, "unitary", DAYS[3], name)
    assert submissions.read_data(text.encode(), Path("a.yaml")).area.name == name
    assert text.count("\n  # bodies_absent:\n") == 1


def test_every_line_fits_and_every_question_says_what_may_be_written(loaded: LoadedPacks) -> None:
    text = scaffold(loaded, "county", DAYS[3])
    assert max(map(len, text.splitlines())) <= 102
    for one in questions_in_force(loaded.packs, "county", DAYS[3]):
        assert " ".join(one.ask.split())[:40] in " ".join(text.replace("#", " ").split())
