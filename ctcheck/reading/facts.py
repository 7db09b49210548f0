"""Facts out of nodes, checked against the vocabulary.

Used for the theme sections of a submission, for the facts below a partner, and for the
facts that a rule's cases give: one reader, so that a case means what a submission means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from ctcheck.errors import Problem
from ctcheck.model.rules import FactDeclaration, FactType, Section, Vocabulary
from ctcheck.model.values import NONE, Fact, Record, Value
from ctcheck.reading.nodes import LIST, MAP, SCALAR, Node
from ctcheck.reading.scalars import ValueProblem, describe, scalar_value
from ctcheck.reading.suggest import hint_for

MAX_ITEMS: Final = 5_000


class FactReader:
    """Reads facts and gathers problems; nothing is raised, nothing is dropped in silence."""

    def __init__(self, vocabulary: Vocabulary, file: str, problems: list[Problem], name: str = "") -> None:
        """`file` stands in problems; `name`, where another is wanted, in the places of facts."""
        self._vocabulary = vocabulary
        self._file = file
        self._name = name or file
        self._problems = problems
        self._branches: dict[str, Mapping[str, Iterable[str]]] = {}
        """By section, worked out for those that are there to be read."""

    def section(self, name: str, node: Node, shown: str, prefix: str, into: dict[str, Fact]) -> None:
        """Reads a whole section. `shown` is the path for messages, `prefix` that of the facts."""
        section = self._vocabulary.sections[name]
        if node.is_blank():
            return
        if name not in self._branches:
            self._branches[name] = _branches(section.facts)
        if node.kind != MAP:
            self._problem(
                node, shown, f"found {node.words()}; expected the facts of this section, one a line."
            )
            return
        self._mapping(section, node, shown, prefix, "", into)

    def _mapping(
        self, section: Section, node: Node, shown: str, prefix: str, inner: str, into: dict[str, Fact]
    ) -> None:
        branches = self._branches[section.name]
        for key, value in node.entries:
            name = f"{inner}{key.text}"
            declared = section.facts.get(name)
            if declared is not None:
                self.fact(declared, value, f"{shown}.{key.text}", f"{prefix}.{name}", into)
            elif name in branches:
                if value.is_blank():
                    continue
                if value.kind != MAP:
                    parts = ", ".join(sorted(branches[name]))
                    self._problem(
                        value, f"{shown}.{key.text}", f"found {value.words()}; expected {parts} below it."
                    )
                    continue
                self._mapping(section, value, f"{shown}.{key.text}", prefix, f"{name}.", into)
            else:
                known = sorted(branches.get(inner[:-1], ()))
                self._unknown(key, shown, known, section, name)

    def _unknown(self, key: Node, shown: str, known: list[str], section: Section, name: str) -> None:
        hint = hint_for(key.text, known, len(self._problems))
        if not hint:
            elsewhere = [path for path in section.facts if path.split(".")[-1] == key.text]
            if elsewhere:
                hint = f"It stands at {section.name}.{elsewhere[0]}."
            else:
                hint = hint_for(name, section.facts, len(self._problems))
        self._problem(
            key,
            f"{shown}.{key.text}",
            "this key is not known here.",
            hint or f"Known here: {', '.join(known[:12])}.",
        )

    def fact(
        self, declared: FactDeclaration, node: Node, shown: str, path: str, into: dict[str, Fact]
    ) -> None:
        """Reads one fact; a blank one is not stated."""
        if node.is_blank():
            return
        value = self._value(declared.type, node, shown)
        if value is not None:
            into[path] = Fact(value, node.place(self._name))

    def _value(self, wanted: FactType, node: Node, shown: str) -> Value | None:
        if wanted.kind in ("choices", "texts", "records"):
            return self._list(wanted, node, shown)
        try:
            return scalar_value(node, wanted)
        except ValueProblem as problem:
            self._problem(node, shown, problem.message, problem.hint)
            return None

    def _list(self, wanted: FactType, node: Node, shown: str) -> Value | None:
        if node.kind == SCALAR and node.plain and node.text == "none":
            return NONE
        if node.kind != LIST:
            hint = "Put each entry on a line of its own with `- ` before it." if node.kind == SCALAR else ""
            self._problem(node, shown, f"found {node.words()}; expected {describe(wanted)}.", hint)
            return None
        if not node.items:
            return NONE
        if len(node.items) > MAX_ITEMS:
            self._problem(node, shown, f"{len(node.items):,} entries; at most {MAX_ITEMS:,} are read.")
            return None
        if wanted.kind == "records":
            return self._records(wanted, node, shown)
        item = FactType("text" if wanted.kind == "texts" else "choice", choices=wanted.choices)
        words: list[str] = []
        good = True
        for index, entry in enumerate(node.items):
            try:
                value = scalar_value(entry, item)
            except ValueProblem as problem:
                self._problem(entry, f"{shown}[{index}]", problem.message, problem.hint)
                good = False
                continue
            if not isinstance(value, str):
                self._problem(
                    entry,
                    f"{shown}[{index}]",
                    "`none` cannot stand among others.",
                    "Write `none` alone, or leave it out.",
                )
                good = False
            elif value in words:
                self._problem(entry, f"{shown}[{index}]", f"{value!r} stands twice.", "Keep one of them.")
                good = False
            else:
                words.append(value)
        return tuple(words) if good else None

    def _records(self, wanted: FactType, node: Node, shown: str) -> Value | None:
        records: list[Record] = []
        before = len(self._problems)
        for index, entry in enumerate(node.items):
            here = f"{shown}[{index}]"
            if entry.is_blank():
                continue
            if entry.kind != MAP:
                names = ", ".join(wanted.fields)
                self._problem(entry, here, f"found {entry.words()}; expected an entry with {names}.")
                continue
            fields: dict[str, Fact] = {}
            for key, value in entry.entries:
                declared = wanted.fields.get(key.text)
                if declared is None:
                    self._problem(
                        key,
                        f"{here}.{key.text}",
                        "this key is not known here.",
                        hint_for(key.text, wanted.fields, len(self._problems))
                        or f"Known here: {', '.join(wanted.fields)}.",
                    )
                else:
                    self.fact(declared, value, f"{here}.{key.text}", key.text, fields)
            # An entry in which nothing is stated is a blank line of a form, not an entry.
            if fields:
                records.append(Record(fields, entry.place(self._name)))
        return tuple(records) if records or len(self._problems) > before else None

    def _problem(self, node: Node, path: str, message: str, hint: str = "") -> None:
        self._problems.append(Problem(node.place(self._file), message, path=path, hint=hint))


def _branches(facts: Mapping[str, FactDeclaration]) -> Mapping[str, Iterable[str]]:
    """For each inner path of a section, the keys that may follow it; '' is the section itself."""
    branches: dict[str, set[str]] = {"": set()}
    for name in facts:
        parts = name.split(".")
        for depth in range(len(parts)):
            branches.setdefault(".".join(parts[:depth]), set()).add(parts[depth])
    return branches
