"""The fixed words of the reports, in one place for those who want them reworded.

Three promises hold for every sentence here:
only a gap of kind `breach` is called a breach of duty;
a power is an option, never a breach;
and a position is indicative, never a prediction of a grade.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from ctcheck.model import words
from ctcheck.model.counts import Counts
from ctcheck.model.rules import InForce
from ctcheck.model.values import plain_date
from ctcheck.model.words import Basis, EvidenceState, Force, Strength, Verdict

VERDICTS: Final = {
    Verdict.MET: "Met",
    Verdict.PARTLY_MET: "Partly met",
    Verdict.NOT_MET: "Not met",
    Verdict.NO_ANSWER: "No answer",
    Verdict.NOT_APPLICABLE: "Does not apply",
    Verdict.ERROR: "Error",
}

VERDICT_MEANINGS: Final = {
    Verdict.MET: "The submission states what is expected.",
    Verdict.PARTLY_MET: "The submission states a part of what is expected.",
    Verdict.NOT_MET: "What the submission states falls short.",
    Verdict.NO_ANSWER: "The submission does not say enough to judge; silence is not a pass.",
    Verdict.NOT_APPLICABLE: "The expectation does not apply here, or a reason is given why not.",
    Verdict.ERROR: "ctcheck failed to evaluate the rule; nothing can be concluded.",
}

VERDICT_COUNTS: Final = {
    Verdict.MET: "met",
    Verdict.PARTLY_MET: "partly met",
    Verdict.NOT_MET: "not met",
    Verdict.NO_ANSWER: "without an answer",
    Verdict.NOT_APPLICABLE: "not applicable",
    Verdict.ERROR: "ended in error",
}
"""As they stand after a number."""

FORCES: Final = {
    Force.DUTY: "Duty",
    Force.STATUTORY_GUIDANCE: "Statutory guidance",
    Force.INSPECTION_CRITERION: "Inspection criterion",
    Force.GOOD_PRACTICE: "Good practice",
    Force.POWER: "Power",
}

EVIDENCE: Final = {
    EvidenceState.EVIDENCED: "Evidence in date is registered",
    EvidenceState.UNEVIDENCED: "No evidence is registered",
    EvidenceState.UNDATED: "The evidence registered has no date",
    EvidenceState.STALE: "The evidence registered will be out of date at the inspection",
}

LEVEL_WORDS: Final = {level: said.capitalize() for level, said in words.LEVEL_WORDS.items()}
"""Positions as labels; the words themselves are the model's, because sentences use them too."""

GAP_KINDS: Final = {
    "breach": "Breach of duty",
    "unanswered": "Unanswered",
    "readiness": "Readiness gap",
    "shortfall": "Shortfall",
    "option": "Option",
    "residual": "No longer asked for",
    "error": "Error",
}

SECTIONS: Final = {
    "summary": "Summary",
    "checked": "What was checked",
    "assurance": "Assurance: what was checked and what was not",
    "positions": "Positions by theme",
    "risks": "Systemic risks",
    "judgements": "The trust's own judgements",
    "gaps": "Gaps, in the order to act in",
    "claims": "Claims without evidence in date",
    "parameters": "Thresholds that the findings rest on",
    "notes": "Notes",
    "next": "What to do next",
    "judgement-table": "Judgement table",
    "enquiries": "Lines of enquiry",
    "matrix": "Themes by partner",
    "evidence": "Evidence index",
    "plan": "Action plan",
    "action-status": "How the submission's own actions stand",
    "top-actions": "The ten actions that press most",
    "timeline": "The way to the inspection",
    "front": "Front page",
    "recommendations": "Recommendations",
    "position": "Position on one page",
    "readiness": "Inspection readiness",
    "implications": "Implications",
    "background": "Background papers",
}
"""Headings of the sections of reports."""

ALL: Final = "All"
ONE_FINDING_EACH: Final = "Every rule gives one finding for each body or part of the area that it is about."
COUNT_HEADER: Final = ("Verdict", "Findings", "What it means")
NOT_EVALUATED: Final = "Not evaluated"
NOT_RETURNED: Final = "Partners that did not send their return"
CANNOT_SHOW: Final = "What this report cannot show"
POSITIONS_CAPTION: Final = "Indicative position of each theme"
POSITION_HEADER: Final = ("Theme", "Indicative position", "Findings")
FROM_FINDINGS: Final = "From the findings alone"
LIMIT: Final = "Limit"
LIMITS: Final = "Limits"
SOURCE: Final = "Source"
RESTS: Final = "Rests on"
ENQUIRY: Final = "Enquiry"
CLAIMING: Final = "which claims"
JUDGEMENTS_CAPTION: Final = "Each judgement beside the indicative position"
JUDGEMENT_HEADER: Final = ("About", "The trust says", "The findings show", "Together")
PARAMETERS_CAPTION: Final = "Thresholds and who sets them, house rules first"
PARAMETER_HEADER: Final = ("Name", "Value", "Set by", "Why")

