"""The indicators of a submission, as conditions see them: one list of records.

They are part of the frame of every submission, so no pack declares them; a pack gives the
definitions, as the rows of its table of performance indicators.
"""

from collections.abc import Mapping
from typing import Final

from ctcheck.model.place import Place
from ctcheck.model.rules import FactDeclaration, FactType, Table
from ctcheck.model.values import Fact, Record, Share

PATH: Final = "indicators"
TABLE: Final = "performance-indicators"

DIRECTIONS: Final = {
    "higher-is-better": "higher is better",
    "lower-is-better": "lower is better",
    "neither": "neither is better",
}
_LABELS: Final = {
    "name": ("text", "the name of the indicator"),
    "numerator": ("number", "the numerator of the indicator"),
    "denominator": ("number", "the denominator of the indicator"),
    "share": ("share", "the share that the indicator's two numbers give"),
    "period": ("text", "the period of the indicator"),
    "period_ends": ("date", "the last day of the indicator's period"),
    "comparator": ("text", "what the indicator is compared with"),
    "comparator_percent": ("number", "the comparator in per cent"),
    "quality_note": ("text", "the note on what the indicator's figures rest on"),
}
_NOWHERE: Final = Place("", 0, 0)


def declaration(definitions: Table | None) -> FactDeclaration:
    """The list fact `indicators`; the words of `definition` are the rows of the table, if there is one."""
    rows = {row.id: row.label for row in definitions.rows} if definitions else {}
    fields = {name: _field(name, FactType(kind), label) for name, (kind, label) in _LABELS.items()}
    fields["comparator_percent"] = fields["comparator_percent"]._replace(
        type=FactType("number", unit="per cent")
    )
    fields["definition"] = _field(
        "definition",
        FactType("choice", choices=rows, choice_table=TABLE if definitions else ""),
        "the published definition that the indicator follows",
    )
    fields["direction"] = _field(
        "direction", FactType("choice", choices=DIRECTIONS), "which way the indicator is better"
    )
    return FactDeclaration(
        PATH,
        FactType("records", fields=fields),
        "the list of performance indicators",
        "What do the performance indicators say, each with its two numbers, period and comparator?",
        "An indicator without its numbers and its period is a claim, not a figure.",
        "performance officer",
        _NOWHERE,
    )


def _field(name: str, kind: FactType, label: str) -> FactDeclaration:
    return FactDeclaration(f"{PATH}.{name}", kind, label, "", "", "", _NOWHERE)


def with_share(fields: Mapping[str, Fact]) -> dict[str, Fact]:
    """The fields of one indicator, with its share worked out where it states both numbers.

    Nothing is worked out where the numerator is above the denominator: that is an average or a
    rate, and no part of a whole.
    """
    found = dict(fields)
    part, whole = _number(fields.get("numerator")), _number(fields.get("denominator"))
    if part is not None and whole is not None and 0 <= part <= whole:
        found["share"] = Fact(Share(part, whole), fields["numerator"].place)
    return found


def _number(fact: Fact | None) -> float | None:
    if fact is None or not isinstance(fact.value, (int, float)):
        return None
    return float(fact.value)


def with_shares(listed: Fact) -> Fact:
    """The list of indicators with the share of each worked out."""
    if not isinstance(listed.value, tuple):
        return listed
    records = (one for one in listed.value if isinstance(one, Record))
    return listed._replace(value=tuple(one._replace(fields=with_share(one.fields)) for one in records))
