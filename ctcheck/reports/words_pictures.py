"""The fixed words of the pictures and of their twins, for those who want them reworded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from ctcheck.model.counts import Counts
from ctcheck.model.values import plain_date
from ctcheck.model.words import EvidenceState
from ctcheck.reports.words import VERDICT_COUNTS, VERDICTS, by_verdict, number, series

LETTERS: Final = {
    "M": "all met",
    "P": "met in part",
    "N": "something not met",
    "?": "something without an answer",
    "E": "an error",
    "-": "nothing applies",
}
"""What a letter in a cell says of the findings on one theme about one body."""

COUNTS: Final = tuple(VERDICTS.values())
"""Column headers of counts by verdict."""


def part(title: str, one: int, of: int) -> str:
    """The title of one of several pictures that belong together."""
    return f"{title} (part {one} of {of})" if of > 1 else title


HEAT_TITLE: Final = "Where each body stands, by theme"
HEAT_CAPTION: Final = (
    "Findings on each theme about each body, by verdict; where nothing applies there is no line"
)
HEAT_HEADER: Final = ("Body", "Theme", "Shown as", *COUNTS)


def heat_description(themes: int, bodies: int, letters: Sequence[str]) -> str:
    """What the map shows; `letters` are those of all its cells."""
    said = [f"{letters.count(one)} {LETTERS[one]}" for one in ("N", "E", "?", "P", "M") if one in letters]
    applying = len(letters) - letters.count("-")
    text = (
        f"{number(themes, 'theme')} down, {number(bodies, 'body', 'bodies')} across;"
        " a cell has the letter of the weakest finding on that theme about that body."
        f" Of {number(applying, 'cell')} in which something applies: {series(said)}."
    )
    return text[0].upper() + text[1:]


BARS_TITLE: Final = "Findings by theme and verdict"
BARS_CAPTION: Final = "Findings on each theme, by verdict; powers are not counted"
BARS_HEADER: Final = ("Theme", *COUNTS, "All")
BARS_NOTE: Final = (
    "All bars are equally long, whatever they count.",
    "A part is never narrower than its number; so small parts look larger than they are.",
)
BARS_EMPTY: Final = "nothing applies"


def bars_description(counts: Sequence[Counts]) -> str:
    """What the bars show; `counts` are those of all themes."""
    totals = [
        (verdict, sum(one for of, one in pairs if of is verdict))
        for pairs in [[pair for each in counts for pair in by_verdict(each)]]
        for verdict in VERDICTS
    ]
    said = [f"{count} {VERDICT_COUNTS[verdict]}" for verdict, count in totals if count]
    text = (
        f"{number(len(counts), 'bar')}, one for each theme, in parts by verdict, each with its number."
        f" In all: {series(said) or 'no findings'}."
    )
    return text[0].upper() + text[1:]


def apply(judged: int) -> str:
    """How many findings a bar counts."""
    return f"{judged} {'applies' if judged == 1 else 'apply'}"


def aside(count: int) -> str:
    """How many a bar leaves out."""
    return f"{count} {'does' if count == 1 else 'do'} not"


TIMELINE_TITLE: Final = "The way to the inspection, in working days"
TIMELINE_TITLE_OPEN: Final = "Dates around the day described, in working days"
TIMELINE_HEADER: Final = ("No.", "Date", "Working day", "Kind", "What")
TIMELINE_NUMBERS: Final = "The numbers are those of the list that belongs to this picture."
TIMELINE_BREAKS: Final = "The scale changes at each heavy line, so that near days have room."
TIMELINE_EDGE: Final = (
    "Beyond the thin line: days for which no bank holidays are known, so they are not counted."
)
TIMELINE_MORE: Final = "A mark such as +5 stands for as many further dates there; the list has them all."
NOT_COUNTED: Final = "not counted"
EARLIER: Final = "earlier"
LATER: Final = "later"
LANES: Final = {
    "action": ("Actions", "due"),
    "evidence": ("Evidence", "dated"),
    "review-by": ("Evidence to", "be reviewed"),
}
"""In the order of the picture; two lines each."""
KINDS: Final = {
    "as-at": "Day described",
    "notified": "Inspection",
    "fieldwork": "Inspection",
    "deadline": "Deadline",
    "evidence": "Evidence",
    "review-by": "Review of evidence",
    "action": "Action",
}


def timeline_caption(counting: str) -> str:
    """With the rule by which days are counted."""
    return f"Dates on the way to the inspection. {counting}"


def day(kind: str, label: str, date: dt.date, working: int | None) -> str:
    """The label of a day that stands alone."""
    said = KINDS[kind] if kind == "as-at" else label
    return f"{said}: {plain_date(date)}" + (f", day {signed(working)}" if working is not None else "")


def signed(count: int) -> str:
    """A count of days with the sign for minus that is as wide as a digit."""
    return str(count).replace("-", "\N{MINUS SIGN}")


def timeline_description(
    start: dt.date, inspection: dt.date | None, working: int | None, kinds: Sequence[str], late: int
) -> str:
    """What the line shows; `kinds` are those of all events, `late` the actions due after fieldwork begins."""
    if inspection is None:
        text = f"The day described is {plain_date(start)}; no day is given on which fieldwork begins."
    elif working is None:
        text = f"From {plain_date(start)} to fieldwork on {plain_date(inspection)}; the working days are not counted."
    elif working < 0:
        text = f"Fieldwork began on {plain_date(inspection)}, {number(-working, 'working day')} before {plain_date(start)}."
    else:
        text = f"From {plain_date(start)} to fieldwork on {plain_date(inspection)}: {number(working, 'working day')}."
    said = [
        number(kinds.count("action"), "date of an action", "dates of actions"),
        number(kinds.count("evidence"), "date of evidence", "dates of evidence"),
        number(kinds.count("review-by"), "review of evidence", "reviews of evidence"),
    ]
    text += f" It has {series(said)}."
    if late:
        text += f" {late} of the actions {'is' if late == 1 else 'are'} due after fieldwork begins."
    return text


SELF_TITLE: Final = "The trust's own judgements beside the indicative positions"
SELF_CAPTION: Final = "What the trust judged, and what the findings show"
SELF_HEADER: Final = ("About", "Self-judgement", "It claims", "Findings show", "Comparison")
SELF_LEGEND: Final = ("the trust's own judgement", "what the findings show (indicative)")
SELF_OVERALL: Final = "The whole"
SELF_NONE: Final = "none given"
SELF_NOTHING: Final = "nothing was judged"
SELF_SHORT: Final = {
    "over-claim": "claims more",
    "under-claim": "claims less",
    "agrees": "agrees",
    "not-compared": "not compared",
}


def self_description(comparisons: Sequence[str]) -> str:
    """What the dots show; `comparisons` are those of all self-judgements."""
    said = {
        "over-claim": "more than the findings show",
        "under-claim": "less than the findings show",
        "agrees": "what the findings show",
        "not-compared": "something that was not compared",
    }
    parts = [f"{comparisons.count(one)} claimed {words}" for one, words in said.items() if one in comparisons]
    text = f"{number(len(comparisons), 'self-judgement')} on a scale of five positions: {series(parts)}."
    return text[0].upper() + text[1:]


AGE_TITLE: Final = "How old the evidence is"
AGE_HEADER: Final = ("No.", "Evidence", "Date", "Age in months", "State")
AGE_AXIS: Final = "Age in whole months"
AGE_NUMBERS: Final = TIMELINE_NUMBERS
AGE_BREAKS: Final = "The scale changes at the heavy line, so that young evidence has room."
AGE_UNDATED: Final = ("No date", "that counts")
AGE_MORE: Final = "A mark such as +5 stands for as many further items there; the list has them all."
AGE_STATES: Final = {
    EvidenceState.EVIDENCED: "in date",
    EvidenceState.STALE: "out of date, by age or by its review",
    EvidenceState.UNDATED: "without a date, or dated later",
}
AGE_STATES_SHORT: Final = {
    EvidenceState.EVIDENCED: "in date",
    EvidenceState.STALE: "out of date",
    EvidenceState.UNDATED: "without a date that counts",
}
NO_AGE: Final = "none"


def age_caption(on: dt.date, months: int | float | None) -> str:
    """With the day on which ages are counted, and the limit where there is one."""
    limit = f"; out of date when older than {months:g} months" if months is not None else ""
    return f"Evidence by age on {plain_date(on)}{limit}"


def age_limit(months: int | float) -> str:
    """Stands at the line."""
    return f"older than {months:g} months: out of date"


def age_description(on: dt.date, oldest: int | None, states: Sequence[EvidenceState]) -> str:
    """What the strip shows; `states` are those of all items."""
    said = [f"{states.count(state)} {words}" for state, words in AGE_STATES_SHORT.items() if state in states]
    text = f"{number(len(states), 'piece')} of evidence by age on {plain_date(on)}: {series(said)}."
    if oldest is not None:
        text += f" The oldest is {number(oldest, 'month')} old." if oldest else " None is a month old."
    return text[0].upper() + text[1:]
