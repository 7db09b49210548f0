"""The fixed words of the inspection clock and of its calendar file."""

from __future__ import annotations

from typing import Final

TITLE: Final = "Inspection clock: {}"
FROM: Final = "From {}, the day that the submission describes."
FROM_TODAY: Final = "From {}, the day that was given."
TO: Final = "To {}, when fieldwork begins."
NO_DAY: Final = "The submission names no day on which fieldwork begins, so there is nothing to count to."
NO_DAY_HINT: Final = "Write it as `fieldwork` under `inspection`, and run the command again."
LEFT: Final = "{working} left ({calendar})."
TODAY: Final = "Fieldwork begins on this very day."
PAST: Final = "Fieldwork began {working} ago ({calendar})."
NOT_COVERED: Final = (
    "Not counted: the table of bank holidays covers {first} to {last}, and a guess could move a deadline."
    " Counted without it: {calendar}."
)
ENDS: Final = (
    "Warning: the table of bank holidays ends on 31 December {last}. Days after it are not counted;"
    " a newer version of ctcheck, or a local pack, may know them."
)
DEADLINES: Final = "Statement of action after a report"
DUE: Final = "{label}: due by {due}, {days} after {received}, when the report was {how} ({provision})."
NOT_DUE: Final = (
    "{label}: due {days} after {received} ({provision}); that day is beyond the table of bank holidays."
)
WAS_RECEIVED: Final = "received"
WAS_PUBLISHED: Final = "published"
PUBLISHED: Final = (
    "The law counts from the day on which the report is received. The day given is that of publication,"
    " which is often later: the last day may lie before the one shown."
)
RECALLED: Final = "The text of this provision was not read in full: check it before you rely on the day."
NONE_KNOWN: Final = (
    "No law is known to ctcheck that sets such a deadline under {regime} for a report of that day, so none is shown."
    " That is no proof that there is none."
)
NO_REGIME: Final = "an inspection whose regime the submission does not name"
STALE: Final = "Evidence that will be out of date on the day: {}"
STALE_ITEM: Final = "{title} ({id}), out of date from {day}"
UNDATED: Final = "Evidence without a date that counts on the day: {}"
LATE: Final = "Actions that are due after fieldwork begins: {}"
OVERDUE: Final = "Actions that were due before the day counted from: {}"
OPEN_ENDED: Final = "Actions without a day: {}"
ACTION_ITEM: Final = "{action} ({id}), due {day}"
ACTION_NO_DAY: Final = "{action} ({id})"
NOTHING: Final = "none"

CALENDAR_NAME: Final = "Inspection: {}"
FIELDWORK: Final = "Fieldwork begins: {}"
ACTION: Final = "Action due: {}"
EXPIRES: Final = "Evidence out of date: {}"
STATEMENT: Final = "Statement of action due: {}"
LATE_NOTE: Final = "Due after fieldwork begins."
