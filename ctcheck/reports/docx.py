"""The report as a paper that an officer goes on editing in Word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Final

from ctcheck.model.report import GapReport
from ctcheck.reports import words
from ctcheck.reports import words_layouts as said
from ctcheck.reports.blocks import (
    Block,
    Bullets,
    Cell,
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
from ctcheck.reports.flow import (
    Anchored,
    Entry,
    drawn,
    entry,
    findings_table,
    reachable,
    targets,
    twin,
    within,
)
from ctcheck.reports.interface import Media
from ctcheck.reports.pictures import Picture
from ctcheck.reports.raster import png
from ctcheck.reports.shapes import Item, Labelled, Node, Tree
from ctcheck.reports.stamp import stamp
from ctcheck.reports.word_file import Field, WordFile, Words

_STYLES: Final = {
    "plain": "Normal",
    "inset": "ReportInset",
    "warning": "ReportWarning",
    "small": "ReportSmall",
}

_FILLS: Final = {
    "met": "D7EBDF",
    "level-in-place": "D7EBDF",
    "level-largely-in-place": "D7EBDF",
    "agrees": "D7EBDF",
    "partly-met": "FFF0BF",
    "level-partly-in-place": "FFF0BF",
    "under-claim": "FFF0BF",
    "not-met": "F6D3CE",
    "level-not-in-place": "F6D3CE",
    "over-claim": "F6D3CE",
    "error": "F6D3CE",
    "no-answer": "E4DCF1",
    "level-not-shown": "E4DCF1",
}
"""Behind a status word, by its kind; black on the darkest of them has a contrast above 14."""

_SHARES: Final[dict[str, tuple[float, ...]]] = {
    "counts": (2, 1.2, 5),
    "positions": (3, 2.2, 5),
    "judgements": (2, 3, 2, 4),
    "judgement-table": (2.2, 2.4, 1.9, 4.5),
    "enquiries": (3, 1.8, 4, 2.4),
    "evidence": (1, 2.8, 1.9, 1.6, 1.9, 3),
    "plan": (0.7, 2.6, 4.0, 1.7, 2.0, 2.0),
    "timeline": (2, 1.2, 2, 4),
    "parameters": (3, 1.5, 1.6, 4),
    "findings": (3.6, 1.5, 4),
}
"""Widths of columns, one to another, by the kind of a table."""

_MANY: Final = 6
"""From so many columns on a table is set smaller."""


_SHORT: Final = 18
"""As long as a date."""
_LETTERS: Final = 96
"""On a line of a small table as wide as the page."""


class DocxReporter:
    """Headings, lists, tables and captions are Word's own; what nobody has told us is an empty cell."""

    name = "docx"
    suffix = ".docx"
    media: Media = "binary"

    def __init__(self, *, profile: str = "team", partner: str = "") -> None:
        self._profile = profile
        self._partner = partner

    def render(self, report: GapReport) -> bytes:
        """The whole file; the same report and fonts give the same bytes."""
        shown = document(report, self._profile, self._partner, trees="answered")
        file = WordFile(
            title=shown.title,
            subject=f"{said.SUBJECT}. {shown.subtitle}",
            author=said.AUTHOR,
            made=stamp(report.law_date),
            head=shown.running_head,
        )
        file.page_numbers(said.PAGE, said.OF)
        file.heading(shown.title, 0)
        file.paragraph((Words(shown.subtitle),), "Subtitle")
        if shown.fictional:
            file.paragraph((Words(words.FICTIONAL),), "ReportWarning")
        if self._profile != "cabinet":
            # A committee paper is short and has an order that its readers know.
            file.heading(said.CONTENTS, 1)
            file.bullets([(Words(section.title, f"#{section.id}"),) for section in shown.sections])
        paper = _Paper(file, targets(shown), drawn(shown.drawn_from))
        for section in shown.sections:
            file.heading(section.title, 1, (section.id,))
            paper.blocks(section, 2)
        return file.data()


