"""Sections for inspections and meetings: judgement table, enquiries, matrix, evidence, plan, timeline."""

from __future__ import annotations

from collections.abc import Iterable

from ctcheck.model.papers import MatrixCell, PlannedAction
from ctcheck.model.report import GapReport
from ctcheck.model.values import plain_date
from ctcheck.model.words import EvidenceState
from ctcheck.reports import words, words_papers
from ctcheck.reports.blocks import Block, Cell, Drawing, Grid, Section, Text, marked, plain
from ctcheck.reports.safe import prose, safe
from ctcheck.reports.shapes import Item, Tag, View
from ctcheck.reports.view_findings import anchor

_MOST_LINKED = 6
"""A cell links so many findings; the rest are counted."""


def linked(report: GapReport, names: Iterable[str]) -> tuple[Item, ...]:
    """Findings by title and subject, each linked to where it is told."""
    found = {finding.id: finding for finding in report.findings}
    every = [found[name] for name in names if name in found]
    alike = len({one.title for one in every}) == 1 and len(every) > 1
    shown = [
        Item(
            prose(f"{'' if alike and number else one.title + ' '}({one.subject.label})"),
            f"#{anchor(one.id)}",
        )
        for number, one in enumerate(every[:_MOST_LINKED])
    ]
    if len(every) > _MOST_LINKED:
        shown.append(Item(words_papers.and_more(len(every) - _MOST_LINKED)))
    return tuple(shown)


def judgement_table(report: GapReport, view: View) -> Section:
    """Each theme: what the trust says, what the findings show after limits, which limit and its source."""
    said = {one.judgement.about: one for one in report.self_views}
    rows = []
    positions = [*report.positions, *((report.overall,) if report.overall else ())]
    shown = [*view.positions, *((view.overall,) if view.overall else ())]
    for position, words_of in zip(positions, shown, strict=True):
        own = said.get(position.about)
        limits = [f"{limit.title}. {limit.effect}" for limit in words_of.limits]
        sources = [source for limit in words_of.limits for source in limit.sources]
        rows.append(
            (
                plain(words_of.title),
                plain(prose(f"{own.label} ({own.scale_title})") if own else words_papers.NO_SELF_JUDGEMENT),
                marked(words_of.tag),
                Cell((*(Item(text) for text in limits or [words_papers.NO_LIMIT]), *sources)),
            )
        )
    grid = Grid(words_papers.TABLE_CAPTION, words_papers.TABLE_HEADER, tuple(rows), "judgement-table")
    note: tuple[Block, ...] = (Text(view.overall_note, "inset"),) if view.overall_note else ()
    withheld = (Text(view.withheld_judgements),) if view.withheld_judgements else ()
    drawings = (Drawing("self-judgement"), Drawing("verdict-bars"))
    blocks = (Text(words.INDICATIVE), *withheld, grid, *drawings, *note)
    return Section("judgement-table", words.SECTIONS["judgement-table"], blocks)


def enquiries(report: GapReport) -> Section:
    """What to ask, why, and which documents to ask for."""
    rows = tuple(
        (
            plain(prose(one.question)),
            plain(words_papers.ENQUIRIES[one.about]),
            Cell((Item(prose(one.why)), *linked(report, one.findings))),
            plain(prose(", ".join(one.documents))),
        )
        for one in report.papers.enquiries
    )
    grid = Grid(words_papers.ENQUIRY_CAPTION, words_papers.ENQUIRY_HEADER, rows, "enquiries")
    return Section("enquiries", words.SECTIONS["enquiries"], (grid,))


def matrix(report: GapReport) -> Section:
    """Themes by bodies: the picture, whose table has every cell in words."""
    blocks: tuple[Block, ...] = (Text(words_papers.MATRIX), Drawing("heat-map"))
    if len(report.papers.matrix.columns) < 2:
        blocks = (Text(words_papers.NO_BODIES),)
    return Section("matrix", words.SECTIONS["matrix"], blocks)


