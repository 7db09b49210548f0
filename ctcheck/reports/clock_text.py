"""The inspection clock as text, as JSON and as entries of a calendar."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from ctcheck.model.values import plain_date
from ctcheck.reports import words_clock as words
from ctcheck.reports.calendar_file import Entry
from ctcheck.reports.safe import prose, safe
from ctcheck.reports.sheet import Sheet
from ctcheck.reports.words import number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ctcheck.model.clock import Clock
    from ctcheck.model.papers import Deadline
    from ctcheck.model.submission import Action


def clock_text(clock: Clock, width: int = 80) -> bytes:
    """The clock for a terminal."""
    sheet = Sheet(width, False)
    sheet.heading(words.TITLE.format(safe(clock.area)), "=")
    told = words.FROM if clock.start == clock.as_at else words.FROM_TODAY
    sheet.paragraph(told.format(plain_date(clock.start)))
    if clock.inspection is None:
        sheet.paragraph(words.NO_DAY)
        sheet.paragraph(words.NO_DAY_HINT)
    else:
        sheet.paragraph(words.TO.format(plain_date(clock.inspection)))
        sheet.paragraph(how_long(clock))
    sheet.paragraph(clock.counting)
    if beyond_table(clock):
        sheet.paragraph(words.ENDS.format(last=clock.table_last))
    if clock.deadlines or clock.no_deadline:
        sheet.heading(words.DEADLINES)
        for one in clock.deadlines:
            sheet.bullets(deadline_words(one, clock))
        if clock.no_deadline:
            regime = safe(clock.regime) or words.NO_REGIME
            sheet.paragraph(words.NONE_KNOWN.format(regime=regime))
    for title, items in _lists(clock):
        sheet.heading(title.format(len(items) or words.NOTHING))
        sheet.bullets(items)
    return sheet.text().encode()


def how_long(clock: Clock) -> str:
    """How long it is to the inspection, in a sentence."""
    calendar = number(abs(clock.calendar_days or 0), "calendar day")
    if clock.working_days is None:
        return words.NOT_COVERED.format(first=clock.table_first, last=clock.table_last, calendar=calendar)
    working = number(abs(clock.working_days), "working day")
    if not clock.calendar_days:
        return words.TODAY
    return (words.LEFT if clock.calendar_days > 0 else words.PAST).format(working=working, calendar=calendar)


def beyond_table(clock: Clock) -> bool:
    """Whether a day that matters lies in the last year of the table of bank holidays or after it."""
    days = [clock.start, *([clock.inspection] if clock.inspection else ())]
    days += [one.due or one.received for one in clock.deadlines]
    return bool(max(days).year >= clock.table_last)


def deadline_words(one: Deadline, clock: Clock) -> tuple[str, ...]:
    """The deadline, and what has to be known of it."""
    said = (words.DUE if one.due else words.NOT_DUE).format(
        label=prose(one.label),
        due=plain_date(one.due) if one.due else "",
        days=number(one.working_days, "working day"),
        received=plain_date(one.received),
        how=words.WAS_PUBLISHED if clock.from_publication else words.WAS_RECEIVED,
        provision=prose(one.provision),
    )
    more = [prose(one.note)] if one.note else []
    if clock.from_publication:
        more.append(words.PUBLISHED)
    if not one.read:
        more.append(words.RECALLED)
    return (said, *more)


def _lists(clock: Clock) -> Iterable[tuple[str, list[str]]]:
    stale = [
        words.STALE_ITEM.format(
            title=safe(one.item.title), id=safe(one.item.id), day=plain_date(one.from_day)
        )
        for one in clock.stale
    ]
    yield words.STALE, stale
    if clock.undated:
        yield words.UNDATED, [f"{safe(one.title)} ({safe(one.id)})" for one in clock.undated]
    yield words.LATE, [_action(one) for one in clock.late]
    if clock.overdue:
        yield words.OVERDUE, [_action(one) for one in clock.overdue]
    if clock.open_ended:
        yield words.OPEN_ENDED, [_action(one) for one in clock.open_ended]


def _action(one: Action) -> str:
    text = words.ACTION_ITEM if one.due else words.ACTION_NO_DAY
    day = plain_date(one.due) if one.due else ""
    return text.format(action=safe(one.action), id=safe(one.id), day=day)


def clock_json(clock: Clock) -> dict[str, Any]:
    """The clock for machines; days as ISO text."""

    def action(one: Action) -> dict[str, Any]:
        return {"id": safe(one.id), "action": safe(one.action), "due": _iso(one.due)}

    return {
        "format": 1,
        "area": safe(clock.area),
        "as_at": clock.as_at.isoformat(),
        "start": clock.start.isoformat(),
        "inspection": _iso(clock.inspection),
        "regime": safe(clock.regime),
        "working_days": clock.working_days,
        "calendar_days": clock.calendar_days,
        "counting": clock.counting,
        "bank_holidays": {
            "first_year": clock.table_first,
            "last_year": clock.table_last,
            "near_the_end": beyond_table(clock),
        },
        "deadlines": [
            {
                "id": safe(one.id),
                "label": safe(one.label),
                "received": one.received.isoformat(),
                "working_days": one.working_days,
                "due": _iso(one.due),
                "provision": safe(one.provision),
                "certainty": "read" if one.read else "recalled",
                "note": prose(one.note),
                "counted_from_publication": clock.from_publication,
            }
            for one in clock.deadlines
        ],
        "no_deadline_known": clock.no_deadline,
        "stale_evidence": [
            {"id": safe(one.item.id), "title": safe(one.item.title), "from": one.from_day.isoformat()}
            for one in clock.stale
        ],
        "undated_evidence": [{"id": safe(one.id), "title": safe(one.title)} for one in clock.undated],
        "late_actions": [action(one) for one in clock.late],
        "overdue_actions": [action(one) for one in clock.overdue],
        "open_ended_actions": [action(one) for one in clock.open_ended],
    }


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def entries(clock: Clock) -> tuple[Entry, ...]:
    """The days of the clock as entries of a calendar, by day."""
    found = []
    area = safe(clock.area)
    if clock.inspection:
        found.append(Entry("fieldwork", "", clock.inspection, words.FIELDWORK.format(area), how_long(clock)))
    for one in clock.deadlines:
        if one.due:
            note = " ".join(deadline_words(one, clock))
            found.append(Entry("deadline", one.id, one.due, words.STATEMENT.format(area), note))
    for stale in clock.stale:
        found.append(
            Entry(
                "evidence",
                stale.item.id,
                stale.from_day,
                words.EXPIRES.format(safe(stale.item.title)),
                stale.item.id,
            )
        )
    for action in clock.due:
        if action.due:
            note = words.LATE_NOTE if action in clock.late else ""
            found.append(
                Entry("action", action.id, action.due, words.ACTION.format(safe(action.action)), note)
            )
    return tuple(sorted(found, key=lambda entry: (entry.day, entry.kind, entry.ref)))
