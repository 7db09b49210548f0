"""What a cell of a workbook offers: the words of its list, the rule of its date or number, the help beside it."""

from __future__ import annotations

from typing import Any, Final

from ctcheck.model.rules import FactType
from ctcheck.reports import words_workbook as words
from ctcheck.reports.xlsx_book import FIRST_DAY
from ctcheck.workbook import form, stated

MANY: Final = 10
"""More words than these stand on the sheet of choices, and not beside the question."""


def how_to_answer(wanted: FactType) -> str:
    """What may stand in a cell, in words."""
    kind = "month" if wanted.kind == "date" and wanted.month_precision else wanted.kind
    if kind == "choice" and 0 < len(wanted.choices) <= 6:
        return words.HOW_CHOICE.format(choices="; ".join(wanted.choices.values()))
    if kind == "choices" and len(wanted.choices) > MANY:
        return words.HOW_LISTED
    if kind == "choices":
        return words.HOW[kind].format(choices="; ".join(wanted.choices.values()))
    how = words.HOW.get(kind, words.HOW["text"])
    return words.HOW_UNIT.format(how=how, unit=wanted.unit) if wanted.unit else how


def choices_of(wanted: FactType) -> tuple[str, ...]:
    """What a drop-down offers, or the sheet of choices lists; empty where there is nothing to list."""
    if wanted.kind == "yes-no":
        return ("yes", "no", stated.NONE)
    labels = tuple(wanted.choices.values())
    if wanted.kind == "choices":
        return labels if len(labels) > MANY else ()
    if wanted.kind != "choice":
        return ()
    return labels if stated.NONE in (*labels, *wanted.choices) else (*labels, stated.NONE)


def validation(wanted: FactType, lists: dict[tuple[str, ...], tuple[str, int, int]]) -> dict[str, Any] | None:
    """The rule of a spreadsheet for a cell of a type; None where anything may be typed. `lists` says where words stand."""
    kind = wanted.kind
    if kind in ("choice", "yes-no"):
        offered = choices_of(wanted)
        if offered not in lists:
            return None
        _, first, last = lists[offered]
        return {
            "validate": "list",
            "source": f"={form.CHOICES}!$B${first + 1}:$B${last + 1}",
            "error_title": words.ERROR_TITLE,
            "error_message": words.CHOICE_ERROR,
            # A word that is not offered may be typed: reading it back says what was made of it.
            "error_type": "warning",
        }
    if kind in ("date", "due") and not wanted.month_precision:
        return {
            "validate": "date",
            "criteria": ">=",
            "value": FIRST_DAY,
            "error_title": words.ERROR_TITLE,
            "error_message": words.DATE_ERROR,
            "error_type": "warning",
        }
    if kind in ("integer", "number"):
        return {
            "validate": "integer" if kind == "integer" else "decimal",
            "criteria": "between",
            "minimum": -(10**9),
            "maximum": 10**15,
            "error_title": words.ERROR_TITLE,
            "error_message": words.NUMBER_ERROR,
            "error_type": "warning",
        }
    return None
