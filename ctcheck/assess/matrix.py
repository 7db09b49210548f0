"""Themes by bodies: the centre of a board's papers."""

from __future__ import annotations

from collections.abc import Sequence

from ctcheck.assess.chain import counts_of
from ctcheck.model.counts import Counts
from ctcheck.model.papers import Matrix, MatrixCell, MatrixColumn, MatrixRow
from ctcheck.model.report import Finding

AREA = MatrixColumn("", "The area")


def matrix(findings: Sequence[Finding], themes: Sequence[tuple[str, str]]) -> Matrix:
    """A cell for each theme and body; bodies about which nothing applies have no column.

    Findings about rows of a table are the area's. Powers and residual law are left out, as in positions.
    """
    cells: dict[tuple[str, str], list[Finding]] = {}
    labels: dict[str, str] = {}
    for finding in findings:
        if not finding.weighs:
            continue
        body = finding.subject.id if finding.subject.kind.startswith("partner") else AREA.id
        labels.setdefault(body, finding.subject.label if body else AREA.label)
        cells.setdefault((finding.theme, body), []).append(finding)
    counted = {key: counts_of(found) for key, found in cells.items()}
    bodies = sorted(
        (body for body in labels if body and any(counted[key].judged for key in counted if key[1] == body)),
        key=lambda body: (_shortfall(body, counted), labels[body]),
    )
    shown = [theme for theme, _ in themes if any(key[0] == theme for key in counted)]
    titles = dict(themes)
    columns = (AREA, *(MatrixColumn(body, labels[body]) for body in bodies))
    rows = tuple(
        MatrixRow(theme, titles[theme], tuple(_cell(counted.get((theme, one.id))) for one in columns))
        for theme in shown
    )
    return Matrix(columns, rows)


def _shortfall(body: str, counted: dict[tuple[str, str], Counts]) -> tuple[int, int]:
    """Most not met first, then most open."""
    own = [counts for (_, one), counts in counted.items() if one == body]
    return (-sum(one.not_met + one.error for one in own), -sum(one.partly_met + one.no_answer for one in own))


def _cell(counts: Counts | None) -> MatrixCell:
    if counts is None or not counts.judged:
        return MatrixCell("-", counts or Counts())
    for letter, number in (
        ("E", counts.error),
        ("N", counts.not_met),
        ("?", counts.no_answer),
        ("P", counts.partly_met),
    ):
        if number:
            return MatrixCell(letter, counts)
    return MatrixCell("M", counts)
