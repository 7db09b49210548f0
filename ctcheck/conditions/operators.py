"""The named operators of the rule language.

Each is a test on a value that is there; a fact that is not stated is unknown before any
operator sees it, and `none` is false (true for the two that say what a value is not).
Tests return a `Truth` because a value itself can leave the answer open: a month whose days
lie on both sides of a limit, or a share of nobody.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from ctcheck.model.values import (
    FALSE,
    TRUE,
    UNKNOWN,
    DateValue,
    Share,
    Truth,
    Value,
    add_days,
    add_months,
)


class Operator(NamedTuple):
    """One operator: on which types of fact, with which operand, how it tests and how it reads."""

    name: str
    kinds: frozenset[str]
    operand: str
    """`yes`, `word`, `words`, `number`, `date`, `back`, `forward`, `count` or `count-of`."""
    test: Callable[[Any, Any], Truth]
    phrase: str
    """What the fact should be, with `{}` for the operand; follows the fact's label."""
    none_is: Truth = FALSE


class Window(NamedTuple):
    """A span with everything resolved: how to step, and from which date."""

    amount: int
    unit: str
    date: DateValue
    holidays: "WorkingCalendar"


class WorkingCalendar:
    """Working days: not Saturday, not Sunday, not a bank holiday in England.

    The day counted from is day 0. Raises `ValueError` outside the years that the table of
    bank holidays covers, because a silent miss would move a statutory deadline.
    """

    def __init__(self, holidays: frozenset[dt.date]) -> None:
        self._holidays = holidays
        years = [day.year for day in holidays]
        self._first, self._last = (min(years), max(years)) if years else (1, 0)

    def add(self, start: dt.date, days: int) -> dt.date:
        """The day so many working days after the start."""
        if not 0 <= days <= 2_000:
            raise ValueError("a count of working days must lie between 0 and 2,000")
        day, left = start, days
        while left:
            day = add_days(day, 1)
            if not self._first <= day.year <= self._last:
                raise ValueError(
                    f"the table of bank holidays covers {self._first} to {self._last}, not {day.year}"
                )
            if day.weekday() < 5 and day not in self._holidays:
                left -= 1
        return day

    def between(self, start: dt.date, end: dt.date) -> int:
        """How many working days lie after the start, up to and with the end; negative where the end is earlier.

        Raises `ValueError` outside the years that the table of bank holidays covers.
        """
        first, last = min(start, end), max(start, end)
        if not self._first <= first.year or not last.year <= self._last:
            raise ValueError(
                f"the table of bank holidays covers {self._first} to {self._last}, not {first.year} to {last.year}"
            )
        days = (last - first).days
        weeks, rest = divmod(days, 7)
        number = 5 * weeks + sum((first + dt.timedelta(days=one)).weekday() < 5 for one in range(1, rest + 1))
        number -= sum(first < day <= last and day.weekday() < 5 for day in self._holidays)
        return number if start <= end else -number


def step(day: dt.date, amount: int, unit: str, calendar: WorkingCalendar) -> dt.date:
    """So much later (or earlier, for a negative amount; working days only go forward)."""
    if unit == "days":
        return add_days(day, amount)
    if unit == "months":
        return add_months(day, amount)
    if unit == "years":
        return add_months(day, 12 * amount)
    return calendar.add(day, amount)


def _truth(value: bool) -> Truth:
    return TRUE if value else FALSE


def _stated(value: Value, wanted: bool) -> Truth:
    return TRUE


def _is(value: Value, wanted: Any) -> Truth:
    return _truth(value == wanted)


def _is_not(value: Value, wanted: Any) -> Truth:
    return _truth(value != wanted)


def _one_of(value: Value, words: tuple[str, ...]) -> Truth:
    return _truth(value in words)


def _none_of(value: Value, words: tuple[str, ...]) -> Truth:
    return _truth(value not in words)


def _compare(test: Callable[[float, float], bool]) -> Callable[[Any, Any], Truth]:
    def run(value: Any, limit: Any) -> Truth:
        if isinstance(value, Share):
            if value.whole == 0:
                return UNKNOWN
            return _truth(test(value.part * 100, limit * value.whole))
        return _truth(test(value, limit))

    return run


