"""A real Chromium that opens the page from a file, as somebody does from a memory stick.

These tests run under `make test-all`, which installs what they need; nothing here is skipped for want of it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ctcheck.reports.html import HtmlReporter
from ctcheck.reports.sections.partner import partners_of
from tests.reports.sample import attacked, plain, sample

if TYPE_CHECKING:
    # Not at run time: `make test` collects these tests too, and works without the library.
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).parents[2]
AXE = Path(os.environ.get("CTCHECK_AXE", ROOT / ".venv/node/node_modules/axe-core/axe.min.js"))
CHROMIUM = os.environ.get("CTCHECK_CHROMIUM") or shutil.which("chromium") or "chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

Visit = Callable[..., "Visited"]


class Visited:
    """A page that is open, with all that it asked for and complained of."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url.partition("#")[0]))

    def open(self, fragment: str = "") -> Visited:
        self.page.goto(self.url + fragment)
        return self

    def shown(self) -> list[str]:
        """The ids of the gaps that can be seen."""
        found: list[str] = self.page.eval_on_selector_all(
            "article.gap", "gaps => gaps.filter(gap => gap.offsetParent).map(gap => gap.id)"
        )
        return found

    def said(self) -> str:
        return self.page.locator("p.shown").inner_text()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The address of the page of each kind of reader, plain and hostile."""
    folder = tmp_path_factory.mktemp("pages")
    made = {}
    for hostile in (False, True):
        report = sample(attacked() if hostile else plain)
        for profile in ("team", "inspector", "cabinet", "partner"):
            partner = list(partners_of(report))[-1] if profile == "partner" else ""
            name = f"{profile}{'-hostile' if hostile else ''}"
            path = folder / f"{name}.html"
            path.write_bytes(HtmlReporter(profile=profile, partner=partner).render(report))
            made[name] = path.as_uri()
    return made


@pytest.fixture
def visit(browser: Browser, pages: dict[str, str]) -> Iterator[Visit]:
    """Opens a page in a context of its own; afterwards nothing else was asked for and nothing complained of."""
    contexts: list[BrowserContext] = []
    visits: list[Visited] = []

    def call(
        name: str, *, width: int = 1280, fragment: str = "", before: str = "", **options: Any
    ) -> Visited:
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        url = pages.get(name, name)
        context.route(
            "**/*",
            lambda route: (
                route.continue_()
                if route.request.url.partition("#")[0] == url
                else route.abort("blockedbyclient")
            ),
        )
        if before:
            context.add_init_script(before)
        visited = Visited(context.new_page(), url)
        visits.append(visited)
        return visited.open(fragment)

    yield call
    for context in contexts:
        context.close()
    for visited in visits:
        assert set(visited.requests) == {visited.url}
        assert visited.complaints == []
