"""What a reader of a workbook has to know before the tables: its cover and its notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ctcheck.model.report import GapReport
from ctcheck.reports import words, words_papers, words_personal, words_public, words_sheets
from ctcheck.reports.shapes import View
from ctcheck.reports.tables import Column
from ctcheck.reports.view import build_view


def cover_rows(report: GapReport) -> list[tuple[str, str]]:
    """What was checked, by which rules, what came out, what the sheets hold and how to read them."""
    view = build_view(report, trees="none")
    rows: list[tuple[str, str]] = []
    if view.fictional:
        rows.append(("Fictional", words.FICTIONAL))
    if view.personal:
        rows.append((words_personal.TITLE, view.personal))
    rows += [(words_public.TITLE, sentence) for sentence in view.public]
    rows += [(line.label, item.text) for line in view.checked for item in line.items]
    rows += [(words_sheets.SUMMARY, sentence) for sentence in view.summary]
    rows += _positions(view)
    rows += [(f"{words_sheets.SHEET} {name}", about) for name, about in words_sheets.SHEETS.items()]
    rows += [(words_sheets.HOW_TO_READ, sentence) for sentence in words_sheets.READING]
    rows += [
        (f"{words_sheets.LEGEND}: {row.tag.word}", f"{row.meaning} {words.number(row.number, 'finding')}.")
        for row in view.assurance.counts
    ]
    rows += [(words_sheets.CANNOT_SHOW, sentence) for sentence in view.assurance.cannot_show]
    return rows


def _positions(view: View) -> list[tuple[str, str]]:
    every = (*view.positions, *((view.overall,) if view.overall else ()))
    rows = [(words_sheets.POSITION, f"{one.title}: {one.tag.word}. {one.tally}") for one in every]
    note = [(words_sheets.POSITION, view.overall_note)] if view.overall_note else []
    return [*rows, *note, (words_sheets.POSITION, words.INDICATIVE)]


def note_rows(report: GapReport, columns: Mapping[str, Sequence[Column]]) -> list[tuple[str, str, str]]:
    """The meaning of every column and word, what cannot be shown, and the notes of the report."""
    view = build_view(report, trees="none")
    rows = [
        (f"{words_sheets.COLUMN_OF} {sheet}", column.header, column.meaning)
        for sheet, held in columns.items()
        for column in held
    ]
    rows += _meanings("verdict", words.VERDICTS, words.VERDICT_MEANINGS)
    rows += _meanings("kind", words.GAP_KINDS, words_sheets.KIND_MEANINGS)
    rows += _meanings("force", words.FORCES, words_sheets.FORCE_MEANINGS)
    rows += _meanings("standing", words_sheets.STANDINGS, words_sheets.STANDING_MEANINGS)
    rows += _meanings("state", words_papers.STATES, words_sheets.STATE_MEANINGS)
    rows += _meanings("check", words_papers.CHECKS, words_sheets.CHECK_MEANINGS)
    rows += _numbered(words_sheets.CANNOT_SHOW, (*view.assurance.cannot_show, words.NOT_OPENED))
    rows += _numbered(words.NOT_EVALUATED, view.assurance.not_evaluated)
    rows += _numbered(words.NOT_RETURNED, view.assurance.not_returned)
    rows += _numbered(words.RECALLED_RULES, view.assurance.recalled)
    rows += _numbered(words_sheets.REPORT_NOTE, view.notes)
    return rows


def _meanings(about: str, said: Mapping[Any, str], meanings: Mapping[Any, str]) -> list[tuple[str, str, str]]:
    return [(words_sheets.ABOUT_WORDS[about], said[code], meaning) for code, meaning in meanings.items()]


def _numbered(about: str, sentences: Sequence[str]) -> list[tuple[str, str, str]]:
    return [(about, str(number), sentence) for number, sentence in enumerate(sentences, 1)]
