"""Lists for programs and spreadsheets: the gaps, and the action plan, one a line.

UTF-8 with a byte order mark, by which spreadsheets know it; CRLF; every cell in quotes.
A text that a spreadsheet would take for a formula has an apostrophe before it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io

from ctcheck.model.action_sheet import guarded
from ctcheck.model.report import GapReport
from ctcheck.reports import words_personal
from ctcheck.reports.interface import Media
from ctcheck.reports.tables import Table, Value, actions_table, gaps_table


class CsvReporter:
    """The gaps with the actions that close them, in the order to act in."""

    name = "csv"
    suffix = ".csv"
    media: Media = "text"

    def render(self, report: GapReport) -> bytes:
        """A line of headings and a line for each gap."""
        return csv_bytes(gaps_table(report), personal=bool(report.personal_data))


class ActionsReporter:
    """The action plan; `ctcheck actions import` reads it back."""

    name = "actions"
    suffix = ".actions.csv"
    media: Media = "text"

    def render(self, report: GapReport) -> bytes:
        """A line of headings and a line for each action."""
        return csv_bytes(actions_table(report), personal=bool(report.personal_data))


def csv_bytes(table: Table, *, personal: bool = False) -> bytes:
    """The table; dates as YYYY-MM-DD, empty cells empty.

    A list has no first page: `personal` says in a column of its own that personal data was let through.
    """
    more = (words_personal.CELL,) if personal else ()
    held = io.StringIO(newline="")
    # Every cell in quotes: where a spreadsheet splits at semicolons, part of a text could become a cell.
    writer = csv.writer(held, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(
        [*(column.header for column in table.columns), *((words_personal.COLUMN,) if more else ())]
    )
    writer.writerows([*(_cell(value) for value in row), *more] for row in table.rows)
    return held.getvalue().encode("utf-8-sig")


def _cell(value: Value) -> str | int:
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()
    return guarded(value) if isinstance(value, str) else value
