"""Provisions are found in citations as lawyers write them, and rules keep to the days of what they cite."""

from __future__ import annotations

import pytest

from ctcheck.rulebook.lint import advice
from ctcheck.rulebook.loader import LoadedPacks
from ctcheck.rulebook.provisions import TABLE, KnownProvisions, cited


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("s.10(4)(b)", ["s 10 4 b"]),
        ("s.10(6)(a) and (7)", ["s 10 6 a", "s 10 7"]),
        ("ss.17(4A), 20(6) and 47(5A)", ["s 17 4A", "s 20 6", "s 47 5A"]),
        ("s.10(4)(fa) to (fd)", ["s 10 4 fa", "s 10 4 fb", "s 10 4 fc", "s 10 4 fd"]),
        ("s.14(1)(a)-(c)", ["s 14 1 a", "s 14 1 b", "s 14 1 c"]),
        ("s.20(1)-(3)", ["s 20 1", "s 20 2", "s 20 3"]),
        ("s.16EA(3)", ["s 16EA 3"]),
        ("s.14Z52(1) and (3)", ["s 14Z52 1", "s 14Z52 3"]),
        ("regs.3 and 5(3)", ["reg 3", "reg 5 3"]),
        ("whole", []),
        ("organisational chapter", []),
    ],
)
def test_a_citation_names_its_provisions(text: str, expected: list[str]) -> None:
    assert [" ".join(steps) for steps in cited(text)] == expected


def test_every_row_of_the_shipped_table_can_be_cited(loaded: LoadedPacks) -> None:
    rows = loaded.packs.tables[TABLE].rows
    assert len(KnownProvisions(loaded.packs).all) == len(rows)
    for row in rows:
        assert {"instrument", "provision", "binds", "kind"} <= row.columns.keys(), row.id
        assert ("enacted" in row.columns) == (row.in_force.first is None), row.id


def test_no_shipped_rule_claims_a_provision_outside_its_days(loaded: LoadedPacks) -> None:
    assert [one.problem for one in advice(loaded.packs) if one.kind == "dates"] == []
