"""Which sheets a workbook has, and what stands in them before anybody answers."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ctcheck.model.rules import FactType, RulePacks
from ctcheck.questions.in_force import PartnerKind, Question, partner_kinds, questions_in_force
from ctcheck.reading.nodes import Node
from ctcheck.reports import words_workbook as words
from ctcheck.workbook import form, stated
from ctcheck.workbook.carried import Carried, as_made, as_read, rows_as_read
from ctcheck.workbook.form import Ask, Field, ListSheet
from ctcheck.workbook.stated import CellValue, Stated, cell_text, cell_value, entries_of

RECORDS = "records"


class Wanted(NamedTuple):
    """What a workbook is asked for."""

    authority: str
    type: str
    law_date: dt.date
    regime: str = ""
    inspection: dt.date | None = None


class Return(NamedTuple):
    """What makes a workbook one partner's return."""

    partner: str
    areas: tuple[str, ...]
    only: frozenset[str]
    """Ids of the partners whose questions it asks."""
    also: tuple[str, ...]
    """Paths of area-level facts, or what stands above them, that this partner is asked as well."""


class QuestionRow(NamedTuple):
    """One question with what is already said."""

    ask: Ask
    partner: str
    answer: CellValue
    evidence: str
    note: str
    carried: dt.date | None = None
    """The day from which the answer is carried, where nobody has confirmed it."""
    made: str = ""
    """What the hidden column holds of a carried answer."""


class QuestionSheet(NamedTuple):
    """A sheet of questions."""

    name: str
    title: str
    about: str
    partners: bool
    rows: tuple[QuestionRow, ...]


class FilledList(NamedTuple):
    """A list with what already stands in it."""

    sheet: ListSheet
    types: tuple[FactType, ...]
    rows: tuple[tuple[CellValue, ...], ...]


class Form(NamedTuple):
    """A whole workbook before it is written."""

    wanted: Wanted
    returned: Return | None
    marking: str
    sheets: tuple[QuestionSheet | FilledList, ...]
    packs: tuple[str, ...]
    """Names and versions of the rule packs."""
    carried: bool = False
    """Whether anything in it may be carried from an earlier submission; its sheets have the columns for that."""

    def asks(self) -> tuple[int, int]:
        """How many questions the rules ask about the area, and how many about partners, each partner's counted."""
        sheets = [one for one in self.sheets if isinstance(one, QuestionSheet) and one.name != form.AREA]
        area, partners = ([one for one in sheets if one.partners is which] for which in (False, True))
        return sum(len(one.rows) for one in area), sum(len(one.rows) for one in partners)


def plan_form(
    packs: RulePacks,
    regimes: Mapping[str, str],
    wanted: Wanted,
    said: Stated = stated.EMPTY,
    returned: Return | None = None,
) -> Form:
    """The workbook of the questions in force, with what a submission says filled in."""
    return _Planner(packs, regimes, wanted, said, returned).planned()


