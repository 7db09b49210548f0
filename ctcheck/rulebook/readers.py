"""Readers of what is written by people, for one set of loaded packs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ctcheck.reading.frame import FrameChecker
from ctcheck.reading.references import Loaded
from ctcheck.reading.submission import SubmissionReader
from ctcheck.resources import resource_dir
from ctcheck.rulebook.loader import REGIME_TABLE, LoadedPacks

if TYPE_CHECKING:
    from ctcheck.reading.judgements import JudgementReader


def submission_reader(loaded: LoadedPacks) -> SubmissionReader:
    """A reader of submissions."""
    table = loaded.packs.tables.get(REGIME_TABLE)
    regimes = tuple(row.id for row in table.rows) if table else ()
    checker = FrameChecker(resource_dir("schemas") / "submission.schema.json")
    return SubmissionReader(Loaded.of(loaded.packs, regimes), checker)


def judgement_reader(loaded: LoadedPacks) -> JudgementReader:
    """A reader of an inspector's judgements."""
    from ctcheck.reading.judgements import JudgementReader

    return JudgementReader(loaded.packs, FrameChecker(resource_dir("schemas") / "judgements.schema.json"))
