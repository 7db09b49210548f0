"""The shipped pack: every rule is whole, dated tables bind on their days, and findings join up."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import holidays
import pytest
import yaml

from ctcheck.assess.assess import assess
from ctcheck.assess.cases import CaseResult, CaseRunner
from ctcheck.assess.enquiries import MOST_PARAMETER
from ctcheck.assess.evidence import AGE_PARAMETER
from ctcheck.inference.plain import PlainEngine
from ctcheck.kit.case_coverage import coverage
from ctcheck.model.condition import Condition, CountOf, Leaf, Quantifier, leaves
from ctcheck.model.public import SMALL_NUMBER
from ctcheck.model.report import GapReport
from ctcheck.model.rules import Alternative, FactDeclaration, Rule, RulePacks
from ctcheck.model.words import Basis, Force, Verdict
from ctcheck.reading.submission import SubmissionReader
from ctcheck.rulebook.book import book_on
from ctcheck.rulebook.loader import LoadedPacks

ROOT = Path(__file__).parents[2]
PACK = ROOT / "rules" / "children-act-2004"
IDS = Path(__file__).parent / "ids.txt"
CHARGED = (
    "duty-to-cooperate",
    "plan",
    "accountability",
    "common-assessment",
    "information-sharing",
    "safeguarding",
    "integrated-working",
)
"""The themes that the whole is for; outcomes and inspection stand beside them."""
DAY = dt.timedelta(days=1)

Assessed = Callable[..., GapReport]


def on(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.fixture(scope="module")
def pack(loaded: LoadedPacks) -> RulePacks:
    return loaded.packs


@pytest.fixture(scope="module")
def results(pack: RulePacks) -> list[CaseResult]:
    return CaseRunner(pack).run(pack.rules)


@pytest.fixture
def assessed(
    loaded: LoadedPacks, submissions: SubmissionReader, plain: PlainEngine, tmp_path: Path
) -> Assessed:
    """Takes the day of the facts and, as plain values, what a submission says; gives the gap report."""

    def run(
        as_at: str, law_at: str = "", only: Callable[[Rule], bool] | None = None, **said: Any
    ) -> GapReport:
        frame = {"ctcheck": 1, "area": {"name": "Testshire", "type": "county"}, "as_at": as_at} | said
        file = tmp_path / "it.yaml"
        file.write_text(yaml.safe_dump(frame).replace(f"'{as_at}'", as_at), encoding="utf-8")
        book = book_on(loaded.packs, on(law_at or as_at))
        if only:
            book = book._replace(rules=tuple(one for one in book.rules if only(one.rule)))
        return assess(submissions.read(file), book, plain)

    return run


def verdicts(report: GapReport) -> dict[str, Verdict]:
    return {finding.id: finding.verdict for finding in report.findings}


def conditions(rule: Rule) -> Iterator[Condition]:
    yield from (one for one in (rule.unless, rule.applies, rule.met, rule.partly) if one is not None)


# Every rule


def test_every_case_of_every_rule_passes(results: list[CaseResult]) -> None:
    assert len(results) >= 500
    assert [f"{one.case.place}: {one.rule}: {one.problem}" for one in results if one.problem] == []


def test_every_rule_has_a_case_for_each_verdict_that_it_can_end_in(pack: RulePacks) -> None:
    missing = []
    for rule in pack.rules:
        wanted = {Verdict.MET, Verdict.NOT_MET, Verdict.NO_ANSWER}
        if rule.partly is not None:
            wanted.add(Verdict.PARTLY_MET)
        if rule.applies is not None or rule.unless is not None:
            wanted.add(Verdict.NOT_APPLICABLE)
        missing += [f"{rule.id}: {verdict}" for verdict in wanted - {case.verdict for case in rule.cases}]
    assert missing == []


def test_some_case_makes_every_part_of_every_condition_true_and_some_case_makes_it_false(
    pack: RulePacks,
) -> None:
    """Nothing is excused: a part that no submission can reach says nothing and is taken out of its rule."""
    found = coverage(pack, pack.rules)
    assert sum(one.branches for one in found) > 4000
    assert [f"{one.rule}: {verdict}" for one in found for verdict in one.missing_verdicts] == []
    assert [
        f"{part.place}: {one.rule}, {part.where}: never {part.never}: {part.says}"
        for one in found
        for part in one.missing_branches
    ] == []


def test_the_pack_is_large_enough_where_it_is_needed(pack: RulePacks) -> None:
    early = [rule for rule in pack.rules if rule.in_force.first and 2005 <= rule.in_force.first.year <= 2010]
    assert len(early) >= 70
    themes = Counter(rule.theme for rule in pack.rules)
    assert {theme: themes[theme] for theme in CHARGED if themes[theme] < 6} == {}


def test_every_rule_says_who_says_so(pack: RulePacks) -> None:
    for rule in pack.rules:
        assert rule.sources, rule.id
        for source in rule.sources:
            assert source.instrument.strip(), rule.id
            assert source.provision.strip(), rule.id
            assert not source.url or source.url.startswith(("https://", "http://")), rule.id


def test_a_source_that_is_said_to_have_been_read_and_is_on_the_web_gives_its_address(pack: RulePacks) -> None:
    silent = [
        rule.id
        for rule in pack.rules
        for source in rule.sources
        if source.certainty == "read" and not source.url and source.instrument == "Children Act 2004"
    ]
    assert silent == []


@pytest.mark.parametrize("part", ["expects", "why", "remedy"])
def test_what_a_rule_says_is_a_sentence(part: str, pack: RulePacks) -> None:
    texts = {rule.id: getattr(rule, part) for rule in pack.rules}
    assert [name for name, text in texts.items() if not text.endswith(".") or text != text.strip()] == []
    assert [name for name, text in texts.items() if not (text[0].isupper() or text[0].isdigit())] == []


def test_a_line_of_enquiry_is_a_question_or_an_invitation(pack: RulePacks) -> None:
    assert [rule.id for rule in pack.rules if not rule.enquiry.endswith("?")] == []


def test_notes_end_as_sentences_do(pack: RulePacks) -> None:
    assert [rule.id for rule in pack.rules if rule.note and not rule.note.endswith((".", "?"))] == []
    for risk in pack.risks:
        assert (risk.says[-1], risk.enquiry[-1]) == (".", "?"), risk.id
    assert [limiter.id for limiter in pack.limiters if not limiter.because.endswith(".")] == []


def test_titles_fit_on_a_line_and_are_no_sentences(pack: RulePacks) -> None:
    titles = {one.id: one.title for one in (*pack.rules, *pack.limiters, *pack.risks)}
    assert [name for name, title in titles.items() if title.endswith(".") or not title[0].isupper()] == []
    assert [rule.id for rule in pack.rules if len(rule.title) > 70] == []


def test_no_two_rules_of_a_theme_share_a_title(pack: RulePacks) -> None:
    titles = Counter((rule.theme, rule.title.casefold()) for rule in pack.rules)
    assert [title for title, number in titles.items() if number > 1] == []


def test_a_rule_vanishes_only_by_editing_the_list_of_ids(pack: RulePacks) -> None:
    pinned = IDS.read_text(encoding="utf-8").splitlines()
    assert pinned == sorted(set(pinned))
    assert sorted(rule.id for rule in pack.rules) == pinned


def test_only_a_duty_says_that_it_is_one(pack: RulePacks) -> None:
    """A power, guidance or good practice rests on no provision that the report could call a breach."""
    assert {rule.force for rule in pack.rules} == set(Force)
    for rule in pack.rules:
        assert (rule.in_force.first is None) or (rule.in_force.last or dt.date.max) >= rule.in_force.first, (
            rule.id
        )


# Thresholds


def test_every_parameter_is_used(pack: RulePacks) -> None:
    used = {name for rule in pack.rules for name in rule.parameters} | {
        AGE_PARAMETER,
        MOST_PARAMETER,
        SMALL_NUMBER,
    }
    assert {str(parameter.basis) for parameter in pack.parameters.values()} >= {"house"}
    assert sorted(pack.parameters.keys() - used) == []
    assert pack.parameters[AGE_PARAMETER].basis is Basis.HOUSE


def test_a_threshold_of_the_law_names_its_source(pack: RulePacks) -> None:
    others = [one for one in pack.parameters.values() if one.basis is not Basis.HOUSE]
    assert others
    assert [one.name for one in others if not one.source] == []


def declarations(pack: RulePacks, condition: Condition) -> Iterator[tuple[Leaf, FactDeclaration | None]]:
    """Each leaf of a condition with the declaration of its fact; those inside records with their field's."""
    fields: dict[str, FactDeclaration] = {}
    for part in leaves(condition):
        if isinstance(part, Quantifier):
            declared = pack.vocabulary.facts.get(part.over)
            if declared:
                fields |= declared.type.fields
        elif isinstance(part, Leaf):
            found = fields.get(part.path) if part.scope == "field" else pack.vocabulary.facts.get(part.path)
            yield part, found


