"""Writes merged answers into the text of a submission; blocks in which nothing changes stay byte for byte."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ctcheck.errors import Problem
from ctcheck.model.place import Place
from ctcheck.model.rules import RulePacks
from ctcheck.reading.files import UnreadableError
from ctcheck.reading.nodes import LIST, MAP, Node
from ctcheck.returns.merge import Merged, given_of
from ctcheck.workbook.filled import Entry, Given
from ctcheck.workbook.stated import Stated
from ctcheck.workbook.submission import block_lines, put

Tree = dict[str, Any]


def with_merged(data: bytes, root: Node, said: Stated, merged: Merged, packs: RulePacks, shown: str) -> bytes:
    """The submission with what was merged. Raises `UnreadableError` where it is written inside one pair of braces.

    Only the blocks of `partners`, `evidence` and the sections with new answers are written anew; remarks behind
    values stay, and remarks on lines of their own move above their block.
    """
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    text = data[len(mark) :].decode("utf-8")
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[root.line - 1][root.column - 1 :].startswith("{"):
        raise UnreadableError(
            [
                Problem(
                    Place(shown, root.line, root.column),
                    "the file is written inside one pair of braces, into which no line can be added.",
                    hint="Write it with a key on each line, as the examples are.",
                )
            ]
        )
    blocks = _blocks(root, said, merged, packs)
    for key in sorted(blocks, key=lambda name: -_line_of(root, name)):
        written = list(block_lines(key, blocks[key]))
        at = _line_of(root, key)
        if not at:
            while lines and not lines[-1].strip():
                lines.pop()
            ended = bool(lines) and lines[-1].strip() == "..."
            tail = [lines.pop()] if ended else []
            lines += ["", *written, *tail, ""]
            continue
        end = _end_of(root, lines, at)
        own = [line.strip() for line in lines[at : end - 1] if line.lstrip().startswith("#")]
        lines[at - 1 : end - 1] = [*own, *written]
    return mark + newline.join(lines).encode()


def _blocks(root: Node, said: Stated, merged: Merged, packs: RulePacks) -> dict[str, Any]:
    """What is written anew, by key of the file."""
    blocks: dict[str, Any] = {}
    if merged.partners or merged.statuses:
        blocks["partners"] = [
            (_partner(one, said, merged, packs), "") for one in _items(root.get("partners"))
        ]
    if merged.evidence:
        held = [Entry(tree_of(one, said), "") for one in _items(root.get("evidence"))]
        blocks["evidence"] = [(one.fields, "") for one in (*held, *merged.evidence)]
    for path, value in merged.facts.items():
        section = path.partition(".")[0]
        if section not in blocks:
            node = root.get(section)
            blocks[section] = tree_of(node, said) if node is not None and node.kind == MAP else {}
        put(blocks[section], path.partition(".")[2], value)
    return blocks


def _items(node: Node | None) -> Sequence[Node]:
    return node.items if node is not None else ()


def _partner(node: Node, said: Stated, merged: Merged, packs: RulePacks) -> Tree:
    tree = tree_of(node, said)
    name = node.get("id")
    assert name is not None
    status: Mapping[str, Given] = merged.statuses.get(name.text, {})
    if status:
        own: Tree = {key: tree.pop(key) for key in ("id", "name", "kind") if key in tree}
        tree = {**own, **{key: one for key, one in tree.items() if key not in status}}
        tree = {**own, **status, **{key: one for key, one in tree.items() if key not in own}}
    order = list(packs.vocabulary.facts)
    new = merged.partners.get(name.text, {})
    for path in sorted(new, key=order.index):
        put(tree, path.removeprefix("partner."), new[path])
    return tree


def tree_of(node: Node, said: Stated) -> Tree:
    """A mapping as it is written, with the remarks behind its values."""
    tree: Tree = {}
    for key, value in node.entries:
        if value.is_blank():
            continue
        if value.kind == MAP:
            tree[key.text] = tree_of(value, said)
        elif value.kind == LIST and value.items and value.items[0].kind == MAP:
            tree[key.text] = [Entry(tree_of(one, said), "") for one in value.items if one.entries]
        else:
            tree[key.text] = given_of(value)._replace(note=said.note(value))
    return tree


def _line_of(root: Node, name: str) -> int:
    return next((key.line for key, _ in root.entries if key.text == name), 0)


def _end_of(root: Node, lines: Sequence[str], start: int) -> int:
    """The number of the line after a block: what stands before the next key belongs to that."""
    later = [key.line for key, _ in root.entries if key.line > start]
    end = min(later, default=len(lines) + 1)
    while end > start + 1:
        line = lines[end - 2]
        if line.strip() not in ("", "...") and not line.startswith("#"):
            break
        end -= 1
    return end
