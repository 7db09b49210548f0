"""Writes a planned workbook: macro-free, without formulas or links, the same form as the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import Any, Final

from ctcheck.model.rules import FactType
from ctcheck.model.values import plain_date
from ctcheck.reports import words_workbook as words
from ctcheck.reports.safe import safe
from ctcheck.reports.sheet import wrap
from ctcheck.reports.xlsx_book import made, new_book
from ctcheck.workbook import form, stated
from ctcheck.workbook.form import Ask, Field
from ctcheck.workbook.offered import choices_of, how_to_answer, validation
from ctcheck.workbook.plan import FilledList, Form, QuestionSheet
from ctcheck.workbook.stated import CellValue

SPARE: Final = 300
"""Rows below a list in which its choices work as well."""
LINE: Final = 14.5
TALLEST: Final = 409
FIRST_SURE: Final = dt.date(1902, 1, 1)
"""Days before it are written as text: read back, they could be small numbers in a cell for dates."""
_WIDTHS: Final = {
    "part": 18, "partner": 24, "question": 48, "help": 36, "how": 26, "who": 16, "answer": 34, "carried": 18,
    "evidence": 18, "note": 30, "fact": 12, "made": 12,
}  # fmt: skip
_MESSAGE: Final = 250
_A4: Final = 9
_DAY: Final = FactType("date")
_LOOSE: Final = {
    "select_locked_cells": True,
    "select_unlocked_cells": True,
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "autofilter": True,
    "sort": True,
}
"""What stays allowed on a protected sheet."""


def make_workbook(planned: Form) -> bytes:
    """The whole file."""
    held = io.BytesIO()
    book = new_book(held)
    _Book(book, planned).write()
    book.close()
    return held.getvalue()


class _Book:
    """One workbook in the making."""

    def __init__(self, book: Any, planned: Form) -> None:
        self._book = book
        self._form = planned
        usual = {"text_wrap": True, "valign": "top", "align": "left", "border": 1, "border_color": "#808080"}
        asked = {**usual, "bg_color": "#F2F2F2"}
        self._locked = book.add_format({**asked, "num_format": "@"})
        self._bold = book.add_format({**asked, "num_format": "@", "bold": True})
        self._heading = book.add_format({**usual, "bold": True, "bg_color": "#D9D9D9"})
        self._title = book.add_format({"bold": True, "font_size": 16})
        self._line = book.add_format({"valign": "top"})
        # Text cells keep what is typed: `3/4` becomes no date and `90%` no fraction.
        self._open = {
            kind: book.add_format({**usual, "locked": False, "num_format": number})
            for kind, number in (("text", "@"), ("date", "d mmmm yyyy"), ("number", "General"))
        }
        self._lists: dict[tuple[str, ...], tuple[str, int, int]] = {}
        """The places of lists of choices, by their words."""
        self._tables: set[str] = set()
        self._next_choice = 1

    def write(self) -> None:
        wanted = self._form.wanted
        title = safe(words.TITLE.format(area=wanted.authority), limit=200)
        self._book.set_properties(
            {
                "title": title,
                "subject": words.ABOUT_TITLE.format(type=wanted.type, law=plain_date(wanted.law_date)),
                "keywords": safe(self._form.marking),
                "created": made(wanted.law_date),
            }
        )
        for sheet in self._form.sheets:
            self._note_choices(sheet)
        self._cover(title)
        for sheet in self._form.sheets:
            if isinstance(sheet, QuestionSheet):
                self._questions(sheet)
            else:
                self._list(sheet)
        self._choices()

    def _sheet(self, name: str) -> Any:
        sheet = self._book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        marking = f"&R{self._form.marking}" if self._form.marking else ""
        sheet.set_header(f"&L{name}{marking}")
        sheet.set_footer(f"&R{words.PAGE}")
        return sheet

    def _table(self, sheet: Any, top: int, rows: int, name: str, headers: Sequence[str], about: str) -> None:
        wanted = re.sub(r"\W", "_", name, flags=re.ASCII)
        table, number = f"{wanted}_table", 2
        while table.casefold() in self._tables:
            table, number = f"{wanted}_table_{number}", number + 1
        self._tables.add(table.casefold())
        sheet.add_table(
            top,
            0,
            top + max(rows, 1),
            len(headers) - 1,
            {
                "name": table,
                "title": name,
                "description": safe(about, limit=_MESSAGE),
                "style": "Table Style Light 1",
                "columns": [{"header": one, "header_format": self._heading} for one in headers],
            },
        )
        sheet.repeat_rows(top)

    def _head(self, sheet: Any, title: str, about: str) -> None:
        # Not wrapped: the cells beside them are empty.
        sheet.write_string(0, 0, safe(title), self._title)
        sheet.write_string(1, 0, safe(about), self._line)

    def _cover(self, title: str) -> None:
        wanted = self._form.wanted
        sheet = self._sheet(form.COVER)
        self._head(sheet, title, words.ABOUT_TITLE.format(type=wanted.type, law=plain_date(wanted.law_date)))
        said = {
            "area": wanted.authority,
            "type": wanted.type.replace("-", " "),
            "law": plain_date(wanted.law_date),
            "packs": "; ".join(self._form.packs),
        }
        kept = any(
            not isinstance(sheet, QuestionSheet) and sheet.sheet.path == form.HISTORY
            for sheet in self._form.sheets
        )
        guidance = (
            *(words.COVER_RETURN if self._form.returned else ()),
            *(words.COVER_CARRIED if self._form.carried else ()),
            *(words.COVER_HISTORY if kept else ()),
            *words.COVER,
        )
        rows = [*guidance, *((label, said[key]) for label, key in words.MADE)]
        names = "; ".join(
            sheet.name if isinstance(sheet, QuestionSheet) else sheet.sheet.name
            for sheet in self._form.sheets
        )
        hidden = (
            (form.FORMAT, form.FORMATS[self._form.carried or kept]),
            (form.LAW, wanted.law_date.isoformat()),
            (form.SHEETS, names),
            *(((form.CARRIED, "yes"),) if self._form.carried else ()),
        )
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 1, 110)
        for at, row in enumerate((*rows, *hidden), 3):
            for column, text in enumerate(row):
                sheet.write_string(at, column, safe(text, limit=stated.LONGEST), self._locked)
            if at - 3 < len(rows):
                sheet.set_row(at, _height(((row[1], 110),)))
            else:
                sheet.set_row(at, None, None, {"hidden": True})
        self._table(sheet, 2, len(rows) + len(hidden), form.COVER, words.COVER_HEADERS, title)
        sheet.protect("", _LOOSE)

    def _questions(self, planned: QuestionSheet) -> None:
        sheet = self._sheet(planned.name)
        self._head(sheet, planned.title, planned.about)
        keys = [
            key
            for key in form.COLUMNS
            if (key != "partner" or planned.partners) and (key not in form.MARKS or self._form.carried)
        ]
        if planned.name == form.AREA:
            keys = [key for key in keys if key not in ("who", "evidence")]
        for at, key in enumerate(keys):
            hidden = {"hidden": True} if key in ("fact", "made") else {}
            sheet.set_column(at, at, _WIDTHS[key], None, hidden)
        answer_at = keys.index("answer")
        for at, row in enumerate(planned.rows, 3):
            ask = row.ask
            how = words.SEE_SHEET.format(sheet=ask.sheet) if ask.sheet else how_to_answer(ask.type)
            texts = {
                "part": ask.part,
                "partner": row.partner,
                "question": ask.ask,
                "help": ask.help,
                "how": how,
                "who": ask.who,
                "evidence": row.evidence,
                "note": row.note,
                "fact": ask.path,
                "made": row.made,
            }
            for column, key in enumerate(keys):
                if key == "answer":
                    self._cell(sheet, at, column, row.answer, ask.type)
                elif key == "carried":
                    self._cell(sheet, at, column, row.carried, _DAY)
                elif key in ("evidence", "note", "partner"):
                    self._text(sheet, at, column, texts[key], self._open["text"])
                else:
                    form_of = self._bold if key == "question" else self._locked
                    self._text(sheet, at, column, texts[key], form_of)
            sheet.set_row(
                at,
                _height(
                    (
                        (ask.part, _WIDTHS["part"] - 2),
                        (ask.ask, _WIDTHS["question"] - 4),
                        (ask.help, _WIDTHS["help"]),
                        (how, _WIDTHS["how"]),
                        (str(row.answer or ""), _WIDTHS["answer"]),
                        (row.note, _WIDTHS["note"]),
                    )
                ),
            )
        headers = [form.COLUMNS[key] for key in keys]
        self._table(sheet, 2, len(planned.rows), planned.name, headers, planned.about)
        sheet.freeze_panes(3, keys.index("question") + 1)
        if "carried" in keys and planned.rows:
            column = keys.index("carried")
            told = {"input_title": form.COLUMNS["carried"], "input_message": words.CARRIED_HELP}
            sheet.data_validation(3, column, 2 + len(planned.rows), column, {"validate": "any", **told})
        self._validate(sheet, answer_at, [(at, row.ask) for at, row in enumerate(planned.rows, 3)])
        sheet.protect("", _LOOSE)

    def _validate(self, sheet: Any, column: int, asks: Sequence[tuple[int, Ask]]) -> None:
        """One rule for all cells that hold the same: spreadsheets are slow with hundreds."""
        groups: dict[tuple[Any, ...], list[int]] = {}
        held: dict[tuple[Any, ...], FactType] = {}
        for at, ask in asks:
            key = (ask.type.kind, tuple(ask.type.choices), ask.type.month_precision, bool(ask.sheet))
            if validation(ask.type, self._lists) is not None:
                groups.setdefault(key, []).append(at)
                held[key] = ask.type
        for key, rows in groups.items():
            options = validation(held[key], self._lists)
            assert options is not None
            others = [[at, column, at, column] for at in rows[1:]]
            sheet.data_validation(
                rows[0], column, rows[0], column, {**options, **({"other_cells": others} if others else {})}
            )

    def _list(self, planned: FilledList) -> None:
        sheet = self._sheet(planned.sheet.name)
        self._head(sheet, planned.sheet.name, planned.sheet.about)
        fields = planned.sheet.fields
        widths = [_list_width(field) for field in fields]
        for at, (field, wanted, width) in enumerate(zip(fields, planned.types, widths, strict=True)):
            sheet.set_column(at, at, width, self._open[_cell_kind(wanted)])
            options = validation(wanted, self._lists) or {"validate": "any"}
            help_words = " ".join(part for part in (field.help, f"{how_to_answer(wanted)}.") if part)
            sheet.data_validation(
                3,
                at,
                2 + max(len(planned.rows), 1) + SPARE,
                at,
                {
                    **options,
                    "input_title": field.header[:32],
                    "input_message": safe(help_words, limit=_MESSAGE),
                },
            )
        for at, row in enumerate(planned.rows, 3):
            for column, (value, wanted) in enumerate(zip(row, planned.types, strict=True)):
                self._cell(sheet, at, column, value, wanted)
            sheet.set_row(
                at, _height([(str(value or ""), width) for value, width in zip(row, widths, strict=True)])
            )
        if not planned.rows:
            for column, wanted in enumerate(planned.types):
                sheet.write_blank(3, column, None, self._open[_cell_kind(wanted)])
        headers = [field.header for field in fields]
        self._table(sheet, 2, len(planned.rows), planned.sheet.name, headers, planned.sheet.about)
        sheet.freeze_panes(3, 1)

    def _cell(self, sheet: Any, row: int, column: int, value: CellValue, wanted: FactType) -> None:
        text, day, number = self._open["text"], self._open["date"], self._open["number"]
        if value is None:
            sheet.write_blank(row, column, None, self._open[_cell_kind(wanted)])
        elif isinstance(value, dt.date):
            if value < FIRST_SURE:
                sheet.write_string(row, column, plain_date(value), day)
            else:
                sheet.write_datetime(row, column, value, day)
        elif isinstance(value, (int, float)):
            sheet.write_number(row, column, value, number)
        else:
            sheet.write_string(row, column, value, text)

    def _text(self, sheet: Any, row: int, column: int, text: str, form_of: Any) -> None:
        if text:
            sheet.write_string(row, column, safe(text, limit=stated.LONGEST, keep_lines=True), form_of)
        else:
            sheet.write_blank(row, column, None, form_of)

    def _note_choices(self, sheet: QuestionSheet | FilledList) -> None:
        """Gives each list of choices its rows on the sheet of choices."""
        held: list[tuple[str, FactType]]
        if isinstance(sheet, QuestionSheet):
            held = [(row.ask.ask, row.ask.type) for row in sheet.rows]
        else:
            headers = [f"{sheet.sheet.name}: {field.header}" for field in sheet.sheet.fields]
            held = list(zip(headers, sheet.types, strict=True))
        for title, wanted in held:
            offered = choices_of(wanted)
            if offered and offered not in self._lists:
                first = self._next_choice
                self._lists[offered] = (title, first, first + len(offered) - 1)
                self._next_choice += len(offered)

    def _choices(self) -> None:
        sheet = self._sheet(form.CHOICES)
        sheet.set_column(0, 0, 80)
        sheet.set_column(1, 1, 60)
        for offered, (title, first, _) in self._lists.items():
            for at, word in enumerate(offered, first):
                sheet.write_string(at, 0, safe(title), self._locked)
                sheet.write_string(at, 1, safe(word), self._locked)
        headers = words.CHOICES_HEADERS
        self._table(sheet, 0, self._next_choice - 1, form.CHOICES, headers, words.CHOICES_ABOUT)
        sheet.freeze_panes(1, 0)
        sheet.protect("", _LOOSE)


def _cell_kind(wanted: FactType) -> str:
    if wanted.kind in ("date", "due"):
        return "date"
    return "number" if wanted.kind in ("integer", "number") else "text"


def _list_width(field: Field) -> int:
    if field.type.kind in ("date", "due", "integer", "number", "yes-no"):
        return 18
    return 44 if field.key in ("title", "action", "name", "reason", "about", "success_measure") else 24


def _height(texts: Sequence[tuple[str, int]]) -> float:
    """Points for the tallest of texts in columns of widths; said because some programs make no room themselves."""
    lines = max(sum(len(wrap(line, width)) for line in text.split("\n")) for text, width in texts)
    return min(max(lines, 1) * LINE + 4, TALLEST)
