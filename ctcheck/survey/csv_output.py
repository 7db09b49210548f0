"""A survey as lists for spreadsheets: areas by theme, verdicts by rule, and the facts counted."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from ctcheck.model.action_sheet import guarded
from ctcheck.reports import words, words_survey
from ctcheck.survey import record
from ctcheck.survey.suppress import Shown
from ctcheck.survey.text import problems_total
from ctcheck.survey.view import View

Value = str | int | float | None

_AREAS = ("File", "Status", "Area", "Code", "Type", "As at", "Fictional", "Overall")


def areas_parts(view: View) -> Iterator[bytes]:
    """A line for each submission: what became of it, its position as a whole and by theme with counts."""
    themes = view.frame.packs.themes
    headings = [
        *_AREAS,
        *(f"{title}{what}" for _, title in themes for what in ("", ": met", ": judged")),
        "Note",
    ]
    yield "\N{ZERO WIDTH NO-BREAK SPACE}".encode() + _line(headings)
    for found in view.records():
        if found["status"] != record.READ:
            nothing = [""] * (len(headings) - 3)
            yield _line([found["name"], found["status"], *nothing, problems_total(found)])
            continue
        area = found["area"]
        cells: list[Value] = [
            found["name"],
            found["status"],
            area["name"],
            area["code"],
            words.AREA_TYPES.get(area["type"], area["type"]),
            found["as_at"],
            "yes" if found["fictional"] else "no",
            words_survey.LEVELS[found["overall"] or "none"],
        ]
        for theme, _ in themes:
            held = found["themes"].get(theme)
            cells += (
                [words_survey.LEVELS[held["level"]], held["met"], held["judged"]]
                if held
                else ["no position", "", ""]
            )
        yield _line([*cells, found["note"] or found["overall_note"]])


def counts_parts(view: View) -> Iterator[bytes]:
    """A line for each rule: how many submissions have each verdict."""
    titles = dict(view.frame.packs.themes)
    verdicts = [name.capitalize() for name in words_survey.VERDICTS]
    yield "\N{ZERO WIDTH NO-BREAK SPACE}".encode() + _line(
        ["Rule", "Title", "Theme", "Force", *verdicts, "Judged", "Submissions"]
    )
    for row in view.rules:
        numbers = [_shown(count) for count in (*row.cells, row.judged, row.total)]
        yield _line([row.rule, row.title, titles.get(row.theme, row.theme), row.force, *numbers])


def table_parts(view: View) -> Iterator[bytes]:
    """A line for each indicator and measure of the tabulation."""
    yield "\N{ZERO WIDTH NO-BREAK SPACE}".encode() + _line(
        ["Indicator", "Label", "Yes", "No", "Does not say", "Of", "Mean", "Note"]
    )
    for one in view.answers:
        numbers = [_shown(count) for count in (one.yes, one.no, one.unknown, one.of)]
        yield _line([one.id, one.label, *numbers, "", one.note])
    for mean in view.means:
        silent = None if mean.of is None or mean.stated is None else mean.of - mean.stated
        value = "" if not mean.stated else _shown(mean.mean)
        yield _line([mean.id, mean.label, "", "", _shown(silent), _shown(mean.of), value, mean.note])


def _shown(count: Shown | float) -> Value:
    return words_survey.WITHHELD if count is None else count


def _line(values: Iterable[Value]) -> bytes:
    held = io.StringIO(newline="")
    # Every cell in quotes: where a spreadsheet splits at semicolons, part of a text could become a cell.
    writer = csv.writer(held, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([guarded(value) if isinstance(value, str) else value for value in values])
    return held.getvalue().encode("utf-8", "replace")
