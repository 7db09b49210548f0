"""Which evidence stands behind a finding, and in what state it is on the inspection date."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from ctcheck.model.report import Reason
from ctcheck.model.submission import EvidenceItem
from ctcheck.model.values import add_months
from ctcheck.model.words import EvidenceState

AGE_PARAMETER = "evidence_age_months"


class EvidenceRegister:
    """The submission's evidence, by what it supports."""

    def __init__(self, items: Iterable[EvidenceItem], on: dt.date, age_months: int | None) -> None:
        self._items = {item.id: item for item in items}
        self._on = on
        self._oldest = add_months(on, -age_months) if age_months is not None else None
        self._by_support: dict[str, list[str]] = defaultdict(list)
        for item in self._items.values():
            for support in item.supports:
                self._by_support[support].append(item.id)
        self._for_rule: dict[str, frozenset[str]] = {}

    def behind(self, rule: str, partner: str, paths: Iterable[str]) -> tuple[str, ...]:
        """Ids of the items that support the rule, the partner or one of the facts; sorted.

        A path covers all below it: `plan` supports `plan.published`. The paths are the rule's own,
        the same at each call for it.
        """
        if not self._items:
            return ()
        found = self._for_rule.get(rule)
        if found is None:
            found = self._for_rule[rule] = frozenset(self._supporting(rule, paths))
        if partner:
            found = found.union(
                self._by_support.get(partner, ()), self._by_support.get(f"partners.{partner}", ())
            )
        return tuple(sorted(found))

    def _supporting(self, rule: str, paths: Iterable[str]) -> Iterator[str]:
        yield from self._by_support.get(rule, ())
        for path in paths:
            parts = path.split(".")
            for depth in range(1, len(parts) + 1):
                yield from self._by_support.get(".".join(parts[:depth]), ())

    def state(self, ids: Iterable[str]) -> EvidenceState:
        """The best state of the items: one that is dated and in date is enough."""
        states = {self._one(self._items[name]) for name in ids}
        for state in (EvidenceState.EVIDENCED, EvidenceState.STALE, EvidenceState.UNDATED):
            if state in states:
                return state
        return EvidenceState.UNEVIDENCED

    def _one(self, item: EvidenceItem) -> EvidenceState:
        if item.review_by is not None and item.review_by < self._on:
            return EvidenceState.STALE
        if item.date is None or item.date > self._on:
            # A date that has not come yet on the day of the inspection cannot be right.
            return EvidenceState.UNDATED
        if self._oldest is not None and item.date < self._oldest:
            return EvidenceState.STALE
        return EvidenceState.EVIDENCED


def undated(state: EvidenceState) -> EvidenceState:
    """The state of evidence for an answer that is carried and not confirmed: of which day it speaks is open."""
    return state if state is EvidenceState.UNEVIDENCED else EvidenceState.UNDATED


def facts_read(reasons: Iterable[Reason | None]) -> list[Reason]:
    """Every fact and list that the reasons rest on, in order."""
    found: list[Reason] = []
    stack = [reason for reason in reasons if reason is not None][::-1]
    while stack:
        reason = stack.pop()
        if reason.path:
            found.append(reason)
        stack.extend(reversed(reason.parts))
    return found
