"""Examples read against the law of a later day: what is still to be done, and nobody is accused of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from ctcheck.model.report import GapReport
from ctcheck.model.words import Standing, Verdict

LATER = {
    # The boards have given way to the safeguarding partners.
    "exemplar-2008": dt.date(2019, 10, 1),
    "solihull-2022": dt.date(2026, 11, 1),
}
BEGUN_SINCE = {
    "exemplar-2008": {"s16e-arrangements", "s16g-yearly-report", "s16f-review-arrangements"},
    "solihull-2022": {
        "s16e-health-partner-icb",
        "wt2023-lead-partners",
        "family-help-2026",
        "jtai-frontdoor-mash",
    },
}


@pytest.fixture(params=LATER)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def later(name: str, assessed: Callable[..., GapReport]) -> GapReport:
    return assessed(name, LATER[name])


def test_what_began_after_the_facts_is_readiness_and_no_breach(name: str, later: GapReport) -> None:
    begun = [gap for gap in later.gaps if (gap.finding.in_force.first or dt.date.min) > later.as_at]
    assert {gap.finding.rule for gap in begun} >= BEGUN_SINCE[name]
    assert {gap.kind for gap in begun} <= {"readiness", "option", "residual"}
    assert {gap.finding.standing for gap in begun} <= {Standing.READINESS, Standing.RESIDUAL}


def test_what_was_enough_on_its_day_is_no_breach_either(
    name: str, assessed: Callable[..., GapReport]
) -> None:
    """A duty that was met, and asks for more since: another edition of the guidance, another health body."""
    enough = {Verdict.MET, Verdict.NOT_APPLICABLE}
    then = {finding.id for finding in assessed(name).findings if finding.verdict in enough}
    now = [gap for gap in assessed(name, LATER[name]).gaps if gap.finding.id in then]
    assert now
    assert {gap.kind for gap in now} == {"readiness"}


def test_nothing_at_all_is_called_a_breach(later: GapReport) -> None:
    """Neither file states on its own day that a duty is not kept."""
    assert [gap.finding.id for gap in later.gaps if gap.kind == "breach"] == []
