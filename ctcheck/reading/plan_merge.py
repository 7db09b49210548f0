"""What an edited action plan changes in a submission.

An action is known by its id. A row nobody has touched changes nothing; what workbook and submission have
both changed since the workbook was made is refused, because nobody but the officer knows which holds.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final, NamedTuple

from ctcheck.errors import Problem
from ctcheck.model.action_sheet import (
    DRAFT,
    HEADERS,
    OPEN_ENDED,
    ActionCells,
    due_words,
    row_mark,
    same,
)
from ctcheck.model.place import Place
from ctcheck.reading.plan_rows import PlanRow, Remark
from ctcheck.reading.suggest import hint_for

FIELDS: Final = ("id", "closes", "action", "owner_role", "due", "success_measure", "status")
"""Of an action in a submission, in the order in which they are written."""

_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_MARK: Final = re.compile(r"row-[0-9a-f]{10}\Z")
_LONGEST_BASE: Final = 70

Stated = Mapping[str, Any]
"""An action as it stands in a submission: texts by key, `closes` a list."""


class Merge(NamedTuple):
    """What is to be changed."""

    changed: Mapping[int, Mapping[str, Any]]
    """By the number of the action in the submission: the new values; an empty one is to be taken out."""
    added: tuple[Stated, ...]
    drafts_left_out: int
    """Drafted rows that nobody has touched."""
    remarks: tuple[Remark, ...]
    problems: tuple[Problem, ...]


class Known(NamedTuple):
    """What rows are held against."""

    rules: Collection[str]
    longest: Mapping[str, int]
    """How long each text may be."""
    shown: Callable[[str], str]
    """How a text of the submission looks in a report."""


def merge(rows: Sequence[PlanRow], stated: Sequence[Stated], known: Known, shown: str) -> Merge:
    """Holds every row against the submission's actions. `shown` names the workbook in problems."""
    merger = _Merger(stated, known, shown)
    for row in rows:
        merger.take(row)
    merger.name_the_missing()
    return Merge(
        merger.changed, tuple(merger.added), merger.drafts, tuple(merger.remarks), tuple(merger.problems)
    )


