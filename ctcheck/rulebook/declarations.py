"""Reads the declarations of a pack: vocabulary, tables, parameters and scales."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ctcheck.model.rules import (
    FactDeclaration,
    FactType,
    InForce,
    Parameter,
    Row,
    Scale,
    ScalePoint,
    Table,
)
from ctcheck.model.words import Basis, Level
from ctcheck.reading.nodes import MAP, SCALAR, Node
from ctcheck.reading.scalars import ValueProblem, calendar_date
from ctcheck.reading.suggest import nearest
from ctcheck.rulebook.forms import Form, RuleFile, known_word
from ctcheck.rulebook.names import AREA_TYPES

ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z", re.ASCII)
NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*(?:\.[a-z][a-z0-9]*(?:_[a-z0-9]+)*)*\Z", re.ASCII)

RESERVED_SECTIONS: Final = (
    "ctcheck",
    "title",
    "fictional",
    "area",
    "as_at",
    "period",
    "inspection",
    "submitted",
    "marking",
    "restricted",
    "sources",
    "partners",
    "evidence",
    "self_judgements",
    "actions",
    "not_applicable",
    "indicators",
)
"""Keys of the frame of a submission; no section may be called so."""

_TYPE_KINDS = (
    "yes-no",
    "choice",
    "choices",
    "date",
    "integer",
    "number",
    "share",
    "text",
    "texts",
    "records",
)
_FACT_KEYS = ("type", "choices", "precision", "unit", "label", "ask", "help", "supplied_by", "fields")


def _span(form: Form, first: str = "from", last: str = "to") -> InForce:
    """The days of a row or rule; a missing first day of a row means that it has always been there."""
    start, end = form.day(first), form.day(last)
    if start and end and end < start:
        form.fail(last, "the last day lies before the first.", "Swap them, or mend the year.")
    return InForce(start, end)


def read_table(file: RuleFile) -> Table | None:
    """One table file."""
    form = Form(file, file.root, "", ("table", "title", "source", "of", "if_not_named", "rows"))
    name = _id(form, "table")
    title, source = form.text("title"), form.text("source", required=False)
    of = form.one_of("of", ("partner-kinds",), required=False)
    absent = form.one_of("if_not_named", ("absent", "unknown"), required=False) == "absent"
    rows = [_row(file, node, index) for index, node in enumerate(form.items("rows", required=True))]
    if not name or not rows:
        return None
    return Table(name, title, source, bool(of), absent, tuple(row for row in rows if row), form.place())


def _row(file: RuleFile, node: Node, index: int) -> Row | None:
    path = f"rows[{index}]"
    known = ("id", "label", "from", "to", "everywhere", "only_in", "the_authority")
    if node.kind != MAP:
        file.problem(node, f"found {node.words()}; expected a row with {', '.join(known)}.", path=path)
        return None
    free = {key.text: value for key, value in node.entries if key.text not in known}
    form = Form(file, node, path, (*known, *free))
    row_id = _id(form, "id")
    span = _span(form)
    if not form.has("from") and node.get("from") is None:
        import datetime as dt

        span = InForce(dt.date.min, span.last)
    for key, value in free.items():
        if value.kind != SCALAR:
            file.problem(value, f"found {value.words()}; expected text.", path=f"{path}.{key}")
    columns = {key: " ".join(value.text.split()) for key, value in free.items()}
    columns["id"] = row_id
    columns["label"] = form.text("label")
    only_in = tuple(
        known_word(file, item, AREA_TYPES, "a type of area", f"{path}.only_in")
        for item in form.items("only_in")
    )
    return Row(
        row_id,
        columns["label"],
        span,
        form.yes("everywhere"),
        form.yes("the_authority"),
        only_in,
        columns,
        form.place(),
    )


def check_days(file: RuleFile, table: Table) -> None:
    """Notes a problem for each day of a table of days that is not in the calendar."""
    for index, row in enumerate(table.rows):
        for day in row.columns.get("days", "").split():
            try:
                calendar_date(day)
            except ValueProblem as problem:
                at = Node(SCALAR, row.place.line, row.place.column)
                file.problem(at, problem.message, problem.hint, f"rows[{index}].days")


def _id(form: Form, key: str) -> str:
    text = form.text(key, most=80)
    if text and not ID.match(text):
        form.fail(key, f"{text!r} is no id.", "Ids are lower case letters and digits with hyphens between.")
        return ""
    return text


def read_parameters(file: RuleFile) -> list[Parameter]:
    """One parameters file."""
    form = Form(file, file.root, "", ("parameters",))
    return [found for key, value in form.entries("parameters") if (found := _parameter(file, key, value))]


def _parameter(file: RuleFile, key: Node, value: Node) -> Parameter | None:
    form = Form(file, value, key.text, ("value", "unit", "basis", "why", "source", "changes"))
    if not NAME.match(key.text) or "." in key.text:
        file.problem(key, f"{key.text!r} is no name of a parameter.", "Use lower case words joined by _.")
        return None
    number = form.number("value") if form.node_of("value", required=True) else None
    basis = form.word("basis", Basis, Basis.HOUSE)
    source = form.text("source", required=basis is not Basis.HOUSE)
    why = form.text("why")
    if number is None:
        return None
    unit, changes = form.text("unit", required=False), form.yes("changes")
    return Parameter(key.text, number, unit, basis, why, source, key.place(file.name), changes)


def read_scales(file: RuleFile) -> list[Scale]:
    """One scales file."""
    form = Form(file, file.root, "", ("scales",))
    return [
        _scale(file, node, f"scales[{index}]")
        for index, node in enumerate(form.items("scales", required=True))
    ]


def _scale(file: RuleFile, node: Node, path: str) -> Scale:
    form = Form(file, node, path, ("id", "title", "source", "best_first", "no_grades"))
    points: list[ScalePoint] = []
    ungraded = form.has("no_grades")
    for at, point in enumerate(form.items("best_first", required=not ungraded)):
        inner = Form(file, point, f"{path}.best_first[{at}]", ("word", "label", "claims"))
        word = inner.text("word")
        if word in [one.word for one in points]:
            inner.fail("word", f"the word {word!r} stands twice in this scale.")
        points.append(
            ScalePoint(
                word,
                inner.text("label", required=False) or word,
                inner.word("claims", Level, Level.NOT_SHOWN),
            )
        )
    if ungraded and points:
        form.fail("no_grades", "a scale has either points or a reason why there are none.")
    reason = form.text("no_grades", required=False)
    return Scale(
        _id(form, "id"), form.text("title"), tuple(points), form.text("source"), form.place(), reason
    )


class VocabularyReader:
    """Reads vocabulary files; choices may come from tables, so tables come first."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self._tables = tables

    def read(self, file: RuleFile) -> tuple[str, str, dict[str, FactDeclaration]]:
        """Section name, title and facts by name."""
        form = Form(file, file.root, "", ("section", "title", "facts"))
        section = form.text("section", most=60)
        if section and (not NAME.match(section) or "." in section):
            form.fail("section", f"{section!r} is no name of a section.", "Use lower case words joined by _.")
        if section in RESERVED_SECTIONS:
            form.fail("section", f"{section!r} is a part of every submission and cannot be declared again.")
        facts: dict[str, FactDeclaration] = {}
        for key, value in form.entries("facts"):
            if not NAME.match(key.text):
                file.problem(
                    key, f"{key.text!r} is no name of a fact.", "Use lower case words joined by _ or dots."
                )
                continue
            declared = self._fact(file, value, f"{section}.{key.text}", key, outer=True)
            if declared:
                facts[key.text] = declared
        return section, form.text("title", required=False), facts

    def _fact(
        self, file: RuleFile, node: Node, path: str, key: Node, *, outer: bool
    ) -> FactDeclaration | None:
        form = Form(file, node, path, _FACT_KEYS)
        kind = form.one_of("type", _TYPE_KINDS if outer else _TYPE_KINDS[:-1])
        label = form.text("label", most=160)
        ask = form.text("ask", required=outer)
        choices: dict[str, str] = {}
        table = ""
        if kind in ("choice", "choices"):
            table, choices = self._choices(form)
        elif form.has("choices"):
            form.fail("choices", f"a fact of type {kind or 'unknown'} has no choices.")
        fields: dict[str, FactDeclaration] = {}
        if kind == "records":
            fields = self._fields(file, form, path)
        elif form.has("fields"):
            form.fail("fields", "only a fact of type records has fields.")
        month = form.one_of("precision", ("day", "month"), required=False) == "month"
        if month and kind != "date":
            form.fail("precision", "only a date has a precision.")
        if not kind:
            return None
        wanted = FactType(kind, choices, table, month, form.text("unit", required=False), fields)
        return FactDeclaration(
            path,
            wanted,
            label,
            ask,
            form.text("help", required=False),
            form.text("supplied_by", required=False),
            key.place(file.name),
        )

    def _fields(self, file: RuleFile, form: Form, path: str) -> dict[str, FactDeclaration]:
        fields: dict[str, FactDeclaration] = {}
        for key, value in form.entries("fields"):
            declared = self._fact(file, value, f"{path}.{key.text}", key, outer=False)
            if declared:
                fields[key.text] = declared
        return fields

    def _choices(self, form: Form) -> tuple[str, dict[str, str]]:
        node = form.node_of("choices", required=True)
        if node is None:
            return "", {}
        if not node.entries:
            form.fail("choices", f"found {node.words()}; expected words with labels, or `table:`.")
            return "", {}
        if len(node.entries) == 1 and node.entries[0][0].text == "table":
            name = known_word(form.file, node.entries[0][1], self._tables, "a table of the pack", form.path)
            if not name:
                return "", {}
            return name, {row.id: row.label for row in self._tables[name].rows}
        choices = {}
        for key, value in node.entries:
            if not ID.match(key.text):
                form.file.problem(
                    key,
                    f"{key.text!r} is no word for a choice.",
                    nearest(key.text, ()) or "Use words-like-this.",
                )
            choices[key.text] = " ".join(value.text.split()) or key.text
        return "", choices
