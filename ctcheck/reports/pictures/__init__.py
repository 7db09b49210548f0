"""Pictures of a report, drawn once for every format that can show one.

Each has a title, a description for screen readers and a twin in words and numbers,
because a picture alone leaves out whoever cannot see it.
"""

from __future__ import annotations

from ctcheck.model.report import GapReport
from ctcheck.reports.pictures.evidence_age import evidence_age
from ctcheck.reports.pictures.heat_map import heat_map
from ctcheck.reports.pictures.self_judgement import self_judgement
from ctcheck.reports.pictures.shapes import Picture, Table
from ctcheck.reports.pictures.timeline import timeline
from ctcheck.reports.pictures.verdict_bars import verdict_bars

__all__ = ["Picture", "Table", "pictures"]


def pictures(report: GapReport) -> tuple[Picture, ...]:
    """All that have something to show, always in this order; what does not fit on a page comes in parts.

    The id of a first part is that of the picture, `heat-map`; the next is `heat-map-2`.
    """
    return (
        *heat_map(report.papers.matrix),
        *verdict_bars(report.positions),
        *timeline(report.papers.timeline, {use.item.id: use.item.title for use in report.papers.evidence}),
        *self_judgement(report),
        *evidence_age(report),
    )
