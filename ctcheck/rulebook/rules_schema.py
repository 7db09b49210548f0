"""The JSON Schema of a rule file, with the facts, tables and parameters of the loaded packs, for editors.

ctcheck itself checks more; the schema is what an editor completes from while somebody writes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ctcheck.conditions.operators import OPERATORS
from ctcheck.model.rules import FactDeclaration, FactType, RulePacks
from ctcheck.rulebook.names import AREA_TYPES, BUILT_IN_TYPES, regimes
from ctcheck.rulebook.schema import help_of, value_schema

Schema = dict[str, Any]


def rules_schema(base: Schema, packs: RulePacks) -> Schema:
    """The schema of rule files as shipped, with what the packs declare as the words to choose from."""
    schema: Schema = _named(base, packs)
    kinds = sorted({row.id for table in packs.tables.values() if table.partner_kinds for row in table.rows})
    facts = dict(packs.vocabulary.facts)
    types = {name: (fact.type, help_of(fact)) for name, fact in facts.items()}
    types |= {name: (wanted, name) for name, wanted in BUILT_IN_TYPES.items()}
    types["area.type"] = (FactType("choice", choices=AREA_TYPES), "the type of authority")
    types["inspection.regime"] = (FactType("choice", choices=regimes(packs.tables)), "the inspection regime")
    types["partner.kind"] = (FactType("choice", choices=dict.fromkeys(kinds, "")), "its kind of body")
    definitions = schema["$defs"]
    operators: Schema = definitions["operators"]["properties"]
    for kind in sorted({wanted.kind for wanted, _ in types.values()}):
        definitions[f"on-{kind}"] = _operators(operators, kind)
    condition = definitions["condition"]
    # Inside `where` and `that` the fields of records are named bare, and which they are depends on the list.
    for word in ("each", "some", "at_least"):
        _inside(condition["properties"][word], packs)
    definitions["record_condition"] = _of_records(condition)
    condition["properties"] = {
        **condition["properties"],
        **{name: _on(wanted, text) for name, (wanted, text) in sorted(types.items())},
    }
    condition["additionalProperties"] = False
    definitions["case"]["properties"]["given"] = _given(facts, kinds, regimes(packs.tables))
    schema["properties"]["theme"] = {"enum": [name for name, _ in packs.themes], "description": "the theme"}
    return schema


def _named(part: Any, packs: RulePacks) -> Any:
    """A copy in which every name of a table or parameter is one of those declared."""
    if isinstance(part, list):
        return [_named(one, packs) for one in part]
    if not isinstance(part, dict):
        return part
    copy = {key: _named(value, packs) for key, value in part.items()}
    properties = copy.get("properties")
    if isinstance(properties, dict):
        partners = [name for name, table in packs.tables.items() if table.partner_kinds]
        words = {
            "parameter": sorted(packs.parameters),
            "table": sorted(packs.tables),
            "row_of": sorted(packs.tables),
            "partner_in": sorted(partners),
        }
        for key, known in words.items():
            if properties.get(key) == {"type": "string"}:
                properties[key] = {"enum": known}
    return copy


def _inside(quantifier: Schema, packs: RulePacks) -> None:
    lists = sorted(name for name, fact in packs.vocabulary.facts.items() if fact.type.kind == "records")
    for form in quantifier.get("anyOf", [quantifier]):
        properties = form["properties"]
        if "in" in properties:
            properties["in"] = {"enum": ["partners", *lists]}
        for key in ("where", "that"):
            if key in properties:
                properties[key] = {"$ref": "#/$defs/record_condition"}


def _of_records(part: Any) -> Any:
    """A copy of the schema of conditions whose parts are conditions inside records too."""
    if isinstance(part, list):
        return [_of_records(one) for one in part]
    if not isinstance(part, dict):
        return part
    if part.get("$ref") == "#/$defs/condition":
        return {"$ref": "#/$defs/record_condition"}
    return {key: _of_records(value) for key, value in part.items()}


def _operators(operators: Schema, kind: str) -> Schema:
    fitting = {name: operators[name] for name, one in OPERATORS.items() if kind in one.kinds}
    return {"type": "object", "minProperties": 1, "properties": fitting, "additionalProperties": False}


def _on(wanted: FactType, text: str) -> Schema:
    schema: Schema = {"description": text, "allOf": [{"$ref": f"#/$defs/on-{wanted.kind}"}]}
    if wanted.choices:
        word: Schema = {"anyOf": [{"enum": list(wanted.choices)}, {"type": "object"}]}
        words: Schema = {
            "anyOf": [{"type": "array", "items": {"enum": list(wanted.choices)}}, {"type": "object"}]
        }
        singles = dict.fromkeys(("is", "is_not", "includes"), word)
        schema["properties"] = singles | dict.fromkeys(("one_of", "none_of", "covers"), words)
    return schema


def _given(facts: Mapping[str, FactDeclaration], kinds: list[str], known: Collection[str]) -> Schema:
    values = {name: value_schema(fact.type) for name, fact in facts.items()}
    area = {name: value for name, value in values.items() if not name.startswith("partner.")}
    own = {
        name.removeprefix("partner."): value for name, value in values.items() if name.startswith("partner.")
    }
    partner: Schema = {
        "type": "object",
        "properties": {
            "kind": {"enum": kinds},
            "id": {"type": "string"},
            "name": {"type": "string"},
            **own,
        },
        "additionalProperties": False,
    }
    day = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}
    return {
        "type": ["object", "null"],
        "properties": {
            **area,
            "partner": partner,
            "partners": {"anyOf": [{"type": "array", "items": partner}, {"const": "none"}]},
            "area.type": {"enum": list(AREA_TYPES)},
            "area.bodies_absent": {"type": "array", "items": {"enum": kinds}},
            "inspection.fieldwork": day,
            "inspection.notified": day,
            "inspection.regime": {"enum": [*known, None]},
        },
        "additionalProperties": False,
    }
