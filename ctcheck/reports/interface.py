"""What every output format promises."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

from collections.abc import Callable
from typing import Literal, NamedTuple, Protocol

from ctcheck.model.report import GapReport

Media = Literal["text", "binary"]
"""`text` is UTF-8 that a terminal may show; `binary` only goes to a file."""


class Reporter(Protocol):
    """Lays out one report in one format.

    The same report gives the same bytes: a reporter reads no clock, terminal or setting of the machine.
    """

    name: str
    suffix: str
    """Of a file in this format, with the dot."""
    media: Media

    def render(self, report: GapReport) -> bytes:
        """The whole output, or `OutputError`; never a part of it."""
        ...


class Options(NamedTuple):
    """What a reader may choose; a format ignores what it has no use for."""

    width: int = 80
    """Columns of the text format."""
    colour: bool = False
    """ANSI colour in the text format."""
    explain: bool = False
    """The tree of reasons under each gap in the text format; the other formats always have it."""
    profile: str = "team"
    """The kind of reader, one of `documents.PROFILES`."""
    partner: str = ""
    """Whose part, for the profile `partner`."""


class FormatEntry(NamedTuple):
    """One format in the table of formats."""

    name: str
    suffix: str
    media: Media
    about: str
    """What it is for, one sentence for the help text."""
    make: Callable[[Options], Reporter]
    """Builds the reporter; what the format needs is only imported then."""
