"""Exemplar County, 2008: a made-up county in which every expectation is met."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ctcheck.cli.main import run
from ctcheck.model.report import GapReport
from ctcheck.model.words import EvidenceState, Force, Level, Verdict
from ctcheck.reports import make_reporter

FILE = Path(__file__).resolve().parents[2] / "examples" / "exemplar-2008.yaml"


@pytest.fixture(scope="module")
def report(assessed: Callable[..., GapReport]) -> GapReport:
    return assessed("exemplar-2008")


def test_it_says_that_it_is_made_up(report: GapReport) -> None:
    assert report.fictional
    assert "Fictional" in report.title
    assert "NOTHING HERE IS REAL" in FILE.read_text("utf-8").splitlines()[2]
    assert b"FICTIONAL" in make_reporter("text").render(report)


def test_every_finding_is_met_or_does_not_apply(report: GapReport) -> None:
    fine = {Verdict.MET, Verdict.NOT_APPLICABLE}
    assert [(f.id, f.verdict) for f in report.findings if f.verdict not in fine] == []


def test_there_are_no_gaps_at_all(report: GapReport) -> None:
    assert report.gaps == ()
    assert report.risks == ()


def test_everything_met_has_evidence_in_date(report: GapReport) -> None:
    met = [finding for finding in report.findings if finding.verdict is Verdict.MET]
    assert len(met) > 300
    assert [f.id for f in met if f.evidence is not EvidenceState.EVIDENCED] == []


def test_powers_are_used_too(report: GapReport) -> None:
    powers = {finding.id: finding.verdict for finding in report.findings if finding.force is Force.POWER}
    # No exemption from the plan is claimed: that one does not apply.
    assert powers.pop("cypp-reg9-exemption") is Verdict.NOT_APPLICABLE
    assert set(powers.values()) == {Verdict.MET}


def test_every_rule_that_can_apply_is_met_by_somebody(report: GapReport) -> None:
    applies = {finding.rule for finding in report.findings if finding.verdict is Verdict.MET}
    left = {finding.rule for finding in report.findings} - applies
    assert left == {
        "contactpoint-reg11-3-sensitive-consent",  # not live yet, so no entries
        "contactpoint-reg11-supply",
        "cypp-reg7-1d-school-organisation-committee",  # abolished
        "cypp-reg8-annual-review",  # the plan is not yet a year old
        "cypp-reg9-exemption",
        "jar-reg3-4-circulate-report",  # the first review is still to come
        "jar-reg4-1-action-statement",
        "jar-reg4-3-4-statement-consult-send",
    }


def test_every_theme_is_in_place_and_the_trust_says_so_itself(report: GapReport) -> None:
    assert {position.indicative for position in report.positions} == {Level.IN_PLACE}
    assert {view.comparison for view in report.self_views} == {"agrees"}


def test_actions_are_done(report: GapReport) -> None:
    assert {action.status for action in report.actions} == {"done"}


def test_assess_ends_well_even_when_any_gap_would_fail() -> None:
    assert run(["assess", str(FILE), "--fail-on", "any"]) == 0
