"""The rows of an action plan that somebody has edited: columns found by name, cells understood or refused.

Nothing is guessed in silence: what was made of a cell that could have been clearer is said, with its name.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from ctcheck.errors import Problem
from ctcheck.model import action_sheet
from ctcheck.model.action_sheet import HEADERS, SHEET, STATUSES, ActionCells, canonical
from ctcheck.model.place import Place
from ctcheck.reading.files import UnreadableError
from ctcheck.reading.people_dates import NoDateError, due_from
from ctcheck.reading.plan_list import read_list
from ctcheck.reading.suggest import nearest
from ctcheck.reading.workbook import Cell, Row, Sheet, is_workbook, read_sheet

EDITABLE: Final = ActionCells._fields
_NEEDED: Final = ("id", "action")
_READ: Final = ("id", "gaps", *EDITABLE, "mark")
_ALSO: Final = {
    "owner": "owner_role",
    "ownerrole": "owner_role",
    "duedate": "due",
    "datedue": "due",
    "gapid": "gaps",
    "gapids": "gaps",
    "gaps": "gaps",
    "actionid": "id",
    "measure": "success_measure",
}
_HEADING_ROWS: Final = 20
"""The row of headings is looked for in so many rows that hold something."""
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_DONE: Final = ("complete", "completed", "closed", "finished")


class PlanRow(NamedTuple):
    """One row."""

    id: str
    gaps: tuple[str, ...] | None
    """None where the sheet has no such column."""
    cells: Mapping[str, str]
    """What an officer may change, by key; a column that the sheet does not have is not there."""
    mark: str
    refs: Mapping[str, str]
    """The names of its cells, by key; for one that is empty, of the row."""


class Remark(NamedTuple):
    """What was made of something that could have been clearer."""

    where: str
    said: str


class EditedPlan(NamedTuple):
    """An action plan as it came back."""

    rows: tuple[PlanRow, ...]
    remarks: tuple[Remark, ...]
    problems: tuple[Problem, ...]


def read_plan(data: bytes, shown: str) -> EditedPlan:
    """The rows of a workbook or list. Raises `UnreadableError` where there is none to be read."""
    said: list[str] = []
    if is_workbook(data):
        sheet = read_sheet(data, shown, SHEET)
    else:
        sheet, said = read_list(data, shown)
    reader = _Reader(sheet, shown)
    reader.remarks += [Remark("", one) for one in said]
    reader.read()
    return EditedPlan(tuple(reader.rows), tuple(reader.remarks), tuple(reader.problems))


class _Reader:
    """One sheet being read."""

    def __init__(self, sheet: Sheet, shown: str) -> None:
        self._sheet = sheet
        self._shown = shown
        self._columns: dict[str, int] = {}
        self.rows: list[PlanRow] = []
        self.remarks: list[Remark] = []
        self.problems: list[Problem] = []

    def read(self) -> None:
        start = self._find_columns()
        for row in self._sheet.rows[start:]:
            self._row(row)

    def where(self, ref: str) -> str:
        """A cell by sheet and name."""
        return f"{self._sheet.name}!{ref}" if self._sheet.name else ref

    def _find_columns(self) -> int:
        """The columns by their headings; gives the number of the row after them."""
        for at, row in enumerate(self._sheet.rows[:_HEADING_ROWS]):
            known = [_key_of(cell) for cell in row]
            if all(key in known for key in _NEEDED):
                self._columns = {}
                for column, (key, cell) in enumerate(zip(known, row, strict=True)):
                    self._heading(key, column, cell)
                for key in _READ:
                    if key not in self._columns:
                        self._say(
                            "", f"there is no column {HEADERS[key]!r}; what it would say stays as it is."
                        )
                return at + 1
        raise UnreadableError(
            [
                Problem(
                    Place(self._shown),
                    f"no row has the headings {' and '.join(repr(HEADERS[key]) for key in _NEEDED)}.",
                    hint="Make the sheet with `ctcheck assess FILE -f xlsx=PATH` and keep its row of headings.",
                )
            ]
        )

    def _heading(self, key: str, column: int, cell: Cell | None) -> None:
        if cell is None:
            return
        if not key:
            hint = nearest(str(cell.value), HEADERS.values())
            self._say(cell.ref, f"the column {str(cell.value)[:40]!r} is not known and was left out. {hint}")
        elif key in self._columns:
            self._refuse(cell.ref, f"the column {HEADERS[key]!r} stands twice.", "Take one of them out.")
        else:
            self._columns[key] = column
            if _letters_of(str(cell.value)) != _letters_of(HEADERS[key]):
                self._say(cell.ref, f"the column {str(cell.value)[:40]!r} was read as {HEADERS[key]!r}.")

    def _row(self, row: Row) -> None:
        found = {key: self._cell(row, key) for key in _READ if key in self._columns}
        if not any(found.values()):
            return
        first = next(cell for cell in row if cell is not None)
        line = re.sub(r"\D", "", first.ref)
        refs = {key: cell.ref if (cell := found.get(key)) else f"row {line}" for key in _READ}
        before = len(self.problems)
        texts = {key: self._text(cell) for key, cell in found.items() if key != "due"}
        cells = {key: texts[key] for key in EDITABLE if key in texts}
        if "due" in found:
            cells["due"] = self._due(found["due"])
        if "status" in cells:
            cells["status"] = self._status(cells["status"], refs["status"])
        gaps = None
        if "gaps" in texts:
            gaps = self._ids(texts["gaps"], refs["gaps"])
        if len(self.problems) == before:
            name = texts["id"].strip("'\"\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}")
            places = {key: self.where(ref) for key, ref in refs.items()}
            self.rows.append(PlanRow(name, gaps, cells, texts.get("mark", ""), places))

    def _cell(self, row: Row, key: str) -> Cell | None:
        column = self._columns[key]
        return row[column] if column < len(row) else None

    def _text(self, cell: Cell | None) -> str:
        """The words of a cell on one line. A formula is refused: nobody has worked it out."""
        if cell is None or self._is_refused(cell):
            return ""
        value = cell.value
        if isinstance(value, str):
            if _CONTROL.search(value):
                self._refuse(cell.ref, "a character that nobody can see stands here.", "Type the text again.")
            return " ".join(value.split())
        if isinstance(value, float) and value == int(value):
            return str(int(value))
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return str(value)
        self._refuse(cell.ref, f"found {value!s}; expected words.", "Type it as text.")
        return ""

    def _is_refused(self, cell: Cell) -> bool:
        if cell.formula:
            self._refuse(
                cell.ref,
                "a formula stands here, and ctcheck works none out.",
                "Put the text itself in the cell.",
            )
        elif cell.error:
            self._refuse(
                cell.ref, f"the cell shows an error, {cell.value}.", "Put the text itself in the cell."
            )
        return cell.formula or cell.error

    def _due(self, cell: Cell | None) -> str:
        if cell is None or self._is_refused(cell):
            return ""
        try:
            due = due_from(cell.value)
        except NoDateError as error:
            self._refuse(cell.ref, str(error), "")
            return ""
        if due.said:
            self._say(cell.ref, due.said)
        return due.text

    def _status(self, text: str, ref: str) -> str:
        word = re.sub(r"[\s_-]+", "-", text.casefold())
        if not word or word in STATUSES:
            return word
        if word in _DONE:
            self._say(ref, f"{text!r} was read as 'done'.")
            return "done"
        known = ", ".join(status.replace("-", " ") for status in STATUSES)
        self._refuse(
            ref, f"found {text[:40]!r}; expected one of {known}, or nothing.", nearest(word, STATUSES)
        )
        return ""

    def _ids(self, text: str, ref: str) -> tuple[str, ...]:
        if action_sheet.CUT in text:
            # Of a list that was cut nobody knows the rest; an action that is in the file keeps what it closes.
            self._say(ref, "the list of gaps was too long for a cell; the rest of it is not known.")
            text = text.replace(action_sheet.CUT, "")
        return tuple(dict.fromkeys(one for one in re.split(r"[;,\s]+", text) if one))

    def _say(self, ref: str, said: str) -> None:
        self.remarks.append(Remark(self.where(ref) if ref else "", said.strip()))

    def _refuse(self, ref: str, message: str, hint: str) -> None:
        self.problems.append(Problem(Place(self._shown), message, path=self.where(ref), hint=hint))


def _letters_of(text: str) -> str:
    return re.sub(r"[^a-z]", "", canonical(text).casefold())


def _key_of(cell: Cell | None) -> str:
    """The key of the column under a heading; empty where it is not known."""
    if cell is None or not isinstance(cell.value, str):
        return ""
    letters = _letters_of(cell.value)
    for key, header in HEADERS.items():
        if letters == _letters_of(header):
            return key
    return _ALSO.get(letters, "")