class _Planner:
    def __init__(
        self,
        packs: RulePacks,
        regimes: Mapping[str, str],
        wanted: Wanted,
        said: Stated,
        returned: Return | None,
    ) -> None:
        self._packs = packs
        self._regimes = regimes
        self._wanted = wanted
        self._said = said
        self._returned = returned
        # Of the law and the type of area only: an answer about an inspection may come later.
        self._questions = questions_in_force(packs, wanted.type, wanted.law_date)
        self._records = form.record_sheets(packs.vocabulary)
        self._taken = {
            name.casefold()
            for name in (
                form.COVER,
                form.AREA,
                form.PARTNER_ANSWERS,
                form.ALSO,
                form.CHOICES,
                *(one.name for one in form.LISTS),
                *(one.name for one in self._records.values()),
            )
        }
        self._backed = self._evidence_of_facts()
        self._carried = Carried(said.lists.get("carried"))

    def planned(self) -> Form:
        sheets: list[QuestionSheet | FilledList] = [self._frame()]
        lists = {one.path: self._list(one) for one in form.LISTS}
        asked = self._area_questions()
        sheets += self._themes(asked)
        sheets += [
            self._records_of(one)
            for path, one in self._records.items()
            if path in {ask.path for ask in asked}
        ]
        sheets += [lists["partners"], self._partner_answers()]
        if self._returned is None:
            # Without a history there is no sheet for one.
            sheets += [
                one
                for path, one in lists.items()
                if path != "partners" and (one.rows or path != form.HISTORY)
            ]
        else:
            sheets.append(lists["evidence"])
        marking = self._said.facts.get("marking")
        return Form(
            self._wanted,
            self._returned,
            marking.text if marking is not None else "",
            tuple(sheets),
            tuple(f"{pack.id} {pack.version}" for pack in self._packs.packs),
            bool(self._carried)
            and (
                self._returned is None
                or any(row.carried for one in sheets if isinstance(one, QuestionSheet) for row in one.rows)
            ),
        )

    def _frame(self) -> QuestionSheet:
        returning = self._returned is not None
        rows = []
        for ask in form.FRAME:
            if ask.path.startswith("return.") and not returning:
                continue
            typed = ask._replace(type=form.frame_type(ask, self._packs, self._regimes))
            node = self._said.facts.get(ask.path) or self._said.lists.get(ask.path)
            answer = self._given(ask.path) if node is None else cell_value(node, typed.type)
            row = QuestionRow(typed, "", answer, "", self._said.note(node) if node is not None else "")
            rows.append(row if returning else self._marked(row, fact=False))
        if not returning:
            asks = words.LIST_ASKS | (words.CARRIED_ASKS if self._carried else {})
            rows += [
                self._list_row(path, ask, self._said.lists.get(path) or self._said.facts.get(path))
                for path, ask in asks.items()
            ]
        return QuestionSheet(form.AREA, form.AREA, words.AREA_ABOUT, False, tuple(rows))

    def _list_row(self, path: str, asked: str, node: Node | None) -> QuestionRow:
        sheet = next(one for one in form.LISTS if one.path == path)
        ask = Ask(path, words.LISTS, asked, "", FactType(RECORDS), sheet=sheet.name)
        none = node is not None and not node.items and not node.is_blank()
        row = QuestionRow(ask, "", stated.NONE if none else None, "", "")
        return self._marked(row, sheet, node, fact=False)

    def _marked(
        self, row: QuestionRow, sheet: ListSheet | None = None, node: Node | None = None, *, fact: bool = True
    ) -> QuestionRow:
        """The row with its mark, where what it asks is answered and the answer is carried."""
        since = self._carried.since(row.ask.path, row.partner)
        if since is None or (row.answer is None and (node is None or not node.items)):
            return row
        if row.answer is None and sheet is not None:
            types = [form.filled_in(one, sheet.path, self._packs, self._regimes) for one in sheet.fields]
            keys = [one.key for one in sheet.fields]
            answer: Any = rows_as_read(sheet.path, keys, types, entries_of(sheet, node, types), fact=fact)
        else:
            # By the whole type, as it will be read: the question may offer fewer words.
            declared = self._packs.vocabulary.facts.get(row.ask.path) if fact else None
            answer = as_read(row.answer, declared.type if declared else row.ask.type, fact=fact)
        return row._replace(carried=since, made=as_made(since, answer))

    def _given(self, path: str) -> CellValue:
        wanted, returned = self._wanted, self._returned
        given: dict[str, CellValue] = {
            "area.name": cell_text(wanted.authority),
            "area.type": wanted.type.replace("-", " "),
            "as_at": wanted.law_date,
            "inspection.regime": self._regimes.get(wanted.regime) if wanted.regime else None,
            "inspection.fieldwork": wanted.inspection,
        }
        if returned is not None:
            given["return.partner"] = returned.partner
            given["return.areas"] = "\n".join(cell_text(area) for area in returned.areas)
        return given.get(path)

    def _area_questions(self) -> list[Ask]:
        """The area's questions by theme, and after them what is stated and asked by no rule in force."""
        asked = [_ask(one, self._records) for one in self._questions if not one.per_partner]
        known = {ask.path for ask in asked}
        if self._returned is not None:
            return [ask for ask in asked if _covers(self._returned.also, ask.path)]
        vocabulary = self._packs.vocabulary
        for path, declared in vocabulary.facts.items():
            if path in self._said.facts and path not in known and not path.startswith("partner."):
                section = vocabulary.sections[path.partition(".")[0]]
                sheet = self._records[path].name if path in self._records else ""
                asked.append(
                    Ask(
                        path,
                        section.title,
                        declared.ask,
                        declared.help,
                        declared.type,
                        declared.supplied_by,
                        sheet=sheet,
                    )
                )
        return asked

    def _themes(self, asked: Sequence[Ask]) -> list[QuestionSheet]:
        themes = {one.path: (one.theme, one.theme_title) for one in self._questions}
        by_theme: dict[str, list[Ask]] = {}
        for ask in asked:
            by_theme.setdefault(themes.get(ask.path, ("", ""))[0], []).append(ask)
        titles = dict(self._packs.themes)
        sheets = []
        for theme in (*titles, ""):
            asks = by_theme.get(theme)
            if not asks:
                continue
            if theme:
                name = form.sheet_name(form.humanised(theme), self._taken)
                self._taken.add(name.casefold())
                title, about = titles[theme], words.THEME_ABOUT
            else:
                name = title = form.ALSO
                about = words.ALSO_ABOUT
            rows = tuple(self._row(ask, self._said.facts.get(ask.path), "") for ask in asks)
            sheets.append(QuestionSheet(name, title, about, False, rows))
        return sheets

    def _row(self, ask: Ask, node: Node | None, partner: str) -> QuestionRow:
        answer: CellValue = None
        note = ""
        if node is not None:
            note = self._said.note(node)
            if ask.sheet:
                answer = stated.NONE if not node.items else None
            else:
                answer = cell_value(node, self._packs.vocabulary.facts[ask.path].type)
        evidence = "" if partner else stated.SEPARATOR.join(self._backed.get(ask.path, ()))
        row = QuestionRow(ask, partner, answer, evidence, note)
        return self._marked(row, self._records.get(ask.path), node)

    def _records_of(self, sheet: ListSheet) -> FilledList:
        node = self._said.facts.get(sheet.path)
        types = tuple(self._narrowed(sheet.path, field) for field in sheet.fields)
        return FilledList(sheet, types, entries_of(sheet, node, tuple(field.type for field in sheet.fields)))

    def _narrowed(self, path: str, field: Field) -> FactType:
        for question in self._questions:
            if question.path == path and field.key in question.type.fields:
                return question.type.fields[field.key].type
        return field.type

    def _list(self, sheet: ListSheet) -> FilledList:
        types = tuple(form.filled_in(field, sheet.path, self._packs, self._regimes) for field in sheet.fields)
        node = self._said.lists.get(sheet.path)
        rows = entries_of(sheet, node, types)
        if sheet.path == "partners":
            rows = tuple(row for row in rows if self._is_asked(str(row[0]))) or self._expected(sheet, types)
        elif sheet.path == "self_judgements" and not rows:
            rows = tuple(
                (name, self._scale(), None, None, None)
                for name in (*(name for name, _ in self._packs.themes), "overall")
            )
        elif sheet.path == "evidence":
            at = [field.key for field in sheet.fields].index("supports")
            rows = tuple((*row[:at], self._also_backed(row[0], row[at]), *row[at + 1 :]) for row in rows)
            if self._returned is not None:
                rows = ()
        return FilledList(sheet, types, rows)

    def _is_asked(self, partner: str) -> bool:
        return self._returned is None or partner in self._returned.only

    def _expected(self, sheet: ListSheet, types: Sequence[FactType]) -> tuple[tuple[CellValue, ...], ...]:
        """The bodies that every such area has, without names; where the submission says none, none."""
        said = self._said.facts.get("partners")
        if said is not None or "partners" in self._said.lists:
            return ()
        label = types[[field.key for field in sheet.fields].index("kind")].choices
        blank = (None,) * (len(sheet.fields) - 3)
        return tuple(
            (kind.id, label[kind.id] if self._returned else None, label[kind.id], *blank)
            for kind in self._statutory()
            if self._is_asked(kind.id)
        )

    def _statutory(self) -> list[PartnerKind]:
        kinds = partner_kinds(self._packs, self._wanted.type, self._wanted.law_date)
        return [kind for kind in kinds if kind.everywhere and not kind.the_authority]

    def _scale(self) -> CellValue:
        return None

    def _partner_answers(self) -> QuestionSheet:
        asks = [_ask(one, self._records) for one in self._questions if one.per_partner]
        known = {ask.path for ask in asks}
        rows: list[QuestionRow] = []
        for name, kind, facts in self._partners():
            if not self._is_asked(name):
                continue
            returning = self._returned is not None
            mine = [ask for ask in asks if kind in ask.kinds or (ask.path in facts and not returning)]
            for path, declared in self._packs.vocabulary.facts.items():
                if path in facts and path not in known and not returning:
                    mine.append(
                        Ask(
                            path,
                            words.ALSO_PART,
                            declared.ask,
                            declared.help,
                            declared.type,
                            declared.supplied_by,
                        )
                    )
            rows += [self._row(ask, facts.get(ask.path), name) for ask in mine]
        return QuestionSheet(
            form.PARTNER_ANSWERS, form.PARTNER_ANSWERS, words.PARTNER_ABOUT, True, tuple(rows)
        )

    def _partners(self) -> Iterable[tuple[str, str, Mapping[str, Node]]]:
        node = self._said.lists.get("partners")
        if node is not None:
            for one, facts in zip(node.items, self._said.partners, strict=True):
                yield _text(one, "id"), _text(one, "kind"), facts
        elif "partners" not in self._said.facts:
            for kind in self._statutory():
                yield kind.id, kind.id, {}

    def _evidence_of_facts(self) -> dict[str, list[str]]:
        """For each fact with a row of its own the evidence that names it."""
        rows = {one.path for one in self._questions if not one.per_partner}
        rows.update(path for path in self._said.facts if path in self._packs.vocabulary.facts)
        self._rows = rows
        backed: dict[str, list[str]] = {}
        node = self._said.lists.get("evidence")
        for one in node.items if node is not None else ():
            supports = one.get("supports")
            for path in supports.items if supports is not None else ():
                if path.text in rows:
                    backed.setdefault(path.text, []).append(_text(one, "id"))
        return backed

    def _also_backed(self, name: CellValue, supports: CellValue) -> CellValue:
        left = [one for one in str(supports or "").split(stated.SEPARATOR) if one and one not in self._rows]
        return stated.SEPARATOR.join(left) or None


def _ask(question: Question, records: Mapping[str, ListSheet]) -> Ask:
    return Ask(
        question.path,
        question.section_title if not question.per_partner else question.theme_title,
        question.ask,
        question.help,
        question.type,
        question.supplied_by,
        question.kinds,
        records[question.path].name if question.path in records else "",
    )


def _covers(paths: Iterable[str], path: str) -> bool:
    return any(path == one or path.startswith(f"{one}.") for one in paths)


def _text(node: Node, key: str) -> str:
    found = node.get(key)
    return found.text if found is not None else ""
