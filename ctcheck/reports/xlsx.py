"""The report as a workbook: cover, notes, gaps, actions, findings and evidence.

One table a sheet with one row of headings, no merged cells, no blank rows, nothing hidden; every text is
written as text, so that none can become a formula or a link.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any, Final

from ctcheck.model import action_sheet
from ctcheck.model.report import GapReport
from ctcheck.model.values import plain_date
from ctcheck.reports import words, words_sheets
from ctcheck.reports.cover import cover_rows, note_rows
from ctcheck.reports.interface import Media
from ctcheck.reports.safe import safe
from ctcheck.reports.sheet import wrap
from ctcheck.reports.tables import (
    Table,
    Value,
    actions_table,
    evidence_table,
    findings_table,
    gaps_table,
)
from ctcheck.reports.xlsx_book import FIRST_DAY, made, new_book

ROWS_TO_ADD: Final = 200
"""Rows below the plan in which the lists of choices work as well."""

LINE: Final = 14.5
TALLEST: Final = 409
"""Points: the height of a line of text, and the most that a row may have."""

SLACK: Final = 4
"""Letters by which a line of long ids may fall short of the width of its column."""

WIDE: Final = 50
USUAL: Final = 18
NARROW: Final = 11
_WIDTHS: Final = {
    **dict.fromkeys(("order", "number", "priority", "age_months", "backs", "incomplete", "planned"), NARROW),
    **dict.fromkeys(("action", "remedy", "because", "expects", "sentence", "ask", "why", "short"), WIDE),
    **dict.fromkeys(("success_measure", "enquiry", "sources", "standing", "waiver", "gaps", "title"), 36),
    **dict.fromkeys(("finding", "findings", "urls", "limits", "subject", "reason", "checks", "supports"), 28),
}
"""By column, in characters."""

_FROZEN: Final = {
    words_sheets.GAPS: 3,
    words_sheets.ACTIONS: 1,
    words_sheets.FINDINGS: 1,
    words_sheets.EVIDENCE: 1,
}
"""Columns that stay in sight, and stand on every printed page."""

_FITS_A_PAGE: Final = (words_sheets.COVER, words_sheets.NOTES, words_sheets.ACTIONS)
"""Sheets that can still be read when all their columns are printed on one page; of the others half are."""

_A4: Final = 9
_A3: Final = 8


class XlsxReporter:
    """A workbook without formulas, macros or links; the same report gives the same bytes."""

    name = "xlsx"
    suffix = ".xlsx"
    media: Media = "binary"

    def render(self, report: GapReport) -> bytes:
        """The whole file."""
        held = io.BytesIO()
        book = new_book(held)
        _Workbook(book, report).write()
        book.close()
        return held.getvalue()


class _Workbook:
    """One workbook in the making."""

    def __init__(self, book: Any, report: GapReport) -> None:
        self._book = book
        self._report = report
        usual = {"text_wrap": True, "valign": "top", "align": "left"}
        self._text = book.add_format({**usual, "num_format": "@"})
        self._number = book.add_format({**usual, "num_format": "0"})
        self._date = book.add_format({**usual, "num_format": "d mmmm yyyy"})
        self._heading = book.add_format({**usual, "bold": True, "bottom": 2, "bg_color": "#E7E6E6"})
        self._title = book.add_format({"bold": True, "font_size": 16})
        self._line = book.add_format({"valign": "top"})

    def write(self) -> None:
        """All sheets, in the order of the cover's list."""
        report = self._report
        title = safe(f"Gap report: {report.area.name}, {words.date(report.as_at)}")
        self._book.set_properties(
            {
                "title": title,
                "subject": safe(f"{report.area.name}, {words.law_of(report.law_date)}"),
                "keywords": safe(report.marking),
                "comments": words_sheets.COVER_ABOUT,
                "created": made(report.law_date),
            }
        )
        tables = (gaps_table(report), actions_table(report), findings_table(report), evidence_table(report))
        columns = {table.name: table.columns for table in tables}
        self._listing(
            words_sheets.COVER,
            title,
            words_sheets.COVER_ABOUT,
            words_sheets.COVER_HEADER,
            (28, 100),
            cover_rows(report),
        )
        self._listing(
            words_sheets.NOTES,
            f"{words_sheets.NOTES}: {title}",
            words_sheets.NOTES_ABOUT,
            words_sheets.NOTES_HEADER,
            (28, 28, 100),
            note_rows(report, columns),
        )
        for table in tables:
            self._table(table)

    def _listing(
        self,
        name: str,
        title: str,
        about: str,
        header: Sequence[str],
        widths: Sequence[int],
        rows: Sequence[Sequence[str]],
    ) -> None:
        """A sheet to read: a title, a line that says what it is, a table."""
        sheet = self._sheet(name)
        # Not wrapped: the cells beside them are empty, and the first column is narrow.
        sheet.write_string(0, 0, title, self._title)
        sheet.write_string(1, 0, about, self._line)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        self._cells(sheet, 3, rows, widths)
        self._make_table(sheet, 2, len(rows), name, header, about)

    def _table(self, table: Table) -> None:
        """A sheet to work with: the table begins in its first cell."""
        sheet = self._sheet(table.name)
        keys = [column.key for column in table.columns]
        widths = [_WIDTHS.get(key, USUAL) for key in keys]
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        rows = table.rows or (tuple(table.empty if key == table.about else None for key in keys),)
        self._cells(sheet, 1, rows, widths)
        headers = [column.header for column in table.columns]
        self._make_table(sheet, 0, len(rows), table.name, headers, words_sheets.SHEETS[table.name])
        sheet.freeze_panes(1, _FROZEN[table.name])
        sheet.repeat_columns(0, _FROZEN[table.name] - 1)
        if table.name == words_sheets.ACTIONS:
            self._choices(sheet, keys, len(rows) + ROWS_TO_ADD)

    def _sheet(self, name: str) -> Any:
        sheet = self._book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(_A4 if name in _FITS_A_PAGE else _A3)
        sheet.fit_to_pages(1 if name in _FITS_A_PAGE else 2, 0)
        marking = f"&R{_in_header(self._report.marking)}" if self._report.marking else ""
        head = f"{self._report.area.name}, {words.law_of(self._report.law_date)}"
        sheet.set_header(f"&L{_in_header(head)}{marking}")
        sheet.set_footer(f"&L{name}&R{words_sheets.PAGE}")
        return sheet

    def _cells(self, sheet: Any, first: int, rows: Sequence[Sequence[Value]], widths: Sequence[int]) -> None:
        for at, row in enumerate(rows, first):
            # Said here, because some programs do not make room for wrapped text by themselves.
            lines = max(
                len(wrap(value, width - SLACK)) if isinstance(value, str) else 1
                for value, width in zip(row, widths, strict=True)
            )
            sheet.set_row(at, min(lines * LINE + 2, TALLEST))
            for column, value in enumerate(row):
                self._cell(sheet, at, column, value)

    def _cell(self, sheet: Any, row: int, column: int, value: Value) -> None:
        if value is None:
            sheet.write_blank(row, column, None, self._text)
        elif isinstance(value, dt.date):
            if value < FIRST_DAY:
                sheet.write_string(row, column, plain_date(value), self._text)
            else:
                sheet.write_datetime(row, column, value, self._date)
        elif isinstance(value, int):
            sheet.write_number(row, column, value, self._number)
        else:
            sheet.write_string(row, column, value, self._text)

    def _make_table(
        self, sheet: Any, top: int, rows: int, name: str, header: Sequence[str], about: str
    ) -> None:
        sheet.add_table(
            top,
            0,
            top + rows,
            len(header) - 1,
            {
                "name": name,
                "title": name,
                "description": about,
                # Black on white and light grey: its words can be read in print and by weak eyes.
                "style": "Table Style Light 1",
                "columns": [{"header": one, "header_format": self._heading} for one in header],
            },
        )
        sheet.repeat_rows(top)

    def _choices(self, sheet: Any, keys: Sequence[str], last: int) -> None:
        """What may stand in the cells that an officer fills."""
        status, due = keys.index("status"), keys.index("due")
        sheet.data_validation(
            1,
            status,
            last,
            status,
            {
                "validate": "list",
                "source": [words_sheets.status_words(one) for one in action_sheet.STATUSES],
                "error_title": words_sheets.STATUS_TITLE,
                "error_message": words_sheets.STATUS_ERROR,
            },
        )
        sheet.data_validation(
            1,
            due,
            last,
            due,
            {
                "validate": "date",
                "criteria": ">=",
                "value": FIRST_DAY,
                "input_title": words_sheets.DUE_TITLE,
                "input_message": words_sheets.DUE_HELP,
                "error_title": words_sheets.DUE_TITLE,
                "error_message": words_sheets.DUE_ERROR,
                # A word such as ongoing is named when the plan is read back, and not refused while typing.
                "error_type": "warning",
            },
        )


def _in_header(text: str) -> str:
    """A text for the head of a printed page, where `&` begins a code; doubled it would do, but not before a G."""
    return " and ".join(part.strip() for part in safe(text, limit=80).split("&"))