def test_no_rule_hides_a_house_rule_in_a_bare_share(pack: RulePacks) -> None:
    """`all` and `none` need no threshold; any other part of a whole is a parameter that says who set it."""
    hidden, seen = [], 0
    for rule in pack.rules:
        for condition in conditions(rule):
            for leaf, declared in declarations(pack, condition):
                if declared is not None and declared.type.kind == "share":
                    seen += 1
                    bare = isinstance(leaf.operand, (int, float)) and not isinstance(leaf.operand, bool)
                    if bare and leaf.operand not in (0, 100):
                        hidden.append(f"{rule.id}: {leaf.path} {leaf.operator} {leaf.operand}")
            for part in leaves(condition):
                if isinstance(part, Quantifier) and isinstance(part.percent, (int, float)):
                    seen += 1
                    if part.percent not in (0, 100):
                        hidden.append(f"{rule.id}: {part.percent}% of {part.over}")
    assert seen > 20
    assert hidden == []


def test_no_rule_asks_whether_a_whole_number_is_stated(pack: RulePacks) -> None:
    """Of a whole number `none` means nought, which is stated; a rule that asks would be met by `none`."""
    asked, seen = [], 0
    for rule in pack.rules:
        for condition in conditions(rule):
            for leaf, declared in declarations(pack, condition):
                if declared is not None and declared.type.kind == "integer":
                    seen += 1
                    if leaf.operator == "stated":
                        asked.append(f"{rule.id}: {leaf.path}")
    assert seen > 20
    assert asked == []


