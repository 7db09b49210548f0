"""What a fact is compared with: a constant, another fact, a column of a table, a span of time."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ctcheck.conditions.environment import Context, Environment
from ctcheck.conditions.operators import Operator, Window
from ctcheck.conditions.wording import fact_words, label_for, label_of, span_words, words_list
from ctcheck.model.condition import CountOf, FactRef, Operand, ParameterRef, RowRef, Span, TableRef
from ctcheck.model.rules import FactDeclaration, FactType
from ctcheck.model.values import NONE, DateValue, Fact, plain_date

Fields = Mapping[str, FactDeclaration]


class LiveOperand(NamedTuple):
    """An operand that depends on the environment: its value there (`OPEN` where it is unknown), and how it reads."""

    value: Callable[[Environment], Any]
    words: Callable[[Environment], str]
    withheld: Callable[[Environment], bool] = lambda env: False
    """Whether it rests on a fact that is not for publication."""


class _Several(NamedTuple):
    """So many out of a list of words, resolved."""

    number: int | float
    words: tuple[str, ...]


class _Open:
    """The type of `OPEN`."""

    __slots__ = ()


OPEN = _Open()
"""Stands for the value of an operand that the submission does not state."""


def getter(path: str, scope: str) -> Callable[[Environment], Fact | None]:
    if scope == "partner":
        return lambda env: env.partner.get(path)
    if scope == "field":
        return lambda env: env.record.get(path)
    return lambda env: env.facts.get(path)


def number_of(value: int | float | ParameterRef, context: Context) -> int | float:
    return context.parameters[value.name].value if isinstance(value, ParameterRef) else value


def operand_of(
    operand: Operand, operator: Operator, wanted: FactType | None, context: Context, fields: Fields | None
) -> Any:
    """A `LiveOperand` where it depends on the environment, else the value itself."""
    if isinstance(operand, (FactRef, RowRef)):
        return _reference(operand, wanted, context, fields)
    if isinstance(operand, Span):
        return _span(operand, operator, context, fields)
    return _constant(operand, context)


def _constant(operand: Any, context: Context) -> Any:
    if isinstance(operand, ParameterRef):
        return context.parameters[operand.name].value
    if isinstance(operand, TableRef):
        return context.table_words(operand.name)
    if isinstance(operand, CountOf):
        words = operand.words
        known = context.table_words(words.name) if isinstance(words, TableRef) else words
        return _Several(number_of(operand.number, context), known)
    return DateValue(operand, operand) if isinstance(operand, dt.date) else operand


def constant_words(value: Any, wanted: FactType | None) -> str:
    if isinstance(value, _Several):
        return f"{value.number:g} of: {words_list(value.words, wanted)}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, DateValue):
        return str(value)
    if isinstance(value, tuple):
        return words_list(value, wanted)
    if isinstance(value, str):
        return label_of(value, wanted)
    percent = "%" if wanted and wanted.kind == "share" else ""
    return f"{value:g}{percent}"


def _reference(
    operand: FactRef | RowRef, wanted: FactType | None, context: Context, fields: Fields | None
) -> LiveOperand:
    if isinstance(operand, RowRef):
        column = operand.column
        return LiveOperand(
            lambda env: env.row.get(column, OPEN),
            lambda env: label_of(env.row.get(column, column), wanted),
        )
    get = getter(operand.path, operand.scope)

    def value(env: Environment) -> Any:
        fact = get(env)
        return OPEN if fact is None or fact.value is NONE else fact.value

    def words(env: Environment) -> str:
        fact = get(env)
        label = label_for(operand.path, context.vocabulary, fields)
        if fact is None or (fact.value is NONE and not fact.shown):
            return label
        return f"{label} ({fact_words(fact, wanted)})"

    def withheld(env: Environment) -> bool:
        fact = get(env)
        return fact is not None and fact.withheld

    return LiveOperand(value, words, withheld)


def _span(span: Span, operator: Operator, context: Context, fields: Fields | None) -> LiveOperand:
    amount = int(number_of(span.amount, context))
    length = span_words(amount, span.unit)
    back = operator.operand == "back"

    def said(when: str) -> str:
        return f"{length} before {when}, and not after it" if back else f"{length} after {when}"

    if isinstance(span.date, dt.date):
        day = DateValue(span.date, span.date)
        window = Window(amount, span.unit, day, context.calendar)
        words = said(plain_date(span.date))
        return LiveOperand(lambda env: window, lambda env: words)
    inner = _reference(span.date, None, context, fields)

    def value(env: Environment) -> Any:
        date = inner.value(env)
        return OPEN if date is OPEN else Window(amount, span.unit, date, context.calendar)

    return LiveOperand(value, lambda env: said(inner.words(env)), inner.withheld)
