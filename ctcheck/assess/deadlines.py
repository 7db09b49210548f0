"""When the written statement of action is due after an inspection report, by the table of the packs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from ctcheck.conditions.operators import WorkingCalendar
from ctcheck.model.papers import Deadline
from ctcheck.model.rules import Row, Table
from ctcheck.model.submission import Submission
from ctcheck.model.values import DateValue

DEADLINE_TABLE: Final = "action-plan-deadlines"


def stated_deadlines(
    submission: Submission, tables: Mapping[str, Table], calendar: WorkingCalendar
) -> tuple[Deadline, ...]:
    """The deadlines that follow from reports whose day of receipt the submission states."""
    found = []
    for row in _rows(tables):
        fact = submission.facts.get(row.columns.get("fact", ""))
        if fact is None or fact.withheld or not isinstance(fact.value, DateValue):
            continue
        received = fact.value
        if received.first != received.last or not row.in_force.on(received.first):
            continue
        needed = submission.facts.get(row.columns.get("only_if", ""))
        if row.columns.get("only_if") and (needed is None or needed.withheld or needed.value is not True):
            continue
        found.append(_deadline(row, received.first, calendar))
    return tuple(found)


def deadline_for(
    regime: str, received: dt.date, tables: Mapping[str, Table], calendar: WorkingCalendar
) -> Deadline | None:
    """The deadline under a regime for a report received on a day; None where no law is known to set one."""
    for row in _rows(tables):
        if regime in row.columns.get("regimes", "").split() and row.in_force.on(received):
            return _deadline(row, received, calendar)
    return None


def _rows(tables: Mapping[str, Table]) -> tuple[Row, ...]:
    table = tables.get(DEADLINE_TABLE)
    return table.rows if table else ()


def _deadline(row: Row, received: dt.date, calendar: WorkingCalendar) -> Deadline:
    text = row.columns.get("days", "")
    days = int(text) if text.isdecimal() and len(text) < 5 else 0
    try:
        due = calendar.add(received, days) if days else None
    except ValueError:
        # Beyond the table of bank holidays a day would be a guess.
        due = None
    return Deadline(
        row.id,
        row.label,
        received,
        days,
        due,
        row.columns.get("provision", ""),
        row.columns.get("certainty", "recalled") == "read",
        row.columns.get("note", ""),
    )
