"""What people do to a workbook: understood and told, or refused and told; never guessed in silence."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ctcheck.model.values import NONE, DateValue, Share
from ctcheck.workbook.convert import Converted
from ctcheck.workbook.plan import Form
from tests.workbook.desk import SMALL, Desk, Opened
from tests.workbook.same import said_by


@pytest.fixture(scope="module")
def small(desk: Desk) -> Form:
    return desk.only(desk.planned(), "Plan", "Evidence", "Partners", "Partner answers", "Plan reviews")


def day(year: int, month: int, number: int) -> DateValue:
    return DateValue(dt.date(year, month, number), dt.date(year, month, number))


def read_with(
    desk: Desk, small: Form, sheet: str, fact: str, value: Any, partner: str = ""
) -> tuple[Converted, str]:
    opened = Opened.of(small)
    where = opened.put(sheet, fact, value, partner=partner)
    return desk.convert(opened.saved()), where


def value_of(read: Converted, fact: str) -> Any:
    assert read.submission is not None, read.problems
    return read.submission.facts[fact].value if fact in read.submission.facts else None


UNDERSTOOD = [
    # sheet, fact, what is typed, what it means, whether it is told
    ("Plan", "plan.published", dt.datetime(2006, 4, 3), day(2006, 4, 3), False),
    ("Plan", "plan.published", "3 April 2006", day(2006, 4, 3), False),
    ("Plan", "plan.published", "03/04/2006", day(2006, 4, 3), True),
    ("Plan", "plan.published", "2006-04-03", day(2006, 4, 3), False),
    ("Plan", "plan.published", "3rd Apr 2006", day(2006, 4, 3), True),
    ("Plan", "plan.published", "3\N{NO-BREAK SPACE}April\N{NO-BREAK SPACE}2006 ", day(2006, 4, 3), False),
    ("Plan", "plan.published", 38810, day(2006, 4, 3), False),
    ("Plan", "plan.published", "none", NONE, False),
    ("Plan", "plan.published", "tbc", None, True),
    ("Plan", "plan.published", "don\N{RIGHT SINGLE QUOTATION MARK}t know", None, True),
    ("Plan", "plan.status", "Published", "published", False),
    ("Plan", "plan.status", "approved and not yet published", "decided", False),
    ("Plan", "plan.status", "decided", "decided", False),
    ("Plan", "plan.status", "agreed", "decided", True),
    ("Plan", "plan.status", "not in place", "not-in-place", False),
]


@pytest.mark.parametrize(("sheet", "fact", "typed", "meant", "told"), UNDERSTOOD)
def test_what_is_understood(
    sheet: str, fact: str, typed: Any, meant: Any, told: bool, desk: Desk, small: Form
) -> None:
    read, where = read_with(desk, small, sheet, fact, typed)
    assert value_of(read, fact) == meant
    assert [remark.where for remark in read.remarks] == ([where] if told else [])


PARTNERS = [
    ("partner.seat.held", "Y", True, True),
    ("partner.seat.held", "yes", True, False),
    ("partner.seat.held", True, True, True),
    ("partner.seat.held", "Fully met", True, True),
    ("partner.seat.held", "G", True, True),
    ("partner.seat.held", "n", False, True),
    ("partner.attendance.trust", "3 of 4", Share(3, 4), False),
    ("partner.attendance.trust", "3 out of 4", Share(3, 4), True),
    ("partner.attendance.trust", "3/4", Share(3, 4), True),
    ("partner.attendance.trust", "75 %", Share(75, 100, counted=False), False),
    ("partner.section_11.service_changes.total", "1,250", 1250, True),
    ("partner.section_11.service_changes.total", 12.0, 12, False),
    ("partner.section_11.service_changes.total", "nil", 0, True),
    ("partner.agreement.status", "green", "in-place", True),
]


@pytest.mark.parametrize(("fact", "typed", "meant", "told"), PARTNERS)
def test_what_is_understood_of_a_partner(
    fact: str, typed: Any, meant: Any, told: bool, desk: Desk, small: Form
) -> None:
    read, where = read_with(desk, small, "Partner answers", fact, typed, "police")
    assert read.submission is not None, read.problems
    assert read.submission.partners is not None
    police, health = read.submission.partners
    assert police.facts[fact].value == meant
    assert health.facts == {}
    assert [remark.where for remark in read.remarks] == ([where] if told else [])


REFUSED = [
    ("Plan", "plan.published", "03/04/06", "two digits"),
    ("Plan", "plan.published", "3 April 06", "two digits"),
    ("Plan", "plan.published", "04/25/2006", "not a day in the calendar"),
    ("Plan", "plan.published", "April 2006", "the month April 2006"),
    ("Plan", "plan.published", "soon", "expected one day"),
    ("Plan", "plan.published", "n/a", "two things"),
    ("Plan", "plan.published", "=TODAY()", "formula"),
    ("Plan", "plan.status", "publishd", "Did you mean 'published'?"),
    ("Plan", "plan.status", "yes", "expected one of"),
]


@pytest.mark.parametrize(("sheet", "fact", "typed", "said"), REFUSED)
def test_what_is_refused_and_what_is_left_when_going_on(
    sheet: str, fact: str, typed: Any, said: str, desk: Desk, small: Form
) -> None:
    opened = Opened.of(small)
    where = opened.put(sheet, fact, typed)
    data = opened.saved()
    read = desk.convert(data)
    assert (read.text, read.submission) == ("", None)
    (problem,) = read.problems
    assert problem.path == where
    assert said in problem.text()
    onwards = desk.convert(data, keep_going=True)
    assert onwards.submission is not None
    assert fact not in onwards.submission.facts
    assert onwards.problems == read.problems
    # All else is as it was.
    before, after = desk.read(SMALL).facts, onwards.submission.facts
    assert {path: one.value for path, one in before.items() if path != fact} == {
        path: one.value for path, one in after.items()
    }


@pytest.mark.parametrize("typed", ["3", 0.75, "4 of 3", dt.datetime(2026, 4, 3), "120%"])
def test_a_share_that_may_mean_two_things_is_refused(typed: Any, desk: Desk, small: Form) -> None:
    read, where = read_with(desk, small, "Partner answers", "partner.attendance.trust", typed, "police")
    assert [problem.path for problem in read.problems] == [where]


def test_a_percentage_shown_as_one_is_a_share(desk: Desk, small: Form) -> None:
    opened = Opened.of(small)
    cell = opened.cell("Partner answers", "partner.attendance.trust", partner="police")
    cell.value, cell.number_format = 0.75, "0%"
    read = desk.convert(opened.saved())
    assert read.submission is not None
    assert read.submission.partners is not None
    assert read.submission.partners[0].facts["partner.attendance.trust"].value == Share(
        75, 100, counted=False
    )


def test_a_date_that_shows_its_month_only_is_no_day(desk: Desk, small: Form) -> None:
    """`Apr 2006` typed into a spreadsheet becomes the first of April in silence."""
    opened = Opened.of(small)
    cell = opened.cell("Plan", "plan.published")
    cell.value, cell.number_format = dt.datetime(2006, 4, 1), "mmm\\-yy"
    (problem,) = desk.convert(opened.saved()).problems
    assert "the month April 2006" in problem.message


def test_moved_columns_blank_rows_and_new_names_of_sheets(desk: Desk, small: Form) -> None:
    opened = Opened.of(small)
    sheet = opened.book["Plan"]
    sheet.tables.clear()
    sheet.move_range(f"A1:I{sheet.max_row}", cols=3, rows=4)
    sheet.title = "Our plan"
    opened.book["Evidence"].title = "Documents"
    read = desk.convert(opened.saved())
    assert read.submission is not None, read.problems
    assert said_by(read.submission) == said_by(desk.read(SMALL))
    assert any("'Evidence', by its headings" in remark.said for remark in read.remarks)


def test_without_the_hidden_column_questions_are_found_by_their_words(desk: Desk, small: Form) -> None:
    opened = Opened.of(small)
    sheet = opened.book["Plan"]
    sheet.tables.clear()
    sheet.delete_cols(opened.heads("Plan")["Fact"])
    read = desk.convert(opened.saved())
    assert read.submission is not None, read.problems
    assert said_by(read.submission) == said_by(desk.read(SMALL))
    assert [remark.where for remark in read.remarks] == ["Plan"]


def test_columns_that_were_sorted_apart_are_refused(desk: Desk, small: Form) -> None:
    opened = Opened.of(small)
    one, other = (opened.cell("Plan", path, "Question") for path in ("plan.status", "plan.published"))
    one.value, other.value = other.value, one.value
    read = desk.convert(opened.saved())
    assert ["sorted apart" in problem.hint for problem in read.problems[:2]] == [True, True]


def test_a_sheet_that_was_deleted_is_told_as_left_out(desk: Desk, small: Form) -> None:
    opened = Opened.of(small)
    del opened.book["Plan"]
    read = desk.convert(opened.saved(), keep_going=True)
    assert read.submission is not None
    assert not any(path.startswith("plan.") for path in read.submission.facts)
    assert any(remark.where == "Plan" and "left out" in remark.said for remark in read.remarks)


def test_answers_of_a_partner_without_a_row_are_not_lost(desk: Desk, small: Form) -> None:
    opened = Opened.of(small)
    where = opened.put("Partner answers", "partner.seat.held", "yes", partner="police")
    del opened.book["Partners"]
    read = desk.convert(opened.saved())
    assert [problem.path for problem in read.problems] == [where]
    assert "police" in read.problems[0].message


def test_a_further_partner_by_copying_a_block(desk: Desk, small: Form) -> None:
    opened = Opened.of(small)
    opened.add("Partners", Id="Second Trust", Name="Second Trust", Kind="primary care trust")
    row = opened.row("Partner answers", "partner.seat.held", "health")
    sheet = opened.book["Partner answers"]
    copied = [cell.value for cell in sheet[row]]
    heads = opened.heads("Partner answers")
    copied[heads["Partner"] - 1], copied[heads["Answer"] - 1] = "Second Trust", "no"
    sheet.append(copied)
    read = desk.convert(opened.saved())
    assert read.submission is not None, read.problems
    assert read.submission.partners is not None
    assert [one.id for one in read.submission.partners] == ["police", "health", "second-trust"]
    assert read.submission.partners[2].facts["partner.seat.held"].value is False


def test_evidence_is_named_beside_the_question(desk: Desk, small: Form) -> None:
    opened = Opened.of(small)
    assert opened.cell("Plan", "plan.published", "Evidence ids").value == "plan-2006"
    opened.put("Plan", "plan.status", "Plan 2006", "Evidence ids")
    where = opened.put("Plan", "plan.published", "plan-2007", "Evidence ids")
    read = desk.convert(opened.saved(), keep_going=True)
    assert where in [problem.path for problem in read.problems]
    opened.put("Plan", "plan.published", None, "Evidence ids")
    # `Plan 2006` is two words: ids have none.
    assert desk.convert(opened.saved()).text == ""
    opened.put("Plan", "plan.status", "PLAN-2006", "Evidence ids")
    found = desk.convert(opened.saved()).submission
    assert found is not None
    assert found.evidence[0].supports == ("plan.status",)


def test_entries_of_a_list(desk: Desk, small: Form) -> None:
    opened = Opened.of(small)
    opened.add("Plan reviews", On=dt.datetime(2007, 1, 15), Consulted="Everybody")
    opened.add("Plan reviews", On="16/02/2007")
    read = desk.convert(opened.saved())
    records = value_of(read, "plan.reviews")
    assert [record.fields["on"].value for record in records] == [day(2007, 1, 15), day(2007, 2, 16)]
    opened.put("Plan", "plan.reviews", "none")
    assert "entries stand at" in desk.convert(opened.saved()).problems[0].message


def test_none_says_that_a_list_is_empty(desk: Desk, small: Form) -> None:
    read, _ = read_with(desk, small, "Plan", "plan.reviews", "none")
    assert value_of(read, "plan.reviews") is NONE


def test_a_grade_needs_its_scale_and_is_read_on_it(desk: Desk) -> None:
    opened = Opened.of(desk.only(desk.planned(), "Self-judgements"))
    heads = opened.heads("Self-judgements")
    sheet = opened.book["Self-judgements"]
    sheet.cell(4, heads["Judgement"]).value = "G"
    (problem,) = desk.convert(opened.saved()).problems
    assert "without its scale" in problem.message
    sheet.cell(4, heads["Scale"]).value = "section-11-rag"
    read = desk.convert(opened.saved(), keep_going=True)
    assert read.submission is not None
    assert [one.judgement for one in read.submission.self_judgements] == ["green"]
    assert any("'G' was read as 'green" in remark.said for remark in read.remarks)


def test_a_note_is_kept_as_a_remark(desk: Desk, small: Form) -> None:
    opened = Opened.of(small)
    opened.put("Plan", "plan.status", "see minute 4 #b", "Note")
    read = desk.convert(opened.saved())
    assert "  status: published  # see minute 4 #b\n" in read.text


def test_what_the_submission_would_refuse_is_told_by_its_cell(desk: Desk, small: Form) -> None:
    opened = Opened.of(small)
    opened.add("Evidence", Id="plan-2006", Title="Twice", Kind="plan", Also_supports="plan")
    line = opened.add("Evidence", Id="lonely", Title="Backs nothing", Kind="minutes")
    read = desk.convert(opened.saved())
    assert any(
        "stands twice" in problem.message and problem.path.startswith("Evidence!A")
        for problem in read.problems
    )
    assert any(
        problem.path == f"Evidence!row {line}" and "supports" in problem.message for problem in read.problems
    )


def test_what_stands_outside_the_columns_is_told(desk: Desk, small: Form) -> None:
    opened = Opened.of(small)
    opened.book["Plan"].cell(5, 14).value = "and another thing"
    read = desk.convert(opened.saved())
    assert [(remark.where, "and another thing" in remark.said) for remark in read.remarks] == [
        ("Plan!N5", True)
    ]
