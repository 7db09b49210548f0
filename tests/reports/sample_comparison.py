"""One comparison with every movement, cause and question in it, for all formats."""

from __future__ import annotations

import datetime as dt

from ctcheck.model.comparison import (
    ActionSince,
    Change,
    Comparison,
    Copied,
    Jump,
    Moved,
    Renamed,
    Side,
    Subject,
    Trial,
    Unmoved,
)
from ctcheck.model.place import Place
from ctcheck.model.rules import Pack
from ctcheck.model.submission import Action
from ctcheck.model.words import Force, Level, Verdict
from tests.reports.sample import Word, plain

ACT = Pack("act", "1.0.0", "The Act", "", "a" * 64)


def _side(word: Word, year: int, gaps: int, carried: int) -> Side:
    return Side(
        word(f"north-{year}.yaml"),
        f"{year % 10}" * 64,
        word("Northshire"),
        word("Northshire"),
        True,
        dt.date(year, 5, 31),
        dt.date(year, 5, 31),
        (ACT._replace(title=word("The Act")),),
        "b" * 64,
        gaps,
        carried,
    )


def _change(word: Word, name: str, movement: str, before: Verdict | None, after: Verdict | None) -> Change:
    return Change(
        id=name,
        before_id="",
        theme="planning",
        title=word(f"The expectation {name}"),
        subject=word("Police"),
        force=Force.DUTY,
        movement=movement,
        weighs=True,
        before=before,
        after=after,
        kind_before="",
        kind_after="",
        causes=("submission",),
        also=(),
        date_by="",
        trials=(Trial(("date",), before), Trial(("submission",), after)),
        because=word(f"{name} is so because of what it says."),
    )


def sample_comparison(word: Word = plain) -> Comparison:
    """The comparison; each word that a submission may hold goes through `word`."""
    met, not_met, silent = Verdict.MET, Verdict.NOT_MET, Verdict.NO_ANSWER
    place = Place("north-2008.yaml", 12, 3)
    changes = (
        _change(word, "opened", "opened", met, not_met)._replace(causes=("date",), date_by="time"),
        _change(word, "worse", "worse", Verdict.PARTLY_MET, not_met)._replace(
            causes=("date",), date_by="either", also=(("rules",),)
        ),
        _change(word, "answered", "answered", silent, not_met),
        _change(word, "better", "better", not_met, Verdict.PARTLY_MET)._replace(
            causes=("rules", "submission")
        ),
        _change(word, "closed", "closed", not_met, met)._replace(before_id="closed-of-old"),
        _change(word, "begun", "begun", None, met)._replace(causes=("date",), date_by="law"),
        _change(word, "ended", "ended", not_met, None)._replace(causes=("date", "rules"), date_by="both"),
        _change(word, "same", "unchanged", not_met, not_met)._replace(
            causes=(), trials=(), kind_before="readiness", kind_after="breach"
        ),
        _change(word, "power", "opened", met, not_met)._replace(weighs=False, force=Force.POWER),
    )
    return Comparison(
        old=_side(word, 2007, 5, 0),
        new=_side(word, 2008, 6, 2),
        differs=("date", "rules", "submission"),
        changes=changes,
        positions=(
            Moved("planning", "Planning", Level.NOT_IN_PLACE, Level.LARGELY),
            Moved("governance", "Governance", None, Level.NOT_SHOWN),
            Moved("safeguarding", "Safeguarding", Level.PARTLY, Level.PARTLY),
        ),
        partners=(
            Subject("probation", word("Probation"), "probation-board", "came", ""),
            Subject("pct", word("The trust"), "primary-care-trust", "went", ""),
            Subject("north-police", word("Police"), "police-authority", "renamed", "police"),
        ),
        copied=(
            Copied("plan.aims", "the aims of the plan", word("Police"), word("To do all that was said."), place),
        ),
        unmoved=(Unmoved("plan.met", "the last meeting", word("Police"), "2006", "6 months", "met", place),),
        jumps=(
            Jump("finding", "closed", word("A closed gap"), "not_met", "met"),
            Jump("position", "planning", "Planning", "not_in_place", "largely_in_place"),
            Jump("self-judgement", "overall", "overall", word("Inadequate"), word("Good")),
        ),
        actions=(
            ActionSince("a1", word("Agree the plan"), word("director"), dt.date(2008, 1, 1), dt.date(2008, 1, 1), "late", "overdue"),
            ActionSince("a2", word("Hold a board"), "", dt.date(2008, 2, 1), None, "", "gone"),
            ActionSince("a3", word("Ask parents"), "", dt.date(2008, 3, 1), dt.date(2009, 1, 1), "", "put-off"),
            ActionSince("a4", word("Count the staff"), "", None, None, "done", "finished"),
        ),
        history=(
            Action("a0", ("closed",), word("Found the board"), word("clerk"), None, word("It met"), "done", place),
        ),
        renamed=(Renamed("closed-of-old", "closed"),),
        notes=(word("The two are of areas with different names."),),
    )  # fmt: skip
