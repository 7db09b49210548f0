"""Which sheet of a workbook holds what, and in which columns: found by headings, wherever they stand."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from ctcheck.model.rules import FactType, RulePacks
from ctcheck.reading.suggest import nearest
from ctcheck.reading.workbook import Cell, Row, Sheet
from ctcheck.workbook import form
from ctcheck.workbook.filled import Filled
from ctcheck.workbook.form import Ask, ListSheet
from ctcheck.workbook.synonyms import spoken

_HEADING_ROWS: Final = 20
"""The row of headings is looked for in so many rows that hold something."""


class Known(NamedTuple):
    """What a workbook may speak of."""

    asks: Mapping[str, Ask]
    """Every question by path: the frame's, the area's, the partners'."""
    by_words: Mapping[str, str]
    """Path by the words of the question; empty where two questions have the same words."""
    lists: Mapping[str, ListSheet]
    """Every list by path."""
    packs: RulePacks
    regimes: Mapping[str, str]


def known_of(packs: RulePacks, regimes: Mapping[str, str]) -> Known:
    """Gathered once for a workbook."""
    records = form.record_sheets(packs.vocabulary)
    asks = {ask.path: ask._replace(type=form.frame_type(ask, packs, regimes)) for ask in form.FRAME}
    sections = packs.vocabulary.sections
    for path, declared in packs.vocabulary.facts.items():
        if path.partition(".")[0] in sections:
            asks[path] = Ask(path, "", declared.ask, declared.help, declared.type)
    for path in ("partners", "indicators", "not_applicable"):
        asks[path] = Ask(path, "", "", "", FactType("records"))
    by_words: dict[str, str] = {}
    for path, ask in asks.items():
        words = spoken(ask.ask)
        by_words[words] = "" if words in by_words else path
    lists = {one.path: one for one in form.LISTS} | records
    return Known(asks, by_words, lists, packs, regimes)


class Columns(NamedTuple):
    """Where the columns of a sheet stand."""

    at: Mapping[str, int]
    first: int
    """The number of the row below the headings."""
    headed: frozenset[int]
    """Every column with a heading, known or not."""

    def cell(self, row: Row, key: str) -> Cell | None:
        """The cell of a row in a column; None where it is empty."""
        at = self.at.get(key, -1)
        return row[at] if 0 <= at < len(row) else None

    def tell_outside(self, sheet: Sheet, row: Row, filled: Filled) -> None:
        """What stands beside the columns belongs to nothing and is left out."""
        for at, cell in enumerate(row):
            if cell is not None and at not in self.headed:
                filled.say(
                    f"{sheet.name}!{cell.ref}",
                    f"{str(cell.value)[:60]!r} stands in a column without a heading and was left out.",
                )


def question_columns(sheet: Sheet, filled: Filled) -> Columns | None:
    """The columns of a sheet of questions; None where it is none."""
    headers = {form.letters(header): key for key, header in form.COLUMNS.items()} | form.ALSO_CALLED
    for at, row in enumerate(sheet.rows[:_HEADING_ROWS]):
        found, others = _headings(row, headers)
        if "answer" in found and ("fact" in found or "question" in found):
            _tell_headings(sheet, others, headers, list(form.COLUMNS.values()), filled)
            if "fact" not in found:
                filled.say(sheet.name, "the column 'Fact' is not there; questions were found by their words.")
            return Columns(found, at + 1, _headed(row))
    return None


def list_columns(sheet: Sheet, known: Known, filled: Filled) -> tuple[str, Columns] | None:
    """The path of a list and its columns, by the sheet's name or else by its headings; None where it is none."""
    wanted = re.sub(r"\s*\(\d+\)\Z", "", spoken(sheet.name))
    named = [
        (path, columns)
        for path, one in known.lists.items()
        if spoken(one.name) == wanted and (columns := _columns(sheet, one, 1)) is not None
    ]
    found = named[0] if named else _alike(sheet, known, filled)
    if found is not None:
        path, columns = found
        headers = _headers_of(known.lists[path])
        _, others = _headings(sheet.rows[columns.first - 1], headers)
        _tell_headings(sheet, others, headers, [one.header for one in known.lists[path].fields], filled)
    return found


def _alike(sheet: Sheet, known: Known, filled: Filled) -> tuple[str, Columns] | None:
    """A list under another name: the one whose headings it has, where no other fits as well."""
    fits = []
    for path, one in known.lists.items():
        columns = _columns(sheet, one, max(2, len(one.fields) - 2))
        if columns is not None:
            # Actions and those that are finished differ in their headings alone.
            headed = {form.letters(str(cell.value)) for cell in sheet.rows[columns.first - 1] if cell}
            exact = sum(form.letters(field.header) in headed for field in one.fields)
            fits.append(((len(columns.at), exact), path, columns))
    fits.sort(key=lambda fit: fit[0], reverse=True)
    if not fits or (len(fits) > 1 and fits[0][0] == fits[1][0]):
        return None
    _, path, columns = fits[0]
    filled.say(sheet.name, f"this sheet was read as {known.lists[path].name!r}, by its headings.")
    return path, columns


def _columns(sheet: Sheet, wanted: ListSheet, least: int) -> Columns | None:
    """The columns of a list, where the row with most of its headings says."""
    headers = _headers_of(wanted)
    best: Columns | None = None
    for at, row in enumerate(sheet.rows[:_HEADING_ROWS]):
        found, _ = _headings(row, headers)
        if len(found) >= least and (best is None or len(found) > len(best.at)):
            best = Columns(found, at + 1, _headed(row))
    return best


def _headers_of(wanted: ListSheet) -> dict[str, str]:
    by_key = {form.letters(field.key): field.key for field in wanted.fields}
    return {form.letters(field.header): field.key for field in wanted.fields} | by_key


def _headed(row: Row) -> frozenset[int]:
    return frozenset(at for at, cell in enumerate(row) if cell is not None)


def _headings(row: Row, headers: Mapping[str, str]) -> tuple[dict[str, int], list[Cell]]:
    """The columns whose headings are known, and the headings that are not, or stand twice."""
    found: dict[str, int] = {}
    others: list[Cell] = []
    for column, cell in enumerate(row):
        if cell is None:
            continue
        key = headers.get(form.letters(str(cell.value)), "")
        if key and key not in found:
            found[key] = column
        else:
            others.append(cell)
    return found, others


def _tell_headings(
    sheet: Sheet, others: list[Cell], headers: Mapping[str, str], names: list[str], filled: Filled
) -> None:
    for cell in others:
        where, shown = f"{sheet.name}!{cell.ref}", repr(str(cell.value)[:40])
        if form.letters(str(cell.value)) in headers:
            filled.refuse(where, f"the column {shown} stands twice.", "Take one of them out.")
        else:
            hint = nearest(str(cell.value), names)
            filled.say(where, f"the column {shown} is not known, and what stands in it was left out. {hint}")
