"""The output formats: one table, one function.

Importing this package is cheap; what a format needs is imported when that format is asked for.
"""

from __future__ import annotations

from collections.abc import Callable

from ctcheck.errors import UsageError
from ctcheck.reports.interface import FormatEntry, Options, Reporter

__all__ = ["FORMATS", "FormatEntry", "Options", "Reporter", "make_reporter"]

NARROWEST = 40
"""Below this many columns labels and words no longer fit side by side."""


def _text(options: Options) -> Reporter:
    from ctcheck.reports.text import TextReporter

    return TextReporter(width=options.width, colour=options.colour, explain=options.explain)


def _json(options: Options) -> Reporter:
    from ctcheck.reports.json_report import JsonReporter

    return JsonReporter()


def _html(options: Options) -> Reporter:
    from ctcheck.reports.html import HtmlReporter

    return HtmlReporter(profile=options.profile, partner=options.partner)


def _pdf(options: Options) -> Reporter:
    from ctcheck.reports.pdf import PdfReporter

    return PdfReporter(profile=options.profile, partner=options.partner, progress=options.progress)


FORMATS: dict[str, FormatEntry] = {
    "text": FormatEntry("text", ".txt", "text", "Plain text for people, 80 columns.", _text),
    "json": FormatEntry("json", ".json", "text", "Everything in the report, for machines.", _json),
    "html": FormatEntry("html", ".html", "text", "One accessible web page that loads nothing.", _html, True),
    "pdf": FormatEntry("pdf", ".pdf", "binary", "Tagged PDF, made from the web page.", _pdf, True),
}


def make_reporter(
    name: str,
    *,
    width: int = 80,
    colour: bool = False,
    explain: bool = False,
    profile: str = "team",
    partner: str = "",
    progress: Callable[[str], None] | None = None,
) -> Reporter:
    """The reporter for a format of the table.

    `UsageError` for any other name, a width too small, or a reader for whom the format has no layout.
    """
    entry = FORMATS.get(name)
    if entry is None:
        meant = next((known.name for known in FORMATS.values() if name.endswith(known.suffix)), "")
        hint = f"Did you mean {meant}={name}?" if meant else f"Choose one of: {', '.join(FORMATS)}."
        raise UsageError(f"There is no format '{name}'.", hint)
    if width < NARROWEST:
        raise UsageError(f"A width of {width} columns is too small.", f"Give at least {NARROWEST}.")
    if profile != "team" and not entry.for_readers:
        # Somebody who asks for one partner's part would otherwise hand on what is about all others.
        able = ", ".join(known.name for known in FORMATS.values() if known.for_readers)
        raise UsageError(
            f"{name} always holds the whole report, whoever reads it.", f"With --for choose one of: {able}."
        )
    return entry.make(Options(width, colour, explain, profile, partner, progress))
