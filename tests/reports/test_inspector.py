"""The three views in every layout: harmless words, a column each."""

from __future__ import annotations

import pytest

from ctcheck.reports import make_reporter
from ctcheck.reports.blocks import Grid
from ctcheck.reports.documents import document
from tests.reports.sample import attacked, sample, three_views


def test_a_report_without_judgements_has_no_such_section() -> None:
    for profile in ("team", "inspector"):
        assert "three-views" not in [one.id for one in document(sample(), profile).sections]


def test_every_row_has_all_three_views() -> None:
    made = document(sample()._replace(inspector=three_views()), "inspector")
    (section,) = (one for one in made.sections if one.id == "three-views")
    grid = section.blocks[1]
    assert isinstance(grid, Grid)
    assert len(grid.rows) == 5
    for row in grid.rows:
        assert all(cell.items or cell.tag for cell in row)
    shared = grid.rows[4]
    assert shared[2].items[0].text == "1 met and 1 not met"
    assert shared[3].tag is not None
    assert shared[3].tag.word == "Does not apply"


@pytest.mark.parametrize("shape", ["text", "md", "html", "docx"])
@pytest.mark.parametrize("profile", ["team", "inspector"])
def test_hostile_words_stay_words(shape: str, profile: str) -> None:
    report = sample(attacked())._replace(inspector=three_views(attacked()))
    made = make_reporter(shape, profile=profile).render(report)
    markup = () if shape == "text" else (b"<script>alert", b"</style><style>@import")
    for attack in (b"\x1b[31m", "\u202e".encode(), *markup):
        assert attack not in made
    if shape != "docx":
        assert b"lead inspector" in made
