"""What conditions may name: facts with their types, parameters, tables, conditions."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from ctcheck.model.condition import Named, Scope
from ctcheck.model.rules import FactDeclaration, FactType, Parameter, Table, Vocabulary
from ctcheck.rulebook.loader import REGIME_TABLE

BUILT_IN_TYPES = {
    "as_at": FactType("date"),
    "law_date": FactType("date"),
    "inspection.notified": FactType("date"),
    "inspection.fieldwork": FactType("date"),
    "partner.named": FactType("yes-no"),
}
"""Facts that every submission may have, beside the vocabulary and those whose words are fixed elsewhere."""

WORDED = ("area.type", "inspection.regime", "partner.kind")
"""Built in as well: choices whose words are the types of area and the rows of tables."""

AREA_TYPES = {
    "county": "county council",
    "unitary": "unitary authority",
    "metropolitan-district": "metropolitan district",
    "london-borough": "London borough",
}


class Known(NamedTuple):
    """What conditions may speak of."""

    vocabulary: Vocabulary
    parameters: Mapping[str, Parameter]
    tables: Mapping[str, Table]
    partner_kinds: Mapping[str, str]
    conditions: dict[str, Named]
    """Named conditions read so far; a name may use those before it."""


class Scoped(NamedTuple):
    """What is in hand where a condition stands."""

    partner: bool = False
    fields: Mapping[str, FactDeclaration] | None = None
    row_columns: Mapping[str, frozenset[str]] = MappingProxyType({})
    """For each column of the table in hand, the words that its rows hold."""


def regimes(tables: Mapping[str, Table]) -> dict[str, str]:
    """The inspection regimes that the packs know, with their labels."""
    return {row.id: row.label for row in tables[REGIME_TABLE].rows} if REGIME_TABLE in tables else {}


def lookup(name: str, known: Known, scoped: Scoped) -> tuple[FactType, Scope] | None:
    """The type of a name where it stands, and where to look for it."""
    if scoped.fields is not None and name in scoped.fields:
        return scoped.fields[name].type, "field"
    if name == "partner.kind" and scoped.partner:
        return FactType("choice", choices=known.partner_kinds), "partner"
    if name == "area.type":
        return FactType("choice", choices=AREA_TYPES), "fact"
    if name == "inspection.regime":
        return FactType("choice", choices=regimes(known.tables)), "fact"
    scope: Scope = "partner" if name.startswith("partner.") else "fact"
    if scope == "partner" and not scoped.partner:
        return None
    declared = known.vocabulary.facts.get(name)
    if declared is not None:
        return declared.type, scope
    built_in = BUILT_IN_TYPES.get(name)
    return (built_in, scope) if built_in else None
