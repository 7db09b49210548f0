"""YAML to nodes with line and column, through PyYAML's C parser.

We take the parser's flat stream of events and build the tree ourselves. That keeps the
place of every value for nothing, lets us refuse what plain loaders accept in silence
(duplicate keys, tags, alias bombs, endless nesting), and leaves the meaning of a scalar
to whoever knows what was asked for: `no` is a word here until a yes-or-no fact wants it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml

from ctcheck.errors import Problem
from ctcheck.model.place import Place
from ctcheck.reading.files import UnreadableError

MAX_DEPTH: Final = 40
MAX_NODES: Final = 400_000
"""Nodes after aliases are written out; a submission of 8 MB of real text stays below it."""
MAX_SCALAR: Final = 100_000
MAX_PROBLEMS: Final = 200
"""More than that, and the file is not a self-assessment with mistakes but something else."""

_HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
"""Control characters, and those that turn the direction of text so that it reads otherwise than it is."""
_DIRECTIVE: Final = re.compile(r"^%TAG\b", re.MULTILINE)
"""libyaml compares each of these with all before it: eight megabytes of them would take half an hour."""

HAS_C_LOADER: Final = bool(getattr(yaml, "__with_libyaml__", False))

SCALAR: Final = "scalar"
LIST: Final = "list"
MAP: Final = "map"


_NO_ITEMS: list[Node] = []
_NO_ENTRIES: list[tuple[Node, Node]] = []


class Node:
    """A scalar, list or mapping with its place. `plain` says that a scalar stood without quotes."""

    __slots__ = ("column", "entries", "items", "kind", "line", "plain", "text")

    def __init__(self, kind: str, line: int, column: int, text: str = "", plain: bool = False) -> None:
        self.kind = kind
        self.line = line
        self.column = column
        self.text = text
        self.plain = plain
        # A scalar has neither; it shares two lists that nobody adds to.
        self.items: list[Node] = _NO_ITEMS if kind == SCALAR else []
        self.entries: list[tuple[Node, Node]] = _NO_ENTRIES if kind == SCALAR else []

    def place(self, file: str) -> Place:
        """Where it stands in the file of that name."""
        return Place(file, self.line, self.column)

    def is_blank(self) -> bool:
        """Whether nothing stands here: an empty value, `~` or `null`."""
        return self.kind == SCALAR and self.plain and self.text in ("", "~", "null", "Null", "NULL")

    def get(self, key: str) -> Node | None:
        """The value below a key of a mapping; None if it is not there or this is no mapping."""
        for name, value in self.entries:
            if name.text == key:
                return value
        return None

    def words(self) -> str:
        """What this is, for a message."""
        if self.kind == LIST:
            return "a list" if self.items else "an empty list"
        if self.kind == MAP:
            return "a mapping" if self.entries else "an empty mapping"
        if self.is_blank():
            return "nothing"
        text = self.text if len(self.text) <= 60 else self.text[:57] + "..."
        return repr(text)


_CURLY: Final = {"\u201c": "\u201d", "\u2018": "\u2019"}
_INNER: Final = re.compile("[\u201c\u201d\u2018]")
"""Within a value, such a quote says that those at its ends are no pair; the apostrophe is one of any text."""


def parse(data: bytes, file: str) -> Node:
    """The tree of one YAML document.

    A byte order mark and CRLF line ends are fine. Raises `UnreadableError` with every problem
    that can be found: broken YAML and limits end the reading, duplicate keys and tags do not.
    """
    text = _decode(data, file)
    loader: Any = _c_parser()(text) if HAS_C_LOADER else _PureParser(text)
    builder = _Builder(file)
    try:
        next_event, problems, scalar_event = loader.get_event, builder.problems, yaml.ScalarEvent
        while True:
            event = next_event()
            if type(event) is scalar_event:
                builder.scalar(event)
            elif event is None or isinstance(event, yaml.StreamEndEvent):
                break
            else:
                builder.take(event)
            if len(problems) >= MAX_PROBLEMS:
                builder.stop(
                    event, "so many problems that the rest is not listed.", "Is this the right file?"
                )
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        begun = error.context_mark.line + 1 if error.context_mark else line
        context = f"{error.context} that begins on line {begun}" if begun != line else error.context
        what = " ".join(part for part in (context, error.problem) if part)
        builder.problems.append(
            Problem(
                Place(file, line, column),
                f"this is not valid YAML: {what}.",
                hint="Look at this line and the one above it: indentation, a missing colon or a missing quote.",
            )
        )
    except yaml.YAMLError as error:
        builder.problems.append(Problem(Place(file), f"this is not valid YAML: {_one_line(error)}."))
    except _Stop:
        pass
    if builder.problems:
        raise UnreadableError(builder.problems)
    if builder.root is None:
        raise UnreadableError([Problem(Place(file), "the file is empty.", hint="Start from an example.")])
    return builder.root


def _c_parser() -> Any:
    from yaml import _yaml

    return _yaml.CParser


def _decode(data: bytes, file: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableError(
            [Problem(Place(file, 1, 1), "the file is UTF-16, not UTF-8.", hint="Save it again as UTF-8.")]
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        raise UnreadableError(
            [
                Problem(
                    Place(file, line, column),
                    f"the file is not UTF-8: byte 0x{data[error.start]:02x} is not text.",
                    hint="Save it again as UTF-8 (in a spreadsheet or editor: Save as, encoding UTF-8).",
                )
            ]
        ) from error
    found = _HIDDEN.search(text)
    if found:
        raise UnreadableError([_hidden(_place_at(text, found.start(), file), found.group())])
    found = _DIRECTIVE.search(text) if "%TAG" in text else None
    if found:
        raise UnreadableError(
            [
                Problem(
                    _place_at(text, found.start(), file),
                    "a line that begins with %TAG stands here.",
                    hint="Remove it: tags are not allowed.",
                )
            ]
        )
    return text


def _place_at(text: str, index: int, file: str) -> Place:
    return Place(file, text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))


def _hidden(place: Place, character: str) -> Problem:
    return Problem(
        place,
        f"a control character that nobody can see (U+{ord(character):04X}) stands here.",
        hint="Delete it; it often comes from copying out of another program.",
    )


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


class _PureParser:
    """PyYAML's Python parser, where libyaml is missing: nine times slower, the same events."""

    def __init__(self, text: str) -> None:
        self._events: Iterator[Any] = iter(yaml.parse(text, Loader=yaml.SafeLoader))

    def get_event(self) -> Any:
        return next(self._events, None)


