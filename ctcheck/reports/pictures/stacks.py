"""Numbered marks along an axis, one upon another where they would touch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from ctcheck.reports.pictures.look import Look, lettered
from ctcheck.reports.pictures.measure import cut, text_width
from ctcheck.reports.pictures.svg import PAPER, Layer

HIGH: Final = 18
ROW: Final = 21
LABELLED: Final = 8
"""So many marks have a row and a label each; more are stacked and have only their numbers."""
DEEPEST: Final = 10
"""So many marks upon one another; those beyond are counted in one mark, and the twin lists them."""
REST_WIDE: Final = 44
GAP: Final = 2
SIZE: Final = 11


class Mark(NamedTuple):
    """One thing at one place of the axis."""

    number: int
    """By which the twin lists it."""
    at: float
    look: Look
    label: str


class _Box(NamedTuple):
    middle: float
    row: int
    wide: float
    words: str
    look: Look


class Drawn(NamedTuple):
    """What came of drawing marks."""

    bottom: float
    """Where the next thing may stand."""
    crowded: bool
    """Whether some are only counted."""


def draw_marks(drawing: Layer, marks: Sequence[Mark], y: float, left: float, right: float) -> Drawn:
    """All of them between left and right, from `y` down."""
    marks = sorted(marks, key=lambda mark: (mark.at, mark.number))
    boxes = (
        [_box(mark, row, left, right) for row, mark in enumerate(marks)]
        if len(marks) <= LABELLED
        else _stacked(marks, left, right)
    )
    for place, box in enumerate(boxes):
        top = y + box.row * ROW
        if len(marks) <= LABELLED:
            _label(drawing, marks[place].label, box, top + HIGH / 2, left, right)
        lettered(drawing, box.look, box.middle - box.wide / 2, top, box.wide, HIGH, box.words, SIZE)
    rows = max((box.row + 1 for box in boxes), default=0)
    return Drawn(y + rows * ROW, rows > DEEPEST)


def _box(mark: Mark, row: int, left: float, right: float) -> _Box:
    words = str(mark.number)
    wide = max(22.0, text_width(words, SIZE, bold=True) + 10)
    return _Box(_within(mark.at, wide, left, right), row, wide, words, mark.look)


def _within(middle: float, wide: float, left: float, right: float) -> float:
    return min(max(middle, left + wide / 2), right - wide / 2)


def _stacked(marks: Sequence[Mark], left: float, right: float) -> list[_Box]:
    made: list[_Box] = []
    ends = [left - GAP] * DEEPEST
    rest: list[tuple[float, int, Look]] = []
    for mark in marks:
        box = _box(mark, 0, left, right)
        row = next((row for row, end in enumerate(ends) if end + GAP <= box.middle - box.wide / 2), None)
        if row is not None:
            ends[row] = box.middle + box.wide / 2
            made.append(box._replace(row=row))
            continue
        middle = _within(mark.at, REST_WIDE, left, right)
        if rest and middle - rest[-1][0] < REST_WIDE + GAP:
            rest[-1] = (rest[-1][0], rest[-1][1] + 1, rest[-1][2])
        else:
            rest.append((middle, 1, mark.look))
    plain = Look(PAPER, "#0b0c0c")
    return made + [_Box(middle, DEEPEST, REST_WIDE, f"+{count}", plain) for middle, count, _ in rest]


def _label(drawing: Layer, label: str, box: _Box, middle: float, left: float, right: float) -> None:
    """Beside its mark, on the side where there is room for it, else on that where there is more."""
    start, end = box.middle + box.wide / 2 + 6, box.middle - box.wide / 2 - 6
    wide = text_width(label, 12)
    if wide <= right - start or (right - start >= end - left and wide > end - left):
        drawing.text(start, middle, cut(label, right - start, 12), size=12, plate=PAPER)
    else:
        drawing.text(end, middle, cut(label, end - left, 12), size=12, anchor="end", plate=PAPER)
