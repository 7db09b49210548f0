"""What a picture is, for whoever lays it out."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

from typing import NamedTuple


class Table(NamedTuple):
    """The twin of a picture: the same in words and numbers, safe to print and not yet escaped."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """As wide as the header; the first cell of a row is its header."""


class Picture(NamedTuple):
    """A drawing with its title, its description and its twin."""

    id: str
    """Fit for a fragment of an address, and no other picture of the report has it."""
    title: str
    description: str
    """What it shows, in a few sentences; safe to print and not yet escaped."""
    svg: str
    """Well-formed, escaped, complete in itself: it names nothing outside, and no style but by attributes."""
    table: Table
