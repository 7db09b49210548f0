"""The way to the inspection in working days, and what lies on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from ctcheck.model.papers import Event, Timeline
from ctcheck.model.values import plain_date
from ctcheck.reports import words_pictures as said
from ctcheck.reports.pictures.axis import Axis
from ctcheck.reports.pictures.look import MET, OPEN, PARTLY, QUIET, Look, note
from ctcheck.reports.pictures.shapes import Picture, Table
from ctcheck.reports.pictures.stacks import Drawn, Mark, draw_marks
from ctcheck.reports.pictures.svg import INK, MARGIN, PAPER, WIDTH, Drawing, Layer
from ctcheck.reports.safe import safe

NAME: Final = "timeline"
LABELS: Final = 84
EDGE: Final = 40
"""Where days stand that are not counted."""
LOOKS: Final = {"action": PARTLY, "evidence": MET._replace(fill=PAPER, ink=INK), "review-by": OPEN}
"""No verdicts here: patterns tell the three kinds apart beside their places."""


class _Numbered(NamedTuple):
    number: int
    event: Event


class _Line(NamedTuple):
    """The scale between its edges."""

    axis: Axis
    left: float
    right: float
    heavy: tuple[int, ...]
    """The days at which the scale may change: the day described and the first of fieldwork."""


def timeline(line: Timeline, titles: Mapping[str, str]) -> tuple[Picture, ...]:
    """The picture; none where there is no date but that of the day described.

    `titles` are those of the evidence by id: in a lane of reviews the word review need not stand again.
    """
    if all(event.kind == "as-at" for event in line.events):
        return ()
    numbered = [_Numbered(number, event) for number, event in enumerate(line.events, start=1)]
    title = said.TIMELINE_TITLE if line.inspection else said.TIMELINE_TITLE_OPEN
    kinds = [event.kind for event in line.events]
    late = sum(
        event.kind == "action" and line.inspection is not None and event.day > line.inspection
        for event in line.events
    )
    description = said.timeline_description(line.start, line.inspection, line.working_days, kinds, late)
    drawing = Drawing(NAME, title, description)
    svg = _draw(drawing, line, _scale(line), numbered, titles)
    return (Picture(NAME, title, description, svg, _table(line, numbered)),)


def _scale(line: Timeline) -> _Line:
    days = [event.working_days for event in line.events if event.working_days is not None]
    heavy = sorted({0} | ({line.working_days} if line.working_days is not None else set()))
    first, last = min([*days, *heavy]), max([*days, *heavy])
    bounds = sorted({first, *heavy, last})
    if len(bounds) == 1:
        # A line needs some length: a week after the only day that is counted.
        bounds.append(bounds[0] + 5)
    least = [0.4 if before in heavy and after in heavy else 0.2 for before, after in pairwise(bounds)]
    uncounted = [event.day for event in line.events if event.working_days is None]
    left: float = MARGIN + LABELS + (EDGE if any(day < line.start for day in uncounted) else 0) + 12
    right: float = WIDTH - MARGIN - (EDGE if any(day >= line.start for day in uncounted) else 0) - 12
    return _Line(Axis(bounds, least, left, right - left), left, right, tuple(heavy))


def _at(event: Event, line: Timeline, scale: _Line) -> float:
    if event.working_days is not None:
        return scale.axis.at(event.working_days)
    return scale.left - 12 - EDGE / 2 if event.day < line.start else scale.right + 12 + EDGE / 2


def _draw(
    drawing: Drawing, line: Timeline, scale: _Line, numbered: Sequence[_Numbered], titles: Mapping[str, str]
) -> str:
    left, right = MARGIN + LABELS, WIDTH - MARGIN
    top = MARGIN + 18
    # How far the lines behind go is known when what lies in front stands.
    front = Layer()
    drawn = _lanes(front, line, scale, numbered, titles, top)
    for day in scale.heavy:
        drawing.line(scale.axis.at(day), top, scale.axis.at(day), drawn.bottom, thick=2.5)
    _ticks(drawing, scale, top)
    if scale.left - 12 > left:
        _edge(drawing, scale.left - 12, left, top, drawn.bottom, said.EARLIER)
    if scale.right + 12 < right:
        _edge(drawing, scale.right + 12, right - EDGE, top, drawn.bottom, said.LATER)
    drawing.put(front)
    texts = [said.TIMELINE_NUMBERS]
    if not scale.axis.even:
        texts.append(said.TIMELINE_BREAKS)
    if any(one.event.working_days is None for one in numbered):
        texts.append(said.TIMELINE_EDGE)
    if drawn.crowded:
        texts.append(said.TIMELINE_MORE)
    return drawing.finish(note(drawing, drawn.bottom + 8, texts) + MARGIN)


def _ticks(drawing: Drawing, scale: _Line, top: float) -> None:
    drawing.line(scale.left, top, scale.right, top, thick=1.5)
    for day in scale.axis.ticks(40):
        x = scale.axis.at(day)
        drawing.line(x, top - 4, x, top, thick=1.5)
        drawing.text(x, top - 12, said.signed(day), size=11, anchor="middle", bold=day in scale.heavy)


def _edge(drawing: Drawing, x: float, left: float, top: float, bottom: float, words: str) -> None:
    """Parts the days that are not counted from the scale."""
    drawing.line(x, top, x, bottom, stroke=QUIET)
    drawing.text(left + EDGE / 2, top + 9, words, size=11, anchor="middle")


def _lanes(
    drawing: Layer,
    line: Timeline,
    scale: _Line,
    numbered: Sequence[_Numbered],
    titles: Mapping[str, str],
    y: float,
) -> Drawn:
    """Draws the days that stand alone and then each lane that has any."""
    left, right = MARGIN + LABELS, WIDTH - MARGIN
    alone = [
        Mark(
            number,
            _at(event, line, scale),
            Look(INK, PAPER),
            said.day(event.kind, safe(event.label), event.day, event.working_days),
        )
        for number, event in numbered
        if event.kind not in said.LANES
    ]
    drawn = draw_marks(drawing, alone, y + 20, left, right)
    y, crowded = drawn
    for kind, name in said.LANES.items():
        marks = [
            Mark(number, _at(event, line, scale), LOOKS[kind], safe(_label(event, titles)))
            for number, event in numbered
            if event.kind == kind
        ]
        if not marks:
            continue
        y += 6
        drawing.line(MARGIN, y, right, y, stroke=QUIET)
        for place, words in enumerate(name):
            drawing.text(MARGIN, y + 14 + 14 * place, words, size=12, bold=place == 0)
        drawn = draw_marks(drawing, marks, y + 6, left, right)
        y = max(drawn.bottom, y + 36)
        crowded |= drawn.crowded
    return Drawn(y + 4, crowded)


def _label(event: Event, titles: Mapping[str, str]) -> str:
    return titles.get(event.ref, event.label) if event.kind == "review-by" else event.label


def _table(line: Timeline, numbered: Sequence[_Numbered]) -> Table:
    rows = tuple(
        (
            str(one.number),
            plain_date(one.event.day),
            said.NOT_COUNTED if one.event.working_days is None else said.signed(one.event.working_days),
            said.KINDS.get(one.event.kind, safe(one.event.kind)),
            safe(one.event.label),
        )
        for one in numbered
    )
    return Table(said.timeline_caption(line.counting), said.TIMELINE_HEADER, rows)
