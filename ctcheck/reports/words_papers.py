"""The fixed words of papers for inspections and meetings; a policy team may reword any of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from ctcheck.model.values import plain_date
from ctcheck.model.words import EvidenceState
from ctcheck.reports.words import agree, number, series

PROFILES: Final = {
    "team": "For the team that works on the self-assessment",
    "inspector": "For inspectors",
    "cabinet": "For the cabinet or partnership board",
    "partner": "For one partner",
}

NOT_SHOWN: Final = "“Not shown” means that too little was answered to say; it is neither good nor bad news."

NO_SELF_JUDGEMENT: Final = "None given"
NO_LIMIT: Final = "None; the findings alone decide"
TABLE_CAPTION: Final = "What the trust says, what the findings show, and what limits it"
TABLE_HEADER: Final = ("Theme", "The trust says", "Indicative, after limits", "Limits and their sources")

ENQUIRIES: Final = {
    "over-claim": "Claims more than the findings show",
    "under-claim": "Claims less than the findings show",
    "risk": "Systemic risk",
    "not-met": "Falls short",
    "unproved": "Met on the trust's own word",
    "stale": "Evidence out of date",
    "undated": "Evidence without a date",
    "cited-often": "One piece of evidence for many things",
    "process-only": "Process shown, not practice or impact",
    "own-word": "Evidence of the trust's own making alone",
    "silent": "Nothing is said",
    "cannot-show": "No self-assessment can show it",
}
ENQUIRY_CAPTION: Final = "Lines of enquiry, in the order in which to ask"
ENQUIRY_HEADER: Final = ("Ask", "Because", "What leads to it", "Documents to ask for")

MATRIX: Final = (
    "Each cell holds the findings of one theme about the area or one body; the letter says how the worst of"
    " them stands."
)
NO_BODIES: Final = "No finding is about a single body."
LETTERS: Final = {
    "M": "Met",
    "P": "Partly met",
    "N": "Not met",
    "?": "No answer",
    "-": "Nothing applies",
    "E": "Error",
}

NO_EVIDENCE: Final = "The submission registers no evidence."
EVIDENCE_CAPTION: Final = "Evidence registered, and its state on the day of the inspection"
EVIDENCE_HEADER: Final = ("Id", "Title and kind", "Date and state", "Owner", "Where it is kept", "Backs")
BACKS_NOTHING: Final = "Backs no finding"
STATES: Final = {
    EvidenceState.EVIDENCED: "In date",
    EvidenceState.STALE: "Out of date",
    EvidenceState.UNDATED: "Undated",
    EvidenceState.UNEVIDENCED: "None",
}

NO_ACTIONS: Final = "There is nothing to act on."
PLAN_CAPTION: Final = "Actions, the most pressing first"
PLAN_HEADER: Final = (
    "No.",
    "Expected, and falls short",
    "Action",
    "Owner (role)",
    "Due, and what to mend",
    "Priority",
)
PRIORITIES: Final = {1: "First", 2: "Next", 3: "Then"}
STATUS: Final = "Status"
CHECKS: Final = {
    "no-owner": "no owner named",
    "no-date": "no date given",
    "no-end": "without an end",
    "after-inspection": "falls due after the inspection",
    "overdue": "overdue",
    "closes-nothing": "closes nothing that was judged",
}

PAPER: Final = "Position and inspection readiness"
PUBLIC_PAPER: Final = "Position and inspection readiness (public version)"
FRONT: Final = {
    "title": "Title",
    "meeting": "Meeting",
    "date": "Date of the meeting",
    "report-of": "Report of (role)",
    "contact": "Contact (role)",
    "wards": "Wards affected",
    "decision": "For decision or for noting",
    "position": "Position as at",
    "access": "Public or exempt (which paragraph)",
}
"""In the order of a committee paper."""
IMPLICATIONS: Final = (
    "Legal",
    "Financial",
    "Equality",
    "Data protection",
    "Children's rights and voice",
    "Risk and the cost of not acting",
)
BLANKS: Final = "To be filled in by the authority's own officers; nothing is made up here."
NOTE_LIMITS: Final = "To note that a self-assessment cannot show that children are safe, and that none of the evidence was opened."


def and_more(count: int) -> str:
    """Stands at the end of a list that was cut."""
    return f"and {count} more"


def months_old(months: int) -> str:
    """The age of evidence on the day of the inspection."""
    return f"{number(months, 'month')} old then" if months else "new then"


def drafted(count: int, total: int) -> str:
    """How many actions are the submission's own and how many were drafted."""
    own = total - count
    return (
        f"{number(total, 'action')}: {own or 'none'} from the submission, {count or 'none'} drafted from gaps."
        " A drafted action has no owner and no date until somebody gives it both."
    )


