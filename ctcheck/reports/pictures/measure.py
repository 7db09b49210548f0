"""How wide a text is, without a font: no text in a picture may run into another.

Each width is that of the wider of Liberation Sans (which is as wide as Arial) and DejaVu Sans,
because a reader's machine chooses the font.
"""

from __future__ import annotations

from typing import Final

from ctcheck.reports.safe import ELLIPSIS

_BY_WIDTH: Final = {
    28: "ijl", 30: "I", 32: " ,.'", 34: "/:;\\|", 36: "f", 37: "-", 40: "()[]t", 41: "!", 42: "r", 46: '"',
    50: "*J`", 53: "sz", 55: "c", 56: "?L_", 58: "k", 60: "vxy", 62: "FTaeo", 64: "$0123456789bdghnpqu{}",
    67: "EKPSY", 69: "ABVXZ", 73: "CR", 74: "U", 75: "N", 76: "H", 78: "&DG", 79: "OQ", 82: "w",
    84: "#+<=>^~\N{MINUS SIGN}", 87: "M", 96: "%", 98: "m", 99: "W", 102: "@",
    32.5: "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}",
    53.5: "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}",
}  # fmt: skip

_WIDTHS: Final = {letter: width / 100 for width, letters in _BY_WIDTH.items() for letter in letters}

_OTHER: Final = 1.1
"""The widest of the other Latin, Greek and Cyrillic letters; a Chinese character is as wide as it is high."""

_BOLD: Final = 1.14


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The most that the text takes in any of the fonts."""
    wide = sum(_WIDTHS.get(letter, _OTHER) for letter in text) * size
    return wide * _BOLD if bold else wide


def cut(text: str, width: float, size: float) -> str:
    """The text, or its beginning with an ellipsis, within the width."""
    if text_width(text, size) <= width:
        return text
    room = width / size - _OTHER
    for at, letter in enumerate(text):
        room -= _WIDTHS.get(letter, _OTHER)
        if room < 0:
            return text[:at].rstrip() + ELLIPSIS
    return text


def lines(text: str, width: float, size: float, most: int) -> list[str]:
    """The text in at most so many lines within the width; what does not fit ends in an ellipsis."""
    made: list[str] = []
    left = text.split()
    while left and len(made) < most - 1:
        line = left.pop(0)
        while left and text_width(f"{line} {left[0]}", size) <= width:
            line = f"{line} {left.pop(0)}"
        made.append(cut(line, width, size))
    if left:
        made.append(cut(" ".join(left), width, size))
    return made
