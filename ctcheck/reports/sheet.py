"""A sheet of plain text of a fixed width: headings, paragraphs, labelled lines and trees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from ctcheck.reports.shapes import Labelled, Node, Tag, Tree

RESET: Final = "\x1b[0m"
BOLD: Final = "\x1b[1m"

COLOURS: Final = {
    "met": "\x1b[32m",
    "partly-met": "\x1b[33m",
    "not-met": "\x1b[31m",
    "no-answer": "\x1b[35m",
    "not-applicable": "\x1b[36m",
    "error": "\x1b[1;31m",
    "level-in-place": "\x1b[32m",
    "level-largely-in-place": "\x1b[32m",
    "level-partly-in-place": "\x1b[33m",
    "level-not-in-place": "\x1b[31m",
    "level-not-shown": "\x1b[35m",
    "over-claim": "\x1b[31m",
    "under-claim": "\x1b[33m",
}
"""By the kind of a tag; the word is always there as well."""

LABEL_COLUMN: Final = 17
"""Wide enough for the longest common label, `Matters because:`."""


def wrap(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """Lines no longer than the width, unless one word is; `first` and `rest` stand before them.

    Blanks at the beginning are kept. A report has some thousand such texts, and the standard
    library's wrapper took most of the time of writing them.
    """
    rest = " " * len(first) if rest is None else rest
    bare = text.lstrip(" ")
    first += " " * (len(text) - len(bare))
    left = " ".join(bare.split())
    lines: list[str] = []
    before, room = first, width - len(first)
    at = 0
    while len(left) - at > room:
        cut = left.rfind(" ", at, at + max(room, 0) + 1)
        if cut < 0:
            # One word is wider than the line: it stands alone, and whole.
            cut = left.find(" ", at)
            if cut < 0:
                break
        lines.append(before + left[at:cut])
        at = cut + 1
        before, room = rest, width - len(rest)
    last = before + left[at:]
    return [*lines, last if left else last.rstrip()]


class Sheet:
    """Collects lines; only it knows the width and whether there is colour."""

    def __init__(self, width: int, colour: bool) -> None:
        self.width = width
        self._colour = colour
        self._lines: list[str] = []

    def text(self) -> str:
        """All lines, the last one ended."""
        return "\n".join(self._lines).strip("\n") + "\n"

    def forget(self) -> None:
        """Drops the lines so far, which have been written."""
        self._lines.clear()

    def blank(self) -> None:
        """An empty line."""
        self._lines.append("")

    def heading(self, text: str, underline: str = "-") -> None:
        """A heading of its own, underlined as wide as its last line."""
        self.blank()
        lines = wrap(text, self.width)
        self._lines += [self._paint(line, BOLD) for line in lines]
        self._lines.append(underline * min(self.width, len(lines[-1])))

    def paragraph(self, text: str, indent: int = 0) -> None:
        """Wrapped text."""
        self._lines += wrap(text, self.width, " " * indent)

    def bullets(self, texts: Iterable[str], indent: int = 2) -> None:
        """A list."""
        for text in texts:
            self._lines += wrap(text, self.width, " " * indent + "- ")

    def numbered(self, number: int, text: str) -> None:
        """An entry of a list whose order says something."""
        self._lines += wrap(text, self.width, f"{number:>3}. ")

    def tagged(self, before: str, tag: Tag, after: str) -> None:
        """A line in which a status word stands, coloured if there is colour."""
        lines = wrap(f"{tag.word}{after}", self.width, before)
        colour = COLOURS.get(tag.kind)
        if colour and lines[0].startswith(before + tag.word):
            rest = lines[0][len(before) + len(tag.word) :]
            lines[0] = before + self._paint(tag.word, colour) + rest
        self._lines += lines

    def labelled(self, lines: Sequence[Labelled], indent: int = 4, label_column: int = LABEL_COLUMN) -> None:
        """Labels in a column of their own; below 64 columns the texts move to the left instead."""
        for line in lines:
            label = f"{' ' * indent}{line.label}:"
            column = indent + (label_column if self.width >= 64 else 2)
            first = label.ljust(column - 1) + " "
            for item in line.items:
                self._lines += wrap(item.text, self.width, first, " " * column)
                first = " " * column

    def trees(self, trees: Sequence[Tree], indent: int = 4) -> None:
        """Each condition with its tree below it; a title that several share stands once."""
        title = ""
        for tree in trees:
            if tree.title != title:
                title = tree.title
                self.paragraph(f"{title}:", indent)
            self._lines += tree_lines(tree.root, self.width, " " * (indent + 2))

    def _paint(self, text: str, colour: str) -> str:
        return f"{colour}{text}{RESET}" if self._colour else text


def tree_lines(root: Node, width: int, indent: str = "") -> list[str]:
    """A tree of reasons in plain ASCII."""
    return list(_branch(root, width, indent, indent))


def _branch(node: Node, width: int, first: str, rest: str) -> Iterable[str]:
    where = f" ({node.place})" if node.place else ""
    found = f"; {node.found}{where}" if node.found else where
    below = "|  " if node.parts else "   "
    yield from wrap(f"[{node.mark}] {node.text}{found}", width, first, rest + below)
    for part in node.parts:
        last = part is node.parts[-1]
        yield from _branch(
            part, width, f"{rest}{'`- ' if last else '|- '}", f"{rest}{'   ' if last else '|  '}"
        )
