"""The inspection clock: working days left, the deadline after a report, what is stale or late on the day."""

from __future__ import annotations

import datetime as dt

from ctcheck.assess.deadlines import deadline_for, stated_deadlines
from ctcheck.assess.evidence import AGE_PARAMETER, EvidenceRegister
from ctcheck.assess.planning import DONE
from ctcheck.assess.timeline import COUNTING
from ctcheck.conditions.environment import Context
from ctcheck.model.clock import Clock, Stale
from ctcheck.model.submission import EvidenceItem, Submission
from ctcheck.model.values import add_days, add_months
from ctcheck.model.words import EvidenceState
from ctcheck.rulebook.loader import HOLIDAY_TABLE


def inspection_clock(
    submission: Submission,
    context: Context,
    today: dt.date | None = None,
    report: dt.date | None = None,
    *,
    published: bool = False,
) -> Clock:
    """The clock on `today`, or else on the day that the submission describes. Reads no clock of the machine.

    `report`: the day on which an inspection report was received, or with `published` the day on which it
    was published.
    """
    start = today or submission.as_at
    on = submission.inspection.fieldwork
    years = [day.year for day in _holidays(context)]
    deadlines = stated_deadlines(submission, context.tables, context.calendar)
    found = None
    if report is not None:
        found = deadline_for(submission.inspection.regime, report, context.tables, context.calendar)
        deadlines = (found,) if found else ()
    left = [action for action in submission.actions if action.status not in DONE]
    dated = sorted((one for one in left if one.due is not None), key=lambda one: (one.due or start, one.id))
    stale, undated = _evidence(submission, context, on or max(start, submission.as_at))
    return Clock(
        area=submission.area.name,
        code=submission.area.code,
        as_at=submission.as_at,
        start=start,
        inspection=on,
        regime=submission.inspection.regime,
        working_days=_between(context, start, on) if on else None,
        calendar_days=(on - start).days if on else None,
        counting=COUNTING,
        table_first=min(years, default=0),
        table_last=max(years, default=0),
        deadlines=deadlines,
        no_deadline=report is not None and found is None,
        from_publication=report is not None and published,
        stale=stale,
        undated=undated,
        late=tuple(one for one in dated if on and one.due and one.due > on),
        overdue=tuple(one for one in dated if one.due and one.due < start),
        open_ended=tuple(one for one in left if one.due is None),
        due=tuple(dated),
    )


def _holidays(context: Context) -> list[dt.date]:
    table = context.tables.get(HOLIDAY_TABLE)
    rows = table.rows if table else ()
    return [dt.date.fromisoformat(day) for row in rows for day in row.columns.get("days", "").split()]


def _between(context: Context, start: dt.date, end: dt.date) -> int | None:
    try:
        return context.calendar.between(start, end)
    except ValueError:
        return None


def _evidence(
    submission: Submission, context: Context, on: dt.date
) -> tuple[tuple[Stale, ...], tuple[EvidenceItem, ...]]:
    """What is stale on the day, the first to go first, and what has no usable date."""
    own = context.parameters.get(AGE_PARAMETER)
    months = int(own.value) if own else None
    register = EvidenceRegister(submission.evidence, on, months)
    stale, undated = [], []
    for item in submission.evidence:
        state = register.state((item.id,))
        if state is EvidenceState.UNDATED:
            undated.append(item)
        elif state is EvidenceState.STALE:
            ends = [add_days(item.review_by, 1)] if item.review_by else []
            if item.date and months is not None:
                ends.append(add_days(add_months(item.date, months), 1))
            stale.append(Stale(item, min(ends)))
    return tuple(sorted(stale, key=lambda one: (one.from_day, one.item.id))), tuple(undated)
