"""Answers of last time in a workbook: each marked with its day, and none confirmed but by emptying its cell.

Beside each answer the column `Carried from` holds the day; a hidden column holds the day and a digest of the
answer as they were made. So an answer that was changed while its mark still stands is seen, and so is a column
that somebody has deleted.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from ctcheck.model.rules import FactType
from ctcheck.model.submission import CARRIED_PARTS, PARTNER_LIST
from ctcheck.model.values import plain_date
from ctcheck.reading.carried import above
from ctcheck.reading.nodes import Node
from ctcheck.reading.workbook import Cell, Row, Sheet
from ctcheck.workbook import form
from ctcheck.workbook.cells import NONE, RefusedError, understand
from ctcheck.workbook.filled import Filled, Given
from ctcheck.workbook.sheets import Columns
from ctcheck.workbook.stated import CellValue

Groups = list[tuple[dt.date, list[str]]]

MAX_DAYS: Final = 50
MAX_PATHS: Final = 5_000
"""What a submission may list: so many groups, so many paths in each."""
_DATE: Final = FactType("date")
_MADE: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?: ([0-9a-f]{8}))?\Z", re.ASCII)
_LETS_CONFIRM: Final = "Empty its cell 'Carried from' to confirm it."
_OTHERWISE: Final = (
    "Put the columns back, or make the workbook again with `ctcheck workbook make --from`;"
    " answers are confirmed by emptying their cells, or with `ctcheck carry --confirm`."
)


def key_of(path: str, partner: str = "") -> str:
    """How `carried` names an answer."""
    if partner:
        return f"partners.{partner}{path.removeprefix('partner')}"
    return PARTNER_LIST if path == "partners" else path


# making


class Carried:
    """What a submission lists as carried."""

    def __init__(self, node: Node | None) -> None:
        self._days = {path: day for day, paths in _groups(node) for path in paths}

    def __bool__(self) -> bool:
        return bool(self._days)

    def since(self, path: str, partner: str = "") -> dt.date | None:
        """The day from which an answer is carried; None where it is this time's."""
        if not self._days:
            return None
        key = key_of(path, partner)
        paths = (key, *((path,) if partner else ()))
        days = [self._days[one] for wanted in paths for one in above(wanted) if one in self._days]
        # Of a fact the earliest counts, of what is none the nearest: as they are judged.
        return (days[0] if key in CARRIED_PARTS else min(days)) if days else None


def _groups(node: Node | None) -> Iterator[tuple[dt.date, list[str]]]:
    for group in node.items if node is not None else ():
        since, facts = group.get("from"), group.get("facts")
        if since is not None and facts is not None:
            yield dt.date.fromisoformat(since.text), [one.text for one in facts.items]


def as_made(since: dt.date, answer: Any) -> str:
    """What the hidden column holds: the day, and a digest of the answer as it will be read, where that is known."""
    return since.isoformat() if answer is None else f"{since.isoformat()} {digest_of(answer)}"


def digest_of(answer: Any) -> str:
    """A short digest of what was understood; blanks and the ends of lines make no difference."""
    return hashlib.sha256(json.dumps(_even(answer)).encode()).hexdigest()[:8]


def _even(answer: Any) -> Any:
    if isinstance(answer, Mapping):
        return {key: _even(one) for key, one in sorted(answer.items())}
    if isinstance(answer, (list, tuple)):
        return [_even(one) for one in answer]
    return " ".join(str(answer).split())


def as_read(value: CellValue, wanted: FactType, *, fact: bool = True) -> Any:
    """What a cell that is made will be read as; None for no answer."""
    if value is None:
        return None
    if wanted.kind == "records":
        return NONE
    # Old days are written as words, and those of a cell for dates are not believed.
    cell = Cell("A1", plain_date(value) if isinstance(value, dt.date) else value)
    try:
        return understand(cell, wanted, fact=fact).value
    except RefusedError:
        return None


