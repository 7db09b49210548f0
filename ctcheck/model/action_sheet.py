"""The sheet of actions, which goes out with a report and comes back edited.

What writes it and what reads it share no code but this: the names of its columns, and the mark by which
a row shows whether somebody has changed it.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import re
from typing import Final, NamedTuple

SHEET: Final = "Actions"

HEADERS: Final = {
    "id": "Id",
    "gaps": "Gap",
    "short": "What falls short",
    "action": "Action",
    "owner_role": "Owner (role)",
    "due": "Due",
    "success_measure": "Success measure",
    "status": "Status",
    "priority": "Priority",
    "reason": "Reason",
    "checks": "Checks",
    "source": "Source",
    "mark": "Row mark",
}
"""In the order of the sheet. Columns are found by these names wherever they stand."""

STATUSES: Final = ("not-started", "on-track", "slipping", "late", "done")
OPEN_ENDED: Final = ("ongoing", "tbc")
"""What may stand for a date where there is none yet."""

DRAFT: Final = "draft-"
"""Ids of drafted actions begin so."""

SEPARATOR: Final = "; "
"""Between the ids of a list in one cell."""

LONGEST_LIST: Final = 30_000
"""Characters of a list of ids; a cell of a workbook holds 32,767."""

CUT: Final = "\N{HORIZONTAL ELLIPSIS}"
"""Ends a list that was too long."""

_STRAIGHT: Final = str.maketrans(
    {
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{SINGLE LOW-9 QUOTATION MARK}": "'",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "\N{DOUBLE LOW-9 QUOTATION MARK}": '"',
    }
)
"""Spreadsheets bend quotes on their own account."""

_FORMULA: Final = re.compile("[\\s']*[=+@\\-\uff1d\uff0b\uff20\uff0d]|'*[\\t\\r\\n]")
"""What some spreadsheet takes for a formula, the wide signs of East Asian keyboards among it."""


class ActionCells(NamedTuple):
    """What an officer may change in a row, as text: the date as YYYY-MM-DD, the status as in the file."""

    action: str
    owner_role: str
    due: str
    success_measure: str
    status: str


def same(one: str, other: str) -> bool:
    """Whether two texts differ in blanks and bent quotes at most."""
    return canonical(one) == canonical(other)


def canonical(text: str) -> str:
    """The text with single blanks and straight quotes."""
    return " ".join(text.translate(_STRAIGHT).split())


def row_mark(name: str, cells: ActionCells) -> str:
    """Short, and the same as long as nobody changes the row; no spreadsheet takes it for a number or date."""
    import hashlib

    whole = "\x1f".join(canonical(part) for part in (name, *cells))
    return f"row-{hashlib.sha256(whole.encode('utf-8', 'backslashreplace')).hexdigest()[:10]}"


def due_words(due: str, status: str) -> tuple[str, str]:
    """Date and status as the sheet has them: a status that only says there is no date stands for the date."""
    return (status, "") if not due and status in OPEN_ENDED else (due, status)


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula.

    One that begins with an apostrophe before such a text gets another, so that `unguarded` is the exact way back.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text
