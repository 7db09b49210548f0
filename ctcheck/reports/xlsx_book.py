"""An empty workbook in which no text can become a formula, a link or a number."""

from __future__ import annotations

import datetime as dt
import os
from typing import IO, Any, Final

import xlsxwriter

FIRST_DAY: Final = dt.date(1900, 3, 1)
"""Spreadsheets count a 29 February 1900 that never was; earlier days are written as text."""


def new_book(held: IO[bytes]) -> Any:
    """A workbook that is written to `held` when it is closed; the same sheets give the same bytes."""
    return xlsxwriter.Workbook(
        held,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": "Arial", "font_size": 11},
        },
    )


def made(law_date: dt.date) -> dt.datetime:
    """When the file says that it was made: SOURCE_DATE_EPOCH, else the law date."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit() and len(epoch) <= 11:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).replace(tzinfo=None)
    return dt.datetime(law_date.year, law_date.month, law_date.day)
