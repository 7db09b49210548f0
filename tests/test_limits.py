"""The page on what ctcheck cannot tell says what the program does."""

from __future__ import annotations

from pathlib import Path

from ctcheck.rulebook.loader import LoadedPacks

DOCS = Path(__file__).parent.parent / "docs"


def test_the_table_of_deadlines_in_the_docs_is_that_of_the_pack(loaded: LoadedPacks) -> None:
    page = (DOCS / "init.md").read_text(encoding="utf-8")
    for row in loaded.packs.tables["action-plan-deadlines"].rows:
        line = next(one for one in page.splitlines() if row.columns["provision"] in one)
        assert all(f"`{regime}`" in line for regime in row.columns["regimes"].split())
        assert str(row.in_force.first.year if row.in_force.first else "") in line


def test_other_pages_lead_to_it() -> None:
    assert "(limits.md)" in (DOCS / "usage.md").read_text(encoding="utf-8")
