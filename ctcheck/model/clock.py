"""The inspection clock: how long it is, and what is not ready on the day."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
from typing import NamedTuple

from ctcheck.model.papers import Deadline
from ctcheck.model.submission import Action, EvidenceItem


class Stale(NamedTuple):
    """A piece of evidence that will not count as current on the day of the inspection."""

    item: EvidenceItem
    from_day: dt.date
    """The first day on which it is out of date."""


class Clock(NamedTuple):
    """What the clock shows on one day."""

    area: str
    code: str
    as_at: dt.date
    start: dt.date
    """The day counted from."""
    inspection: dt.date | None
    regime: str
    working_days: int | None
    """From the start to the first day of fieldwork; negative after it. None where either end is not covered."""
    calendar_days: int | None
    counting: str
    table_first: int
    """The first and last year of the table of bank holidays; 0 where there is none."""
    table_last: int
    deadlines: tuple[Deadline, ...]
    no_deadline: bool
    """A report date was given, and no law is known that sets a deadline under this regime on that day."""
    from_publication: bool
    """The day given is that of publication, though the law counts from receipt."""
    stale: tuple[Stale, ...]
    undated: tuple[EvidenceItem, ...]
    late: tuple[Action, ...]
    """Actions not done that are due after fieldwork begins."""
    overdue: tuple[Action, ...]
    """Actions not done that were due before the day counted from."""
    open_ended: tuple[Action, ...]
    """Actions not done that have no day."""
    due: tuple[Action, ...]
    """All actions not done that have a day, by day."""
