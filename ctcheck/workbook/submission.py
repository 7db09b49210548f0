"""Writes what was understood as the text of a submission, and finds the cell of anything that is wrong in it."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from ctcheck.model.rules import RulePacks
from ctcheck.reading.carry_yaml import carried_lines
from ctcheck.reading.plan_yaml import text_scalar
from ctcheck.reports.safe import safe
from ctcheck.workbook import form
from ctcheck.workbook.carried import Groups, carried_groups
from ctcheck.workbook.cells import Word
from ctcheck.workbook.filled import Entry, Filled, Given

_HEAD: Final = (
    "title", "fictional", "area", "as_at", "period", "inspection", "return", "submitted", "marking", "restricted",
    "sources", "partners",
)  # fmt: skip
_TAIL: Final = ("self_judgements", "evidence", "actions", "history", "not_applicable", "indicators")
_WIDE: Final = 100

Tree = dict[str, Any]
"""Keys to a `Given`, a list of `Entry` or a further tree."""


class Draft(NamedTuple):
    """A submission in the making."""

    text: str
    origins: Mapping[str, str]
    """By path in the submission: the sheet and cell that it comes from."""

    def where(self, path: str) -> str:
        """The cell behind a path, or behind the nearest above it; empty where there is none."""
        while path:
            if path in self.origins:
                return self.origins[path]
            path = re.sub(r"(?:\[\d+\]|\.?[^.\[\]]+)\Z", "", path)
        return ""


def draft_of(filled: Filled, packs: RulePacks) -> Draft:
    """The text of a submission with all that was understood."""
    tree, groups = _tree(filled, packs)
    origins: dict[str, str] = {}
    lines = ["ctcheck: 1"]
    for key, value in tree.items():
        if isinstance(value, (dict, list)) or key in ("area", "as_at"):
            lines += [""] if isinstance(value, (dict, list)) and key != "area" else []
        lines += _lines(key, value, "", key, origins)
    if groups:
        lines += ["", *carried_lines(groups)]
    return Draft("\n".join(lines) + "\n", origins)


def _tree(filled: Filled, packs: RulePacks) -> tuple[Tree, Groups]:
    sections = [name for name in packs.vocabulary.sections if name != "partner"]
    tree: Tree = {key: {} for key in (*_HEAD, *sections, *_TAIL)}
    order = [ask.path for ask in form.FRAME] + list(packs.vocabulary.facts)
    rank = {path: at for at, path in enumerate(order)}
    facts: dict[str, Any] = dict(filled.facts)
    frame = {one.path for one in form.LISTS}
    for path, entries in filled.lists.items():
        if not entries:
            continue
        if path in facts:
            filled.refuse(
                facts[path].where,
                f"none stands here, and entries stand at {entries[0].where}.",
                "Take out one or the other.",
            )
        facts[path] = _partners(filled, entries, rank) if path == "partners" else entries
    for path in sorted(facts, key=lambda one: rank.get(one, -1)):
        value = facts[path]
        if path in frame and isinstance(value, Given):
            value = value._replace(value=value.value if path == "partners" else [])
        put(tree, path, value)
    return {key: value for key, value in tree.items() if value != {}}, carried_groups(filled, facts, rank)


def _partners(filled: Filled, entries: list[Entry], rank: Mapping[str, int]) -> list[Any]:
    """The register with each partner's own answers below its row."""
    found: list[Any] = []
    for entry in entries:
        own: Tree = dict(entry.fields)
        name = str(entry.fields["id"].value) if "id" in entry.fields else ""
        facts = filled.partners.get(name, {})
        for path in sorted(facts, key=lambda one: rank.get(one, -1)):
            put(own, path.removeprefix("partner."), facts[path])
        found.append((own, entry.where))
    return found


def put(tree: Tree, path: str, value: Any) -> None:
    """Puts a value at a dotted path."""
    parts = path.split(".")
    for part in parts[:-1]:
        tree = tree.setdefault(part, {})
    tree[parts[-1]] = value


def block_lines(key: str, value: Any) -> Iterator[str]:
    """One key of a submission with all below it, as lines."""
    return _lines(key, value, "", key, {})


def _lines(key: str, value: Any, indent: str, path: str, origins: dict[str, str]) -> Iterator[str]:
    if isinstance(value, Given):
        origins[path] = value.where
        yield from _given(key, value, indent)
    elif isinstance(value, dict):
        yield f"{indent}{key}:"
        for below, one in value.items():
            yield from _lines(below, one, f"{indent}  ", f"{path}.{below}", origins)
    else:
        yield f"{indent}{key}:"
        for at, entry in enumerate(value):
            fields, where = (entry.fields, entry.where) if isinstance(entry, Entry) else entry
            here = f"{path}[{at}]"
            origins[here] = where
            below = [
                line
                for name, one in fields.items()
                for line in _lines(name, one, f"{indent}    ", f"{here}.{name}", origins)
            ]
            yield f"{indent}  - {below[0].lstrip(' ')}"
            yield from below[1:]


def _given(key: str, given: Given, indent: str) -> Iterator[str]:
    note = safe(given.note, limit=2_000)
    remark = f"  # {note}" if note else ""
    value = given.value
    if not isinstance(value, list):
        yield f"{indent}{key}: {_scalar(value)}{remark}"
        return
    short = f"{indent}{key}: [{', '.join(_item(one) for one in value)}]"
    if not value or (len(short) <= _WIDE and all(isinstance(one, Word) or _BARE.match(one) for one in value)):
        yield f"{short}{remark}"
        return
    yield f"{indent}{key}:{remark}"
    for one in value:
        yield f"{indent}  - {_item(one)}"


_BARE: Final = re.compile(r"[a-z][a-z0-9._/-]*\Z", re.ASCII)


def _item(text: str) -> str:
    if isinstance(text, Word) or (_BARE.match(text) and text_scalar(text) == text):
        return str(text)
    return text_scalar(text)


def _scalar(value: str) -> str:
    return str(value) if isinstance(value, Word) else text_scalar(value)


def without(filled: Filled, where: str) -> bool:
    """Takes out what comes from a cell or row, so that the rest can be kept; says whether there was any."""
    for facts in (filled.facts, *filled.partners.values()):
        for name, given in list(facts.items()):
            if given.where == where:
                del facts[name]
                return True
    for entries in filled.lists.values():
        for entry in entries:
            if entry.where == where:
                entries.remove(entry)
                return True
            for name, given in list(entry.fields.items()):
                if given.where == where:
                    del entry.fields[name]
                    if not entry.fields:
                        entries.remove(entry)
                    return True
    return False
