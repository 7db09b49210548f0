"""What the script adds, used as a reader uses it; and the page without it."""

from __future__ import annotations

import subprocess
from typing import Any
from urllib.parse import parse_qs

import pytest

from ctcheck.model.words import Force
from tests.browser.conftest import Visit, Visited
from tests.reports.sample import sample

pytestmark = pytest.mark.browser

EVERY = [group.gaps for group in sample().gap_groups]
NUMBERED = [group.gaps for group in sample().gap_groups if group.number]
FOLDABLE = "details.reasons"


def wanted(**chosen: str) -> int:
    """How many groups of gaps of the sample fit."""
    themes = dict(sample().themes)
    fits = 0
    for gaps in NUMBERED:
        finding = gaps[0].finding
        bodies = {f"{gap.finding.subject.label}, s.10(4)(b)" for gap in gaps}
        fits += (
            chosen.get("theme", themes[finding.theme]) == themes[finding.theme]
            and ("force" not in chosen or finding.force is Force.DUTY)
            and ("about" not in chosen or chosen["about"] in bodies)
        )
    return fits


def hidden(visited: Visited) -> int:
    return len(EVERY) - len(visited.shown())


def test_all_is_shown_at_first_and_the_page_says_so(visit: Visit) -> None:
    visited = visit("team")
    assert hidden(visited) == 0
    assert visited.said().startswith(f"{len(NUMBERED)} of {len(NUMBERED)} gaps shown.")
    assert visited.page.evaluate("location.hash") == ""


@pytest.mark.parametrize(
    ("label", "value", "expected"),
    [
        ("Theme", "Planning", wanted(theme="Planning")),
        ("Theme", "Safeguarding", wanted(theme="Safeguarding")),
        ("Body or part", "Health, s.10(4)(b)", wanted(about="Health, s.10(4)(b)")),
        ("Force", "Duty", wanted(force="Duty")),
    ],
)
def test_a_filter_shows_what_fits_and_counts_it(visit: Visit, label: str, value: str, expected: int) -> None:
    visited = visit("team")
    visited.page.get_by_label(label, exact=True).select_option(value)
    assert 0 < expected < len(NUMBERED)
    assert visited.said().startswith(f"{expected} of {len(NUMBERED)} gaps shown.")
    assert visited.said().endswith(f"Chosen: {label}: {value}.")
    section = visited.page.locator("section.of-gaps article.gap:visible")
    assert section.count() == expected


def test_a_verdict_can_be_left_out_and_put_back(visit: Visit) -> None:
    visited = visit("team")
    box = visited.page.get_by_label("No answer", exact=True)
    box.uncheck()
    shown = {visited.page.locator(f"[id='{name}']").get_attribute("data-verdict") for name in visited.shown()}
    assert "No answer" not in shown
    assert len(shown) > 1
    box.check()
    assert hidden(visited) == 0


def test_filters_work_together_and_say_where_nothing_fits(visit: Visit) -> None:
    visited = visit("team")
    page = visited.page
    page.get_by_label("Theme", exact=True).select_option("Planning")
    page.get_by_label("Force", exact=True).select_option("Good practice")
    assert visited.shown() == []
    assert visited.said().startswith(f"0 of {len(NUMBERED)} gaps shown.")
    assert page.get_by_text("Nothing here fits what you chose.").first.is_visible()
    page.get_by_role("button", name="Show all gaps").click()
    assert hidden(visited) == 0
    assert not page.get_by_text("Nothing here fits what you chose.").first.is_visible()
    assert page.get_by_label("Theme", exact=True).input_value() == ""


def test_the_choice_stands_in_the_address_and_can_be_handed_on(visit: Visit) -> None:
    visited = visit("team-hostile")
    page = visited.page
    page.get_by_label("Theme", exact=True).select_option("Planning")
    page.get_by_label("Body or part", exact=True).select_option(index=2)
    page.get_by_label("No answer", exact=True).uncheck()
    fragment = page.evaluate("location.hash")
    assert parse_qs(fragment.removeprefix("#show?"))["theme"] == ["Planning"]
    other = visit("team-hostile", fragment=fragment)
    assert other.shown() == visited.shown()
    assert other.said() == visited.said()
    assert other.page.evaluate("scrollY") > 0


@pytest.mark.parametrize(
    "fragment",
    [
        "#show?theme=Nowhere",
        "#show?theme=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&about=%00",
        "#show?__proto__=1&constructor=2",
        "#show?%E0%A4%A",
        "#nowhere",
        "#%",
    ],
)
def test_an_address_that_nobody_made_shows_all(visit: Visit, fragment: str) -> None:
    visited = visit("team", fragment=fragment)
    assert hidden(visited) == 0
    assert visited.page.locator("img").count() == 0


