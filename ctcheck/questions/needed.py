"""Which facts a rule still wants to know when only the day, the area and the body are known.

Kleene logic makes this safe: a part of a condition that is settled by what is known now stays
settled whatever is answered later, so nothing below it needs asking.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

from collections.abc import Iterator
from typing import NamedTuple

from ctcheck.conditions.compile import ConditionError, compile_condition
from ctcheck.conditions.environment import Context, Environment
from ctcheck.conditions.operands import number_of
from ctcheck.model.condition import (
    Condition,
    CountOf,
    FactRef,
    Join,
    Leaf,
    Named,
    Not,
    Operand,
    Quantifier,
    Span,
    leaves,
)
from ctcheck.model.values import FALSE, TRUE, UNKNOWN, Truth

PARTNERS = "partners"
"""What a quantifier over the partners goes over; the list itself is asked for in the frame."""

_OPPOSITE: dict[str, Truth] = {TRUE: FALSE, FALSE: TRUE, UNKNOWN: UNKNOWN}


class Open(NamedTuple):
    """What a condition comes to with what is known, and what it still wants to know."""

    truth: Truth
    paths: tuple[str, ...] = ()
    """Facts in the order in which it looks at them; a list of records stands for its fields."""
    of_partners: tuple[Quantifier, ...] = ()
    """Its parts that go over the partners; what these ask is found for each kind of body."""


def open_parts(condition: Condition, context: Context, env: Environment) -> Open:
    """What a condition comes to, and the facts that could settle it; none where it is settled."""
    if isinstance(condition, Leaf):
        return _leaf(condition, context, env)
    if isinstance(condition, Named):
        return open_parts(condition.part, context, env)
    if isinstance(condition, Not):
        inner = open_parts(condition.part, context, env)
        return inner._replace(truth=_OPPOSITE[inner.truth])
    if isinstance(condition, Quantifier):
        return _quantifier(condition)
    parts = [open_parts(part, context, env) for part in condition.parts]
    truth = (
        _joined(condition.word, parts)
        if isinstance(condition, Join)
        else _counted(number_of(condition.number, context), parts)
    )
    if truth != UNKNOWN:
        return Open(truth)
    still = [part for part in parts if part.truth == UNKNOWN]
    return Open(
        UNKNOWN,
        tuple(path for part in still for path in part.paths),
        tuple(one for part in still for one in part.of_partners),
    )


def _joined(word: str, parts: list[Open]) -> Truth:
    settles: Truth = FALSE if word == "all" else TRUE
    otherwise: Truth = _OPPOSITE[settles]
    truths = [part.truth for part in parts]
    if settles in truths:
        return settles
    return UNKNOWN if UNKNOWN in truths else otherwise


def _counted(number: float, parts: list[Open]) -> Truth:
    truths = [part.truth for part in parts]
    if truths.count(TRUE) >= number:
        return TRUE
    return UNKNOWN if truths.count(TRUE) + truths.count(UNKNOWN) >= number else FALSE


def _leaf(leaf: Leaf, context: Context, env: Environment) -> Open:
    known = {"fact": env.facts, "partner": env.partner, "field": env.record}[leaf.scope]
    asked = () if leaf.scope == "field" else (leaf.path,)
    if leaf.path in known:
        try:
            truth = compile_condition(leaf, context).decide(env)
        except ConditionError:
            truth = UNKNOWN
        if truth != UNKNOWN:
            return Open(truth)
    return Open(UNKNOWN, (*asked, *_of_operand(leaf.operand)))


def _of_operand(operand: Operand | None) -> Iterator[str]:
    if isinstance(operand, FactRef):
        if operand.scope != "field":
            yield operand.path
    elif isinstance(operand, Span):
        yield from _of_operand(operand.date if isinstance(operand.date, FactRef) else None)
    elif isinstance(operand, CountOf) and isinstance(operand.number, FactRef):
        yield from _of_operand(operand.number)


def _quantifier(condition: Quantifier) -> Open:
    """A list is asked for whole, with whatever its entries are held against."""
    if condition.over == PARTNERS:
        return Open(UNKNOWN, (), (condition,))
    beside = [
        path
        for part in (condition.where, condition.that)
        for leaf in (leaves(part) if part is not None else ())
        if isinstance(leaf, Leaf)
        for path in (() if leaf.scope == "field" else (leaf.path,), tuple(_of_operand(leaf.operand)))
    ]
    return Open(UNKNOWN, (condition.over, *(path for paths in beside for path in paths)))


def wanted_of_partner(quantifier: Quantifier, context: Context, env: Environment) -> tuple[str, ...]:
    """What a part that goes over the partners wants to know of the one in hand in `env`."""
    counts = Open(TRUE) if quantifier.where is None else open_parts(quantifier.where, context, env)
    if counts.truth == FALSE:
        return ()
    return (*counts.paths, *open_parts(quantifier.that, context, env).paths)
