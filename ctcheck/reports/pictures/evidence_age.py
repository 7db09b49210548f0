"""How old each piece of evidence is on the day of the inspection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final, NamedTuple

from ctcheck.model.papers import EvidenceUse
from ctcheck.model.report import GapReport
from ctcheck.model.words import EvidenceState
from ctcheck.reports import words_pictures as said
from ctcheck.reports.pictures.axis import Axis
from ctcheck.reports.pictures.look import MET, NOT_MET, OPEN, PARTLY, QUIET, legend, note
from ctcheck.reports.pictures.shapes import Picture, Table
from ctcheck.reports.pictures.stacks import LABELLED, Mark, draw_marks
from ctcheck.reports.pictures.svg import MARGIN, WIDTH, Drawing, Layer
from ctcheck.reports.safe import safe
from ctcheck.reports.words import date

NAME: Final = "evidence-age"
PARAMETER: Final = "evidence_age_months"
LABELS: Final = 84
LOOKS: Final = {
    EvidenceState.EVIDENCED: MET,
    EvidenceState.STALE: NOT_MET,
    EvidenceState.UNDATED: OPEN,
    EvidenceState.UNEVIDENCED: PARTLY,
}


class _Item(NamedTuple):
    number: int
    use: EvidenceUse


def evidence_age(report: GapReport) -> tuple[Picture, ...]:
    """The picture; none without evidence."""
    uses = report.papers.evidence
    if not uses:
        return ()
    on = report.inspection.fieldwork or report.as_at
    limit = next((int(one.value) for one in report.parameters if one.name == PARAMETER), None)
    # Youngest first, so that numbers go up along the line; those without an age come last.
    ordered = sorted(uses, key=lambda use: (use.age_months is None, use.age_months or 0))
    items = [_Item(number, use) for number, use in enumerate(ordered, start=1)]
    ages = [use.age_months for use in uses if use.age_months is not None]
    description = said.age_description(on, max(ages, default=None), [use.state for use in uses])
    drawing = Drawing(NAME, said.AGE_TITLE, description)
    svg = _draw(drawing, items, ages, limit)
    return (Picture(NAME, said.AGE_TITLE, description, svg, _table(items, on, limit)),)


def _draw(drawing: Drawing, items: Sequence[_Item], ages: Sequence[int], limit: int | None) -> str:
    entries = [
        (LOOKS[state], "", words)
        for state, words in said.AGE_STATES.items()
        if any(item.use.state is state for item in items)
    ]
    y = legend(drawing, MARGIN, entries) + 14
    texts = [said.AGE_NUMBERS]
    aged = [item for item in items if item.use.age_months is not None]
    if aged:
        y, more = _strip(drawing, aged, max(ages), limit, y)
        texts += more
    undated = [item for item in items if item.use.age_months is None]
    if undated:
        drawing.line(MARGIN, y, WIDTH - MARGIN, y, stroke=QUIET)
        for place, words in enumerate(said.AGE_UNDATED):
            drawing.text(MARGIN, y + 16 + 14 * place, words, size=12, bold=place == 0)
        left = MARGIN + LABELS
        # No age, no place on the line: side by side, from the left.
        few = len(undated) <= LABELLED
        step = 0 if few else min(30.0, (WIDTH - 2 * MARGIN - LABELS) / len(undated))
        marks = [
            Mark(item.number, left + step * place, LOOKS[item.use.state], safe(item.use.item.title))
            for place, item in enumerate(undated)
        ]
        drawn = draw_marks(drawing, marks, y + 8, left, WIDTH - MARGIN)
        y = max(drawn.bottom, y + 38) + 4
        if drawn.crowded and said.AGE_MORE not in texts:
            texts.append(said.AGE_MORE)
    return drawing.finish(note(drawing, y + 6, texts) + MARGIN)


def _strip(
    drawing: Drawing, aged: Sequence[_Item], oldest: int, limit: int | None, y: float
) -> tuple[float, list[str]]:
    """The line of months with what stands on it; gives where it ends, and what has to be said of it."""
    left, right = MARGIN + 14, WIDTH - MARGIN - 14
    heavy = limit if limit is not None and limit > 0 else None
    bounds = sorted({0, oldest, heavy or 0})
    if heavy is not None and oldest <= heavy:
        # Room to the right of the line, so that the line is not taken for the border.
        bounds = [0, heavy, heavy + max(1, heavy // 4)]
    if len(bounds) == 1:
        bounds = [0, 12]
    axis = Axis(bounds, [0.2] * (len(bounds) - 1), left, right - left)
    drawing.text(MARGIN, y + 6, said.AGE_AXIS, size=12)
    if limit is not None and heavy is not None:
        x = axis.at(heavy)
        on_right = x < WIDTH / 2
        drawing.text(
            x - 4 if on_right else x + 4, y + 6, said.age_limit(limit), size=12, bold=True,
            anchor="start" if on_right else "end",
        )  # fmt: skip
    top = y + 40
    front = Layer()
    marks = [
        Mark(item.number, axis.at(item.use.age_months), LOOKS[item.use.state], safe(item.use.item.title))
        for item in aged
        if item.use.age_months is not None
    ]
    drawn = draw_marks(front, marks, top + 8, MARGIN, WIDTH - MARGIN)
    bottom = drawn.bottom + 4
    drawing.line(left, top, right, top, thick=1.5)
    ticks = [month for month in axis.ticks(34) if month != bounds[-1] or month in (oldest, heavy)]
    for month in ticks:
        x = axis.at(month)
        drawing.line(x, top - 4, x, top, thick=1.5)
        drawing.text(x, top - 12, str(month), size=11, anchor="middle", bold=month == heavy)
    if heavy is not None:
        drawing.line(axis.at(heavy), top - 4, axis.at(heavy), bottom, thick=2.5)
    drawing.put(front)
    more = [] if axis.even else [said.AGE_BREAKS]
    return bottom + 4, [*more, said.AGE_MORE] if drawn.crowded else more


def _table(items: Sequence[_Item], on: dt.date, limit: int | None) -> Table:
    rows = tuple(
        (
            str(item.number),
            safe(item.use.item.title),
            date(item.use.item.date),
            said.NO_AGE if item.use.age_months is None else str(item.use.age_months),
            said.AGE_STATES_SHORT.get(item.use.state, said.NO_AGE),
        )
        for item in items
    )
    return Table(said.age_caption(on, limit), said.AGE_HEADER, rows)
