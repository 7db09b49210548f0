"""Colours, patterns and letters, each of the three enough to tell one verdict from another.

What tests hold it to: letters have a contrast of 4.5 against their ground and patterns of 3;
every area has 3 against its outline or against the white around it, and verdicts next to each other in the
order of a bar have 3 against each other; in grey no two areas are alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from ctcheck.model.words import Verdict
from ctcheck.reports.pictures.measure import text_width
from ctcheck.reports.pictures.svg import INK, MARGIN, PAPER, WIDTH, Layer, number

Pattern = Literal["", "slanted", "crossed", "dotted", "ruled"]


class Look(NamedTuple):
    """How an area is drawn."""

    fill: str
    ink: str
    """Of the letters on it."""
    pattern: Pattern = ""
    hatch: str = ""
    """The colour of the pattern."""
    outline: str = INK


MET: Final = Look("#2b8059", "#ffffff")
PARTLY: Final = Look("#ffe27a", INK, "slanted", "#7a5f00")
NOT_MET: Final = Look("#550707", "#ffffff", "crossed", "#e5b3ab")
OPEN: Final = Look("#ffffff", INK, "dotted", "#5b3a9a")
FAILED: Final = Look("#808080", INK, "ruled", INK)
NOTHING: Final = Look("#ffffff", INK, outline="#767b7e")
"""Nothing applies: an empty cell."""

LETTERS: Final = {"N": NOT_MET, "?": OPEN, "P": PARTLY, "M": MET, "-": NOTHING, "E": FAILED}
"""By the letter of a cell of the matrix."""

VERDICT_LETTERS: Final = {
    Verdict.MET: "M",
    Verdict.PARTLY_MET: "P",
    Verdict.NOT_MET: "N",
    Verdict.NO_ANSWER: "?",
    Verdict.ERROR: "E",
}
"""In the order of every bar."""

QUIET: Final = "#595f63"
BAND: Final = "#f0f1f1"
"""Every second row: carries no meaning, so it needs no contrast."""


def area(drawing: Layer, look: Look, x: float, y: float, width: float, height: float) -> None:
    """A filled, patterned and outlined rectangle."""
    drawing.rect(x, y, width, height, fill=look.fill)
    if look.pattern:
        dashes = "2 5" if look.pattern == "dotted" else ""
        course = _course(look.pattern, x, y, width, height)
        drawing.path(course, stroke=look.hatch, thick=1.5, dashes=dashes)
    drawing.rect(x, y, width, height, stroke=look.outline, thick=1.5)


def lettered(
    drawing: Layer, look: Look, x: float, y: float, width: float, height: float, words: str, size: float = 13
) -> None:
    """An area with words in its middle, which the pattern leaves free."""
    area(drawing, look, x, y, width, height)
    drawing.text(
        x + width / 2, y + height / 2, words, size=size, fill=look.ink, anchor="middle", bold=True,
        plate=look.fill,
    )  # fmt: skip


def _course(pattern: Pattern, x: float, y: float, width: float, height: float) -> str:
    """Lines and not a `pattern` element: that one wants an id and is drawn by few word processors."""
    if pattern == "slanted":
        return _slanted(x, y, width, height, 7)
    if pattern == "crossed":
        return _slanted(x, y, width, height, 9) + _slanted(x, y, width, height, 9, mirrored=True)
    if pattern == "ruled":
        return "".join(f"M{number(x)} {number(y + down)}h{number(width)}" for down in _steps(4, height, 5))
    return "".join(
        f"M{number(x + across)} {number(y + down)}h{number(width - across)}"
        for row, down in enumerate(_steps(3.5, height - 1, 5))
        for across in (3 + row % 2 * 3.5,)
    )


def _slanted(x: float, y: float, width: float, height: float, step: float, *, mirrored: bool = False) -> str:
    made = []
    for along in _steps(step / 2, width + height, step):
        right, top = min(along, width), max(0.0, along - width)
        left, bottom = max(0.0, along - height), min(along, height)
        if mirrored:
            right, left = width - right, width - left
        made.append(f"M{number(x + right)} {number(y + top)}L{number(x + left)} {number(y + bottom)}")
    return "".join(made)


def _steps(first: float, end: float, step: float) -> list[float]:
    return [first + step * turn for turn in range(max(0, int((end - first) / step) + 1))]


def legend(drawing: Layer, y: float, entries: Sequence[tuple[Look, str, str]]) -> float:
    """What each letter means, in as many lines as it takes; gives where the next thing may stand."""
    x: float = MARGIN
    for look, letter, meaning in entries:
        wide = 26 + 6 + text_width(meaning, 12)
        if x > MARGIN and x + wide > WIDTH - MARGIN:
            x, y = MARGIN, y + 26
        if letter:
            lettered(drawing, look, x, y, 26, 20, letter, 12)
        else:
            area(drawing, look, x, y, 26, 20)
        drawing.text(x + 32, y + 10, meaning, size=12)
        x += wide + 14
    return y + 20


def note(drawing: Layer, y: float, texts: Sequence[str]) -> float:
    """Lines of small print; gives where the next thing may stand."""
    for text in texts:
        drawing.text(MARGIN, y + 8, text, size=12, fill=QUIET, plate=PAPER)
        y += 17
    return y
