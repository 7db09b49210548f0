"""The values that the JSON report is built of: words made harmless, days, places and counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from ctcheck.model.counts import Counts
from ctcheck.model.place import Place
from ctcheck.reports.safe import safe

Json = dict[str, Any]


def word(text: str) -> str:
    """Whole, with its line breaks; only harmful characters are taken out."""
    return safe(text, limit=None, keep_lines=True)


def words(texts: Iterable[str]) -> list[str]:
    """Each of them as `word`."""
    return [word(text) for text in texts]


def day(when: dt.date | None) -> str | None:
    """`YYYY-MM-DD`, or null."""
    return when.isoformat() if when else None


def place(where: Place | None) -> Json | None:
    """File, line and column, or null."""
    if where is None:
        return None
    return {"file": word(where.file), "line": where.line, "column": where.column}


def counts(found: Counts) -> Json:
    """How many findings have each verdict, with the total."""
    return {
        "met": found.met,
        "partly_met": found.partly_met,
        "not_met": found.not_met,
        "no_answer": found.no_answer,
        "not_applicable": found.not_applicable,
        "error": found.error,
        "total": found.total,
    }
