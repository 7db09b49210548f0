"""Values, operands and conditions in words, for reasons and explanations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ctcheck.model.rules import FactType, Vocabulary
from ctcheck.model.values import DateValue, Fact, Nothing, Record, Share, Value, plain_date

BUILT_IN = {
    "as_at": "the date the submission describes",
    "law_date": "the date whose law is applied",
    "inspection.notified": "the date the inspection was notified",
    "inspection.fieldwork": "the first day of inspection fieldwork",
    "inspection.regime": "the inspection regime",
    "area.type": "the type of authority",
    "partner.kind": "its kind of body",
    "partner.named": "whether the submission names it as a partner",
}
"""Labels of the facts that every submission has without a vocabulary."""


def fact_words(fact: Fact, wanted: FactType | None) -> str:
    """A stated fact as reports say it: what is to be shown in place of its value, or the value."""
    return fact.shown or value_words(fact.value, wanted)


def carried_words(fact: Fact, wanted: FactType | None) -> str:
    """What is taken over from earlier and not confirmed, with what was stated then."""
    since = f"carried from {plain_date(fact.carried)} and not confirmed" if fact.carried else ""
    return f"{since}: {fact_words(fact, wanted)}"


def value_words(value: Value, wanted: FactType | None) -> str:
    """A stated value as people write it."""
    if isinstance(value, Nothing):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (DateValue, Share)):
        return str(value)
    if isinstance(value, str):
        return label_of(value, wanted)
    if isinstance(value, tuple):
        if value and isinstance(value[0], Record):
            return f"{len(value)} {'entry' if len(value) == 1 else 'entries'}"
        return ", ".join(label_of(str(word), wanted) for word in value)
    unit = f" {wanted.unit}" if wanted and wanted.unit else ""
    return f"{int(value) if value == int(value) else value:,}{unit}"


def label_of(word: str, wanted: FactType | None) -> str:
    """The label of a choice; a text is itself, in quotes."""
    if wanted is None:
        return word
    if wanted.kind in ("text", "texts"):
        return f"“{word}”"
    return wanted.choices.get(word, word)


def words_list(words: tuple[str, ...], wanted: FactType | None) -> str:
    """A list of choices in words."""
    return ", ".join(label_of(word, wanted) for word in words)


def label_for(path: str, vocabulary: Vocabulary, fields: Mapping[str, Any] | None = None) -> str:
    """The noun phrase of a fact."""
    if fields is not None and path in fields:
        return str(fields[path].label)
    declared = vocabulary.facts.get(path)
    if declared is not None:
        return declared.label
    return BUILT_IN.get(path, path)


def span_words(amount: int, unit: str) -> str:
    """A length of time: 1 month, 70 working days."""
    name = unit.replace("_", " ")
    return f"{amount} {name[:-1] if amount == 1 else name}"
