"""The fixed words of comparisons between two submissions, in one place for those who want them reworded.

What is copied or jumps is put as a question, never as an accusation.
"""

from __future__ import annotations

from typing import Final

from ctcheck.model.comparison import ActionSince, Change, Comparison, Jump, Side
from ctcheck.model.values import plain_date
from ctcheck.model.words import LEVEL_WORDS, Level, Verdict
from ctcheck.reports import words

TITLE: Final = "What has changed"
SINCE: Final = "Since last time"

SECTIONS: Final = {
    "compared": "What is compared",
    "numbers": "The change in numbers",
    "opened": "Gaps opened",
    "worse": "Gaps that are worse",
    "answered": "Answered now, and falling short",
    "better": "Gaps that are better",
    "closed": "Gaps closed",
    "begun": "Asked for the first time, and met",
    "ended": "No longer asked",
    "heavier": "The same verdict, of another weight",
    "aside": "Powers, and law no longer asked for",
    "positions-moved": "Positions that have moved",
    "partners-moved": "Partners that came or went",
    "questions": "Questions to ask before anybody else does",
    "actions-since": "Actions of last time",
    "renamed": "Rules with another id",
    "compare-notes": "Notes",
}

MOVEMENTS: Final = {
    "opened": "a gap now and none before",
    "worse": "a gap before and now, and further off",
    "answered": "silent before; answered now with an honest no",
    "better": "a gap before and now, and nearer",
    "closed": "a gap before, met now",
    "begun": "not asked before, met now",
    "ended": "asked before and not now: nothing was done for it, nothing is asked",
    "unchanged": "the same verdict",
}
MOVEMENT_NAMES: Final = {
    "opened": "Opened",
    "worse": "Worse",
    "answered": "Answered",
    "better": "Better",
    "closed": "Closed",
    "begun": "Met at once",
    "ended": "No longer asked",
    "unchanged": "Unchanged",
}
MOVEMENT_TAGS: Final = {
    "opened": "not-met",
    "worse": "not-met",
    "answered": "partly-met",
    "better": "partly-met",
    "closed": "met",
    "begun": "met",
    "ended": "not-applicable",
    "unchanged": "plain",
}

NUMBERS_CAPTION: Final = "How many findings moved, and what caused it"
NUMBERS_HEADER: Final = ("Movement", "Meaning", "Findings", "Answers", "Rules", "Date", "Together")
CHANGES_HEADER: Final = ("Expectation", "Before", "Now", "Cause", "Why")
SIDES_CAPTION: Final = "The two submissions"
SIDES_HEADER: Final = ("Of each", "Last time", "This time")
SIDE_LINES: Final = (
    "File",
    "Submission",
    "As at",
    "Law on",
    "Rules",
    "Rules in all",
    "Gaps",
    "Carried, not confirmed",
)
NO_TITLE: Final = "no title"
POSITIONS_HEADER: Final = ("Theme", "Before", "Now")
POSITIONS_CAPTION: Final = "Indicative positions, then and now"
NO_POSITIONS: Final = "No indicative position has moved."
ASIDE: Final = "nobody has to act on these"
WEIGHTS_CAPTION: Final = "The kind of gap, before and now"
ACTIONS_CAPTION: Final = "What became of them"
ACTIONS_HEADER: Final = ("Action", "Due last time", "Now")
COPIED_TITLE: Final = "Word for word as last time"
UNMOVED_TITLE: Final = "Dates that have not moved on"
JUMPS_TITLE: Final = "Two grades up at once"
NOT_ASKED: Final = "Not asked"
NOT_THERE: Final = "None"
THE_SAME: Final = "The two are the same: answers, rules and dates."
NOTHING_MOVED: Final = "No verdict has changed."
HOW_CAUSES: Final = (
    "A cause is told by judging again: the old answers on the new date, by the new rules and by both,"
    " the new answers by the old rules and law. It is what gives the verdict of now by itself, or only together."
)
COPIED: Final = (
    "These texts are the same as last time. That may be right; is it still so, and who looked?"
    " Only texts of at least {words} words and {letters} letters are compared."
)
UNMOVED: Final = (
    "A rule asks for these anew, and they stand as last time. Was it not done again, or not written down?"
)
JUMPS: Final = (
    "These are two grades up, and neither a new piece of evidence nor an action that is done explains it."
    " What has been done, and what shows it?"
)
ACTIONS: Final = {
    "overdue": "Fell due and is not done",
    "put-off": "Fell due; put off",
    "gone": "Gone from the plan, and nothing says that it is done",
    "finished": "Finished",
}
PARTNERS: Final = {
    "came": "came; it was not named last time",
    "went": "went; its findings go with it",
    "renamed": "has another id",
}
DATE_BY: Final = {
    "law": "the law date",
    "time": "time: the answers are older",
    "either": "the law date, or time alone",
    "both": "the law date and time together",
}
WHOLE: Final = "The trust as a whole"
_CAUSE: Final = {"submission": "the submission", "rules": "the rules", "date": "the date"}


