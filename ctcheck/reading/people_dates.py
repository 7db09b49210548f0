"""Dates as people and spreadsheets write them. What is not one day for certain is refused, never guessed."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
import re
from typing import Final, NamedTuple

from ctcheck.model.action_sheet import OPEN_ENDED
from ctcheck.model.values import MONTHS, month_length, plain_date

_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?(?:\.0+)?)?\Z", re.ASCII)
_NUMBERS: Final = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})\Z", re.ASCII)
_WORDS: Final = re.compile(
    r"(?:[a-z]+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?([a-z]+)\.?,?[\s-]+(\d{4})\Z", re.ASCII
)
_OPEN: Final = {
    "ongoing": "ongoing",
    "on-going": "ongoing",
    "on going": "ongoing",
    "continuous": "ongoing",
    "continuing": "ongoing",
    "tbc": "tbc",
    "tbd": "tbc",
    "to be confirmed": "tbc",
    "to be decided": "tbc",
    "to be agreed": "tbc",
}
_FIRST_SERIAL: Final = 20_000
_LAST_SERIAL: Final = 80_000
_FIRST_YEAR: Final = 1902
_DAY_NOUGHT: Final = dt.date(1899, 12, 30)


class Due(NamedTuple):
    """A date cell as it was understood."""

    text: str
    """YYYY-MM-DD, `ongoing`, `tbc`, or empty."""
    said: str = ""
    """What was made of it, where that is worth a look: a sentence."""


class NoDateError(Exception):
    """The cell cannot be read as one day; the message is a sentence."""


def due_from(value: object) -> Due:
    """The day in a cell. Raises `NoDateError`."""
    if value is None:
        return Due("")
    if isinstance(value, dt.date) and value.year < _FIRST_YEAR:
        # A small number in a cell for dates.
        raise NoDateError(f"the cell shows {plain_date(value)}; expected a date such as 1 April 2006.")
    if isinstance(value, dt.datetime):
        whole = value.time() == dt.time()
        return Due(value.date().isoformat(), "" if whole else "the time of day was left out.")
    if isinstance(value, dt.date):
        return Due(value.isoformat())
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _from_serial(value)
    if isinstance(value, str):
        return _from_text(" ".join(value.split()).strip("'\"\N{LEFT SINGLE QUOTATION MARK}").rstrip("."))
    raise NoDateError(f"found {value!s}; expected a date such as 1 April 2006.")


def _from_serial(value: float) -> Due:
    """What a date looks like once somebody has formatted its cell as a number."""
    if value != int(value) or not _FIRST_SERIAL <= value <= _LAST_SERIAL:
        raise NoDateError(f"found the number {value:g}; expected a date such as 1 April 2006.")
    day = _DAY_NOUGHT + dt.timedelta(days=int(value))
    return Due(
        day.isoformat(), f"the number {int(value)} was read as the day it stands for, {plain_date(day)}."
    )


def _from_text(text: str) -> Due:
    lowered = text.casefold()
    if not lowered:
        return Due("")
    if lowered in _OPEN:
        word = _OPEN[lowered]
        kept = "is kept as given" if lowered in OPEN_ENDED else f"was read as {word!r}"
        return Due(word, f"{text!r} is no date; it {kept}, and the plan lists it as a weakness.")
    found = _ISO.match(lowered)
    if found:
        return Due(_day(found[1], found[2], found[3], text).isoformat())
    found = _NUMBERS.match(lowered)
    if found:
        century = "" if len(found[3]) == 4 else "20"
        day = _day(century + found[3], found[2], found[1], text)
        return Due(day.isoformat(), f"{text!r} was read as day, month, year: {plain_date(day)}.")
    found = _WORDS.match(lowered)
    month = _month(found[2]) if found else 0
    if found and month:
        day = _day(found[3], str(month), found[1], text)
        bare = plain_date(day).casefold() == lowered
        return Due(day.isoformat(), "" if bare else f"{text!r} was read as {plain_date(day)}.")
    raise NoDateError(f"found {text[:60]!r}; expected one day, such as 1 April 2006, or ongoing or tbc.")


def _month(word: str) -> int:
    fits = [at for at, name in enumerate(MONTHS, 1) if len(word) >= 3 and name.casefold().startswith(word)]
    return fits[0] if len(fits) == 1 else 9 if word == "sept" else 0


def _day(year: str, month: str, day: str, text: str) -> dt.date:
    y, m, d = int(year), int(month), int(day)
    if not (1 <= y <= 9999 and 1 <= m <= 12 and 1 <= d <= month_length(y, m)):
        raise NoDateError(f"{text[:60]!r} is not a day in the calendar; days come before months here.")
    return dt.date(y, m, d)
