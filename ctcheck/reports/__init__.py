"""The output formats: one table, one function.

Importing this package is cheap; what a format needs is imported when that format is asked for.
"""

from __future__ import annotations

from ctcheck.errors import UsageError
from ctcheck.reports.interface import FormatEntry, Options, Reporter

__all__ = ["FORMATS", "FormatEntry", "Options", "Reporter", "make_reporter"]

NARROWEST = 40
"""Below this many columns labels and words no longer fit side by side."""


def _text(options: Options) -> Reporter:
    from ctcheck.reports.text import TextReporter

    return TextReporter(
        width=options.width,
        colour=options.colour,
        explain=options.explain,
        profile=options.profile,
        partner=options.partner,
    )


def _json(options: Options) -> Reporter:
    from ctcheck.reports.json_report import JsonReporter

    return JsonReporter()


def _html(options: Options) -> Reporter:
    from ctcheck.reports.html import HtmlReporter

    return HtmlReporter()


def _pdf(options: Options) -> Reporter:
    from ctcheck.reports.pdf import PdfReporter

    return PdfReporter()


def _docx(options: Options) -> Reporter:
    from ctcheck.reports.docx import DocxReporter

    return DocxReporter(profile=options.profile, partner=options.partner)


def _md(options: Options) -> Reporter:
    from ctcheck.reports.markdown import MarkdownReporter

    return MarkdownReporter(profile=options.profile, partner=options.partner)


FORMATS: dict[str, FormatEntry] = {
    "text": FormatEntry("text", ".txt", "text", "Plain text for people, 80 columns.", _text),
    "json": FormatEntry("json", ".json", "text", "Everything in the report, for machines.", _json),
    "html": FormatEntry("html", ".html", "text", "One accessible web page that loads nothing.", _html),
    "pdf": FormatEntry("pdf", ".pdf", "binary", "Tagged PDF, made from the web page.", _pdf),
    "docx": FormatEntry("docx", ".docx", "binary", "A paper to go on editing in Word.", _docx),
    "md": FormatEntry("md", ".md", "text", "Markdown, with tables as GitHub has them.", _md),
}


def make_reporter(
    name: str,
    *,
    width: int = 80,
    colour: bool = False,
    explain: bool = False,
    profile: str = "team",
    partner: str = "",
) -> Reporter:
    """The reporter for a format of the table; `UsageError` for any other name or a width too small."""
    entry = FORMATS.get(name)
    if entry is None:
        meant = next((known.name for known in FORMATS.values() if name.endswith(known.suffix)), "")
        hint = f"Did you mean {meant}={name}?" if meant else f"Choose one of: {', '.join(FORMATS)}."
        raise UsageError(f"There is no format '{name}'.", hint)
    if width < NARROWEST:
        raise UsageError(f"A width of {width} columns is too small.", f"Give at least {NARROWEST}.")
    return entry.make(Options(width=width, colour=colour, explain=explain, profile=profile, partner=partner))
