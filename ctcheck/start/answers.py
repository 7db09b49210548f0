"""What may be written for an answer, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from ctcheck.model.rules import FactType
from ctcheck.reports.safe import prose
from ctcheck.start import words


def answer_words(wanted: FactType, day: dt.date) -> str:
    """The allowed values of any type but `records`, as a sentence; examples are of the law date."""
    kind = "month" if wanted.kind == "date" and wanted.month_precision else wanted.kind
    return prose(
        words.VALUES[kind].format(
            day=day.isoformat(),
            month=day.isoformat()[:7],
            unit=f", {wanted.unit}" if wanted.unit else "",
            words=choice_words(wanted.choices),
            example=", ".join(list(wanted.choices)[:2]),
        )
    )


def choice_words(choices: Mapping[str, str]) -> str:
    """The words to write, each with its label where that says more."""
    shown = []
    for word, label in choices.items():
        same = word.replace("-", " ").casefold() == label.casefold()
        shown.append(word if same else f"{word} ({label})")
    return "; ".join(shown)
