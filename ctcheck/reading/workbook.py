"""The rows of one sheet of a workbook that somebody gives us, and nothing else of it.

A workbook is a zip of XML: before anything reads it, its parts are counted and unpacked within limits, and
none may declare entities. Formulas are never worked out, links never followed, macros never looked at.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

from ctcheck.errors import Problem
from ctcheck.model.place import Place
from ctcheck.reading.files import UnreadableError

MAX_PARTS: Final = 500
MAX_UNPACKED: Final = 64 * 1024 * 1024
MAX_COLUMNS: Final = 200
MAX_ROWS: Final = 5_500
"""Rows that hold something; an action plan has 5,000 entries at the most."""
MAX_STORED: Final = 50_000
"""Rows that the file writes out, most of which may be empty."""
MAX_SHEETS: Final = 200
MAX_ANSWERS: Final = 20_000
"""Rows that hold something, of a sheet of questions: more than three hundred partners could fill."""
LAST_ROW: Final = 1_048_576
"""No spreadsheet has more; a file may claim what it likes."""

_CHUNK: Final = 1 << 20
_ENCODING: Final = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']*)")


class Cell(NamedTuple):
    """One cell that is not empty."""

    ref: str
    """As spreadsheets name it: E12."""
    value: str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta
    formula: bool = False
    error: bool = False
    format: str = ""
    """How the spreadsheet shows a number or date, where a whole workbook is read."""


Row = tuple[Cell | None, ...]


class Sheet(NamedTuple):
    """One sheet: its name and the rows that hold something."""

    name: str
    """Empty for a list that is no workbook."""
    rows: tuple[Row, ...]


class Book(NamedTuple):
    """A whole workbook."""

    sheets: tuple[Sheet, ...]
    links: bool
    """Whether it has links to other files; they are not followed."""


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are a zip, as workbooks are."""
    return data.startswith(b"PK")


def read_sheet(data: bytes, shown: str, wanted: str) -> Sheet:
    """The sheet of that name, in whatever case, or the only one. Raises `UnreadableError`."""
    _look_inside(data, shown)
    # Its import takes a tenth of a second, and a list needs none of it.
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False, rich_text=False)
        names = [sheet.title for sheet in book.worksheets]
        found = [name for name in names if name.strip().casefold() == wanted.casefold()]
        if not found and len(names) == 1:
            found = names  # a list that was opened and saved as a workbook is called after its file
        if len(found) != 1:
            held = ", ".join(repr(name[:40]) for name in names[:12])
            raise _refused(
                shown, f"there is no one sheet called {wanted!r}; found {held}.", f"Name the sheet {wanted}."
            )
        return Sheet(found[0], tuple(_rows(book[found[0]], shown)))
    except UnreadableError:
        raise
    # What a broken or forged workbook makes the library raise is no closed set.
    except Exception as error:
        reason = " ".join(str(error).split())[:120]
        raise _refused(
            shown,
            f"this is not a workbook that can be read ({type(error).__name__}: {reason}).",
            "Open it in a spreadsheet program and save it again as xlsx.",
        ) from error


def read_book(data: bytes, shown: str, skip: str = "") -> Book:
    """Every sheet of a workbook but the one of a name. Raises `UnreadableError`; one with macros is not read at all."""
    names = _look_inside(data, shown)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise _refused(
            shown,
            "the workbook holds macros, and ctcheck reads none that does.",
            "Open it without running them and save it again as xlsx.",
        )
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False, rich_text=False)
        if len(book.worksheets) > MAX_SHEETS:
            raise _refused(shown, f"the workbook has more than {MAX_SHEETS} sheets.", "Take out the others.")
        sheets = tuple(
            Sheet(sheet.title, tuple(_rows(sheet, shown, sheet.title)))
            for sheet in book.worksheets
            if sheet.title != skip
        )
    except UnreadableError:
        raise
    # As above: what the library raises for a forged workbook is no closed set.
    except Exception as error:
        reason = " ".join(str(error).split())[:120]
        raise _refused(
            shown,
            f"this is not a workbook that can be read ({type(error).__name__}: {reason}).",
            "Open it in a spreadsheet program and save it again as xlsx.",
        ) from error
    return Book(sheets, any("externallinks/" in name.lower() for name in names))


