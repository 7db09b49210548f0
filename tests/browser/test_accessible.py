"""The page of every kind of reader in light, in dark and on paper, on a telephone and on a desk."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from ctcheck.assess.assess import assess
from ctcheck.inference.plain import PlainEngine
from ctcheck.reading.submission import SubmissionReader
from ctcheck.reports.html import HtmlReporter
from ctcheck.rulebook.book import book_on
from ctcheck.rulebook.loader import LoadedPacks
from tests.browser.conftest import AXE, ROOT, Visit, Visited

pytestmark = pytest.mark.browser

PROFILES = ("team", "inspector", "cabinet", "partner")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(visited: Visited, *, paper: bool = False) -> list[str]:
    """What axe-core finds wrong, a line each with the first element; nobody touches what is on paper."""
    visited.page.evaluate(AXE.read_text("utf-8"))
    found: dict[str, Any] = visited.page.evaluate(
        "([tags, touch]) => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'],"
        " rules: {'target-size': {enabled: touch}}})",
        [TAGS, not paper],
    )
    assert len(found["passes"]) > 10
    return [f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]]


def overflow(visited: Visited) -> int:
    """By how much the page is wider than the window."""
    wide: int = visited.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wide


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("look", ["light", "dark", "print"])
@pytest.mark.parametrize("profile", PROFILES)
def test_axe_finds_nothing_and_nothing_overflows(visit: Visit, profile: str, look: str, width: int) -> None:
    scheme = "dark" if look == "dark" else "light"
    visited = visit(f"{profile}-hostile", width=width, color_scheme=scheme)
    if look == "print":
        visited.page.emulate_media(media="print")
    # What is folded away is looked at as well.
    visited.page.eval_on_selector_all("details", "every => every.forEach(one => { one.open = true })")
    assert violations(visited, paper=look == "print") == []
    if look != "print":
        assert overflow(visited) <= 0


def test_axe_would_find_something(visit: Visit) -> None:
    visited = visit("cabinet")
    visited.page.evaluate("document.querySelector('main').append(document.createElement('select'))")
    assert [one.partition(":")[0] for one in violations(visited)] == ["select-name"]


def test_dark_is_dark(visit: Visit) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    assert visit("team", color_scheme="light").page.evaluate(colour) == "rgb(255, 255, 255)"
    assert visit("team", color_scheme="dark").page.evaluate(colour) == "rgb(22, 25, 27)"


@pytest.mark.parametrize("profile", ["inspector", "cabinet"])
def test_a_real_example_fits_a_telephone(
    visit: Visit, loaded: LoadedPacks, submissions: SubmissionReader, tmp_path: Path, profile: str
) -> None:
    law = dt.date(2008, 4, 1)
    submission = submissions.read(ROOT / "examples" / "salford-2003.yaml")
    report = assess(submission, book_on(loaded.packs, law), PlainEngine(), loaded.cannot_show)
    path = tmp_path / "salford.html"
    path.write_bytes(HtmlReporter(profile=profile).render(report))
    visited = visit(path.as_uri(), width=320)
    assert overflow(visited) <= 0
    if profile == "inspector":
        assert len(visited.shown()) == len(report.gap_groups)
