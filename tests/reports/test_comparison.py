"""A comparison in every format: what it says, that its schema holds, and that hostile words stay words."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

import jsonschema
import pytest

from ctcheck.errors import UsageError
from ctcheck.model.comparison import MOVEMENTS
from ctcheck.reports import make_reporter
from ctcheck.reports import words_comparison as said
from ctcheck.reports.comparison import FORMATS, render_comparison
from ctcheck.resources import resource_dir
from tests.reports.sample import ATTACKS, attacked, sample
from tests.reports.sample_comparison import sample_comparison


def schema(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((resource_dir("schemas") / name).read_text("utf-8"))
    return loaded


def rendered(name: str, *, hostile: bool = False, width: int = 80) -> str:
    word = attacked() if hostile else (lambda text: text)
    return render_comparison(sample_comparison(word), sample(), name, width=width).decode()


@pytest.mark.parametrize("hostile", [False, True])
def test_the_json_is_as_its_schema_promises(hostile: bool) -> None:
    promised = schema("comparison.schema.json")
    jsonschema.Draft202012Validator.check_schema(promised)
    validator = jsonschema.Draft202012Validator(promised, format_checker=jsonschema.FormatChecker())
    made = json.loads(rendered("json", hostile=hostile))
    assert [error.message for error in validator.iter_errors(made)] == []


def test_the_schema_says_of_a_comparison_what_the_schema_of_the_report_says() -> None:
    one, other = schema("comparison.schema.json"), schema("gap-report.schema.json")
    assert one["$defs"].items() <= other["$defs"].items()
    assert one["$defs"]["change"]["properties"]["movement"]["enum"] == list(MOVEMENTS)


def test_every_movement_has_words() -> None:
    for words in (said.MOVEMENTS, said.MOVEMENT_NAMES, said.MOVEMENT_TAGS):
        assert set(words) == set(MOVEMENTS)
    assert set(MOVEMENTS) - {"unchanged"} <= set(said.SECTIONS)


@pytest.mark.parametrize("width", [40, 80])
def test_the_text_keeps_to_its_width(width: int) -> None:
    text = rendered("text", width=width)
    assert max(map(len, text.splitlines())) <= width or width < 80


def test_the_text_tells_causes_questions_and_actions() -> None:
    text = " ".join(rendered("text").split())
    assert "The date (time: the answers are older)" in text
    assert "So would the rules alone" in text
    assert "Only together: the rules and the submission" in text
    assert "Only together: the date (the law date and time together) and the rules" in text
    assert "Probation (probation): came; it was not named last time." in text
    assert "Police (north-police): has another id (it was police)." in text
    assert "Fell due and is not done (status: late)" in text
    assert "Fell due; put off to 1 January 2009" in text
    assert "Gone from the plan, and nothing says that it is done" in text
    assert "A closed gap: Not met, and Met now" in text
    assert "closed-of-old: closed now" in text
    assert "2 answers of this time are carried from earlier and not confirmed, and count as none." in text


def test_the_numbers_add_up() -> None:
    found = sample_comparison()
    counted = sum(found.count(movement) for movement in MOVEMENTS)
    assert counted == sum(one.weighs for one in found.changes)
    assert f"Of {counted} findings" in rendered("text")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for key, value in attrs if key in ("href", "src")]


def test_hostile_words_stay_words_in_the_page() -> None:
    page = _Page()
    text = rendered("html", hostile=True)
    page.feed(text)
    clean = _Page()
    clean.feed(rendered("html"))
    # What an attacker adds makes no element and no link.
    assert page.tags == clean.tags
    assert page.links == clean.links
    assert all(link.startswith("#") for link in page.links)
    assert "default-src 'none'" in text
    assert "<script>alert" not in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_hostile_words_send_nothing_to_a_terminal() -> None:
    text = rendered("text", hostile=True)
    assert not {char for char in text if not char.isprintable() and char != "\n"}


@pytest.mark.parametrize("profile", ["team", "inspector", "cabinet"])
@pytest.mark.parametrize("name", ["text", "html", "md"])
def test_the_reports_have_it_as_a_section(profile: str, name: str) -> None:
    report = sample()
    without = make_reporter(name, profile=profile).render(report).decode()
    within = make_reporter(name, profile=profile).render(report._replace(since=sample_comparison())).decode()
    assert said.SINCE not in without
    assert said.SINCE in within
    assert "Two grades up at once" in within


def test_a_cabinet_is_not_told_what_is_no_longer_asked() -> None:
    report = sample()._replace(since=sample_comparison())
    assert said.SECTIONS["ended"] in make_reporter("text", profile="team").render(report).decode()
    text = make_reporter("text", profile="cabinet").render(report).decode()
    assert f"{said.SECTIONS['ended']}:" not in text


@pytest.mark.parametrize("name", ["pdf", "changes.html", ""])
def test_a_format_that_there_is_not_is_a_usage_error(name: str) -> None:
    with pytest.raises(UsageError) as raised:
        render_comparison(sample_comparison(), sample(), name)
    assert "text" in raised.value.hint or "html=changes.html" in raised.value.hint


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_comparison_gives_the_same_bytes(name: str) -> None:
    assert rendered(name) == rendered(name)
    assert all(attack not in rendered(name) for attack in ATTACKS)
