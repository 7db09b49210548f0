"""The formats of a survey."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from ctcheck.survey.view import View


class Format(NamedTuple):
    """One format: what it is for, and how its parts are made."""

    name: str
    about: str
    parts: Callable[[View], Iterator[bytes]]
    """Bytes in order, made while they are written, so that no output stands in memory as a whole."""
    by_area: bool = False
    """Whether it tells of each area by itself, so that it has no public version."""
    needs_table: bool = False


def _text(view: View) -> Iterator[bytes]:
    from ctcheck.survey.text import text_parts

    return text_parts(view)


def _json(view: View) -> Iterator[bytes]:
    from ctcheck.survey.json_output import json_parts

    return json_parts(view)


def _jsonl(view: View) -> Iterator[bytes]:
    from ctcheck.survey.json_output import jsonl_parts

    return jsonl_parts(view)


def _html(view: View) -> Iterator[bytes]:
    from ctcheck.survey.html_output import html_parts

    return html_parts(view)


def _csv(view: View) -> Iterator[bytes]:
    from ctcheck.survey.csv_output import areas_parts

    return areas_parts(view)


def _counts(view: View) -> Iterator[bytes]:
    from ctcheck.survey.csv_output import counts_parts

    return counts_parts(view)


def _table(view: View) -> Iterator[bytes]:
    from ctcheck.survey.csv_output import table_parts

    return table_parts(view)


FORMATS: Final = {
    one.name: one
    for one in (
        Format("text", "for people", _text),
        Format("html", "one page: a heat map that sorts and filters, with its table", _html),
        Format("json", "everything, for other programs", _json),
        Format("jsonl", "one line of JSON a submission, for further work", _jsonl, by_area=True),
        Format("csv", "areas by theme, for spreadsheets", _csv, by_area=True),
        Format("counts", "verdicts by rule, for spreadsheets", _counts),
        Format("table", "the facts that --tabulate counts, for spreadsheets", _table, needs_table=True),
    )
}