def rows_as_read(
    path: str,
    keys: Sequence[str],
    types: Sequence[FactType],
    rows: Iterable[Sequence[CellValue]],
    *,
    fact: bool,
) -> list[dict[str, Any]]:
    """As `as_read`, for the rows of a list."""
    return [
        {
            key: read
            for key, value, wanted in zip(keys, row, types, strict=True)
            if _tells(path, key) and (read := as_read(value, wanted, fact=fact)) not in (None, "")
        }
        for row in rows
    ]


def _tells(path: str, key: str) -> bool:
    """Whether a column belongs to the answer: of the partners only who they are does."""
    return path != "partners" or key in ("id", "name", "kind")


# reading


class Mark(NamedTuple):
    """What a row says of its answer."""

    since: dt.date | None
    digest: str = ""
    """Of the answer as it was made; empty where that is not known."""
    where: str = ""
    """The cell of the mark."""


class Marks:
    """The marks of one workbook while its rows are read."""

    def __init__(self, filled: Filled, made: bool, columns: Iterable[Columns]) -> None:
        self._filled = filled
        self.active = made or any(key in one.at for one in columns for key in form.MARKS)
        """Whether the workbook was made with answers carried, by its first sheet or by its columns."""
        self._lists: dict[str, Mark] = {}
        """By path, for the lists whose row was seen."""
        self._kept: dict[str, int] = {}
        """For each sheet without the column how many answers stay carried."""
        self._days: set[dt.date] = set()

    def can_tell(self, sheet: Sheet, columns: Columns) -> bool:
        """Whether a sheet of questions says what of it is carried. Where it does not, its answers are refused."""
        if not self.active or any(key in columns.at for key in form.MARKS):
            return True
        if any(columns.cell(row, "answer") is not None for row in sheet.rows[columns.first :]):
            self._filled.refuse(
                sheet.name,
                "the column 'Carried from' and the hidden one are gone, so nobody can tell which of these answers"
                " are last time's; none of them was taken.",
                _OTHERWISE,
            )
        return False

    def of(self, sheet: Sheet, columns: Columns, row: Row) -> Mark | None:
        """What a row says; None where that is refused."""
        mark, made = columns.cell(row, "carried"), columns.cell(row, "made")
        found = _MADE.match(str(made.value)) if made is not None else None
        before = _day(found[1]) if found else None
        digest = (found[2] or "") if found and before else ""
        if "carried" not in columns.at:
            if made is not None and before is None:
                self._filled.refuse(
                    f"{sheet.name}!{made.ref}",
                    "the column 'Carried from' is gone, and the hidden one does not say from which day.",
                    _OTHERWISE,
                )
                return None
            if before is not None:
                self._kept[sheet.name] = self._kept.get(sheet.name, 0) + 1
            return Mark(before, digest, sheet.name)
        if mark is None:
            self._filled.confirmed += before is not None
            return Mark(None)
        where = f"{sheet.name}!{mark.ref}"
        since = self._since(mark, before, where)
        if since is None or not self._has_room(since, where):
            return None
        if before is None and "made" in columns.at:
            self._filled.say(where, "this answer was not carried when the workbook was made; it is now.")
        return Mark(since, digest, where)

    def _since(self, mark: Cell, before: dt.date | None, where: str) -> dt.date | None:
        said = ""
        try:
            read = understand(mark, _DATE, fact=False)
            since, said = (_day(str(read.value)) if read.value is not None else None), read.said
        except RefusedError:
            since = None
        if since is None and before is None:
            self._filled.refuse(
                where,
                f"found {_shown(mark)}; expected the day from which the answer is carried.",
                "Write the day, such as 31 May 2008; empty the cell to confirm the answer.",
            )
            return None
        if since is None and before is not None:
            self._filled.say(
                where, f"{_shown(mark)} is no day; the answer stays carried from {plain_date(before)}."
            )
            return before
        if said:
            self._filled.say(where, said)
        if since and before and since != before:
            self._filled.say(
                where,
                f"the answer was carried from {plain_date(before)} when the workbook was made;"
                f" it is carried from {plain_date(since)} now.",
            )
        return since

    def _has_room(self, since: dt.date, where: str) -> bool:
        self._days.add(since)
        if len(self._days) <= MAX_DAYS:
            return True
        self._days.discard(since)
        self._filled.refuse(where, f"answers are carried from more than {MAX_DAYS} days.", "Mend the days.")
        return False

    def on(self, given: Given, mark: Mark, *, can_be: bool) -> Given:
        """The answer with its mark. Where it was changed and the mark still stands, it stays carried, which is told."""
        if mark.since is None:
            return given
        if not can_be:
            self._filled.say(
                mark.where, "this is asked anew each time and never carried; the mark was left out."
            )
            return given
        if mark.digest and digest_of(given.value) != mark.digest:
            self._filled.say(
                given.where,
                "the answer was changed and its mark still stands: it stays carried from"
                f" {plain_date(mark.since)} and counts for nothing. {_LETS_CONFIRM}",
            )
        return given._replace(carried=mark.since)

    def alone(self, mark: Mark) -> None:
        """A mark beside which no answer stands."""
        if mark.since is not None:
            self._filled.say(mark.where, "no answer stands beside this day, so nothing is carried.")

    def of_list(self, path: str, mark: Mark) -> None:
        """The mark in the row that stands for a list, whose entries stand on a sheet of their own."""
        held = self._lists.get(path)
        if held is None or held.since is None:
            self._lists[path] = mark

    def settle(self, names: Mapping[str, str]) -> None:
        """Marks the lists, once all rows are read; `names` gives the sheet of each that can be carried.

        Entries whose row nobody can find are refused: they could be last time's.
        """
        for sheet, answers in self._kept.items():
            self._filled.say(
                sheet,
                f"the column 'Carried from' is not there; what was carried stays so ({answers} rows)."
                " Answers are confirmed by emptying their cells, or with `ctcheck carry --confirm`.",
            )
        if not self.active:
            return
        a_return = "return.partner" in self._filled.facts
        for path, sheet in names.items():
            entries = self._filled.lists.get(path, [])
            mark = self._lists.get(path)
            if mark is None:
                # A return says nothing of who the partners are.
                if entries and not (a_return and path == "partners"):
                    self._filled.refuse(
                        sheet,
                        "the row of the question that names this sheet is gone, so nobody can tell whether its"
                        " entries are last time's; none of them was taken.",
                        _OTHERWISE,
                    )
                    entries.clear()
                continue
            if mark.since is None:
                continue
            if not entries:
                if path not in self._filled.facts:
                    self.alone(mark)
                continue
            self._filled.carried[path] = mark.since
            rows = [
                {key: given.value for key, given in entry.fields.items() if _tells(path, key)}
                for entry in entries
            ]
            if mark.digest and digest_of(rows) != mark.digest:
                confirm = f" Empty {mark.where} to confirm them." if "!" in mark.where else ""
                self._filled.say(
                    sheet,
                    "entries were changed and their mark still stands: all stay carried from"
                    f" {plain_date(mark.since)} and count for nothing.{confirm}",
                )


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _shown(cell: Cell) -> str:
    if cell.formula:
        return "a formula"
    return repr(str(cell.value)[:40])


def carried_groups(filled: Filled, facts: Mapping[str, Any], rank: Mapping[str, int]) -> Groups:
    """What stands under `carried`: of what is stated, by day. `facts` is all that is written about the area."""
    by_day: dict[dt.date, list[str]] = {}

    def note(since: dt.date | None, path: str) -> None:
        if since is not None:
            by_day.setdefault(since, []).append(path)

    for path in sorted(facts, key=lambda one: rank.get(one, -1)):
        value = facts[path]
        note(value.carried if isinstance(value, Given) else filled.carried.get(path), key_of(path))
    for entry in filled.lists.get("partners", ()):
        name = str(entry.fields["id"].value) if "id" in entry.fields else ""
        own = filled.partners.get(name, {})
        for path in sorted(own, key=lambda one: rank.get(one, -1)):
            note(own[path].carried, key_of(path, name))
    return [
        (day, paths[at : at + MAX_PATHS])
        for day, paths in sorted(by_day.items())
        for at in range(0, len(paths), MAX_PATHS)
    ]
