"""Trust, ctcheck and inspector side by side."""

from __future__ import annotations

from collections import Counter

from ctcheck.model.judgements import InspectorView, ThreeView
from ctcheck.model.report import GapReport
from ctcheck.model.words import Level, Verdict
from ctcheck.reports import words, words_inspector
from ctcheck.reports.blocks import Cell, Grid, Section, Text, plain
from ctcheck.reports.safe import prose, safe
from ctcheck.reports.shapes import Item, Tag
from ctcheck.reports.view import level_tag
from ctcheck.reports.view_findings import verdict_tag


def three_views(report: GapReport) -> Section | None:
    """The three views; nothing where no inspector has judged."""
    found = report.inspector
    if found is None:
        return None
    rows = tuple((_about(view), _trust(view), _ctcheck(view), _inspector(view)) for view in found.views)
    origin = Text(words_inspector.origin(safe(found.file), found.digest, found.number))
    grid = Grid(words_inspector.CAPTION, words_inspector.HEADER, rows, "judgement-table")
    return Section("three-views", words_inspector.TITLE, (origin, grid))


def _about(view: ThreeView) -> Cell:
    names = (view.about,) if view.kind in ("rule", "finding") else ()
    return Cell((Item(prose(view.title)), *(Item(f"[{safe(name)}]") for name in names)))


def _trust(view: ThreeView) -> Cell:
    said = []
    for one in view.trust:
        when = f", {words.date(one.judgement.given_on)}" if one.judgement.given_on else ""
        said.append(Item(prose(f"{one.label} ({one.scale_title}){when}")))
    return Cell(tuple(said)) if said else plain(words_inspector.NOTHING_SAID)


def _ctcheck(view: ThreeView) -> Cell:
    if view.why_not:
        return plain(prose(view.why_not))
    if view.level is not None:
        return Cell((), level_tag(view.level))
    counted = Counter(verdict for _, verdict in view.verdicts)
    if len(counted) == 1:
        (verdict,) = counted
        many = (Item(words.bodies(len(view.verdicts))),) if len(view.verdicts) > 1 else ()
        return Cell(many, verdict_tag(verdict))
    texts = [f"{counted[one]} {words.VERDICT_COUNTS[one]}" for one in Verdict if counted[one]]
    return plain(words.series(texts))


def _inspector(view: ThreeView) -> Cell:
    if not view.inspector:
        return plain(words_inspector.NOT_JUDGED)
    if len(view.inspector) == 1 and (tag := _tag(view.inspector[0])):
        return Cell(_told(view.inspector[0]), tag)
    items: list[Item] = []
    for one in view.inspector:
        items += [Item(_label(one)), *_told(one)]
    return Cell(tuple(items))


def _tag(one: InspectorView) -> Tag | None:
    """A status word for what is said in ctcheck's own words; a grade of another scale is a text."""
    if isinstance(one.word, Verdict):
        return verdict_tag(one.word)
    return level_tag(one.word) if isinstance(one.word, Level) else None


def _label(one: InspectorView) -> str:
    tag = _tag(one)
    return tag.word if tag else prose(f"{one.label} ({one.scale_title})")


def _told(one: InspectorView) -> tuple[Item, ...]:
    return (
        Item(words_inspector.COMPARISONS[one.comparison]),
        Item(prose(f"{words_inspector.REASON}: {one.judgement.reason}")),
        Item(words_inspector.given(safe(one.judgement.role), one.judgement.given_on)),
    )
