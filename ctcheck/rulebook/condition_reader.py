"""From the YAML of a condition to the checked tree of `model.condition`.

Everything is typed against the vocabulary here, when rules are loaded, so that a mistake in
a rule can never look like a gap in a council.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from ctcheck.conditions.operators import JOINING_WORDS, OPERATORS, Operator
from ctcheck.model.condition import (
    AtLeastOf,
    Condition,
    CountOf,
    FactRef,
    Join,
    Leaf,
    Named,
    Not,
    Operand,
    ParameterRef,
    Quantifier,
    RowRef,
    Scope,
    Span,
    TableRef,
)
from ctcheck.model.rules import FactDeclaration, FactType, Parameter, Table, Vocabulary
from ctcheck.reading.nodes import LIST, MAP, SCALAR, Node
from ctcheck.reading.scalars import ValueProblem, calendar_date
from ctcheck.reading.suggest import listing, nearest
from ctcheck.rulebook.forms import Form, RuleFile, known_word, number_at

BUILT_IN_TYPES = {
    "as_at": FactType("date"),
    "law_date": FactType("date"),
    "inspection.notified": FactType("date"),
    "inspection.fieldwork": FactType("date"),
    "inspection.regime": FactType("text"),
    "partner.named": FactType("yes-no"),
}
"""Facts that every submission has, beside the vocabulary and the two built from the tables."""

AREA_TYPES = {
    "county": "county council",
    "unitary": "unitary authority",
    "metropolitan-district": "metropolitan district",
    "london-borough": "London borough",
}

_WHEN_EMPTY = {"yes": "T", "no": "F", "unknown": "U"}
MAX_WORKING_DAYS = 2_000
"""As many as the calendar of working days counts."""
_UNITS = ("days", "working_days", "months", "years")


class Known(NamedTuple):
    """What conditions may speak of."""

    vocabulary: Vocabulary
    parameters: Mapping[str, Parameter]
    tables: Mapping[str, Table]
    partner_kinds: Mapping[str, str]
    conditions: dict[str, Named]
    """Named conditions read so far; a name may use those before it."""


class Scoped(NamedTuple):
    """What is in hand where a condition stands."""

    partner: bool = False
    fields: Mapping[str, FactDeclaration] | None = None
    row_columns: Mapping[str, frozenset[str]] = MappingProxyType({})
    """For each column of the table in hand, the words that its rows hold."""


class ConditionReader:
    """Reads conditions of one file."""

    def __init__(self, file: RuleFile, known: Known) -> None:
        self._file = file
        self._known = known

    def read(self, node: Node, path: str, scoped: Scoped) -> Condition | None:
        """A condition, or None where it is wrong; problems are noted in the file."""
        if node.kind != MAP or not node.entries:
            self._file.problem(
                node, f"found {node.words()}; expected a condition: `fact: {{operator: value}}`.", path=path
            )
            return None
        parts = [self._entry(key, value, path, scoped) for key, value in node.entries]
        good = tuple(part for part in parts if part is not None)
        if len(good) != len(parts):
            return None
        return good[0] if len(good) == 1 else Join("all", good, node.place(self._file.name))

    def _entry(self, key: Node, value: Node, path: str, scoped: Scoped) -> Condition | None:
        word = key.text
        here = f"{path}.{word}"
        if word in ("all", "any"):
            parts = self._parts(value, here, scoped)
            return (
                Join("all" if word == "all" else "any", parts, key.place(self._file.name)) if parts else None
            )
        if word == "not":
            inner = self.read(value, here, scoped)
            return Not(inner, key.place(self._file.name)) if inner else None
        if word == "condition":
            name = known_word(
                self._file, value, self._known.conditions, "a named condition of the pack", here
            )
            return self._known.conditions[name] if name else None
        if word in ("each", "some"):
            return self._quantifier(word, key, value, here, scoped)
        if word == "at_least":
            if value.kind == MAP and value.get("of") is not None:
                return self._at_least_of(key, value, here, scoped)
            return self._quantifier(word, key, value, here, scoped)
        return self._fact(key, value, here, scoped)

    def _parts(self, node: Node, path: str, scoped: Scoped) -> tuple[Condition, ...]:
        if node.kind != LIST or not node.items:
            self._file.problem(node, f"found {node.words()}; expected a list of conditions.", path=path)
            return ()
        read = [self.read(item, f"{path}[{index}]", scoped) for index, item in enumerate(node.items)]
        good = tuple(part for part in read if part is not None)
        return good if len(good) == len(read) else ()

    def _at_least_of(self, key: Node, value: Node, path: str, scoped: Scoped) -> Condition | None:
        form = Form(self._file, value, path, ("count", "of"))
        of = form.node_of("of", required=True)
        parts = self._parts(of, f"{path}.of", scoped) if of else ()
        count = self._count(form, "count")
        if not parts or count is None:
            return None
        if not 1 <= self._amount(count) <= len(parts):
            form.fail("count", f"{self._amount(count)} of {len(parts)} conditions can never be right.")
            return None
        return AtLeastOf(count, parts, key.place(self._file.name))

    def _count(self, form: Form, key: str) -> int | ParameterRef | None:
        node = form.node_of(key, required=True)
        if node is None:
            return None
        value = self._number_or_parameter(node, f"{form.path}.{key}")
        if value is not None and isinstance(self._amount(value), float):
            form.fail(key, "expected a whole number.")
            return None
        return value  # type: ignore[return-value]

    def _amount(self, value: int | float | ParameterRef) -> int | float:
        """The number, or that of the parameter."""
        return self._known.parameters[value.name].value if isinstance(value, ParameterRef) else value

    def _number_or_parameter(self, node: Node, path: str) -> int | float | ParameterRef | None:
        if node.kind == MAP:
            form = Form(self._file, node, path, ("parameter",))
            name = form.node_of("parameter", required=True)
            if name is None:
                return None
            known = known_word(self._file, name, self._known.parameters, "a parameter of the pack", path)
            return ParameterRef(known) if known else None
        return number_at(self._file, node, path)

    def _quantifier(self, word: str, key: Node, value: Node, path: str, scoped: Scoped) -> Condition | None:
        keys = ["in", "where", "that"]
        keys += ["when_empty"] if word == "each" else ["count", "percent"] if word == "at_least" else []
        form = Form(self._file, value, path, keys)
        over_node = form.node_of("in", required=True)
        if over_node is None:
            return None
        lists = [
            path
            for path, fact in self._known.vocabulary.facts.items()
            if fact.type.kind == "records" and (scoped.partner or not path.startswith("partner."))
        ]
        over = known_word(
            self._file, over_node, ["partners", *lists], "`partners` or a fact of type records", path
        )
        if not over:
            return None
        inner = (
            Scoped(partner=True, fields=None, row_columns=scoped.row_columns)
            if over == "partners"
            else Scoped(scoped.partner, self._known.vocabulary.facts[over].type.fields, scoped.row_columns)
        )
        that_node = form.node_of("that", required=True)
        that = self.read(that_node, f"{path}.that", inner) if that_node else None
        where_node = form.node_of("where")
        where = self.read(where_node, f"{path}.where", inner) if where_node else None
        if that is None or (where_node is not None and where is None):
            return None
        when_empty = "F"
        count: int | ParameterRef | None = None
        percent: int | float | ParameterRef | None = None
        if word == "each":
            chosen = form.one_of("when_empty", tuple(_WHEN_EMPTY))
            if not chosen:
                return None
            when_empty = _WHEN_EMPTY[chosen]
        elif word == "at_least":
            if form.has("count") == form.has("percent"):
                self._file.problem(key, "`at_least` needs either `count` or `percent`.", path=path)
                return None
            if form.has("count"):
                count = self._count(form, "count")
            else:
                node = form.node_of("percent")
                percent = self._number_or_parameter(node, f"{path}.percent") if node else None
            if count is None and percent is None:
                return None
            if count is not None and self._amount(count) < 1:
                form.fail("count", "expected a whole number of 1 or more.")
                return None
            if percent is not None and not 0 < self._amount(percent) <= 100:
                form.fail("percent", "expected more than 0 and at most 100 per cent.")
                return None
        return Quantifier(
            word,  # type: ignore[arg-type]
            over,
            where,
            that,
            when_empty,  # type: ignore[arg-type]
            count,
            percent,
            key.place(self._file.name),
        )

    def lookup(self, name: str, scoped: Scoped) -> tuple[FactType, Scope] | None:
        """The type of a name where it stands, and where to look for it."""
        if scoped.fields is not None and name in scoped.fields:
            return scoped.fields[name].type, "field"
        if name == "partner.kind" and scoped.partner:
            return FactType("choice", choices=self._known.partner_kinds), "partner"
        if name == "area.type":
            return FactType("choice", choices=AREA_TYPES), "fact"
        scope: Scope = "partner" if name.startswith("partner.") else "fact"
        if scope == "partner" and not scoped.partner:
            return None
        declared = self._known.vocabulary.facts.get(name)
        if declared is not None:
            return declared.type, scope
        built_in = BUILT_IN_TYPES.get(name)
        return (built_in, scope) if built_in else None

    def _fact(self, key: Node, value: Node, path: str, scoped: Scoped) -> Condition | None:
        found = self.lookup(key.text, scoped)
        if found is None:
            self._unknown_fact(key, path, scoped)
            return None
        wanted, scope = found
        if value.kind != MAP or not value.entries:
            fitting = [name for name, op in OPERATORS.items() if wanted.kind in op.kinds]
            self._file.problem(
                value,
                f"found {value.words()}; expected an operator and its value.",
                f"For example `{key.text}: {{{fitting[0]}: ...}}`; operators for {wanted.kind}: {listing(fitting)}.",
                path,
            )
            return None
        leaves: list[Condition] = []
        for name, operand_node in value.entries:
            leaf = self._leaf(key, name, operand_node, wanted, scope, path, scoped)
            if leaf is None:
                return None
            leaves.append(leaf)
        return leaves[0] if len(leaves) == 1 else Join("all", tuple(leaves), key.place(self._file.name))

    def _unknown_fact(self, key: Node, path: str, scoped: Scoped) -> None:
        names = list(self._known.vocabulary.facts) + list(BUILT_IN_TYPES) + ["area.type"]
        if scoped.fields:
            names = [*scoped.fields, *names]
        if key.text.startswith("partner.") and not scoped.partner:
            self._file.problem(
                key,
                f"{key.text!r} is about one partner, and no partner is in hand here.",
                "Give the rule `for_each: {partner_in: ...}`, or use `some`/`each` with `in: partners`.",
                path,
            )
            return
        hint = nearest(key.text, [*JOINING_WORDS, *names])
        self._file.problem(key, f"no fact or joining word is called {key.text!r}.", hint, path)

    def _leaf(
        self, key: Node, name: Node, node: Node, wanted: FactType, scope: Scope, path: str, scoped: Scoped
    ) -> Condition | None:
        operator = OPERATORS.get(name.text)
        fitting = [op for op in OPERATORS if wanted.kind in OPERATORS[op].kinds]
        if operator is None:
            hint = nearest(name.text, fitting) or f"Operators for {wanted.kind}: {listing(fitting, 20)}."
            self._file.problem(name, f"no operator is called {name.text!r}.", hint, path)
            return None
        if wanted.kind not in operator.kinds:
            self._file.problem(
                name,
                f"`{name.text}` does not fit {key.text!r}, which is of type {wanted.kind}.",
                f"Operators for {wanted.kind}: {listing(fitting, 20)}.",
                path,
            )
            return None
        operand = self._operand(operator, node, wanted, f"{path}.{name.text}", scoped)
        if operand is None:
            return None
        return Leaf(key.text, scope, operator.name, operand, key.place(self._file.name))

    def _operand(
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
            count = self._number_or_parameter(node, path)
            if count is None:
                return None
            if isinstance(self._amount(count), float) or self._amount(count) < 1:
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
        if node.kind == SCALAR and "." in node.text and node.text[:1].isalpha():
            found = self.lookup(node.text, scoped)
            if found is None or found[0].kind not in ("integer", "number"):
                numbers = [
                    p for p, f in self._known.vocabulary.facts.items() if f.type.kind in ("integer", "number")
                ]
                what = "a number, a parameter or the path of a number fact"
                known_word(self._file, node, [name for name in numbers if name != node.text], what, path)
                return None
            return FactRef(node.text, found[1])
        value = self._number_or_parameter(node, path)
        if wanted.kind == "share" and value is not None and not 0 <= self._amount(value) <= 100:
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
        found = self.lookup(node.text, scoped)
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
        amount = self._count(form, given[0])
        date_node = form.node_of(word, required=True)
        date = self._date(date_node, f"{path}.{word}", scoped) if date_node else None
        if amount is None or date is None:
            return None
        most = MAX_WORKING_DAYS if given[0] == "working_days" else 40_000
        if not 0 <= self._amount(amount) <= most:
            form.fail(given[0], f"expected a length from 0 to {most:,}.")
            return None
        return Span(amount, given[0], date)  # type: ignore[arg-type]

    def _count_of(self, node: Node, wanted: FactType, path: str) -> CountOf | None:
        form = Form(self._file, node, path, ("count", "of"))
        if node.kind != MAP:
            return None
        count = self._count(form, "count")
        of = form.node_of("of", required=True)
        words = self._words(of, wanted, f"{path}.of") if of else None
        if count is None or words is None:
            return None
        most = len(self._known.tables[words.name].rows if isinstance(words, TableRef) else words)
        if not 1 <= self._amount(count) <= most:
            form.fail("count", f"{self._amount(count)} of {most} can never be right.")
            return None
        return CountOf(count, words)