def test_the_walk_sees_every_leaf_of_a_fact_that_is_declared(pack: RulePacks) -> None:
    built_in = {"as_at", "law_date", "area.type", "area.bodies_absent"}
    for rule in pack.rules:
        for condition in conditions(rule):
            for leaf, declared in declarations(pack, condition):
                known = leaf.path in built_in or leaf.path.startswith(("inspection.", "partner."))
                assert declared is not None or known, (rule.id, leaf.path)
                assert not isinstance(leaf.operand, CountOf) or leaf.operator == "covers_at_least"


# Dated tables


def rows_of(table: str) -> list[dict[str, Any]]:
    """The rows as they stand in the file, with dates for days; read with no code of ctcheck's."""
    rows = yaml.safe_load((PACK / "tables" / f"{table}.yaml").read_text(encoding="utf-8"))["rows"]
    return [
        row | {"from": row.get("from") or dt.date.min, "to": row.get("to") or dt.date.max} for row in rows
    ]


def boundaries(table: str) -> list[dt.date]:
    """Every first and last day of a row, with the days beside it."""
    edges = {row[end] for row in rows_of(table) for end in ("from", "to")} - {dt.date.min, dt.date.max}
    return sorted({day + step for day in edges for step in (-DAY, DAY * 0, DAY)})