def _before(value: DateValue, limit: DateValue) -> Truth:
    if value.last < limit.first:
        return TRUE
    return FALSE if value.first >= limit.last else UNKNOWN


def _on_or_before(value: DateValue, limit: DateValue) -> Truth:
    if value.last <= limit.first:
        return TRUE
    return FALSE if value.first > limit.last else UNKNOWN


def _after(value: DateValue, limit: DateValue) -> Truth:
    return _before(limit, value)


def _on_or_after(value: DateValue, limit: DateValue) -> Truth:
    return _on_or_before(limit, value)


def _no_older_than(value: DateValue, window: Window) -> Truth:
    early = step(window.date.first, -window.amount, window.unit, window.holidays)
    late = step(window.date.last, -window.amount, window.unit, window.holidays)
    if value.first >= late and value.last <= window.date.first:
        return TRUE
    if value.last < early or value.first > window.date.last:
        return FALSE
    return UNKNOWN


def _no_later_than(value: DateValue, window: Window) -> Truth:
    early = step(window.date.first, window.amount, window.unit, window.holidays)
    late = step(window.date.last, window.amount, window.unit, window.holidays)
    if value.last <= early:
        return TRUE
    return FALSE if value.first > late else UNKNOWN


def _includes(value: tuple[str, ...], word: str) -> Truth:
    return _truth(word in value)


def _covers(value: tuple[str, ...], words: tuple[str, ...]) -> Truth:
    return _truth(all(word in value for word in words))


def _covers_at_least(value: tuple[str, ...], wanted: tuple[int, tuple[str, ...]]) -> Truth:
    count, words = wanted
    return _truth(sum(word in value for word in words) >= count)


def _has_at_least(value: tuple[Any, ...], count: int) -> Truth:
    return _truth(len(value) >= count)


_ANY = frozenset(
    ("yes-no", "choice", "choices", "date", "integer", "number", "share", "text", "texts", "records")
)
_WORD = frozenset(("yes-no", "choice"))
_CHOICE = frozenset(("choice",))
_NUMBER = frozenset(("integer", "number", "share"))
_DATE = frozenset(("date",))
_CHOICES = frozenset(("choices",))
_LIST = frozenset(("choices", "texts", "records"))

OPERATORS: Final = {
    operator.name: operator
    for operator in (
        Operator("stated", _ANY, "yes", _stated, "is given"),
        Operator("is", _WORD, "word", _is, "is {}"),
        Operator("is_not", _WORD, "word", _is_not, "is not {}", TRUE),
        Operator("one_of", _CHOICE, "words", _one_of, "is one of: {}"),
        Operator("none_of", _CHOICE, "words", _none_of, "is none of: {}", TRUE),
        Operator("at_least", _NUMBER, "number", _compare(lambda a, b: a >= b), "is at least {}"),
        Operator("at_most", _NUMBER, "number", _compare(lambda a, b: a <= b), "is at most {}"),
        Operator("more_than", _NUMBER, "number", _compare(lambda a, b: a > b), "is more than {}"),
        Operator("less_than", _NUMBER, "number", _compare(lambda a, b: a < b), "is less than {}"),
        Operator("before", _DATE, "date", _before, "is before {}"),
        Operator("after", _DATE, "date", _after, "is after {}"),
        Operator("on_or_before", _DATE, "date", _on_or_before, "is on or before {}"),
        Operator("on_or_after", _DATE, "date", _on_or_after, "is on or after {}"),
        Operator("no_older_than", _DATE, "back", _no_older_than, "is not more than {}"),
        Operator("no_later_than", _DATE, "forward", _no_later_than, "is no later than {}"),
        Operator("includes", _CHOICES, "word", _includes, "includes {}"),
        Operator("covers", _CHOICES, "words", _covers, "covers all of: {}"),
        Operator("covers_at_least", _CHOICES, "count-of", _covers_at_least, "covers at least {}"),
        Operator("has_at_least", _LIST, "count", _has_at_least, "has at least {} entries"),
    )
}
"""Every operator by name, in the order of the reference."""

JOINING_WORDS: Final = ("all", "any", "not", "each", "some", "at_least", "condition")
