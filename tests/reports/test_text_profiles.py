"""Text for readers other than the team: sections, readable tables, blanks, no line too long."""

from __future__ import annotations

import re

import pytest

from ctcheck.model.papers import Papers, Prepared
from ctcheck.reports import make_reporter
from ctcheck.reports.flow import drawn
from tests.reports.golden_file import matches_golden
from tests.reports.readers import documented, rendered
from tests.reports.sample import sample

OTHERS = ("inspector", "cabinet", "partner")


def text(profile: str, width: int = 80, *, hostile: bool = False, explain: bool = False) -> str:
    return rendered("text", profile, hostile=hostile, width=width, explain=explain).decode()


@pytest.mark.parametrize("profile", OTHERS)
@pytest.mark.parametrize("hostile", [False, True], ids=["plain", "hostile"])
def test_the_report_is_the_golden_file(profile: str, hostile: bool) -> None:
    name = f"sample-{profile}{'-hostile' if hostile else ''}.txt"
    matches_golden(name, text(profile, hostile=hostile).encode())


@pytest.mark.parametrize("profile", OTHERS)
@pytest.mark.parametrize("width", [40, 64, 80, 132])
def test_no_line_is_wider_than_asked_unless_one_word_is(profile: str, width: int) -> None:
    for line in text(profile, width, hostile=True, explain=True).splitlines():
        found = re.sub(r"^[ |`-]*(\[\w+\] |[\w ,()]+: +)?", "", line).split()
        assert len(line) <= width or len(found) <= 1, line


@pytest.mark.parametrize("profile", OTHERS)
def test_nothing_drives_the_terminal(profile: str) -> None:
    shown = text(profile, hostile=True, explain=True)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]", shown)


@pytest.mark.parametrize("profile", OTHERS)
def test_every_section_is_underlined_in_the_order_of_the_profile(profile: str) -> None:
    titles = [section.title for section in documented(profile).sections]
    assert re.findall(r"^(.+)\n-{3,}$", text(profile), re.M) == titles


@pytest.mark.parametrize("profile", OTHERS)
def test_a_caption_that_is_a_sentence_ends_as_one(profile: str) -> None:
    shown = text(profile)
    assert ".:" not in shown
    assert profile == "partner" or "the day counted from is day 0.\n" in shown


def test_blanks_are_drawn_and_recommendations_numbered() -> None:
    shown = text("cabinet")
    for label in ("Meeting", "Wards affected", "Legal", "Owner (role)"):
        assert re.search(rf"^ *{re.escape(label)}: +_{{20}}$", shown, re.M), label
    assert re.search(r"^  1\. To agree the action plan", shown, re.M)


def test_a_cell_that_is_empty_for_another_reason_is_no_blank() -> None:
    enquiries = text("inspector").partition("Lines of enquiry\n")[2].partition("Systemic risks\n")[0]
    assert "Documents to ask for:" in enquiries
    assert "____" not in enquiries


def test_the_twin_stands_for_each_picture() -> None:
    shown = " ".join(text("inspector").split())
    for pictures in drawn(sample()).values():
        for picture in pictures:
            assert " ".join(picture.table.caption.split()) in shown
            assert picture.table.rows[-1][0] in shown


def test_reasons_come_when_they_are_asked_for() -> None:
    assert "[no] all of these hold" not in text("inspector")
    assert "[no] all of these hold" in text("inspector", explain=True)


def test_the_team_reads_how_far_the_inspection_is_and_what_the_plan_lacks() -> None:
    shown = " ".join(text("team").split())
    assert "Fieldwork begins on 5 May 2003, 61 working days after the day described." in shown
    assert "Of 3 actions, drafted ones included, 2 have no owner and 2 have no date." in shown


def test_a_plan_that_lacks_nothing_and_a_day_unknown_are_told_as_that() -> None:
    report = sample()
    papers: Papers = report.papers
    whole = tuple(action._replace(checks=()) for action in papers.plan)
    unknown = papers.timeline._replace(inspection=None, working_days=None)
    changed = papers._replace(plan=whole, timeline=unknown)
    shown = make_reporter("text").render(report._replace(prepared=Prepared(lambda: changed))).decode()
    assert "3 actions are planned, each with an owner and a date." in " ".join(shown.split())
    assert "Fieldwork begins" not in shown
