"""Provisions of Acts, regulations and guidance: how they are cited, and those that the packs know.

A pack lists the provisions it knows in its table `provisions`: a row has the columns
`instrument` and `provision` beside its label, and the days on which it is in force.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from ctcheck.model.rules import InForce, Row, RulePacks, Source

TABLE: Final = "provisions"

Steps = tuple[str, ...]
"""A provision taken apart: `s.10(4)(b)` is `("s", "10", "4", "b")`."""

_UNITS: Final = {
    "s": "s", "ss": "s", "section": "s", "sections": "s",
    "reg": "reg", "regs": "reg", "regulation": "reg", "regulations": "reg",
    "art": "art", "arts": "art", "article": "art", "articles": "art",
    "sch": "sch", "schedule": "sch", "para": "para", "paras": "para", "paragraph": "para",
    "ch": "ch", "chapter": "ch", "chapters": "ch", "part": "part", "pt": "part",
}  # fmt: skip
_UNIT = re.compile(r"\b([A-Za-z]+)\.?\s*(?=\d)")
_NUMBER = re.compile(r"(\d+(?:[A-Z]{1,3}\d*)?\b)?((?:\([0-9A-Za-z]{1,4}\))*)")
_JOINED = re.compile(r"\s*(,|and|or|to|-|\u2013)\s*(?=[\d(])")


def cited(text: str) -> list[Steps]:
    """The provisions that a citation names; of a range of sections the two ends, `-` before the second.

    What is no numbered provision (`whole`, a heading of guidance) gives nothing.
    """
    found: list[Steps] = []
    at = 0
    while match := _UNIT.search(text, at):
        at = match.end()
        unit = _UNITS.get(match[1].lower())
        if unit is None:
            continue
        before: Steps = (unit,)
        joined = ""
        while (number := _NUMBER.match(text, at)) and number[0]:
            steps = _taken_apart(before, number[1], number[2])
            found += _between(before, steps) if joined in _RANGE else [steps]
            before, at = steps, number.end()
            more = _JOINED.match(text, at)
            if more is None:
                break
            joined, at = more[1], more.end()
    return found


_RANGE: Final = ("to", "-", "\u2013")


def _taken_apart(before: Steps, number: str | None, below: str) -> Steps:
    """`(b)` and `(7)` alone go on from what stands before them: `s.10(6)(a) and (7)`."""
    inner = tuple(re.findall(r"\(([^)]+)\)", below))
    if number is not None:
        return (before[0], number, *inner)
    return (*(before[:2] if inner[0].isdigit() else before[:-1]), *inner)


def _between(first: Steps, last: Steps) -> list[Steps]:
    """The later members of a range: (1)-(3) and (fa)-(fd) by counting; of sections only the last is known."""
    start, end = first[-1], last[-1]
    if len(first) == len(last) > 2 and first[:-1] == last[:-1]:
        if start.isdigit() and end.isdigit():
            return [(*last[:-1], str(number)) for number in range(int(start) + 1, int(end) + 1)]
        if start[:-1] == end[:-1]:
            codes = range(ord(start[-1]) + 1, ord(end[-1]) + 1)
            return [(*last[:-1], end[:-1] + chr(code)) for code in codes]
    return [("-", *last)]


class Provision(NamedTuple):
    """One provision of the table."""

    row: Row
    instrument: str
    steps: Steps

    @property
    def name(self) -> str:
        """The provision as it is cited."""
        return self.row.columns.get("provision", "")


class KnownProvisions:
    """The provisions that the loaded packs list."""

    def __init__(self, packs: RulePacks) -> None:
        table = packs.tables.get(TABLE)
        self.all: tuple[Provision, ...] = tuple(
            Provision(row, row.columns.get("instrument", ""), steps[0])
            for row in (table.rows if table else ())
            if (steps := cited(row.columns.get("provision", "")))
        )
        self._by_instrument: dict[str, list[Provision]] = {}
        for one in self.all:
            self._by_instrument.setdefault(one.instrument, []).append(one)

    def of(self, source: Source) -> list[Provision]:
        """The listed provisions that a source cites, in table order."""
        listed = self._by_instrument.get(source.instrument, [])
        if source.provision == "whole":
            return list(listed)
        wanted = list(_expanded(cited(source.provision), listed))
        return [one for one in listed if any(_same(one.steps, steps) for steps in wanted)]

    def not_in_force(self, source: Source, span: InForce) -> Iterator[str]:
        """A sentence for each way in which what is cited is not in force when the rule says it is."""
        found = self.of(source)
        if span.first is None or not found or source.provision == "whole":
            return
        begins = min(one.row.in_force.first or dt.date.max for one in found)
        ends = max(one.row.in_force.last or dt.date.max for one in found)
        if begins > span.first:
            yield f"{source} began on {begins.isoformat()}; the rule claims it from {span.first.isoformat()}."
        if ends < (span.last or dt.date.max):
            last = f"to {span.last.isoformat()}" if span.last else "without an end"
            yield f"{source} ended on {ends.isoformat()}; the rule claims it {last}."


def _same(listed: Steps, wanted: Steps) -> bool:
    """Whether a citation and a listed provision speak of one another: either may be the finer."""
    length = min(len(listed), len(wanted))
    return listed[:length] == wanted[:length]


def _expanded(steps: list[Steps], listed: list[Provision]) -> Iterator[Steps]:
    """Ranges filled in from the listed provisions between their ends."""
    before: Steps = ()
    for one in steps:
        if one[0] != "-":
            before = one
            yield one
            continue
        last = one[1:]
        yield last
        tops = list(dict.fromkeys(known.steps[:2] for known in listed))
        if before[:2] in tops and last[:2] in tops and len(before) == len(last) == 2:
            yield from tops[tops.index(before[:2]) + 1 : tops.index(last[:2])]
        before = last