def cell_words(cell: MatrixCell) -> str:
    """A cell in words, with its counts."""
    meaning = words_papers.LETTERS[cell.letter]
    return f"{meaning} ({words.tally(cell.counts)})" if cell.counts.judged else meaning


def evidence(report: GapReport) -> Section:
    """The register, with the state of each piece on the day of the inspection."""
    rows = tuple(
        (
            plain(safe(use.item.id)),
            Cell((Item(safe(use.item.title)), Item(safe(use.item.kind.replace("-", " "))))),
            Cell(
                (
                    Item(words.date(use.item.date)),
                    *((Item(words_papers.months_old(use.age_months)),) if use.age_months is not None else ()),
                ),
                evidence_tag(use.state),
            ),
            plain(safe(use.item.owner_role)),
            plain(safe(use.item.kept)),
            Cell(linked(report, use.findings) or (Item(words_papers.BACKS_NOTHING),)),
        )
        for use in report.papers.evidence
    )
    blocks: tuple[Block, ...] = (Text(words_papers.NO_EVIDENCE),)
    if rows:
        grid = Grid(words_papers.EVIDENCE_CAPTION, words_papers.EVIDENCE_HEADER, rows, "evidence")
        blocks = (Text(words.NOT_OPENED), Drawing("evidence-age"), grid)
    return Section("evidence", words.SECTIONS["evidence"], blocks)


def evidence_tag(state: EvidenceState) -> Tag:
    """The state of a piece of evidence as a status word."""
    kind = {EvidenceState.EVIDENCED: "met", EvidenceState.STALE: "partly-met"}.get(state, "no-answer")
    return Tag(words_papers.STATES[state], kind)


def action_status(report: GapReport) -> Section:
    """How the submission's own actions stand; what nobody has decided yet is no action to inspect."""
    every = report.papers.plan
    own = [action for action in every if not action.drafted]
    blocks: list[Block] = [Text(words_papers.own_actions(len(own), len(every) - len(own)))]
    if own:
        rows = tuple(_action(number, action) for number, action in enumerate(own, 1))
        blocks.append(Grid(words_papers.PLAN_CAPTION, words_papers.PLAN_HEADER, rows, "plan"))
    return Section("action-status", words.SECTIONS["action-status"], tuple(blocks))


def plan(report: GapReport, most: int = 0) -> Section:
    """The action plan; `most` shows only so many, the first of them."""
    every = report.papers.plan
    shown = every[:most] if most else every
    name = "top-actions" if most else "plan"
    blocks: list[Block] = []
    if not every:
        blocks.append(Text(words_papers.NO_ACTIONS))
    else:
        drafted = sum(action.drafted for action in every)
        blocks.append(Text(words_papers.drafted(drafted, len(every))))
        rows = tuple(_action(number, action) for number, action in enumerate(shown, 1))
        blocks.append(Grid(words_papers.PLAN_CAPTION, words_papers.PLAN_HEADER, rows, "plan"))
    if most and len(every) > most:
        blocks.append(Text(words_papers.and_more(len(every) - most), "small"))
    return Section(name, words.SECTIONS[name], tuple(blocks))


def _action(number: int, action: PlannedAction) -> tuple[Cell, ...]:
    due = plain_date(action.due) if action.due else words.WITHHELD if action.withheld else ""
    checks = [words_papers.CHECKS[check] for check in action.checks]
    status = f"{words_papers.STATUS}: {safe(action.status)}" if action.status else ""
    return (
        plain(str(number)),
        plain(prose(action.gap)),
        Cell(tuple(Item(text) for text in (prose(action.action), status) if text)),
        plain(words.WITHHELD if action.withheld else safe(action.owner_role)),
        Cell(tuple(Item(text) for text in (due, *checks) if text)),
        Cell((Item(words_papers.PRIORITIES[action.priority]), Item(prose(action.reason)))),
    )


def timeline(report: GapReport) -> Section:
    """The way to the inspection in working days: the picture, whose table has every day in words."""
    found = report.papers.timeline
    blocks = (Text(words_papers.to_inspection(found.inspection, found.working_days)), Drawing("timeline"))
    return Section("timeline", words.SECTIONS["timeline"], blocks)
