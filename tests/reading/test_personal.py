"""Personal data: what is found, with what certainty, and that ordinary references are not taken for it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ctcheck.errors import SubmissionError
from ctcheck.model.values import plain_date
from ctcheck.reading.personal import (
    KINDS,
    is_nhs_number,
    is_pupil_number,
    is_worth_a_look,
    look_at,
)
from ctcheck.reading.personal_words import GIVEN_NAMES, NO_NAMES
from ctcheck.reading.submission import SubmissionReader

DIGITS = st.text("0123456789", min_size=10, max_size=10)


def nhs_number(nine: str) -> str:
    """With its check digit, worked out from the published description; none where that would be 10."""
    total = sum(int(digit) * (10 - at) for at, digit in enumerate(nine))
    check = 11 - total % 11
    return "" if check == 10 else nine + str(0 if check == 11 else check)


def pupil_number(twelve: str) -> str:
    """With its check letter."""
    total = sum(int(digit) * weight for digit, weight in zip(twelve, range(2, 14), strict=True))
    return "ABCDEFGHJKLMNPQRTUVWXYZ"[total % 23] + twelve


# Made-up numbers of the range that is kept for tests: no person has one.
NHS = nhs_number("999012345")
UPN = pupil_number("999999912345")


@pytest.mark.parametrize(
    ("text", "kind", "certain"),
    [
        (f"Audit of {NHS[:3]} {NHS[3:6]} {NHS[6:]}, closed", "nhs-number", True),
        (f"{NHS[:3]}-{NHS[3:6]}-{NHS[6:]}", "nhs-number", True),
        (f"NHS number: {NHS}", "nhs-number", True),
        (f"nhs no. {NHS}.", "nhs-number", True),
        ("NHS number 9990123450", "nhs-number", False),
        (f"see {nhs_number('400000001')}", "nhs-number", False),
        (f"the file of {UPN}", "pupil-number", True),
        ("UPN A999999912345", "pupil-number", False),
        ("date of birth: 12/03/2001", "birth", True),
        ("D.O.B. 12.3.01", "birth", True),
        ("DOB 2001-03-12", "birth", True),
        ("Kezia Smith-Jones, born on 12 March 2001", "birth", True),
        ("born 12th March 2001", "birth", False),
        ("the case of Jane Smith (12 March 2001)", "birth", False),
        ("John O'Neil, 12/03/2001", "birth", False),
        ("ask jo.bloggs@hertfordshire.gov.uk", "e-mail", False),
        ("safeguarding@gmail.com", "e-mail", False),
        ("ring 01632 960123", "telephone", False),
        ("(020) 7946 0123", "telephone", False),
        ("+44 (0)20 7946 0123", "telephone", False),
        ("07700 900123", "telephone", False),
        ("12 High Street, Hertford SG13 8XX", "postcode", False),
        ("EC1A 1BB", "postcode", False),
        ("M1 1AE", "postcode", False),
    ],
)
def test_personal_data_is_found(text: str, kind: str, certain: bool) -> None:
    found = {one.kind: one.certain for one in look_at(text)}
    assert found.get(kind) == certain
    assert set(found) <= set(KINDS)


@pytest.mark.parametrize(
    "text",
    [
        "S.I. 2005/2149, reg.4(2)(b)",
        "E10000015",
        "https://www.legislation.gov.uk/ukpga/2004/31/section/10/2005-04-01",
        "Children born between 1 September 2001 and 31 August 2002",
        "children born on or after 1 September 2002",
        "date of birth recorded before 2007-05-31",
        "1 April 2006 to 31 March 2009",
        "01-04-2006 31-03-2009",
        "2006-04-01 2007-03-31",
        "Children Act 2004, 1 March 2005",
        "Cabinet Member, 12 March 2007",
        "Signed by Grace House, 12 March 2007",
        "minutes of 12 March 2007",
        "safeguarding.children@hertfordshire.gov.uk",
        "enquiries@camden.nhs.uk",
        f"REF-{NHS}",
        f"{NHS}/2",
        f"12{NHS}",
        "999 012 3450",
        "9999999999",
        "A999999912345",
        "ISBN 978-0-11-322880-0",
        "Cm 5860",
        "version 10.4.2007",
        "ZZ1 1AB",
        "form A1 1AB2",
        "cd" * 32,
        "1 of 30, 2 of 30",
        "30/11/2006",
    ],
)
def test_ordinary_references_are_not_taken_for_it(text: str) -> None:
    assert look_at(text) == []


@given(DIGITS)
def test_a_number_without_its_check_digit_is_no_nhs_number(digits: str) -> None:
    assume(nhs_number(digits[:9]) != digits)
    assert not is_nhs_number(digits)
    for text in (digits, f"{digits[:3]} {digits[3:6]} {digits[6:]}"):
        assert "nhs-number" not in {one.kind for one in look_at(text)}


@given(st.integers(100_000_000, 999_999_999).map(str))
def test_every_number_with_its_check_digit_is_one_where_it_is_set_as_one(nine: str) -> None:
    number = nhs_number(nine)
    assume(number and len(set(number)) > 1)
    assert is_nhs_number(number)
    spaced = f"{number[:3]} {number[3:6]} {number[6:]}"
    assert ("nhs-number", True) in {(one.kind, one.certain) for one in look_at(f"(see {spaced})")}
    assert not any(one.certain for one in look_at(number))


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(1, 22))
def test_a_pupil_number_is_known_by_its_check_letter(twelve: str, step: int) -> None:
    letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
    good = pupil_number(twelve)
    bad = letters[(letters.index(good[0]) + step) % 23] + twelve
    assert (is_pupil_number(good), is_pupil_number(bad)) == (True, False)
    assert not any(one.kind == "pupil-number" for one in look_at(bad))


@given(
    st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31)),
    st.sampled_from(["Signed on", "The Board of", "Agreed by the Cabinet,", "In force from", "Reviewed:"]),
    st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "plain"]),
)
def test_a_date_in_an_ordinary_sentence_is_nobodys_birth(day: dt.date, words: str, form: str) -> None:
    text = f"{words} {plain_date(day) if form == 'plain' else day.strftime(form)}"
    assert look_at(text) == []


@settings(max_examples=300)
@given(st.from_regex(r"[A-Z]{1,4}[/-]?\d{1,6}([/-]\d{1,6}){1,2}", fullmatch=True))
def test_reference_numbers_are_never_certain(text: str) -> None:
    assert not any(one.certain for one in look_at(text))


@settings(max_examples=300)
@given(st.text("ab1 0-./@()SGnhborn+", max_size=400))
def test_any_text_is_looked_at_without_an_error(text: str) -> None:
    assert len(look_at(text)) <= len(KINDS)


def test_no_word_of_offices_stands_among_the_given_names() -> None:
    assert GIVEN_NAMES.isdisjoint(NO_NAMES - {"april", "grace", "june", "victoria"})
    assert all(word == word.lower() for word in GIVEN_NAMES | NO_NAMES)


HEAD = "ctcheck: 1\narea: {name: Testshire, type: county}\nas_at: 2007-05-31\n"


def test_it_is_said_where_and_never_what(submissions: SubmissionReader) -> None:
    text = f"{HEAD}evidence:\n  - id: a\n    title: Case of {NHS[:3]} {NHS[3:6]} {NHS[6:]}\n    kind: plan\n    supports: [plan]\n"
    (warning,) = submissions.read_data(text.encode(), Path("it.yaml")).warnings
    assert (str(warning.place), warning.path) == ("it.yaml:6:12", "evidence[0].title")
    assert (warning.kind, warning.certain) == ("nhs-number", True)
    assert NHS[6:] not in warning.message


def test_a_problem_does_not_repeat_it_either(submissions: SubmissionReader) -> None:
    text = f"{HEAD}plan:\n  published: NHS {NHS}\nmarking: Jane Smith DOB 12/03/2001\n"
    with pytest.raises(SubmissionError) as caught:
        submissions.read_data(text.encode(), Path("it.yaml"))
    said = "\n".join(problem.text() for problem in caught.value.problems)
    assert "it.yaml:5:14: plan.published: found what looks like an NHS number, which is not repeated" in said
    assert "expected public, restricted or exempt." in said
    for secret in (NHS, "Jane", "12/03"):
        assert secret not in said


@pytest.mark.parametrize("letter", ["1", "a", "@", "0 ", "A1 ", "born ", "(0", "12 March "])
def test_a_long_text_is_looked_at_in_no_time(letter: str) -> None:
    import time

    started = time.process_time()
    look_at(letter * (20_000 // len(letter)))
    assert time.process_time() - started < 2


@settings(max_examples=1000)
@given(
    st.text("ab1 0-./@()SGnhbordtNHS,", max_size=40)
    | st.tuples(
        st.sampled_from(
            ["Jane Smith", "born", "DOB", "d.o.b.", "Date of Birth", "NHS number", "Ref", "UPN", ""]
        ),
        st.sampled_from([" ", ", ", " (", ": ", "", " on "]),
        st.sampled_from(
            [
                "12/03/2001",
                "2001-03-12",
                "12 March 2001",
                "12th Mar, 2001",
                "999 012 3454",
                "9990123454",
                UPN,
                "SG13 8XX",
                "M1 1AE",
                "01632 960123",
                "a.b@example.org",
                "12.3.01",
            ]
        ),
        st.sampled_from(["", ".", ")", " and more"]),
    ).map("".join)
)
def test_nothing_is_found_in_a_text_that_is_passed_over(text: str) -> None:
    if look_at(text):
        assert is_worth_a_look(text)
