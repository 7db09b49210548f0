"""The page of a survey: light, dark and on paper, and what its script adds."""

from __future__ import annotations

from pathlib import Path

import pytest

from ctcheck.cli.main import run
from tests.browser.conftest import ROOT, Visit
from tests.browser.test_accessible import overflow, violations

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("survey")
    (folder / "broken.yaml").write_text("ctcheck: 1\n")
    target = folder / "survey.html"
    paths = [
        str(ROOT / "examples" / name)
        for name in ("exemplar-2008.yaml", "hertfordshire-2007.yaml", "survey-2004")
    ]
    more = ["--tabulate", "nect-baseline", "--expect", "childrens-trust-pathfinders", "--workers", "0"]
    assert run(["survey", *paths, str(folder / "broken.yaml"), *more, "-f", f"html={target}"]) == 0
    return Path(target).as_uri()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("look", ["light", "dark", "print"])
def test_axe_finds_nothing_and_nothing_overflows(visit: Visit, page: str, look: str, width: int) -> None:
    visited = visit(page, width=width, color_scheme="dark" if look == "dark" else "light")
    if look == "print":
        visited.page.emulate_media(media="print")
    assert violations(visited, paper=look == "print") == []
    if look != "print":
        assert overflow(visited) <= 0


def test_the_heat_map_sorts_and_filters(visit: Visit, page: str) -> None:
    visited = visit(page)
    names = "rows => rows.filter(row => row.offsetParent).map(row => row.cells[0].firstChild.textContent)"

    def shown() -> list[str]:
        found: list[str] = visited.page.eval_on_selector_all(".heat tbody tr", names)
        return found

    whole = shown()
    assert len(whole) == 37
    visited.page.click(".heat thead th:nth-child(4) button")
    ranks = visited.page.eval_on_selector_all(
        ".heat tbody tr", "rows => rows.map(row => +row.cells[3].dataset.rank)"
    )
    assert ranks == sorted(ranks)
    assert visited.page.get_attribute(".heat thead th:nth-child(4)", "aria-sort") == "ascending"
    visited.page.fill("#filter-name", "hertford")
    assert shown() == ["Hertfordshire"]
    assert visited.said().startswith("1 of 37 areas shown.")
    visited.page.click("form.filter button")
    assert len(shown()) == 37
    visited.page.select_option("#filter-type", "county")
    assert 0 < len(shown()) < 37


def test_without_its_script_the_page_is_whole(visit: Visit, page: str) -> None:
    visited = visit(page, java_script_enabled=False)
    assert visited.page.locator(".heat tbody tr").count() == 37
    assert visited.page.locator(".heat button").count() == 0
