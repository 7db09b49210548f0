"""For each provision that the packs know: which rules hold it, and which provisions have none."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from ctcheck.model.rules import Rule, RulePacks
from ctcheck.rulebook.provisions import KnownProvisions, Provision


class Held(NamedTuple):
    """A provision and the ids of the rules whose sources cite it."""

    provision: Provision
    rules: tuple[str, ...]


class Instrument(NamedTuple):
    """One Act or set of regulations with its provisions in table order."""

    name: str
    held: tuple[Held, ...]


def provision_coverage(packs: RulePacks) -> tuple[Instrument, ...]:
    """Every known provision, by instrument in the order of the table."""
    known = KnownProvisions(packs)
    citing: dict[int, dict[str, None]] = {id(one): {} for one in known.all}
    for rule in packs.rules:
        for source in rule.sources:
            for provision in known.of(source):
                citing[id(provision)][rule.id] = None
    order = {name: index for index, name in enumerate(dict.fromkeys(one.instrument for one in known.all))}
    listed = sorted(known.all, key=lambda one: order[one.instrument])
    return tuple(
        Instrument(name, tuple(Held(one, tuple(citing[id(one)])) for one in group))
        for name, group in groupby(listed, key=lambda one: one.instrument)
    )


def rules_of_no_known_provision(packs: RulePacks) -> tuple[Rule, ...]:
    """Rules of law none of whose sources cites a provision that the table lists."""
    known = KnownProvisions(packs)
    instruments = {one.instrument for one in known.all}
    return tuple(rule for rule in packs.rules if _cites(rule, instruments) and not _found(rule, known))


def _cites(rule: Rule, instruments: Iterable[str]) -> bool:
    return any(source.instrument in instruments for source in rule.sources)


def _found(rule: Rule, known: KnownProvisions) -> bool:
    return any(known.of(source) for source in rule.sources)
