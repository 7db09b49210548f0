"""Breach, readiness and residual law told apart; what is coming and what is withdrawn is named."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ctcheck.assess.assess import assess
from ctcheck.assess.gaps import fails
from ctcheck.cli.common import packs, reader
from ctcheck.inference.plain import PlainEngine
from ctcheck.model.report import GapReport
from ctcheck.model.words import Force, Standing, Verdict
from ctcheck.reports import make_reporter
from ctcheck.rulebook.book import book_on
from ctcheck.rulebook.loader import LoadedPacks

BASE = Path(__file__).parents[1] / "corpus" / "rules" / "base"
Run = Callable[[str, str, str, LoadedPacks], GapReport]
LOCAL = """
pack: local
version: 0.1.0
title: A county's pack
extends: children-act-2004 0.1.0
withdraws:
  - {rule: plan-summary, reason: Our plan is two pages long.}
"""


@pytest.fixture
def report(tmp_path: Path) -> Run:
    def run(said: str, as_at: str, law_at: str, loaded: LoadedPacks) -> GapReport:
        file = tmp_path / "it.yaml"
        file.write_text(f"ctcheck: 1\narea: {{name: Testshire, type: county}}\nas_at: {as_at}\n{said}")
        book = book_on(loaded.packs, dt.date.fromisoformat(law_at))
        return assess(reader(loaded).read(file), book, PlainEngine(), loaded.cannot_show)

    return run


@pytest.mark.parametrize(
    ("as_at", "law_at", "kind", "standing"),
    [
        ("2010-05-01", "2010-05-01", "breach", Standing.IN_FORCE),
        ("2010-10-30", "2010-10-30", "breach", Standing.IN_FORCE),
        ("2010-10-31", "2010-10-31", "residual", Standing.RESIDUAL),
        ("2022-01-10", "2022-01-10", "residual", Standing.RESIDUAL),
        ("2010-03-31", "2010-04-01", "readiness", Standing.READINESS),
        ("2010-03-31", "2010-10-31", "residual", Standing.RESIDUAL),
    ],
)
def test_the_trust_board_is_a_duty_then_residual_law(
    as_at: str, law_at: str, kind: str, standing: Standing, loaded: LoadedPacks, report: Run
) -> None:
    found: GapReport = report("trust_board:\n  status: not-in-place\n", as_at, law_at, loaded)
    (gap,) = (gap for gap in found.gaps if gap.finding.rule == "ctb-2010-establish")
    assert (gap.finding.verdict, gap.kind, gap.finding.standing) == (Verdict.NOT_MET, kind, standing)


COUNCIL = """partners:
  - id: council
    name: Testshire County Council
    kind: local-authority
    section_11: {{guidance: {{edition: {}, reviewed: 2008-03, action_plan: yes}}}}
"""


@pytest.mark.parametrize(
    ("edition", "law_at", "kind"),
    [
        ("another", "2008-09-30", "breach"),
        ("another", "2019-10-01", "breach"),
        # Enough on its day, and not under the guidance that came later.
        ("section-11-2007", "2019-10-01", "readiness"),
    ],
)
def test_a_duty_that_asks_for_more_since_was_not_broken_before(
    edition: str, law_at: str, kind: str, loaded: LoadedPacks, report: Run
) -> None:
    found: GapReport = report(COUNCIL.format(edition), "2008-09-30", law_at, loaded)
    (gap,) = (gap for gap in found.gaps if gap.finding.id == "s11-guidance-regard/council")
    assert (gap.finding.verdict, gap.kind) == (Verdict.NOT_MET, kind)
    if kind == "readiness":
        text = " ".join(make_reporter("text").render(found).decode().split())
        assert "asked for less on 30 September 2008 than on the law date" in text


def test_a_partner_that_was_replaced_later_is_no_shortfall(loaded: LoadedPacks, report: Run) -> None:
    said = (
        "safeguarding_partnership:\n  status: in-place\n"
        "  agreed_by: [local-authority, clinical-commissioning-group, chief-officer-of-police]\n"
    )
    found: GapReport = report(said, "2022-01-10", "2026-11-01", loaded)
    (gap,) = (gap for gap in found.gaps if gap.finding.rule == "s16e-arrangements")
    assert (gap.finding.verdict, gap.kind) == (Verdict.PARTLY_MET, "readiness")


def test_residual_law_moves_no_position_and_fails_no_run(loaded: LoadedPacks, report: Run) -> None:
    said = "trust_board:\n  status: {}\n"
    without: GapReport = report(said.format("not-in-place"), "2022-01-10", "2022-01-10", loaded)
    with_it: GapReport = report(said.format("in-place"), "2022-01-10", "2022-01-10", loaded)
    assert [(one.about, one.indicative) for one in without.positions] == [
        (one.about, one.indicative) for one in with_it.positions
    ]
    residual = [gap for gap in without.gaps if gap.kind == "residual"]
    assert residual
    assert {gap.finding.force for gap in residual} == {Force.DUTY}
    assert not fails(residual, "any")
    # Listed apart, after all that somebody has to act on.
    assert all(group.number == 0 for group in without.gap_groups if group.gaps[0].kind == "residual")
    text = make_reporter("text").render(without).decode()
    assert "no longer asked for" in " ".join(text.split())


@pytest.mark.parametrize("day", ["2026-04-28", "2026-04-29"])
def test_what_is_enacted_is_named_from_that_day_on(day: str, loaded: LoadedPacks, report: Run) -> None:
    found: GapReport = report("", day, day, loaded)
    named = {one.rule for one in found.assurance.coming}
    assert ("cwsa-16la-share" in named) == (day == "2026-04-29")
    assert found.assurance.enacted_not_in_force == len(named)
    assert not named & {finding.rule for finding in found.findings}
    text = " ".join(make_reporter("text").render(found).decode().split())
    assert ("enacted on 29 April 2026" in text) == bool(named)


def test_a_law_date_to_come_makes_readiness_gaps_and_no_breach_of_later_law(
    loaded: LoadedPacks, report: Run
) -> None:
    found: GapReport = report("", "2009-06-01", "2030-01-01", loaded)
    later = [gap for gap in found.gaps if (gap.finding.in_force.first or dt.date.max) > dt.date(2009, 6, 1)]
    assert later
    assert {gap.kind for gap in later} <= {"readiness", "residual", "option"}


def test_what_a_pack_withdraws_is_not_judged_and_named_with_its_reason(tmp_path: Path, report: Run) -> None:
    folder = tmp_path / "local"
    folder.mkdir()
    (folder / "pack.yaml").write_text(LOCAL)
    loaded = packs((str(BASE), str(folder)))
    found: GapReport = report("", "2007-05-31", "2007-05-31", loaded)
    assert [finding.id for finding in found.findings if finding.rule == "plan-summary"] == []
    (withdrawn,) = found.assurance.withdrawn
    assert (withdrawn.rule, withdrawn.pack) == ("plan-summary", "local")
    for name in ("text", "html"):
        text = " ".join(make_reporter(name).render(found).decode().split())
        assert "Our plan is two pages long." in text
    record = json.loads(make_reporter("json").render(found))["assurance"]["withdrawn"]
    assert [one["reason"] for one in record] == ["Our plan is two pages long."]
    # A submission that speaks of the rule is still good.
    said = "actions: [{id: a, closes: [plan-summary], action: Shorten the plan}]\n"
    assert report(said, "2007-05-31", "2007-05-31", loaded).findings
