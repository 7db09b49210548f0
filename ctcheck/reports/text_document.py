"""Any document as plain text: sections underlined, tables as lists that read well in 80 columns."""

from __future__ import annotations

from ctcheck.reports import words
from ctcheck.reports import words_layouts as said
from ctcheck.reports.blocks import (
    Block,
    Bullets,
    Cell,
    Document,
    Drawing,
    Facts,
    Findings,
    Gaps,
    Grid,
    Section,
    Sub,
    Text,
)
from ctcheck.reports.flow import Entry, entry, twin, within
from ctcheck.reports.pictures import Picture
from ctcheck.reports.shapes import FindingView, Item, Labelled
from ctcheck.reports.sheet import LABEL_COLUMN, Sheet

_INDENT = 4


def render_document(sheet: Sheet, shown: Document, pictures: dict[str, tuple[Picture, ...]]) -> None:
    """The whole document on the sheet; of a picture its twin."""
    sheet.heading(shown.title, "=")
    sheet.paragraph(f"{shown.subtitle}. {shown.running_head}.")
    if shown.fictional:
        sheet.blank()
        sheet.paragraph(words.FICTIONAL)
    for section in shown.sections:
        render_section(sheet, section, pictures)


def render_section(
    sheet: Sheet, section: Section, pictures: dict[str, tuple[Picture, ...]] | None = None
) -> None:
    """One section under its heading."""
    sheet.heading(section.title)
    _blocks(sheet, section, pictures or {})


def _blocks(sheet: Sheet, part: Section | Sub, pictures: dict[str, tuple[Picture, ...]]) -> None:
    before: Block | None = None
    for block in part.blocks:
        if before and not (isinstance(before, Text) and before.text.endswith(":")):
            sheet.blank()
        before = block
        if isinstance(block, Sub):
            sheet.paragraph(f"{block.title}:")
            _blocks(sheet, block, pictures)
        elif isinstance(block, Drawing):
            _drawing(sheet, block, pictures)
        else:
            _block(sheet, block)


def _block(sheet: Sheet, block: Block) -> None:
    if isinstance(block, Text):
        sheet.paragraph(block.text, _INDENT if block.style == "inset" else 0)
    elif isinstance(block, Bullets):
        if block.numbered:
            for number, item in enumerate(block.items, 1):
                sheet.numbered(number, item.text)
        else:
            sheet.bullets(item.text for item in block.items)
    elif isinstance(block, Facts) and within(block):
        sheet.bullets(_grouped(line) for line in block.lines)
    elif isinstance(block, Facts):
        _facts(sheet, block.lines, 0)
    elif isinstance(block, Grid):
        _table(sheet, block)
    elif isinstance(block, Gaps):
        for number, gap in enumerate(block.gaps):
            if number:
                sheet.blank()
            _entry(sheet, entry(gap))
    elif isinstance(block, Findings):
        sheet.paragraph(f"{block.title}:")
        for finding in block.findings:
            _finding(sheet, finding)


def _drawing(sheet: Sheet, block: Drawing, pictures: dict[str, tuple[Picture, ...]]) -> None:
    """No picture, and so no description of one: the table says the same."""
    for number, picture in enumerate(pictures.get(block.picture, ())):
        if number:
            sheet.blank()
        _table(sheet, twin(picture))


def _table(sheet: Sheet, grid: Grid) -> None:
    """Rows on a line each where all of them fit; else each under its first cell, the others behind headers."""
    # A caption that is a whole sentence ends as one.
    sheet.paragraph(grid.caption if grid.caption.endswith(".") else f"{grid.caption.rstrip(':')}:")
    lines = [_in_a_line(grid.header, row) for row in grid.rows]
    if all(line and len(line) + 4 <= sheet.width for line in lines):
        sheet.bullets(lines)
        return
    for row in grid.rows:
        first, *rest = row
        named = list(zip(grid.header[1:], rest, strict=True))
        title = _said(first)
        if title.isdigit():
            # A number says nothing alone: what it counts stands beside it.
            title = f"{title}. {_said(rest[0])}"
            named = named[1:]
        sheet.bullets([title])
        told = (Labelled(header, _items(cell)) for header, cell in named)
        _facts(sheet, tuple(line for line in told if line.items or grid.kind == "plan"), 6)


def _in_a_line(header: tuple[str, ...], row: tuple[Cell, ...]) -> str:
    """The row in a line; nothing where a cell is empty or holds more than one text."""
    if any(len(_items(cell)) != 1 for cell in row):
        return ""
    rest = (
        f"{title[:1].lower()}{title[1:]} {_said(cell)}"
        for title, cell in zip(header[1:], row[1:], strict=True)
    )
    return f"{_said(row[0])}: {', '.join(rest)}"


def _said(cell: Cell) -> str:
    return " ".join([*([cell.tag.word] if cell.tag else []), *(item.text for item in cell.items)])


def _items(cell: Cell) -> tuple[Item, ...]:
    return (*((Item(cell.tag.word),) if cell.tag else ()), *cell.items)


def _facts(sheet: Sheet, lines: tuple[Labelled, ...], indent: int) -> None:
    """Blanks are drawn; a label that would leave its text no room stands above it."""
    beside = [len(line.label) for line in lines if len(line.label) <= sheet.width // 3]
    column = max([LABEL_COLUMN, *(length + 2 for length in beside)])
    for line in lines:
        items = tuple(Item(item.text or said.BLANK) for item in line.items) or (Item(said.BLANK),)
        if len(line.label) <= sheet.width // 3:
            sheet.labelled([line._replace(items=items)], indent, column)
            continue
        sheet.paragraph(f"{line.label}:", indent)
        for item in items:
            sheet.paragraph(item.text, indent + 2)


def _grouped(line: Labelled) -> str:
    subjects = [item.text for item in line.items if item.text != words.THE_AREA]
    return f"{line.label} ({'; '.join(subjects)})" if subjects else line.label


def _entry(sheet: Sheet, told: Entry) -> None:
    sheet.paragraph(told.title)
    _facts(sheet, told.facts, _INDENT)
    sheet.trees(told.trees)


def _finding(sheet: Sheet, finding: FindingView) -> None:
    waiver = f". {finding.waiver}" if finding.waiver else ""
    sheet.tagged("  - ", finding.tag, f": {finding.title} ({finding.subject}) [{finding.id}]{waiver}")
    sheet.trees(finding.trees, 6)
