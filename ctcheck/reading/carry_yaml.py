"""Writes this cycle's submission out of the text of the last, and takes paths out of `carried`.

The text is edited line by line, because a YAML writer would lose remarks, order and quotes. That the result
says what was meant is proved by reading it again; where it does not, or the file is written in a way that has
no lines to edit, it is written anew in a plain layout, and whoever calls this is told.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ctcheck.reading.files import UnreadableError
from ctcheck.reading.frame import plain
from ctcheck.reading.nodes import LIST, MAP, SCALAR, Node, parse
from ctcheck.reading.yaml_lines import AGE, HEAD, Lines, written

OF_THEN = ("title", "period", "inspection", "submitted", "self_judgements")
"""What is said anew each cycle: it stays as a remark, for whoever says it."""
RETURNS = ("return_status", "answered_by")
"""Whether a partner replied last time says nothing of this time."""
DONE = ("done",)
ABOUT = (
    "  # Answers taken over from last time. None of them counts until somebody confirms it: take its line",
    "  # out, or type `ctcheck carry --confirm PATH FILE -o FILE`. A path covers all below it.",
)


class Beginning(NamedTuple):
    """What this cycle's submission is begun with."""

    as_at: dt.date
    inspection: dt.date | None
    carried: Sequence[tuple[dt.date, Sequence[str]]]
    """The paths of the answers that are taken over, by the day they were stated for."""
    ages: Mapping[str, str]
    """For each piece of evidence, by id, how old it is, in words on one line."""
    head: Sequence[str]
    """What stands at the top: remarks of one line each, without the `#`."""


class Begun(NamedTuple):
    """This cycle's submission."""

    data: bytes
    kept: bool
    """Whether the text of last time was edited, so that its remarks are still there."""
    finished: int
    """How many actions went into the history."""


def begin(data: bytes, shown: str, wanted: Beginning) -> Begun:
    """The bytes of this cycle's submission. `data` has been read as a valid submission."""
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    text = data[len(mark) :].decode("utf-8")
    root = parse(data, shown)
    goal = _goal(root, wanted)
    meant = same_texts(plain(goal))
    finished = len(_done(root)[1])
    lines = Lines(text, root)
    if lines.tidy:
        _edit(lines, root, wanted)
        edited = mark + lines.text().encode("utf-8")
        if _says(edited, shown) == meant:
            return Begun(edited, True, finished)
    fresh = "".join(f"# {line}\n" for line in wanted.head) + written(goal, _age_remarks(goal, wanted))
    return Begun(fresh.encode("utf-8"), False, finished)


def confirm(data: bytes, shown: str, groups: Sequence[tuple[dt.date, Sequence[str]]]) -> Begun:
    """The same submission in which only the paths of `groups` are still carried; all else stays.

    Where the text cannot be edited safely, it is written anew.
    """
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    root = parse(data, shown)
    goal = Node(MAP, 1, 1)
    goal.entries = [(key, value) for key, value in root.entries if key.text != "carried"]
    if groups:
        goal.entries.append((_scalar("carried"), _carried(groups)))
    meant = same_texts(plain(goal))
    for careful in (True, False):
        lines = Lines(data[len(mark) :].decode("utf-8"), root)
        if not lines.tidy:
            break
        if careful:
            _take_out(lines, root, groups)
        else:
            lines.drop_block("carried")
            lines.at_the_end(carried_lines(groups))
        edited = mark + lines.text().encode("utf-8")
        if _says(edited, shown) == meant:
            return Begun(edited, True, 0)
    return Begun(written(goal, {}).encode("utf-8"), False, 0)


def same_texts(value: Any) -> Any:
    """As `plain`, but for what may differ: blanks that end a text, and parts that state nothing."""
    if isinstance(value, dict):
        return {key: same_texts(part) for key, part in value.items() if part not in (None, [])}
    if isinstance(value, list):
        return [same_texts(part) for part in value]
    return value.rstrip("\n") if isinstance(value, str) else value


def _says(data: bytes, shown: str) -> Any:
    try:
        return same_texts(plain(parse(data, shown)))
    except UnreadableError:
        return None


def _done(root: Node) -> tuple[list[Node], list[Node]]:
    """Actions that are open, and those that are done."""
    held = root.get("actions")
    items = held.items if held is not None else []
    done = [item for item in items if (found := item.get("status")) is not None and found.text in DONE]
    return [item for item in items if item not in done], done


