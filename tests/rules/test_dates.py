"""Law has dates: the pack on the first and last day of every rule and row, and on the days beside them.

What is expected stands in boundaries.yaml, which was written from the catalogue of expectations and never
from the pack. A rule that others add is held against its line as soon as it is there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from ctcheck.model.rules import RulePacks
from ctcheck.model.words import Force
from ctcheck.rulebook.book import book_on
from ctcheck.rulebook.loader import LoadedPacks, context_for

EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "boundaries.yaml").read_text(encoding="utf-8")
)
LINES, TABLES = EXPECTED["lines"], EXPECTED["tables"]
OWN = {name: group["why"] for group in EXPECTED["own"] for name in group["rules"]}
"""Rules that are no lines of the catalogue, each with why it is there."""
DATED = {name: line for name, line in LINES.items() if "held_by" not in line}
ENACTED = dt.date(2026, 4, 29)
"""Royal Assent of the Children's Wellbeing and Schools Act 2026, of which parts wait for their day."""
NOT_ENCODED = yaml.safe_load(
    (Path(__file__).parents[2] / "rules" / "children-act-2004" / "not-encoded.yaml").read_text(
        encoding="utf-8"
    )
)
DAY = dt.timedelta(days=1)

Span = tuple[dt.date | None, dt.date | None]


def span(line: Mapping[str, Any]) -> Span:
    return line["from"], line["to"]


def on(line: Mapping[str, Any], day: dt.date) -> bool:
    """Whether it is in force on the day; said once more here, with no code of ctcheck's."""
    first, last = span(line)
    return first is not None and first <= day and (last is None or day <= last)


def days_to_look_at(lines: Iterable[Mapping[str, Any]]) -> list[dt.date]:
    """For each line the day before, its first day, its last day and the day after."""
    firsts = {line["from"] for line in lines if line["from"]}
    lasts = {line["to"] for line in lines if line["to"]}
    return sorted(
        {day + step for day in firsts for step in (-DAY, 0 * DAY)}
        | {day + step for day in lasts for step in (0 * DAY, DAY)}
    )


@pytest.fixture(scope="module")
def pack(loaded: LoadedPacks) -> RulePacks:
    return loaded.packs


@pytest.fixture(scope="module")
def in_pack(pack: RulePacks) -> dict[str, Mapping[str, Any]]:
    """The lines that have a rule, and the rules of our own with the days that they claim."""
    ids = {rule.id for rule in pack.rules}
    own = {
        rule.id: {"from": rule.in_force.first, "to": rule.in_force.last}
        for rule in pack.rules
        if rule.id in OWN
    }
    return {name: line for name, line in DATED.items() if name in ids} | own


# The list of lines


def test_the_list_holds_the_whole_catalogue() -> None:
    assert len(LINES) == 270
    assert {line["certainty"] for line in LINES.values()} == {"read", "recalled"}
    assert LINES.keys() & OWN.keys() == set()
    assert [name for name, why in OWN.items() if not why.endswith(".")] == []


def test_a_line_is_dated_or_held_by_lines_that_are() -> None:
    for name, line in LINES.items():
        if "held_by" in line:
            assert line.keys() == {"held_by", "certainty"}, name
            assert line["held_by"], name
            assert set(line["held_by"]) <= LINES.keys() & DATED.keys(), name
        else:
            assert line.keys() == {"from", "to", "certainty"}, name
            first, last = span(line)
            assert first is not None or last is None, name
            assert first is None or last is None or first <= last, name


def test_every_rule_of_the_pack_is_on_the_list(pack: RulePacks) -> None:
    """A rule that is no line of the catalogue says under `own` why it is there."""
    assert sorted(rule.id for rule in pack.rules if rule.id not in LINES | OWN) == []


def test_a_line_that_others_hold_is_no_rule_of_its_own(pack: RulePacks) -> None:
    assert sorted(rule.id for rule in pack.rules if rule.id in LINES and rule.id not in DATED) == []


def test_a_rule_of_our_own_is_in_the_pack_and_is_no_duty(pack: RulePacks) -> None:
    """What no catalogued provision says can be expected by inspectors or good practice, and never be a breach."""
    forces = {rule.id: rule.force for rule in pack.rules}
    assert sorted(OWN.keys() - forces.keys()) == []
    assert [name for name in OWN if forces[name] in (Force.DUTY, Force.POWER)] == []


# What is not encoded


def test_every_line_is_a_rule_or_stands_with_its_reason_among_those_that_are_not(pack: RulePacks) -> None:
    ids = {rule.id for rule in pack.rules}
    same = {line["id"]: line["held_by"] for line in NOT_ENCODED["same_line"]}
    without = {line["id"] for line in NOT_ENCODED["not_encoded"]}
    assert same == {name: line["held_by"] for name, line in LINES.items() if "held_by" in line}
    assert without == DATED.keys() - ids
    assert [line["id"] for line in NOT_ENCODED["not_encoded"] if not line["reason"].endswith(".")] == []
    assert len(same) + len(without) == len(NOT_ENCODED["same_line"]) + len(NOT_ENCODED["not_encoded"])


# Rules


def test_every_rule_has_the_days_of_its_line(pack: RulePacks) -> None:
    found: dict[str, Span] = {rule.id: (rule.in_force.first, rule.in_force.last) for rule in pack.rules}
    wrong = {
        name: f"{found[name]} in the pack, {span(line)} on the list"
        for name, line in DATED.items()
        if name in found and found[name] != span(line)
    }
    assert wrong == {}


