"""A workbook to a submission that has been checked: what is wrong is told by sheet and cell."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from ctcheck.errors import Problem, SubmissionError
from ctcheck.model.rules import RulePacks
from ctcheck.model.submission import Submission
from ctcheck.reading.plan_rows import Remark
from ctcheck.rulebook.loader import REGIME_TABLE
from ctcheck.workbook.filled import Filled
from ctcheck.workbook.read import read_workbook
from ctcheck.workbook.sheets import known_of
from ctcheck.workbook.submission import Draft, draft_of, without

ROUNDS: Final = 60
"""How often something is taken out before the rest is given up; one round takes out all that is wrong in it."""


class Converted(NamedTuple):
    """What came of a workbook."""

    text: str
    """The submission; empty where there is none."""
    submission: Submission | None
    answers: int
    remarks: tuple[Remark, ...]
    problems: tuple[Problem, ...]
    """What was refused, by sheet and cell."""
    draft: Draft
    """Knows the cell of every path."""
    confirmed: int = 0
    """How many answers were carried when the workbook was made and are not any longer."""
    carried: int = 0
    """How many still are."""


def regimes_of(packs: RulePacks) -> dict[str, str]:
    """Every inspection regime and what it is called."""
    table = packs.tables.get(REGIME_TABLE)
    return {row.id: row.label for row in table.rows} if table else {}


def convert(
    data: bytes,
    shown: str,
    packs: RulePacks,
    regimes: Mapping[str, str],
    check: Callable[[bytes, Path], Submission],
    *,
    keep_going: bool,
) -> Converted:
    """Reads a workbook. With `keep_going` what is refused is left out; else one refusal leaves no text.

    `check` reads a submission and raises `SubmissionError`. Raises `UnreadableError` where the workbook cannot be
    read at all.
    """
    filled = read_workbook(data, shown, known_of(packs, regimes))
    draft = draft_of(filled, packs)
    submission: Submission | None = None
    for _ in range(ROUNDS):
        try:
            submission = check(draft.text.encode(), Path(shown))
            break
        except SubmissionError as error:
            _locate(error.problems, draft, filled, keep_going)
            if not keep_going or not _leave_out(error.problems, draft, filled):
                break
            draft = draft_of(filled, packs)
    _tell_orphans(filled)
    failed = bool(filled.problems) and not keep_going
    answers = (
        len(filled.facts) + sum(map(len, filled.partners.values())) + sum(map(len, filled.lists.values()))
    )
    text = "" if failed or submission is None else draft.text
    problems = tuple(dict.fromkeys(filled.problems))
    carried = sum(
        given.carried is not None
        for facts in (filled.facts, *filled.partners.values())
        for given in facts.values()
    ) + len(filled.carried)
    return Converted(
        text,
        submission if text else None,
        answers,
        tuple(filled.remarks),
        problems,
        draft,
        filled.confirmed,
        carried,
    )


def _tell_orphans(filled: Filled) -> None:
    """Answers of a partner whose own row was left out."""
    entries = filled.lists.get("partners", ())
    names = {str(entry.fields["id"].value) for entry in entries if "id" in entry.fields}
    for name, facts in filled.partners.items():
        if facts and name not in names:
            for given in facts.values():
                filled.refuse(
                    given.where, f"this answers for {name}, whose row on the sheet 'Partners' was left out."
                )


def _locate(problems: tuple[Problem, ...], draft: Draft, filled: Filled, keep_going: bool) -> None:
    """Tells what is wrong with the submission by the cells it comes from.

    That a row lacks something is told once: not where a cell of the same row was refused, unless the row goes.
    """
    rows = {_row_of(problem.path) for problem in filled.problems}
    for problem in problems:
        where = draft.where(problem.path)
        if "!row " in where and _row_of(where) in rows and not keep_going:
            continue
        what = f"{problem.path}: " if problem.path and not where else ""
        gone = " The whole row was left out." if "!row " in where and keep_going else ""
        filled.refuse(where, f"{what}{problem.message}{gone}", problem.hint)


def _row_of(where: str) -> str:
    """Sheet and number of the row of a cell."""
    return re.sub(r"!(?:row |[A-Z]+)(?=\d+\Z)", "!", where)


def _leave_out(problems: tuple[Problem, ...], draft: Draft, filled: Filled) -> bool:
    """Takes out what the problems name; says whether that was possible."""
    gone = False
    for problem in problems:
        where = draft.where(problem.path)
        gone = (bool(where) and without(filled, where)) or gone
    return gone