def _goal(root: Node, wanted: Beginning) -> Node:
    """What the result is to say."""
    open_, done = _done(root)
    goal = Node(MAP, 1, 1)
    left_out = (*OF_THEN, "as_at", "actions", "history", "carried")
    for key, value in root.entries:
        if key.text == "as_at":
            goal.entries.append((key, _scalar(wanted.as_at.isoformat())))
            if wanted.inspection:
                inspection = Node(MAP, 1, 1)
                inspection.entries = [(_scalar("fieldwork"), _scalar(wanted.inspection.isoformat()))]
                goal.entries.append((_scalar("inspection"), inspection))
        elif key.text == "partners":
            goal.entries.append((key, _not_asked_yet(value)))
        elif key.text not in left_out:
            goal.entries.append((key, value))
    history = root.get("history")
    for name, items in (("actions", open_), ("history", [*(history.items if history else []), *done])):
        if items:
            listed = Node(LIST, 1, 1)
            listed.items = items
            goal.entries.append((_scalar(name), listed))
    if wanted.carried:
        goal.entries.append((_scalar("carried"), _carried(wanted.carried)))
    return goal


def _not_asked_yet(partners: Node) -> Node:
    """The register of partners, whose returns of this time have still to be asked for."""
    if partners.kind != LIST:
        return partners
    listed = Node(LIST, partners.line, partners.column)
    for item in partners.items:
        held = Node(item.kind, item.line, item.column, item.text, item.plain)
        held.items = item.items
        held.entries = [(key, value) for key, value in item.entries if key.text not in RETURNS]
        listed.items.append(held)
    return listed


def _scalar(text: str) -> Node:
    return Node(SCALAR, 1, 1, text, plain=True)


def _carried(groups: Sequence[tuple[dt.date, Sequence[str]]]) -> Node:
    listed = Node(LIST, 1, 1)
    for day, paths in groups:
        group, facts = Node(MAP, 1, 1), Node(LIST, 1, 1)
        facts.items = [_scalar(path) for path in paths]
        group.entries = [(_scalar("from"), _scalar(day.isoformat())), (_scalar("facts"), facts)]
        listed.items.append(group)
    return listed


def carried_lines(groups: Sequence[tuple[dt.date, Sequence[str]]], *, remarks: bool = True) -> list[str]:
    """The key `carried`, with remarks on what it means; no lines where nothing is carried."""
    if not groups:
        return []
    lines = ["carried:", *(ABOUT if remarks else ())]
    for day, paths in groups:
        lines += [f"  - from: {day.isoformat()}", "    facts:", *(f"      - {path}" for path in paths)]
    return lines


def _age_remarks(goal: Node, wanted: Beginning) -> dict[int, str]:
    held = goal.get("evidence")
    items = held.items if held is not None else []
    return {
        id(item): wanted.ages[found.text]
        for item in items
        if (found := item.get("id")) is not None and found.text in wanted.ages
    }


def _edit(lines: Lines, root: Node, wanted: Beginning) -> None:
    lines.drop_remarks(HEAD)
    lines.drop_remarks(AGE, within="evidence")
    lines.at_the_top([f"# {line}" for line in wanted.head])
    for name in OF_THEN:
        lines.comment_out(name)
    now = [f"as_at: {wanted.as_at.isoformat()}"]
    if wanted.inspection:
        now += ["inspection:", f"  fieldwork: {wanted.inspection.isoformat()}"]
    lines.replace_block("as_at", now)
    partners = root.get("partners")
    for item in partners.items if partners is not None else []:
        for key, _ in item.entries:
            if key.text in RETURNS:
                lines.drop_key(key.line, key.text)
    _, done = _done(root)
    if done:
        lines.move_items("actions", done, "history")
    for item_id, remark in wanted.ages.items():
        lines.remark_on("evidence", item_id, "date", f"# {remark}")
    lines.drop_block("carried")
    lines.at_the_end(carried_lines(wanted.carried))


def _take_out(lines: Lines, root: Node, groups: Sequence[tuple[dt.date, Sequence[str]]]) -> None:
    """Only the lines of the paths that are confirmed, where nothing else has to change for it."""
    left = {path for _, paths in groups for path in paths}
    held = root.get("carried")
    for group in held.items if held is not None else []:
        facts = group.get("facts")
        for path in facts.items if facts is not None else []:
            if path.text not in left:
                lines.drop_line(path.line, re.compile(rf"\s*- [\"']?{re.escape(path.text)}[\"']?\s*(#.*)?\Z"))