STRENGTHS: Final = {
    Strength.HARD: "Always limits",
    Strength.NORMALLY: "Normally limits",
    Strength.OBSERVED: "Has been seen to limit",
}

LIMIT_KINDS: Final = {
    "cap": "the position is at most",
    "no-overall": "there is no overall position",
    "warn": "a warning, no limit",
}

NO_BITE: Final = "The findings alone lead no higher, so it changes nothing here."

BASES: Final = {
    Basis.HOUSE: "House rule",
    Basis.GUIDANCE: "Set by guidance",
    Basis.LAW: "Set by law",
}
"""In the order of the list of parameters: what a reader may change comes first."""

COMPARISONS: Final = {
    "over-claim": "Claims more than the findings show",
    "under-claim": "Claims less than the findings show",
    "agrees": "Agrees with the findings",
    "not-compared": "Not compared",
}

AREA_TYPES: Final = {
    "county": "county",
    "unitary": "unitary authority",
    "metropolitan-district": "metropolitan district",
    "london-borough": "London borough",
}

TRUTHS: Final = {"T": "yes", "F": "no", "U": "unknown"}
"""How a condition in a tree of reasons came out."""

WITHHELD: Final = "withheld"
"""In place of how a condition came out, where that is not for the public."""

TREES: Final = {"applies": "Applies if", "met": "Met if", "partly": "Partly met if"}

NOTHING_STATED: Final = "nothing is stated"

FICTIONAL: Final = "FICTIONAL: this submission describes no real area. Its findings are about nobody."
INDICATIVE: Final = (
    "Positions are indicative, not a prediction of an inspectorate's grade. "
    "They follow from the findings and from limits; powers are not counted, since using one is a choice."
)
NOT_OPENED: Final = (
    "ctcheck has not opened the evidence. It reads what the register of evidence says of each item, "
    "not the item itself."
)
RECALLED: Final = "cited from memory: check it before relying on it"
RECALLED_RULES: Final = "Rules whose source was cited from memory and not read"
OPTIONS_TITLE: Final = "Optional powers, and law no longer asked for"
OPTIONS: Final = (
    "Using a power is an option, never a breach."
    " Residual law is still printed, and inspectors no longer ask for it. None of these moves a position."
)
CLAIMS: Final = (
    "These expectations are met on what the submission states, and nothing in date backs the statement."
)
NO_ACTION: Final = "None in the submission's action plan."
MEND: Final = "Mend the rule or report the fault, and judge this by hand until then."
UNPLANNED: Final = "No action has both an owner and a date before the inspection."
ALL_FINDINGS: Final = "All findings, by theme"
OTHER_FINDINGS: Final = "All other findings, by theme"

NO_GAPS: Final = "None. No finding needs anybody to act."

NOTHING_JUDGED: Final = (
    "None, because nothing was judged: no rule in force on the law date applies here. This is no pass."
)
NO_RISKS: Final = "None was found."
NO_JUDGEMENTS: Final = "The submission gives none."
NOT_YET_LAW: Final = "not yet law, or asking for less, on the day that the submission describes"
RESIDUAL: Final = "still printed as law and no longer asked for"
RESTS_ON: Final = "Stands because"
FOLLOWS: Final = "What follows from it"
WAIVED: Final = "Said by the submission not to apply"
INCOMPLETE: Final = "Some facts that this rests on are not stated."


def date(day: dt.date | None) -> str:
    """A date as people write it, or words where there is none."""
    return "no date given" if day is None else plain_date(day)


def number(count: int, one: str, many: str = "") -> str:
    """The count with its noun: `1 finding`, `2 findings`, `no findings`."""
    noun = one if count == 1 else (many or f"{one}s")
    return f"{count or 'no'} {noun}"


THE_AREA: Final = "the area"
"""How a finding names its subject where that is no single body."""


def bodies(count: int) -> str:
    """So many bodies or parts."""
    return f"{count} of them"


def alike(count: int, bodies: bool) -> str:
    """How many gaps are told together."""
    return f"{count} {'bodies' if bodies else 'parts'} alike"


def agree(count: int, one: str, many: str) -> str:
    """The form of a word that goes with the count."""
    return one if count == 1 else many


