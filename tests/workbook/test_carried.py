"""Answers of last time in a workbook: they come back carried, and count only once their cell is emptied."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ctcheck.cli.main import run
from ctcheck.errors import Exit
from ctcheck.model.submission import Submission
from ctcheck.model.words import Force
from ctcheck.workbook import form
from ctcheck.workbook.convert import Converted
from ctcheck.workbook.make import make_workbook
from ctcheck.workbook.plan import Form
from tests.cli.outcome import Ctcheck
from tests.workbook.desk import SMALL, Desk, Opened
from tests.workbook.same import said_by

THEN = dt.date(2006, 5, 31)
CARRIED = """\
ctcheck: 1
title: A small one
area: {name: Testshire, type: county, bodies_absent: [school-or-college]}
as_at: 2007-05-31
partners:
  - {id: police, name: Testshire Police, kind: chief-officer-of-police, agreement: {status: in-place}}
  - {id: health, name: Testshire PCT, kind: primary-care-trust}
plan:
  status: published
  published: 2006-04-01
resources:
  agreements:
    - {name: Pooled fund, in_writing: yes, yearly_amount: 1200}
history:
  - {id: old, closes: [a-rule-long-gone], action: Publish it, owner_role: head, due: 2006-01-01, status: done}
actions:
  - {id: new, closes: [cypp-reg3-plan-exists], action: Read it, status: on-track}
not_applicable:
  - {rule: RULE, reason: We have none, approved_by: cabinet}
carried:
  - from: 2005-05-31
    facts: [plan.published]
  - from: 2006-05-31
    facts: [partner.named, area.bodies_absent, not_applicable, plan.status, partners.police.agreement.status,
      resources.agreements]
