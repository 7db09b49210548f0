"""Action plan, timeline, matrix, enquiries and evidence index: worked out from the same findings."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctcheck.assess.assess import assess
from ctcheck.inference.plain import PlainEngine
from ctcheck.model.report import GapReport
from ctcheck.model.words import EvidenceState, Force, Standing, Verdict
from ctcheck.reading.submission import SubmissionReader
from ctcheck.rulebook.book import book_on
from ctcheck.rulebook.loader import LoadedPacks, context_for

ROOT = Path(__file__).parents[2]
CASES = [
    ("hertfordshire-2007", "2007-05-31"),
    ("salford-2003", "2008-04-01"),
    ("exemplar-2008", "2008-09-30"),
    ("exemplar-2008", "2019-10-01"),
]


@pytest.fixture(params=CASES, ids=lambda case: "-".join(case))
def report(
    request: pytest.FixtureRequest, loaded: LoadedPacks, submissions: SubmissionReader, plain: PlainEngine
) -> GapReport:
    name, law = request.param
    submission = submissions.read(ROOT / "examples" / f"{name}.yaml")
    book = book_on(loaded.packs, dt.date.fromisoformat(law))
    return assess(submission, book, plain, loaded.cannot_show)


def test_every_gap_to_act_on_stands_in_the_plan_with_an_action(report: GapReport) -> None:
    planned = {name for action in report.papers.plan for name in action.gaps}
    wanted = {gap.finding.id for group in report.gap_groups if group.number for gap in group.gaps}
    assert planned == wanted
    for action in report.papers.plan:
        assert action.action
        assert action.priority in (1, 2, 3)
        assert action.reason.endswith(".")
        if action.drafted:
            # Nobody and no day is made up.
            assert (action.owner_role, action.due) == ("", None)
            assert action.success_measure


def test_every_action_of_the_submission_stands_in_the_plan_once(report: GapReport) -> None:
    own = [action.id for action in report.papers.plan if not action.drafted]
    assert sorted(own) == sorted(action.id for action in report.actions)


def test_what_limits_a_position_or_breaks_a_duty_comes_first(report: GapReport) -> None:
    priorities = [action.priority for action in report.papers.plan]
    assert priorities == sorted(priorities)
    by_id = {gap.finding.id: gap for gap in report.gaps}
    for action in report.papers.plan:
        kinds = {by_id[name].kind for name in action.gaps}
        if "breach" in kinds or any(by_id[name].limits for name in action.gaps):
            assert action.priority == 1, action.id


def test_the_cells_of_the_matrix_hold_every_finding_that_weighs(report: GapReport) -> None:
    matrix = report.papers.matrix
    total = sum(cell.counts.total for row in matrix.rows for cell in row.cells)
    weighing = [
        one
        for one in report.findings
        if one.force is not Force.POWER and one.standing is not Standing.RESIDUAL
    ]
    bodies = {column.id for column in matrix.columns}
    shown = [
        one for one in weighing if not one.subject.kind.startswith("partner") or one.subject.id in bodies
    ]
    assert total == len(shown)
    left = [one for one in weighing if one not in shown]
    assert {one.verdict for one in left} <= {Verdict.NOT_APPLICABLE}
    for row in matrix.rows:
        assert len(row.cells) == len(matrix.columns)
        for cell in row.cells:
            worst = (
                ("E", cell.counts.error),
                ("N", cell.counts.not_met),
                ("?", cell.counts.no_answer),
                ("P", cell.counts.partly_met),
                ("M", cell.counts.met),
            )
            assert cell.letter == next((letter for letter, number in worst if number), "-")


def test_every_piece_of_evidence_is_listed_with_what_it_backs(report: GapReport) -> None:
    backed = {(name, finding.id) for finding in report.findings for name in finding.evidence_items}
    uses = report.papers.evidence
    assert {(use.item.id, name) for use in uses for name in use.findings} == backed
    on = report.inspection.fieldwork or report.as_at
    for use in uses:
        assert (use.age_months is None) == (use.item.date is None or use.item.date > on)
        assert use.state is not EvidenceState.UNEVIDENCED


def test_the_timeline_is_in_order_and_counts_from_the_day_described(report: GapReport) -> None:
    timeline = report.papers.timeline
    days = [event.day for event in timeline.events]
    assert days == sorted(days)
    (start,) = (event for event in timeline.events if event.kind == "as-at")
    assert (start.day, start.working_days) == (report.as_at, 0)
    assert (timeline.working_days is None) == (timeline.inspection is None)


def test_enquiries_are_questions_with_a_reason(report: GapReport) -> None:
    known = {finding.id for finding in report.findings}
    assert report.papers.enquiries
    for one in report.papers.enquiries:
        assert one.question.strip()
        assert one.why.strip()
        assert set(one.findings) <= known
    assert {one.about for one in report.papers.enquiries} <= {
        "over-claim", "under-claim", "risk", "not-met", "unproved", "stale", "undated", "cited-often",
        "process-only", "own-word", "silent", "cannot-show",
    }  # fmt: skip


DAYS = st.dates(dt.date(2005, 1, 1), dt.date(2026, 12, 31))


@settings(max_examples=300, deadline=None)
@given(DAYS, DAYS)
def test_working_days_between_two_days_are_counted_as_another_library_counts_them(
    loaded: LoadedPacks, one: dt.date, other: dt.date
) -> None:
    calendar = context_for(loaded.packs, dt.date(2008, 1, 1)).calendar
    england = holidays.country_holidays("GB", subdiv="ENG", years=range(2005, 2027))
    first, last = min(one, other), max(one, other)
    expected = sum(
        (day := first + dt.timedelta(days=step)).weekday() < 5 and day not in england
        for step in range(1, (last - first).days + 1)
    )
    assert calendar.between(first, last) == expected
    assert calendar.between(last, first) == -expected
    if expected <= 2_000:
        assert calendar.between(first, calendar.add(first, expected)) == expected


def test_days_outside_the_table_of_bank_holidays_are_not_counted(loaded: LoadedPacks) -> None:
    calendar = context_for(loaded.packs, dt.date(2008, 1, 1)).calendar
    with pytest.raises(ValueError, match="bank holidays"):
        calendar.between(dt.date(2008, 1, 1), dt.date(2199, 1, 1))
