"""Exemplar Borough, 2026: a made-up London borough in which every expectation of today is met."""

from __future__ import annotations

from pathlib import Path

from ctcheck.cli.main import run
from ctcheck.model.report import GapReport
from ctcheck.model.words import Standing
from tests.examples.exemplars import Exemplar


class TestExemplarBorough(Exemplar):
    name = "exemplar-2026"
    fewest_met = 300
    for_nobody = frozenset(
        {
            "ca2004-s10-4a-district-council",  # only counties have district councils
            "ca2004-s21-framework",  # the areas of joint area reviews, which ended in 2009
            "ilacs-2018",  # the inspection to come is a joint one; see below for the other
            "ilacs-2026-no-overall",
            "ilacs-self-evaluation",
            "looked-after-death-notify",  # no looked-after child died
            "s10-8-guidance-regard",  # the guidance was withdrawn in 2010
            "s9a-safeguarding-targets",  # no targets are set
        }
    )

    def test_it_ends_as_well_where_the_inspection_to_come_is_of_the_council_alone(
        self, tmp_path: Path
    ) -> None:
        other = self.file.read_text("utf-8").replace("regime: jtai", "regime: ilacs-2026")
        changed = tmp_path / "exemplar.yaml"
        changed.write_text(other, "utf-8")
        assert run(["assess", str(changed), "--fail-on", "any"]) == 0

    def test_only_the_trust_board_is_law_that_nobody_asks_for(self, report: GapReport) -> None:
        residual = {finding.rule for finding in report.findings if finding.standing is Standing.RESIDUAL}
        assert residual == {"ctb-2010-establish", "ctb-2010-information-supply", "ctb-2010-membership"}
