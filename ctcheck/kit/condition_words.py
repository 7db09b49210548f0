"""Conditions in words: what a rule asks, as indented lines that can be read aloud."""

from __future__ import annotations

from collections.abc import Mapping

from ctcheck.conditions.operators import OPERATORS
from ctcheck.conditions.wording import label_for, span_words
from ctcheck.model.condition import (
    AtLeastOf,
    Condition,
    CountOf,
    FactRef,
    Join,
    Leaf,
    Named,
    Not,
    Operand,
    ParameterRef,
    Quantifier,
    RowRef,
    Span,
    TableRef,
)
from ctcheck.model.rules import FactDeclaration, Parameter, RulePacks
from ctcheck.model.values import plain_date
from ctcheck.model.words import Basis

Fields = Mapping[str, FactDeclaration]


def condition_lines(condition: Condition, packs: RulePacks) -> list[tuple[str, int]]:
    """The lines of a condition, each with its depth."""
    return _tree(condition, packs, 0)


def set_by(parameter: Parameter) -> str:
    """Who sets a threshold: the law, guidance, or only whoever wrote the pack."""
    return "house rule" if parameter.basis is Basis.HOUSE else f"set by {parameter.basis}"


def _tree(
    condition: Condition, packs: RulePacks, depth: int, fields: Fields | None = None
) -> list[tuple[str, int]]:
    if isinstance(condition, Leaf):
        return [(_leaf(condition, packs, fields), depth)]
    if isinstance(condition, Join):
        head = "all of these hold:" if condition.word == "all" else "at least one of these holds:"
        return [
            (head, depth),
            *(line for part in condition.parts for line in _tree(part, packs, depth + 1, fields)),
        ]
    if isinstance(condition, Not):
        return [("this does not hold:", depth), *_tree(condition.part, packs, depth + 1, fields)]
    if isinstance(condition, Named):
        return [(condition.says, depth), *_tree(condition.part, packs, depth + 1)]
    if isinstance(condition, AtLeastOf):
        head = f"at least {_number(condition.number, packs)} of these hold:"
        return [
            (head, depth),
            *(line for part in condition.parts for line in _tree(part, packs, depth + 1, fields)),
        ]
    return _quantified(condition, packs, depth)


def _quantified(condition: Quantifier, packs: RulePacks, depth: int) -> list[tuple[str, int]]:
    declared = packs.vocabulary.facts.get(condition.over)
    fields = declared.type.fields if declared else None
    over = "partners" if declared is None else f"entries in {declared.label}"
    if condition.word == "each":
        head = f"for every one of the {over}"
    elif condition.word == "some":
        head = f"for at least one of the {over}"
    elif condition.percent is not None:
        head = f"for at least {_number(condition.percent, packs)}% of the {over}"
    else:
        head = f"for at least {_number(condition.number or 0, packs)} of the {over}"
    lines = [(f"{head}:", depth)]
    if condition.where is not None:
        lines += [
            ("counting only those where:", depth + 1),
            *_tree(condition.where, packs, depth + 2, fields),
        ]
    return [*lines, *_tree(condition.that, packs, depth + 1, fields)]


def _leaf(leaf: Leaf, packs: RulePacks, fields: Fields | None) -> str:
    label = label_for(leaf.path, packs.vocabulary, fields)
    declared = fields[leaf.path] if fields and leaf.path in fields else packs.vocabulary.facts.get(leaf.path)
    choices = declared.type.choices if declared else {}
    back = OPERATORS[leaf.operator].operand == "back"
    wanted = _operand(leaf.operand, packs, choices, back)
    if declared and declared.type.kind == "share" and isinstance(leaf.operand, (int, float, ParameterRef)):
        wanted += "%"
    return f"{label} {OPERATORS[leaf.operator].phrase.format(wanted)}"


def _operand(operand: Operand, packs: RulePacks, choices: Mapping[str, str], back: bool) -> str:
    if isinstance(operand, bool):
        return "yes" if operand else "no"
    if isinstance(operand, (ParameterRef, int, float)):
        return _number(operand, packs)
    if isinstance(operand, FactRef):
        return label_for(operand.path, packs.vocabulary)
    if isinstance(operand, TableRef):
        return f"the rows of “{packs.tables[operand.name].title}” in force on the law date"
    if isinstance(operand, RowRef):
        return f"the {operand.column} of the row"
    if isinstance(operand, CountOf):
        return f"{_number(operand.number, packs)} of: {_operand(operand.words, packs, choices, back)}"
    if isinstance(operand, Span):
        amount = operand.amount
        number = packs.parameters[amount.name].value if isinstance(amount, ParameterRef) else amount
        date = operand.date
        when = label_for(date.path, packs.vocabulary) if isinstance(date, FactRef) else plain_date(date)
        length = span_words(int(number), operand.unit)
        return f"{length} before {when}, and not after it" if back else f"{length} after {when}"
    if isinstance(operand, tuple):
        return ", ".join(choices.get(str(word), str(word)) for word in operand)
    if isinstance(operand, str):
        return choices.get(operand, operand)
    return plain_date(operand)


def _number(value: int | float | ParameterRef, packs: RulePacks) -> str:
    return f"{packs.parameters[value.name].value:g}" if isinstance(value, ParameterRef) else f"{value:g}"
