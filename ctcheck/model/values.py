"""The values that a submission can state, and three-valued truth.

A fact has three states: not stated (it is absent from the mapping of facts),
stated that there is none (`NONE`), or stated with a value.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
from collections.abc import Mapping
from typing import Final, Literal, NamedTuple, Union

from ctcheck.model.place import Place

Truth = Literal["T", "F", "U"]
"""True, false, unknown. Unknown is never a pass."""

TRUE: Final = "T"
FALSE: Final = "F"
UNKNOWN: Final = "U"


class Nothing:
    """The type of `NONE`: the submission says that there is none."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "NONE"

    def __bool__(self) -> bool:
        return False


NONE: Final = Nothing()

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def plain_date(day: dt.date) -> str:
    """A date as people write it: 1 April 2006."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


class DateValue(NamedTuple):
    """A day, or a month of which the day is not known: any day from `first` to `last`."""

    first: dt.date
    last: dt.date

    def __str__(self) -> str:
        if self.first == self.last:
            return plain_date(self.first)
        return f"{MONTHS[self.first.month - 1]} {self.first.year}"


class Share(NamedTuple):
    """A part of a whole; `counted` is false where only a percentage was given."""

    part: float
    whole: float
    counted: bool = True

    def percent(self) -> float:
        """Per cent, unrounded. Only call it when `whole` is above nought."""
        return self.part * 100 / self.whole

    def __str__(self) -> str:
        return f"{self.part:g} of {self.whole:g}" if self.counted else f"{self.part:g}%"


class Record(NamedTuple):
    """One entry of a list fact."""

    fields: "Mapping[str, Fact]"
    place: Place


Value = Union[
    bool,
    str,
    int,
    float,
    DateValue,
    Share,
    Nothing,
    tuple[str, ...],
    tuple[Record, ...],
]


class Fact(NamedTuple):
    """One stated thing and where it stands."""

    value: Value
    place: Place
    shown: str = ""
    """What stands in a report in place of the value, where the value itself is not for publication."""
    withheld: bool = False
    """Whether not even what a condition on it comes to is for publication."""
    carried: dt.date | None = None
    """The day it was stated for, where it is taken over from then and nobody has confirmed it since."""


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months on, or the last day of that month if it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    month += 1
    if not 1 <= year <= 9999:
        return dt.date.max if year > 9999 else dt.date.min
    return dt.date(year, month, min(day.day, month_length(year, month)))


def add_days(day: dt.date, days: int) -> dt.date:
    """So many days on; stays inside the calendar."""
    ordinal = day.toordinal() + days
    return dt.date.fromordinal(max(1, min(ordinal, dt.date.max.toordinal())))


def month_length(year: int, month: int) -> int:
    """How many days the month has."""
    if month == 2:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return 29 if leap else 28
    return 30 if month in (4, 6, 9, 11) else 31
