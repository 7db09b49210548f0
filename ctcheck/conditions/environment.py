"""What conditions are evaluated against, and what they are compiled with."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from ctcheck.conditions.operators import WorkingCalendar
from ctcheck.model.place import Place
from ctcheck.model.rules import FactDeclaration, Parameter, Row, Table, Vocabulary
from ctcheck.model.submission import Partner
from ctcheck.model.values import NONE, DateValue, Fact

CARRIED = "carried:"
"""Stands before the path of a fact that is taken over from earlier and not confirmed.

No condition asks for such a path, so the fact is unknown to every one; a reason finds it there and
says why it is unknown.
"""


class AllNone(dict[str, Fact]):
    """The facts of a kind of partner that is known not to be there: its kind is, all else is none."""

    def __init__(self, kind: str, place: Place) -> None:
        super().__init__()
        self._kind = Fact(kind, place)
        self._fact = Fact(NONE, place)

    def get(self, key: str, default: Fact | None = None) -> Fact | None:  # type: ignore[override]
        """`none` at the place of the partner list, whatever is asked."""
        return self._kind if key == "partner.kind" else self._fact

    def where(self) -> str:
        """The line of the partner list, in words."""
        line = self._fact.place.line
        return f" (line {line})" if line else ""


class Environment:
    """The facts in reach of a condition. `partner`, `record` and `row` change as subjects do."""

    __slots__ = ("facts", "partner", "partners", "record", "row", "veiled")

    def __init__(self, facts: Mapping[str, Fact], partners: tuple[Mapping[str, Fact], ...] | None) -> None:
        self.facts = facts
        self.partners = partners
        self.partner: Mapping[str, Fact] = {}
        self.record: Mapping[str, Fact] = {}
        self.row: Mapping[str, str] = {}
        self.veiled = False
        """Whether reasons are for the public, so that they must not tell what a withheld fact comes to."""


class Context(NamedTuple):
    """What is fixed for one rule book: the law date and everything that depends on it."""

    law_date: dt.date
    vocabulary: Vocabulary
    parameters: Mapping[str, Parameter]
    tables: Mapping[str, Table]
    calendar: WorkingCalendar

    def table_words(self, name: str) -> tuple[str, ...]:
        """The ids of the rows in force on the law date, in table order, each once."""
        return tuple(dict.fromkeys(row.id for row in self.rows(name)))

    def rows(self, name: str) -> tuple[Row, ...]:
        """The rows in force on the law date."""
        return tuple(row for row in self.tables[name].rows if row.in_force.on(self.law_date))

    def declaration(self, path: str) -> FactDeclaration | None:
        """The declared fact at a path, if there is one."""
        return self.vocabulary.facts.get(path)


def partner_facts(partner: Partner) -> dict[str, Fact]:
    """A partner's facts, with those that every partner has: its kind, its name and that it is named."""
    facts = dict(partner.facts)
    facts["partner.kind"] = Fact(partner.kind, partner.place)
    facts["partner.name"] = Fact(partner.name, partner.place)
    facts["partner.named"] = Fact(True, partner.place)
    return facts


def confirmed(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """The facts, with those that are carried and not confirmed out of the reach of conditions."""
    return {f"{CARRIED}{path}" if fact.carried else path: fact for path, fact in facts.items()}


def day_fact(day: dt.date, place: Place) -> Fact:
    """A date as a fact."""
    return Fact(DateValue(day, day), place)
