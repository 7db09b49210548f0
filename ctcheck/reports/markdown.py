"""The report as Markdown: CommonMark with the tables of GitHub."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ctcheck.model.report import GapReport
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
from ctcheck.reports.documents import document
from ctcheck.reports.flow import Anchored, Entry, drawn, entry, findings_table, reachable, targets, twin
from ctcheck.reports.interface import Media
from ctcheck.reports.pictures import Picture
from ctcheck.reports.shapes import Item, Labelled, Node, Tree

_ALWAYS: Final = re.compile(r"[\\`*_{}\[\]<>&|~$#!^=]")
"""What opens markup anywhere in a line, here or in the Markdown of GitHub, Pandoc or Jekyll."""

_AT: Final = re.compile(r"@(?=\S)")
_ADDRESS: Final = re.compile(r":(?=//)|(?<=\w)\.(?=[^\W\d_]{2})")
"""Some programs make a link of whatever looks like a host, with or without `http` before it."""
_AT_START: Final = re.compile(r"([-+:%])|([0-9]+)([.)])")
_UNLINKED: Final = "\\@<!-- -->"
"""GitHub looks for mail addresses after it has undone escapes; only markup within one keeps it from a link."""


def escape(text: str) -> str:
    """The text as Markdown that shows it letter by letter: no part of it is markup, a link, a picture or HTML.

    It may stand anywhere in a line or a cell; runs of blanks become one.
    """
    text = _ALWAYS.sub(r"\\\g<0>", " ".join(text.split()))
    text = _AT.sub(lambda _: _UNLINKED, _ADDRESS.sub(r"\\\g<0>", text))
    start = _AT_START.match(text)
    if start:
        before = (start[2] or "") + "\\"
        text = before + text[len(before) - 1 :]
    return text


class MarkdownReporter:
    """A plain file that reads well as it is, and better where Markdown is shown."""

    name = "md"
    suffix = ".md"
    media: Media = "text"

    def __init__(self, *, profile: str = "team", partner: str = "") -> None:
        self._profile = profile
        self._partner = partner

    def render(self, report: GapReport) -> bytes:
        """The file in UTF-8."""
        shown = document(report, self._profile, self._partner, trees="answered")
        lines = _Page(shown, drawn(shown.drawn_from)).lines()
        return ("\n".join(lines).rstrip("\n") + "\n").encode("utf-8")


class _Page:
    """Writes blocks; knows which links lead anywhere and which pictures there are."""

    def __init__(self, shown: Document, pictures: dict[str, tuple[Picture, ...]]) -> None:
        self._document = shown
        self._known = targets(shown)
        self._pictures = pictures

    def lines(self) -> Iterator[str]:
        yield f"# {escape(self._document.title)}"
        yield ""
        yield f"{escape(self._document.subtitle)}. {escape(self._document.running_head)}."
        yield ""
        if self._document.fictional:
            yield f"> **{escape(words.FICTIONAL)}**"
            yield ""
        for section in self._document.sections:
            yield from self._heading(section.title, 2, (section.id,))
            yield from self._blocks(section, 3)

    def _blocks(self, part: Section | Sub, level: int) -> Iterator[str]:
        for block in part.blocks:
            if isinstance(block, Sub):
                yield from self._heading(block.title, level)
                yield from self._blocks(block, level + 1)
            else:
                yield from self._block(block, level)

    def _block(self, block: Block, level: int) -> Iterator[str]:
        if isinstance(block, Text):
            yield from _text(block)
        elif isinstance(block, Bullets):
            for number, item in enumerate(block.items, 1):
                yield f"{f'{number}.' if block.numbered else '-'} {self._item(item)}"
            yield ""
        elif isinstance(block, Facts):
            yield from self._facts(block.lines)
        elif isinstance(block, Grid):
            yield from self._table(Anchored(block, ("",) * len(block.rows)))
        elif isinstance(block, Drawing):
            for picture in self._pictures.get(block.picture, ()):
                yield f"**{escape(picture.title)}.** {escape(picture.description)}"
                yield ""
                grid = twin(picture)
                yield from self._table(Anchored(grid, ("",) * len(grid.rows)))
        elif isinstance(block, Gaps):
            for gap in block.gaps:
                yield from self._entry(entry(gap), level)
        elif isinstance(block, Findings):
            yield from self._heading(block.title, level, (block.anchor,))
            yield from self._table(findings_table(block))
            for finding in block.findings:
                yield from self._trees(finding.title, finding.trees)

    def _heading(self, title: str, level: int, anchors: Iterable[str] = ()) -> Iterator[str]:
        yield f"{'#' * level} {_anchors(anchors)}{escape(title)}"
        yield ""

    def _entry(self, told: Entry, level: int) -> Iterator[str]:
        yield from self._heading(told.title, level, told.anchors)
        yield from self._facts(told.facts)
        yield from self._trees(said.REASONS, told.trees)

    def _facts(self, lines: Sequence[Labelled]) -> Iterator[str]:
        for line in lines:
            items = [self._item(item) for item in line.items]
            if len(items) > 1:
                yield f"- **{escape(line.label)}:**"
                yield from (f"  - {item}" for item in items)
            else:
                yield f"- **{escape(line.label)}:** {items[0] if items and items[0] else escape(said.BLANK)}"
        yield ""

    def _table(self, table: Anchored) -> Iterator[str]:
        grid = table.grid
        yield f"*{escape(grid.caption)}*"
        yield ""
        yield _row([escape(title) for title in grid.header])
        yield _row(["---"] * len(grid.header))
        for row, anchor in zip(grid.rows, table.anchors, strict=True):
            cells = [self._cell(cell) for cell in row]
            yield _row([f"{_anchors((anchor,) if anchor else ())}{cells[0]}", *cells[1:]])
        yield ""

    def _cell(self, cell: Cell) -> str:
        tag = [f"**{escape(cell.tag.word)}**"] if cell.tag else []
        return "<br>".join([*tag, *(self._item(item) for item in cell.items)])

    def _item(self, item: Item) -> str:
        address = reachable(item, self._known)
        text = escape(item.text)
        return f"[{text}](<{_address(address)}>)" if address else text

    def _trees(self, title: str, trees: Sequence[Tree]) -> Iterator[str]:
        for tree in trees:
            yield f"{escape(title)}, {escape(tree.title.lower())}:"
            yield ""
            yield from _branch(tree.root, 0)
            yield ""


def _text(block: Text) -> Iterator[str]:
    before = "> " if block.style in ("inset", "warning") else ""
    text = escape(block.text)
    yield f"{before}**{text}**" if block.style == "warning" else f"{before}{text}"
    yield ""


def _branch(node: Node, depth: int) -> Iterator[str]:
    found = f"; {node.found}" if node.found else ""
    place = f" ({node.place})" if node.place else ""
    yield f"{'  ' * depth}- **{node.mark}:** {escape(f'{node.text}{found}{place}')}"
    for part in node.parts:
        yield from _branch(part, depth + 1)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _anchors(names: Iterable[str]) -> str:
    """Places to link to; a name is made by us and holds nothing that needs escaping."""
    return "".join(f'<a id="{name}"></a>' for name in names)


def _address(address: str) -> str:
    """An address between angle brackets: what would end it, or a cell, is written as its code."""
    return re.sub(r"[<>\\|]", lambda found: f"%{ord(found[0]):02X}", address)
