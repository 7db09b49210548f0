"""Advice on rules that load: what makes a rule weaker than it could be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from ctcheck.errors import Problem
from ctcheck.model.condition import AtLeastOf, Condition, CountOf, Leaf, Quantifier, Span, leaves
from ctcheck.model.place import Place
from ctcheck.model.rules import Rule, RulePacks
from ctcheck.model.words import Basis, Certainty, Force, Verdict
from ctcheck.rulebook.provisions import KnownProvisions

READABLE = 320
"""So many letters are read in one go; a text above it wants a second sentence elsewhere."""
_LAW = re.compile(r"\bAct\b|\bS\.I\.|\bRegulations\b|\bOrder\b")
_PLAIN_NUMBERS = (0, 1, 100)
"""None, one, and all of a share: these are no thresholds that somebody chose."""


class Advice(NamedTuple):
    """One piece of advice: what kind it is, and the words with their place."""

    kind: str
    """`case`, `source`, `dates`, `threshold`, `text` or `evidence`."""
    problem: Problem


def advice(packs: RulePacks) -> list[Advice]:
    """Every piece of advice, by file and line."""
    provisions = KnownProvisions(packs)
    found = [one for rule in packs.rules for one in _about(rule, provisions)]
    for parameter in packs.parameters.values():
        if parameter.basis is Basis.HOUSE and parameter.source:
            text = "a house parameter names a source; if that source sets it, its basis is law or guidance."
            found.append(Advice("threshold", Problem(parameter.place, text, parameter.name)))
    return sorted(found, key=lambda one: one.problem.place)


def wanted_verdicts(rule: Rule) -> set[Verdict]:
    """The verdicts that a rule can end in and that a case must show."""
    wanted = {Verdict.MET, Verdict.NOT_MET, Verdict.NO_ANSWER}
    if rule.partly is not None:
        wanted.add(Verdict.PARTLY_MET)
    if rule.applies is not None or rule.unless is not None:
        wanted.add(Verdict.NOT_APPLICABLE)
    return wanted


def _about(rule: Rule, provisions: KnownProvisions) -> Iterator[Advice]:
    def say(kind: str, message: str) -> Advice:
        return Advice(kind, Problem(rule.place, message, rule.id))

    for verdict in sorted(wanted_verdicts(rule) - {case.verdict for case in rule.cases}):
        yield say("case", f"no case ends in {verdict}.")
    if rule.force is Force.DUTY and not any(_LAW.search(source.instrument) for source in rule.sources):
        yield say(
            "source",
            "it is called a duty, and no Act, statutory instrument or order stands among its sources.",
        )
    for source in rule.sources:
        if source.certainty is Certainty.RECALLED:
            yield say("source", f"the source {source} is marked recalled: nobody has read it for this rule.")
        yield from (say("dates", text) for text in provisions.not_in_force(source, rule.in_force))
    for number, place in _bare_numbers(rule):
        text = f"the number {number:g} stands bare in a condition; a named parameter says who sets it."
        yield Advice("threshold", Problem(place, text, rule.id))
    if not rule.evidence:
        yield say("evidence", "no evidence is named that would show it.")
    for name in ("expects", "why", "remedy", "enquiry"):
        length = len(getattr(rule, name))
        if length > READABLE:
            yield say("text", f"`{name}` has {length} characters; up to {READABLE} are read with ease.")


def _bare_numbers(rule: Rule) -> Iterator[tuple[float, Place]]:
    for condition in (rule.unless, rule.applies, rule.met, rule.partly):
        for part in leaves(condition) if condition is not None else ():
            for number in _numbers_of(part):
                is_number = isinstance(number, (int, float)) and not isinstance(number, bool)
                if is_number and number not in _PLAIN_NUMBERS:
                    yield number, part.place


def _numbers_of(part: Condition) -> tuple[Any, ...]:
    if isinstance(part, Leaf):
        operand = part.operand
        if isinstance(operand, Span):
            return (operand.amount,)
        return (operand.number,) if isinstance(operand, CountOf) else (operand,)
    if isinstance(part, AtLeastOf):
        return (part.number,)
    return (part.number, part.percent) if isinstance(part, Quantifier) else ()
