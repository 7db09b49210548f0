"""What stands in a workbook of questions: the names of its sheets and columns, and what each may hold.

What makes a workbook and what reads one share nothing else, so that a column that has been moved and a sheet
that has been renamed are still found.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from ctcheck.model import action_sheet
from ctcheck.model.rules import FactType, RulePacks, Vocabulary

FORMAT: Final = "workbook.format"
SHEETS: Final = "workbook.sheets"
LAW: Final = "workbook.law"
CARRIED: Final = "workbook.carried"
"""Rows of the first sheet that say how the workbook was made; nobody answers them."""

COVER: Final = "Start here"
AREA: Final = "The area"
PARTNERS: Final = "Partners"
PARTNER_ANSWERS: Final = "Partner answers"
ALSO: Final = "Also stated"
CHOICES: Final = "Choices"
HISTORY: Final = "history"
"""The list that has a sheet only where it holds something."""

COLUMNS: Final = {
    "part": "Part",
    "partner": "Partner",
    "question": "Question",
    "help": "Help",
    "how": "How to answer",
    "who": "Who knows",
    "answer": "Answer",
    "carried": "Carried from",
    "evidence": "Evidence ids",
    "note": "Note",
    "fact": "Fact",
    "made": "As made",
}
"""Columns of a sheet of questions. `partner` stands only where partners answer; `fact` and `made` are hidden."""

MARKS: Final = ("carried", "made")
"""Columns that stand only in a workbook with answers carried from an earlier one."""
FORMATS: Final = ("1", "2")
"""The second has answers carried or actions finished, of which a program that knows the first would lose the marks."""

ALSO_CALLED: Final = {
    "answers": "answer",
    "response": "answer",
    "ouranswer": "answer",
    "youranswer": "answer",
    "evidence": "evidence",
    "evidenceid": "evidence",
    "notes": "note",
    "comment": "note",
    "comments": "note",
    "questions": "question",
    "partnerid": "partner",
    "path": "fact",
}
"""Other headings, by their letters."""

MARKINGS: Final = {"restricted": "restricted", "exempt": "exempt"}
_TEXT: Final = FactType("text")
_DATE: Final = FactType("date")
_NUMBER: Final = FactType("number")
_ID: Final = FactType("id")
_MARKING: Final = FactType("choice", choices=MARKINGS)


def _words(*words: str) -> FactType:
    return FactType("choice", choices={word: word.replace("-", " ") for word in words})


class Field(NamedTuple):
    """One column of a list."""

    key: str
    header: str
    type: FactType
    help: str
    prefilled: bool = False
    """Whether it is filled in beforehand, and so says nothing where it stands alone in its row."""


class ListSheet(NamedTuple):
    """A sheet with a row for each entry of a list."""

    name: str
    path: str
    """The part of a submission, or the fact, that it holds."""
    about: str
    fields: tuple[Field, ...]


class Ask(NamedTuple):
    """One question, whose answer stands in one cell."""

    path: str
    part: str
    ask: str
    help: str
    type: FactType
    who: str = ""
    kinds: tuple[str, ...] = ()
    """For a partner's question: the kinds of body that it is put to."""
    sheet: str = ""
    """For a list: the sheet with its entries."""


AREA_TYPES: Final = ("county", "unitary", "metropolitan-district", "london-borough")
STATUSES: Final = ("none", "expected", "notified", "on-site", "completed")
RETURN_STATUSES: Final = ("invited", "started", "submitted", "moderated", "not-returned", "exempt")
EVIDENCE_KINDS: Final = (
    "policy", "procedure", "plan", "minutes", "agreement", "case-audit", "dip-sample", "survey-of-staff",
    "survey-of-children-or-parents", "training-record", "data-return", "inspection-report", "peer-report",
    "complaint-learning", "case-review", "job-description", "web-page", "other",
)  # fmt: skip

