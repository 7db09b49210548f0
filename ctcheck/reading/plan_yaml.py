"""Writes changed actions into the text of a submission and leaves all the rest of it as it stands.

Only lines of changed values are replaced and only new lines added; where the block is written in another
way than one action below the other, the block itself is written anew. Whoever calls this reads the result
again: that it says what was meant is proved there, not here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from ctcheck.errors import Problem
from ctcheck.model.place import Place
from ctcheck.reading.files import UnreadableError
from ctcheck.reading.nodes import LIST, MAP, Node
from ctcheck.reading.plan_merge import FIELDS

KEY: Final = "actions"

_BREAK: Final = "\r\n|[\r\n\x85\u2028\u2029]"
"""What ends a line for the YAML parser, by whose count of lines we go."""
_PLAIN: Final = re.compile(r"[^\W\d_](?:[\w ,.()'\u2019\u2013/%&+-]*[\w.)%])?\Z")
_BARE: Final = re.compile(r"[a-z][a-z0-9./-]*\Z", re.ASCII)
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_OTHERWISE_READ: Final = frozenset(("y", "n", "yes", "no", "true", "false", "on", "off", "null", "none"))
_KEY: Final = re.compile(r"[\"']?\w+[\"']?[ \t]*:")
_LONGEST_LIST: Final = 90
_NOTHING_YET: Final = re.compile(
    r"(?P<key>actions[ \t]*:)[ \t]*(?:\[[ \t]*\]|~|null)?(?P<rest>[ \t]*(?:#.*)?)\Z"
)


class _OtherStyleError(Exception):
    """The block is not written as one action below the other."""


def stated_actions(root: Node) -> list[dict[str, Any]]:
    """The actions of a submission that has been read: texts by key as they are written, `closes` a list."""
    held = root.get(KEY)
    return [_stated(item) for item in held.items] if held is not None else []


def _stated(item: Node) -> dict[str, Any]:
    action: dict[str, Any] = {}
    for key, value in item.entries:
        if value.kind == LIST:
            action[key.text] = [one.text for one in value.items]
        elif not value.is_blank():
            action[key.text] = value.text
    return action


def result_of(
    stated: Sequence[Mapping[str, Any]],
    changed: Mapping[int, Mapping[str, Any]],
    added: Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """The actions as they are to be."""
    merged = [{**action, **changed.get(at, {})} for at, action in enumerate(stated)]
    return [{key: value for key, value in action.items() if value} for action in (*merged, *map(dict, added))]


def with_actions(
    text: str,
    root: Node,
    changed: Mapping[int, Mapping[str, Any]],
    added: Sequence[Mapping[str, Any]],
    shown: str,
) -> str:
    """The text of a submission with changed and added actions. `root` is what was read from the text."""
    if not changed and not added:
        return text
    lines = re.findall(rf"(?:(?!{_BREAK})[\s\S])*(?:{_BREAK})|(?:(?!{_BREAK})[\s\S])+", text)
    if lines[root.line - 1][root.column - 1] == "{":
        raise UnreadableError(
            [
                Problem(
                    Place(shown, root.line, root.column),
                    "the file is written inside one pair of braces, into which no line can be added.",
                    hint="Write it with a key on each line, as the examples are.",
                )
            ]
        )
    found = re.search(_BREAK, text)
    editor = _Editor(lines, root, found.group() if found else "\n")
    editor.write(changed, added)
    return "".join(editor.lines)


class _Editor:
    """The lines of one file."""

    def __init__(self, lines: list[str], root: Node, newline: str) -> None:
        self.lines = lines
        self._root = root
        self._newline = newline

    def write(self, changed: Mapping[int, Mapping[str, Any]], added: Sequence[Mapping[str, Any]]) -> None:
        key = next((key for key, _ in self._root.entries if key.text == KEY), None)
        if key is None:
            self._put(self._end_of_file(), [f"{KEY}:", *_entries(added, "  ")])
            return
        value = self._root.get(KEY)
        items = value.items if value is not None else []
        if not items:
            self._begin(key, value, added)
            return
        try:
            self._in_place(key, value, changed, added)  # type: ignore[arg-type]
        except _OtherStyleError:
            whole = result_of(stated_actions(self._root), changed, added)
            start, end = key.line - 1, self._end_of_block(key, key.column - 1)
            self.lines[start:end] = []
            self._put(start, [f"{KEY}:", *_entries(whole, "  ")])

    def _begin(self, key: Node, value: Node | None, added: Sequence[Mapping[str, Any]]) -> None:
        """The first actions, below a key that had none."""
        line = self.lines[key.line - 1]
        bare = re.sub(rf"(?:{_BREAK})\Z", "", line)
        found = _NOTHING_YET.match(bare)
        if found and value is not None and (value.is_blank() or value.line == key.line):
            self.lines[key.line - 1] = f"{found['key']}{found['rest']}{line[len(bare) :]}"
            self._put(key.line, _entries(added, "  "))
            return
        start, end = key.line - 1, self._end_of_block(key, key.column - 1)
        self.lines[start:end] = []
        self._put(start, [f"{KEY}:", *_entries(added, "  ")])

    def _in_place(
        self,
        key: Node,
        value: Node,
        changed: Mapping[int, Mapping[str, Any]],
        added: Sequence[Mapping[str, Any]],
    ) -> None:
        dash = value.column - 1
        if value.kind != LIST or value.line <= key.line or self.lines[value.line - 1][dash : dash + 1] != "-":
            raise _OtherStyleError
        end = self._end_of_block(key, dash)
        starts = [self._start_of(item, dash, value.line - 1) for item in value.items]
        if sorted(set(starts)) != starts or starts[-1] >= end:
            raise _OtherStyleError
        indent = " " * dash
        if added:
            self._put(end, _entries(added, indent))
        # From the last to the first, so that the numbers of lines before them hold.
        for at in sorted(changed, reverse=True):
            stop = starts[at + 1] if at + 1 < len(starts) else end
            self._entry(value.items[at], changed[at], indent, starts[at], stop)

    def _start_of(self, item: Node, dash: int, first: int) -> int:
        """The line with the dash of an entry."""
        for at in range(item.line - 1, first - 1, -1):
            line = self.lines[at]
            if (
                line[dash : dash + 1] == "-"
                and not line[:dash].strip()
                and line[dash + 1 : dash + 2].isspace()
            ):
                return at
        raise _OtherStyleError

    def _entry(self, item: Node, values: Mapping[str, Any], indent: str, start: int, stop: int) -> None:
        keys = [key for key, _ in item.entries]
        tidy = (
            item.kind == MAP
            and len({key.line for key in keys}) == len(keys)
            and len({key.column for key in keys}) == 1
            and start < keys[0].line <= stop
            and keys[-1].line <= stop
            and all(self._stands_alone(key) for key in keys)
        )
        if not tidy or self._takes_out_the_first(keys, values):
            self._entry_anew(item, values, indent, start, stop)
            return
        column = keys[0].column - 1
        ends = [key.line - 1 for key in keys[1:]] + [stop]
        spans = {
            key.text: (key.line - 1, self._trimmed(key.line, end, column))
            for key, end in zip(keys, ends, strict=True)
        }
        new = [key for key in FIELDS if key in values and key not in spans and values[key]]
        if new:
            last = spans[keys[-1].text][1]
            self._put(last, [line for key in new for line in _field(key, values[key], " " * column)])
        for key, node in reversed(item.entries):
            if key.text in values:
                self._value(key, node, values[key.text], *spans[key.text])

    def _stands_alone(self, key: Node) -> bool:
        """Whether a key stands at the beginning of its line, or behind the dash."""
        line = self.lines[key.line - 1]
        before, behind = line[: key.column - 1], line[key.column - 1 :]
        return before.strip() in ("", "-") and _KEY.match(behind) is not None

    def _takes_out_the_first(self, keys: Sequence[Node], values: Mapping[str, Any]) -> bool:
        """The line with the dash cannot be taken out."""
        return keys[0].text in values and not values[keys[0].text]

    def _value(self, key: Node, node: Node, value: Any, start: int, end: int) -> None:
        """One value in place of another; a remark behind it stays."""
        if not value:
            self.lines[start:end] = []
            return
        before = self.lines[start][: key.column - 1]
        remark = ""
        if node.plain and end == start + 1:
            behind = self.lines[start][node.column - 1 + len(node.text) :]
            found = re.match(r"([ \t]+#.*?)[ \t]*(?:\r|\n|\Z)", behind)
            remark = found.group(1) if found and node.line == start + 1 else ""
        first, *rest = _field(key.text, value, " " * (key.column - 1))
        self.lines[start:end] = []
        self._put(start, [f"{before}{first.lstrip(' ')}{remark}", *rest])

    def _entry_anew(self, item: Node, values: Mapping[str, Any], indent: str, start: int, stop: int) -> None:
        whole = result_of([_stated(item)], {0: values}, ())
        self.lines[start : self._trimmed(start + 1, stop, len(indent))] = []
        self._put(start, _entries(whole, indent))

    def _put(self, at: int, texts: Sequence[str]) -> None:
        """New lines before the line of that number, each ended as the file ends its lines."""
        if at and at == len(self.lines) and not re.search(rf"(?:{_BREAK})\Z", self.lines[-1]):
            self.lines[-1] += self._newline
        self.lines[at:at] = [f"{text}{self._newline}" for text in texts]

    def _end_of_file(self) -> int:
        """The end, or the line by which a document may be ended."""
        for at in range(len(self.lines) - 1, -1, -1):
            if re.match(r"\.\.\.\s*\Z", self.lines[at]):
                return at
        return len(self.lines)

    def _end_of_block(self, key: Node, column: int) -> int:
        """The line after the last of the block: what stands before the next key belongs to that."""
        later = [other.line - 1 for other, _ in self._root.entries if other.line > key.line]
        return self._trimmed(key.line, min(later, default=self._end_of_file()), column)

    def _trimmed(self, start: int, end: int, column: int) -> int:
        """The end without blank lines, and without remarks that stand no further right than the column.

        What stands further right may be part of a text over several lines.
        """
        while end > start:
            line = self.lines[end - 1]
            bare = line.lstrip(" ")
            if bare.strip() and not (bare.startswith("#") and len(line) - len(bare) <= column):
                break
            end -= 1
        return end


def _entries(actions: Sequence[Mapping[str, Any]], indent: str) -> list[str]:
    lines: list[str] = []
    for action in actions:
        fields = [
            line for key in FIELDS if action.get(key) for line in _field(key, action[key], f"{indent}  ")
        ]
        lines += [f"{indent}- {fields[0].lstrip(' ')}", *fields[1:]]
    return lines


def _field(key: str, value: Any, indent: str) -> list[str]:
    if not isinstance(value, list):
        return [f"{indent}{key}: {_scalar(value)}"]
    short = f"{indent}{key}: [{', '.join(_bare(one) for one in value)}]"
    if len(short) <= _LONGEST_LIST:
        return [short]
    return [f"{indent}{key}:", *(f"{indent}  - {_bare(one)}" for one in value)]


def _scalar(text: str) -> str:
    """A text on one line, in quotes wherever a YAML reader could take it for something else."""
    return text if _DATE.match(text) else text_scalar(text)


def text_scalar(text: str) -> str:
    """A text on one line that every YAML reader takes for a text."""
    if _PLAIN.match(text) and text.lower() not in _OTHERWISE_READ:
        return text
    return _quoted(text)


def _bare(text: str) -> str:
    return text if _BARE.match(text) and text not in _OTHERWISE_READ else _quoted(text)


def _quoted(text: str) -> str:
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    # Line breaks, blanks of other kinds, private characters: by their numbers.
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    return character if character.isprintable() else f"\\U{ord(character):08x}"
