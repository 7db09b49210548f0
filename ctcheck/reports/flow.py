"""What layouts that run from top to bottom (text, Markdown, Word) make of a document's larger blocks."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ctcheck.model.report import GapReport
from ctcheck.reports import words_layouts as said
from ctcheck.reports.blocks import Block, Cell, Document, Facts, Findings, Gaps, Grid, Section, Sub, plain
from ctcheck.reports.pictures import Picture, pictures
from ctcheck.reports.shapes import FindingView, GapView, Item, Labelled, Tree


class Entry(NamedTuple):
    """A gap, told in full under a heading of its own."""

    title: str
    anchors: tuple[str, ...]
    """Its own, then those of the gaps told with it."""
    facts: tuple[Labelled, ...]
    trees: tuple[Tree, ...]


class Anchored(NamedTuple):
    """A table whose rows can be linked to; an empty anchor stands for none."""

    grid: Grid
    anchors: tuple[str, ...]


def entry(gap: GapView) -> Entry:
    """The gap with its verdict, whom it is about, its findings and everything that follows from them."""
    finding = gap.finding
    verdict = finding.tag.word
    if gap.kind.word != verdict:
        verdict = f"{verdict}: {gap.kind.word.lower()}"
    if gap.also:
        told = ((finding.subject, finding.id), *((one.subject, one.id) for one in gap.also))
        about = [
            Labelled(
                said.ABOUT,
                (Item(said.alike(gap.bodies)), *(Item(f"{subject} ({name})") for subject, name in told)),
            )
        ]
    else:
        about = [
            Labelled(said.ABOUT, (Item(finding.subject),)),
            Labelled(said.FINDING, (Item(finding.id),)),
        ]
    return Entry(
        f"{gap.number}. {finding.title}" if gap.number else finding.title,
        (finding.anchor, *(one.anchor for one in gap.also)),
        (Labelled(said.VERDICT, (Item(verdict),)), *about, *finding.lines),
        finding.trees,
    )


def findings_table(block: Findings) -> Anchored:
    """The findings of one theme, a row each; a gap told elsewhere is linked, and every other has an anchor."""
    rows = tuple(_finding(one) for one in block.findings)
    anchors = tuple(one.anchor if one.own_anchor else "" for one in block.findings)
    return Anchored(Grid(said.findings_of(block.title), said.FINDING_HEADER, rows, "findings"), anchors)


def _finding(one: FindingView) -> tuple[Cell, ...]:
    title = Item(one.title, "" if one.own_anchor else f"#{one.anchor}")
    about = Item(f"{said.ABOUT}: {one.subject}")
    why = tuple(Item(text) for text in (one.sentence, one.waiver, f"{one.evidence}.") if text)
    return (Cell((title, about, Item(f"{one.force}. {one.id}"))), Cell((), one.tag), Cell(why))


def drawn(report: GapReport) -> dict[str, tuple[Picture, ...]]:
    """The pictures of a report by the name that a block gives; a large one comes in parts."""
    found: dict[str, list[Picture]] = {}
    for picture in pictures(report):
        found.setdefault(re.sub(r"-[0-9]+$", "", picture.id), []).append(picture)
    return {name: tuple(parts) for name, parts in found.items()}


def twin(picture: Picture) -> Grid:
    """The table that says the same as the picture."""
    table = picture.table
    rows = tuple(tuple(plain(text) for text in row) for row in table.rows)
    return Grid(table.caption, table.header, rows, "twin")


def targets(document: Document) -> frozenset[str]:
    """Every fragment that something in the document can be linked by; a link to any other goes nowhere."""
    return frozenset(fragment for part in document.sections for fragment in _fragments(part))


def _fragments(part: Section | Sub) -> Iterator[str]:
    if isinstance(part, Section):
        yield part.id
    for block in part.blocks:
        yield from _in_block(block)


def _in_block(block: Block) -> Iterable[str]:
    if isinstance(block, Sub):
        yield from _fragments(block)
    elif isinstance(block, Gaps):
        for gap in block.gaps:
            yield from entry(gap).anchors
    elif isinstance(block, Findings):
        yield block.anchor
        yield from (one.anchor for one in block.findings if one.own_anchor)


def within(block: Facts) -> bool:
    """Whether the lines name findings: such labels are titles, and what stands behind them is short."""
    return any(item.url.startswith("#") for line in block.lines for item in line.items)


def reachable(item: Item, known: frozenset[str]) -> str:
    """The address of an item, if it leads anywhere from this document."""
    return "" if item.url.startswith("#") and item.url[1:] not in known else item.url
