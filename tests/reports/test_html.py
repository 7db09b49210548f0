"""The web page: nothing loaded, nothing executed, everything readable."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from ctcheck.reports.html import HtmlReporter
from ctcheck.resources import resource_dir
from tests.reports.golden_file import matches_golden
from tests.reports.sample import ACT_URL, ATTACKS, attacked, sample

ELEMENTS = """
    html head meta title style body a header main h1 h2 h3 p nav ol ul li section article div span strong code
    dl dt dd table caption thead tbody tr th td details summary
"""
ATTRIBUTES = """
    lang charset http-equiv content name class id href rel aria-label aria-labelledby scope data-label
"""
VOID = {"meta"}

Attributes = dict[str, str | None]


class Page(HTMLParser):
    """The elements of a page in order, the words in it, and whether every element is closed in turn."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, Attributes]] = []
        self.words: list[str] = []
        self.styles: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        (self.styles if self.open and self.open[-1] == "style" else self.words).append(data)

    def of(self, *tags: str) -> list[tuple[str, Attributes]]:
        return [(tag, attributes) for tag, attributes in self.elements if tag in tags]


def render(*, hostile: bool = True, paged: bool = False) -> str:
    return HtmlReporter(paged=paged).render(sample(attacked()) if hostile else sample()).decode()


@pytest.fixture(scope="module", params=[False, True], ids=["web", "paged"])
def page(request: pytest.FixtureRequest) -> Page:
    return Page(render(paged=request.param))


def test_the_page_is_the_golden_file() -> None:
    matches_golden("sample.html", render().encode())


def test_only_known_elements_and_attributes(page: Page) -> None:
    assert {tag for tag, _ in page.elements} <= set(ELEMENTS.split())
    assert {name for _, attributes in page.elements for name in attributes} <= set(ATTRIBUTES.split())
    assert page.open == []


def test_a_link_stays_on_the_page_or_goes_to_a_source_of_the_rules(page: Page) -> None:
    ids = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    for _, attributes in page.of("a"):
        href = attributes["href"] or ""
        assert href == ACT_URL or (href.startswith("#") and href[1:] in ids), href


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("paged", [False, True])
def test_no_attack_in_any_field_changes_the_elements(attack: str, paged: bool) -> None:
    kept = Page(HtmlReporter(paged=paged).render(sample()).decode())
    made = Page(HtmlReporter(paged=paged).render(sample(lambda word: word + attack)).decode())
    assert [tag for tag, _ in made.elements if tag != "dd"] == [
        tag for tag, _ in kept.elements if tag != "dd"
    ]
    assert made.styles == kept.styles


def test_hostile_words_are_shown_as_words(page: Page) -> None:
    words = "".join(page.words)
    for attack in (
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
        "=cmd|'/C calc'!A0",
        "{% include '/etc/passwd' %}",
    ):
        assert attack in words
    assert "http://evil.example/x.png" in words
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", words)


def test_the_policy_lets_nothing_load(page: Page) -> None:
    policy = [a["content"] for _, a in page.of("meta") if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"]


def test_the_style_sheet_is_ours_alone_and_loads_nothing(page: Page) -> None:
    css = (resource_dir("templates") / "report.css").read_text("utf-8")
    assert [style.strip() for style in page.styles] == [css.strip()]
    assert "url(" not in css
    assert "@import" not in css


def test_the_language_and_title_are_given(page: Page) -> None:
    assert page.elements[0] == ("html", {"lang": "en-GB"})
    assert len(page.of("title")) == len(page.of("h1")) == len(page.of("main")) == 1


def test_headings_never_skip_a_level(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_ids_are_unique_and_labels_point_at_them(page: Page) -> None:
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in page.elements:
        assert attributes.get("aria-labelledby", ids[0]) in ids


def test_tables_have_captions_and_scoped_headers(page: Page) -> None:
    tags = [tag for tag, _ in page.elements]
    assert len(page.of("table")) > 4
    for index, tag in enumerate(tags):
        assert tag != "table" or tags[index + 1] == "caption"
    assert {attributes.get("scope") for _, attributes in page.of("th")} == {"col", "row"}


def test_the_skip_link_comes_first(page: Page) -> None:
    body = page.elements.index(("body", {}))
    assert page.elements[body + 1] == ("a", {"class": "skip", "href": "#main"})


def test_every_finding_has_its_anchor(page: Page) -> None:
    ids = {attributes.get("id") for _, attributes in page.elements}
    for finding in sample().findings:
        if "/" not in finding.id:
            assert f"finding-{finding.id}" in ids


def test_reasons_fold_on_the_web_and_stand_open_on_paper() -> None:
    web, paper = Page(render(hostile=False)), Page(render(hostile=False, paged=True))
    assert len(web.of("details")) == len(web.of("summary")) > 0
    assert paper.of("details", "summary") == []
    trees = [a for _, a in paper.of("ul") if a.get("class") == "tree"]
    answered = [gap for gap in sample().gaps if gap.finding.verdict not in ("no_answer", "error")]
    assert len(trees) == 2 * len(answered)


def test_a_fictional_submission_says_so() -> None:
    assert "FICTIONAL: this submission describes no real area." in render(hostile=False)


def test_templates_never_switch_escaping_off() -> None:
    for template in resource_dir("templates").glob("*.j2"):
        text = template.read_text("utf-8")
        assert not re.search(r"\|\s*safe\b|autoescape|Markup|style=|<script|\bon[a-z]+=", text), template.name


PAIRS = (
    *("text paper", "quiet paper", "link paper"),
    *(f"{name} {name}-paper" for name in ("good", "fair", "bad", "open", "none")),
)


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_colours_have_contrast_enough_to_read(pair: str, scheme: int) -> None:
    css = (resource_dir("templates") / "report.css").read_text("utf-8")
    colours = dict(re.findall(r"--([\w-]+): (#\w{6});", re.findall(r":root \{(.*?)\}", css, re.S)[scheme]))
    light, dark = sorted((luminance(colours[name]) for name in pair.split()), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
