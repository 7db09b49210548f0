"""The fixed words of workbooks and lists; a policy team may reword any of them.

The names of the columns of the actions sheet stand in `ctcheck/model/action_sheet.py`, because
`ctcheck actions import` finds the columns by them.
"""

from __future__ import annotations

from typing import Final

from ctcheck.model import action_sheet

COVER: Final = "Cover"
NOTES: Final = "Notes"
GAPS: Final = "Gaps"
ACTIONS: Final = action_sheet.SHEET
FINDINGS: Final = "Findings"
EVIDENCE: Final = "Evidence"

SHEETS: Final = {
    NOTES: "What every column and word means, what a self-assessment cannot show, and the notes of this report.",
    GAPS: "What needs somebody to act, in the order to act in, one finding a row.",
    ACTIONS: "The action plan. Give each action an owner and a date here, then read it back into the"
    " submission with 'ctcheck actions import'.",
    FINDINGS: "Every rule that was evaluated, with the verdict for each body or part that it is about.",
    EVIDENCE: "The register of evidence, with its state on the day of the inspection and what it backs.",
}
"""What each sheet holds, in the order of the sheets after the cover."""

COVER_HEADER: Final = ("Item", "Detail")
NOTES_HEADER: Final = ("About", "Word or column", "Meaning")
COVER_ABOUT: Final = (
    "A self-assessment held against the law of one day by ctcheck, a rule-based checker. Positions are"
    " indicative and no inspectorate's grade."
)
NOTES_ABOUT: Final = "What the columns and words of this workbook mean, and what it cannot show."

READING: Final = (
    "Each sheet holds one table that begins in cell A1 or below the title and has one row of headings; use the"
    " arrows in the headings to filter and sort it.",
    "An empty cell means that nothing is stated, or that nothing applies.",
    "Dates are real dates and numbers are numbers. There are no formulas, macros or links in this workbook.",
    "On the sheet Actions you may change action, owner, date, success measure and status, sort and move"
    " columns, and add rows. Leave Id and Row mark as they are: by them a row finds its way back.",
)

SUMMARY: Final = "Summary"
POSITION: Final = "Indicative position"
SHEET: Final = "Sheet"
HOW_TO_READ: Final = "How to read it"
LEGEND: Final = "Legend"
CANNOT_SHOW: Final = "What this report cannot show"
REPORT_NOTE: Final = "Note of this report"
COLUMN_OF: Final = "Column of"

YES: Final = "yes"
NO: Final = "no"
DRAFTED: Final = "drafted"
SUBMISSION: Final = "submission"

GAP_COLUMNS: Final = {
    "order": ("Order", "Place in the order to act in, 1 first."),
    "number": (
        "Gap number",
        "The number of the gap in the other formats; findings that differ only in the body share one. Empty for"
        " options, which nobody has to act on.",
    ),
    "finding": ("Finding", "The id of the finding: the rule and, after a slash, the body."),
    "theme": ("Theme", "The part of the law or guidance that it belongs to."),
    "title": ("Expectation", "The rule in a few words."),
    "subject": ("About", "The area, the body or the part that the finding is about."),
    "kind": ("Kind of gap", "Only a duty in force that is not met is called a breach."),
    "verdict": ("Verdict", "What ctcheck says on what the submission states."),
    "force": ("Force", "How strongly the source binds."),
    "standing": ("In law", "What the gap amounts to in law."),
    "because": ("Why", "What in the submission leads to the verdict, with the line of the file."),
    "expects": ("Expected", "What is expected."),
    "remedy": ("What would close it", "What to do."),
    "ask": ("To be answered", "The facts that are not stated and would settle it, with whom to ask."),
    "duty_on": ("Duty on", "Who has to see to it."),
    "sources": ("Source", "The provision that says so."),
    "urls": ("Address of the source", "Where the provision can be read. It is text and no link."),
    "why": ("Matters because", "Why it matters for children."),
    "limits": ("Holds back", "The positions that it holds back."),
    "evidence": ("Evidence", "What the register of evidence has for it."),
    "wanted": ("Evidence wanted", "The kinds of evidence that would show it."),
    "planned": ("Planned", "Whether an action has an owner and a date that falls before the inspection."),
    "actions": (
        "Action id",
        "The actions of the plan that close it; one that begins with draft- was drafted.",
    ),
    "action": ("Action", "What will be done."),
    "owner_role": ("Owner (role)", "Who owns the action, by role."),
    "due": ("Due", "The day by which it is to be done."),
    "success_measure": ("Success measure", "How one will know that it worked."),
    "status": ("Status", "How far the action has come."),
    "priority": ("Priority", "1 is first."),
}

ACTION_COLUMNS: Final = {
    "id": "The id of the action; one that begins with draft- was drafted from a gap and is not in the submission yet.",
    "gaps": "The ids of the findings that it closes. To have it close more, add their ids.",
    "short": "What falls short, in words.",
    "action": "What will be done. You may change it.",
    "owner_role": "Who owns it, by role and not by name. You may change it.",
    "due": "The day by which it is to be done. You may change it; ongoing and tbc are taken and listed as weaknesses.",
    "success_measure": "How one will know that it worked: an outcome, not an activity. You may change it.",
    "status": "How far it has come: not started, on track, slipping, late or done. You may change it.",
    "priority": "1 is first: it holds back a position, or a duty in force is not met.",
    "reason": "Why it has that priority.",
    "checks": "What is wrong with the action as it stands.",
    "source": "Whether it stands in the submission or was drafted from a gap.",
    "mark": "By this ctcheck sees which rows somebody has changed. Leave it as it is.",
}

