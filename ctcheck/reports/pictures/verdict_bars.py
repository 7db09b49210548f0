"""A bar for each theme, in parts by verdict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ctcheck.model.report import Position
from ctcheck.model.words import Verdict
from ctcheck.reports import words_pictures as said
from ctcheck.reports.pictures.axis import shares
from ctcheck.reports.pictures.look import LETTERS, QUIET, VERDICT_LETTERS, legend, lettered, note
from ctcheck.reports.pictures.measure import lines, text_width
from ctcheck.reports.pictures.parts import parts
from ctcheck.reports.pictures.shapes import Picture, Table
from ctcheck.reports.pictures.svg import MARGIN, WIDTH, Drawing
from ctcheck.reports.safe import safe
from ctcheck.reports.words import VERDICTS, by_verdict

LONGEST: Final = 20
"""Bars on one page."""
LABELS: Final = 176
TOTALS: Final = 76
ROW: Final = 40
BAR: Final = 26
GAP: Final = 3
"""White between neighbours: with the outlines it parts even two that are alike in grey."""


def verdict_bars(positions: Sequence[Position]) -> tuple[Picture, ...]:
    """One picture, or as many as the themes need; none without a position."""
    pages = parts(positions, LONGEST)
    return tuple(_picture(page, number, len(pages)) for number, page in enumerate(pages, start=1))


def _picture(positions: Sequence[Position], number: int, of: int) -> Picture:
    name = "verdict-bars" if number == 1 else f"verdict-bars-{number}"
    title = said.part(said.BARS_TITLE, number, of)
    description = said.bars_description([position.counts for position in positions])
    drawing = Drawing(name, title, description)
    entries = [(LETTERS[letter], letter, VERDICTS[verdict]) for verdict, letter in VERDICT_LETTERS.items()]
    y = legend(drawing, MARGIN, entries) + 14
    for position in positions:
        _row(drawing, position, y + ROW / 2)
        y += ROW
    y = note(drawing, y + 6, said.BARS_NOTE)
    table = Table(
        said.part(said.BARS_CAPTION, number, of),
        said.BARS_HEADER,
        tuple(
            (
                safe(one.title),
                *(str(count) for _, count in by_verdict(one.counts)),
                str(one.counts.total),
            )
            for one in positions
        ),
    )
    return Picture(name, title, description, drawing.finish(y + MARGIN), table)


def _row(drawing: Drawing, position: Position, middle: float) -> None:
    title = lines(safe(position.title), LABELS - 8, 12, 2)
    for line, words in enumerate(title):
        drawing.text(MARGIN, middle + (line - (len(title) - 1) / 2) * 14, words, size=12)
    left = MARGIN + LABELS
    width = WIDTH - MARGIN - TOTALS - left
    counts = position.counts
    shown = [
        (verdict, count) for verdict, count in by_verdict(counts) if count and verdict in VERDICT_LETTERS
    ]
    least = [_width(_short(verdict, count)) + GAP for verdict, count in shown]
    if shown:
        wide = shares([count for _, count in shown], least, width + GAP)
        x: float = left
        for (verdict, count), part in zip(shown, wide, strict=True):
            whole = f"{count} {VERDICTS[verdict].lower()}"
            words = whole if _width(whole) <= part - GAP else _short(verdict, count)
            look = LETTERS[VERDICT_LETTERS[verdict]]
            lettered(drawing, look, x, middle - BAR / 2, part - GAP, BAR, words, 12)
            x += part
    else:
        drawing.rect(left, middle - BAR / 2, width, BAR, stroke=QUIET)
        drawing.text(left + width / 2, middle, said.BARS_EMPTY, size=12, anchor="middle")
    totals = [said.apply(counts.judged)]
    if counts.not_applicable:
        totals.append(said.aside(counts.not_applicable))
    for line, words in enumerate(totals):
        drawing.text(
            WIDTH - MARGIN, middle + (line - (len(totals) - 1) / 2) * 14, words, size=12, anchor="end"
        )


def _short(verdict: Verdict, count: int) -> str:
    return f"{count} {VERDICT_LETTERS[verdict]}"


def _width(words: str) -> float:
    """With a little of the pattern on both sides."""
    return text_width(words, 12, bold=True) + 14
