"""What the cases of a rule reach: every verdict, and every part of its conditions true and false."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ctcheck.assess.cases import CaseRunner, Prepared
from ctcheck.conditions.compile import Compiled, ConditionError, compile_condition, items_of
from ctcheck.conditions.environment import Context, Environment
from ctcheck.kit.condition_words import condition_lines
from ctcheck.model.condition import AtLeastOf, Condition, Join, Not, Quantifier
from ctcheck.model.place import Place
from ctcheck.model.rules import Rule, RulePacks
from ctcheck.model.values import FALSE, TRUE, Truth
from ctcheck.model.words import Verdict
from ctcheck.rulebook.lint import wanted_verdicts

Step = tuple[str | int, ...]


class Branch(NamedTuple):
    """A part of a condition, and what no case makes of it."""

    place: Place
    where: str
    """`met`, `partly`, `applies` or `unless`."""
    says: str
    never: str
    """`true`, `false`, or `looked at`."""


class RuleCoverage(NamedTuple):
    """What the cases of one rule leave out."""

    rule: str
    cases: int
    missing_verdicts: tuple[Verdict, ...]
    missing_branches: tuple[Branch, ...]
    branches: int
    """How many there are: two for each part, true and false."""


def coverage(packs: RulePacks, rules: Sequence[Rule]) -> list[RuleCoverage]:
    """The coverage of each rule, in order."""
    runner = CaseRunner(packs)
    return [_of_rule(packs, runner, rule) for rule in rules]


def _of_rule(packs: RulePacks, runner: CaseRunner, rule: Rule) -> RuleCoverage:
    parts = dict(_parts(rule))
    reached: dict[Step, set[Truth]] = {step: set() for step in parts}
    for case in rule.cases:
        prepared = runner.prepare(rule, case)
        if not isinstance(prepared, str):
            _Walk(prepared, reached).rule(rule)
    branches = [
        Branch(part.place, str(step[0]), _says(part, packs), never)
        for step, part in parts.items()
        for never in _never(reached[step])
    ]
    shown = {case.verdict for case in rule.cases}
    missing = tuple(sorted(wanted_verdicts(rule) - shown))
    return RuleCoverage(rule.id, len(rule.cases), missing, tuple(branches), 2 * len(parts))


def _never(truths: set[Truth]) -> tuple[str, ...]:
    if not truths:
        return ("looked at",)
    return tuple(word for truth, word in ((TRUE, "true"), (FALSE, "false")) if truth not in truths)


def _says(part: Condition, packs: RulePacks) -> str:
    return " ".join(text for text, _ in condition_lines(part, packs)[:2])


def _parts(rule: Rule) -> Iterator[tuple[Step, Condition]]:
    """Every part that looks at a fact or counts; joins follow from what they join."""
    for word in ("unless", "applies", "met", "partly"):
        condition = getattr(rule, word)
        if condition is not None:
            yield from _below((word,), condition)


def _below(step: Step, condition: Condition) -> Iterator[tuple[Step, Condition]]:
    if isinstance(condition, (Join, AtLeastOf)):
        if isinstance(condition, AtLeastOf):
            yield step, condition
        for index, part in enumerate(condition.parts):
            yield from _below((*step, index), part)
    elif isinstance(condition, Not):
        yield from _below((*step, 0), condition.part)
    else:
        # A named condition is covered as one: its parts are the business of the rules together.
        yield step, condition
        if isinstance(condition, Quantifier):
            if condition.where is not None:
                yield from _below((*step, "where"), condition.where)
            yield from _below((*step, "that"), condition.that)


class _Walk:
    """Evaluates every part of a rule's conditions for one case."""

    def __init__(self, prepared: Prepared, reached: dict[Step, set[Truth]]) -> None:
        self._prepared = prepared
        self._reached = reached
        self._env: Environment = prepared.environment
        self._env.partner = prepared.bound.partner
        self._env.row = prepared.bound.row

    def rule(self, rule: Rule) -> None:
        if self._prepared.bound.absent:
            return
        for word in ("unless", "applies", "met", "partly"):
            condition = getattr(rule, word)
            if condition is not None:
                self._part((word,), condition, None)

    def _part(self, step: Step, condition: Condition, over: str | None) -> None:
        if step in self._reached:
            try:
                truth = self._compiled(condition, over).decide(self._env)
            except ConditionError:
                return
            self._reached[step].add(truth)
        if isinstance(condition, (Join, AtLeastOf)):
            for index, part in enumerate(condition.parts):
                self._part((*step, index), part, over)
        elif isinstance(condition, Not):
            self._part((*step, 0), condition.part, over)
        elif isinstance(condition, Quantifier):
            for _ in items_of(condition.over, self._env):
                if condition.where is not None:
                    self._part((*step, "where"), condition.where, condition.over)
                self._part((*step, "that"), condition.that, condition.over)

    def _compiled(self, condition: Condition, over: str | None) -> Compiled:
        context: Context = self._prepared.context
        declared = context.declaration(over) if over else None
        fields = declared.type.fields if declared else None
        return compile_condition(condition, context, fields)