def test_the_book_holds_the_right_rules_on_every_day_that_matters(
    pack: RulePacks, in_pack: dict[str, Mapping[str, Any]]
) -> None:
    days = days_to_look_at(in_pack.values())
    assert len(days) > 50
    for day in days:
        book = book_on(pack, day)
        expected = {name for name, line in in_pack.items() if on(line, day)}
        assert {one.rule.id for one in book.rules} == expected, day
        assert {rule.id for rule in book.not_yet_law} == {
            name for name, line in in_pack.items() if day < (line["from"] or ENACTED)
        }, day
        assert {rule.id for rule in book.no_longer_law} == {
            name for name, line in in_pack.items() if line["to"] and line["to"] < day
        }, day


def test_rules_appear_on_their_first_day_and_vanish_after_their_last(
    pack: RulePacks, in_pack: dict[str, Mapping[str, Any]]
) -> None:
    edges = {line["from"] for line in in_pack.values() if line["from"]} | {
        line["to"] + DAY for line in in_pack.values() if line["to"]
    }
    appeared: set[str] = set()
    vanished: set[str] = set()
    for edge in sorted(edges):
        before = {one.rule.id for one in book_on(pack, edge - DAY).rules}
        after = {one.rule.id for one in book_on(pack, edge).rules}
        assert after - before == {name for name, line in in_pack.items() if line["from"] == edge}, edge
        assert before - after == {name for name, line in in_pack.items() if line["to"] == edge - DAY}, edge
        appeared |= after - before
        vanished |= before - after
    assert appeared == {name for name, line in in_pack.items() if line["from"]}
    assert vanished == {name for name, line in in_pack.items() if line["to"]}


@pytest.mark.parametrize("day", ["1990-01-01", "2007-05-31", "2026-04-28", "2026-04-29", "2099-12-31"])
def test_what_is_enacted_and_not_in_force_is_never_judged(
    day: str, pack: RulePacks, in_pack: dict[str, Mapping[str, Any]]
) -> None:
    on_day = dt.date.fromisoformat(day)
    book = book_on(pack, on_day)
    coming = {name for name, line in in_pack.items() if line["from"] is None}
    assert coming
    assert {rule.id for rule in book.not_in_force} == (coming if on_day >= ENACTED else set())
    assert coming <= {rule.id for rule in (*book.not_in_force, *book.not_yet_law)}
    assert not coming & {one.rule.id for one in book.rules}


def test_a_source_is_not_said_to_have_been_read_without_saying_where(pack: RulePacks) -> None:
    """Where the catalogue recalls a line and its rule has been read since, the rule says what was read."""
    for rule in pack.rules:
        line = LINES.get(rule.id)
        if line is None:
            continue
        read = [source for source in rule.sources if source.certainty == "read"]
        if line["certainty"] == "read":
            assert read, rule.id
        else:
            assert [source.provision for source in read if not (source.url and source.note)] == [], rule.id


# Tables of partners and bodies


def rows_of(pack: RulePacks, table: str) -> dict[str, Span]:
    return {row.id: (row.in_force.first, row.in_force.last) for row in pack.tables[table].rows}


def test_every_dated_table_of_partners_or_bodies_is_on_the_list(pack: RulePacks) -> None:
    dated = {
        name
        for name, table in pack.tables.items()
        if any((row.in_force.first or dt.date.min) > dt.date.min for row in table.rows)
        and (table.partner_kinds or name.startswith("section-"))
    }
    assert dated == TABLES.keys()


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_the_rows_and_days_on_the_list(table: str, pack: RulePacks) -> None:
    assert rows_of(pack, table) == {kind: span(row) for kind, row in TABLES[table].items()}
    assert {row.id: row.columns.get("certainty") for row in pack.tables[table].rows} == {
        kind: row["certainty"] for kind, row in TABLES[table].items()
    }


@pytest.mark.parametrize("table", TABLES)
def test_a_table_lists_the_right_kinds_on_both_sides_of_every_boundary(table: str, pack: RulePacks) -> None:
    days = days_to_look_at(TABLES[table].values())
    assert days
    for day in days:
        listed = {row.id for row in context_for(pack, day).rows(table)}
        assert listed == {kind for kind, row in TABLES[table].items() if on(row, day)}, day


@pytest.mark.parametrize(
    ("table", "day", "gone", "new"),
    [
        (
            "section-10-relevant-partners",
            "2009-01-26",
            {"connexions-provider-2000-act"},
            {"youth-support-provider-2008-act"},
        ),
        ("section-10-relevant-partners", "2010-04-01", {"learning-and-skills-council"}, set()),
        ("section-10-relevant-partners", "2012-01-16", {"police-authority"}, {"local-policing-body"}),
        (
            "section-10-relevant-partners",
            "2013-04-01",
            {"strategic-health-authority", "primary-care-trust"},
            {"nhs-commissioning-board", "clinical-commissioning-group"},
        ),
        ("section-11-bodies", "2013-10-07", set(), {"national-crime-agency"}),
        (
            "section-12a-board-members",
            "2013-04-01",
            {"strategic-health-authority", "primary-care-trust"},
            set(),
        ),
        ("section-13-board-partners", "2015-03-20", set(), {"principal-of-secure-college"}),
        (
            "section-16e-safeguarding-partners",
            "2022-07-01",
            {"clinical-commissioning-group"},
            {"integrated-care-board"},
        ),
        (
            "section-16q-child-death-review-partners",
            "2022-07-01",
            {"clinical-commissioning-group"},
            {"integrated-care-board"},
        ),
    ],
)
def test_well_known_changes_of_bodies(
    table: str, day: str, gone: set[str], new: set[str], pack: RulePacks
) -> None:
    """Said here in words, so that a slip in the list cannot hide one in the table."""
    edge = dt.date.fromisoformat(day)
    before = {row.id for row in context_for(pack, edge - DAY).rows(table)}
    after = {row.id for row in context_for(pack, edge).rows(table)}
    assert (before - after, after - before) == (gone, new)
