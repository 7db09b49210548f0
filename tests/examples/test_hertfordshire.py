"""Hertfordshire, 2007: a joint area review with a mixed result, held against its fact sheet.

The public documents tell of structures and are silent on most of the rest, so the gaps that the sheet expects
show as questions without an answer. What facts cannot show, the report has to say. Numbers are the sheet's.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest

from ctcheck.model.report import GapReport
from ctcheck.model.words import LEVEL_RANK, Level, Standing, Verdict
from ctcheck.reports import make_reporter

DISTRICTS = "district-council-in-two-tier-area"

EXPECTED = {
    # For each gap the findings that show it, and the fact that each of them asks for.
    # Safe staffing and recruitment weak: left blank by the sources, and a blank must be flagged.
    1: {"s11-guidance-6-safer-recruitment/local-authority": "partner.section_11.recruitment.posts_checked"},
    # No independent chair evidenced. Until 2009 only the appointment is asked about; see the later law below.
    3: {"lscb-reg4-chair": "safeguarding_board.chair.appointed"},
    # No stated link between safeguarding board and trust executive.
    4: {"lscb-reg5-1d-planning": "safeguarding_board.trust_link.status"},
    # No check by the board that section 11 is kept.
    5: {"lscb-reg5-1c-monitoring": "safeguarding_board.monitoring.section_11_returns"},
    # Outcomes for looked-after children: partly, see also what cannot be shown.
    6: {"ca1989-s22-3a-lac-education": "outcomes.looked_after.education_plans"},
    # Representation of all ten district councils.
    8: {
        f"ca2004-s10-4a-district-council/{DISTRICTS}": "partner.seat.held",
        f"ca2004-s13-3-lscb-membership/{DISTRICTS}": "partner.on_safeguarding_board",
    },
    # Common assessment: nothing stated.
    9: {
        "caf-one-shared-process": "common_assessment.status",
        "caf-area-wide-by-end-2008": "common_assessment.area_wide_on",
        "caf-training": "common_assessment.training.lowest_agency",
    },
    # Information sharing: nothing stated.
    10: {
        "is-protocol": "information_sharing.protocol.status",
        "s11-guidance-8-information-sharing/local-authority": "partner.information_sharing.protocol_signed",
    },
    # Pooled budgets: nothing stated; an optional power.
    11: {"ca2004-s10-6b-7-pooled-fund": "resources.agreements"},
    # Plan: publication date, needs assessment, consultation and budget not stated as at 2007.
    12: {
        "cypp-reg3-plan-exists": "plan.published",
        "cypp-reg4-2b-needs-assessment": "plan.needs_assessment.made_on",
        "cypp-reg4-2d-budget": "plan.budget",
        "cypp-reg7-1a-children-families": "plan.consultation",
    },
}

CANNOT_SHOW = {
    # Safeguarding arrangements not effective in practice although all the structures exist.
    2: r"safeguarding arrangements work although all the structures exist",
    # Outcomes for looked-after children.
    6: r"looked-after children",
    # Provision for disabled children with less complex needs.
    7: r"disabled children .* less complex needs",
}


@pytest.fixture(scope="module")
def report(assessed: Callable[..., GapReport]) -> GapReport:
    return assessed("hertfordshire-2007")


def verdicts(report: GapReport) -> dict[str, Verdict]:
    return {finding.id: finding.verdict for finding in report.findings}


@pytest.mark.parametrize("number", EXPECTED)
def test_the_expected_gap_shows_as_an_open_question(report: GapReport, number: int) -> None:
    gaps = {gap.finding.id: gap for gap in report.gaps}
    for finding, asked in EXPECTED[number].items():
        assert finding in gaps
        assert gaps[finding].finding.verdict is Verdict.NO_ANSWER, finding
        assert gaps[finding].kind == ("option" if number == 11 else "unanswered"), finding
        assert asked in [missing.path for missing in gaps[finding].finding.missing], finding


@pytest.mark.parametrize("number", CANNOT_SHOW)
def test_what_facts_cannot_show_is_said(report: GapReport, number: int) -> None:
    assert any(re.search(CANNOT_SHOW[number], sentence) for sentence in report.assurance.cannot_show)
    text = " ".join(make_reporter("text").render(report).decode().split())
    assert re.search(CANNOT_SHOW[number], text)


def test_an_independent_chair_is_asked_for_once_guidance_wanted_one(
    assessed: Callable[..., GapReport],
) -> None:
    """Expected gap 3, under the law of May 2009."""
    later = assessed("hertfordshire-2007", dt.date(2009, 5, 1))
    gap = next(gap for gap in later.gaps if gap.finding.rule == "lscb-independent-chair")
    assert gap.finding.verdict is Verdict.NO_ANSWER
    assert gap.finding.standing is Standing.READINESS
    assert gap.finding.missing[0].path == "safeguarding_board.chair.independent"


def test_a_good_view_of_the_whole_is_an_over_claim(report: GapReport) -> None:
    """Expected gap 13."""
    view = next(view for view in report.self_views if view.judgement.about == "overall")
    assert view.label == "good"
    assert view.comparison == "over-claim"


def test_no_overall_position_cancels_a_failing_theme(report: GapReport) -> None:
    """Expected gap 13: the review had no overall grade, and where there is one the weakest theme rules."""
    safeguarding = next(position for position in report.positions if position.about == "safeguarding")
    assert LEVEL_RANK[safeguarding.indicative] < LEVEL_RANK[Level.LARGELY]
    if report.overall is None:
        assert "no overall judgement" in report.overall_note
    else:
        assert LEVEL_RANK[report.overall.indicative] <= LEVEL_RANK[safeguarding.indicative]


def test_every_gap_of_the_sheet_is_covered() -> None:
    assert set(EXPECTED) | set(CANNOT_SHOW) | {13} == set(range(1, 14))


def test_the_board_was_set_up_on_the_day_the_duty_began(report: GapReport) -> None:
    assert verdicts(report)["ca2004-s13-1-lscb-established"] is Verdict.MET


def test_the_governance_of_november_2005_counts(report: GapReport) -> None:
    found = next(finding for finding in report.findings if finding.id == "s10-arrangements-current")
    # Partly: when the partners last met, and which others take part and why, is not stated.
    assert found.verdict is Verdict.PARTLY_MET
    assert verdicts(report)["trust-arrangements-in-place"] is Verdict.PARTLY_MET
    assert "governance-framework" in found.evidence_items


def test_neither_director_nor_lead_member_is_said_to_be_absent(
    report: GapReport, assessed: Callable[..., GapReport]
) -> None:
    for one in (report, assessed("hertfordshire-2007", dt.date(2009, 5, 1))):
        found = [finding for finding in one.findings if finding.theme == "accountability"]
        assert found
        assert [finding.id for finding in found if finding.verdict is Verdict.NOT_MET] == []
    assert verdicts(one)["ca2004-s18-1-dcs-appointed"] is Verdict.MET


def test_scrutiny_and_stakeholders_are_not_said_to_be_missing(report: GapReport) -> None:
    found = {finding.id: finding for finding in report.findings}
    assert found["s10-regard-to-parents"].verdict is Verdict.PARTLY_MET
    assert "scrutiny-workshop" in found["s10-regard-to-parents"].evidence_items
    assert found["iw-participation"].verdict is not Verdict.NOT_MET
    assert found["iw-voluntary-sector"].verdict is not Verdict.NOT_MET


def test_silence_is_a_question_and_never_a_breach(report: GapReport) -> None:
    """Neither second portfolios nor results at 16 nor anything else is held against the area unread."""
    assert report.assurance.counts.not_met == 0
    assert report.assurance.counts.no_answer > report.assurance.counts.partly_met
