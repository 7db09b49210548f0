"""Every statement of the five source documents of 2002 to 2006 is held somewhere: by a rule, a fact, a list or the report."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from ctcheck.model.rules import FactDeclaration, RulePacks
from ctcheck.rulebook.loader import LoadedPacks
from ctcheck.rulebook.names import AREA_TYPES

ROOT = Path(__file__).parents[2]
ROWS: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "rows.yaml").read_text(encoding="utf-8")
)
STATEMENTS = {"000": 30, "001": 67, "002": 28, "003": 55, "004": 95}
"""How many statements each document makes."""
HOLDERS = {"rule", "fact", "table", "report", "context"}
QUALIFIERS = {"choice": "fact", "field": "fact", "row": "table"}
"""A key that says more about another."""
BUILT_IN = {"area.type": frozenset(AREA_TYPES)}
"""Facts of the frame of a submission, which no vocabulary declares."""
REPORT = {"assurance.not_yet_law", "findings.evidence", "findings.standing", "submission.sources"}
"""The parts of the gap report that statements point to."""


@pytest.fixture(scope="module")
def pack(loaded: LoadedPacks) -> RulePacks:
    return loaded.packs


def listed(row: dict[str, Any], key: str) -> list[str]:
    value = row.get(key, [])
    return value if isinstance(value, list) else [value]


def pointing(key: str) -> Iterator[tuple[str, str]]:
    """Each statement with each target of that kind."""
    found = [(name, target) for name, row in ROWS.items() for target in listed(row, key)]
    assert found, key
    yield from found


def test_every_statement_is_held_and_none_is_made_up() -> None:
    expected = [
        f"{document}-{number:02}" for document, last in STATEMENTS.items() for number in range(1, last + 1)
    ]
    assert len(expected) == 275
    assert list(ROWS) == expected


def test_no_statement_is_held_twice_in_the_file() -> None:
    text = (Path(__file__).parent / "rows.yaml").read_text(encoding="utf-8")
    keys = [line.split(":")[0] for line in text.splitlines() if line[:3] in STATEMENTS]
    assert len(keys) == len(set(keys)) == 275


@pytest.mark.parametrize("name", ROWS)
def test_a_statement_says_what_it_is_and_what_holds_it(name: str) -> None:
    row = ROWS[name]
    assert row.keys() <= {"says", *HOLDERS, *QUALIFIERS}
    assert row["says"].strip()
    assert len(row["says"].split()) <= 8
    holders = row.keys() & HOLDERS
    assert holders
    assert all(listed(row, holder) and all(listed(row, holder)) for holder in holders)
    for qualifier in row.keys() & QUALIFIERS.keys():
        assert len(listed(row, QUALIFIERS[qualifier])) == 1, qualifier


def test_what_is_background_gives_a_reason_and_nothing_else() -> None:
    background = {name: row["context"] for name, row in ROWS.items() if "context" in row}
    for name, reason in background.items():
        assert ROWS[name].keys() == {"says", "context"}, name
        assert len(reason.split()) >= 5, name
        assert reason.endswith("."), name
    # About as many as the documents spend on history, and never a way round a hard statement.
    assert 10 <= len(background) <= len(ROWS) * 0.15


def test_the_rules_exist(pack: RulePacks) -> None:
    rules = {rule.id for rule in pack.rules}
    assert [(name, rule) for name, rule in pointing("rule") if rule not in rules] == []


def test_the_facts_exist(pack: RulePacks) -> None:
    known = pack.vocabulary.facts.keys() | BUILT_IN.keys()
    assert [(name, fact) for name, fact in pointing("fact") if fact not in known] == []


def declared(pack: RulePacks, row: dict[str, Any]) -> FactDeclaration:
    """The fact or field that the words under `choice` belong to."""
    fact = pack.vocabulary.facts[row["fact"]]
    return fact.type.fields[row["field"]] if "field" in row else fact


def test_the_fields_and_the_words_of_choices_exist(pack: RulePacks) -> None:
    missing = [
        (name, row["field"])
        for name, row in ROWS.items()
        if "field" in row and row["field"] not in pack.vocabulary.facts[row["fact"]].type.fields
    ]
    assert missing == []
    words = [(name, word) for name, word in pointing("choice")]
    assert [(name, word) for name, word in words if word not in declared(pack, ROWS[name]).type.choices] == []


def test_the_tables_and_their_rows_exist(pack: RulePacks) -> None:
    assert [(name, table) for name, table in pointing("table") if table not in pack.tables] == []
    rows = {table.name: {row.id for row in table.rows} for table in pack.tables.values()}
    assert [(name, row) for name, row in pointing("row") if row not in rows[ROWS[name]["table"]]] == []


def in_schema(schema: dict[str, Any], path: str) -> bool:
    """Whether a dotted path leads to a property of the gap report, through references and lists."""
    node = schema
    for part in path.split("."):
        while "$ref" in node or node.get("type") == "array":
            node = schema["$defs"][node["$ref"].split("/")[-1]] if "$ref" in node else node["items"]
        if part not in node.get("properties", {}):
            return False
        node = node["properties"][part]
    return True


def test_the_parts_of_the_report_exist() -> None:
    schema = json.loads((ROOT / "schemas" / "gap-report.schema.json").read_text(encoding="utf-8"))
    assert {part for _, part in pointing("report")} == REPORT
    assert [part for part in sorted(REPORT) if not in_schema(schema, part)] == []
    assert not in_schema(schema, "findings.nothing")


def test_the_pathfinders_are_the_35_with_their_own_names(pack: RulePacks) -> None:
    rows = pack.tables["childrens-trust-pathfinders"].rows
    kinds = [row.columns["area_type"] for row in rows]
    assert {kind: kinds.count(kind) for kind in AREA_TYPES} == {
        "county": 7,
        "unitary": 10,
        "metropolitan-district": 10,
        "london-borough": 8,
    }
    listed_as = {row.columns["listed_as"]: row.label for row in rows if "listed_as" in row.columns}
    assert listed_as["East Yorkshire"] == "East Riding of Yorkshire"
    assert "Salford" not in {row.label for row in rows}


def test_every_group_of_the_workforce_has_its_statement(pack: RulePacks) -> None:
    held = [row for name, row in pointing("row") if ROWS[name]["table"] == "childrens-workforce"]
    assert held == [row.id for row in pack.tables["childrens-workforce"].rows]