FINDING_COLUMNS: Final = {
    "finding": ("Finding", "The id of the finding: the rule and, after a slash, the body."),
    "theme": ("Theme", "The part of the law or guidance that it belongs to."),
    "title": ("Expectation", "The rule in a few words."),
    "subject": ("About", "The area, the body or the part that the finding is about."),
    "verdict": ("Verdict", "What ctcheck says on what the submission states."),
    "force": ("Force", "How strongly the source binds."),
    "standing": ("Standing", "Whether it was law on the day that the submission describes."),
    "sentence": ("Explanation", "The finding in one plain sentence."),
    "incomplete": ("Facts open", "Whether a fact that is not stated took part in the verdict."),
    "expects": ("Expected", "What is expected."),
    "duty_on": ("Duty on", "Who has to see to it."),
    "in_force_from": ("In force from", "The first day on which it is law."),
    "in_force_to": ("In force to", "The last day on which it is law; empty where no end is known."),
    "sources": ("Source", "The provision that says so."),
    "urls": ("Address of the source", "Where the provision can be read. It is text and no link."),
    "evidence": ("Evidence", "What the register of evidence has for it."),
    "items": ("Evidence ids", "The entries of the sheet Evidence that back it."),
    "waiver": ("Said not to apply", "The submission's reason why it does not apply."),
    "parameters": ("Thresholds", "The names of the thresholds that it uses."),
    "places": ("In the file", "Where the facts stand in the submission, by line."),
    "enquiry": ("Enquiry", "What an inspector may ask."),
}

EVIDENCE_COLUMNS: Final = {
    "id": ("Id", "The id of the evidence in the submission."),
    "title": ("Title", "What it is called."),
    "kind": ("Kind", "What kind of evidence it is."),
    "date": ("Date", "Its date."),
    "review_by": ("To be reviewed by", "The day by which it is to be reviewed."),
    "state": ("State", "Whether it will be in date on the day of the inspection."),
    "age_months": ("Age in months", "Whole months from its date to the day of the inspection."),
    "shows": ("Shows", "Process, practice or impact, as the submission says."),
    "owner_role": ("Owner (role)", "Who keeps it, by role."),
    "kept": ("Where it is kept", "As the submission says. ctcheck has not opened it."),
    "supports": ("Said to back", "The facts, partners or rules that the submission names."),
    "backs": ("Findings backed", "How many findings it backs."),
    "findings": ("Finding ids", "The ids of those findings."),
    "place": ("In the file", "Where it stands in the submission."),
}

NO_ACTIONS: Final = "There is nothing to act on."
NO_FINDINGS: Final = "No rule was evaluated; this is no pass."

STANDINGS: Final = {
    "in-force": "In force",
    "readiness": "Not yet law on that day",
    "residual": "No longer asked for",
}

STANDING_MEANINGS: Final = {
    "in-force": "Law on the day that the submission describes.",
    "readiness": "Law on the law date, and not yet on the day that the submission describes: never a breach.",
    "residual": "Still printed as law, and inspectors no longer ask for it.",
}

KIND_MEANINGS: Final = {
    "breach": "A duty that was in force is not met, on what the submission states.",
    "unanswered": "The submission does not say enough to judge.",
    "readiness": "Falls short of what was not law yet on the day that the submission describes.",
    "shortfall": "Falls short in part, or of something that is no duty.",
    "option": "A power that is not used: a choice, and never a breach.",
    "residual": "Still printed as law, and no longer asked for.",
    "error": "ctcheck could not evaluate the rule; this says nothing about the trust.",
}

FORCE_MEANINGS: Final = {
    "duty": "The law says that it must be done.",
    "statutory-guidance": "Guidance that must be followed unless there is good reason not to.",
    "inspection-criterion": "What inspectors look for.",
    "good-practice": "What is held to be good; nothing in law requires it.",
    "power": "The law allows it; using it is a choice.",
}

STATE_MEANINGS: Final = {
    "evidenced": "It has a date and will be in date when inspectors come.",
    "stale": "It will be out of date when inspectors come.",
    "undated": "It has no date.",
}

CHECK_MEANINGS: Final = {
    "no-owner": "Name one role that sees to it.",
    "no-date": "Give the day by which it is done.",
    "no-end": "It says ongoing or to be confirmed; an action without an end cannot be late, and cannot be done.",
    "after-inspection": "It is done only after inspectors have come.",
    "overdue": "Its day has passed and it is not said to be done.",
    "closes-nothing": "The rule that it is for was not judged in this report.",
}

ABOUT_WORDS: Final = {
    "verdict": "Verdict",
    "kind": "Kind of gap",
    "force": "Force",
    "standing": "Standing",
    "state": "State of evidence",
    "check": "Check of an action",
}

DUE_TITLE: Final = "A date"
DUE_HELP: Final = "The day by which it is done, such as 1 April 2006. ongoing and tbc are taken, and listed."
DUE_ERROR: Final = "This is no date. ctcheck takes a date, ongoing or tbc."
STATUS_TITLE: Final = "Status"
STATUS_ERROR: Final = "Choose one of the list, or leave the cell empty."

PAGE: Final = "Page &P of &N"
"""The codes are those of spreadsheets."""


def status_words(status: str) -> str:
    """A status as people write it: `not-started` as `not started`."""
    return status.replace("-", " ") if status in action_sheet.STATUSES else status
