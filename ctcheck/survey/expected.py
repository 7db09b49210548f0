"""Who was expected to send a submission, and who has."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import re
from pathlib import Path
from typing import Final, NamedTuple

from ctcheck.errors import Problem, RulesError, UsageError
from ctcheck.model.rules import RulePacks, Table
from ctcheck.reading.files import UnreadableError, read_bytes
from ctcheck.reading.nodes import parse
from ctcheck.reading.suggest import listing, nearest
from ctcheck.rulebook.declarations import read_table
from ctcheck.rulebook.forms import RuleFile
from ctcheck.survey import record
from ctcheck.survey.record import Json

_BEFORE: Final = (
    "the ",
    "london borough of ",
    "royal borough of ",
    "metropolitan borough of ",
    "borough of ",
    "county of ",
    "city of ",
)
_AFTER: Final = (
    " metropolitan borough council",
    " metropolitan district council",
    " london borough council",
    " borough council",
    " county council",
    " city council",
    " district council",
    " unitary authority",
    " council",
    " mbc",
)
_OTHER: Final = re.compile(r"[^a-z0-9 ]+")
UNLISTED_KEPT: Final = 200
"""Names kept of those that were not expected; the others are counted."""


class Area(NamedTuple):
    """One area that was expected."""

    name: str
    code: str
    type: str


class Returns:
    """Ticks off a list of areas."""

    def __init__(self, table: Table) -> None:
        self.title = table.title
        self.areas = tuple(
            Area(row.label, row.columns.get("code", ""), row.columns.get("area_type", ""))
            for row in table.rows
        )
        self.came = [0] * len(self.areas)
        self.unlisted = 0
        self.unlisted_names: list[str] = []
        self._by_code = {area.code: number for number, area in enumerate(self.areas) if area.code}
        self._by_name: dict[str, int] = {}
        for number, row in enumerate(table.rows):
            for name in (row.label, row.columns.get("listed_as", ""), row.id.replace("-", " ")):
                if name:
                    self._by_name.setdefault(plain_name(name), number)

    def add(self, found: Json) -> None:
        """Ticks off the area of a record; an unreadable submission says of nobody that it came."""
        if found["status"] != record.READ:
            return
        area = found["area"]
        number = self._by_code.get(area["code"]) if area["code"] else None
        if number is None:
            number = self._by_name.get(plain_name(area["name"]))
        if number is not None:
            self.came[number] += 1
            return
        self.unlisted += 1
        if len(self.unlisted_names) < UNLISTED_KEPT:
            self.unlisted_names.append(area["name"])

    def missing(self) -> list[Area]:
        """Those that sent nothing that could be read, in the order of the list."""
        return [area for area, came in zip(self.areas, self.came, strict=True) if not came]

    def twice(self) -> list[tuple[Area, int]]:
        """Those from which more than one came."""
        return [(area, came) for area, came in zip(self.areas, self.came, strict=True) if came > 1]


def plain_name(name: str) -> str:
    """A name without what councils put before and behind it: `City of York Council` is `york`."""
    text = " ".join(_OTHER.sub(" ", name.lower().replace("&", " and ").replace("'", "")).split())
    changed = True
    while changed:
        changed = False
        for before in _BEFORE:
            if text.startswith(before) and len(text) > len(before):
                text, changed = text[len(before) :], True
        for after in _AFTER:
            if text.endswith(after) and len(text) > len(after):
                text, changed = text[: -len(after)], True
    return text


def expected(name: str, packs: RulePacks) -> Returns:
    """The list of that name in the packs, or in that file.

    Raises `UsageError` where there is none, and `RulesError` where the file is wrong.
    """
    table = packs.tables.get(name)
    if table is not None:
        return Returns(table)
    path = Path(name)
    if not path.exists():
        lists = [one for one in packs.tables if "pathfinder" in one]
        raise UsageError(
            f"--expect {name}: there is no such file, and no table of the rule packs is called so.",
            nearest(name, packs.tables) or f"Lists of areas in the packs: {listing(lists)}.",
        )
    problems: list[Problem] = []
    try:
        data = read_bytes(path, name)
        table = read_table(RuleFile(name, data, parse(data, name), problems))
    except UnreadableError as error:
        problems += error.problems
    if problems or table is None:
        raise RulesError(
            f"{name} cannot be used as a list of areas.",
            "It begins with `table:`, `title:` and `rows:`, each row with `id` and `label`.",
            tuple(problems),
        )
    return Returns(table)
