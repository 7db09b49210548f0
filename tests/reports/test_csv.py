"""The lists: gaps and action plan, one a line, in which nothing is a formula."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctcheck.model.action_sheet import HEADERS, guarded, unguarded
from ctcheck.reports import make_reporter
from tests.reports.golden_file import matches_golden
from tests.reports.sample import ATTACKS, attacked, sample

FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"


def lines(data: bytes) -> list[dict[str, str]]:
    text = data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize(("name", "golden"), [("csv", "sample.csv"), ("actions", "sample.actions.csv")])
def test_the_list_is_the_golden_file(name: str, golden: str) -> None:
    matches_golden(golden, make_reporter(name).render(sample(attacked())))


def test_every_gap_is_a_line_with_its_actions() -> None:
    report = sample()
    found = lines(make_reporter("csv").render(report))
    assert [line["Finding"] for line in found] == [gap.finding.id for gap in report.gaps]
    gap = next(line for line in found if line["Finding"] == "plan-published")
    (action,) = (one for one in report.papers.plan if "plan-published" in one.gaps)
    assert (gap["Action id"], gap["Action"]) == (action.id, action.action)
    several = next(line for line in found if line["Finding"] == "pooled-fund")
    assert several["Action id"] == "A1; A2"
    assert several["Action"] == "Publish the plan; Write the plan"


def test_every_action_is_a_line_with_dates_that_programs_read() -> None:
    found = lines(make_reporter("actions").render(sample()))
    assert list(found[0]) == list(HEADERS.values())
    assert [line["Id"] for line in found] == ["A1", "draft-2", "A2"]
    assert [line["Due"] for line in found] == ["", "", "2003-04-01"]
    assert [line["Source"] for line in found] == ["submission", "drafted", "submission"]
    assert found[0]["Checks"] == "no owner named; no date given"


@pytest.mark.parametrize("name", ["csv", "actions"])
def test_spreadsheets_know_its_encoding_and_line_ends(name: str) -> None:
    data = make_reporter(name).render(sample(attacked()))
    assert data.startswith(b"\xef\xbb\xbf")
    assert not data[3:].startswith(b"\xef\xbb\xbf")
    assert data.endswith(b'"\r\n')
    assert data.count(b"\n") == data.count(b"\r\n") == len(lines(data)) + 1
    assert make_reporter(name).render(sample(attacked())) == data


@pytest.mark.parametrize("name", ["csv", "actions"])
@given(st.lists(st.text(alphabet=st.sampled_from("=+-@\t\r\n '\"\uff1d;,a1|\u00a0\u200b\ufeff")), min_size=1))
def test_no_cell_begins_as_a_formula_does(name: str, beginnings: list[str]) -> None:
    turn = iter(range(10**6))
    data = make_reporter(name).render(sample(lambda word: beginnings[next(turn) % len(beginnings)] + word))
    for line in lines(data):
        for cell in line.values():
            # As a spreadsheet trims it; an apostrophe is what says that text follows.
            assert not cell.strip().startswith(tuple(FORMULA)), cell


@pytest.mark.parametrize("attack", ATTACKS)
def test_harmful_characters_are_out(attack: str) -> None:
    text = make_reporter("csv").render(sample(lambda word: word + attack)).decode("utf-8-sig")
    assert not set("\x00\x07\x1b\x9b\u202e\u2066") & set(text)
    assert not re.search(r"(?<!\r)\n|\r(?!\n)", text)


@given(st.text())
def test_the_guard_comes_off_again(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).lstrip().startswith(tuple(FORMULA))
