"""Dates as people write them: read for certain, or refused."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctcheck.model.values import plain_date
from ctcheck.reading.people_dates import NoDateError, due_from


@pytest.mark.parametrize(
    "value",
    [
        "2006-04-01", "2006-04-01 00:00:00", "1 April 2006", "1 april 2006", " 1  April 2006. ", "'2006-04-01",
        dt.date(2006, 4, 1), dt.datetime(2006, 4, 1),
    ],
)  # fmt: skip
def test_a_plain_date_needs_no_remark(value: object) -> None:
    assert due_from(value) == ("2006-04-01", "")


@pytest.mark.parametrize(
    "value",
    [
        "01/04/2006", "1.4.2006", "1-4-06", "1/4/06", "1st April 2006", "Sat 1 Apr 2006", "Saturday, 1 April, 2006",
        "1-Apr-2006", "1st of April 2006", 38808, 38808.0, dt.datetime(2006, 4, 1, 9, 30),
    ],
)  # fmt: skip
def test_what_could_be_clearer_is_read_and_said(value: object) -> None:
    due = due_from(value)
    assert due.text == "2006-04-01"
    assert due.said


@pytest.mark.parametrize(
    ("value", "word"), [("ongoing", "ongoing"), ("On-going", "ongoing"), ("Continuous", "ongoing"), ("TBC", "tbc"), ("tbd", "tbc")]
)  # fmt: skip
def test_what_says_that_there_is_no_date_is_kept_and_said(value: str, word: str) -> None:
    due = due_from(value)
    assert due.text == word
    assert "the plan lists it as a weakness" in due.said


@pytest.mark.parametrize(
    "value",
    [
        "April 2006", "2006", "Spring", "31/04/2006", "13/13/2006", "29 February 2007", "1 Ju 2006", "1 Foo 2006", "soon",
        "1/2", "by 1 April 2006 at the latest", "01/04/006", "2006-13-01", 12, 1e12, 38808.5, True, dt.time(1), dt.timedelta(1),
        dt.datetime(1900, 1, 12), "\u0661/\u0664/2006",
    ],
)  # fmt: skip
def test_what_is_not_one_day_for_certain_is_refused(value: object) -> None:
    with pytest.raises(NoDateError):
        due_from(value)


@given(st.dates(dt.date(1902, 1, 1)))
def test_every_day_comes_back_from_each_form(day: dt.date) -> None:
    for value in (day, plain_date(day), f"{day:%d/%m/}{day.year:04}", day.isoformat()):
        assert due_from(value).text == day.isoformat()
