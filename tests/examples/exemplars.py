"""What every made-up area with nothing missing has to show; each exemplar's own test says the rest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ctcheck.cli.main import run
from ctcheck.model.report import GapReport
from ctcheck.model.words import EvidenceState, Force, Level, Verdict
from ctcheck.reports import make_reporter

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


class Exemplar:
    """The tests that all exemplars share. A test class of its own names the file and what does not apply."""

    name: str
    fewest_met: int
    for_nobody: frozenset[str]
    """The rules that apply to nobody in the area, each with its reason where it is listed."""

    @pytest.fixture
    def report(self, assessed: Callable[..., GapReport]) -> GapReport:
        return assessed(self.name)

    @property
    def file(self) -> Path:
        return EXAMPLES / f"{self.name}.yaml"

    def test_it_says_that_it_is_made_up(self, report: GapReport) -> None:
        assert report.fictional
        assert "Fictional" in report.title
        assert "NOTHING HERE IS REAL" in self.file.read_text("utf-8").splitlines()[2]
        assert b"FICTIONAL" in make_reporter("text").render(report)

    def test_every_finding_is_met_or_does_not_apply(self, report: GapReport) -> None:
        fine = {Verdict.MET, Verdict.NOT_APPLICABLE}
        assert [(f.id, f.verdict) for f in report.findings if f.verdict not in fine] == []

    def test_there_are_no_gaps_at_all(self, report: GapReport) -> None:
        assert report.gaps == ()
        assert report.risks == ()

    def test_everything_met_has_evidence_in_date(self, report: GapReport) -> None:
        met = [finding for finding in report.findings if finding.verdict is Verdict.MET]
        assert len(met) >= self.fewest_met
        assert [f.id for f in met if f.evidence is not EvidenceState.EVIDENCED] == []

    def test_powers_are_used_too(self, report: GapReport) -> None:
        powers = {f.rule: f.verdict for f in report.findings if f.force is Force.POWER}
        used = {rule: verdict for rule, verdict in powers.items() if rule not in self.for_nobody}
        assert used
        assert set(used.values()) == {Verdict.MET}

    def test_every_rule_that_can_apply_is_met_by_somebody(self, report: GapReport) -> None:
        met = {finding.rule for finding in report.findings if finding.verdict is Verdict.MET}
        assert {finding.rule for finding in report.findings} - met == self.for_nobody

    def test_every_theme_is_in_place_and_the_partners_say_so_themselves(self, report: GapReport) -> None:
        assert {position.indicative for position in report.positions} == {Level.IN_PLACE}
        assert {view.comparison for view in report.self_views} == {"agrees"}

    def test_actions_are_done(self, report: GapReport) -> None:
        assert {action.status for action in report.actions} == {"done"}

    def test_assess_ends_well_even_when_any_gap_would_fail(self) -> None:
        assert run(["assess", str(self.file), "--fail-on", "any"]) == 0
