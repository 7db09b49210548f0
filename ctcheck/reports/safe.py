"""Makes words from outside harmless to whatever shows them.

Every word that comes from a submission or a rule pack goes through `safe` before it goes out in any format.
Escaping for HTML is not done here: the template engine does that for everything it prints.
"""

from __future__ import annotations

import re
from typing import Final

VALUE_LIMIT: Final = 600
"""Characters of one quoted value."""

PROSE_LIMIT: Final = 4000
"""Characters of one text that may quote values: a sentence, a remedy, a note."""

MARK: Final = "\N{REPLACEMENT CHARACTER}"
"""Stands, visibly, for each character that was taken out."""

ELLIPSIS: Final = "\N{HORIZONTAL ELLIPSIS}"

_BREAKS: Final = re.compile("[\\n\\r\\t\\v\\f\\x85\\u2028\\u2029]+")
"""Whatever starts a new line or column somewhere."""

_NEWLINES: Final = re.compile("\\r\\n|[\\r\\v\\f\\x85\\u2028\\u2029]")

_HARMFUL: Final = (
    "["
    "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f"  # C0 and DEL: the escape of ANSI sequences is among them
    "\\x80-\\x9f"  # C1: one of them starts an ANSI sequence as well
    "\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069"  # bidi controls: they reorder what is read
    "\\u200b\\u2060-\\u2064\\u206a-\\u206f\\ufeff\\ufff9-\\ufffb"  # invisible: two equal looks, two words
    "\\U000e0000-\\U000e007f"  # tag characters, invisible as well
    "\\ud800-\\udfff\\ufdd0-\\ufdef\\ufffe\\uffff"  # not characters at all: they cannot be written out
    "]"
)


def safe(text: str, *, limit: int | None = VALUE_LIMIT, keep_lines: bool = False) -> str:
    """The text without control, bidi and invisible characters, and no longer than `limit`.

    Each character taken out leaves `MARK`.
    Line breaks and tabs become one space, unless `keep_lines`, where line breaks become plain newlines.
    A text that is too long ends in an ellipsis.
    """
    if text.isprintable() and (limit is None or len(text) <= limit):
        # Nearly every text: what is printable holds no break and nothing that is taken out below.
        return text
    if limit is not None and len(text) > limit:
        text = text[: limit - 1].rstrip() + ELLIPSIS
    text = _NEWLINES.sub("\n", text) if keep_lines else _BREAKS.sub(" ", text)
    return re.sub(_HARMFUL, MARK, text)


def prose(text: str) -> str:
    """`safe` for a text that may be longer than one value."""
    return safe(text, limit=PROSE_LIMIT)


def link(url: str) -> str:
    """The address if it may become a link, else nothing.

    Only for a rule pack's sources; an address from a submission never becomes a link.
    """
    return url if _LINK.fullmatch(url) else ""


_LINK: Final = re.compile(r"https://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:[/?#][!-~]*)?")
"""Plain ASCII without blanks, and no user name before the host."""
