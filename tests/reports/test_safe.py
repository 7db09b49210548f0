"""What goes out is what was meant, and nothing that acts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctcheck.reports.safe import ELLIPSIS, MARK, PROSE_LIMIT, VALUE_LIMIT, link, prose, safe
from ctcheck.reports.view_findings import anchor

HARMFUL = re.compile(
    "[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff\\ud800-\\udfff]"
)
ANY = st.text(st.characters(), max_size=900)
"""Lone surrogates included: a YAML file can spell them."""


@given(ANY)
def test_any_text_comes_out_harmless_short_and_writable(text: str) -> None:
    made = safe(text)
    assert not HARMFUL.search(made)
    assert len(made) <= VALUE_LIMIT
    made.encode("utf-8")


@given(ANY)
def test_what_is_safe_stays_as_it_is(text: str) -> None:
    assert safe(safe(text)) == safe(text)


@given(ANY)
def test_only_newlines_stay_where_lines_are_kept(text: str) -> None:
    assert not HARMFUL.search(safe(text, limit=None, keep_lines=True).replace("\n", "").replace("\t", ""))


@pytest.mark.parametrize(
    "character", ["\x00", "\x1b", "\x7f", "\x9b", "\u202e", "\u2066", "\u200f", "\ufeff"]
)
def test_a_harmful_character_leaves_a_mark(character: str) -> None:
    assert safe(f"a{character}b") == f"a{MARK}b"


@pytest.mark.parametrize("breaking", ["\n", "\r\n", "\t", "\u2028", "\x85", "\n\n\t"])
def test_a_line_break_becomes_one_space(breaking: str) -> None:
    assert safe(f"a{breaking}b") == "a b"


def test_a_long_value_ends_in_an_ellipsis() -> None:
    assert safe("x" * VALUE_LIMIT) == "x" * VALUE_LIMIT
    assert safe("x" * (VALUE_LIMIT + 1)) == "x" * (VALUE_LIMIT - 1) + ELLIPSIS
    assert len(prose("word " * PROSE_LIMIT)) <= PROSE_LIMIT


def test_words_of_other_languages_stay() -> None:
    words = "Ynys Môn, “Łódź” 北京 नमस्ते 👩\u200d👧"
    assert safe(words) == words


@pytest.mark.parametrize(
    "url", ["https://www.legislation.gov.uk/ukpga/2004/31", "https://a.example:8080/x?y=1#z"]
)
def test_a_web_address_of_a_rule_pack_may_be_a_link(url: str) -> None:
    assert link(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://a.example",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "HTTPS://a.example",
        "https://user@evil.example/",
        "https://a.example/ x",
        "https://a.example/\u202e",
        " https://a.example",
        "https://a.example\n",
        "https:///x",
        "//a.example",
        "data:text/html,x",
    ],
)
def test_any_other_address_is_no_link(url: str) -> None:
    assert link(url) == ""


@given(ANY, ANY)
def test_two_findings_never_share_an_anchor(one: str, other: str) -> None:
    assert (anchor(one) == anchor(other)) == (one == other)
    assert re.fullmatch(r"finding-[A-Za-z0-9./_-]*", anchor(one))
