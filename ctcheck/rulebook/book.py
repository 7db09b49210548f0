"""The rule book: the rules in force on a law date, compiled."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
from typing import NamedTuple

from ctcheck.conditions.compile import Compiled, compile_condition
from ctcheck.conditions.environment import Context
from ctcheck.model.rules import Rule, RulePacks
from ctcheck.rulebook.loader import context_for


class CompiledRule(NamedTuple):
    """A rule with its conditions ready to run."""

    rule: Rule
    unless: Compiled | None
    applies: Compiled | None
    met: Compiled
    partly: Compiled | None


class RuleBook(NamedTuple):
    """All rules in force on one law date, and what is not in it and why."""

    packs: RulePacks
    context: Context
    rules: tuple[CompiledRule, ...]
    not_yet_law: tuple[Rule, ...]
    no_longer_law: tuple[Rule, ...]
    not_in_force: tuple[Rule, ...]
    """Enacted, with no day on which they begin."""

    @property
    def law_date(self) -> dt.date:
        """The day whose law this is."""
        return self.context.law_date


def book_on(packs: RulePacks, law_date: dt.date) -> RuleBook:
    """The rule book on a law date."""
    context = context_for(packs, law_date)
    in_force: list[CompiledRule] = []
    later: list[Rule] = []
    ended: list[Rule] = []
    never: list[Rule] = []
    for rule in packs.rules:
        begins = rule.in_force.first
        if begins is None and (rule.in_force.enacted or law_date) <= law_date:
            never.append(rule)
        elif begins is None or begins > law_date:
            later.append(rule)
        elif rule.in_force.on(law_date):
            in_force.append(compile_rule(rule, context))
        else:
            ended.append(rule)
    return RuleBook(packs, context, tuple(in_force), tuple(later), tuple(ended), tuple(never))


def compile_rule(rule: Rule, context: Context) -> CompiledRule:
    """Compiles the conditions of one rule."""
    return CompiledRule(
        rule,
        compile_condition(rule.unless, context) if rule.unless else None,
        compile_condition(rule.applies, context) if rule.applies else None,
        compile_condition(rule.met, context),
        compile_condition(rule.partly, context) if rule.partly else None,
    )


def day_to_suggest(packs: RulePacks, law_date: dt.date) -> dt.date | None:
    """The first later day on which some rule begins and more rules than on any other are in force."""
    starts = sorted({rule.in_force.first for rule in packs.rules if rule.in_force.first})
    later = [day for day in starts if day > law_date]
    if not later:
        return None
    counts = {day: sum(rule.in_force.on(day) for rule in packs.rules) for day in later}
    most = max(counts.values())
    return next(day for day in later if counts[day] == most)
