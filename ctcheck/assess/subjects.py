"""For whom a rule is judged: the area, each partner of a kind, or each row of a table."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from ctcheck.conditions.environment import AllNone, Context, Environment, confirmed, partner_facts
from ctcheck.model.place import Place
from ctcheck.model.report import Subject
from ctcheck.model.rules import ForEach, Row
from ctcheck.model.submission import Area, Partner
from ctcheck.model.values import Fact

AREA_SUBJECT = Subject("area", "", "the area")


class Bound(NamedTuple):
    """A subject with the facts and the row that are in hand while the rule is judged for it."""

    subject: Subject
    partner: Mapping[str, Fact]
    row: Mapping[str, str]
    listed_from: dt.date | None
    """First day on which the table lists it."""
    absent: str
    """Why the rule does not apply to it; empty where it may."""


class Subjects:
    """Finds the subjects of rules in one submission. Built once, asked for every rule."""

    def __init__(
        self,
        context: Context,
        area: Area,
        partners: tuple[Partner, ...] | None,
        place: Place,
        carried: dt.date | None = None,
    ) -> None:
        """`carried`: the day from which the list of partners is taken over, where nobody has confirmed it.

        Gaps still belong to the partners that it names; that they are the partners is not known.
        """
        self._context = context
        self._area = area
        self._stated = partners is not None and carried is None
        self._place = place
        self._by_kind: dict[str, list[tuple[Partner, Mapping[str, Fact]]]] = defaultdict(list)
        self._all: list[Mapping[str, Fact]] = []
        for partner in partners or ():
            facts = partner_facts(partner)
            if carried:
                facts["partner.named"] = facts["partner.named"]._replace(carried=carried)
            facts = confirmed(facts)
            self._by_kind[partner.kind].append((partner, facts))
            self._all.append(facts)

    def environment(self, facts: Mapping[str, Fact]) -> Environment:
        """What conditions see, before any subject is in hand."""
        return Environment(facts, tuple(self._all) if self._stated else None)

    def of(self, for_each: ForEach | None) -> list[Bound]:
        """The subjects in table order, partners of one kind in the order of the file."""
        if for_each is None:
            return [Bound(AREA_SUBJECT, {}, {}, None, "")]
        rows = [
            row
            for row in self._context.rows(for_each.table)
            if not for_each.kinds or row.id in for_each.kinds
        ]
        if not for_each.partners:
            return [
                Bound(Subject("row", row.id, row.label), {}, row.columns, row.in_force.first, "")
                for row in rows
            ]
        table = self._context.tables[for_each.table]
        absent = table.absent_if_not_named and not for_each.unknown_if_not_named
        return [bound for row in rows for bound in self._partners(row, absent)]

    def _partners(self, row: Row, absent_if_not_named: bool) -> list[Bound]:
        provision = row.columns.get("provision", "")
        first = row.in_force.first
        named = self._by_kind.get(row.id)
        if named:
            return [
                Bound(
                    Subject("partner", partner.id, partner.name, row.id, provision),
                    facts,
                    row.columns,
                    first,
                    "",
                )
                for partner, facts in named
            ]
        subject = Subject("partner-kind", row.id, row.label, row.id, provision)
        if row.only_in and self._area.type not in row.only_in:
            where = " or ".join(row.only_in)
            return [
                Bound(
                    subject,
                    {},
                    row.columns,
                    first,
                    f"such a body is listed only where the authority is a {where}",
                )
            ]
        if row.id in self._area.bodies_absent and not row.the_authority:
            return [
                Bound(subject, {}, row.columns, first, "the submission says that the area has no such body")
            ]
        if self._stated and absent_if_not_named and row.everywhere and not row.the_authority:
            return [Bound(subject, AllNone(row.id, self._place), row.columns, first, "")]
        # Nothing is known of it but what it is.
        return [Bound(subject, {"partner.kind": Fact(row.id, self._place)}, row.columns, first, "")]
