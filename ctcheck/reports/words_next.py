"""The words of what to do next."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from ctcheck.model.papers import NextStep, StepItem
from ctcheck.model.report import GapReport
from ctcheck.reports.safe import prose, safe
from ctcheck.reports.words import number

TYPE: Final = "Type"
ERRORS: Final = "{} ended in error. Mend the rule or report the fault before using this report."
ANSWERS: Final = (
    "Answer {answers}. Together they settle up to {settles} of the {of} that {have} no answer:"
    " for these, nothing else is missing. An answer can also show a gap, or open a further question."
)
ANSWERS_NONE: Final = "Answer {answers}; the {of} without an answer need more than these."
ACTIONS: Final = (
    "Decide who closes these gaps and by when. They come first of {of} that are known and that"
    " nobody is down to close in time."
)
EVIDENCE: Final = "Put a dated document behind what is met: {of} met with nothing in date behind it."
REVIEW: Final = "Have somebody who did not write the submission look at the evidence behind what is met."
RENEW: Final = {"stale": "renew it, or name a newer one", "undated": "give its date"}


FILE: Final = "FILE"
_A_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._ -]{0,99}")


class Step(NamedTuple):
    """A step in words, harmless to whatever shows them."""

    text: str
    items: tuple[str, ...]
    commands: tuple[str, ...]


def steps(report: GapReport) -> tuple[Step, ...]:
    """All steps of a report, in order; none where it has none."""
    return tuple(
        Step(sentence(step), tuple(_item(step.kind, item) for item in step.items), commands(step, report))
        for step in steps_of(report)
    )


def steps_of(report: GapReport) -> tuple[NextStep, ...]:
    """The steps that readers of this report may see: none in a version for the public."""
    return () if report.public else report.papers.next_steps


def sentence(step: NextStep) -> str:
    """What is to be done and how much it closes."""
    if step.kind == "errors":
        return ERRORS.format(number(step.of, "finding"))
    if step.kind == "answers":
        count = len(step.items)
        answers = "this question" if count == 1 else f"these {count} questions"
        if not step.settles:
            return ANSWERS_NONE.format(answers=answers, of=number(step.of, "finding"))
        return ANSWERS.format(
            answers=answers,
            settles=step.settles,
            of=number(step.of, "finding"),
            have="has" if step.of == 1 else "have",
        )
    if step.kind == "actions":
        return ACTIONS.format(of=number(step.of, "gap"))
    if step.kind == "evidence":
        return EVIDENCE.format(of=number(step.of, "finding is", "findings are"))
    return REVIEW


def _item(kind: str, item: StepItem) -> str:
    who = f" ({item.who})" if item.who else ""
    if kind == "answers":
        body = f" [{item.about}]" if item.about else ""
        return prose(f"{item.ref}{body}: {item.text}{who}")
    if kind == "evidence":
        todo = f"{item.ref}, {RENEW[item.about]}: " if item.ref else ""
        return prose(f"{todo}{item.text}{who}; bears on {number(item.settles, 'finding')}")
    return prose(f"{item.text}: {item.ref}")


def commands(step: NextStep, report: GapReport) -> tuple[str, ...]:
    """What to type; the file by its base name, as the report knows no path.

    A name that a shell could read as anything but a name is not put into a command.
    """
    named = report.file if _A_NAME.fullmatch(report.file) else FILE
    named = f'"{named}"' if " " in named else named
    if report.law_date != report.as_at:
        named = f"{named} --law-at {report.law_date.isoformat()}"
    if step.kind == "answers":
        return (f"ctcheck assess --watch {named}",)
    if step.kind in ("errors", "actions") and step.items:
        return (f"ctcheck explain {safe(step.items[0].ref)} {named}",)
    if step.kind == "evidence":
        return (f"ctcheck assess {named} --for inspector",)
    return ()