@pytest.mark.parametrize("table", ["section-10-relevant-partners", "section-11-bodies"])
def test_the_bodies_that_are_judged_change_on_the_days_that_the_table_says(
    table: str, assessed: Assessed, pack: RulePacks
) -> None:
    rules = {rule.id: rule for rule in pack.rules if rule.for_each and rule.for_each.table == table}
    assert len(rules) >= 10
    rows, judged, changed = rows_of(table), 0, set()
    for day in boundaries(table):
        in_force = {name: rule for name, rule in rules.items() if rule.in_force.on(day)}
        if not in_force:
            continue
        report = assessed(day.isoformat(), only=lambda rule: rule.id in rules)
        found: dict[str, list[str]] = {name: [] for name in in_force}
        for finding in report.findings:
            assert finding.subject.kind == "partner-kind"
            found[finding.rule].append(finding.subject.id)
        for name, rule in in_force.items():
            assert rule.for_each is not None
            kinds = rule.for_each.kinds or tuple(row["id"] for row in rows)
            listed = [row["id"] for row in rows if row["from"] <= day <= row["to"] and row["id"] in kinds]
            assert sorted(found[name]) == sorted(listed), (name, day)
            judged += len(listed)
            changed.add((name, tuple(listed)))
    assert judged > 200
    assert len(changed) > len(rules) + 5


def test_a_body_of_a_table_is_judged_by_some_rule_for_as_long_as_it_is_listed(pack: RulePacks) -> None:
    for table in ("section-10-relevant-partners", "section-11-bodies"):
        rules = [rule for rule in pack.rules if rule.for_each and rule.for_each.table == table]
        for day in boundaries(table):
            for row in rows_of(table):
                if row["from"] <= day <= row["to"]:
                    assert any(
                        rule.in_force.on(day)
                        and (not rule.for_each.kinds or row["id"] in rule.for_each.kinds)
                        for rule in rules
                        if rule.for_each
                    ), (table, row["id"], day)


def test_the_bank_holidays_are_those_of_england(pack: RulePacks) -> None:
    calendar = holidays.country_holidays("GB", subdiv="ENG", years=range(2003, 2032))
    expected = sorted(day for day in calendar if day.weekday() < 5)
    rows = pack.tables["bank-holidays"].rows
    days = [on(day) for row in rows for day in row.columns["days"].split()]
    assert days == expected
    assert [row.label for row in rows] == [str(year) for year in range(2003, 2032)]
    for row in rows:
        assert {day[:4] for day in row.columns["days"].split()} == {row.label}


# The plan


FIRST_RULES = {"cypp-reg4-2a-vision-original"}
SECOND_RULES = {
    "cypp-reg4-2ai-integration",
    "cypp-reg4-2aii-s11-arrangements",
    "cypp-reg4-2aiii-early-intervention",
    "cypp-reg7-1i-school-proprietors",
    "cypp-reg7-1j-schools-forum",
    "cypp-reg7-1k-admission-forum",
}


@pytest.mark.parametrize(
    ("day", "judged", "gone"),
    [("2007-09-30", FIRST_RULES, SECOND_RULES), ("2007-10-01", SECOND_RULES, FIRST_RULES)],
)
def test_what_a_plan_must_hold_changes_on_1_october_2007(
    day: str, judged: set[str], gone: set[str], assessed: Assessed
) -> None:
    found = verdicts(assessed(day, plan={"exemption": {"category": "neither"}, "status": "not-in-place"}))
    assert judged <= found.keys()
    assert not gone & found.keys()
    assert {found[name] for name in judged} <= {Verdict.NOT_MET, Verdict.NO_ANSWER}


@pytest.mark.parametrize(("published", "binds"), [("2007-09-30", False), ("2007-10-01", True)])
def test_the_later_contents_bind_only_plans_published_from_that_day_on(
    published: str, binds: bool, assessed: Assessed
) -> None:
    plan = {
        "exemption": {"category": "neither"},
        "status": "published",
        "published": on(published),
        "explains": {"integration": "absent", "safeguarding": "absent", "early_intervention": "absent"},
    }
    found = verdicts(assessed("2008-06-30", plan=plan))
    contents = [name for name in SECOND_RULES if name.startswith("cypp-reg4")]
    assert len(contents) == 3
    assert {found[name] for name in contents} == {Verdict.NOT_MET if binds else Verdict.NOT_APPLICABLE}


