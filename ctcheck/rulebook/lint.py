"""Advice on rules that load: what makes a rule weaker than it could be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ctcheck.errors import Problem
from ctcheck.model.rules import Rule, RulePacks
from ctcheck.model.words import Force, Verdict

_READABLE = 320
_LAW = re.compile(r"\bAct\b|\bS\.I\.|\bRegulations\b|\bOrder\b")


def advice(packs: RulePacks) -> list[Problem]:
    """Every piece of advice, by file and line."""
    found = [problem for rule in packs.rules for problem in _about(rule)]
    return sorted(found, key=lambda problem: problem.place)


def _about(rule: Rule) -> Iterator[Problem]:
    def say(message: str) -> Problem:
        return Problem(rule.place, message, rule.id)

    covered = {case.verdict for case in rule.cases}
    wanted = {Verdict.MET, Verdict.NOT_MET, Verdict.NO_ANSWER}
    if rule.partly is not None:
        wanted.add(Verdict.PARTLY_MET)
    if rule.applies is not None or rule.unless is not None:
        wanted.add(Verdict.NOT_APPLICABLE)
    for verdict in sorted(wanted - covered):
        yield say(f"no case ends in {verdict}.")
    if rule.force is Force.DUTY and not any(_LAW.search(source.instrument) for source in rule.sources):
        yield say("it is called a duty, and no Act, statutory instrument or order stands among its sources.")
    if not rule.evidence:
        yield say("no evidence is named that would show it.")
    for name in ("expects", "why", "remedy", "enquiry"):
        if len(getattr(rule, name)) > _READABLE:
            yield say(f"`{name}` has {len(getattr(rule, name))} characters; shorter reads better.")
