"""Salford, 2003: a children's trust at proposal stage, held against its fact sheet.

Two readings are needed. On its own day nothing of the Act was law, so nothing may be called a breach.
Under the law of April 2008 the gaps that the sheet expects must show, as readiness. Numbers are the sheet's.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator

import pytest

from ctcheck.model.report import Finding, GapReport, Reason
from ctcheck.model.words import Standing, Verdict
from ctcheck.reports import make_reporter

NOT_MET = {Verdict.NOT_MET}
OPEN = {Verdict.NO_ANSWER}
EITHER = NOT_MET | OPEN

EXPECTED: dict[int, dict[str, set[Verdict]]] = {
    # No board, chair, terms of reference or signed agreement: co-operation is an intention only.
    1: {
        "s10-arrangements-current": NOT_MET,
        "trust-arrangements-in-place": NOT_MET,
        "iw-inter-agency-governance": OPEN,
        "s10-partners-cooperate/primary-care-trust": EITHER,
    },
    # Membership is short of the later list of relevant partners.
    2: {
        "ca2004-s10-4b-police/police-authority": NOT_MET,
        "ca2004-s10-4b-police/chief-officer-of-police": NOT_MET,
        "ca2004-s10-4c-probation/secretary-of-state-probation-functions": NOT_MET,
        # Not every area had a board on that day.
        "ca2004-s10-4c-probation/local-probation-board": EITHER,
        "ca2004-s10-4d-yot/youth-offending-team": NOT_MET,
        "ca2004-s10-4e-health/strategic-health-authority": NOT_MET,
        "ca2004-s10-4f-connexions/connexions-provider-2000-act": NOT_MET,
        "ca2004-s10-4g-lsc/learning-and-skills-council": NOT_MET,
    },
    # No voluntary or community sector, schools or parents in the partnership.
    3: {
        "iw-voluntary-sector": NOT_MET,
        "s10-arrangements-current": NOT_MET,  # asks which other bodies were chosen, schools among them
        "s10-regard-to-parents": OPEN,
    },
    # Accountability is split over two directorates; no director of children's services.
    4: {"ca2004-s18-1-dcs-appointed": NOT_MET, "ca2004-s18-2-dcs-functions": NOT_MET},
    # Two lead members, not one.
    5: {"ca2004-s19-1-lead-member": NOT_MET, "ca2004-s19-1-lead-member-scope": NOT_MET},
    # No plan, needs assessment or consultation. Open for as long as the exemption is not spoken of.
    6: {
        "cypp-reg3-plan-exists": EITHER,
        "cypp-reg4-2b-needs-assessment": EITHER,
        "cypp-reg7-1a-children-families": EITHER,
    },
    # Pooled budget is named with no sum, contribution, host or agreement. A power: an option, never a breach.
    7: {"ca2004-s10-6b-7-pooled-fund": NOT_MET},
    # Single assessment is named with no framework, stage, protocol or trained numbers.
    8: {"caf-one-shared-process": NOT_MET, "caf-area-wide-by-end-2008": NOT_MET, "caf-training": OPEN},
    # No information-sharing protocol.
    9: {"is-protocol": NOT_MET},
    # Nothing on safeguarding arrangements or on a safeguarding board.
    10: {
        "s11-functions/local-authority": OPEN,
        "s11-functions/primary-care-trust": OPEN,
        "ca2004-s13-1-lscb-established": OPEN,
    },
    # Outcomes have no measure, baseline or target.
    11: {
        "ca2004-s10-2a-health": NOT_MET,
        "ca2004-s10-2b-safety": NOT_MET,
        "ca2004-s10-2c-learning": NOT_MET,
        "ca2004-s10-2d-contribution": NOT_MET,
        "ca2004-s10-2e-economic": NOT_MET,
    },
    # Joint training is named with no programme or numbers.
    12: {"iw-joint-training": NOT_MET, "s11-guidance-5-training/local-authority": OPEN},
    # Children to be served are not yet decided.
    13: {"trust-children-served": NOT_MET},
    # No children, young people or parents involved.
    14: {"iw-participation": OPEN, "s10-regard-to-parents": OPEN, "cypp-reg7-1a-children-families": EITHER},
    # 15, that two documents disagree on a date, is left out: the other document is later than this day.
}


@pytest.fixture(scope="module")
def on_the_day(assessed: Callable[..., GapReport]) -> GapReport:
    return assessed("salford-2003")


@pytest.fixture(scope="module")
def readiness(assessed: Callable[..., GapReport]) -> GapReport:
    return assessed("salford-2003", dt.date(2008, 4, 1))


def facts_read(finding: Finding) -> Iterator[Reason]:
    """Every fact that the conditions of a finding looked at, fields of records among them."""
    stack = [tree for tree in (finding.applies, finding.met, finding.partly) if tree]
    while stack:
        reason = stack.pop()
        if reason.clause == "fact":
            yield reason
        stack += reason.parts


def test_nothing_of_the_act_is_judged_on_the_day(on_the_day: GapReport) -> None:
    instruments = {source.instrument for finding in on_the_day.findings for source in finding.sources}
    assert instruments
    assert "Children Act 2004" not in instruments


def test_nothing_is_called_a_breach_on_the_day(on_the_day: GapReport) -> None:
    assert [gap.finding.id for gap in on_the_day.gaps if gap.kind == "breach"] == []


def test_the_text_says_what_was_not_yet_law_and_offers_a_law_date(on_the_day: GapReport) -> None:
    text = " ".join(make_reporter("text").render(on_the_day).decode().split())
    later = on_the_day.assurance.not_yet_law
    assert later > 100
    assert f"{later} rules were not yet law on 5 February 2003 and not evaluated." in text
    assert f"--law-at {on_the_day.assurance.suggested_law_date}" in text


@pytest.mark.parametrize("number", EXPECTED)
def test_the_expected_gap_shows_as_readiness(readiness: GapReport, number: int) -> None:
    gaps = {gap.finding.id: gap for gap in readiness.gaps}
    for finding, verdicts in EXPECTED[number].items():
        assert finding in gaps
        assert gaps[finding].finding.verdict in verdicts, finding
        assert gaps[finding].finding.standing is Standing.READINESS, finding
        assert gaps[finding].kind == ("option" if number == 7 else "readiness"), finding


def test_the_expected_gaps_are_those_of_the_sheet() -> None:
    assert list(EXPECTED) == list(range(1, 15))


def test_no_gap_is_a_breach_under_the_later_law(readiness: GapReport) -> None:
    assert {gap.kind for gap in readiness.gaps} <= {"readiness", "option", "unanswered"}


def test_intentions_are_not_arrangements(readiness: GapReport) -> None:
    """Not flagged the other way round: no `proposed` may count as in place, in full or in part."""
    proposed = {
        finding.id
        for finding in readiness.findings
        if any(fact.found == "proposed" for fact in facts_read(finding))
    }
    assert {"s10-arrangements-current", "iw-joint-training", "caf-one-shared-process"} <= proposed
    counted = {Verdict.MET, Verdict.PARTLY_MET}
    assert [f.id for f in readiness.findings if f.id in proposed and f.verdict in counted] == []


@pytest.mark.parametrize(
    "complaint",
    [
        r"called a (children's )?trust",
        r"legal (body|entity|person)|body in law|new organisation",
        r"\bpilot",
        r"whole (area|city)|all wards",
        r"\bpledge",
    ],
)
def test_what_the_sheet_allows_is_not_complained_of(readiness: GapReport, complaint: str) -> None:
    said = [f"{gap.finding.title}: {gap.finding.sentence}" for gap in readiness.gaps]
    assert [line for line in said if re.search(complaint, line, re.IGNORECASE)] == []


def test_no_gap_rests_on_the_name_or_on_the_area_covered(readiness: GapReport) -> None:
    allowed = {"cooperation.arrangement.name", "cooperation.geography.covers"}
    failing = {fact.path for gap in readiness.gaps for fact in facts_read(gap.finding) if fact.result != "T"}
    assert failing
    assert not allowed & failing


def test_joint_drafting_counts_as_evidence(readiness: GapReport) -> None:
    findings = {finding.id: finding for finding in readiness.findings}
    assert "cabinet-report" in findings["s10-arrangements-current"].evidence_items
