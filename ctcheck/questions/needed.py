"""Which facts a rule still wants to know when only the day, the area and the body are known.

Kleene logic makes this safe: a part of a condition that is settled by what is known now stays
settled whatever is answered later, so nothing below it needs asking.
"""

from __future__ import annotations

from collections.abc import Iterator

from ctcheck.conditions.compile import ConditionError, compile_condition
from ctcheck.conditions.environment import Context, Environment
from ctcheck.model.condition import (
    AtLeastOf,
    Condition,
    CountOf,
    FactRef,
    Leaf,
    Named,
    Not,
    Operand,
    Quantifier,
    Span,
)
from ctcheck.model.values import FALSE, TRUE, UNKNOWN, Truth

PARTNERS = "partners"
"""What a quantifier over the partners goes over; the list itself is asked for in the frame."""


def truth_of(condition: Condition, context: Context, env: Environment) -> Truth:
    """What a condition comes to; unknown where it cannot be worked out yet."""
    try:
        return compile_condition(condition, context).decide(env)
    except ConditionError:
        return UNKNOWN


def wanted_facts(condition: Condition, context: Context, env: Environment) -> Iterator[str]:
    """Paths of the facts that could settle a condition, in the order in which it looks at them.

    A list of records stands for its fields. A path may come more than once.
    """
    if truth_of(condition, context, env) != UNKNOWN:
        return
    if isinstance(condition, Leaf):
        if condition.scope != "field":
            yield condition.path
        yield from _of_operand(condition.operand)
    elif isinstance(condition, (Not, Named)):
        yield from wanted_facts(condition.part, context, env)
    elif isinstance(condition, Quantifier):
        yield from _of_quantifier(condition, context, env)
    else:
        for part in condition.parts:
            yield from wanted_facts(part, context, env)
        if isinstance(condition, AtLeastOf):
            yield from _of_operand(condition.number)


def _of_operand(operand: Operand | None) -> Iterator[str]:
    if isinstance(operand, FactRef):
        if operand.scope != "field":
            yield operand.path
    elif isinstance(operand, Span):
        yield from _of_operand(operand.date if isinstance(operand.date, FactRef) else None)
    elif isinstance(operand, CountOf):
        yield from _of_operand(operand.number)


def _of_quantifier(condition: Quantifier, context: Context, env: Environment) -> Iterator[str]:
    """Records are asked for whole; what is asked of partners is found by kind, in `by_kind`."""
    if condition.over == PARTNERS:
        return
    yield condition.over
    for part in (condition.where, condition.that):
        if part is not None:
            yield from _elsewhere(part)


def _elsewhere(condition: Condition) -> Iterator[str]:
    """Facts outside the record in hand that a condition on records looks at."""
    if isinstance(condition, Leaf):
        if condition.scope != "field":
            yield condition.path
        yield from _of_operand(condition.operand)
    elif isinstance(condition, (Not, Named)):
        yield from _elsewhere(condition.part)
    elif isinstance(condition, Quantifier):
        yield condition.over
        for part in (condition.where, condition.that):
            if part is not None:
                yield from _elsewhere(part)
    else:
        for part in condition.parts:
            yield from _elsewhere(part)


def over_partners(condition: Condition, context: Context, env: Environment) -> Iterator[Quantifier]:
    """The parts of a condition, still open, that go over the partners."""
    if isinstance(condition, Quantifier):
        if condition.over == PARTNERS:
            yield condition
    elif isinstance(condition, (Not, Named)):
        if truth_of(condition, context, env) == UNKNOWN:
            yield from over_partners(condition.part, context, env)
    elif not isinstance(condition, Leaf) and truth_of(condition, context, env) == UNKNOWN:
        for part in condition.parts:
            yield from over_partners(part, context, env)


def wanted_of_partner(quantifier: Quantifier, context: Context, env: Environment) -> Iterator[str]:
    """What a part that goes over the partners wants to know of the one in hand in `env`."""
    if quantifier.where is not None:
        counts = truth_of(quantifier.where, context, env)
        if counts == FALSE:
            return
        if counts != TRUE:
            yield from wanted_facts(quantifier.where, context, env)
    yield from wanted_facts(quantifier.that, context, env)
