"""Reads what a fact is compared with, against the type of the fact."""

from __future__ import annotations

import datetime as dt

from ctcheck.conditions.operators import Operator
from ctcheck.model.condition import CountOf, FactRef, Operand, ParameterRef, RowRef, Span, TableRef
from ctcheck.model.rules import FactType
from ctcheck.reading.nodes import LIST, MAP, SCALAR, Node
from ctcheck.reading.scalars import ValueProblem, calendar_date
from ctcheck.reading.suggest import listing
from ctcheck.rulebook.forms import Form, RuleFile, known_word, number_at
from ctcheck.rulebook.names import BUILT_IN_TYPES, Known, Scoped, lookup

MAX_WORKING_DAYS = 2_000
"""As many as the calendar of working days counts."""
_UNITS = ("days", "working_days", "months", "years")


class OperandReader:
    """Reads operands of one file; where one is wrong, notes the problem in the file and gives None."""

    def __init__(self, file: RuleFile, known: Known) -> None:
        self._file = file
        self._known = known

    def count(self, form: Form, key: str) -> int | ParameterRef | None:
        node = form.node_of(key, required=True)
        if node is None:
            return None
        value = self.number_or_parameter(node, f"{form.path}.{key}")
        if value is not None and isinstance(self.amount(value), float):
            form.fail(key, "expected a whole number.")
            return None
        return value  # type: ignore[return-value]

    def amount(self, value: int | float | ParameterRef) -> int | float:
        """The number, or that of the parameter."""
        return self._known.parameters[value.name].value if isinstance(value, ParameterRef) else value

    def number_or_parameter(self, node: Node, path: str) -> int | float | ParameterRef | None:
        if node.kind == MAP:
            form = Form(self._file, node, path, ("parameter",))
            name = form.node_of("parameter", required=True)
            if name is None:
                return None
            known = known_word(self._file, name, self._known.parameters, "a parameter of the pack", path)
            return ParameterRef(known) if known else None
        return number_at(self._file, node, path)

    def read(
        self, operator: Operator, node: Node, wanted: FactType, path: str, scoped: Scoped
    ) -> Operand | None:
        kind = operator.operand
        if kind == "yes":
            return self._yes(node, path)
        if kind == "word":
            return self._word(node, wanted, path, scoped)
        if kind == "words":
            return self._words(node, wanted, path)
        if kind == "number":
            return self._number(node, wanted, path, scoped)
        if kind == "date":
            return self._date(node, path, scoped)
        if kind in ("back", "forward"):
            return self._window(kind, node, path, scoped)
        if kind == "count":
            count = self.number_or_parameter(node, path)
            if count is None:
                return None
            if isinstance(self.amount(count), float) or self.amount(count) < 1:
                self._file.problem(node, "expected a whole number of 1 or more.", path=path)
                return None
            return count
        return self._count_of(node, wanted, path)

    def _yes(self, node: Node, path: str) -> Operand | None:
        if node.kind == SCALAR and node.text in ("yes", "true"):
            return True
        self._file.problem(
            node, f"found {node.words()}; expected yes.", "To ask for the opposite put it below `not:`.", path
        )
        return None

    def _word(self, node: Node, wanted: FactType, path: str, scoped: Scoped) -> Operand | None:
        if node.kind == MAP:
            form = Form(self._file, node, path, ("row",))
            column = form.node_of("row", required=True)
            if column is None:
                return None
            known = known_word(self._file, column, scoped.row_columns, "a column of the row in hand", path)
            return self._row_word(column, known, wanted, path, scoped) if known else None
        if wanted.kind == "yes-no":
            if node.text in ("yes", "true"):
                return True
            if node.text in ("no", "false"):
                return False
            self._file.problem(node, f"found {node.words()}; expected yes or no.", path=path)
            return None
        return known_word(self._file, node, wanted.choices, f"one of {listing(wanted.choices)}", path) or None

    def _row_word(
        self, node: Node, column: str, wanted: FactType, path: str, scoped: Scoped
    ) -> RowRef | None:
        strange = sorted(scoped.row_columns[column] - set(wanted.choices))
        if not strange:
            return RowRef(column)
        self._file.problem(
            node, f"the column {column!r} holds {strange[0]!r}, which this fact can never be.", path=path
        )
        return None

    def _words(self, node: Node, wanted: FactType, path: str) -> tuple[str, ...] | TableRef | None:
        if node.kind == MAP:
            form = Form(self._file, node, path, ("table",))
            name = form.node_of("table", required=True)
            if name is None:
                return None
            known = known_word(self._file, name, self._known.tables, "a table of the pack", path)
            if not known:
                return None
            strange = [row.id for row in self._known.tables[known].rows if row.id not in wanted.choices]
            if strange:
                self._file.problem(
                    name,
                    f"the table {known!r} holds {strange[0]!r}, which this fact can never be.",
                    path=path,
                )
                return None
            return TableRef(known)
        if node.kind != LIST or not node.items:
            self._file.problem(node, f"found {node.words()}; expected a list of words or a table.", path=path)
            return None
        words = [
            known_word(self._file, item, wanted.choices, f"one of {listing(wanted.choices)}", path)
            for item in node.items
        ]
        return tuple(words) if all(words) else None

    def _number(self, node: Node, wanted: FactType, path: str, scoped: Scoped) -> Operand | None:
        is_field = scoped.fields is not None and node.text in scoped.fields
        if node.kind == SCALAR and (is_field or ("." in node.text and node.text[:1].isalpha())):
            found = lookup(node.text, self._known, scoped)
            if found is None or found[0].kind not in ("integer", "number"):
                numbers = [
                    p for p, f in self._known.vocabulary.facts.items() if f.type.kind in ("integer", "number")
                ]
                what = "a number, a parameter or the path of a number fact"
                known_word(self._file, node, [name for name in numbers if name != node.text], what, path)
                return None
            return FactRef(node.text, found[1])
        value = self.number_or_parameter(node, path)
        if wanted.kind == "share" and value is not None and not 0 <= self.amount(value) <= 100:
            self._file.problem(node, "a share is compared in per cent, from 0 to 100.", path=path)
            return None
        return value

    def _date(self, node: Node, path: str, scoped: Scoped) -> dt.date | FactRef | None:
        if node.kind != SCALAR:
            self._file.problem(node, f"found {node.words()}; expected a date or the name of one.", path=path)
            return None
        if node.text[:1].isdigit():
            try:
                return calendar_date(node.text)
            except ValueProblem as problem:
                self._file.problem(node, problem.message, problem.hint, path)
                return None
        found = lookup(node.text, self._known, scoped)
        if found is None or found[0].kind != "date":
            dates = [p for p, f in self._known.vocabulary.facts.items() if f.type.kind == "date"]
            names = [
                *(scoped.fields or ()),
                *(n for n, t in BUILT_IN_TYPES.items() if t.kind == "date"),
                *dates,
            ]
            known_word(
                self._file,
                node,
                [n for n in names if n != node.text],
                "a date or the path of a date fact",
                path,
            )
            return None
        return FactRef(node.text, found[1])

    def _window(self, kind: str, node: Node, path: str, scoped: Scoped) -> Span | None:
        word = "at" if kind == "back" else "after"
        units = [unit for unit in _UNITS if kind == "forward" or unit != "working_days"]
        form = Form(self._file, node, path, (*units, word))
        given = [unit for unit in units if form.has(unit)]
        if node.kind != MAP:
            return None
        if len(given) != 1:
            self._file.problem(node, f"expected exactly one of {listing(units)}.", path=path)
            return None
        amount = self.count(form, given[0])
        date_node = form.node_of(word, required=True)
        date = self._date(date_node, f"{path}.{word}", scoped) if date_node else None
        if amount is None or date is None:
            return None
        most = MAX_WORKING_DAYS if given[0] == "working_days" else 40_000
        if not 0 <= self.amount(amount) <= most:
            form.fail(given[0], f"expected a length from 0 to {most:,}.")
            return None
        return Span(amount, given[0], date)  # type: ignore[arg-type]

    def _count_of(self, node: Node, wanted: FactType, path: str) -> CountOf | None:
        form = Form(self._file, node, path, ("count", "of"))
        if node.kind != MAP:
            return None
        count = self.count(form, "count")
        of = form.node_of("of", required=True)
        words = self._words(of, wanted, f"{path}.of") if of else None
        if count is None or words is None:
            return None
        most = len(self._known.tables[words.name].rows if isinstance(words, TableRef) else words)
        if not 1 <= self.amount(count) <= most:
            form.fail("count", f"{self.amount(count)} of {most} can never be right.")
            return None
        return CountOf(count, words)
