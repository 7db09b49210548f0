"""An action plan as a list (CSV) in the same shape as the sheet of a workbook."""

from __future__ import annotations

import csv
import io
from typing import Final

from ctcheck.errors import Problem
from ctcheck.model.action_sheet import unguarded
from ctcheck.model.place import Place
from ctcheck.reading.files import UnreadableError
from ctcheck.reading.workbook import MAX_COLUMNS, MAX_ROWS, Cell, Row, Sheet

_OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0"


def read_list(data: bytes, shown: str) -> tuple[Sheet, list[str]]:
    """The rows, and what was made of the file. Raises `UnreadableError`.

    Takes what spreadsheets write: commas, semicolons or tabs; UTF-8, UTF-16 or Windows-1252.
    """
    if data.startswith(_OLD_WORKBOOK):
        raise _refused(
            shown,
            "this is an old workbook (xls), or one with a password.",
            "Save it again as xlsx without one.",
        )
    text, said = _decoded(data, shown)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    if delimiter != ",":
        said.append(f"the columns are split at {'tabs' if delimiter == chr(9) else 'semicolons'}.")
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, texts in enumerate(reader, 1):
            row = tuple(
                Cell(f"{_letters(at)}{number}", unguarded(one)) if one.strip() else None
                for at, one in enumerate(texts[:MAX_COLUMNS])
            )
            if any(row):
                rows.append(row)
            if len(rows) > MAX_ROWS:
                raise _refused(
                    shown, f"the list has more than {MAX_ROWS:,} rows.", "An action plan is much shorter."
                )
    except csv.Error as error:
        raise UnreadableError(
            [
                Problem(
                    Place(shown, reader.line_num, 1),
                    f"this is not a list that can be read: {error}.",
                    hint="Open it in a spreadsheet program and save it again as CSV UTF-8, or as xlsx.",
                )
            ]
        ) from error
    return Sheet("", tuple(rows)), said


def _decoded(data: bytes, shown: str) -> tuple[str, list[str]]:
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16"), ["the file is UTF-16."]
        try:
            return data.decode("utf-8-sig"), []
        except UnicodeDecodeError:
            return data.decode("cp1252"), [
                "the file is not UTF-8 and was read as Windows-1252; look at dashes and quotes."
            ]
    except UnicodeDecodeError as error:
        raise _refused(
            shown, "this is neither a workbook (xlsx) nor a list (CSV).", "Save it again as xlsx."
        ) from error


def _refused(shown: str, message: str, hint: str) -> UnreadableError:
    return UnreadableError([Problem(Place(shown), message, hint=hint)])


def _letters(at: int) -> str:
    """The name of a column: A, Z, AA."""
    letters = ""
    at += 1
    while at:
        at, left = divmod(at - 1, 26)
        letters = chr(65 + left) + letters
    return letters
