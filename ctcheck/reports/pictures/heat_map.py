"""Themes by bodies, a letter in every cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ctcheck.model.papers import Matrix, MatrixColumn, MatrixRow
from ctcheck.reports import words_pictures as said
from ctcheck.reports.pictures.look import LETTERS, legend, lettered
from ctcheck.reports.pictures.measure import lines, text_width
from ctcheck.reports.pictures.parts import parts
from ctcheck.reports.pictures.shapes import Picture, Table
from ctcheck.reports.pictures.svg import MARGIN, WIDTH, Drawing
from ctcheck.reports.safe import safe
from ctcheck.reports.words import by_verdict

ACROSS: Final = 20
"""Columns that stand side by side; more go into a further block, with the themes beside it again."""
DOWN: Final = 20
HIGHEST: Final = 900
"""A picture that is higher would not fit on a page; further blocks go into a further picture."""
HEAD: Final = 70
"""The legend with its margins."""
LABELS: Final = 176
ROW: Final = 30
NAME: Final = 190
"""The longest that a column's name stands above it, in each of two lines."""

_Block = tuple[Sequence[int], Sequence[MatrixRow]]


def heat_map(matrix: Matrix) -> tuple[Picture, ...]:
    """One picture, or as many as the bodies need; none where nothing applies."""
    if not any(cell.counts.judged for row in matrix.rows for cell in row.cells):
        return ()
    blocks = [
        (columns, rows)
        for rows in parts(matrix.rows, DOWN)
        for columns in parts(range(len(matrix.columns)), ACROSS)
    ]
    pages: list[list[_Block]] = [[]]
    for block in blocks:
        if pages[-1] and sum(_height(one, matrix.columns) for one in [*pages[-1], block]) > HIGHEST - HEAD:
            pages.append([])
        pages[-1].append(block)
    return tuple(_picture(page, matrix, number, len(pages)) for number, page in enumerate(pages, start=1))


def _picture(blocks: Sequence[_Block], matrix: Matrix, number: int, of: int) -> Picture:
    name = "heat-map" if number == 1 else f"heat-map-{number}"
    title = said.part(said.HEAT_TITLE, number, of)
    cells = [row.cells[column].letter for columns, rows in blocks for column in columns for row in rows]
    themes = len({row.theme for _, rows in blocks for row in rows})
    bodies = len({column for columns, _ in blocks for column in columns})
    description = said.heat_description(themes, bodies, cells)
    drawing = Drawing(name, title, description)
    y = legend(drawing, MARGIN, [(look, letter, said.LETTERS[letter]) for letter, look in LETTERS.items()])
    for block in blocks:
        y = _draw(drawing, block, matrix.columns, y)
    return Picture(name, title, description, drawing.finish(y + MARGIN), _table(blocks, matrix, number, of))


def _names(block: _Block, columns: Sequence[MatrixColumn]) -> list[list[str]]:
    return [lines(safe(columns[column].label), NAME, 11, 2) for column in block[0]]


def _height(block: _Block, columns: Sequence[MatrixColumn]) -> float:
    tallest = max(text_width(line, 11) for name in _names(block, columns) for line in name)
    return 20 + tallest + 6 + ROW * len(block[1])


def _draw(drawing: Drawing, block: _Block, columns: Sequence[MatrixColumn], y: float) -> float:
    bottom = y + _height(block, columns)
    top = bottom - ROW * len(block[1])
    left = MARGIN + LABELS
    wide = min(40.0, (WIDTH - MARGIN - left) / len(block[0]))
    for place, name in enumerate(_names(block, columns)):
        middle = left + wide * (place + 0.5)
        for line, words in enumerate(name):
            offset = (line - (len(name) - 1) / 2) * 12
            drawing.text(middle + offset, top - 6, words, size=11, upright=False)
    for down, row in enumerate(block[1]):
        middle = top + ROW * (down + 0.5)
        title = lines(safe(row.title), LABELS - 8, 12, 2)
        for line, words in enumerate(title):
            drawing.text(MARGIN, middle + (line - (len(title) - 1) / 2) * 14, words, size=12)
        for place, column in enumerate(block[0]):
            letter = row.cells[column].letter
            x = left + wide * place
            lettered(drawing, LETTERS[letter], x + 1.5, middle - ROW / 2 + 1.5, wide - 3, ROW - 3, letter)
    return bottom


def _table(blocks: Sequence[_Block], matrix: Matrix, number: int, of: int) -> Table:
    rows = tuple(
        (
            safe(matrix.columns[column].label),
            safe(row.title),
            f"{row.cells[column].letter}: {said.LETTERS[row.cells[column].letter]}",
            *(str(count) for _, count in by_verdict(row.cells[column].counts)),
        )
        for columns, shown in blocks
        for column in columns
        for row in shown
        if row.cells[column].counts.judged
    )
    return Table(said.part(said.HEAT_CAPTION, number, of), said.HEAT_HEADER, rows)
