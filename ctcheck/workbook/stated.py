"""What a submission that has been read already says, as the cells of a workbook hold it."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from ctcheck.model.rules import FactType, RulePacks
from ctcheck.model.values import MONTHS
from ctcheck.reading.nodes import LIST, MAP, Node
from ctcheck.reports.safe import safe
from ctcheck.workbook.form import ListSheet

CellValue = str | int | float | dt.date | None

NONE: Final = "none"
SEPARATOR: Final = "; "
LINE_BREAK: Final = "\n"
LONGEST: Final = 32_000
"""Characters of one cell; a spreadsheet takes 32,767."""
_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z", re.ASCII)
_MONTH: Final = re.compile(r"(\d{4})-(\d{2})\Z", re.ASCII)
_REMARK: Final = re.compile(r"[ \t]+#[ \t]?(.*?)[ \t\r]*\Z")


class Stated(NamedTuple):
    """A submission taken apart by path."""

    facts: Mapping[str, Node]
    """The answers of the area by path, those of the frame among them."""
    lists: Mapping[str, Node]
    """The lists of the frame."""
    partners: tuple[Mapping[str, Node], ...]
    """For each partner its own answers, by path."""
    lines: tuple[str, ...]
    """The text of the file, for the remarks beside answers."""

    def note(self, node: Node) -> str:
        """The remark behind a value on its line; empty where there is none."""
        if not 1 <= node.line <= len(self.lines):
            return ""
        line = self.lines[node.line - 1]
        if node.kind == LIST and line[node.column - 1 : node.column] == "[":
            behind = line[line.rfind("]") + 1 :] if "]" in line else ""
        elif node.plain and line.startswith(node.text, node.column - 1):
            behind = line[node.column - 1 + len(node.text) :]
        else:
            return ""
        found = _REMARK.match(behind)
        return cell_text(found.group(1)) if found else ""


EMPTY: Final = Stated({}, {}, (), ())


def take_apart(root: Node, packs: RulePacks, data: bytes) -> Stated:
    """A submission that has been read and found valid, by path."""
    sections = packs.vocabulary.sections
    facts: dict[str, Node] = {}
    lists: dict[str, Node] = {}
    partners: list[dict[str, Node]] = []
    for key, value in root.entries:
        if key.text in sections and key.text != "partner":
            _flatten(value, key.text, "", sections[key.text].facts, facts)
        elif key.text == "partners" and value.kind == LIST:
            lists[key.text] = value
            for one in value.items:
                known = sections["partner"].facts if "partner" in sections else {}
                found: dict[str, Node] = {}
                _flatten(one, "partner", "", known, found)
                partners.append(found)
        elif value.kind == LIST and value.items:
            lists[key.text] = value
        elif value.kind == MAP:
            facts.update({f"{key.text}.{name.text}": one for name, one in value.entries})
        elif not value.is_blank():
            facts[key.text] = value
    lines = tuple(data.decode("utf-8-sig", "replace").split("\n"))
    return Stated(facts, lists, tuple(partners), lines)


def _flatten(node: Node, prefix: str, inner: str, known: Mapping[str, Any], into: dict[str, Node]) -> None:
    for key, value in node.entries:
        name = f"{inner}{key.text}"
        if name in known:
            if not value.is_blank():
                into[f"{prefix}.{name}"] = value
        elif value.kind == MAP and any(one.startswith(f"{name}.") for one in known):
            _flatten(value, prefix, f"{name}.", known, into)


def entries_of(
    sheet: ListSheet, node: Node | None, types: Sequence[FactType]
) -> tuple[tuple[CellValue, ...], ...]:
    """The rows of a list."""
    if node is None or node.kind != LIST:
        return ()
    rows: list[tuple[CellValue, ...]] = []
    for entry in node.items:
        if entry.kind != MAP:
            # A path that stands alone in the list of what is not for publication.
            rows.append((cell_text(entry.text), *(None for _ in sheet.fields[1:])))
            continue
        held = [(entry.get(field.key), wanted) for field, wanted in zip(sheet.fields, types, strict=True)]
        rows.append(tuple(cell_value(one, wanted) if one is not None else None for one, wanted in held))
    return tuple(rows)


def cell_text(text: str) -> str:
    """A text made harmless for a cell; its lines are kept."""
    return safe(text, limit=LONGEST, keep_lines=True)


def cell_value(node: Node, wanted: FactType) -> CellValue:
    """What a cell holds so that it is read as the value of the node. The node is valid for the type."""
    if node.is_blank():
        return None
    if node.kind == LIST:
        return _list(node, wanted)
    text = node.text
    if node.plain and text == NONE and not (wanted.kind == "choice" and NONE in wanted.choices):
        return NONE
    if wanted.kind in ("date", "due"):
        return _date(text)
    if wanted.kind in ("integer", "number"):
        return _number(text)
    if wanted.kind == "yes-no":
        return {"true": "yes", "false": "no"}.get(text.lower(), text.lower())
    if wanted.kind == "choice":
        return cell_text(wanted.choices.get(text, text))
    if text.strip().casefold() == NONE:
        return f'"{text.strip()}"'  # the word itself, and not that there is none
    return cell_text(text)


def _list(node: Node, wanted: FactType) -> CellValue:
    if not node.items:
        return NONE
    words = [one.text for one in node.items]
    if wanted.kind == "texts":
        # An entry stands on one line: the end of a line begins the next.
        text = LINE_BREAK.join(" ".join(cell_text(word).split()) for word in words)
        return f'"{text}"' if text.casefold() == NONE else text
    return SEPARATOR.join(cell_text(wanted.choices.get(word, word)) for word in words)


def _date(text: str) -> CellValue:
    found = _DAY.match(text)
    if found:
        return dt.date(*(int(part) for part in found.groups()))
    month = _MONTH.match(text)
    return f"{MONTHS[int(month[2]) - 1]} {month[1]}" if month else text


def _number(text: str) -> CellValue:
    value = float(text)
    if value == int(value) and abs(value) < 1e15:
        return int(value)
    # Workbooks keep sixteen digits; what needs more is written as a text.
    return value if float(f"{value:.16g}") == value else text