class _Paper:
    """Sets blocks; knows which links lead anywhere and which pictures there are."""

    def __init__(
        self, file: WordFile, known: frozenset[str], pictures: dict[str, tuple[Picture, ...]]
    ) -> None:
        self._file = file
        self._known = known
        self._pictures = pictures

    def blocks(self, part: Section | Sub, level: int) -> None:
        """Every block of a section, with headings from the level on."""
        for block, after in zip_longest(part.blocks, part.blocks[1:]):
            if isinstance(block, Text):
                leads = isinstance(after, (Facts, Bullets))
                self._file.paragraph((Words(block.text),), _STYLES[block.style], with_next=leads)
            elif isinstance(block, Sub):
                self._file.heading(block.title, level)
                self.blocks(block, level + 1)
            else:
                self._block(block, level, part.title)

    def _block(self, block: Block, level: int, title: str) -> None:
        if isinstance(block, Bullets):
            entries = [(self._words(item),) for item in block.items]
            if block.numbered:
                self._file.numbers(entries)
            else:
                self._file.bullets(entries)
        elif isinstance(block, Facts) and within(block):
            self._file.bullets([self._grouped(line) for line in block.lines])
        elif isinstance(block, Facts):
            self._file.form(title, [(line.label, self._field(Cell(line.items))) for line in block.lines])
        elif isinstance(block, Grid):
            self._table(Anchored(block, ("",) * len(block.rows)))
        elif isinstance(block, Drawing):
            for picture in self._pictures.get(block.picture, ()):
                self._picture(picture)
        elif isinstance(block, Gaps):
            for gap in block.gaps:
                self._entry(entry(gap), level)
        elif isinstance(block, Findings):
            self._file.heading(block.title, level, (block.anchor,))
            self._table(findings_table(block))
            for finding in block.findings:
                self._trees(finding.trees, finding.title)

    def _picture(self, picture: Picture) -> None:
        image = png(picture.svg)
        if image:
            self._file.paragraph((Words(picture.title),), "Caption")
            self._file.picture(image, f"{picture.title}. {picture.description}")
        else:
            self._file.paragraph((Words(f"{picture.title}. {said.NOT_DRAWN}"),))
        grid = twin(picture)
        self._table(Anchored(grid, ("",) * len(grid.rows)))

    def _table(self, table: Anchored) -> None:
        grid = table.grid
        rows = [
            (self._field(row[0], (anchor,) if anchor else ()), *map(self._field, row[1:]))
            for row, anchor in zip(grid.rows, table.anchors, strict=True)
        ]
        shares = _SHARES.get(grid.kind) or _shares(grid)
        small = grid.kind == "twin" or len(grid.header) >= _MANY
        self._file.table(grid.caption, grid.header, rows, shares, small=small)

    def _field(self, cell: Cell, names: tuple[str, ...] = ()) -> Field:
        tag = ((Words(cell.tag.word, strong=True),),) if cell.tag else ()
        texts = tuple((self._words(item),) for item in cell.items if item.text)
        return Field((*tag, *texts), _FILLS.get(cell.tag.kind, "") if cell.tag else "", names)

    def _entry(self, told: Entry, level: int) -> None:
        self._file.heading(told.title, level, told.anchors)
        self._facts(told.facts)
        self._trees(told.trees, said.REASONS)

    def _facts(self, lines: Iterable[Labelled]) -> None:
        for line in lines:
            self._file.fact(line.label, [self._words(item) for item in line.items])

    def _trees(self, trees: Iterable[Tree], title: str) -> None:
        for tree in trees:
            said_of = Words(f"{title}, {tree.title.lower()}:", strong=True)
            self._file.paragraph((said_of,), "ReportSmall", with_next=True)
            self._branch(tree.root, 0)

    def _branch(self, node: Node, depth: int) -> None:
        found = f"; {node.found}" if node.found else ""
        place = f" ({node.place})" if node.place else ""
        self._file.reason((Words(node.mark, strong=True), Words(f": {node.text}{found}{place}")), depth)
        for part in node.parts:
            self._branch(part, depth + 1)

    def _grouped(self, line: Labelled) -> list[Words]:
        """Findings of one title, each of the subjects leading to its own."""
        if [item.text for item in line.items] == [words.THE_AREA]:
            return [Words(line.label, reachable(line.items[0], self._known))]
        made = [Words(f"{line.label}: ")]
        for number, item in enumerate(line.items):
            made += [Words("; ")] if number else []
            made.append(self._words(item))
        return made

    def _words(self, item: Item) -> Words:
        return Words(item.text, reachable(item, self._known))


def _shares(grid: Grid) -> Sequence[float]:
    """Widths by what the columns hold, in letters: what is short has all the room it needs, the rest is shared."""
    longest = [
        max((len(item.text) for row in grid.rows for item in row[column].items), default=0)
        for column in range(len(grid.header))
    ]
    least = [max(map(len, title.split()), default=0) + 2.0 for title in grid.header]
    made = [
        max(need, length + 2.0) if length <= _SHORT else need
        for need, length in zip(least, longest, strict=True)
    ]
    long = [column for column, length in enumerate(longest) if length > _SHORT]
    rest = max(_LETTERS - sum(made), 15.0 * len(long))
    weight = sum(longest[column] ** 0.6 for column in long)
    for column in long:
        made[column] = max(least[column], rest * longest[column] ** 0.6 / weight)
    return made
