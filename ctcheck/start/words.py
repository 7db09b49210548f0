"""The fixed words of a new self-assessment and of the page beside it. No text of a submission stands here.

A policy team that wants other words changes them here. `{}` stands for what is filled in.
"""

from __future__ import annotations

from typing import Final

HEAD: Final = (
    "Self-assessment of {area}, for the law of {day}.",
    "",
    "How to fill it in:",
    "* Write the answer behind the colon. Leave it blank where you do not know.",
    "  A blank is never counted as met.",
    "* Write none where you know that there is no such thing.",
    "* Dates are year-month-day: 2026-06-01.",
    "* A text that begins with a sign or looks like a number goes in quotes.",
    "* Give roles, never names of staff, children or families.",
    "* Lines that begin with # are help; ctcheck does not read them.",
    "* Save, then type: ctcheck assess {file}",
)
ABOUT_AREA: Final = "Who this is about"
ABSENT: Final = (
    "Kinds of body that the area does not have, so that nothing is asked of them.",
    "Take the # away and keep those that are right:",
)
CODE_HELP: Final = "The official code of the authority, such as E10000015."
KINDS_OF_AREA: Final = {
    "county": "county council",
    "unitary": "unitary authority",
    "metropolitan-district": "metropolitan district",
    "london-borough": "London borough",
}
TITLE_HELP: Final = "A line that says what this self-assessment is; it heads the reports."
AS_AT: Final = "The day that the answers describe."
INSPECTION: Final = "The inspection that this prepares for: regime, how far it is, and its days."
INSPECTION_STATUS: Final = "How far it is: none, expected, notified, on-site or completed."
INSPECTION_NOTIFIED: Final = "The day the authority was told."
INSPECTION_FIELDWORK: Final = "The first day of fieldwork."
INSPECTION_REGIMES: Final = "Regimes: {}."
THEME: Final = "{title}: {count}"
QUESTIONS: Final = ("question", "questions")
ASK_WHOM: Final = "Ask: {}."
RECORD_HELP: Final = "A list. For each entry take the # away, fill it in, and copy it for the next:"
PARTNERS: Final = "The partners"
PARTNERS_HELP: Final = (
    "One block for each body. Take the first # and the blank behind it off every line of the block",
    "below, fill it in, and copy it for the next body. Leave out what is put to a group it does not belong to.",
    "The list is read as complete: a kind that every area has and that is not named counts as not there.",
)
KINDS: Final = "Kinds of body on {day}, with what names them:"
GROUPS: Final = "Groups of bodies, for the questions that follow:"
GROUP: Final = "group {}"
PUT_TO: Final = "Put to {}."
KEEPING: Final = "Evidence, judgements and actions"
EVIDENCE: Final = (
    "What shows it. supports: paths of answers (plan.status), ids of partners or of rules; a path covers all below it.",
    "shows: process, practice or impact. ctcheck reads this list, never the documents.",
)
JUDGEMENTS: Final = (
    "What the trust thinks of itself, on a named scale. `ctcheck explain` and the report say what a rule is called.",
)
ACTIONS: Final = ("The action plan. `ctcheck actions` takes a drafted one out to a workbook and back.",)
WAIVERS: Final = ("Rules that do not apply here, with who approved it. A duty cannot be waived.",)
INDICATORS: Final = ("Performance indicators, with the two numbers behind each.",)
SIGNED: Final = ("Who signed, by role, and when.",)

VALUES: Final = {
    "yes-no": "yes or no.",
    "date": "A date such as {day}.",
    "month": "A date such as {day}, or a month such as {month}.",
    "integer": "A whole number{unit}.",
    "number": "A number{unit}.",
    "share": "A part of a whole such as 45 of 50; where only a percentage is known, 90%.",
    "text": "A line of text.",
    "texts": "A list of lines of text, such as [first, second].",
    "choice": "One of: {words}.",
    "choices": "One or more of: {words}. Written as a list: [{example}].",
}

README: Final = """# Self-assessment of {area}

Made with `ctcheck init` for a {kind} and the law of {day}: {questions} questions, and {partner_questions} for each partner.

| file | |
| --- | --- |
| `{file}` | the self-assessment, to be filled in |
| `{schema}` | tells an editor with YAML support which answers are possible |

## What to do next

1. Open `{file}` and see what is asked.
   Each question says who usually knows the answer.
2. See which answers would settle most:

   ```
   ctcheck assess {file}
   ```

   Nothing is answered yet, so every expectation reads "no answer"; the report ends with the answers to begin with.
3. Fill in what you know and save.
   Check now and then that the file can be read; every problem is listed with its line:

   ```
   ctcheck validate {file}
   ```

   Or leave this running beside your editor; it shows what each save changed:

   ```
   ctcheck assess --watch {file}
   ```

   If you would rather work in Excel, make a workbook of the same questions, fill it in, and read it back:

   ```
   ctcheck workbook make --from {file} -o answers-{date}.xlsx
   ctcheck workbook read answers-{date}.xlsx -o from-excel-{date}.yaml
   ```

   From then on that file takes the place of `{file}`.
4. Name the partners, and put the evidence for the answers under `evidence`.
   Each partner can be sent its own questions, and its answers put in:

   ```
   ctcheck returns split {file} -o returns
   ctcheck returns merge {file} returns/*.xlsx -o {file}
   ```
5. When an inspection has a date, write it under `inspection` and see how many working days are left:

   ```
   ctcheck clock {file}
   ```
6. Make the report:

   ```
   ctcheck assess {file} -f html=report-{date}.html
   ```

A blank answer is never counted as met, and `none` says that there is no such thing.
Give roles, never names of staff, children or families.
What ctcheck cannot tell you is part of every report: it reads what is written here, not how children fare.
"""
