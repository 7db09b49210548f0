"""The way to the inspection in working days, with the dates of evidence and actions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from ctcheck.assess.deadlines import stated_deadlines
from ctcheck.conditions.operators import WorkingCalendar
from ctcheck.model.papers import Event, Timeline
from ctcheck.model.rules import Table
from ctcheck.model.submission import Submission

COUNTING = (
    "Working days are Mondays to Fridays without the bank holidays of England;"
    " the day counted from is day 0, and the last day counts."
)
DUE = "The written statement of action is due"


def timeline(
    submission: Submission, calendar: WorkingCalendar, tables: Mapping[str, Table] | None = None
) -> Timeline:
    """Every dated thing of the submission, by day; fieldwork and actions stand beside the evidence."""
    inspection = submission.inspection
    start = submission.as_at
    events = [(start, "as-at", "", "The day that the submission describes")]
    if inspection.notified:
        events.append((inspection.notified, "notified", "", "The inspection is notified"))
    if inspection.fieldwork:
        events.append((inspection.fieldwork, "fieldwork", "", "Fieldwork begins"))
    for deadline in stated_deadlines(submission, tables or {}, calendar):
        if deadline.due:
            events.append((deadline.due, "deadline", deadline.id, f"{DUE} ({deadline.provision})"))
    for item in submission.evidence:
        if item.date:
            events.append((item.date, "evidence", item.id, item.title))
        if item.review_by:
            events.append((item.review_by, "review-by", item.id, f"To be reviewed: {item.title}"))
    events += [(one.due, "action", one.id, one.action) for one in submission.actions if one.due]
    order = ("as-at", "notified", "fieldwork", "deadline", "evidence", "review-by", "action")
    events.sort(key=lambda event: (event[0], order.index(event[1]), event[2]))
    left = _between(calendar, start, inspection.fieldwork) if inspection.fieldwork else None
    return Timeline(
        start,
        inspection.fieldwork,
        left,
        COUNTING,
        tuple(
            Event(day, kind, ref, label, _between(calendar, start, day)) for day, kind, ref, label in events
        ),
    )


def _between(calendar: WorkingCalendar, start: dt.date, end: dt.date) -> int | None:
    try:
        return calendar.between(start, end)
    except ValueError:
        # Outside the table of bank holidays a count would be a guess.
        return None
