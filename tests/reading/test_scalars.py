"""What a scalar means is decided by the type that is wanted, and never guessed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctcheck.model.rules import FactType
from ctcheck.model.values import NONE, DateValue, Nothing, Share
from ctcheck.reading.nodes import LIST, SCALAR, Node
from ctcheck.reading.scalars import MAX_TEXT, ValueProblem, calendar_date, scalar_value

SEVERAL = settings(deadline=None, max_examples=200)
CHOICE = FactType("choice", {"in-place": "in place", "proposed": "proposed"})
MONTHLY = FactType("date", month_precision=True)
_READ_AS = {
    "yes-no": (bool, Nothing),
    "date": (DateValue, Nothing),
    "integer": int,
    "number": (float, Nothing),
    "share": (Share, Nothing),
    "text": (str, Nothing),
    "choice": (str, Nothing),
}
KINDS = ("yes-no", "date", "integer", "number", "share", "text")


def plain(text: str) -> Node:
    return Node(SCALAR, 1, 1, text, plain=True)


def quoted(text: str) -> Node:
    return Node(SCALAR, 1, 1, text)


def day(year: int, month: int, number: int) -> DateValue:
    one = dt.date(year, month, number)
    return DateValue(one, one)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("yes-no", "yes", True),
        ("yes-no", "No", False),
        ("yes-no", "TRUE", True),
        ("yes-no", "false", False),
        ("date", "2006-03-20", day(2006, 3, 20)),
        ("date", "2004-02-29", day(2004, 2, 29)),
        ("date", "0001-01-01", day(1, 1, 1)),
        ("integer", "0", 0),
        ("integer", "-12", -12),
        ("integer", "999999999999999", 999_999_999_999_999),
        ("number", "12", 12.0),
        ("number", "-0.5", -0.5),
        ("share", "45 of 50", Share(45, 50)),
        ("share", "0 of 0", Share(0, 0)),
        ("share", "90%", Share(90, 100, counted=False)),
        ("share", "33.3 %", Share(33.3, 100, counted=False)),
        ("share", "100%", Share(100, 100, counted=False)),
        ("text", "Kept in the plan", "Kept in the plan"),
        ("text", "12 meetings", "12 meetings"),
        ("text", "none of them", "none of them"),
    ],
)
def test_a_value_of_the_type_wanted_is_read(kind: str, text: str, value: Any) -> None:
    found = scalar_value(plain(text), FactType(kind))
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("yes-no", "y", "expected yes or no"),
        ("yes-no", "1", "expected yes or no"),
        ("date", "2006-3-1", "expected a date"),
        ("date", "20/03/2006", "expected a date"),
        ("date", "2006-03-20 ", "expected a date"),
        ("date", "2006-03-20\n", "expected a date"),
        ("date", "2006-02-29", "not a day in the calendar"),
        ("date", "2006-00-10", "not a day in the calendar"),
        ("date", "0000-01-01", "not a day in the calendar"),
        ("date", "2006-03", "found the month 2006-03"),
        ("date", "\u0662\u0660\u0660\u0666-03-20", "expected a date"),
        ("integer", "010", "expected a whole number"),
        ("integer", "1_000", "expected a whole number"),
        ("integer", "1,000", "expected a whole number"),
        ("integer", "12.0", "expected a whole number"),
        ("integer", "+1", "expected a whole number"),
        ("integer", "0x1f", "expected a whole number"),
        ("integer", "1" * 16, "expected a whole number"),
        ("integer", "\u0661\u0662", "expected a whole number"),
        ("number", "1e3", "expected a number"),
        ("number", ".5", "expected a number"),
        ("number", "5.", "expected a number"),
        ("number", ".nan", "expected a number"),
        ("number", "nan", "expected a number"),
        ("share", "50 of 40", "the part is larger than the whole"),
        ("share", "101%", "more than the whole"),
        ("share", "100.0001%", "more than the whole"),
        ("share", "-1%", "expected a part of a whole"),
        ("share", "4/5", "expected a part of a whole"),
        ("share", "90", "expected a part of a whole"),
        ("text", "", "the text is empty"),
    ],
)
def test_anything_else_is_refused_with_what_was_expected(kind: str, text: str, words: str) -> None:
    with pytest.raises(ValueProblem) as raised:
        scalar_value(plain(text), FactType(kind))
    assert words in raised.value.message


@pytest.mark.parametrize(
    "text",
    [
        "y",
        "n",
        "yes",
        "No",
        "TRUE",
        "off",
        "~",
        "null",
        "12",
        "1.10",
        "010",
        "1_000",
        "0x1F",
        "0o17",
        "1e3",
        "12:30",
        "2006-09",
        "2006-09-01",
        ".inf",
        "-.NaN",
        "+5",
    ],
)
def test_a_bare_word_that_other_programs_read_otherwise_is_no_text_without_quotes(text: str) -> None:
    with pytest.raises(ValueProblem) as raised:
        scalar_value(plain(text), FactType("text"))
    assert f'"{text}"' in raised.value.hint
    assert scalar_value(quoted(text), FactType("text")) == text


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "integer"])
def test_none_states_that_there_is_none(kind: str) -> None:
    assert scalar_value(plain("none"), FactType(kind)) is NONE


def test_none_of_what_is_counted_is_nought() -> None:
    assert scalar_value(plain("none"), FactType("integer")) == 0


def test_none_in_quotes_or_as_a_choice_is_a_word() -> None:
    assert scalar_value(quoted("none"), FactType("text")) == "none"
    assert scalar_value(plain("none"), FactType("choice", {"none": "none at all"})) == "none"


def test_a_choice_is_one_of_its_words_and_the_nearest_is_suggested() -> None:
    assert scalar_value(plain("in-place"), CHOICE) == "in-place"
    with pytest.raises(ValueProblem) as raised:
        scalar_value(plain("In_Place"), CHOICE)
    assert raised.value.hint == "Did you mean 'in-place'?"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2006-02", dt.date(2006, 2, 1), dt.date(2006, 2, 28)),
        ("2004-02", dt.date(2004, 2, 1), dt.date(2004, 2, 29)),
        ("2006-12", dt.date(2006, 12, 1), dt.date(2006, 12, 31)),
    ],
)
def test_a_month_is_any_day_in_it(text: str, first: dt.date, last: dt.date) -> None:
    assert scalar_value(plain(text), MONTHLY) == DateValue(first, last)


@pytest.mark.parametrize("text", ["2006-00", "2006-13", "0000-01"])
def test_a_month_that_is_not_in_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(ValueProblem, match="not a month"):
        scalar_value(plain(text), MONTHLY)


@pytest.mark.parametrize("kind", ["integer", "number"])
def test_a_number_in_quotes_is_text(kind: str) -> None:
    with pytest.raises(ValueProblem) as raised:
        scalar_value(quoted("12"), FactType(kind))
    assert raised.value.hint == "Remove the quotes."


def test_a_text_may_be_as_long_as_the_limit_and_no_longer() -> None:
    assert scalar_value(plain("x" * MAX_TEXT), FactType("text")) == "x" * MAX_TEXT
    with pytest.raises(ValueProblem, match="5,001 characters"):
        scalar_value(plain("x" * (MAX_TEXT + 1)), FactType("text"))


@pytest.mark.parametrize("kind", [*KINDS, "choice"])
def test_a_list_is_never_a_scalar(kind: str) -> None:
    with pytest.raises(ValueProblem, match="found an empty list"):
        scalar_value(Node(LIST, 1, 1), FactType(kind))


@SEVERAL
@given(one=st.dates())
def test_every_day_of_the_calendar_can_be_written(one: dt.date) -> None:
    assert calendar_date(one.isoformat()) == one


@SEVERAL
@given(year=st.integers(0, 9999), month=st.integers(0, 99), number=st.integers(0, 99))
def test_what_is_no_day_in_the_calendar_is_no_date(year: int, month: int, number: int) -> None:
    text = f"{year:04}-{month:02}-{number:02}"
    try:
        expected = dt.date(year, month, number)
    except ValueError:
        with pytest.raises(ValueProblem, match="not a day in the calendar"):
            calendar_date(text)
    else:
        assert calendar_date(text) == expected


@SEVERAL
@given(text=st.text(max_size=40), kind=st.sampled_from([*KINDS, "choice"]), bare=st.booleans())
def test_any_text_is_read_or_refused_in_words(text: str, kind: str, bare: bool) -> None:
    wanted = FactType(kind, CHOICE.choices)
    problem = ""
    try:
        value = scalar_value(Node(SCALAR, 1, 1, text, bare), wanted)
    except ValueProblem as error:
        problem = error.message
    assert problem.endswith(".") if problem else isinstance(value, _READ_AS[kind])


@SEVERAL
@given(part=st.integers(0, 10**9 - 1), whole=st.integers(0, 10**9 - 1))
def test_a_share_is_at_most_the_whole(part: int, whole: int) -> None:
    if part <= whole:
        assert scalar_value(plain(f"{part} of {whole}"), FactType("share")) == Share(part, whole)
    else:
        with pytest.raises(ValueProblem, match="larger than the whole"):
            scalar_value(plain(f"{part} of {whole}"), FactType("share"))
