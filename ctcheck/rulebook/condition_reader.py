"""From the YAML of a condition to the checked tree of `model.condition`.

Everything is typed against the vocabulary here, when rules are loaded, so that a mistake in
a rule can never look like a gap in a council.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

from ctcheck.conditions.operators import JOINING_WORDS, OPERATORS
from ctcheck.model.condition import (
    AtLeastOf,
    Condition,
    Join,
    Leaf,
    Not,
    ParameterRef,
    Quantifier,
    Scope,
)
from ctcheck.model.rules import FactType
from ctcheck.reading.nodes import LIST, MAP, Node
from ctcheck.reading.suggest import listing, nearest
from ctcheck.rulebook.forms import Form, RuleFile, known_word
from ctcheck.rulebook.names import BUILT_IN_TYPES, WORDED, Known, Scoped, lookup
from ctcheck.rulebook.operand_reader import OperandReader

_WHEN_EMPTY = {"yes": "T", "no": "F", "unknown": "U"}


class ConditionReader:
    """Reads conditions of one file."""

    def __init__(self, file: RuleFile, known: Known) -> None:
        self._file = file
        self._known = known
        self._operands = OperandReader(file, known)

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
        count = self._operands.count(form, "count")
        if not parts or count is None:
            return None
        if not 1 <= self._operands.amount(count) <= len(parts):
            form.fail(
                "count", f"{self._operands.amount(count)} of {len(parts)} conditions can never be right."
            )
            return None
        return AtLeastOf(count, parts, key.place(self._file.name))

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
                count = self._operands.count(form, "count")
            else:
                node = form.node_of("percent")
                percent = self._operands.number_or_parameter(node, f"{path}.percent") if node else None
            if count is None and percent is None:
                return None
            if count is not None and self._operands.amount(count) < 1:
                form.fail("count", "expected a whole number of 1 or more.")
                return None
            if percent is not None and not 0 < self._operands.amount(percent) <= 100:
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

    def _fact(self, key: Node, value: Node, path: str, scoped: Scoped) -> Condition | None:
        found = lookup(key.text, self._known, scoped)
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
        names = list(self._known.vocabulary.facts) + list(BUILT_IN_TYPES) + list(WORDED)
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
        operand = self._operands.read(operator, node, wanted, f"{path}.{name.text}", scoped)
        if operand is None:
            return None
        return Leaf(key.text, scope, operator.name, operand, key.place(self._file.name))
