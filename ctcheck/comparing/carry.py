"""This cycle's submission begun from the last: what is kept, what is only remembered, what must be said anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from ctcheck.assess.carried import carried_part
from ctcheck.errors import UsageError
from ctcheck.model.place import Place
from ctcheck.model.rules import RulePacks
from ctcheck.model.submission import BODIES_ABSENT, PARTNER_LIST, WAIVERS, EvidenceItem, Submission
from ctcheck.model.values import plain_date
from ctcheck.reading.carry_yaml import Beginning
from ctcheck.reading.suggest import nearest
from ctcheck.reports.safe import safe

Groups = list[tuple[dt.date, list[str]]]
"""Paths by the day they were stated for, the earliest day first."""


def beginning(
    submission: Submission, packs: RulePacks, as_at: dt.date, inspection: dt.date | None
) -> Beginning:
    """What this cycle's submission is begun with. Raises `UsageError` for a day that is not later."""
    if as_at <= submission.as_at:
        raise UsageError(
            f"--as-at {as_at.isoformat()}: the submission itself describes {submission.as_at.isoformat()},"
            " and this cycle's must describe a later day.",
            "Give the day that the new answers will describe.",
        )
    on = inspection or as_at
    return Beginning(
        as_at,
        inspection,
        carried_groups(submission, packs),
        {one.id: age_words(one, on) for one in submission.evidence},
        (
            f"Begun by `ctcheck carry` from {safe(submission.file)}, which describes {plain_date(submission.as_at)}.",
            "Remarks that stood there still stand here, and speak of that day.",
        ),
    )


def carried_groups(submission: Submission, packs: RulePacks) -> Groups:
    """Every answer of a submission by the day it was stated for, in the order of the file."""
    by_day: dict[dt.date, list[str]] = {}
    for path, day, _ in sorted(
        answers(submission, packs), key=lambda one: (one[2].line, one[2].column, one[0])
    ):
        by_day.setdefault(day or submission.as_at, []).append(path)
    return sorted(by_day.items())


def answers(submission: Submission, packs: RulePacks) -> Iterator[tuple[str, dt.date | None, Place]]:
    """The path of every answer, the day from which it is carried already, and its place."""
    for path, fact in submission.facts.items():
        if path in packs.vocabulary.facts:
            yield path, fact.carried, fact.place
    if submission.partners is not None:
        yield PARTNER_LIST, carried_part(submission, PARTNER_LIST), submission.partners_place
    for partner in submission.partners or ():
        for path, fact in partner.facts.items():
            yield f"partners.{partner.id}{path.removeprefix('partner')}", fact.carried, fact.place
    area = submission.facts["area.type"].place
    if submission.area.bodies_absent:
        yield BODIES_ABSENT, carried_part(submission, BODIES_ABSENT), area
    if submission.waivers:
        yield WAIVERS, carried_part(submission, WAIVERS), submission.waivers[0].place


def age_words(item: EvidenceItem, on: dt.date) -> str:
    """How old a piece of evidence is on a day."""
    if item.date is None:
        return f"Age: not known on {plain_date(on)}, because it has no date."
    if item.date > on:
        return f"Age: it is dated later than {plain_date(on)}."
    months = (on.year - item.date.year) * 12 + on.month - item.date.month - (on.day < item.date.day)
    return f"Age: {months} {'month' if months == 1 else 'months'} on {plain_date(on)}."


def left_to_confirm(submission: Submission, packs: RulePacks, confirmed: Iterable[str]) -> tuple[Groups, int]:
    """What is still carried once some paths are confirmed, and how many answers that confirms.

    A path confirms all below it; where a wider one is carried, what else it covers stays carried.
    Raises `UsageError` for a path that is not carried.
    """
    stated = [(path, day) for path, day, _ in answers(submission, packs)]
    left = dict(submission.carried)
    confirms: set[str] = set()
    for wanted in confirmed:
        said = [path for path, _ in stated if covers(wanted, path)]
        hit = [path for path in left if covers(wanted, path)]
        wider = [path for path in left if path not in hit and any(covers(path, one) for one in said)]
        if not hit and not wider:
            hint = nearest(wanted, left) or _some(left)
            raise UsageError(f"{wanted} is not carried, so there is nothing to confirm.", hint)
        confirms.update(path for path, day in stated if day and path in said)
        for path in hit:
            del left[path]
        for path in wider:
            day = left.pop(path)
            left |= {one: day for one, _ in stated if covers(path, one) and one not in said}
    by_day: dict[dt.date, list[str]] = {}
    for path, day in left.items():
        by_day.setdefault(day, []).append(path)
    return sorted(by_day.items()), len(confirms)


def covers(path: str, other: str) -> bool:
    """Whether a path is the other or stands above it; `partner.x` is that fact of every partner, `partner` each."""
    if other == path or other.startswith(f"{path}."):
        return True
    if path.partition(".")[0] == "partner" and other.startswith("partners.") and path != PARTNER_LIST:
        inner = other.split(".", 2)[2:]
        return bool(inner) and covers(path, f"partner.{inner[0]}")
    return False


def _some(left: Sequence[str] | dict[str, dt.date]) -> str:
    names = list(left)[:6]
    return f"Carried are: {', '.join(names)}{', ...' if len(left) > 6 else ''}." if names else "Nothing is."
