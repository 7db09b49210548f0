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

    return HtmlReporter(profile=options.profile, partner=options.partner)


def _pdf(options: Options) -> Reporter:
    from ctcheck.reports.pdf import PdfReporter

    return PdfReporter(profile=options.profile, partner=options.partner, progress=options.progress)


def _docx(options: Options) -> Reporter:
    from ctcheck.reports.docx import DocxReporter

    return DocxReporter(profile=options.profile, partner=options.partner)


def _md(options: Options) -> Reporter:
    from ctcheck.reports.markdown import MarkdownReporter

    return MarkdownReporter(profile=options.profile, partner=options.partner)


def _xlsx(options: Options) -> Reporter:
    from ctcheck.reports.xlsx import XlsxReporter

    return XlsxReporter()


def _csv(options: Options) -> Reporter:
    from ctcheck.reports.csv_report import CsvReporter

    return CsvReporter()


def _actions(options: Options) -> Reporter:
    from ctcheck.reports.csv_report import ActionsReporter

    return ActionsReporter()


FORMATS: dict[str, FormatEntry] = {
    "text": FormatEntry("text", ".txt", "text", "Plain text for people, 80 columns.", _text, True),
    "json": FormatEntry("json", ".json", "text", "Everything in the report, for machines.", _json),
    "html": FormatEntry("html", ".html", "text", "One accessible web page that loads nothing.", _html, True),
    "pdf": FormatEntry("pdf", ".pdf", "binary", "Tagged PDF, made from the web page.", _pdf, True),
    "docx": FormatEntry("docx", ".docx", "binary", "A paper to go on editing in Word.", _docx, True),
    "md": FormatEntry("md", ".md", "text", "Markdown, with tables as GitHub has them.", _md, True),
    "xlsx": FormatEntry(
        "xlsx", ".xlsx", "binary", "Workbook of gaps, actions, findings and evidence.", _xlsx
    ),
    "csv": FormatEntry("csv", ".csv", "text", "The gaps, one a line, for spreadsheets.", _csv),
    "actions": FormatEntry(
        "actions", ".actions.csv", "text", "The action plan as CSV, to be edited.", _actions
    ),
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
        fits = [known for known in FORMATS.values() if name.endswith(known.suffix)]
        meant = max(fits, key=lambda known: len(known.suffix)).name if fits else ""
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