@pytest.mark.parametrize(
    ("as_at", "category", "held_on", "exempt"),
    [
        ("2006-06-30", "excellent", "2006-04-01", True),
        ("2006-06-30", "excellent", "2007-02-18", True),
        ("2007-03-31", "excellent", "2007-02-19", False),
        ("2007-05-01", "excellent", "2006-04-01", True),
        ("2007-05-02", "excellent", "2006-04-01", False),
        ("2007-03-31", "four-stars", "2007-02-18", False),
        ("2007-03-31", "four-stars", "2007-02-19", True),
        ("2008-06-30", "four-stars", "2008-05-12", True),
        ("2008-06-30", "neither", "2008-05-12", False),
    ],
)
def test_an_exempt_authority_is_not_judged_on_its_plan(
    as_at: str, category: str, held_on: str, exempt: bool, assessed: Assessed, pack: RulePacks
) -> None:
    plan = {"exemption": {"category": category, "held_on": on(held_on)}, "status": "not-in-place"}
    found = verdicts(assessed(as_at, plan=plan))
    excusable = {rule.id for rule in pack.rules if rule.theme == "plan" and rule.unless is not None}
    judged = excusable & found.keys()
    assert len(judged) > 15
    excused = {name for name in judged if found[name] is Verdict.NOT_APPLICABLE}
    if exempt:
        assert excused == judged
    else:
        assert "cypp-reg3-plan-exists" in judged - excused
        assert len(judged - excused) > 10


def test_silence_about_the_exemption_does_not_hide_a_missing_plan(assessed: Assessed) -> None:
    found = verdicts(assessed("2006-06-30", plan={"status": "not-in-place"}))
    assert found["cypp-reg3-plan-exists"] is not Verdict.NOT_APPLICABLE
    assert found["cypp-reg3-plan-exists"] is not Verdict.MET


# From board to partnership

BOARD = {
    "safeguarding_board": {"established": on("2006-04-01")},
    "safeguarding_partnership": {"status": "decided"},
}
PARTNERSHIP = {
    "safeguarding_partnership": {
        "status": "in-place",
        "agreed_by": ["local-authority", "clinical-commissioning-group", "chief-officer-of-police"],
    }
}
NO_GAP = {Verdict.MET, Verdict.NOT_APPLICABLE}
"""A board that has ended owes nothing, whichever of the two a rule calls that."""


@pytest.mark.parametrize(
    ("day", "with_board", "with_partnership"),
    [
        (
            "2018-06-28",
            {"ca2004-s13-1-lscb-established": "met"},
            {"ca2004-s13-1-lscb-established": "no_answer"},
        ),
        (
            "2018-06-29",
            {"ca2004-s13-1-lscb-established": "met", "s16e-arrangements": "not_applicable"},
            {"ca2004-s13-1-lscb-established": "no gap", "s16e-arrangements": "met"},
        ),
        (
            "2019-09-29",
            {"ca2004-s13-1-lscb-established": "met", "s16e-arrangements": "not_applicable"},
            {"ca2004-s13-1-lscb-established": "no gap", "s16e-arrangements": "met"},
        ),
        ("2019-09-30", {"s16e-arrangements": "not_met"}, {"s16e-arrangements": "met"}),
    ],
)
def test_an_area_is_asked_for_one_system_from_29_june_2018_to_29_september_2019_and_only_then(
    day: str, with_board: dict[str, str], with_partnership: dict[str, str], assessed: Assessed
) -> None:
    for said, expected in ((BOARD, with_board), (PARTNERSHIP, with_partnership)):
        found = verdicts(assessed(day, **said))
        about = {
            name: str(found[name])
            for name in ("ca2004-s13-1-lscb-established", "s16e-arrangements")
            if name in found
        }
        for name, verdict in expected.items():
            allowed = {str(one) for one in NO_GAP} if verdict == "no gap" else {verdict}
            assert about.pop(name) in allowed, (day, name)
        assert about == {}


def test_nothing_of_the_board_is_a_gap_once_a_partnership_is_in_place_but_for_deaths_in_those_months(
    assessed: Assessed, pack: RulePacks
) -> None:
    """Reviews of deaths went to partners of their own, whom section 16M binds."""
    board = {rule.id for rule in pack.rules if rule.in_force.last == on("2019-09-29")}
    deaths = {
        "cypa2008-s31-death-notifications",
        "lscb-reg6-1a-child-death-review",
        "lscb-reg6-1b-rapid-response",
    }
    assert len(board) >= 15
    for day in ("2018-06-29", "2019-09-29"):
        report = assessed(day, **PARTNERSHIP)
        settled = {finding.rule for finding in report.findings if finding.verdict in NO_GAP} & board
        assert settled == board - deaths, day
        assert not {f.rule for f in report.findings if f.verdict not in NO_GAP} & settled
    report = assessed("2018-06-28", **PARTNERSHIP)
    assert {finding.verdict for finding in report.findings if finding.rule in board} == {Verdict.NO_ANSWER}


