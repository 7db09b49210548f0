"""Which evidence stands behind a finding, and in what state it is on the inspection date."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

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
        self._for_path: dict[str, tuple[str, ...]] = {}

    def behind(self, rule: str, subject: str, paths: Iterable[str]) -> tuple[str, ...]:
        """Ids of the items that support the rule, the partner or one of the facts; sorted.

        A path covers all below it: `plan` supports `plan.published`.
        """
        found: set[str] = set(self._by_support.get(rule, ()))
        if subject:
            found.update(self._by_support.get(subject, ()))
            found.update(self._by_support.get(f"partners.{subject}", ()))
        for path in paths:
            known = self._for_path.get(path)
            found.update(self._remember(path) if known is None else known)
        return tuple(sorted(found))

    def _remember(self, path: str) -> tuple[str, ...]:
        parts = path.split(".")
        above = (".".join(parts[:depth]) for depth in range(1, len(parts) + 1))
        items = tuple(name for prefix in above for name in self._by_support.get(prefix, ()))
        self._for_path[path] = items
        return items

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
        if item.date is None:
            return EvidenceState.UNDATED
        if self._oldest is not None and item.date < self._oldest:
            return EvidenceState.STALE
        return EvidenceState.EVIDENCED


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
