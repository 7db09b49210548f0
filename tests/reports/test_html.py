"""The web page: nothing loaded, nothing executed, everything readable."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from ctcheck.reports.documents import PROFILES
from ctcheck.reports.html import HtmlReporter
from ctcheck.reports.sections.partner import partners_of
from ctcheck.resources import resource_dir
from tests.reports.golden_file import matches_golden
from tests.reports.sample import ACT_URL, ATTACKS, Word, attacked, plain, sample

ELEMENTS = """
    html head meta title style body a header main h1 h2 h3 h4 p nav ol ul li section article div span strong code
    dl dt dd table caption thead tbody tr th td details summary figure figcaption script svg
"""
ATTRIBUTES = """
    lang charset http-equiv content name class id href rel aria-label aria-labelledby scope data-label
    role tabindex data-head data-theme data-verdict data-force
"""
DRAWN = "title desc defs pattern g path rect line circle polyline polygon text tspan"
VOID = {"meta"}

Attributes = dict[str, str | None]


class Page(HTMLParser):
    """The elements of a page in order, the words in it, and whether every element is closed in turn.

    What stands in a picture is kept apart.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, Attributes]] = []
        self.drawn: list[tuple[str, Attributes]] = []
        self.words: list[str] = []
        self.styles: list[str] = []
        self.scripts: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        (self.drawn if "svg" in self.open else self.elements).append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        kept = {"style": self.styles, "script": self.scripts}
        kept.get(self.open[-1] if self.open else "", self.words).append(data)

    def of(self, *tags: str) -> list[tuple[str, Attributes]]:
        return [(tag, attributes) for tag, attributes in self.elements if tag in tags]


def render(
    *, hostile: bool = True, paged: bool = False, profile: str = "team", word: Word | None = None
) -> str:
    report = sample(word or (attacked() if hostile else plain))
    partner = list(partners_of(report))[-1] if profile == "partner" else ""
    return HtmlReporter(profile=profile, partner=partner, paged=paged).render(report).decode()


