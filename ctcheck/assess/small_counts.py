"""Where a submission states counts so small that they could single somebody out."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ctcheck.assess.public import DEFAULT
from ctcheck.assess.small_numbers import SmallNumbers
from ctcheck.model import indicators
from ctcheck.model.place import Place
from ctcheck.model.public import SMALL_NUMBER
from ctcheck.model.rules import FactDeclaration, RulePacks
from ctcheck.model.submission import Submission
from ctcheck.model.values import Fact, Record


class SmallCount(NamedTuple):
    """One number that a public version would not show."""

    place: Place
    path: str
    """As in the file: `partners[0].attendance.trust`."""


def threshold(packs: RulePacks) -> int:
    """Counts from 1 up to, and without, this number are small."""
    own = packs.parameters.get(SMALL_NUMBER)
    return int(own.value) if own else DEFAULT


def small_counts(submission: Submission, packs: RulePacks) -> tuple[SmallCount, ...]:
    """Every number that a public version would replace, in the order of the file; never the number itself."""
    small = SmallNumbers(threshold(packs))
    declared = dict(packs.vocabulary.facts)
    declared[indicators.PATH] = indicators.declaration(packs.tables.get(indicators.TABLE))
    found = list(_among(submission.facts, declared, small, ""))
    for index, partner in enumerate(submission.partners or ()):
        found += _among(partner.facts, declared, small, f"partners[{index}]")
    return tuple(sorted(found, key=lambda one: (one.place.line, one.place.column, one.path)))


def _among(
    facts: Mapping[str, Fact], declared: Mapping[str, FactDeclaration], small: SmallNumbers, owner: str
) -> Iterator[SmallCount]:
    for path, fact in facts.items():
        known = declared.get(path)
        if known is None:
            continue
        shown = f"{owner}.{path.removeprefix('partner.')}" if owner else path
        if path == indicators.PATH or known.type.kind == "records":
            yield from _in_records(fact, known, small, shown)
        elif small.instead(fact, known.type):
            yield SmallCount(fact.place, shown)


def _in_records(fact: Fact, known: FactDeclaration, small: SmallNumbers, path: str) -> Iterator[SmallCount]:
    types = {name: one.type for name, one in known.type.fields.items()}
    for number, record in enumerate(fact.value if isinstance(fact.value, tuple) else ()):
        if not isinstance(record, Record):
            continue
        if path == indicators.PATH:
            # The share of an indicator is worked out and stands nowhere in the file.
            names = [name for name in small.indicator(record.fields, types) if name != "share"]
        else:
            names = [name for name, one in record.fields.items() if small.instead(one, types.get(name))]
        for name in names:
            yield SmallCount(record.fields[name].place, f"{path}[{number}].{name}")