def test_a_link_to_a_gap_that_is_filtered_out_shows_it(visit: Visit) -> None:
    visited = visit("team")
    visited.page.get_by_label("Theme", exact=True).select_option("Safeguarding")
    assert "finding-plan-published" not in visited.shown()
    visited.page.locator("section.of-findings a[href='#finding-plan-published']").click()
    assert "finding-plan-published" in visited.shown()


def test_all_reasons_open_and_close_at_once(visit: Visit) -> None:
    visited = visit("team")
    page = visited.page
    assert page.locator(f"{FOLDABLE}[open]").count() == 0
    page.get_by_role("button", name="Open all reasons").click()
    assert page.locator(f"{FOLDABLE}[open]").count() == page.locator(FOLDABLE).count() > 5
    page.get_by_role("button", name="Close all reasons").click()
    assert page.locator(f"{FOLDABLE}[open]").count() == 0


def test_the_link_to_a_finding_is_copied(visit: Visit) -> None:
    visited = visit("inspector", permissions=["clipboard-read", "clipboard-write"])
    page = visited.page
    page.locator("[id='finding-plan-published']").get_by_role("button", name="Copy link").click()
    page.get_by_text("Link copied", exact=True).wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{visited.url}#finding-plan-published"
    told = page.locator("main > p[role=status]").inner_text()
    assert told.startswith("Link copied to: ")
    assert "Expectation plan-published" in told
    assert visit("inspector", fragment="#finding-plan-published").page.evaluate("scrollY") > 0


def test_every_finding_has_a_link_to_copy(visit: Visit) -> None:
    page = visit("inspector").page
    assert page.locator("button.copy").count() == page.locator("article.gap, .findings tr[id]").count() > 10


def test_where_copying_is_refused_the_link_is_selected(visit: Visit) -> None:
    refused = "Object.defineProperty(navigator, 'clipboard', {value: undefined})"
    visited = visit("inspector", before=refused)
    visited.page.locator("[id='finding-plan-published']").get_by_role("button", name="Copy link").click()
    selected: Any = visited.page.evaluate("getSelection().toString()")
    assert selected == f"{visited.url}#finding-plan-published"
    assert (
        visited.page.evaluate("document.activeElement.getAttribute('aria-label')") == "Link to this finding"
    )


def test_the_print_button_prints(visit: Visit) -> None:
    visited = visit("cabinet", before="window.print = () => { window.printed = (window.printed || 0) + 1 }")
    visited.page.get_by_role("button", name="Print what is shown").click()
    assert visited.page.evaluate("window.printed") == 1


def test_what_is_shown_is_what_is_printed(visit: Visit) -> None:
    visited = visit("team")
    page = visited.page
    page.get_by_label("Theme", exact=True).select_option("Safeguarding")
    page.locator("section.of-gaps article.gap:visible summary").first.click()
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=page.pdf(), capture_output=True, check=True
    )
    printed = " ".join(done.stdout.decode().split())
    assert "Chosen: Theme: Safeguarding." in printed
    gaps = printed.partition("Chosen: Theme: Safeguarding.")[2].partition("Optional powers")[0]
    assert "Expectation practice-seen" in gaps
    assert "Expectation plan-published" not in gaps
    assert gaps.count("Reasons") == 1
    for control in ("Copy link", "Show all gaps", "Open all reasons"):
        assert control not in printed


def test_keys_alone_reach_everything_in_the_order_of_the_page(visit: Visit) -> None:
    visited = visit("team")
    page = visited.page
    reachable = page.evaluate(
        """() => { window.stops = Array.from(document.querySelectorAll(
             "a[href], button, select, input, summary, [tabindex='0']")).filter(one => one.checkVisibility());
           return window.stops.length; }"""
    )
    assert reachable > 60
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for place in range(reachable):
        at, outline = page.evaluate(
            """() => { const here = document.activeElement, style = getComputedStyle(here);
               return [window.stops.indexOf(here), style.outlineStyle !== "none" && parseFloat(style.outlineWidth)]; }"""
        )
        assert at == place
        assert outline >= 2, place
        page.keyboard.press("Tab")


def test_keys_alone_filter_and_skip(visit: Visit) -> None:
    visited = visit("team")
    page = visited.page
    page.get_by_label("Theme", exact=True).focus()
    page.keyboard.type("Pl")
    assert page.get_by_label("Theme", exact=True).input_value() == "Planning"
    assert hidden(visited) > 0
    page.get_by_role("button", name="Show all gaps").focus()
    page.keyboard.press("Enter")
    assert hidden(visited) == 0
    page.locator("a.skip").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"


def test_without_script_the_page_is_complete(visit: Visit) -> None:
    visited = visit("team", java_script_enabled=False)
    page = visited.page
    assert len(visited.shown()) == len(EVERY)
    assert page.locator("button, form, select, input, [role=status]").count() == 0
    reasons = page.locator(FOLDABLE).first
    assert not reasons.locator(".tree").first.is_visible()
    reasons.locator("summary").click()
    assert reasons.locator(".tree").first.is_visible()
