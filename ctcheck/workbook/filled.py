"""What a workbook says, before it is written as a submission: values by path, each with its cell."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
from typing import Any, NamedTuple

from ctcheck.errors import Problem
from ctcheck.model.place import Place
from ctcheck.reading.plan_rows import Remark


class Given(NamedTuple):
    """One answer."""

    value: Any
    """A `Word`, a text, or a list of either."""
    where: str
    """Sheet and cell: `Plan!E12`."""
    note: str = ""
    carried: dt.date | None = None
    """The day from which it is taken over, where nobody has confirmed it."""


class Entry(NamedTuple):
    """One row of a list."""

    fields: dict[str, Given]
    """By key."""
    where: str


class Filled:
    """All that was understood, and all that was not."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.facts: dict[str, Given] = {}
        """The area's answers and those of the frame, by path."""
        self.lists: dict[str, list[Entry]] = {}
        """The lists of the frame and of facts, by path."""
        self.partners: dict[str, dict[str, Given]] = {}
        """For each partner its own answers, by path."""
        self.carried: dict[str, dt.date] = {}
        """The lists that are taken over and not confirmed, by path, each with its day."""
        self.confirmed = 0
        """How many answers were carried when the workbook was made and are no longer."""
        self.remarks: list[Remark] = []
        self.problems: list[Problem] = []

    def say(self, where: str, said: str) -> None:
        """Something was understood otherwise than it is written, or left out."""
        self.remarks.append(Remark(where, said.strip()))

    def refuse(self, where: str, message: str, hint: str = "") -> None:
        """Something was not understood."""
        self.problems.append(Problem(Place(self.shown), message, path=where, hint=hint))