class _Merger:
    """One merge in the making."""

    def __init__(self, stated: Sequence[Stated], known: Known, shown: str) -> None:
        self._stated = stated
        self._known = known
        self._shown = shown
        self._index = {str(action["id"]): at for at, action in enumerate(stated)}
        self._ids = set(self._index)
        self._seen: dict[str, str] = {}
        self.changed: dict[int, dict[str, Any]] = {}
        self.added: list[Stated] = []
        self.drafts = 0
        self.remarks: list[Remark] = []
        self.problems: list[Problem] = []

    def take(self, row: PlanRow) -> None:
        """One row: an action of the submission, a draft, or one that is new."""
        name = row.id.lower()
        if name in self._index:
            if name in self._seen:
                self._refuse(
                    row, "id", f"the id {name!r} stands twice; the first is in {self._seen[name]}.",
                    "Empty the Id and the Row mark of the one that is new.",
                )  # fmt: skip
                return
            self._seen[name] = row.refs["id"]
            self._own(row, name)
        elif name.startswith(DRAFT):
            self._draft(row, name)
        else:
            self._new(row, name)

    def name_the_missing(self) -> None:
        """No action is lost because its row is gone."""
        for name in self._index:
            if name not in self._seen:
                self._say("", f"the action {name!r} has no row; it stays in the submission as it is.")

    def _own(self, row: PlanRow, name: str) -> None:
        stated = self._stated[self._index[name]]
        now = self._cells_of(stated)
        cells = now._replace(**row.cells)
        changed: dict[str, Any] = {}
        if self._is_edited(row, name, cells, now):
            if not cells.action:
                self._refuse(
                    row, "action", "the action has no words.", "To drop it, take it out of the submission."
                )
                return
            for key in ActionCells._fields:
                if not same(getattr(cells, key), getattr(now, key)):
                    changed[key] = getattr(cells, key)
        closes = [str(one) for one in stated["closes"]]
        covers = {*closes}
        more = [one for one in row.gaps or () if one not in covers and one.split("/")[0] not in covers]
        if more:
            changed["closes"] = [*closes, *more]
        if changed and self._fits(row, changed, more):
            self.changed[self._index[name]] = changed
            for key in changed:
                column = "gaps" if key == "closes" else key
                self._say(row.refs[column], f"{HEADERS[column]} of {name!r} is changed.")

    def _is_edited(self, row: PlanRow, name: str, cells: ActionCells, now: ActionCells) -> bool:
        """Whether the row says something else than when it was made. Adds a problem for a conflict."""
        if not _MARK.match(row.mark):
            self._say(
                row.refs["mark"],
                f"the mark of the row of {name!r} is gone; it was held against the submission.",
            )
            return True
        since = row_mark(name, now) != row.mark
        if row_mark(name, cells) == row.mark:
            if since:
                self._say(row.refs["id"], f"{name!r} was changed in the submission since; that is kept.")
            return False
        if since and row_mark(name, cells) != row_mark(name, now):
            self._refuse(
                row, "id", f"{name!r} was changed here and, since this sheet was made, in the submission too.",
                "Write into the submission what holds, and make the sheet anew.",
            )  # fmt: skip
            return False
        return True

    def _cells_of(self, stated: Stated) -> ActionCells:
        """The action as a report would have shown it."""
        words = {key: self._known.shown(str(stated.get(key) or "")) for key in ActionCells._fields}
        due, status = words["due"], words["status"]
        if due in OPEN_ENDED:
            due, status = due_words("", due)
        return ActionCells(**{**words, "due": due, "status": status})

    def _draft(self, row: PlanRow, name: str) -> None:
        cells = ActionCells(*("",) * len(ActionCells._fields))._replace(**row.cells)
        whole = len(row.cells) == len(ActionCells._fields)
        if whole and _MARK.match(row.mark):
            edited = row_mark(name, cells) != row.mark
        else:
            edited = bool(cells.owner_role or cells.due or cells.status)
            self._say(
                row.refs["id"],
                f"without all columns and its mark only an owner, date or status shows that {name!r} was edited.",
            )
        if not edited:
            self.drafts += 1
            return
        self._add(row, "", cells)

    def _new(self, row: PlanRow, name: str) -> None:
        cells = ActionCells(*("",) * len(ActionCells._fields))._replace(**row.cells)
        if not any(cells) and not row.gaps:
            self._say(row.refs["id"], f"{row.id[:60]!r} stands alone in its row, which was left out.")
        elif _MARK.match(row.mark) and name:
            if row_mark(name, cells) == row.mark:
                self._say(row.refs["id"], f"{name!r} is no longer in the submission and was left out.")
            else:
                self._refuse(
                    row, "id", f"{name[:60]!r} was changed here and is not in the submission.",
                    "To add it anew, empty its Id and Row mark.",
                )  # fmt: skip
        else:
            self._add(row, name, cells)

    def _add(self, row: PlanRow, wanted: str, cells: ActionCells) -> None:
        if not cells.action:
            self._refuse(row, "action", "the action has no words.", "Say what will be done.")
            return
        if not row.gaps:
            self._refuse(
                row,
                "gaps",
                "the action closes nothing.",
                f"Write the id of a finding into {HEADERS['gaps']!r}.",
            )
            return
        values = {key: value for key, value in zip(ActionCells._fields, cells, strict=True) if value}
        if not self._fits(row, values, row.gaps):
            return
        twin = self._twin(row.gaps, cells)
        if twin:
            self._say(
                row.refs["id"], f"the same action is in the submission as {twin!r}; it was not added again."
            )
            return
        name = wanted if _ID.match(wanted) and wanted not in self._ids else self._fresh(row.gaps[0])
        if wanted and name != wanted:
            self._say(row.refs["id"], f"{wanted[:60]!r} cannot be an id here; the action is called {name!r}.")
        self._ids.add(name)
        self._say(row.refs["id"], f"added as {name!r}.")
        made = {"id": name, "closes": list(row.gaps), **values}
        self.added.append({key: made[key] for key in FIELDS if key in made})

    def _twin(self, gaps: Sequence[str], cells: ActionCells) -> str:
        """The id of an action that says all the same: the sheet has been read before."""
        for action in (*self._stated, *self.added):
            if set(gaps) == set(action["closes"]):
                there = self._cells_of(action)
                if all(same(one, other) for one, other in zip(there, cells, strict=True)):
                    return str(action["id"])
                self._say("", f"{action['id']!r} closes the same gaps as an action that is added beside it.")
        return ""

    def _fresh(self, finding: str) -> str:
        """An id that nobody has: after the rule, with a number where need be."""
        rule = re.sub(r"[^a-z0-9]+", "-", finding.split("/")[0].lower()).strip("-")
        base = f"close-{rule}"[:_LONGEST_BASE].strip("-")
        name, number = base, 2
        while name in self._ids:
            name, number = f"{base}-{number}", number + 1
        return name

    def _fits(self, row: PlanRow, values: Mapping[str, Any], gaps: Sequence[str]) -> bool:
        """Whether the submission can take the values; what it cannot is refused by cell."""
        before = len(self.problems)
        for key, value in values.items():
            most = self._known.longest.get(key)
            if most is not None and isinstance(value, str) and len(value) > most:
                self._refuse(
                    row, key, f"the text has {len(value):,} characters; {most:,} is the most.", "Shorten it."
                )
        for one in gaps:
            rule = one.split("/")[0]
            if rule not in self._known.rules:
                hint = hint_for(rule, self._known.rules, len(self.problems))
                self._refuse(row, "gaps", f"{one[:80]!r} is no finding or rule that the packs know.", hint)
        return len(self.problems) == before

    def _say(self, ref: str, said: str) -> None:
        self.remarks.append(Remark(ref, said))

    def _refuse(self, row: PlanRow, key: str, message: str, hint: str) -> None:
        self.problems.append(Problem(Place(self._shown), message, path=row.refs[key], hint=hint))