def test_no_rule_of_the_board_outlives_it(pack: RulePacks) -> None:
    reading = [
        rule.id
        for rule in pack.rules
        if rule.in_force.on(on("2019-10-01")) and rule.duty_on == "safeguarding-board"
    ]
    assert reading == []


# Limiters and systemic risks

YES = on("2006-05-01")
NO_PLAN = {"exemption": {"category": "neither"}, "status": "not-in-place", "published": "none"}
A_PLAN = {
    "exemption": {"category": "neither"},
    "status": "published",
    "published": YES,
    "budget": "no-sums",
    "period": {"ends": on("2009-03-31")},
}
ARRANGEMENT = {
    "arrangement": {
        "status": "in-place",
        "agreed_on": YES,
        "terms_agreed": YES,
        "last_met": on("2007-05-01"),
    },
    "other_bodies": {"decided_on": YES, "reasons": "schools and colleges"},
}


def bodies(*kinds: str, **facts: Any) -> list[dict[str, Any]]:
    """A list of partners, each saying the same."""
    return [{"id": kind, "name": kind.replace("-", " "), "kind": kind} | facts for kind in kinds]


TRIO = ("primary-care-trust", "youth-offending-team", "chief-officer-of-police")
UNTRAINED = {"staff_trained": "10 of 100", "refresher_months": 36}
UNCHECKED = {
    "recruitment": {"posts_checked": "1 of 9", "trained_managers": False},
    "allegations_officer": "none",
}

AUDIT_NONE = {"self_audit": {"date": "none"}, "senior_lead": "none", "policy_reviewed": "none"}

LIMITS: dict[str, dict[str, Any]] = {
    "unsafe-staffing-caps-safeguarding": {"partners": bodies("youth-offending-team", section_11=UNCHECKED)},
    "unmet-section-11-duties-cap-safeguarding": {
        "partners": bodies(*TRIO, "police-authority", "strategic-health-authority", section_11=AUDIT_NONE),
    },
    "no-arrangements-caps-co-operation": {"cooperation": {"arrangement": {"status": "proposed"}}},
    "no-plan-caps-plan": {"plan": NO_PLAN},
    "no-board-caps-safeguarding": {"safeguarding_board": {"established": "none"}},
    "no-partnership-caps-safeguarding": {
        "as_at": "2022-06-30",
        "safeguarding_partnership": {"status": "drafted", "agreed_by": "none"},
    },
    "annual-assessment-safety-weighs": {"inspection": {"regime": "apa", "status": "expected"}},
    "joint-area-review-2007-no-overall": {"inspection": {"regime": "jar-2007", "status": "expected"}},
    "no-director-or-lead-member-caps-accountability": {
        "as_at": "2008-06-30",
        "accountability": {"director": {"post": "vacant"}},
    },
    "single-framework-any-key-judgement": {
        "as_at": "2014-06-30",
        "inspection": {"regime": "sif", "status": "expected"},
    },
    "full-inspection-weakest-part": {
        "as_at": "2019-06-30",
        "inspection": {"regime": "ilacs", "status": "expected"},
    },
    "annual-assessment-follows-most-outcomes": {"inspection": {"regime": "jar-2005", "status": "expected"}},
    "childrens-services-rating-limited-by-safeguarding": {
        "as_at": "2010-06-30",
        "inspection": {"regime": "csa", "status": "expected"},
    },
    "safeguarding-inspection-two-grades-no-whole": {
        "as_at": "2010-06-30",
        "inspection": {"regime": "slac", "status": "expected"},
    },
    "single-framework-parts-below-do-not-limit": {
        "as_at": "2014-06-30",
        "inspection": {"regime": "sif", "status": "expected"},
    },
    "full-inspection-2026-no-overall": {
        "as_at": "2026-06-30",
        "inspection": {"regime": "ilacs-2026", "status": "expected"},
    },
    "section-11-red-stands-by-itself": {"partners": bodies("youth-offending-team", section_11=AUDIT_NONE)},
    "joint-targeted-inspection-no-overall": {
        "as_at": "2017-06-30",
        "inspection": {"regime": "jtai", "status": "expected"},
    },
}


