"""What meetings and inspections need beside the findings, as JSON."""

from __future__ import annotations

from ctcheck.model.papers import (
    Enquiry,
    Event,
    EvidenceUse,
    Matrix,
    MatrixRow,
    Papers,
    PlannedAction,
    Timeline,
)
from ctcheck.model.report import GapReport
from ctcheck.reports import words_next
from ctcheck.reports.json_values import Json, counts, day, place, word, words


def papers_json(papers: Papers) -> Json:
    """The papers as plain dictionaries; the keys are promised by the schema of the report."""
    return {
        "evidence": [_evidence(use) for use in papers.evidence],
        "plan": [_planned(action) for action in papers.plan],
        "timeline": _timeline(papers.timeline),
        "matrix": _matrix(papers.matrix),
        "enquiries": [_enquiry(enquiry) for enquiry in papers.enquiries],
    }


def next_steps_json(report: GapReport) -> list[Json]:
    """What to do next, in the words of the other formats and as numbers."""
    return [
        {
            "kind": word(step.kind),
            "text": words_next.sentence(step),
            "items": [
                {
                    "ref": word(item.ref),
                    "text": word(item.text),
                    "who": word(item.who),
                    "about": word(item.about),
                    "settles": item.settles,
                }
                for item in step.items
            ],
            "settles": step.settles,
            "of": step.of,
            "commands": list(words_next.commands(step, report)),
        }
        for step in words_next.steps_of(report)
    ]


def _evidence(use: EvidenceUse) -> Json:
    item = use.item
    return {
        "id": word(item.id),
        "title": word(item.title),
        "kind": word(item.kind),
        "date": day(item.date),
        "review_by": day(item.review_by),
        "owner_role": word(item.owner_role),
        "kept": word(item.kept),
        "shows": word(item.shows),
        "supports": words(item.supports),
        "place": place(item.place),
        "state": use.state.value,
        "age_months": use.age_months,
        "findings": words(use.findings),
    }


def _planned(action: PlannedAction) -> Json:
    return {
        "id": word(action.id),
        "drafted": action.drafted,
        "findings": words(action.gaps),
        "gap": word(action.gap),
        "action": word(action.action),
        "owner_role": word(action.owner_role),
        "due": day(action.due),
        "success_measure": word(action.success_measure),
        "status": word(action.status),
        "priority": action.priority,
        "reason": word(action.reason),
        "checks": words(action.checks),
    }


def _timeline(timeline: Timeline) -> Json:
    return {
        "start": day(timeline.start),
        "inspection": day(timeline.inspection),
        "working_days": timeline.working_days,
        "counting": word(timeline.counting),
        "events": [_event(event) for event in timeline.events],
    }


def _event(event: Event) -> Json:
    return {
        "day": day(event.day),
        "kind": word(event.kind),
        "ref": word(event.ref),
        "label": word(event.label),
        "working_days": event.working_days,
    }


def _matrix(matrix: Matrix) -> Json:
    return {
        "columns": [{"id": word(column.id), "label": word(column.label)} for column in matrix.columns],
        "rows": [_row(row) for row in matrix.rows],
    }


def _row(row: MatrixRow) -> Json:
    return {
        "theme": word(row.theme),
        "title": word(row.title),
        "cells": [{"letter": word(cell.letter), "counts": counts(cell.counts)} for cell in row.cells],
    }


def _enquiry(enquiry: Enquiry) -> Json:
    return {
        "about": word(enquiry.about),
        "question": word(enquiry.question),
        "why": word(enquiry.why),
        "findings": words(enquiry.findings),
        "documents": words(enquiry.documents),
    }
