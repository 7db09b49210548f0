"""Each operator on each kind of value: true, false, or open because the value itself is."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctcheck.conditions.operators import OPERATORS, Window, WorkingCalendar
from ctcheck.model.values import DateValue, Share, Truth, month_length

EASTER = frozenset(
    dt.date.fromisoformat(day)
    for day in ("2006-01-02", "2006-04-14", "2006-04-17", "2006-12-25", "2006-12-26", "2007-01-01")
)
CALENDAR = WorkingCalendar(EASTER)
SEVERAL = settings(deadline=None, max_examples=150)


def day(text: str) -> DateValue:
    one = dt.date.fromisoformat(text)
    return DateValue(one, one)


def month(text: str) -> DateValue:
    first = dt.date.fromisoformat(f"{text}-01")
    return DateValue(first, first.replace(day=month_length(first.year, first.month)))


def window(amount: int, unit: str, date: DateValue) -> Window:
    return Window(amount, unit, date, CALENDAR)


def answer(name: str, value: Any, operand: Any) -> Truth:
    return OPERATORS[name].test(value, operand)


@pytest.mark.parametrize(
    ("name", "value", "operand", "expected"),
    [
        ("stated", False, True, "T"),
        ("stated", (), True, "T"),
        ("is", True, True, "T"),
        ("is", False, True, "F"),
        ("is", "in-place", "proposed", "F"),
        ("is_not", "in-place", "proposed", "T"),
        ("is_not", "in-place", "in-place", "F"),
        ("one_of", "a", ("a", "b"), "T"),
        ("one_of", "c", ("a", "b"), "F"),
        ("one_of", "a", (), "F"),
        ("none_of", "a", ("a", "b"), "F"),
        ("none_of", "c", ("a", "b"), "T"),
        ("at_least", 3, 3, "T"),
        ("at_least", 2, 3, "F"),
        ("at_most", 3, 3, "T"),
        ("at_most", 4, 3, "F"),
        ("more_than", 3, 3, "F"),
        ("more_than", 3.5, 3, "T"),
        ("less_than", 3, 3, "F"),
        ("less_than", -1, 0, "T"),
        ("includes", ("a", "b"), "b", "T"),
        ("includes", ("a", "b"), "c", "F"),
        ("includes", (), "c", "F"),
        ("covers", ("a", "b"), ("b", "a"), "T"),
        ("covers", ("a", "b"), ("a", "c"), "F"),
        ("covers", (), ("a",), "F"),
        ("covers_at_least", ("a", "b"), (2, ("a", "b", "c")), "T"),
        ("covers_at_least", ("a", "x"), (2, ("a", "b", "c")), "F"),
        ("has_at_least", ("a", "b"), 2, "T"),
        ("has_at_least", ("a",), 2, "F"),
        ("has_at_least", (), 1, "F"),
    ],
)
def test_a_plain_value_is_true_or_false(name: str, value: Any, operand: Any, expected: Truth) -> None:
    assert answer(name, value, operand) == expected


@pytest.mark.parametrize(
    ("name", "share", "per_cent", "expected"),
    [
        ("at_least", Share(4, 5), 80, "T"),
        ("at_least", Share(79, 100), 80, "F"),
        ("at_least", Share(1, 3), 33.3333, "T"),
        ("at_most", Share(1, 3), 33.3333, "F"),
        ("more_than", Share(4, 5), 80, "F"),
        ("less_than", Share(0, 5), 1, "T"),
        ("at_least", Share(29, 100, counted=False), 29, "T"),
        ("at_least", Share(0, 0), 0, "U"),
        ("at_most", Share(0, 0), 100, "U"),
    ],
)
def test_a_share_is_compared_in_per_cent_and_is_open_of_nobody(
    name: str, share: Share, per_cent: float, expected: Truth
) -> None:
    assert answer(name, share, per_cent) == expected


@pytest.mark.parametrize(
    ("name", "value", "limit", "expected"),
    [
        ("before", day("2006-03-31"), day("2006-04-01"), "T"),
        ("before", day("2006-04-01"), day("2006-04-01"), "F"),
        ("on_or_before", day("2006-04-01"), day("2006-04-01"), "T"),
        ("on_or_before", day("2006-04-02"), day("2006-04-01"), "F"),
        ("after", day("2006-04-01"), day("2006-04-01"), "F"),
        ("after", day("2006-04-02"), day("2006-04-01"), "T"),
        ("on_or_after", day("2006-04-01"), day("2006-04-01"), "T"),
        ("on_or_after", day("2006-03-31"), day("2006-04-01"), "F"),
        # A month against a day in it is open, except where no day of the month could change the answer.
        ("before", month("2006-03"), day("2006-04-01"), "T"),
        ("before", month("2006-03"), day("2006-03-31"), "U"),
        ("before", month("2006-03"), day("2006-03-01"), "F"),
        ("on_or_before", month("2006-03"), day("2006-03-31"), "T"),
        ("on_or_before", month("2006-03"), day("2006-03-30"), "U"),
        ("on_or_before", month("2006-03"), day("2006-02-28"), "F"),
        ("after", month("2006-03"), day("2006-02-28"), "T"),
        ("after", month("2006-03"), day("2006-03-01"), "U"),
        ("after", month("2006-03"), day("2006-03-31"), "F"),
        ("on_or_after", month("2006-03"), day("2006-03-01"), "T"),
        ("on_or_after", month("2006-03"), day("2006-03-02"), "U"),
        ("on_or_after", month("2006-03"), day("2006-04-01"), "F"),
        ("before", month("2006-03"), month("2006-03"), "U"),
        ("before", month("2006-03"), month("2006-04"), "T"),
    ],
)
def test_a_date_is_compared_day_by_day_and_a_month_only_as_far_as_it_goes(
    name: str, value: DateValue, limit: DateValue, expected: Truth
) -> None:
    assert answer(name, value, limit) == expected


@pytest.mark.parametrize(
    ("name", "value", "asked", "expected"),
    [
        ("no_older_than", day("2006-11-30"), window(6, "months", day("2007-05-31")), "T"),
        ("no_older_than", day("2006-11-29"), window(6, "months", day("2007-05-31")), "F"),
        ("no_older_than", day("2007-05-31"), window(6, "months", day("2007-05-31")), "T"),
        ("no_older_than", day("2007-06-01"), window(6, "months", day("2007-05-31")), "F"),
        ("no_older_than", day("2004-02-27"), window(1, "years", day("2005-02-28")), "F"),
        ("no_older_than", day("2003-02-28"), window(1, "years", day("2004-02-29")), "T"),
        ("no_older_than", day("2007-05-31"), window(0, "days", day("2007-05-31")), "T"),
        ("no_older_than", month("2006-11"), window(6, "months", day("2007-05-31")), "U"),
        ("no_older_than", month("2006-12"), window(6, "months", day("2007-05-31")), "T"),
        ("no_older_than", month("2006-10"), window(6, "months", day("2007-05-31")), "F"),
        ("no_older_than", month("2007-05"), window(6, "months", day("2007-05-30")), "U"),
        ("no_later_than", day("2006-04-30"), window(1, "months", day("2006-03-31")), "T"),
        ("no_later_than", day("2006-05-01"), window(1, "months", day("2006-03-31")), "F"),
        ("no_later_than", day("2005-01-01"), window(1, "days", day("2006-03-31")), "T"),
        ("no_later_than", month("2006-04"), window(30, "days", day("2006-03-31")), "T"),
        ("no_later_than", month("2006-04"), window(29, "days", day("2006-03-31")), "U"),
        ("no_later_than", month("2006-05"), window(30, "days", day("2006-03-31")), "F"),
        ("no_later_than", day("2006-03-15"), window(0, "days", month("2006-03")), "U"),
        # Four working days from Thursday before Easter: Friday and Monday are bank holidays.
        ("no_later_than", day("2006-04-21"), window(4, "working_days", day("2006-04-13")), "T"),
        ("no_later_than", day("2006-04-22"), window(4, "working_days", day("2006-04-13")), "F"),
    ],
)
def test_a_length_of_time_is_counted_with_both_ends(
    name: str, value: DateValue, asked: Window, expected: Truth
) -> None:
    assert answer(name, value, asked) == expected


def test_a_length_of_time_stays_inside_the_calendar() -> None:
    asked = window(40_000, "years", day("2006-04-13"))
    assert answer("no_later_than", day("9999-12-31"), asked) == "T"
    assert answer("no_older_than", day("0001-01-01"), asked) == "T"


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2006-04-13", 0, "2006-04-13"),
        ("2006-04-13", 1, "2006-04-18"),
        ("2006-04-15", 0, "2006-04-15"),
        ("2006-04-15", 1, "2006-04-18"),
        ("2006-12-22", 1, "2006-12-27"),
        ("2006-12-29", 1, "2007-01-02"),
    ],
)
def test_working_days_leave_out_weekends_and_bank_holidays(start: str, days: int, expected: str) -> None:
    assert CALENDAR.add(dt.date.fromisoformat(start), days) == dt.date.fromisoformat(expected)


@pytest.mark.parametrize(("start", "days"), [("2007-12-28", 5), ("2005-12-29", 1), ("2006-01-01", 2_001)])
def test_working_days_outside_the_table_are_refused_not_guessed(start: str, days: int) -> None:
    with pytest.raises(ValueError, match=r"bank holidays covers|between 0 and"):
        CALENDAR.add(dt.date.fromisoformat(start), days)


def test_working_days_without_any_bank_holiday_are_refused() -> None:
    with pytest.raises(ValueError, match="bank holidays"):
        WorkingCalendar(frozenset()).add(dt.date(2006, 1, 3), 1)


@SEVERAL
@given(start=st.dates(dt.date(2006, 1, 1), dt.date(2006, 11, 1)), days=st.integers(1, 25))
def test_a_count_of_working_days_ends_on_one_and_passes_exactly_so_many(start: dt.date, days: int) -> None:
    end = CALENDAR.add(start, days)
    passed = [start + dt.timedelta(n) for n in range(1, (end - start).days + 1)]
    working = [one for one in passed if one.weekday() < 5 and one not in EASTER]
    assert len(working) == days
    assert working[-1] == end


MONTHS = st.dates(dt.date(2005, 1, 1), dt.date(2008, 12, 28)).map(lambda one: month(one.isoformat()[:7]))


@SEVERAL
@given(
    name=st.sampled_from(["before", "after", "on_or_before", "on_or_after"]),
    value=MONTHS,
    limit=st.dates(dt.date(2005, 1, 1), dt.date(2008, 12, 31)),
)
def test_a_month_is_settled_exactly_when_all_its_days_agree(
    name: str, value: DateValue, limit: dt.date
) -> None:
    days = [value.first + dt.timedelta(n) for n in range((value.last - value.first).days + 1)]
    each = {answer(name, DateValue(one, one), DateValue(limit, limit)) for one in days}
    assert answer(name, value, DateValue(limit, limit)) == (each.pop() if len(each) == 1 else "U")


@SEVERAL
@given(
    name=st.sampled_from(["no_older_than", "no_later_than"]),
    value=MONTHS,
    limit=st.dates(dt.date(2005, 1, 1), dt.date(2008, 12, 31)),
    amount=st.integers(0, 60),
    unit=st.sampled_from(["days", "months"]),
)
def test_a_month_against_a_length_of_time_is_settled_exactly_when_all_its_days_agree(
    name: str, value: DateValue, limit: dt.date, amount: int, unit: str
) -> None:
    asked = window(amount, unit, DateValue(limit, limit))
    days = [value.first + dt.timedelta(n) for n in range((value.last - value.first).days + 1)]
    each = {answer(name, DateValue(one, one), asked) for one in days}
    assert answer(name, value, asked) == (each.pop() if len(each) == 1 else "U")
