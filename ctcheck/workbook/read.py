"""Reads a workbook that people have filled in: sheets and columns found by what they hold, cells understood or refused.

Nothing is guessed in silence and nothing is lost in silence: what was made of a cell, a sheet that is not there
and an answer that fits nowhere are all told, by sheet and cell.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import re
from collections.abc import Iterable, Mapping
from typing import Final

from ctcheck.errors import Problem
from ctcheck.model.place import Place
from ctcheck.model.rules import FactType
from ctcheck.model.submission import BODIES_ABSENT
from ctcheck.reading.files import UnreadableError
from ctcheck.reading.suggest import hint_for
from ctcheck.reading.workbook import Book, Cell, Row, Sheet, read_book
from ctcheck.workbook import form
from ctcheck.workbook.carried import Marks
from ctcheck.workbook.cells import NONE, RefusedError, understand
from ctcheck.workbook.filled import Entry, Filled, Given
from ctcheck.workbook.form import Field
from ctcheck.workbook.placing import name_entries, place_evidence, place_partners, unconfirmed
from ctcheck.workbook.sheets import Columns, Known, list_columns, question_columns
from ctcheck.workbook.synonyms import spoken

_OWN_ROWS: Final = (form.FORMAT, form.LAW, form.SHEETS, form.CARRIED)


def read_workbook(data: bytes, shown: str, known: Known) -> Filled:
    """What the workbook says. Raises `UnreadableError` where none of it can be read."""
    book = read_book(data, shown, form.CHOICES)
    reader = _Reader(book, shown, known)
    reader.read()
    return reader.filled


class _Reader:
    """One workbook being read."""

    def __init__(self, book: Book, shown: str, known: Known) -> None:
        self._book = book
        self._known = known
        self.filled = Filled(shown)
        self._where: dict[tuple[str, str], str] = {}
        """The cell of each answer by partner and path, so that a second one is seen."""
        self._evidence: list[tuple[str, str, str]] = []
        """What evidence is named beside what: the support, the id, the cell."""
        self._made_with: tuple[str, ...] = ()
        self._made_carried = False

    def read(self) -> None:
        if self._book.links:
            self.filled.say("", "the workbook has links to other files; they were not followed.")
        questions: list[tuple[Sheet, Columns]] = []
        lists: dict[str, tuple[Sheet, Columns]] = {}
        others: list[Sheet] = []
        for sheet in self._book.sheets:
            name = spoken(sheet.name)
            if name == spoken(form.CHOICES):
                continue
            if name == spoken(form.COVER):
                self._cover(sheet)
                continue
            columns = question_columns(sheet, self.filled)
            if columns is not None:
                questions.append((sheet, columns))
                continue
            found = list_columns(sheet, self._known, self.filled)
            if found is None:
                others.append(sheet)
            elif found[0] in lists:
                self.filled.refuse(
                    sheet.name,
                    f"this is a second sheet of {self._known.lists[found[0]].name!r}.",
                    "Keep one of them.",
                )
            else:
                lists[found[0]] = (sheet, found[1])
        if not questions and not lists:
            raise UnreadableError(
                [
                    Problem(
                        Place(self.filled.shown),
                        "no sheet of this workbook has the headings of a self-assessment.",
                        hint="Make one with `ctcheck workbook make` and keep its rows of headings.",
                    )
                ]
            )
        self._marks = Marks(self.filled, self._made_carried, [columns for _, columns in questions])
        for path, (sheet, columns) in lists.items():
            self._list(path, sheet, columns)
        for sheet, columns in questions:
            if self._marks.can_tell(sheet, columns):
                self._questions(sheet, columns)
        self._marks.settle({path: lists[path][0].name for path in lists if path in self._known.asks})
        for sheet in others:
            if sheet.rows:
                self.filled.say(
                    sheet.name,
                    f"this sheet is none of the workbook's; its {len(sheet.rows)} rows were left out.",
                )
        self._missing(lists)
        place_evidence(self.filled, self._evidence, "evidence" in lists)
        place_partners(self.filled)

    # sheets

    def _cover(self, sheet: Sheet) -> None:
        for row in sheet.rows:
            held = [cell for cell in row if cell is not None]
            if len(held) >= 2 and held[0].value == form.SHEETS:
                self._made_with = tuple(str(held[1].value).split("; "))
            elif held and held[0].value == form.CARRIED:
                self._made_carried = True
            elif len(held) >= 2 and held[0].value == form.FORMAT and str(held[1].value) not in form.FORMATS:
                self.filled.refuse(
                    f"{sheet.name}!{held[1].ref}",
                    "the workbook was made by a later version of ctcheck.",
                    "Read it with that version.",
                )

    def _missing(self, lists: Mapping[str, object]) -> None:
        made = {spoken(name) for name in self._made_with}
        here = {spoken(sheet.name) for sheet in self._book.sheets if sheet.rows}
        here |= {spoken(self._known.lists[path].name) for path in lists}
        unless = ", unless another sheet asks it" if here - made - _ALWAYS else ""
        for name in self._made_with:
            if name and spoken(name) not in here:
                self.filled.say(
                    name, f"this sheet is not there; what it asks was left out, unanswered{unless}."
                )

    # questions

    def _questions(self, sheet: Sheet, columns: Columns) -> None:
        for row in sheet.rows[columns.first :]:
            columns.tell_outside(sheet, row, self.filled)
            self._question(sheet, columns, row)

    def _question(self, sheet: Sheet, columns: Columns, row: Row) -> None:
        answer, evidence, note, day = (
            columns.cell(row, key) for key in ("answer", "evidence", "note", "carried")
        )
        first = answer or evidence or note or day or self._of_list(columns, row)
        if first is None:
            return
        where = f"{sheet.name}!{first.ref}"
        path = self._path_of(columns, row, where)
        if not path:
            return
        ask = self._known.asks[path]
        partner = ""
        if path.startswith("partner."):
            cell = columns.cell(row, "partner")
            if cell is None:
                self.filled.refuse(
                    where, "the row does not say which partner answers.", "Write its id beside it."
                )
                return
            partner = str(cell.value).strip()
        mark = self._marks.of(sheet, columns, row)
        if mark is None:
            return
        if path in self._known.lists:
            self._marks.of_list(path, mark)
        if evidence is not None:
            self._note_evidence(f"partners.{partner}" if partner else path, evidence, sheet.name)
        note_words = " ".join(str(note.value).split()) if note is not None else ""
        if answer is None:
            if path not in self._known.lists:
                self._marks.alone(mark)
            if note_words:
                self.filled.say(
                    f"{sheet.name}!{note.ref if note else ''}",
                    f"a note without an answer, kept nowhere: {note_words[:200]!r}.",
                )
            return
        refused = len(self.filled.problems)
        given = self._answer(answer, ask.type, where, fact=path not in _FRAME_PATHS)
        if given is None:
            if len(self.filled.problems) == refused:
                self._marks.alone(mark)
            return
        can_be = path not in _FRAME_PATHS or path == BODIES_ABSENT
        given = self._marks.on(given, mark, can_be=can_be)
        key = (spoken(partner), path)
        if key in self._where:
            self._again(key, path, given, where, partner)
            return
        self._where[key] = where
        given = given._replace(note=note_words)
        if partner:
            self.filled.partners.setdefault(partner, {})[path] = given
        else:
            self.filled.facts[path] = given

    def _of_list(self, columns: Columns, row: Row) -> Cell | None:
        """The path of a list of which a workbook with carried answers says here whether it is."""
        fact = columns.cell(row, "fact") if self._marks.active else None
        return fact if fact is not None and str(fact.value).strip() in self._known.lists else None

    def _again(self, key: tuple[str, str], path: str, given: Given, where: str, partner: str) -> None:
        held = (
            next((facts for name, facts in self.filled.partners.items() if spoken(name) == key[0]), {})
            if partner
            else self.filled.facts
        )
        if path in held and held[path].value == given.value:
            self.filled.say(where, f"the same answer stands at {self._where[key]}.")
            held[path] = unconfirmed(held[path], given)
        else:
            self.filled.refuse(
                where,
                f"another answer to this question stands at {self._where[key]}.",
                "Take one of them out.",
            )

    def _path_of(self, columns: Columns, row: Row, where: str) -> str:
        """The path of the question in a row; empty where it is not known, which is refused."""
        fact, question = columns.cell(row, "fact"), columns.cell(row, "question")
        path = str(fact.value).strip() if fact is not None and not fact.formula else ""
        asked = self._known.by_words.get(spoken(str(question.value)), "") if question is not None else ""
        if path in _OWN_ROWS:
            return ""
        if path and path in self._known.asks:
            if asked and asked != path:
                self.filled.refuse(
                    where,
                    "the question in this row and its hidden fact belong to different rows.",
                    "Columns were sorted apart: take the answer back to its own question.",
                )
                return ""
            return path
        if asked:
            if path:
                self.filled.say(
                    where, f"the fact {path[:60]!r} is not known; the question was found by its words."
                )
            return asked
        hint = hint_for(path, self._known.asks, len(self.filled.problems)) if path else ""
        self.filled.refuse(
            where,
            f"this answers a question that the rule packs do not have{f', {path[:60]!r}' if path else ''}.",
            hint or "Make the workbook again with the rule packs in use, or take the answer out.",
        )
        return ""

    def _answer(self, cell: Cell, wanted: FactType, where: str, *, fact: bool = True) -> Given | None:
        if wanted.kind == "records":
            if spoken(str(cell.value)) == NONE:
                return Given(NONE, where)
            self.filled.refuse(
                where,
                f"found {str(cell.value)[:60]!r}; entries stand on a sheet of their own.",
                "Write none, or nothing.",
            )
            return None
        try:
            read = understand(cell, wanted, fact=fact)
        except RefusedError as error:
            self.filled.refuse(where, str(error), error.hint)
            return None
        if read.said:
            self.filled.say(where, read.said)
        return Given(read.value, where) if read.value is not None and read.value != "" else None

    # lists

    def _list(self, path: str, sheet: Sheet, columns: Columns) -> None:
        wanted = self._known.lists[path]
        frame = path in {one.path for one in form.LISTS}
        types = {
            field.key: form.filled_in(field, path, self._known.packs, self._known.regimes)
            for field in wanted.fields
        }
        entries = self.filled.lists.setdefault(path, [])
        for row in sheet.rows[columns.first :]:
            columns.tell_outside(sheet, row, self.filled)
            held = {
                field.key: cell
                for field in wanted.fields
                if (cell := columns.cell(row, field.key)) is not None
            }
            if not held:
                continue
            if all(_is_prefilled(wanted.fields, key) for key in held) or (
                path == "partners" and "name" not in held and set(held) <= {"id", "kind", "return_status"}
            ):
                continue
            fields: dict[str, Given] = {}
            first = next(iter(held.values()))
            for key, cell in held.items():
                where = f"{sheet.name}!{cell.ref}"
                kind = self._graded(types[key], fields, where) if types[key].kind == "grade" else types[key]
                given = self._answer(cell, kind, where, fact=not frame) if kind is not None else None
                if given is not None:
                    fields[key] = given
            line = re.sub(r"\D", "", first.ref)
            if fields:
                entries.append(Entry(fields, f"{sheet.name}!row {line}"))
        if frame:
            name_entries(self.filled, path, wanted)

    def _graded(self, wanted: FactType, fields: Mapping[str, Given], where: str) -> FactType | None:
        scale = fields.get("scale")
        if scale is None:
            self.filled.refuse(
                where,
                "a grade stands here without its scale.",
                "Name the scale: 1 is best on some and worst on others.",
            )
            return None
        points = self._known.packs.scales[str(scale.value)].points
        return wanted._replace(choices={point.word: point.label for point in points})

    def _note_evidence(self, support: str, cell: Cell, sheet: str) -> None:
        where = f"{sheet}!{cell.ref}"
        if cell.formula or cell.error:
            self.filled.refuse(
                where, "a formula or an error stands here.", "Put the ids themselves in the cell."
            )
            return
        for part in re.split(r"[;,\s]+", str(cell.value)):
            if part:
                self._evidence.append((support, part, where))


_ALWAYS: Final = frozenset((spoken(form.COVER), spoken(form.CHOICES)))
_FRAME_PATHS: Final = frozenset(ask.path for ask in form.FRAME)


def _is_prefilled(fields: Iterable[Field], key: str) -> bool:
    return any(field.key == key and field.prefilled for field in fields)