def verdict(found: Verdict | None) -> str:
    """A verdict, or that nothing was asked."""
    return NOT_ASKED if found is None else words.VERDICTS[found]


def grade(found: str) -> str:
    """A verdict, position or label as a jump tells it."""
    if found in list(Verdict):
        return words.VERDICTS[Verdict(found)]
    return LEVEL_WORDS[Level(found)] if found in list(Level) else found


def about(jump: Jump) -> str:
    """What has jumped."""
    return WHOLE if jump.about == "overall" else jump.title


def level(found: Level | None) -> str:
    """A position, or that there was none."""
    return words.LEVEL_WORDS[found] if found else NOT_THERE


def causes(change: Change) -> tuple[str, ...]:
    """What caused a change, in up to two lines."""
    if not change.causes:
        return ()
    named = [_CAUSE[one] for one in change.causes]
    if "date" in change.causes and change.date_by:
        named[change.causes.index("date")] = f"the date ({DATE_BY[change.date_by]})"
    told = words.series(named)
    first = f"Only together: {told}" if len(named) > 1 else f"{told[0].upper()}{told[1:]}"
    others = [words.series([_CAUSE[one] for one in other]) for other in change.also]
    return (first, *(f"So would {other} alone" for other in others))


def headline(found: Comparison) -> tuple[str, ...]:
    """The comparison in a few sentences."""
    if not found.differs:
        return (THE_SAME,)
    sentences = [
        f"Gaps: {found.old.gaps:,} on {plain_date(found.old.as_at)},"
        f" {found.new.gaps:,} on {plain_date(found.new.as_at)}."
    ]
    same = [one for one in found.changes if one.movement == "unchanged" and one.weighs]
    still = sum(bool(one.kind_after) for one in same)
    moved = [
        (found.count("closed"), "closed"),
        (found.count("better"), "better"),
        (found.count("answered"), "answered now and falling short"),
        (found.count("worse"), "worse"),
        (found.count("opened"), "opened"),
        (found.count("begun"), "asked for the first time and met"),
        (found.count("ended"), "no longer asked"),
        (found.count("unchanged"), f"unchanged ({still:,} of them gaps)"),
    ]
    total = sum(number for number, _ in moved)
    listed = ", ".join(f"{number:,} {what}" for number, what in moved if number)
    sentences.append(f"Of {words.number(total, 'finding')}: {listed}.")
    ours = sum("submission" in one.causes for one in found.changes if one.weighs)
    changed = sum(bool(one.causes) for one in found.changes if one.weighs)
    if changed and ours < changed:
        not_ours = changed - ours
        sentences.append(
            f"{not_ours:,} of the {words.number(changed, 'change')}"
            f" {words.agree(not_ours, 'is', 'are')} not the submission's doing: the rules or the date caused"
            f" {words.agree(not_ours, 'it', 'them')}."
        )
    overdue = sum(one.how in ("overdue", "gone", "put-off") for one in found.actions)
    if overdue:
        sentences.append(
            f"{words.number(overdue, 'action').capitalize()} of last time fell due and {words.agree(overdue, 'is', 'are')} not done."
        )
    asked = [
        (len(found.copied), "text", "copied word for word"),
        (len(found.unmoved), "date", "not moved on"),
        (len(found.jumps), "jump", "of two grades without a reason"),
    ]
    some = [f"{words.number(number, one)} {what}" for number, one, what in asked if number]
    if some:
        sentences.append(f"To ask about: {words.series(some)}.")
    if found.new.carried:
        sentences.append(carried(found.new.carried))
    return tuple(sentences)


def carried(number: int) -> str:
    """How many answers of the new submission nobody has confirmed."""
    return (
        f"{words.number(number, 'answer').capitalize()} of this time {words.agree(number, 'is', 'are')} carried from earlier and not"
        " confirmed, and counts as none.".replace("counts", words.agree(number, "counts", "count"))
    )


def action_now(one: ActionSince) -> str:
    """How an action of last time stands."""
    told = ACTIONS[one.how]
    if one.how == "put-off":
        return f"{told} to {plain_date(one.now_due)}" if one.now_due else f"{told}, and it has no date now"
    if one.how == "overdue" and one.status:
        return f"{told} (status: {one.status.replace('-', ' ')})"
    return told


def subtitle(old: Side, new: Side) -> str:
    """For which two days."""
    return f"From {plain_date(old.as_at)} to {plain_date(new.as_at)}"
