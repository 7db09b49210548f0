"""Conditions as read from a rule file, before they are compiled.

The language is small on purpose: joining words over leaves, and a leaf is one fact,
one operator and one operand. `docs/writing-rules.md` is the reference.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
from collections.abc import Iterator
from typing import Literal, NamedTuple, Union

from ctcheck.model.place import Place

Scope = Literal["fact", "partner", "field"]
"""Where a leaf looks: the submission as a whole, the partner in hand, the record in hand."""


class ParameterRef(NamedTuple):
    """A named number of the pack."""

    name: str


class FactRef(NamedTuple):
    """The value of another fact."""

    path: str
    scope: Scope = "fact"


class TableRef(NamedTuple):
    """The ids of the rows of a table that are in force on the law date."""

    name: str


class RowRef(NamedTuple):
    """A column of the row that the rule is being judged for."""

    column: str


Number = Union[int, float, ParameterRef, FactRef]
Words = Union[tuple[str, ...], TableRef]


class Span(NamedTuple):
    """A length of time and the date it is counted from."""

    amount: int | ParameterRef
    unit: Literal["days", "working_days", "months", "years"]
    date: dt.date | FactRef


class CountOf(NamedTuple):
    """So many out of a list of words."""

    number: int | ParameterRef
    words: Words


Operand = Union[
    bool, str, int, float, dt.date, ParameterRef, FactRef, RowRef, tuple[str, ...], TableRef, Span, CountOf
]


class Leaf(NamedTuple):
    """One fact, one operator, one operand."""

    path: str
    scope: Scope
    operator: str
    operand: Operand
    place: Place


class Join(NamedTuple):
    """`all` or `any` of the parts; `all` of nothing is true."""

    word: Literal["all", "any"]
    parts: "tuple[Condition, ...]"
    place: Place


class Not(NamedTuple):
    """The opposite; unknown stays unknown."""

    part: "Condition"
    place: Place


class AtLeastOf(NamedTuple):
    """At least so many of the listed conditions."""

    number: int | ParameterRef
    parts: "tuple[Condition, ...]"
    place: Place


class Quantifier(NamedTuple):
    """`each`, `some` or `at_least` over the records of a list fact or over the partners."""

    word: Literal["each", "some", "at_least"]
    over: str
    """The path of a records fact, or `partners`."""
    where: "Condition | None"
    that: "Condition"
    when_empty: Literal["T", "F", "U"]
    number: int | ParameterRef | None
    percent: int | float | ParameterRef | None
    place: Place


class Named(NamedTuple):
    """A condition that the pack has given a name, because several rules share it."""

    name: str
    says: str
    """What it says, as a clause: `the authority is not exempt from the plan rules`."""
    part: "Condition"
    place: Place


Condition = Union[Leaf, Join, Not, AtLeastOf, Quantifier, Named]


def leaves(condition: Condition) -> Iterator[Union[Leaf, Quantifier, AtLeastOf]]:
    """Every part of a condition that looks at a fact or holds a count, in order."""
    if isinstance(condition, Leaf):
        yield condition
    elif isinstance(condition, (Not, Named)):
        yield from leaves(condition.part)
    elif isinstance(condition, Quantifier):
        yield condition
        for part in (condition.where, condition.that):
            if part is not None:
                yield from leaves(part)
    else:
        if isinstance(condition, AtLeastOf):
            yield condition
        for part in condition.parts:
            yield from leaves(part)


def facts_of(condition: Condition) -> set[str]:
    """Paths of the facts that it looks at; the fields of records stand for their list."""
    found: set[str] = set()
    for part in leaves(condition):
        if isinstance(part, Leaf) and part.scope != "field":
            found.add(part.path)
        elif isinstance(part, Quantifier):
            found.add(part.over)
    return found


def parameters_of(condition: Condition) -> set[str]:
    """Names of the parameters that it uses."""
    found: set[str] = set()
    for part in leaves(condition):
        held: tuple[object, ...]
        if isinstance(part, Leaf):
            operand = part.operand
            inner = operand.amount if isinstance(operand, Span) else None
            counted = operand.number if isinstance(operand, CountOf) else None
            held = (operand, inner, counted)
        else:
            held = (part.number, part.percent if isinstance(part, Quantifier) else None)
        found.update(one.name for one in held if isinstance(one, ParameterRef))
    return found
