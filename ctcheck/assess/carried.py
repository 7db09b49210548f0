"""Answers taken over from an earlier self-assessment: nobody's word for this one until they are confirmed.

They are kept and shown, and no condition sees them, so that each counts as no answer.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping

from ctcheck.conditions.environment import CARRIED
from ctcheck.model.report import CarriedAnswers
from ctcheck.model.submission import BODIES_ABSENT, CARRIED_PARTS, PARTNER_LIST, WAIVERS, Submission
from ctcheck.model.values import Fact, plain_date
from ctcheck.reading.carried import above


def carried_part(submission: Submission, part: str) -> dt.date | None:
    """The day from which one of `CARRIED_PARTS` is carried; None where it is this time's."""
    return next((submission.carried[one] for one in above(part) if one in submission.carried), None)


def carried_answers(submission: Submission) -> tuple[CarriedAnswers, ...]:
    """How many answers are carried from which day; what is listed and not stated is no answer."""
    days: Counter[dt.date] = Counter()
    for facts in (submission.facts, *(partner.facts for partner in submission.partners or ())):
        days.update(fact.carried for fact in facts.values() if fact.carried)
    there = {
        PARTNER_LIST: submission.partners is not None,
        BODIES_ABSENT: bool(submission.area.bodies_absent),
        WAIVERS: bool(submission.waivers),
    }
    days.update(day for part in CARRIED_PARTS if there[part] and (day := carried_part(submission, part)))
    return tuple(CarriedAnswers(day, number) for day, number in sorted(days.items()))


def not_confirmed_parts(submission: Submission) -> Iterator[tuple[str, str]]:
    """What is carried and is no fact, each with a sentence on what was made of it."""
    told = (
        (
            PARTNER_LIST,
            submission.partners,
            "Who the partners are",
            "that no other body is one was left open",
        ),
        (
            BODIES_ABSENT,
            submission.area.bodies_absent,
            "Which bodies the area does not have",
            "it was left open",
        ),
        (WAIVERS, submission.waivers, "What is said not to apply", "it was judged"),
    )
    for part, stated, what, made in told:
        if stated and (since := carried_part(submission, part)):
            yield part, f"{what} is carried from {plain_date(since)} and not confirmed; {made}."


def looked_at(paths: tuple[str, ...], *facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """Those of the paths that are carried and not confirmed."""
    return tuple(path for path in paths if any(f"{CARRIED}{path}" in some for some in facts))
