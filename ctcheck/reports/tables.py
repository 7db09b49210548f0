"""The tables of workbooks and lists: columns and rows as plain values, already safe, already in order.

A writer may place and format these; it has nothing left to decide.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ctcheck.model import action_sheet
from ctcheck.model.action_sheet import ActionCells, row_mark
from ctcheck.model.papers import EvidenceUse, PlannedAction
from ctcheck.model.report import Finding, Gap, GapReport
from ctcheck.model.rules import Source
from ctcheck.model.words import DUTY_ON, Verdict
from ctcheck.reports import words, words_carried, words_inspector, words_papers, words_sheets
from ctcheck.reports.safe import link, prose, safe
from ctcheck.reports.view_findings import place_list, place_words, source_item, subject_words

Value = str | int | dt.date | None
"""None stands for an empty cell."""


class Column(NamedTuple):
    """One column."""

    key: str
    header: str
    meaning: str


class Table(NamedTuple):
    """One table: a cell for each column in each row."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    empty: str
    """What is said where there is no row."""
    about: str
    """The key of the column in which that is said."""


Row = Mapping[str, Value]


def gaps_table(report: GapReport) -> Table:
    """Every gap in the order to act in, with the actions that close it."""
    number_of = {gap.finding.id: group.number for group in report.gap_groups for gap in group.gaps}
    actions: dict[str, list[PlannedAction]] = {}
    for action in report.papers.plan:
        for name in action.gaps:
            actions.setdefault(name, []).append(action)
    themes = dict(report.themes)
    limits = {limit.id: limit.title for limit in report.limits}
    rows = (
        {
            "order": order,
            "number": number_of[gap.finding.id] or None,
            **_finding_values(gap.finding, themes),
            **_gap_values(gap, limits, report.as_at),
            **_action_values(actions.get(gap.finding.id, ())),
        }
        for order, gap in enumerate(report.gaps, 1)
    )
    nothing = words.NO_GAPS if report.assurance.counts.judged else words.NOTHING_JUDGED
    return _table(words_sheets.GAPS, _columns(words_sheets.GAP_COLUMNS), rows, nothing, "title")


def actions_table(report: GapReport) -> Table:
    """The action plan, as `ctcheck actions import` reads it back."""
    columns = tuple(
        Column(key, header, words_sheets.ACTION_COLUMNS[key]) for key, header in action_sheet.HEADERS.items()
    )
    rows = (_planned(action) for action in report.papers.plan)
    return _table(words_sheets.ACTIONS, columns, rows, words_sheets.NO_ACTIONS, "short")


def findings_table(report: GapReport) -> Table:
    """Every finding once, in the order of the report."""
    themes = dict(report.themes)
    columns = _columns(words_sheets.FINDING_COLUMNS)
    if report.inspector:
        columns += _columns(words_inspector.FINDING_COLUMN)
    judged = _judged(report)
    rows = (
        {
            **_finding_values(finding, themes),
            **_background(finding),
            "inspector": listed(
                judged.get(finding.rule, []) + judged.get(finding.id, []) * (finding.id != finding.rule)
            ),
        }
        for finding in report.findings
    )
    return _table(words_sheets.FINDINGS, columns, rows, words_sheets.NO_FINDINGS, "title")


def _judged(report: GapReport) -> dict[str, list[str]]:
    """What inspectors judge, by rule or finding, a line each."""
    return {
        view.about: [
            prose(
                f"{words.VERDICTS[one.word] if isinstance(one.word, Verdict) else one.label}:"
                f" {one.judgement.reason}"
                f" ({words_inspector.given(one.judgement.role, one.judgement.given_on)})"
            )
            for one in view.inspector
        ]
        for view in (report.inspector.views if report.inspector else ())
        if view.kind in ("rule", "finding")
    }


def evidence_table(report: GapReport) -> Table:
    """Every piece of evidence in the order of the submission."""
    columns = _columns(words_sheets.EVIDENCE_COLUMNS)
    rows = (_evidence(use) for use in report.papers.evidence)
    return _table(words_sheets.EVIDENCE, columns, rows, words_papers.NO_EVIDENCE, "title")


def _columns(said: Mapping[str, tuple[str, str]]) -> tuple[Column, ...]:
    return tuple(Column(key, header, meaning) for key, (header, meaning) in said.items())


def _table(name: str, columns: tuple[Column, ...], rows: Iterable[Row], empty: str, about: str) -> Table:
    made = tuple(tuple(_value(row[column.key]) for column in columns) for row in rows)
    return Table(name, columns, made, empty, about)


def _value(value: Value) -> Value:
    """Nought is a number to be shown; an empty text is an empty cell."""
    return None if value == "" else value


