"""Strict reading of one mapping in a rule file.

Every problem says file, line and column, shows the line with a caret, and suggests a word
where one is near. Problems are gathered; reading goes on with a stand-in value so that one
run lists them all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import TypeVar

from ctcheck.errors import Problem
from ctcheck.model.place import Place
from ctcheck.model.rules import FactType
from ctcheck.reading.nodes import LIST, MAP, SCALAR, Node
from ctcheck.reading.scalars import ValueProblem, calendar_date, scalar_value
from ctcheck.reading.suggest import listing, nearest

Word = TypeVar("Word", bound=StrEnum)

_NUMBER_TYPE = FactType("number")
_YES = {"yes": True, "true": True, "no": False, "false": False}


class RuleFile:
    """One file of a pack: its tree, its lines for carets, and the problems found in it."""

    def __init__(self, name: str, data: bytes, root: Node, problems: list[Problem]) -> None:
        self.name = name
        self.root = root
        self.problems = problems
        self._data = data
        self._lines: list[str] | None = None

    def problem(self, node: Node, message: str, hint: str = "", path: str = "") -> None:
        """Notes a problem at the node."""
        if self._lines is None:
            self._lines = self._data.decode("utf-8-sig", "replace").splitlines()
        line = self._lines[node.line - 1] if 0 < node.line <= len(self._lines) else ""
        # No caret far to the right: in a file of one endless line each would be as long as the file.
        shown = line if len(line) <= 160 else line[:157] + "..." if node.column <= 157 else ""
        self.problems.append(Problem(node.place(self.name), message, path, hint, shown))


class Form:
    """One mapping with known keys."""

    def __init__(self, file: RuleFile, node: Node, path: str, known: Collection[str]) -> None:
        self.file = file
        self.node = node
        self.path = path
        self._values: dict[str, Node] = {}
        if node.kind != MAP:
            file.problem(node, f"found {node.words()}; expected a mapping with {listing(known)}.", path=path)
            return
        for key, value in node.entries:
            if key.text not in known:
                hint = nearest(key.text, known) or f"Known here: {listing(known, 20)}."
                file.problem(key, f"the key {key.text!r} is not known here.", hint, path)
            else:
                self._values[key.text] = value

    def has(self, key: str) -> bool:
        """Whether the key stands there with something below it."""
        return key in self._values and not self._values[key].is_blank()

    def node_of(self, key: str, *, required: bool = False) -> Node | None:
        """The node below a key."""
        if self.has(key):
            return self._values[key]
        # What is no mapping has been said to be none; that it has no keys need not be added.
        if required and self.node.kind == MAP:
            self.file.problem(self.node, f"the key {key!r} is missing.", path=self.path)
        return None

    def fail(self, key: str, message: str, hint: str = "") -> None:
        """Notes a problem at the value of a key, or at the mapping."""
        self.file.problem(self._values.get(key, self.node), message, hint, self._at(key))

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def text(self, key: str, *, required: bool = True, most: int = 600) -> str:
        """A line of text; empty where it is missing."""
        node = self.node_of(key, required=required)
        if node is None:
            return ""
        if node.kind != SCALAR:
            self.fail(key, f"found {node.words()}; expected text.")
            return ""
        text = " ".join(node.text.split())
        if required and not text:
            self.fail(key, "the text is empty.")
        if len(text) > most:
            self.fail(key, f"the text has {len(text)} characters; at most {most} are read with ease.")
        return text

    def yes(self, key: str) -> bool:
        """Yes or no; no where it is missing."""
        node = self.node_of(key)
        if node is None:
            return False
        value = _YES.get(node.text.lower()) if node.kind == SCALAR else None
        if value is None:
            self.fail(key, f"found {node.words()}; expected yes or no.")
            return False
        return value

    def word(self, key: str, allowed: type[Word], default: Word) -> Word:
        """A word of a closed set."""
        node = self.node_of(key, required=True)
        if node is None:
            return default
        words = [str(word) for word in allowed]
        if node.kind != SCALAR or node.text not in words:
            self.fail(
                key, f"found {node.words()}; expected one of {listing(words)}.", nearest(node.text, words)
            )
            return default
        return allowed(node.text)

    def one_of(self, key: str, allowed: Collection[str], *, required: bool = True) -> str:
        """A word out of a list; empty where it is missing or wrong."""
        node = self.node_of(key, required=required)
        if node is None:
            return ""
        if node.kind != SCALAR or node.text not in allowed:
            self.fail(
                key, f"found {node.words()}; expected one of {listing(allowed)}.", nearest(node.text, allowed)
            )
            return ""
        return node.text

    def day(self, key: str) -> dt.date | None:
        """A date; None where it is missing or blank."""
        node = self.node_of(key)
        return None if node is None else self.day_at(node, self._at(key))

    def day_at(self, node: Node, path: str) -> dt.date | None:
        """The date at a node."""
        try:
            if node.kind != SCALAR:
                raise ValueProblem(f"found {node.words()}; expected a date such as 2006-03-20.")
            return calendar_date(node.text)
        except ValueProblem as problem:
            self.file.problem(node, problem.message, problem.hint, path)
            return None

    def items(self, key: str, *, required: bool = False) -> list[Node]:
        """The entries of a list."""
        node = self.node_of(key, required=required)
        if node is None:
            return []
        if node.kind != LIST:
            self.fail(key, f"found {node.words()}; expected a list.")
        elif required and not node.items:
            self.fail(key, "the list is empty.")
        return node.items

    def entries(self, key: str) -> list[tuple[Node, Node]]:
        """The keys and values of a mapping."""
        node = self.node_of(key, required=True)
        if node is not None and not node.entries:
            self.fail(key, f"found {node.words()}; expected a mapping.")
        return node.entries if node else []

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of short texts."""
        texts: list[str] = []
        for item in self.items(key, required=required):
            if item.kind != SCALAR or item.is_blank():
                self.file.problem(item, f"found {item.words()}; expected text.", path=self._at(key))
            else:
                texts.append(" ".join(item.text.split()))
        return tuple(texts)

    def number(self, key: str) -> int | float | None:
        """A number."""
        node = self.node_of(key)
        return None if node is None else number_at(self.file, node, self._at(key))

    def place(self) -> Place:
        """Where the mapping begins."""
        return self.node.place(self.file.name)


def number_at(file: RuleFile, node: Node, path: str) -> int | float | None:
    """The plain number at a node; None and a problem where it is none."""
    try:
        value = scalar_value(node, _NUMBER_TYPE)
    except ValueProblem as problem:
        file.problem(node, problem.message, problem.hint, path)
        return None
    if not isinstance(value, float):
        file.problem(node, f"found {node.words()}; expected a number.", path=path)
        return None
    return value if "." in node.text else int(node.text)


def known_word(file: RuleFile, node: Node, allowed: Iterable[str], what: str, path: str) -> str:
    """A scalar that must be one of the allowed words; empty and a problem where it is not."""
    words = list(allowed)
    if node.kind == SCALAR and node.text in words:
        return node.text
    hint = nearest(node.text, words) or (f"Known: {listing(words)}." if words else "")
    file.problem(node, f"found {node.words()}; expected {what}.", hint, path)
    return ""