@pytest.fixture(scope="module", params=[False, True], ids=["web", "paged"])
def paged(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture(scope="module", params=PROFILES)
def profile(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def page(profile: str, paged: bool) -> Page:
    return Page(render(paged=paged, profile=profile))


@pytest.mark.parametrize("hostile", [False, True], ids=["plain", "hostile"])
def test_the_page_is_the_golden_file(profile: str, hostile: bool) -> None:
    name = f"{profile}{'-hostile' if hostile else ''}.html"
    matches_golden(name, render(profile=profile, hostile=hostile).encode())


def test_only_known_elements_and_attributes(page: Page) -> None:
    assert {tag for tag, _ in page.elements} <= set(ELEMENTS.split())
    outside = [(tag, attributes) for tag, attributes in page.elements if tag != "svg"]
    assert {name for _, attributes in outside for name in attributes} <= set(ATTRIBUTES.split())
    assert page.open == []


def test_a_picture_names_nothing_outside_itself(page: Page, profile: str) -> None:
    assert page.drawn or profile == "partner"
    assert {tag for tag, _ in page.drawn} <= set(DRAWN.split())
    own = {attributes.get("id") for _, attributes in page.drawn}
    for _, attributes in [*page.drawn, *page.of("svg")]:
        for name, value in attributes.items():
            assert name not in ("style", "href", "xlink:href", "src")
            assert not name.startswith("on")
            for aim in re.findall(r"url\((.*?)\)", value or ""):
                assert aim.startswith("#")
                assert aim[1:] in own


def test_the_script_is_ours_alone_and_paper_has_none(page: Page, paged: bool) -> None:
    script = (resource_dir("templates") / "report.js").read_text("utf-8")
    assert page.scripts == ([] if paged else [script])


def test_the_script_makes_no_markup_and_reaches_nothing() -> None:
    script = (resource_dir("templates") / "report.js").read_text("utf-8")
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|Function\(|setAttribute\(.(on|style)|DOMParser"
        r"|createContextualFragment|fetch|XMLHttp|WebSocket|sendBeacon|import\(|localStorage|sessionStorage|cookie"
        r"|\.src|postMessage|location\.(href|assign|replace)\s*[=(]|</|<!--"
    )
    assert re.findall(forbidden, script) == []


def test_a_link_stays_on_the_page_or_goes_to_a_source_of_the_rules(page: Page) -> None:
    ids = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    for _, attributes in page.of("a"):
        href = attributes["href"] or ""
        assert href == ACT_URL or (href.startswith("#") and href[1:] in ids), href


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_in_any_field_changes_the_elements(attack: str, profile: str, paged: bool) -> None:
    kept = Page(render(hostile=False, paged=paged, profile=profile))
    made = Page(render(word=lambda word: word + attack, paged=paged, profile=profile))
    assert [tag for tag, _ in made.elements if tag != "dd"] == [
        tag for tag, _ in kept.elements if tag != "dd"
    ]
    assert (made.styles, made.scripts) == (kept.styles, kept.scripts)
    # How many lines a picture needs depends on its words.
    assert {tag for tag, _ in made.drawn} <= set(DRAWN.split())


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


def test_the_policy_lets_nothing_load_and_only_our_style_and_script_run(page: Page, paged: bool) -> None:
    (policy,) = (a["content"] for _, a in page.of("meta") if a.get("http-equiv") == "Content-Security-Policy")
    allowed = {
        kind: f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for kind, text in (("style", page.styles[0]), ("script", (page.scripts or [""])[0]))
    }
    script = f"; script-src {allowed['script']}" if not paged else ""
    assert policy == (
        f"default-src 'none'; style-src {allowed['style']}{script}; base-uri 'none'; form-action 'none'"
    )


def test_the_style_sheet_is_ours_alone_and_loads_nothing(page: Page) -> None:
    css = (resource_dir("templates") / "report.css").read_text("utf-8")
    assert page.styles == [css]
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
    ids = [attributes["id"] for _, attributes in (*page.elements, *page.drawn) if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in page.elements:
        assert set((attributes.get("aria-labelledby") or ids[0]).split()) <= set(ids)


def test_tables_have_captions_and_scoped_headers(page: Page) -> None:
    tags = [tag for tag, _ in page.elements]
    assert page.of("table")
    for index, tag in enumerate(tags):
        assert tag != "table" or tags[index + 1] == "caption"
    assert {attributes.get("scope") for _, attributes in page.of("th")} == {"col", "row"}


def test_the_skip_link_comes_first(page: Page) -> None:
    body = page.elements.index(("body", {}))
    assert page.elements[body + 1] == ("a", {"class": "skip", "href": "#main"})


def test_every_finding_has_its_anchor(paged: bool) -> None:
    page = Page(render(paged=paged))
    ids = {attributes.get("id") for _, attributes in page.elements}
    for finding in sample().findings:
        if "/" not in finding.id:
            assert f"finding-{finding.id}" in ids


def test_reasons_fold_on_the_web_and_stand_open_on_paper() -> None:
    web, paper = Page(render(hostile=False)), Page(render(hostile=False, paged=True))
    assert len(web.of("details")) == len(web.of("summary")) > len(web.of("figure"))
    assert paper.of("details", "summary") == []
    trees = [a for _, a in paper.of("ul") if a.get("class") == "tree"]
    answered = [gap for gap in sample().gaps if gap.finding.verdict not in ("no_answer", "error")]
    assert len(trees) == 2 * len(answered)


def test_a_fictional_submission_says_so() -> None:
    assert "FICTIONAL: this submission describes no real area." in render(hostile=False)


def test_templates_never_switch_escaping_off() -> None:
    for template in resource_dir("templates").glob("*.j2"):
        text = re.sub(r'<script>{% include "[a-z]+\.js" %}</script>', "", template.read_text("utf-8"))
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
