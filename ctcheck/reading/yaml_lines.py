"""The lines of a submission, to be edited block by block; and a tree written anew where that cannot be."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from ctcheck.reading.nodes import LIST, MAP, SCALAR, Node

BREAK: Final = "\r\n|[\r\n\x85\u2028\u2029]"
"""What ends a line for the YAML parser, by whose count of lines we go."""
HEAD: Final = re.compile(r"# (?:Begun by `ctcheck carry` from |Remarks that stood there still stand here, )")
"""What `carry` has put at the top before."""
AGE: Final = re.compile(r"\s*# Age: ")
"""What `carry` has put beside evidence before."""
_EDITOR: Final = re.compile(r"#\s*yaml-language-server")
_KEY: Final = re.compile(r"[\"']?[\w-]+[\"']?[ \t]*:")
_SAFE: Final = re.compile(r"[^\W\d_](?:[\w ,.()'\u2019\u2013/%&+-]*[\w.)%])?\Z")
_BARE: Final = re.compile(r"\d{4}-\d{2}(?:-\d{2})?|-?\d{1,15}(?:\.\d{1,10})?|\d+ of \d+|\d+ ?%")
_WORDS: Final = ("y", "n", "yes", "no", "true", "false", "on", "off", "null", "none", "~")


class Lines:
    """The text of a file whose root is a mapping, one key below the other."""

    def __init__(self, text: str, root: Node) -> None:
        self._lines: list[str | None] = list(
            re.findall(rf"(?:(?!{BREAK})[\s\S])*(?:{BREAK})|(?:(?!{BREAK})[\s\S])+", text)
        )
        self._root = root
        found = re.search(BREAK, text)
        self._newline = found.group() if found else "\n"
        self._before: dict[int, list[str]] = {}
        """New lines by the number of the line that they stand before."""
        keys = [key for key, _ in root.entries]
        self.tidy = (
            root.kind == MAP
            and bool(keys)
            and all(key.column == 1 and _KEY.match(self._line(key.line - 1)) for key in keys)
            and len({key.line for key in keys}) == len(keys)
        )
        """Whether each key of the root begins a line, so that its block can be told from the others."""

    def text(self) -> str:
        """The text as it is now."""
        made: list[str] = []
        for at in range(len(self._lines) + 1):
            for new in self._before.get(at, ()):
                if made and not re.search(rf"(?:{BREAK})\Z", made[-1]):
                    made[-1] += self._newline
                made.append(f"{new}{self._newline}")
            line = self._lines[at] if at < len(self._lines) else None
            if line is not None:
                if made and not re.search(rf"(?:{BREAK})\Z", made[-1]):
                    made[-1] += self._newline
                made.append(line)
        return "".join(made)

    def at_the_top(self, new: Sequence[str]) -> None:
        """Remarks before everything else, but for the line by which an editor knows the schema."""
        first = 1 if self._lines and _EDITOR.match(self._line(0)) else 0
        self._insert(first, new)

    def at_the_end(self, new: Sequence[str]) -> None:
        """New lines after everything else, with a blank line before them."""
        end = self._end_of_file()
        last = next((line for line in reversed(self._lines[:end]) if line is not None), "")
        self._insert(end, ["", *new] if new and last.strip() else new)

    def drop_remarks(self, pattern: re.Pattern[str], within: str = "") -> None:
        """Takes out remarks of our own from an earlier time."""
        span = self._block(within) if within else (0, self._first_key())
        for at in range(*span) if span else ():
            if pattern.match(self._line(at)):
                self._lines[at] = None

    def drop_block(self, name: str) -> None:
        """Takes out a key with all below it."""
        span = self._block(name)
        for at in range(*span) if span else ():
            self._lines[at] = None

    def drop_line(self, number: int, expected: re.Pattern[str]) -> None:
        """Takes out a line, if it is as expected."""
        if expected.match(re.sub(rf"(?:{BREAK})\Z", "", self._line(number - 1))):
            self._lines[number - 1] = None

    def drop_key(self, number: int, name: str) -> None:
        """Takes a key with a short value out of a line: the whole line, or its part between two commas."""
        line = self._line(number - 1)
        pair = rf"[\"']?{re.escape(name)}[\"']?\s*:\s*[^,{{}}\[\]\r\n]*"
        if re.fullmatch(rf"\s*{pair}\s*", line):
            self._lines[number - 1] = None
        else:
            self._lines[number - 1] = re.sub(rf",\s*{pair}(?=[,}}])", "", line, count=1)

    def replace_block(self, name: str, new: Sequence[str]) -> None:
        """A key with all below it in other words."""
        span = self._block(name)
        if span:
            self.drop_block(name)
            self._insert(span[0], new)

    def comment_out(self, name: str) -> None:
        """A key with all below it as remarks."""
        span = self._block(name)
        for at in range(*span) if span else ():
            line = self._line(at)
            self._lines[at] = f"# {line}" if line.strip() else f"#{line}"

    def move_items(self, source: str, items: Sequence[Node], target: str) -> None:
        """Entries of one list to the end of another, which is begun after the first where there is none."""
        span, held = self._block(source), self._root.get(source)
        starts = self._starts(source)
        if span is None or held is None or not starts:
            return
        moved: list[str] = []
        dash = held.column - 1
        for number, item in enumerate(held.items):
            if item not in items:
                continue
            stop = starts[number + 1] if number + 1 < len(starts) else span[1]
            end = self._trimmed(starts[number] + 1, stop, dash)
            for at in range(starts[number], end):
                moved.append(re.sub(rf"(?:{BREAK})\Z", "", self._line(at)))
                self._lines[at] = None
        there, node = self._block(target), self._root.get(target)
        if there is None:
            self._insert(span[1], [f"{target}:", *moved])
        elif node is None or not node.items:
            self.replace_block(target, [f"{target}:", *moved])
        else:
            # Where the two lists are not written alike the result is not what was meant, and is not used.
            self._insert(there[1], moved)

    def remark_on(self, name: str, item_id: str, key: str, remark: str) -> None:
        """A remark before a key of an entry of a list, or before the entry."""
        span, held = self._block(name), self._root.get(name)
        if span is None or held is None:
            return
        starts = self._starts(name)
        for number, item in enumerate(held.items):
            found = item.get("id")
            if found is None or found.text != item_id:
                continue
            if not starts:
                self._insert(span[0], [f"{remark} ({item_id})"])
                continue
            at, column = starts[number], held.column - 1
            stand = next((one for one, _ in item.entries if one.text == key), None)
            if stand is not None and not self._line(stand.line - 1)[: stand.column - 1].strip():
                at, column = stand.line - 1, stand.column - 1
            self._insert(at, [f"{' ' * column}{remark}"])

    def _insert(self, at: int, new: Sequence[str]) -> None:
        self._before.setdefault(at, []).extend(new)

    def _line(self, at: int) -> str:
        return (self._lines[at] if at < len(self._lines) else "") or ""

    def _first_key(self) -> int:
        return min(key.line for key, _ in self._root.entries) - 1

    def _block(self, name: str) -> tuple[int, int] | None:
        """The first line of a key, and the one after the last that belongs to it."""
        key = next((key for key, _ in self._root.entries if key.text == name), None)
        if key is None:
            return None
        later = [other.line - 1 for other, _ in self._root.entries if other.line > key.line]
        return key.line - 1, self._trimmed(key.line, min(later, default=self._end_of_file()), 0)

    def _starts(self, name: str) -> list[int]:
        """The line with the dash of each entry; nothing where the list is not written one below the other."""
        key = next(key for key, _ in self._root.entries if key.text == name)
        held = self._root.get(name)
        if held is None or held.kind != LIST or held.line <= key.line:
            return []
        dash, found = held.column - 1, []
        for item in held.items:
            for at in range(item.line - 1, held.line - 2, -1):
                line = self._line(at)
                if (
                    line[dash : dash + 1] == "-"
                    and not line[:dash].strip()
                    and line[dash + 1 : dash + 2].isspace()
                ):
                    found.append(at)
                    break
        return found if len(found) == len(held.items) and sorted(set(found)) == found else []

    def _end_of_file(self) -> int:
        """The end, or the line by which a document may be ended."""
        for at in range(len(self._lines) - 1, -1, -1):
            if re.match(r"\.\.\.\s*\Z", self._line(at)):
                return at
        return len(self._lines)

    def _trimmed(self, start: int, end: int, column: int) -> int:
        """The end without blank lines, and without remarks that stand no further right than the column."""
        while end > start:
            line = self._line(end - 1)
            bare = line.lstrip(" ")
            if bare.strip() and not (bare.startswith("#") and len(line) - len(bare) <= column):
                break
            end -= 1
        return end


def written(root: Node, remarks: Mapping[int, str]) -> str:
    """A tree in a plain layout: a key or an entry a line, two blanks a level. `remarks` by the id of an entry."""
    lines: list[str] = []
    for key, value in root.entries:
        lines += _entry(f"{_text(key)}:", value, "", remarks)
    return "".join(f"{line}\n" for line in lines)


def _entry(head: str, value: Node, indent: str, remarks: Mapping[int, str]) -> list[str]:
    """A key with its value."""
    if value.kind == SCALAR:
        return [f"{indent}{head} {_text(value)}".rstrip(" ")]
    if not (value.items or value.entries):
        return [f"{indent}{head} {'[]' if value.kind == LIST else '{}'}"]
    if value.kind == LIST:
        return [f"{indent}{head}", *_items(value, f"{indent}  ", remarks)]
    inner = [
        line for key, one in value.entries for line in _entry(f"{_text(key)}:", one, f"{indent}  ", remarks)
    ]
    return [f"{indent}{head}", *inner]


def _items(listed: Node, indent: str, remarks: Mapping[int, str]) -> list[str]:
    lines: list[str] = []
    for item in listed.items:
        if id(item) in remarks:
            lines.append(f"{indent}# {remarks[id(item)]}")
        if item.kind == SCALAR:
            lines.append(f"{indent}- {_text(item)}".rstrip(" "))
        elif not (item.items or item.entries):
            lines.append(f"{indent}- {'[]' if item.kind == LIST else '{}'}")
        elif item.kind == LIST:
            lines += [f"{indent}-", *_items(item, f"{indent}  ", remarks)]
        else:
            inner = [
                line
                for key, one in item.entries
                for line in _entry(f"{_text(key)}:", one, f"{indent}  ", remarks)
            ]
            lines += [f"{indent}- {inner[0].lstrip(' ')}", *inner[1:]]
    return lines


def _text(node: Node) -> str:
    """A scalar on one line, so that it is read as it was; in quotes wherever it could be taken for something else."""
    text = node.text
    if node.plain:
        if node.is_blank() or text.lower() in _WORDS or _BARE.fullmatch(text) or _SAFE.match(text):
            return text
        return quoted(text)
    return quoted(text)


def quoted(text: str) -> str:
    """A text between quotes, on one line."""
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    return character if character.isprintable() else f"\\U{ord(character):08x}"