class _Stop(Exception):
    """Reading cannot go on."""


class _Builder:
    """Makes the tree from events, one at a time, without recursion."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._stack: list[Node] = []
        self._keys: list[Node | None] = []
        self._seen: list[dict[str, int]] = []
        self._anchors: dict[str, Node | None] = {}
        self._open_anchors: list[str | None] = []
        self._sizes: dict[int, int] = {}
        self._counts: list[int] = []
        self._heights: list[int] = []
        """For each open node, how deep the deepest closed one below it is."""
        self._anchored_heights: dict[int, int] = {}
        self._nodes = 0
        self._documents = 0

    def take(self, event: Any) -> None:
        """Any event but a scalar."""
        kind = type(event)
        if kind is yaml.MappingStartEvent:
            self._start(event, MAP)
        elif kind is yaml.SequenceStartEvent:
            self._start(event, LIST)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._end()
        elif kind is yaml.AliasEvent:
            self._alias(event)
        elif kind is yaml.DocumentStartEvent:
            self._documents += 1
            if self._documents > 1:
                self.stop(
                    event,
                    "a second document begins here.",
                    "One file holds one document; remove the line `---`.",
                )

    def _place(self, event: Any) -> Place:
        return Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def stop(self, event: Any, message: str, hint: str) -> None:
        """Notes a last problem and ends the reading."""
        self.problems.append(Problem(self._place(event), message, hint=hint))
        raise _Stop

    def scalar(self, event: Any) -> None:
        """A scalar: most of every file, so the usual one takes the short way."""
        mark, value, style = event.start_mark, event.value, event.style
        node = Node(SCALAR, mark.line + 1, mark.column + 1, value, not style)
        if style or event.tag is not None or event.anchor is not None or len(value) > MAX_SCALAR:
            self._unusual(event, node)
        elif (
            value[:1] in _CURLY
            and _CURLY[value[0]] == value[-1]
            and not _INNER.search(value, 1, len(value) - 1)
        ):
            # A word processor's quotes around all of it mean what straight ones mean.
            node.text, node.plain = value[1:-1], False
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._count(event, 0)
        self._attach(node)

    def _unusual(self, event: Any, node: Node) -> None:
        if event.tag is not None:
            self._refuse_tag(event)
        # Written as an escape, such as "\u202e", it has passed the look at the file's own characters.
        hidden = _HIDDEN.search(event.value) if event.style == '"' else None
        if hidden:
            self.problems.append(_hidden(self._place(event), hidden.group()))
        if len(event.value) > MAX_SCALAR:
            self.problems.append(
                Problem(
                    self._place(event),
                    f"one value is {len(event.value):,} characters long.",
                    hint=f"Keep it under {MAX_SCALAR:,}; name the document where the rest is kept.",
                )
            )
        if event.anchor is not None:
            self._anchors[event.anchor] = node

    def _start(self, event: Any, kind: str) -> None:
        mark = event.start_mark
        self._refuse_depth(event, 1)
        node = Node(kind, mark.line + 1, mark.column + 1)
        if event.tag is not None:
            self._refuse_tag(event)
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        self._count(event, 1)
        self._attach(node)
        self._stack.append(node)
        self._keys.append(None)
        self._seen.append({})
        self._open_anchors.append(event.anchor)
        self._counts.append(self._nodes)
        self._heights.append(0)

    def _refuse_depth(self, event: Any, more: int) -> None:
        if len(self._stack) + more > MAX_DEPTH:
            self.stop(
                event, f"nested more than {MAX_DEPTH} deep.", "No submission or rule needs that; flatten it."
            )

    def _reaches(self, height: int) -> None:
        """A node with so many levels, itself included, stands in the innermost open one."""
        if self._heights and height > self._heights[-1]:
            self._heights[-1] = height

    def _end(self) -> None:
        node = self._stack.pop()
        height = self._heights.pop() + 1
        self._reaches(height)
        self._keys.pop()
        self._seen.pop()
        anchor = self._open_anchors.pop()
        began = self._counts.pop()
        if anchor is not None:
            self._anchors[anchor] = node
            self._sizes[id(node)] = self._nodes - began + 1
            self._anchored_heights[id(node)] = height

    def _alias(self, event: Any) -> None:
        if event.anchor not in self._anchors:
            self.stop(event, f"the alias *{event.anchor} has no anchor.", "Write the value out.")
        node = self._anchors[event.anchor]
        if node is None:
            self.stop(event, f"the alias *{event.anchor} stands inside itself.", "Write the value out.")
            return
        height = self._anchored_heights.get(id(node), 0)
        self._refuse_depth(event, height)
        self._reaches(height)
        self._count(event, self._sizes.get(id(node), 1))
        self._attach(node)

    def _count(self, event: Any, nodes: int) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            self.stop(
                event,
                f"the file grows beyond {MAX_NODES:,} values here.",
                "Anchors and aliases multiply; write out what is needed and no more.",
            )

    def _refuse_tag(self, event: Any) -> None:
        tag = str(event.tag)
        self.problems.append(
            Problem(
                self._place(event),
                f"the tag {tag[:60]!r} is not allowed.",
                hint="Remove it: values are plain words, numbers and dates.",
            )
        )

    def _attach(self, node: Node) -> None:
        if not self._stack:
            self.root = node
            return
        parent = self._stack[-1]
        if parent.kind == LIST:
            parent.items.append(node)
            return
        key = self._keys[-1]
        if key is None:
            # A line break in a key could pass itself off as a line of its own in a message.
            if node.kind != SCALAR or (not node.plain and len(node.text.splitlines()) > 1):
                self.problems.append(
                    Problem(node.place(self.file), "a key must be one word.", hint="Write `key: value`.")
                )
            else:
                seen = self._seen[-1]
                if node.text in seen:
                    self.problems.append(
                        Problem(
                            node.place(self.file),
                            f"the key {node.text[:60]!r} stands twice; the first is on line {seen[node.text]}.",
                            hint="Keep one of them; ctcheck does not guess which was meant.",
                        )
                    )
                seen[node.text] = node.line
            self._keys[-1] = node
            return
        parent.entries.append((key, node))
        self._keys[-1] = None