FRAME: Final = (
    Ask("area.name", "Area", "What is the authority called?", "", _TEXT),
    Ask("area.type", "Area", "What type of authority is it?", "", _words(*AREA_TYPES)),
    Ask("area.code", "Area", "What is its official code?", "Such as E10000015. May stay empty.", _TEXT),
    Ask(
        "area.bodies_absent",
        "Area",
        "Which kinds of body does the area not have?",
        "Only kinds that not every area has. May stay empty.",
        FactType("choices"),
    ),
    Ask("title", "Self-assessment", "What is this self-assessment called?", "One line.", _TEXT),
    Ask("as_at", "Self-assessment", "Which day does it describe?", "", _DATE),
    Ask("period.from", "Self-assessment", "On which day does its period begin?", "May stay empty.", _DATE),
    Ask("period.to", "Self-assessment", "On which day does its period end?", "May stay empty.", _DATE),
    Ask(
        "marking",
        "Self-assessment",
        "How is it marked?",
        "",
        _words("public", "restricted", "exempt"),
    ),
    Ask("fictional", "Self-assessment", "Is the authority made up?", "", FactType("yes-no")),
    Ask(
        "inspection.regime",
        "Inspection",
        "By which inspection is it read?",
        "May stay empty.",
        FactType("choice"),
    ),
    Ask("inspection.status", "Inspection", "How far is that inspection?", "", _words(*STATUSES)),
    Ask("inspection.notified", "Inspection", "On which day was it announced?", "May stay empty.", _DATE),
    Ask(
        "inspection.fieldwork",
        "Inspection",
        "On which day do inspectors arrive?",
        "May stay empty.",
        _DATE,
    ),
    Ask("return.partner", "Return", "Which body sends this return?", "The id of a partner.", _ID),
    Ask(
        "return.areas",
        "Return",
        "For which areas is it meant?",
        "Names or official codes, each on a line of its own. One return may serve several areas.",
        FactType("texts"),
    ),
    Ask("return.answered_by", "Return", "Who has answered? Give the role, not the name.", "", _TEXT),
    Ask("return.on", "Return", "On which day?", "", _DATE),
)
"""The questions of the frame. Those of a return stand only in a return."""

