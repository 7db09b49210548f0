"""The fixed text of a workbook of questions, so that a policy team can reword it."""

from __future__ import annotations

from typing import Final

TITLE: Final = "Self-assessment workbook: {area}"
RETURN_TITLE: Final = "Return to {area}: {partner}"
ABOUT_TITLE: Final = "Questions in force for a {type} under the law of {law}."

COVER_HEADERS: Final = ("Step", "What to do")
COVER: Final = (
    ("1. The area", "Check the sheet 'The area': the day described, the inspection, the marking."),
    (
        "2. Answer",
        "Each theme has a sheet. Write in the column 'Answer'; cells with a list offer what may stand there."
        " Leave empty what you do not know: silence is never read as yes and never as no.",
    ),
    ("None", "Write 'none' where there is no such thing. That is an answer; an empty cell is not."),
    (
        "Lists",
        "Some questions ask for entries, such as reviews or agreements. They have a sheet of their own with a row"
        " for each entry; the question names it.",
    ),
    (
        "Dates",
        "Write 1 April 2006 or 01/04/2006: the day stands first. Years need four digits. Where only the month is"
        " known and the question allows it, write April 2006.",
    ),
    ("Shares", "Write '45 of 50'. Where only a percentage is known, write '90%'."),
    (
        "Several answers",
        "Where several may be chosen, put a semicolon between them. Where several lines are asked for, put each on"
        " a line of its own (Alt and Enter).",
    ),
    (
        "3. Partners",
        "Name the partners on the sheet 'Partners'; rows without a name are left out. Their answers stand on the"
        " sheet 'Partner answers', one block for each. For a further partner copy a block and write its id.",
    ),
    (
        "4. Evidence",
        "List each piece on the sheet 'Evidence' and write its id beside the answers that it backs.",
    ),
    ("Notes", "The column 'Note' is for yourselves; notes are kept as remarks in the submission."),
    (
        "Roles, not names",
        "Write posts and roles. No names of children or families, no dates of birth, no numbers that identify"
        " anybody.",
    ),
    (
        "Protection",
        "Questions are protected without a password so that they are not changed by accident. Sheets may be"
        " deleted and columns moved; a sheet that is gone is reported as left out.",
    ),
    (
        "5. Send it back",
        "Save as xlsx. `ctcheck workbook read FILE` lists what it has understood otherwise than written, and what"
        " it cannot read, by sheet and cell.",
    ),
    ("Formulas", "A formula in an answer is refused: write the answer itself. Macros are never run."),
)
COVER_RETURN: Final = (
    (
        "This return",
        "It asks only what the law asks of your body. Fill in the sheets 'The area' (who answers, for which areas)"
        " and 'Partner answers', and send it back.",
    ),
    (
        "Several areas",
        "Where the answers hold for several areas, write each on a line of its own beside 'For which areas is it"
        " meant?'. Then one return serves them all.",
    ),
)
CARRIED_HELP: Final = (
    "The answer is last time's and counts for nothing until confirmed: check it, mend it if need be, and empty"
    " the cell 'Carried from'."
)
COVER_CARRIED: Final = (
    (
        "Last time's answers",
        f"They have a day in the column 'Carried from', beside the answer. {CARRIED_HELP}",
    ),
    (
        "Lists of last time",
        "For a list, empty the cell beside the question that names its sheet. Who the partners are, which bodies"
        " the area does not have and what does not apply have theirs on the sheet 'The area'.",
    ),
)
COVER_HISTORY: Final = (
    (
        "Finished",
        "The sheet 'Finished' keeps actions that were finished in earlier cycles; nothing is judged by them.",
    ),
)
MADE: Final = (
    ("Authority", "area"),
    ("Type", "type"),
    ("Law of", "law"),
    ("Rule packs", "packs"),
)

AREA_ABOUT: Final = "The frame of the self-assessment: the area, the day, the inspection."
THEME_ABOUT: Final = "Answer in the column 'Answer'. An empty cell is no answer; 'none' is one."
ALSO_ABOUT: Final = "Stated before, and asked by no rule in force on this day. Kept so that nothing is lost."
ALSO_PART: Final = "Also stated"
PARTNER_ABOUT: Final = "A block for each partner, found by the id in the column 'Partner'."
CHOICES_ABOUT: Final = "What the lists in the other sheets offer."
CHOICES_HEADERS: Final = ("Question", "Choice")

LISTS: Final = "Lists"
LIST_ASKS: Final = {
    "partners": "Are there no partners at all? Then write none here.",
    "indicators": "Are there no indicators at all? Then write none here.",
}
CARRIED_ASKS: Final = {
    "not_applicable": "Does every rule apply? Then write none here.",
}
"""Asked only so that the list can be confirmed, where there is something to confirm."""
SEE_SHEET: Final = "Entries on the sheet '{sheet}'. Write none here if there are none."

HOW: Final = {
    "yes-no": "yes or no",
    "choice": "one of the list",
    "choices": "one or more, with a semicolon between: {choices}",
    "date": "a day, such as 1 April 2006",
    "month": "a day, or a month such as April 2006",
    "integer": "a whole number",
    "number": "a number",
    "share": "a part of a whole, such as 45 of 50, or 90%",
    "text": "a line of text",
    "texts": "each on a line of its own",
    "id": "an id, such as police-authority",
}
HOW_CHOICE: Final = "one of: {choices}"
HOW_LISTED: Final = "one or more, with a semicolon between; the sheet 'Choices' lists them"
HOW_UNIT: Final = "{how}, in {unit}"

CHOICE_ERROR: Final = "Take one of the list, or none. Anything else is refused when the workbook is read."
DATE_ERROR: Final = "This is no day. Write 1 April 2006, or none; keep it only if you are sure."
NUMBER_ERROR: Final = "This is no number. Keep it only if you are sure."
ERROR_TITLE: Final = "Not among the answers"
HELP_TITLE: Final = "How to answer"
PAGE: Final = "Page &P of &N"
