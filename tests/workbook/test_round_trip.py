"""Made, filled in and read again: the same facts."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ctcheck.cli.main import run
from ctcheck.errors import Exit
from ctcheck.model.rules import FactType
from ctcheck.model.values import NONE, DateValue, Record, Share, month_length
from ctcheck.workbook import form
from ctcheck.workbook.form import Ask
from ctcheck.workbook.make import make_workbook
from ctcheck.workbook.plan import FilledList, Form, QuestionRow, QuestionSheet, Wanted
from tests.workbook.desk import SMALL, Desk, Opened
from tests.workbook.same import said_by

ROOT = Path(__file__).parents[2]


def test_every_example_can_be_made_through_the_workbook_alone(
    example: Path, desk: Desk, tmp_path: Path
) -> None:
    book, back = tmp_path / "book.xlsx", tmp_path / "back.yaml"
    assert run(["workbook", "make", "--from", str(example), "-o", str(book)]) == Exit.OK
    assert run(["workbook", "read", str(book), "-o", str(back)]) == Exit.OK
    assert said_by(desk.submissions.read(back)) == said_by(desk.submissions.read(example))
    assert run(["validate", str(back)]) == Exit.OK


def test_the_same_options_give_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name in ("one.xlsx", "two.xlsx"):
        options = ["--authority", "Testshire", "--type", "county", "--law-at", "2007-05-31"]
        assert run(["workbook", "make", *options, "-o", str(tmp_path / name)]) == Exit.OK
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]


def test_an_untouched_workbook_says_nothing(desk: Desk, tmp_path: Path) -> None:
    book, back = tmp_path / "book.xlsx", tmp_path / "back.yaml"
    options = ["--authority", "Testshire", "--type", "unitary", "--law-at", "2026-05-01"]
    assert run(["workbook", "make", *options, "-o", str(book)]) == Exit.OK
    assert run(["workbook", "read", str(book), "-o", str(back)]) == Exit.OK
    read = desk.submissions.read(back)
    assert set(read.facts) == {"as_at", "area.type"}
    assert (read.partners, read.evidence, read.actions, read.self_judgements) == (None, (), (), ())


def test_questions_are_protected_answers_are_not_and_the_key_is_hidden(desk: Desk) -> None:
    opened = Opened.of(desk.planned())
    sheet = opened.book["Plan"]
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert opened.cell("Plan", "plan.status", "Question").protection.locked
    for column in ("Answer", "Evidence ids", "Note"):
        assert not opened.cell("Plan", "plan.status", column).protection.locked
    assert sheet.column_dimensions[opened.cell("Plan", "plan.status", "Fact").column_letter].hidden
    assert not opened.book["Evidence"].protection.sheet
    tables = {name for one in opened.book.worksheets for name in one.tables}
    assert {"Plan_table", "Evidence_table", "Partner_answers_table"} <= tables
    answers = opened.cell("Plan", "plan.status").coordinate
    rules = {one.type for one in sheet.data_validations.dataValidation if answers in one.sqref}
    assert rules == {"list"}


def test_every_field_of_the_frame_has_a_place_in_the_workbook() -> None:
    """So that nothing of a submission is lost on the way through it."""
    schema = json.loads((ROOT / "schemas" / "submission.schema.json").read_text(encoding="utf-8"))
    rows = {ask.path for ask in form.FRAME}
    lists = {one.path: {field.key for field in one.fields} for one in form.LISTS}
    for key, part in schema["properties"].items():
        items = part.get("items", {}).get("properties")
        if key in ("ctcheck", "carried"):
            continue  # what is carried stands beside the answers, see test_carried.py
        if items is not None:
            assert lists.pop(key) == set(items), key
        else:
            paths = {f"{key}.{name}" for name in part["properties"]} if "properties" in part else {key}
            assert paths <= rows
            rows -= paths
    assert (rows, lists) == (set(), {})


WORDS = (
    st.text(
        st.characters(
            categories=("L", "N", "P", "S", "Zs"), exclude_characters="\N{REPLACEMENT CHARACTER}\ufdfa"
        ),
        min_size=1,
        max_size=40,
    )
    .map(str.strip)
    .filter(lambda text: text and text.casefold() not in NOT_TEXTS and text.isprintable())
)
NOT_TEXTS = {"none", '"none"', "there is none", "there are none", "no such thing"}
DAYS = st.dates(dt.date(1850, 1, 1), dt.date(2100, 12, 31))


def typed(wanted: FactType) -> st.SearchStrategy[tuple[Any, Any]]:
    """What a person types, and the value that it is."""
    kind = wanted.kind
    if kind == "yes-no":
        return st.sampled_from([("yes", True), ("no", False), ("Yes", True), ("none", NONE)])
    if kind == "choice":
        offered = [(label, word) for word, label in wanted.choices.items()]
        return st.sampled_from([*offered, *((word, word) for word in wanted.choices)])
    if kind == "choices":
        words = st.lists(st.sampled_from(sorted(wanted.choices)), min_size=1, unique=True)
        return words.map(lambda found: ("; ".join(wanted.choices[word] for word in found), tuple(found)))
    if kind == "date":
        days = DAYS.map(
            lambda day: (day if day.year > 1900 else f"{day:%d/%m/}{day.year}", DateValue(day, day))
        )
        return days | DAYS.map(month_of) if wanted.month_precision else days
    if kind == "integer":
        return st.integers(-(10**14), 10**14).map(lambda number: (number, number))
    if kind == "number":
        return st.decimals(-(10**9), 10**9, places=4).map(lambda number: (float(number), float(number)))
    if kind == "share":
        counted = st.tuples(st.integers(0, 9999), st.integers(0, 9999)).map(sorted)
        percent = st.integers(0, 100).map(lambda part: (f"{part}%", Share(part, 100, counted=False)))
        return counted.map(lambda two: (f"{two[0]} of {two[1]}", Share(*two))) | percent
    if kind == "text":
        return WORDS.filter(is_an_answer).map(lambda text: (text, text))
    assert kind == "texts"
    lines = st.lists(
        WORDS.filter(is_an_answer), min_size=1, max_size=4, unique_by=lambda one: " ".join(one.split())
    )
    return lines.map(lambda found: ("\n".join(found), tuple(found)))


def is_an_answer(text: str) -> bool:
    from ctcheck.workbook.synonyms import NOT_ASKED, NOT_KNOWN, spoken

    return spoken(text) not in NOT_KNOWN | NOT_ASKED and not text.startswith(("=", "\N{BULLET}"))


def month_of(day: dt.date) -> tuple[str, DateValue]:
    last = day.replace(day=month_length(day.year, day.month))
    return f"{day:%B} {day.year}", DateValue(day.replace(day=1), last)


def kinds(desk: Desk) -> dict[str, str]:
    """For each type of fact one that has it."""
    found: dict[str, str] = {}
    for path, declared in desk.packs.vocabulary.facts.items():
        if not path.startswith(("partner.", "indicators")):
            month = "-month" if declared.type.month_precision else ""
            found.setdefault(f"{declared.type.kind}{month}", path)
    # A list with fields of every other type.
    found["records"] = "resources.agreements"
    return found


@pytest.fixture(scope="module")
def one_of_each(desk: Desk) -> Form:
    facts = desk.packs.vocabulary.facts
    asks = [Ask(path, "", facts[path].ask, "", facts[path].type) for path in kinds(desk).values()]
    rows = tuple(QuestionRow(ask, "", None, "", "") for ask in asks)
    listed = form.record_sheets(desk.packs.vocabulary)["resources.agreements"]
    whole = desk.only(desk.planned(SMALL.partition("partners:")[0]))
    sheets = (
        *whole.sheets,
        QuestionSheet("One of each", "One of each", "", False, rows),
        FilledList(listed, tuple(field.type for field in listed.fields), ()),
    )
    return whole._replace(sheets=sheets, wanted=Wanted("Testshire", "county", dt.date(2007, 5, 31)))


def test_every_type_of_fact_is_among_them(desk: Desk) -> None:
    types = {one.type.kind for one in desk.packs.vocabulary.facts.values()}
    fields = {
        one.type.kind for one in desk.packs.vocabulary.facts["resources.agreements"].type.fields.values()
    }
    assert types | {"texts"} == {name.removesuffix("-month") for name in kinds(desk)} | fields


# Without shrinking: a workbook takes its time, and what was typed is shown as it is.
@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
@given(data=st.data())
def test_what_is_typed_is_what_is_read_and_goes_round_again(
    data: st.DataObject, desk: Desk, one_of_each: Form
) -> None:
    opened = Opened.of(one_of_each)
    facts = desk.packs.vocabulary.facts
    meant: dict[str, Any] = {}
    for path in kinds(desk).values():
        wanted = facts[path].type
        if wanted.kind == "records":
            rows = []
            for _ in range(data.draw(st.integers(0, 3))):
                row = {key: data.draw(typed(field.type)) for key, field in wanted.fields.items()}
                listed = form.record_sheets(desk.packs.vocabulary)[path]
                opened.add(listed.name, **{form.humanised(key): one[0] for key, one in row.items()})
                rows.append({key: one[1] for key, one in row.items()})
            if rows:
                meant[path] = rows
        elif data.draw(st.integers(0, 4)):
            text, meant[path] = data.draw(typed(wanted))
            opened.put("One of each", path, text)
    read = desk.convert(opened.saved())
    assert read.submission is not None, read.problems
    found = {path: bare(one.value) for path, one in read.submission.facts.items() if path in facts}
    assert found == meant
    # And once more, filled in from what was read.
    again = desk.convert(make_workbook(desk.planned(read.text)))
    assert again.submission is not None, again.problems
    assert said_by(again.submission) == said_by(read.submission)
    # And carried over: of whatever type, no answer counts, and none is taken for changed.
    listed = [data.draw(st.sampled_from(["2005-05-31", "1850-01-01"])) for _ in meant]
    lines = [f"  - {{from: {day}, facts: [{path}]}}\n" for day, path in zip(listed, meant, strict=True)]
    text = read.text + "".join(["carried:\n", *lines] if lines else [])
    over = desk.convert(make_workbook(desk.planned(text)))
    assert over.submission is not None, over.problems
    assert over.remarks == ()
    assert said_by(over.submission) == said_by(desk.read(text))


def bare(value: Any) -> Any:
    if isinstance(value, tuple) and value and isinstance(value[0], Record):
        return [{key: one.value for key, one in record.fields.items()} for record in value]
    return value


@pytest.mark.office
@pytest.mark.parametrize("name", ["hertfordshire-2007", "exemplar-2026"])
def test_a_workbook_that_libreoffice_has_saved_says_the_same(name: str, desk: Desk, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    assert office, "LibreOffice is not installed: apt install libreoffice-calc"
    source = ROOT / "examples" / f"{name}.yaml"
    book, out = tmp_path / "book.xlsx", tmp_path / "out"
    assert run(["workbook", "make", "--from", str(source), "-o", str(book)]) == Exit.OK
    profile = (tmp_path / "profile").as_uri()
    for step in ("ods", "xlsx"):
        command = [
            office,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--norestore",
            "--convert-to",
            step,
        ]
        subprocess.run(
            [*command, "--outdir", str(out), str(book)], check=True, capture_output=True, timeout=240
        )
        book = out / f"book.{step}"
    read = desk.convert(book.read_bytes())
    assert read.submission is not None, read.problems
    assert said_by(read.submission) == said_by(desk.submissions.read(source))