def _finding_values(finding: Finding, themes: Mapping[str, str]) -> Row:
    return {
        "finding": safe(finding.id, limit=None),
        "theme": safe(themes.get(finding.theme, finding.theme)),
        "title": safe(finding.title),
        "subject": subject_words(finding.subject),
        "verdict": words.VERDICTS[finding.verdict],
        "force": words.FORCES[finding.force],
        "expects": prose(finding.expects),
        "duty_on": safe(DUTY_ON.get(finding.duty_on, finding.duty_on)),
        "sources": listed(source_item(source).text for source in finding.sources),
        "urls": listed(_urls(finding.sources)),
        "evidence": words_carried.evidence(finding),
    }


def _urls(sources: Sequence[Source]) -> Iterable[str]:
    return dict.fromkeys(url for source in sources if (url := link(source.url)))


def _background(finding: Finding) -> Row:
    return {
        "standing": words_sheets.STANDINGS[finding.standing],
        "sentence": prose(finding.sentence),
        "incomplete": _yes(finding.incomplete),
        "in_force_from": finding.in_force.first,
        "in_force_to": finding.in_force.last,
        "items": listed(safe(item) for item in finding.evidence_items),
        "waiver": prose(finding.waiver),
        "parameters": listed(safe(name) for name in finding.parameters),
        "places": listed(place_list(finding.places)),
        "enquiry": prose(finding.enquiry),
    }


def _gap_values(gap: Gap, limits: Mapping[str, str], as_at: dt.date) -> Row:
    finding = gap.finding
    missing = (f"{safe(fact.supplied_by)}: {prose(fact.ask)} ({safe(fact.path)})" for fact in finding.missing)
    return {
        "kind": words.GAP_KINDS.get(gap.kind, safe(gap.kind)),
        "standing": words.standing(gap.kind, finding.force, finding.in_force.first, as_at),
        "because": prose(f"{finding.because[:1].upper()}{finding.because[1:]}"),
        "remedy": words.MEND if gap.kind == "error" else prose(finding.remedy),
        "ask": listed(missing),
        "why": prose(finding.why),
        "limits": listed(safe(limits.get(name, name)) for name in gap.limits),
        "wanted": listed(safe(kind) for kind in finding.evidence_wanted),
        "planned": _yes(gap.planned),
    }


def _action_values(actions: Sequence[PlannedAction]) -> Row:
    """One action as it is; of several the texts, in the order of the plan."""
    cells = [_cells(action) for action in actions]
    return {
        "actions": listed(safe(action.id) for action in actions),
        "action": listed(one.action for one in cells),
        "owner_role": listed(one.owner_role for one in cells),
        "due": _day(actions[0]) if len(actions) == 1 else listed(_due_words(action) for action in actions),
        "success_measure": listed(one.success_measure for one in cells),
        "status": listed(words_sheets.status_words(one.status) for one in cells),
        "priority": min((action.priority for action in actions), default=None),
    }


def _cells(action: PlannedAction) -> ActionCells:
    due, status = action_sheet.due_words(action.due.isoformat() if action.due else "", safe(action.status))
    return ActionCells(
        prose(action.action), safe(action.owner_role), due, prose(action.success_measure), status
    )


def _day(action: PlannedAction) -> Value:
    return action.due or _cells(action).due


def _due_words(action: PlannedAction) -> str:
    return words.date(action.due) if action.due else _cells(action).due


def _planned(action: PlannedAction) -> Row:
    cells = _cells(action)
    return {
        "id": safe(action.id),
        "gaps": listed(safe(name, limit=None) for name in action.gaps),
        "short": prose(action.gap),
        "action": cells.action,
        "owner_role": cells.owner_role,
        "due": _day(action),
        "success_measure": cells.success_measure,
        "status": words_sheets.status_words(cells.status),
        "priority": action.priority,
        "reason": prose(action.reason),
        "checks": listed(words_papers.CHECKS.get(check, safe(check)) for check in action.checks),
        "source": words_sheets.DRAFTED if action.drafted else words_sheets.SUBMISSION,
        "mark": row_mark(safe(action.id), cells),
    }


def _evidence(use: EvidenceUse) -> Row:
    item = use.item
    return {
        "id": safe(item.id),
        "title": safe(item.title),
        "kind": safe(item.kind),
        "date": item.date,
        "review_by": item.review_by,
        "state": words_papers.STATES[use.state],
        "age_months": use.age_months,
        "shows": safe(item.shows),
        "owner_role": safe(item.owner_role),
        "kept": prose(item.kept),
        "supports": listed(safe(name) for name in item.supports),
        "backs": len(use.findings),
        "findings": listed(safe(name, limit=None) for name in use.findings),
        "place": place_words(item.place),
    }


def listed(texts: Iterable[str]) -> str:
    """Texts in one cell; a list too long for a cell ends, after a whole entry, in an ellipsis."""
    joined: list[str] = []
    length = 0
    for text in texts:
        if not text:
            continue
        length += len(text) + len(action_sheet.SEPARATOR)
        if length > action_sheet.LONGEST_LIST:
            joined.append(action_sheet.CUT)
            break
        joined.append(text)
    return action_sheet.SEPARATOR.join(joined)


def _yes(value: bool) -> str:
    return words_sheets.YES if value else words_sheets.NO
