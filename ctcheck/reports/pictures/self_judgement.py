"""What the trust says of itself beside what the findings show, on five positions in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from ctcheck.model.report import GapReport, SelfView
from ctcheck.model.words import LEVEL_RANK, LEVELS, Level
from ctcheck.reports import words_pictures as said
from ctcheck.reports.pictures.look import BAND, Look, lettered
from ctcheck.reports.pictures.measure import lines, text_width
from ctcheck.reports.pictures.parts import parts
from ctcheck.reports.pictures.shapes import Picture, Table
from ctcheck.reports.pictures.svg import INK, MARGIN, PAPER, WIDTH, Drawing
from ctcheck.reports.safe import safe
from ctcheck.reports.words import COMPARISONS, LEVEL_WORDS

LONGEST: Final = 20
"""Rows on one page."""
LABELS: Final = 182
STEP: Final = 78
ROW: Final = 34
SIZE: Final = 22
FOUND: Final = Look("#1d3f72", "#ffffff")


class _Row(NamedTuple):
    about: str
    view: SelfView | None
    """None for a position that the trust has not judged."""
    found: Level | None


def self_judgement(report: GapReport) -> tuple[Picture, ...]:
    """One picture, or as many as the rows need; none where the trust has judged nothing itself."""
    if not report.self_views:
        return ()
    pages = parts(_rows(report), LONGEST)
    comparisons = [view.comparison for view in report.self_views]
    return tuple(
        _picture(page, comparisons, number, len(pages)) for number, page in enumerate(pages, start=1)
    )


def _rows(report: GapReport) -> list[_Row]:
    """The whole, then the themes in report order, judged by the trust or not, then single expectations."""
    titles = {finding.rule: finding.title for finding in report.findings} | dict(report.themes)
    titles["overall"] = said.SELF_OVERALL
    found = {position.about: position.indicative for position in report.positions}
    if report.overall:
        found["overall"] = report.overall.indicative
    order = ["overall", *(theme for theme, _ in report.themes)]
    views: dict[str, list[SelfView]] = {}
    for view in report.self_views:
        views.setdefault(view.judgement.about, []).append(view)
    order += [about for about in views if about not in order]
    rows = []
    for about in order:
        title = safe(titles.get(about, about))
        rows += [_Row(title, view, view.indicative) for view in views.get(about, ())]
        if about not in views and about in found:
            rows.append(_Row(title, None, found[about]))
    return rows


def _picture(rows: Sequence[_Row], comparisons: Sequence[str], number: int, of: int) -> Picture:
    name = "self-judgement" if number == 1 else f"self-judgement-{number}"
    title = said.part(said.SELF_TITLE, number, of)
    description = said.self_description(comparisons)
    drawing = Drawing(name, title, description)
    y = _head(drawing)
    top = y
    height = ROW * len(rows)
    for place in range(0, len(rows), 2):
        drawing.rect(MARGIN, y + ROW * place, WIDTH - 2 * MARGIN, ROW, fill=BAND)
    for level in LEVELS:
        drawing.line(_at(level), top, _at(level), top + height, stroke="#767b7e")
    for row in rows:
        _draw(drawing, row, y + ROW / 2)
        y += ROW
    table = Table(said.part(said.SELF_CAPTION, number, of), said.SELF_HEADER, tuple(map(_cells, rows)))
    return Picture(name, title, description, drawing.finish(y + MARGIN), table)


def _at(level: Level) -> float:
    return MARGIN + LABELS + STEP * (LEVEL_RANK[level] + 0.5)


def _head(drawing: Drawing) -> float:
    """The legend and the five positions, worst first."""
    claim, finding = said.SELF_LEGEND
    y = MARGIN + SIZE / 2
    _claim(drawing, MARGIN + SIZE / 2, y)
    drawing.text(MARGIN + SIZE + 6, y, claim, size=12)
    x = MARGIN + SIZE + 6 + text_width(claim, 12) + 20
    _found(drawing, x + SIZE / 2, y)
    drawing.text(x + SIZE + 6, y, finding, size=12)
    y += 30
    for level in LEVELS:
        for line, words in enumerate(lines(LEVEL_WORDS[level], STEP - 6, 12, 2)):
            drawing.text(_at(level), y + 14 * line, words, size=12, anchor="middle", bold=True)
    return y + 26


def _claim(drawing: Drawing, x: float, y: float) -> None:
    drawing.circle(x, y, SIZE / 2, fill=PAPER, stroke=INK, thick=2)
    drawing.text(x, y, "S", size=12, anchor="middle", bold=True)


def _found(drawing: Drawing, x: float, y: float) -> None:
    lettered(drawing, FOUND, x - SIZE / 2, y - SIZE / 2, SIZE, SIZE, "F", 12)


def _draw(drawing: Drawing, row: _Row, middle: float) -> None:
    title = lines(row.about, LABELS - 8, 12, 2)
    for line, words in enumerate(title):
        drawing.text(MARGIN + 4, middle + (line - (len(title) - 1) / 2) * 14, words, size=12)
    claim = _at(row.view.claims) if row.view else None
    found = _at(row.found) if row.found else None
    if claim is not None and claim == found:
        claim, found = claim - SIZE / 2 - 2, found + SIZE / 2 + 2
    if claim is not None and found is not None:
        drawing.line(claim, middle, found, middle, thick=3)
    if claim is not None:
        _claim(drawing, claim, middle)
    if found is not None:
        _found(drawing, found, middle)
    short = said.SELF_SHORT[row.view.comparison] if row.view else said.SELF_NONE
    comparison = lines(short, WIDTH - MARGIN - 4 - (MARGIN + LABELS + 5 * STEP), 12, 2)
    for line, words in enumerate(comparison):
        drawing.text(
            WIDTH - MARGIN - 4, middle + (line - (len(comparison) - 1) / 2) * 14, words, size=12, anchor="end"
        )


def _cells(row: _Row) -> tuple[str, ...]:
    found = LEVEL_WORDS[row.found] if row.found else said.SELF_NOTHING
    if row.view is None:
        return row.about, said.SELF_NONE, said.SELF_NONE, found, COMPARISONS["not-compared"]
    view = row.view
    return (
        row.about,
        safe(f"{view.label} ({view.scale_title})"),
        LEVEL_WORDS[view.claims],
        found,
        COMPARISONS[view.comparison],
    )
