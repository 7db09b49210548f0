"""Markdown: every section and finding, and no word from outside that becomes markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ctcheck.reports.documents import PROFILES
from ctcheck.reports.flow import drawn
from ctcheck.reports.markdown import escape
from ctcheck.reports.safe import safe
from tests.reports.golden_file import matches_golden
from tests.reports.readers import documented, rendered
from tests.reports.sample import ATTACKS, sample

OWN = re.compile(r'<a id="[A-Za-z0-9._/-]+">|</a>|<br>|<!-- -->')
"""All the HTML that we write ourselves."""

SHOWN = MarkdownIt("gfm-like")
"""CommonMark with tables, strike-through and addresses that become links by themselves."""


def markdown(profile: str = "team", *, hostile: bool = True) -> str:
    return rendered("md", profile, hostile=hostile).decode()


def flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from flat(token.children or [])


def words_of(tokens: list[Token]) -> str:
    """What a reader reads, without our own markup."""
    for token in flat(tokens):
        assert token.type in {
            "paragraph_open", "paragraph_close", "inline", "text", "html_inline", "heading_open",
            "heading_close", "bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close",
            "table_open", "table_close", "thead_open", "thead_close", "tbody_open", "tbody_close", "tr_open",
            "tr_close", "th_open", "th_close", "td_open", "td_close",
        }, token  # fmt: skip
        assert token.type != "html_inline" or token.content == "<!-- -->", token
    return "".join(token.content for token in flat(tokens) if token.type == "text")


TRICKS = (
    "www.evil.com", "WWW.evil.com", "http://evil.com", "HTTPS://evil.com/a?b", "evil.com", "//evil.com/x",
    "ftp://evil.com", "a@evil.com", "mailto:a@evil.com", "xmpp:a@evil.com", "@somebody", "x@y",
    "![x](http://evil.com/x.png)", "[x](javascript:alert(1))", "[x]: /y", "<https://evil.com>",
    "<b>x</b>", "&lt;b&gt;", "&#60;", "# x", "#", "===", "---", "- x", "+ x", "* x", "1. x", "99) x",
    "> x", "    x", "```", "`x`", "~~~", "~~x~~", "~x~", "| a | b |", "\\|", "\\\\|", "a\\", "`", "$x$", "{{ 7*7 }}",
    "{% raw %}", "[^1]", "[ ] x", ": x", "% x", "x  ", "Setext\n===", "&copy;", "__x__", "_x_", "*x*", "**x**", "",
)  # fmt: skip
LETTERS = st.text(st.sampled_from("\\`*_{}[]()<>#+-.!|~=:\"'&@/^$% \n0123abwW;?"))
PLACES = ("{}", "- {}", "### {}", "| {} |\n| --- |\n| y |", "a {}", "{} a")


def is_shown_letter_by_letter(text: str, place: str) -> None:
    expected = " ".join(safe(text).split())
    around = "y" if "|" in place else "a" if "a" in place else ""
    shown = words_of(SHOWN.parse(place.replace("{}", escape(safe(text)))))
    found = "".join(shown.split(" "))
    assert sorted(found) == sorted("".join(expected.split(" ")) + around)
    assert expected.replace(" ", "") in found


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("text", TRICKS)
def test_a_trick_is_shown_letter_by_letter(text: str, place: str) -> None:
    is_shown_letter_by_letter(text, place)


def test_the_parser_sees_a_trick_that_is_not_escaped() -> None:
    """So that it says something when it sees none."""
    seen = set()
    for text in TRICKS:
        types = {token.type for token in flat(SHOWN.parse(f"{text}\n\n| {text} | c |\n| --- | --- |\n"))}
        seen |= types
    assert {
        "link_open", "image", "html_inline", "code_inline", "fence", "s_open", "em_open", "strong_open", "hr",
        "ordered_list_open", "blockquote_open", "code_block", "heading_open",
    } <= seen  # fmt: skip


@given(st.text() | LETTERS, st.sampled_from(PLACES))
def test_any_escaped_text_is_shown_letter_by_letter(text: str, place: str) -> None:
    is_shown_letter_by_letter(text, place)


@given(LETTERS | st.sampled_from(TRICKS))
def test_an_escaped_text_in_the_middle_of_a_table_ends_no_cell(text: str) -> None:
    tokens = SHOWN.parse(f"| a | b |\n| --- | --- |\n| {escape(safe(text))} | c |\n")
    cells = [tokens[at + 1] for at, token in enumerate(tokens) if token.type == "td_open"]
    assert [words_of([cell]) for cell in cells] == [" ".join(safe(text).split()), "c"]


@given(LETTERS | st.sampled_from(TRICKS))
def test_an_escaped_text_is_also_safe_between_stars(text: str) -> None:
    tokens = SHOWN.parse(f"- **{escape(safe(text)) or 'x'}:** y")
    types = [token.type for token in flat(tokens)]
    assert types.count("strong_open") == types.count("strong_close") == 1
    assert "link_open" not in types
    assert "em_open" not in types


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("hostile", [False, True], ids=["plain", "hostile"])
def test_the_file_is_the_golden_file(profile: str, hostile: bool) -> None:
    name = f"sample-{profile}{'-hostile' if hostile else ''}.md"
    matches_golden(name, markdown(profile, hostile=hostile).encode())


@pytest.mark.parametrize("profile", PROFILES)
def test_no_hostile_word_becomes_a_link_a_picture_code_or_html(profile: str) -> None:
    tokens = list(flat(SHOWN.parse(markdown(profile))))
    types = {token.type for token in tokens}
    assert not types & {"image", "code_inline", "code_block", "fence", "html_block", "s_open", "hr"}
    for token in tokens:
        if token.type == "html_inline":
            assert OWN.fullmatch(token.content), token.content
        if token.type == "link_open":
            assert re.match(r"(#|https://www\.legislation\.gov\.uk/)", str(token.attrs["href"]))
    # So that the tokens are known under these names.
    assert {"html_inline", "text", "table_open", "strong_open"} <= types


@pytest.mark.parametrize("profile", ["team", "inspector"])
def test_every_attack_is_shown_as_it_was_written(profile: str) -> None:
    tokens = flat(SHOWN.parse(markdown(profile)))
    read = " ".join("".join(token.content for token in tokens if token.type == "text").split())
    for attack in ATTACKS:
        assert " ".join(safe(attack).split()) in read


@pytest.mark.parametrize("profile", PROFILES)
def test_every_section_is_a_heading_and_every_link_within_leads_somewhere(profile: str) -> None:
    text = markdown(profile, hostile=False)
    tokens = SHOWN.parse(text)
    headings = [
        words_of_heading(tokens[at + 1])
        for at, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h2"
    ]
    assert headings == [section.title for section in documented(profile).sections]
    anchors = re.findall(r'<a id="([^"]+)">', text)
    assert len(anchors) == len(set(anchors))
    inside = re.findall(r"\]\(<#([^>]+)>\)", text)
    assert set(inside) <= set(anchors)
    if profile in ("team", "inspector"):
        assert len(inside) > 10


def words_of_heading(token: Token) -> str:
    return "".join(one.content for one in token.children or [] if one.type == "text")


def test_every_gap_has_an_anchor_for_each_of_its_findings() -> None:
    text = markdown("team", hostile=False)
    for gap in sample().gaps:
        assert f'<a id="finding-{gap.finding.id}"></a>' in text


def test_the_twin_of_each_picture_is_a_table() -> None:
    text = markdown("inspector", hostile=False)
    for name in ("self-judgement", "verdict-bars", "heat-map", "timeline", "evidence-age"):
        for picture in drawn(sample())[name]:
            assert f"*{escape(picture.table.caption)}*" in text
            assert f"| {' | '.join(map(escape, picture.table.rows[-1]))} |" in text
            assert "<svg" not in text


def test_a_blank_is_drawn_to_be_filled_in() -> None:
    text = markdown("cabinet", hostile=False)
    assert re.search(r"^- \*\*Wards affected:\*\* (\\_){20}$", text, re.M)
    assert re.search(r"^1\. To agree the action plan", text, re.M)