LISTS: Final = (
    ListSheet(
        PARTNERS,
        "partners",
        "One row for each partner. Rows without a name are left out. Facts about each stand on the sheet "
        f"{PARTNER_ANSWERS}, found by the id.",
        (
            Field("id", "Id", _ID, "Lower case with hyphens, such as police-authority.", prefilled=True),
            Field("name", "Name", _TEXT, "What the partner is called."),
            Field("kind", "Kind", FactType("choice"), "The kind of body.", prefilled=True),
            Field("return_status", "Return status", _words(*RETURN_STATUSES), "Whether it has replied."),
            Field("answered_by", "Answered by", _TEXT, "Who answered, by role or body."),
            Field("marking", "Marking", _MARKING, "Only where it is not for publication."),
        ),
    ),
    ListSheet(
        "Evidence",
        "evidence",
        "One row for each piece of evidence. Put its id beside the questions that it backs.",
        (
            Field("id", "Id", _ID, "Lower case with hyphens, such as plan-2006."),
            Field("title", "Title", _TEXT, "What it is called."),
            Field("kind", "Kind", _words(*EVIDENCE_KINDS), "What sort of evidence it is."),
            Field("date", "Date", _DATE, "The day it was made."),
            Field("review_by", "Review by", _DATE, "The day it is to be reviewed by."),
            Field("owner_role", "Owner (role)", _TEXT, "The role, not the name."),
            Field("kept", "Where it is kept", _TEXT, "Nothing is fetched from there."),
            Field("shows", "What it shows", _words("process", "practice", "impact"), ""),
            Field(
                "supports",
                "Also supports",
                FactType("ids"),
                "What it backs beside the questions that name it: paths of facts, partners, rules.",
            ),
            Field("file", "File", _TEXT, "A file below the folder of the submission, if there is one."),
            Field("sha256", "Fingerprint", _TEXT, "The sha256 of the file. May stay empty."),
            Field("marking", "Marking", _MARKING, "Only where it is not for publication."),
        ),
    ),
    ListSheet(
        "Actions",
        "actions",
        "One row for each action.",
        (
            Field("id", "Id", _ID, "Lower case with hyphens."),
            Field("closes", "Closes", FactType("ids"), "The ids of the rules whose gaps it closes."),
            Field("action", "Action", _TEXT, "What will be done."),
            Field("owner_role", "Owner (role)", _TEXT, "The role, not the name."),
            Field("due", "Due", FactType("due"), "A day, or ongoing or tbc."),
            Field("success_measure", "Success measure", _TEXT, "How one will know that it worked."),
            Field("status", "Status", _words(*action_sheet.STATUSES), ""),
            Field("marking", "Marking", _MARKING, "Only where it is not for publication."),
        ),
    ),
    # Headings of its own, so that neither sheet is taken for the other once somebody has renamed it.
    ListSheet(
        "Finished",
        HISTORY,
        "Actions that were finished in earlier cycles. Nothing is judged by them.",
        (
            Field("id", "Id", _ID, "Lower case with hyphens."),
            Field("closes", "Closed", FactType("ids"), "The ids of the rules whose gaps it closed."),
            Field("action", "What was done", _TEXT, ""),
            Field("owner_role", "Owner (role)", _TEXT, "The role, not the name."),
            Field("due", "Was due", FactType("due"), "A day, or ongoing or tbc."),
            Field("success_measure", "Success measure", _TEXT, "How one knew that it worked."),
            Field("status", "Status", _words(*action_sheet.STATUSES), ""),
            Field("marking", "Marking", _MARKING, "Only where it is not for publication."),
        ),
    ),
    ListSheet(
        "Self-judgements",
        "self_judgements",
        "The trust's own judgements, each on a named scale. Rows without a judgement are left out.",
        (
            Field("about", "About", _ID, "A theme, overall, or the id of a rule.", prefilled=True),
            Field("scale", "Scale", FactType("choice"), "Which scale it stands on.", prefilled=True),
            Field("judgement", "Judgement", FactType("grade"), "A grade of that scale."),
            Field("on", "Given on", _DATE, ""),
            Field("marking", "Marking", _MARKING, "Only where it is not for publication."),
        ),
    ),
    ListSheet(
        "Indicators",
        "indicators",
        "One row for each performance indicator.",
        (
            Field("id", "Id", _ID, "Lower case with hyphens."),
            Field("name", "Name", _TEXT, ""),
            Field("definition", "Definition", FactType("choice"), "The published definition it follows."),
            Field("numerator", "Numerator", _NUMBER, "The number counted."),
            Field("denominator", "Denominator", _NUMBER, "The number they were counted among."),
            Field("period", "Period", _TEXT, ""),
            Field("period_ends", "Period ends", _DATE, ""),
            Field("comparator", "Comparator", _TEXT, "What it is compared with."),
            Field("comparator_percent", "Comparator in per cent", FactType("number", unit="per cent"), ""),
            Field(
                "direction",
                "Direction",
                _words("higher-is-better", "lower-is-better", "neither"),
                "",
            ),
            Field("quality_note", "Quality note", _TEXT, "What its figures rest on."),
            Field("marking", "Marking", _MARKING, "Only where it is not for publication."),
        ),
    ),
    ListSheet(
        "Does not apply",
        "not_applicable",
        "Rules that are shown not to apply. A duty cannot be waived.",
        (
            Field("rule", "Rule", _ID, "The id of the rule."),
            Field("reason", "Reason", _TEXT, "Why it does not apply."),
            Field("approved_by", "Approved by (role)", _TEXT, "The role, not the name."),
            Field("until", "Until", _DATE, ""),
            Field("marking", "Marking", _MARKING, "Only where it is not for publication."),
        ),
    ),
    ListSheet(
        "Sources",
        "sources",
        "The documents that this was made from. Nothing is fetched from their addresses.",
        (
            Field("ref", "Reference", _TEXT, "Short, such as S1."),
            Field("title", "Title", _TEXT, ""),
            Field("address", "Address", _TEXT, ""),
            Field("marking", "Marking", _MARKING, "Only where it is not for publication."),
        ),
    ),
    ListSheet(
        "Signed off",
        "submitted",
        "Who has signed this self-assessment, by role.",
        (
            Field("role", "Role", _TEXT, "The role, not the name."),
            Field("on", "Signed on", _DATE, ""),
            Field("marking", "Marking", _MARKING, "Only where it is not for publication."),
        ),
    ),
    ListSheet(
        "Not for publication",
        "restricted",
        "Answers that are not for publication, each by the path of its fact.",
        (
            Field("path", "Path", _TEXT, "Such as plan.published, or partners.police.agreement."),
            Field("marking", "Marking", _MARKING, ""),
            Field("paragraph", "Paragraph", FactType("integer"), "Of Schedule 12A, for what is exempt."),
            Field("because", "Because", _TEXT, "No report shows this."),
        ),
    ),
)
"""The lists of the frame, in the order of the sheets."""


