"""A reader of submissions for loaded packs."""

from __future__ import annotations

from ctcheck.reading.frame import FrameChecker
from ctcheck.reading.references import Loaded
from ctcheck.reading.submission import SubmissionReader
from ctcheck.resources import resource_dir
from ctcheck.rulebook.loader import REGIME_TABLE, LoadedPacks


def submission_reader(loaded: LoadedPacks) -> SubmissionReader:
    """Reads submissions against the facts, kinds of partner and regimes that the packs know."""
    table = loaded.packs.tables.get(REGIME_TABLE)
    regimes = tuple(row.id for row in table.rows) if table else ()
    checker = FrameChecker(resource_dir("schemas") / "submission.schema.json")
    return SubmissionReader(Loaded.of(loaded.packs, regimes), checker)