def _refused(shown: str, message: str, hint: str) -> UnreadableError:
    return UnreadableError([Problem(Place(shown), message, hint=hint)])


def _look_inside(data: bytes, shown: str) -> set[str]:
    """Unpacks every part once, within limits, and refuses what no spreadsheet program writes.

    Gives the names of the parts.
    """
    again = "Open it in a spreadsheet program and save it again as xlsx."
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if "[Content_Types].xml" not in names:
                raise _refused(shown, "this is a zip, and no workbook of the kind xlsx.", again)
            too_large = "the workbook holds more than an action plan can."
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise _refused(shown, too_large, "Take out pictures and other sheets.")
            for part in parts:
                _look_at(archive, part, shown, again)
            return names
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
        raise _refused(
            shown, f"the workbook is damaged or locked with a password: {error}.", again
        ) from error


def _look_at(archive: zipfile.ZipFile, part: zipfile.ZipInfo, shown: str, again: str) -> None:
    """One part. What is read is never more than the zip says, and that was added up before."""
    is_xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
    before = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            text = before + chunk
            if is_xml:
                encoding = _ENCODING.match(text.lstrip(b"\xef\xbb\xbf \r\n\t")) if not before else None
                foreign = encoding and encoding.group(1).lower() not in (b"utf-8", b"us-ascii")
                if foreign or b"\x00" in text or b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                    raise _refused(
                        shown, "the workbook holds XML of a kind that no spreadsheet program writes.", again
                    )
            before = chunk[-16:]


def _rows(sheet: object, shown: str, name: str = "") -> Iterator[Row]:
    """The rows that hold something; whatever size the sheet claims for itself.

    With a name it is one of many sheets of questions, and the formats of its numbers are wanted.
    """
    most, read = (MAX_ANSWERS, _cell_with_format) if name else (MAX_ROWS, _cell)
    sheet.reset_dimensions()  # type: ignore[attr-defined]
    held = stored = 0
    # As wide as each row is: told of a width, the library fills every row up to it.
    for number, cells in enumerate(sheet.iter_rows()):  # type: ignore[attr-defined]
        # Rows that the file leaves out come as an empty list, those that it writes out as tuples.
        if isinstance(cells, list) and number < LAST_ROW:
            continue
        row = tuple([read(cell) for cell in cells[:MAX_COLUMNS]])
        stored += 1
        if any(row):
            held += 1
        if held > most or stored > MAX_STORED or number >= LAST_ROW:
            which = f"the sheet {name[:40]!r}" if name else "the sheet"
            rows = most if held > most else MAX_STORED
            below = "the last answer" if name else "the plan"
            raise _refused(
                shown,
                f"{which} has more than {rows if name else most:,} rows.",
                f"Delete the empty rows below {below}, and save it again.",
            )
        if any(row):
            yield row


def _cell(cell: object) -> Cell | None:
    value = getattr(cell, "value", None)
    kind = getattr(cell, "data_type", "n")
    if value is None or (isinstance(value, str) and kind != "f" and not value.strip()):
        return None
    ref = str(cell.coordinate)  # type: ignore[attr-defined]
    if kind == "f":
        return Cell(ref, str(value), formula=True)
    return Cell(ref, value, error=kind == "e")


def _cell_with_format(cell: object) -> Cell | None:
    value = getattr(cell, "value", None)
    if value is None:
        return None
    found = _cell(cell)
    if found is None or isinstance(value, (str, bool)):
        return found
    return found._replace(format=str(cell.number_format))  # type: ignore[attr-defined]