@pytest.mark.parametrize("limiter", LIMITS)
def test_a_limiter_fires_where_it_should_and_not_on_an_empty_submission(
    limiter: str, assessed: Assessed
) -> None:
    said = dict(LIMITS[limiter])
    as_at = said.pop("as_at", "2007-05-31")
    assert limiter in {limit.id for limit in assessed(as_at, **said).limits}
    assert limiter not in {limit.id for limit in assessed(as_at).limits}


PARTNERSHIP_2024 = {
    "status": "in-place",
    "agreed_by": ["local-authority", "integrated-care-board", "chief-officer-of-police"],
}

UNALLOCATED = {
    "unallocated": {"protection": 3, "looked_after": 1, "longest_wait_days": 40},
    "overdue_assessments": {"open": 25, "unseen": 4},
}
RISKS: dict[str, dict[str, Any]] = {
    "structure-without-practice": {
        "cooperation": ARRANGEMENT,
        "partners": bodies(*TRIO, section_11=UNTRAINED),
    },
    "structure-with-practice-unseen": {"cooperation": ARRANGEMENT, "partners": bodies(*TRIO)},
    "unsafe-staff-could-pass-unnoticed": {
        "partners": bodies(*TRIO, section_11=UNCHECKED),
        "safeguarding_board": {"monitoring": {"multi_agency_audit": "none"}},
    },
    "child-known-to-many-seen-by-none": {
        "information_sharing": {"protocol": {"status": "drafted"}},
        "common_assessment": {"status": "proposed"},
    },
    "nobody-answers-for-the-whole": {
        "as_at": "2008-06-30",
        "accountability": {"director": {"post": "vacant"}},
        "cooperation": {"arrangement": {"status": "not-in-place"}},
    },
    "plan-without-means": {
        "plan": A_PLAN,
        "integrated_working": {"joint_commissioning": {"status": "proposed"}},
    },
    "partnership-on-paper": {
        "as_at": "2024-06-30",
        "safeguarding_partnership": PARTNERSHIP_2024,
        "governance": {"challenge": {"with_outcome": "none"}},
    },
    "children-wait-while-structures-stand": {
        "as_at": "2022-06-30",
        "accountability": {"director": {"post": "in-post", "gap": "no"}},
        "casework": UNALLOCATED,
    },
    "work-beyond-what-staff-can-carry": {
        "as_at": "2022-06-30",
        "workforce": {"caseload": {"limit": 16, "above_limit": "60 of 84"}},
        "casework": UNALLOCATED,
    },
    "board-cannot-hold-its-members": {
        "safeguarding_board": {"established": on("2006-04-01")},
        "governance": {"independent_chair": {"post": "vacant"}, "challenge": {"with_outcome": "none"}},
    },
    "bad-news-does-not-reach-the-top": {
        "safeguarding_board": {"established": on("2006-04-01")},
        "governance": {
            "councillors": {"questions_answered": "none"},
            "audit": {"actions_done": "10 of 40", "repeated": "none"},
        },
    },
    "claims-rest-on-unchecked-figures": {
        "governance": {
            "data_check": {"made": "none"},
            "audit": {"actions_done": "10 of 40", "repeated": "none"},
        },
    },
    "nobody-stays-to-finish": {
        "as_at": "2008-06-30",
        "governance": {
            "director": {"holders_three_years": 4},
            "earlier_inspections": {"any": True, "closed": "3 of 20"},
        },
    },
    "lessons-written-and-not-learned": {
        "case_reviews": {"finished": 1, "recommendations_closed": "5 of 20"},
        "governance": {"complaints": {"reported": "none"}},
    },
    "failure-would-not-surface": {
        "as_at": "2008-06-30",
        "accountability": {"director": {"post": "vacant"}},
        "cooperation": {"arrangement": {"status": "not-in-place"}},
        "plan": A_PLAN,
        "partners": bodies(*TRIO, section_11=UNTRAINED),
    },
}
"""For each systemic risk a few facts from which it follows."""


