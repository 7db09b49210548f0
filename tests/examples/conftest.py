"""The example self-assessments, assessed as `ctcheck assess` does it."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from pathlib import Path

import pytest

from ctcheck.assess.assess import assess
from ctcheck.cli.common import packs, reader
from ctcheck.inference.choose import choose_engine
from ctcheck.model.report import GapReport
from ctcheck.rulebook.book import book_on

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture(scope="session")
def assessed() -> Callable[..., GapReport]:
    """Takes the name of an example and, if wanted, the law date; gives the gap report."""
    loaded = packs(())
    submissions = reader(loaded)
    engine = choose_engine("auto")

    @functools.cache
    def report(name: str, law_date: dt.date | None = None) -> GapReport:
        submission = submissions.read(EXAMPLES / f"{name}.yaml")
        book = book_on(loaded.packs, law_date or submission.as_at)
        return assess(submission, book, engine, loaded.cannot_show)

    return report
