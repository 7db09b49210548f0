"""A report as sections made of a few kinds of block, which every layout knows how to set.

A profile chooses sections; a section is built once, in plain safe words; a layout sets blocks and
decides nothing.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

from typing import Literal, NamedTuple

from ctcheck.model.report import GapReport
from ctcheck.reports.shapes import FindingView, GapView, Item, Labelled, Tag

Style = Literal["plain", "inset", "warning", "small"]


class Text(NamedTuple):
    """A paragraph."""

    text: str
    style: Style = "plain"


class Bullets(NamedTuple):
    """A list; numbered where the order says something."""

    items: tuple[Item, ...]
    numbered: bool = False


class Facts(NamedTuple):
    """Labels with what stands behind them; a label with nothing is a blank to be filled in by hand."""

    lines: tuple[Labelled, ...]


class Cell(NamedTuple):
    """One cell of a table: a status word, or lines of text."""

    items: tuple[Item, ...] = ()
    tag: Tag | None = None


class Grid(NamedTuple):
    """A table: one row of column headers, and a row header first in each other row."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    kind: str = ""
    """One of our own words, by which a layout may choose widths: `matrix`, `plan`, `findings`..."""


class Drawing(NamedTuple):
    """The name of a picture; the layout sets it and its twin, if the report has it."""

    picture: str


class Gaps(NamedTuple):
    """Gaps in full, in the order to act in."""

    gaps: tuple[GapView, ...]


class Findings(NamedTuple):
    """Findings of one theme, a row each, with their trees where those are wanted."""

    title: str
    anchor: str
    findings: tuple[FindingView, ...]


class Sub(NamedTuple):
    """A part of a section under a heading of its own."""

    title: str
    blocks: "tuple[Block, ...]"


Block = Text | Bullets | Facts | Grid | Drawing | Gaps | Findings | Sub


class Section(NamedTuple):
    """One part of a report."""

    id: str
    """One of our own words: the fragment of its heading."""
    title: str
    blocks: tuple[Block, ...]


class Document(NamedTuple):
    """A whole report for one kind of reader."""

    profile: str
    title: str
    subtitle: str
    """For whom it is."""
    fictional: bool
    running_head: str
    """Area and law date, for the head of each page."""
    sections: tuple[Section, ...]
    drawn_from: GapReport
    """What its pictures show: the report without what this reader does not get."""


def plain(text: str) -> Cell:
    """A cell with one line."""
    return Cell((Item(text),)) if text else Cell()


def marked(tag: Tag) -> Cell:
    """A cell with a status word."""
    return Cell((), tag)