"""
DAY = "Carried from"


@pytest.fixture(scope="module")
def text(desk: Desk) -> str:
    """A submission with everything that can be carried."""
    rule = next(one.id for one in desk.packs.rules if one.force is not Force.DUTY)
    return CARRIED.replace("RULE", rule)


@pytest.fixture(scope="module")
def whole(desk: Desk, text: str) -> Form:
    planned = desk.planned(text)
    wanted = {"Plan", "Resources", "Resources agreements", "Partners", "Partner answers", "Finished", "Actions",
              "Does not apply"}  # fmt: skip
    held = [one for one in planned.sheets if desk.name(one) in wanted | {"The area"}]
    extra = [
        one
        for one in planned.sheets
        if one not in held and any(getattr(row, "carried", None) for row in getattr(one, "rows", ()))
    ]
    return planned._replace(sheets=(*held, *extra))


def read_of(desk: Desk, opened: Opened, **options: bool) -> tuple[Submission, dict[str, str]]:
    read = desk.convert(opened.saved(), **options)
    assert read.submission is not None, read.problems
    return read.submission, {one.where: one.said for one in read.remarks}


def refused(desk: Desk, opened: Opened) -> Converted:
    read = desk.convert(opened.saved())
    assert read.submission is None
    return read


def test_what_is_carried_comes_back_carried_with_its_day_and_what_is_finished_stays(
    desk: Desk, text: str, whole: Form
) -> None:
    read = desk.convert(make_workbook(whole))
    assert read.submission is not None, read.problems
    assert read.remarks == ()
    made = desk.read(text)
    assert dict(read.submission.carried) == dict(made.carried)
    assert len(made.carried) == 7
    back, before = said_by(read.submission), said_by(made)
    for part in ("facts", "partners", "history", "actions", "waivers", "area"):
        assert back[part] == before[part], part
    assert (read.confirmed, read.carried) == (0, 7)


def test_it_is_the_same_by_every_example_and_nothing_of_it_counts(
    example: Path, desk: Desk, ctcheck: Ctcheck, tmp_path: Path
) -> None:
    now, book, back = tmp_path / "now.yaml", tmp_path / "book.xlsx", tmp_path / "back.yaml"
    assert ctcheck("carry", example, "--as-at", "2027-01-31", "-o", now).code == Exit.OK
    assert ctcheck("workbook", "make", "--from", now, "-o", book).code == Exit.OK
    done = ctcheck("workbook", "read", book, "-o", back)
    assert done.code == Exit.OK, done.err
    assert " 0 remarks, nothing left out. 0 confirmed;" in done.err
    assert said_by(desk.submissions.read(back)) == said_by(desk.submissions.read(now))


def test_the_verdicts_are_the_same_and_none_is_an_answer(ctcheck: Ctcheck, tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / "examples" / "two-years" / "eastmere-2008.yaml"
    now, book, back = tmp_path / "now.yaml", tmp_path / "book.xlsx", tmp_path / "back.yaml"
    assert ctcheck("carry", example, "--as-at", "2009-05-31", "-o", now).code == Exit.OK
    assert ctcheck("workbook", "make", "--from", now, "-o", book).code == Exit.OK
    assert ctcheck("workbook", "read", book, "-o", back).code == Exit.OK

    def verdicts(file: Path) -> dict[str, str]:
        done = ctcheck("assess", file, "--fail-on", "never", "-f", "json")
        assert done.code == Exit.OK, done.err
        return {one["id"]: one["verdict"] for one in json.loads(done.out)["findings"]}

    assert verdicts(back) == verdicts(now)
    assert set(verdicts(back).values()) <= {"no_answer", "not_applicable"}
    # Confirmed is what was emptied, and nothing else.
    opened = Opened(book.read_bytes())
    for fact in ("plan.status", "plan.published"):
        opened.put("Plan", fact, None, DAY)
    book.write_bytes(opened.saved())
    done = ctcheck("workbook", "read", book, "-o", back)
    assert "2 confirmed; 20 still carried, which count for nothing." in done.err
    other = tmp_path / "other.yaml"
    confirm = ("--confirm", "plan.status", "--confirm", "plan.published")
    assert ctcheck("carry", now, *confirm, "-o", other).code == Exit.OK
    assert verdicts(back) == verdicts(other) != verdicts(now)


# Without shrinking: a workbook takes its time.
@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
@given(data=st.data())
def test_exactly_what_is_emptied_is_confirmed(
    data: st.DataObject, desk: Desk, text: str, whole: Form
) -> None:
    carried = desk.read(text).carried
    confirmed = data.draw(st.sets(st.sampled_from(sorted(carried))))
    opened = Opened.of(whole)
    for path in confirmed:
        cell_of(opened, path).value = data.draw(st.sampled_from([None, "", "  "]))
    read, said = read_of(desk, opened)
    assert dict(read.carried) == {path: day for path, day in carried.items() if path not in confirmed}
    assert said == {}
    # And made again of what was read, it stays so.
    again = desk.convert(make_workbook(desk.planned(desk.convert(opened.saved()).text)))
    assert again.submission is not None
    assert said_by(again.submission) == said_by(read)


def cell_of(opened: Opened, path: str, column: str = DAY) -> Any:
    """The cell beside what `carried` names so."""
    if path.startswith("partners."):
        _, partner, rest = path.split(".", 2)
        return opened.cell("Partner answers", f"partner.{rest}", column, partner)
    fact = {"partner.named": "partners"}.get(path, path)
    for sheet in opened.book.sheetnames:
        if "Fact" in opened.heads(sheet):
            try:
                return opened.cell(sheet, fact, column)
            except AssertionError:
                continue
    raise AssertionError(path)


def where(cell: Any) -> str:
    return f"{cell.parent.title}!{cell.coordinate}"


def test_a_changed_answer_with_its_mark_stays_carried_and_is_told(desk: Desk, whole: Form) -> None:
    opened = Opened.of(whole)
    cell = cell_of(opened, "plan.published", "Answer")
    cell.value = dt.date(2007, 4, 1)
    read, said = read_of(desk, opened)
    assert read.facts["plan.published"].carried == dt.date(2005, 5, 31)
    assert "was changed and its mark still stands: it stays carried from 31 May 2005" in said[where(cell)]
    # Changed and emptied it is this time's.
    cell_of(opened, "plan.published").value = None
    read, said = read_of(desk, opened)
    assert (read.facts["plan.published"].carried, said) == (None, {})


def test_entries_that_were_changed_stay_carried_and_are_told(desk: Desk, whole: Form) -> None:
    opened = Opened.of(whole)
    opened.add("Partners", Id="third", Name="Third", Kind="primary care trust")
    opened.add("Does not apply", Rule="never", Reason="R", **{"Approved_by_(role)": "cabinet"})
    heads = opened.heads("Does not apply")
    opened.book["Does not apply"].cell(5, heads["Rule"]).value = None
    for name in ("Rule", "Reason", "Approved by (role)"):
        opened.book["Does not apply"].cell(5, heads[name]).value = None
    opened.book["Does not apply"].cell(4, heads["Reason"]).value = "Another reason"
    read, said = read_of(desk, opened)
    assert {"partner.named", "not_applicable"} <= set(read.carried)
    assert "entries were changed and their mark still stands" in said["Partners"]
    assert "Empty The area!" in said["Does not apply"]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("31/05/2005", dt.date(2005, 5, 31)),
        ("2005-05-31", dt.date(2005, 5, 31)),
        (dt.datetime(2005, 5, 31), dt.date(2005, 5, 31)),
        ("1 June 2005", dt.date(2005, 6, 1)),
        # What is no day leaves the day as it was made.
        ("checked", dt.date(2005, 5, 31)),
        ("31/05/05", dt.date(2005, 5, 31)),
        ("May 2005", dt.date(2005, 5, 31)),
        ("none", dt.date(2005, 5, 31)),
        ("?", dt.date(2005, 5, 31)),
        (38503, dt.date(2005, 5, 31)),
        (True, dt.date(2005, 5, 31)),
        ("=A1", dt.date(2005, 5, 31)),
        ("#REF!", dt.date(2005, 5, 31)),
        ("\N{RIGHT-TO-LEFT OVERRIDE}", dt.date(2005, 5, 31)),
        ("\N{ZERO WIDTH SPACE}", dt.date(2005, 5, 31)),
        ("x" * 30_000, dt.date(2005, 5, 31)),
    ],
)
def test_nothing_but_an_empty_cell_confirms(typed: Any, day: dt.date, desk: Desk, whole: Form) -> None:
    opened = Opened.of(whole)
    cell = cell_of(opened, "plan.published")
    cell.value = typed
    read, said = read_of(desk, opened)
    assert read.facts["plan.published"].carried == day
    # In a cell for dates that number is the day itself.
    exact = typed in ("2005-05-31", dt.datetime(2005, 5, 31), 38503)
    assert exact or where(cell) in said
    assert all(len(one) < 200 for one in said.values())


def test_a_mark_without_an_answer_and_one_where_none_can_be_are_told(desk: Desk, whole: Form) -> None:
    opened = Opened.of(whole)
    cell_of(opened, "plan.published", "Answer").value = None
    alone = cell_of(opened, "plan.published")
    opened.put("The area", "title", dt.date(2006, 5, 31), DAY)
    title = opened.cell("The area", "title", DAY)
    read, said = read_of(desk, opened)
    assert "plan.published" not in read.facts
    assert "plan.published" not in read.carried
    assert "nothing is carried" in said[where(alone)]
    assert "never carried; the mark was left out" in said[where(title)]


def test_a_day_beside_an_answer_of_this_time_makes_it_carried(desk: Desk, whole: Form) -> None:
    opened = Opened.of(whole)
    opened.put("Plan", "plan.vision", "none")
    cell = opened.cell("Plan", "plan.vision", DAY)
    cell.value = "31 May 2006"
    read, said = read_of(desk, opened)
    assert read.facts["plan.vision"].carried == THEN
    assert "was not carried when the workbook was made" in said[where(cell)]
    cell.value = "soon"
    (problem,) = refused(desk, opened).problems
    assert (problem.path, "'soon'; expected the day" in problem.message) == (where(cell), True)
    left, _ = read_of(desk, opened, keep_going=True)
    assert "plan.vision" not in left.facts


def drop(opened: Opened, sheet: str, *columns: str) -> None:
    for name in columns:
        opened.book[sheet].delete_cols(opened.heads(sheet)[name])


def test_a_column_that_is_gone_confirms_nothing(desk: Desk, whole: Form) -> None:
    opened = Opened.of(whole)
    drop(opened, "Plan", DAY)
    read, said = read_of(desk, opened)
    assert read.facts["plan.published"].carried == dt.date(2005, 5, 31)
    assert "'Carried from' is not there; what was carried stays so (2 rows)" in said["Plan"]
    drop(opened, "Plan", "As made")
    (problem,) = refused(desk, opened).problems
    assert (problem.path, "none of them was taken" in problem.message) == ("Plan", True)
    assert "ctcheck carry --confirm" in problem.hint
    left, _ = read_of(desk, opened, keep_going=True)
    assert not any(path.startswith("plan.") for path in left.facts)


@pytest.mark.parametrize("spare", [("Plan",), ()])
def test_a_first_sheet_that_is_gone_hides_no_column_that_is(
    spare: tuple[str, ...], desk: Desk, whole: Form
) -> None:
    opened = Opened.of(whole)
    del opened.book[form.COVER]
    for sheet in ("The area", *spare):
        drop(opened, sheet, DAY, "As made")
    assert {one.path for one in refused(desk, opened).problems} >= {"The area", *spare}


def test_entries_whose_row_is_gone_are_not_taken(desk: Desk, whole: Form) -> None:
    opened = Opened.of(whole)
    sheet = cell_of(opened, "resources.agreements").parent
    del opened.book[sheet.title]
    (problem,) = refused(desk, opened).problems
    assert (problem.path, "whether its entries are last time's" in problem.message) == (
        "Resources agreements",
        True,
    )
    left, _ = read_of(desk, opened, keep_going=True)
    assert "resources.agreements" not in left.facts


def test_an_answer_that_stands_twice_stays_carried_where_either_is(desk: Desk, whole: Form) -> None:
    opened = Opened.of(whole)
    sheet = opened.book["Partner answers"]
    row = opened.row("Partner answers", "partner.agreement.status", "police")
    heads = opened.heads("Partner answers")
    last = sheet.max_row + 1
    for column in heads.values():
        sheet.cell(last, column).value = sheet.cell(row, column).value
    for emptied in (row, last):
        sheet.cell(row, heads[DAY]).value = sheet.cell(last, heads[DAY]).value = THEN
        sheet.cell(emptied, heads[DAY]).value = None
        read, _ = read_of(desk, opened)
        assert read.carried["partners.police.agreement.status"] == THEN
    # By the partner's name it is the same answer.
    sheet.cell(last, heads["Partner"]).value = "Testshire Police"
    read, _ = read_of(desk, opened)
    assert read.carried["partners.police.agreement.status"] == THEN


def test_too_many_days_are_refused_by_their_cells(desk: Desk, whole: Form) -> None:
    opened = Opened.of(whole)
    sheet = opened.book["Partner answers"]
    heads = opened.heads("Partner answers")
    for at in range(60):
        sheet.cell(4 + at, heads["Answer"]).value = "none"
        sheet.cell(4 + at, heads[DAY]).value = f"{1 + at % 28} {('May', 'June', 'July')[at // 28]} 2004"
    problems = refused(desk, opened).problems
    assert all("more than 50 days" in one.message and "!" in one.path for one in problems)
    left, _ = read_of(desk, opened, keep_going=True)
    assert len(set(left.carried.values())) == 50


@pytest.mark.parametrize("hidden", ["", "x", "2005-02-31 00000000", "2005-05-31 zzzzzzzz", "=1", 7])
def test_what_stands_in_the_hidden_column_is_believed_only_where_it_can_be(
    hidden: Any, desk: Desk, whole: Form
) -> None:
    opened = Opened.of(whole)
    cell_of(opened, "plan.published", "As made").value = hidden
    read, _ = read_of(desk, opened)
    assert read.facts["plan.published"].carried == dt.date(2005, 5, 31)
    drop(opened, "Plan", DAY)
    if hidden:
        (problem,) = refused(desk, opened).problems
        assert "does not say from which day" in problem.message


def test_the_first_sheet_says_how_to_confirm_and_an_older_program_refuses(desk: Desk, whole: Form) -> None:
    opened = Opened.of(whole)
    cover = {row[0].value: row[1].value for row in opened.book[form.COVER].iter_rows(min_row=4)}
    assert cover["Last time's answers"].endswith("and empty the cell 'Carried from'.")
    assert cover[form.FORMAT] == "2"
    assert "nothing is judged by them" in cover["Finished"]
    cell = cell_of(opened, "plan.published")
    assert cell.value == dt.datetime(2005, 5, 31)
    assert not cell.protection.locked
    hidden = cell_of(opened, "plan.published", "As made")
    assert hidden.protection.locked
    # Hidden together with the column before it, as one range.
    fact = opened.cell("Plan", "plan.published", "Fact")
    columns = opened.book["Plan"].column_dimensions[fact.column_letter]
    assert columns.hidden
    assert columns.min <= hidden.column <= columns.max


def test_without_anything_carried_there_is_no_such_column_or_sheet(desk: Desk) -> None:
    opened = Opened.of(desk.planned())
    assert "Finished" not in opened.book.sheetnames
    assert all(DAY not in opened.heads(one) for one in opened.book.sheetnames)
    cover = {row[0].value: row[1].value for row in opened.book[form.COVER].iter_rows(min_row=4)}
    assert cover[form.FORMAT] == "1"


@pytest.mark.parametrize("renamed", [("Actions",), ("Finished",), ("Actions", "Finished")])
def test_actions_and_finished_ones_are_told_apart_by_their_headings(
    renamed: tuple[str, ...], desk: Desk, text: str, whole: Form
) -> None:
    opened = Opened.of(whole)
    for at, name in enumerate(renamed):
        opened.book[name].title = f"Sheet {at}"
    read, _ = read_of(desk, opened)
    assert [one.id for one in read.actions] == ["new"]
    assert [one.id for one in read.history] == ["old"]


def test_a_wide_path_is_marked_answer_by_answer(desk: Desk) -> None:
    made = desk.read(wide := SMALL + "carried:\n  - {from: 2006-05-31, facts: [plan, partner]}\n")
    read = desk.convert(make_workbook(desk.planned(wide))).submission
    assert read is not None
    stated = {path: fact.carried for path, fact in made.facts.items()}
    assert {path: fact.carried for path, fact in read.facts.items()} == stated
    assert set(read.carried) == {"plan.status", "plan.published", "partner.named"}


def test_a_mark_is_data_whatever_it_says(tmp_path: Path, desk: Desk, whole: Form, ctcheck: Ctcheck) -> None:
    opened = Opened.of(whole)
    cell_of(opened, "plan.published").value = "\N{ZERO WIDTH SPACE}]\ncarried: []\n<b>\N{LINE SEPARATOR}"
    path, back = tmp_path / "book.xlsx", tmp_path / "back.yaml"
    path.write_bytes(opened.saved())
    done = ctcheck("workbook", "read", path, "-o", back)
    assert done.code == Exit.OK, done.err
    assert not set("\N{ZERO WIDTH SPACE}\N{LINE SEPARATOR}") & set(done.err)
    assert "<b>" not in back.read_text(encoding="utf-8")
    assert desk.submissions.read(back).facts["plan.published"].carried == dt.date(2005, 5, 31)


def test_make_and_read_by_the_command(tmp_path: Path) -> None:
    last, now = Path(__file__).parents[2] / "examples" / "exemplar-2008.yaml", tmp_path / "now.yaml"
    assert run(["carry", str(last), "--as-at", "2009-09-30", "-o", str(now)]) == Exit.OK
    books = []
    for name in ("one.xlsx", "two.xlsx"):
        assert run(["workbook", "make", "--from", str(now), "-o", str(tmp_path / name)]) == Exit.OK
        books.append((tmp_path / name).read_bytes())
    assert books[0] == books[1]
