"""The JSON Schema of a submission, with the vocabulary of the loaded packs, for editors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ctcheck.model.rules import FactDeclaration, FactType, RulePacks

_DATE = r"^\d{4}-\d{2}-\d{2}$"
_DATE_OR_MONTH = r"^\d{4}-\d{2}(-\d{2})?$"
_SHARE = r"^(\d+ of \d+|\d{1,3}(\.\d+)? ?%)$"


def submission_schema(frame: dict[str, Any], packs: RulePacks) -> dict[str, Any]:
    """The frame's schema with a property for each section of the vocabulary.

    An editor that reads YAML 1.2 sees dates as text, so they are described by pattern here; ctcheck
    itself checks the calendar as well.
    """
    schema = {**frame, "properties": dict(frame["properties"])}
    for name, section in packs.vocabulary.sections.items():
        tree = _tree(section.facts)
        if name == "partner":
            schema["properties"]["partners"] = _with_partner_facts(
                frame["properties"]["partners"], tree, packs
            )
        else:
            schema["properties"][name] = {
                **tree,
                "type": ["object", "null"],
                "description": section.title or name,
            }
    area = {**schema["properties"]["area"], "properties": dict(schema["properties"]["area"]["properties"])}
    schema["properties"]["area"] = area
    return schema


def _with_partner_facts(partners: dict[str, Any], tree: dict[str, Any], packs: RulePacks) -> dict[str, Any]:
    item = partners["items"]
    kinds = sorted({row.id for table in packs.tables.values() if table.partner_kinds for row in table.rows})
    properties = {
        **item["properties"],
        **tree["properties"],
        "kind": {"enum": kinds, "description": "the kind of body"},
    }
    return {**partners, "items": {**item, "properties": properties}}


def _tree(facts: Mapping[str, FactDeclaration]) -> dict[str, Any]:
    """Nested objects out of dotted names."""
    root: dict[str, Any] = {"type": "object", "properties": {}, "additionalProperties": False}
    for name, declared in facts.items():
        *above, last = name.split(".")
        node = root
        for part in above:
            node = node["properties"].setdefault(
                part, {"type": ["object", "null"], "properties": {}, "additionalProperties": False}
            )
        node["properties"][last] = {
            **value_schema(declared.type),
            "title": declared.label,
            "description": help_of(declared),
        }
    return root


def help_of(declared: FactDeclaration) -> str:
    """What an editor shows beside a fact: the question, the help and whom to ask."""
    asked = f" Ask: {declared.supplied_by}." if declared.supplied_by else ""
    return " ".join(part for part in (declared.ask or declared.label, declared.help) if part) + asked


def value_schema(wanted: FactType) -> dict[str, Any]:
    """What may be written for a fact of a type."""
    none = {"const": "none"}
    if wanted.kind == "yes-no":
        return {"enum": [True, False, "yes", "no", "none", None]}
    if wanted.kind == "choice":
        return {"enum": [*wanted.choices, *(() if "none" in wanted.choices else ("none",)), None]}
    if wanted.kind in ("integer", "number"):
        return {"anyOf": [{"type": wanted.kind}, none, {"type": "null"}]}
    if wanted.kind == "date":
        pattern = _DATE_OR_MONTH if wanted.month_precision else _DATE
        return {"anyOf": [{"type": "string", "pattern": pattern}, none, {"type": "null"}]}
    if wanted.kind == "share":
        return {"anyOf": [{"type": "string", "pattern": _SHARE}, none, {"type": "null"}]}
    if wanted.kind == "text":
        return {"type": ["string", "null"]}
    if wanted.kind == "records":
        items: dict[str, Any] = {"type": "object", "properties": {}, "additionalProperties": False}
        for name, declared in wanted.fields.items():
            items["properties"][name] = {**value_schema(declared.type), "description": declared.label}
    elif wanted.kind == "choices":
        items = {"enum": list(wanted.choices)}
    else:
        items = {"type": "string"}
    return {"anyOf": [{"type": "array", "items": items}, none, {"type": "null"}]}
