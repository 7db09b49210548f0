"""Solihull, 2022: the first day of a joint targeted area inspection, held against its fact sheet.

The public documents tell who the safeguarding partners are and are silent on most of the rest, so the gaps that the
sheet expects show as questions without an answer. What facts cannot show, the report has to say. The questions about
the front door are of April 2022, two months after the inspectors' letter. Numbers are the sheet's.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator

import pytest

from ctcheck.model.report import Finding, GapReport, Reason
from ctcheck.model.words import Force, Standing, Verdict
from ctcheck.reports import make_reporter

FRONT_DOOR_LAW = dt.date(2022, 4, 1)
PARTNERS = ("local-authority", "clinical-commissioning-group", "chief-officer-of-police")

EXPECTED = {
    # For each gap the findings that show it, and a fact that each of them asks for.
    # No sums are stated for any partner.
    1: {"wt2018-funding-agreed": "safeguarding_partnership.funding.agreed_by"},
    # The scrutineer left in 2021 and no successor is evidenced.
    3: {
        "s16g-independent-scrutiny": "safeguarding_partnership.scrutiny.done_by",
        "independent-chair-settled": "governance.independent_chair.post",
    },
    # The delay in strategy meetings that the inspection before had found is not shown to be closed.
    4: {"earlier-inspection-actions-closed": "governance.earlier_inspections.closed"},
    # Agencies missing from strategy meetings: not from facts, but the question is put.
    5: {
        "strategy-discussions-joint": "casework.strategy_discussions_joint",
        "agencies-attend-protection-conferences/chief-officer-of-police": "partner.conferences.attended",
    },
    # The partnership cannot show impact.
    6: {
        "s16g-yearly-report": "safeguarding_partnership.yearly_report.published",
        "wt2018-report-content": "safeguarding_partnership.yearly_report.content",
    },
    # Learning from reviews.
    7: {
        "s16f-review-arrangements": "practice_reviews.procedure.status",
        "case-review-recommendations-closed-with-evidence": "case_reviews.closed_with_evidence",
    },
    # No information-sharing agreement is stated.
    8: {f"s11-info-processes/{kind}": "partner.information_sharing.protocol_signed" for kind in PARTNERS},
    # No section 11 audit is stated.
    9: {f"s11-functions/{kind}": "partner.section_11.self_audit.date" for kind in PARTNERS},
    # Social workers' vacancies: no numbers.
    11: {"social-work-posts-filled": "indicators", "figures-stated-whole/vacancy-rate": "indicators"},
    # Backlog and waiting: no numbers.
    12: {
        "referrals-decided-within-a-working-day": "casework.referrals_decided_in_a_day",
        "no-assessment-forgotten": "casework.overdue_assessments.open",
        "every-child-has-a-worker": "safeguarding.unallocated_cases",
    },
}

EXPECTED_OF_THE_FRONT_DOOR = {
    # Once inspectors' guidance asks about hubs.
    # Who governs the hub.
    2: {"jtai-frontdoor-masa-oversight": "front_door.oversight.looked_at"},
    # Waiting at the hub.
    12: {"jtai-frontdoor-mash": "front_door.hub.decisions_in_time"},
}

CANNOT_SHOW = {
    # Agencies may be missing from meetings although all structures exist.
    5: r"safeguarding arrangements work although all the structures exist",
    # Impact and children's experience.
    6: r"What children experience",
    # Learning that does not reach the workforce.
    7: r"a review's lesson changed what workers do",
}


@pytest.fixture(scope="module")
def report(assessed: Callable[..., GapReport]) -> GapReport:
    return assessed("solihull-2022")


@pytest.fixture(scope="module")
def spring(assessed: Callable[..., GapReport]) -> GapReport:
    return assessed("solihull-2022", FRONT_DOOR_LAW)


def by_id(report: GapReport) -> dict[str, Finding]:
    return {finding.id: finding for finding in report.findings}


def facts_read(finding: Finding) -> Iterator[Reason]:
    """Every fact that the conditions of a finding looked at."""
    stack = [tree for tree in (finding.applies, finding.met, finding.partly) if tree]
    while stack:
        reason = stack.pop()
        if reason.clause == "fact":
            yield reason
        stack += reason.parts


@pytest.mark.parametrize("number", EXPECTED)
def test_the_expected_gap_shows_as_an_open_question(report: GapReport, number: int) -> None:
    gaps = {gap.finding.id: gap for gap in report.gaps}
    for finding, asked in EXPECTED[number].items():
        assert gaps[finding].finding.verdict is Verdict.NO_ANSWER, finding
        assert gaps[finding].kind == "unanswered", finding
        assert asked in [missing.path for missing in gaps[finding].finding.missing], finding


@pytest.mark.parametrize("number", EXPECTED_OF_THE_FRONT_DOOR)
def test_the_front_door_is_asked_about_from_april_2022(spring: GapReport, number: int) -> None:
    gaps = {gap.finding.id: gap.finding for gap in spring.gaps}
    for finding, asked in EXPECTED_OF_THE_FRONT_DOOR[number].items():
        assert gaps[finding].verdict is Verdict.NO_ANSWER, finding
        assert gaps[finding].standing is Standing.READINESS, finding
        assert asked in [missing.path for missing in gaps[finding].missing], finding


def test_an_interim_director_is_a_weakness_and_no_breach(report: GapReport) -> None:
    """Expected gap 10."""
    gap = next(gap for gap in report.gaps if gap.finding.rule == "director-permanent")
    assert gap.finding.verdict is Verdict.NOT_MET
    assert gap.finding.force is Force.INSPECTION_CRITERION
    assert by_id(report)["ca2004-s18-1-dcs-appointed"].verdict is not Verdict.NOT_MET


@pytest.mark.parametrize("number", CANNOT_SHOW)
def test_what_facts_cannot_show_is_said(report: GapReport, number: int) -> None:
    text = " ".join(make_reporter("text").render(report).decode().split())
    assert re.search(CANNOT_SHOW[number], text)


def test_paper_without_practice_is_seen_as_a_risk(report: GapReport) -> None:
    """Expected gaps 5 to 7 together: there are partners and arrangements, and nothing of what they do."""
    assert "structure-with-practice-unseen" in {risk.id for risk in report.risks}


def test_every_gap_of_the_sheet_is_covered() -> None:
    assert set(EXPECTED) | set(EXPECTED_OF_THE_FRONT_DOOR) | {10} == set(range(1, 13))


def test_there_is_no_overall_position(report: GapReport) -> None:
    assert report.overall is None
    assert "without grades" in report.overall_note


def test_neither_a_safeguarding_board_nor_a_plan_is_asked_for(report: GapReport) -> None:
    """The board gave way to the partners in 2019, and the plan regulations were revoked in 2010."""
    rules = {finding.rule for finding in report.findings}
    assert [rule for rule in rules if rule.startswith(("lscb-", "ca2004-s13-", "cypp-reg"))] == []
    said = [f"{gap.finding.title}: {gap.finding.sentence}" for gap in report.gaps]
    assert [
        line for line in said if re.search("local safeguarding children board", line, re.IGNORECASE)
    ] == []


def test_the_trust_board_is_no_breach(report: GapReport) -> None:
    board = [gap for gap in report.gaps if gap.finding.rule.startswith("ctb-2010-")]
    assert {gap.finding.rule for gap in board} == {
        "ctb-2010-establish",
        "ctb-2010-information-supply",
        "ctb-2010-membership",
    }
    assert {gap.finding.standing for gap in board} == {Standing.RESIDUAL}
    assert "breach" not in {gap.kind for gap in board}


def test_the_three_partners_are_named(report: GapReport) -> None:
    found = by_id(report)["s16e-arrangements"]
    assert found.verdict is Verdict.MET
    assert "partnership-page" in found.evidence_items
    missing = {one.path for gap in report.gaps for one in gap.finding.missing}
    assert not {"safeguarding_partnership.agreed_by", "safeguarding_partnership.leads.top_posts"} & missing


def test_education_is_not_said_to_be_missing(report: GapReport) -> None:
    assert by_id(report)["wt2018-education-inclusion"].verdict is not Verdict.NOT_MET
    about = "safeguarding_partnership.education.represented_at"
    assert [
        f.id for f in report.findings for fact in facts_read(f) if fact.path == about and fact.result == "F"
    ] == []


def test_the_front_door_itself_counts(spring: GapReport) -> None:
    found = by_id(spring)["jtai-frontdoor-mash"]
    assert found.verdict is not Verdict.NOT_MET
    hub = [fact.result for fact in facts_read(found) if fact.path == "front_door.hub.status"]
    assert set(hub) == {"T"}


@pytest.mark.parametrize("complaint", [r"\bonline\b|\bvirtual", r"committed|commitment"])
def test_what_the_sheet_allows_is_not_complained_of(report: GapReport, complaint: str) -> None:
    said = [f"{gap.finding.title}: {gap.finding.sentence}" for gap in report.gaps]
    assert [line for line in said if re.search(complaint, line, re.IGNORECASE)] == []


def test_silence_is_a_question_and_never_a_breach(report: GapReport) -> None:
    assert "breach" not in {gap.kind for gap in report.gaps}
    failing = {finding.rule for finding in report.findings if finding.verdict is Verdict.NOT_MET}
    assert failing == {"director-permanent"}