def filled_in(field: Field, part: str, packs: RulePacks, regimes: Mapping[str, str]) -> FactType:
    """The type of a column with the choices that the packs give it."""
    if (part, field.key) == ("partners", "kind"):
        return field.type._replace(choices=partner_kinds(packs))
    if (part, field.key) == ("self_judgements", "scale"):
        return field.type._replace(choices={one.id: one.id for one in packs.scales.values()})
    if (part, field.key) == ("indicators", "definition"):
        table = packs.tables.get("performance-indicators")
        return field.type._replace(choices={row.id: row.label for row in table.rows} if table else {})
    return field.type


def frame_type(ask: Ask, packs: RulePacks, regimes: Mapping[str, str]) -> FactType:
    """The type of a question of the frame with the choices that the packs give it."""
    if ask.path == "area.bodies_absent":
        return ask.type._replace(choices=partner_kinds(packs))
    if ask.path == "inspection.regime":
        return ask.type._replace(choices=regimes)
    return ask.type


def partner_kinds(packs: RulePacks) -> dict[str, str]:
    """Every kind of partner and what it is called, each once."""
    return {row.id: row.label for table in packs.tables.values() if table.partner_kinds for row in table.rows}


def record_sheets(vocabulary: Vocabulary) -> dict[str, ListSheet]:
    """For each list of entries among the facts its sheet, by path."""
    sheets: dict[str, ListSheet] = {}
    taken = {one.name.casefold() for one in LISTS}
    sections = vocabulary.sections
    for path, declared in vocabulary.facts.items():
        if declared.type.kind != "records" or path.partition(".")[0] not in sections:
            continue
        fields = tuple(
            Field(key, humanised(key), one.type, f"{one.label[:1].upper()}{one.label[1:]}.")
            for key, one in declared.type.fields.items()
        )
        parts = path.split(".")
        name = sheet_name(humanised(f"{parts[0]} {parts[-1]}"), taken)
        taken.add(name.casefold())
        sheets[path] = ListSheet(name, path, declared.ask, fields)
    return sheets


def humanised(key: str) -> str:
    """A key as a heading: `published_on` becomes `Published on`."""
    words = re.sub(r"[\s_.-]+", " ", key).strip()
    return words[:1].upper() + words[1:]


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that a spreadsheet allows and no other sheet has; `taken` is in lower case."""
    bare = re.sub(r"[\[\]:*?/\\]", " ", wanted).strip(" '")[:31].strip(" '") or "Sheet"
    name, number = bare, 2
    while name.casefold() in taken:
        name = f"{bare[: 31 - len(str(number)) - 1]} {number}"
        number += 1
    return name


def letters(text: str) -> str:
    """A heading by its letters and digits only, in lower case."""
    return re.sub(r"[^a-z0-9]", "", text.casefold())