def test_every_systemic_risk_and_every_limiter_is_tried(pack: RulePacks) -> None:
    assert {risk.id for risk in pack.risks} == RISKS.keys()
    assert {limiter.id for limiter in pack.limiters} == LIMITS.keys()


@pytest.mark.parametrize("risk", RISKS)
def test_a_systemic_risk_fires_on_few_facts_and_joins_findings_of_two_themes(
    risk: str, assessed: Assessed
) -> None:
    said = dict(RISKS[risk])
    report = assessed(said.pop("as_at", "2007-05-31"), **said)
    fired = {one.id: one for one in report.risks}
    assert risk in fired
    themes = {finding.id: finding.theme for finding in report.findings}
    assert len({themes[name] for name in fired[risk].findings}) >= 2
    assert len(set(fired[risk].findings)) == len(fired[risk].findings)


def themes_of(pack: RulePacks, alternative: Alternative) -> set[str]:
    """The themes whose findings an alternative of a risk joins, at the least."""
    rules = {rule.id: rule.theme for rule in pack.rules}
    risks = {risk.id: risk for risk in pack.risks}
    found: set[str] = set()
    for signal in alternative.signals:
        if signal.risk:
            inner = [themes_of(pack, one) for one in risks[signal.risk].when]
            found |= min(inner, key=len)
        else:
            found.add(signal.theme or rules[signal.rule])
    return found


def test_no_systemic_risk_can_follow_from_one_theme_alone(pack: RulePacks) -> None:
    assert [
        f"{risk.id}: {' and '.join(sorted({signal.rule or signal.theme for signal in one.signals}))}"
        for risk in pack.risks
        for one in risk.when
        if len(themes_of(pack, one)) < 2
    ] == []


@pytest.mark.parametrize(
    ("risk", "without"),
    [
        ("structure-without-practice", "partners"),
        ("structure-without-practice", "cooperation"),
        ("structure-with-practice-unseen", "cooperation"),
        ("nobody-answers-for-the-whole", "accountability"),
        ("nobody-answers-for-the-whole", "cooperation"),
        ("plan-without-means", "plan"),
        ("partnership-on-paper", "safeguarding_partnership"),
        ("partnership-on-paper", "governance"),
        ("children-wait-while-structures-stand", "accountability"),
        ("children-wait-while-structures-stand", "casework"),
        ("work-beyond-what-staff-can-carry", "workforce"),
        ("work-beyond-what-staff-can-carry", "casework"),
        ("board-cannot-hold-its-members", "safeguarding_board"),
        ("board-cannot-hold-its-members", "governance"),
        ("bad-news-does-not-reach-the-top", "safeguarding_board"),
        ("bad-news-does-not-reach-the-top", "governance"),
        ("claims-rest-on-unchecked-figures", "governance"),
        ("nobody-stays-to-finish", "governance"),
        ("lessons-written-and-not-learned", "case_reviews"),
        ("lessons-written-and-not-learned", "governance"),
        ("failure-would-not-surface", "accountability"),
        ("failure-would-not-surface", "plan"),
    ],
)
def test_a_systemic_risk_needs_each_of_its_sides(risk: str, without: str, assessed: Assessed) -> None:
    said = {key: value for key, value in RISKS[risk].items() if key != without}
    report = assessed(said.pop("as_at", "2007-05-31"), **said)
    assert risk not in {one.id for one in report.risks}


def test_no_systemic_risk_fires_where_everything_is_met(
    loaded: LoadedPacks, submissions: SubmissionReader, plain: PlainEngine
) -> None:
    submission = submissions.read(ROOT / "examples" / "exemplar-2008.yaml")
    report = assess(submission, book_on(loaded.packs, submission.as_at), plain)
    assert (report.risks, [limit.id for limit in report.limits if limit.kind == "cap"]) == ((), [])
