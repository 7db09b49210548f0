"""Both engines give the same report, byte for byte."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ctcheck.assess.assess import assess
from ctcheck.inference.durable_engine import DurableEngine
from ctcheck.inference.plain import PlainEngine
from ctcheck.reading.submission import SubmissionReader
from ctcheck.reports import make_reporter
from ctcheck.rulebook.book import book_on
from ctcheck.rulebook.loader import LoadedPacks

LAW_DATES = (None, dt.date(2006, 4, 1), dt.date(2008, 4, 1), dt.date(2018, 7, 1), dt.date(2026, 11, 1))


@pytest.mark.parametrize("law_date", LAW_DATES, ids=lambda day: str(day or "own date"))
def test_reports_of_both_engines_are_the_same_bytes(
    example: Path,
    law_date: dt.date | None,
    loaded: LoadedPacks,
    submissions: SubmissionReader,
    durable: DurableEngine,
    plain: PlainEngine,
) -> None:
    submission = submissions.read(example)
    book = book_on(loaded.packs, law_date or submission.as_at)
    one = assess(submission, book, durable, loaded.cannot_show)
    other = assess(submission, book, plain, loaded.cannot_show)
    assert one.engine != other.engine
    # The report names its engine; in all else the two may not differ.
    other = other._replace(engine=one.engine)
    assert one == other
    for name in ("text", "json", "html"):
        assert make_reporter(name).render(one) == make_reporter(name).render(other)


def test_the_same_submission_gives_the_same_bytes_twice(
    example: Path, loaded: LoadedPacks, submissions: SubmissionReader
) -> None:
    def once(name: str) -> bytes:
        submission = submissions.read(example)
        book = book_on(loaded.packs, submission.as_at)
        return make_reporter(name).render(assess(submission, book, DurableEngine(), loaded.cannot_show))

    for name in ("text", "json", "html"):
        assert once(name) == once(name)


def test_every_rule_and_subject_has_exactly_one_finding_and_the_counts_add_up(
    example: Path, loaded: LoadedPacks, submissions: SubmissionReader, plain: PlainEngine
) -> None:
    submission = submissions.read(example)
    report = assess(submission, book_on(loaded.packs, submission.as_at), plain, loaded.cannot_show)
    ids = [finding.id for finding in report.findings]
    assert len(ids) == len(set(ids))
    assert report.assurance.counts.total == len(report.findings)
    not_open = ("met", "not_applicable")
    assert len(report.gaps) == sum(finding.verdict not in not_open for finding in report.findings)
    assert {gap.finding.id for gap in report.gaps} <= set(ids)