def own_actions(own: int, without: int) -> str:
    """The submission's own actions, and the gaps that have none."""
    said = f"The submission has {number(own, 'action')}." if own else "The submission has no action."
    if without:
        said += f" {number(without, 'gap').capitalize()} {agree(without, 'has', 'have')} none."
    return said


def recalled(count: int) -> str:
    """How many rules rest on sources that were cited from memory."""
    return (
        f"{number(count, 'rule').capitalize()} {agree(count, 'rests', 'rest')} on a source that was cited from"
        " memory; the full report names them."
    )


def to_inspection(day: dt.date | None, working_days: int | None) -> str:
    """How far the inspection is."""
    if day is None:
        return "No day of an inspection is known."
    if working_days is None:
        return f"Fieldwork begins on {plain_date(day)}."
    if working_days < 0:
        return f"Fieldwork began on {plain_date(day)}, {number(-working_days, 'working day')} before the day described."
    return f"Fieldwork begins on {plain_date(day)}, {number(working_days, 'working day')} after the day described."


def where_we_stand(area: str, day: dt.date, duties: int, met: int, silent: int) -> str:
    """The first sentences of a summary for members."""
    if not duties:
        return f"On {plain_date(day)} no duty on {area} was judged; this is no pass."
    open_ = f", and {silent} {agree(silent, 'has', 'have')} no answer yet" if silent else ""
    return (
        f"On {plain_date(day)}, {met or 'none'} of {duties} findings on duties in {area}"
        f" {agree(met, 'is', 'are') if met else 'is'} met{open_}."
        " A finding is one expectation held against what is said of the area or of one body."
    )


def biggest(titles: Sequence[str]) -> str:
    """The gaps to act on first; a title says what is expected, so it is quoted."""
    return f"First to act on, because it is expected and not shown: {quoted(titles)}."


def quoted(titles: Sequence[str]) -> str:
    """Titles in a sentence."""
    return "; ".join(f"“{title}”" for title in titles)


def asked(actions: int, ownerless: int) -> str:
    """What the meeting is asked for."""
    rest = f", of which {ownerless} {agree(ownerless, 'has', 'have')} no owner" if ownerless else ""
    return f"The plan has {number(actions, 'action')}{rest}."


def risks(titles: Sequence[str]) -> str:
    """Systemic risks in a summary."""
    return f"Risks across themes: {quoted(titles)}."


def agree_plan(actions: int, first: int, inspection: dt.date | None) -> str:
    """The first recommendation."""
    before = f" before {plain_date(inspection)}" if inspection else ""
    start = f", and to have the {number(first, 'action')} of first priority done{before}" if first else ""
    return f"To agree the action plan of {number(actions, 'action')}{start}."


def name_owners(count: int) -> str:
    """Actions that nobody owns."""
    return f"To name, by role, an owner and a date for the {number(count, 'action')} without an owner."


def answer(count: int) -> str:
    """Duties on which nothing was said."""
    return f"To have the {number(count, 'finding')} on duties that {agree(count, 'has', 'have')} no answer answered."


def ask_partners(names: Sequence[str]) -> str:
    """Partners that did not send their return."""
    return f"To ask for the returns of {series(list(names))}."


def bring_forward(count: int) -> str:
    """Actions that land too late."""
    return f"To bring forward the {number(count, 'action')} that {agree(count, 'ends', 'end')} after the inspection or never."


def landing(before: int, after: int, undated: int) -> list[str]:
    """Actions before and after the inspection."""
    said = []
    if before:
        said.append(
            f"{number(before, 'action').capitalize()} {agree(before, 'falls', 'fall')} due before it."
        )
    if after:
        said.append(f"{number(after, 'action').capitalize()} {agree(after, 'falls', 'fall')} due after it.")
    if undated:
        said.append(f"{number(undated, 'action').capitalize()} {agree(undated, 'has', 'have')} no date.")
    return said


def stale(count: int) -> str:
    """Evidence that will be out of date."""
    return f"{number(count, 'piece', 'pieces').capitalize()} of evidence will be out of date when inspectors come."


def self_assessment(title: str, file: str, digest: str) -> str:
    """The submission among the background papers."""
    name = f"{title}: " if title else ""
    return f"{name}the self-assessment {file} (sha256 {digest})"