def series(parts: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def tally(counts: Counts) -> str:
    """The counts of a position in words, with what they are out of."""
    parts = [
        f"{count} {VERDICT_COUNTS[verdict]}"
        for verdict, count in by_verdict(counts)
        if count and verdict is not Verdict.NOT_APPLICABLE
    ]
    applying = f"{number(counts.judged, 'finding')} {agree(counts.judged, 'applies', 'apply')}"
    aside = counts.not_applicable
    rest = f" {aside} {agree(aside, 'does', 'do')} not apply." if aside else ""
    text = f"{applying}: {series(parts)}." if parts else f"{applying}."
    return text[0].upper() + text[1:] + rest


def by_verdict(counts: Counts) -> list[tuple[Verdict, int]]:
    """Each verdict with its count, in the order of every table."""
    return [
        (Verdict.MET, counts.met),
        (Verdict.PARTLY_MET, counts.partly_met),
        (Verdict.NOT_MET, counts.not_met),
        (Verdict.NO_ANSWER, counts.no_answer),
        (Verdict.NOT_APPLICABLE, counts.not_applicable),
        (Verdict.ERROR, counts.error),
    ]


def in_force(span: InForce) -> str:
    """When a rule is law: both days count."""
    if span.first is None:
        return "enacted, not in force"
    if span.last is None:
        return f"in force from {plain_date(span.first)}"
    return f"in force from {plain_date(span.first)} to {plain_date(span.last)}"


def not_yet_law(as_at: dt.date, begun: bool) -> str:
    """What is said of a rule that was not law, or asked for less, on the day the submission describes."""
    day = plain_date(as_at)
    then = f"asked for less on {day} than on the law date" if begun else f"not yet law on {day}"
    return f"{then}: a readiness gap, not a breach"


def standing(kind: str, force: Force, first: dt.date | None, as_at: dt.date) -> str:
    """What a gap amounts to in law, in one sentence. `first` is the first day of the rule."""
    day = plain_date(as_at)
    if kind == "breach":
        return (
            f"On what the submission states, and by the test of proof used here, a breach of a duty"
            f" that was in force on {day}."
        )
    if kind == "option" or force is Force.POWER:
        return "A power: an option, never a breach."
    if kind == "residual":
        return "Still printed as law, and no longer asked for: not called a breach."
    if kind == "error":
        return "ctcheck could not evaluate the rule; this says nothing about the trust."
    if kind == "readiness":
        return f"{FORCES[force]}, {not_yet_law(as_at, first is not None and first <= as_at)}."
    if kind == "unanswered":
        return "Not judged: the submission does not say enough, and silence is not a pass."
    return _SHORTFALLS[force]


_SHORTFALLS: Final = {
    Force.DUTY: "A duty, shown in part: short of the test of proof used here, which is no breach in itself.",
    Force.STATUTORY_GUIDANCE: "Falls short of statutory guidance; it is not a duty.",
    Force.INSPECTION_CRITERION: "Falls short of what inspectors look for; it is not a duty.",
    Force.GOOD_PRACTICE: "Falls short of good practice; nothing in law requires it.",
    Force.POWER: "A power: an option, never a breach.",
}


def law_of(law_date: dt.date) -> str:
    """For the head of each page."""
    return f"held against the law of {plain_date(law_date)}"


def law_not_evaluated(count: int, law_date: dt.date) -> str:
    """How many rules were not yet law."""
    was = agree(count, "rule was", "rules were")
    return f"{count} {was} not yet law on {plain_date(law_date)} and not evaluated."


def suggestion(suggested: dt.date) -> str:
    """Stands before the option that gives the law date."""
    return f"To see how ready the area is for the law of {plain_date(suggested)}, try"


def law_ended(count: int, law_date: dt.date) -> str:
    """How many rules had ceased to be law."""
    was = agree(count, "rule was", "rules were")
    return f"{count} {was} no longer law on {plain_date(law_date)} and not evaluated."


def law_to_come(count: int) -> str:
    """How many rules have no first day."""
    is_ = agree(count, "rule is", "rules are")
    return f"{count} {is_} enacted and not in force; such a rule is listed and never judged."


def coming(title: str, source: str, enacted: dt.date | None) -> str:
    """A rule that waits for the day on which it begins."""
    since = f", enacted on {plain_date(enacted)}" if enacted else ""
    return f"Coming: {title} ({source}{since}; no day yet on which it begins)."


def changed(pack: str, before: int | float) -> str:
    """Stands before the reason of a parameter that a pack has changed."""
    return f"Changed from {before:g} by the pack {pack}. " if pack else ""


def withdrawn(title: str, rule: str, pack: str, reason: str) -> str:
    """A rule that a pack has taken out."""
    return f"Withdrawn by the pack {pack}: {title} ({rule}). Reason: {reason}"


def evaluated(rules: int, findings: int) -> str:
    """What the counts are counts of."""
    was = agree(rules, "was", "were")
    text = f"{number(rules, 'rule')} {was} evaluated and gave {number(findings, 'finding')}:"
    return text[0].upper() + text[1:]


def next_step(gaps: int, errors: int, judged: int) -> str:
    """The last line: what to do with this report."""
    if not judged:
        return "Next: nothing was judged; choose a law date on which rules apply with --law-at."
    if errors:
        rules = number(errors, "finding")
        return f"Next: {rules} ended in error. Mend the rule or report the fault before using this report."
    if gaps:
        return (
            "Next: give gap 1 an owner and a date, then go down the list. "
            "'ctcheck explain' shows the reasons behind any finding."
        )
    return "Next: have somebody who did not write the submission look at the evidence behind what is met."
