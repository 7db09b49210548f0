"""validate(): everything that one submission tells of whether it can be trusted."""

from __future__ import annotations

from pathlib import Path

from ctcheck.assess.assess import assess
from ctcheck.assess.small_counts import small_counts, threshold
from ctcheck.errors import RulesError, SubmissionError
from ctcheck.inference.interface import Engine
from ctcheck.model.report import GapReport
from ctcheck.model.submission import Submission
from ctcheck.rulebook.book import RuleBook
from ctcheck.validation.completeness import completeness
from ctcheck.validation.consistency import consistency
from ctcheck.validation.evidence_files import evidence_files
from ctcheck.validation.result import CLAIMS, Validation
from ctcheck.validation.veil import veiled


def validate(submission: Submission, book: RuleBook, engine: Engine, shown: str, folder: Path) -> Validation:
    """The verdict on a submission that could be read; `folder` is the one that it stands in.

    Judges the submission, to hold its claims against findings, and reports none of them.
    """
    whole, submission = submission, veiled(submission)
    report = _report(submission, book, engine)
    facts = book.packs.vocabulary.facts
    return Validation(
        shown=shown,
        problems=(),
        digest=submission.digest,
        area=submission.area,
        as_at=submission.as_at,
        law_date=book.law_date,
        stated=sum(path in facts for path in submission.facts),
        declared=sum(not path.startswith("partner.") for path in facts),
        partners=None if submission.partners is None else len(submission.partners),
        evidence=len(submission.evidence),
        complete=completeness(whole, book),
        remarks=consistency(whole, book.packs, report),
        judged=report is not None,
        claims=tuple(one for one in report.papers.enquiries if one.about in CLAIMS) if report else (),
        files=evidence_files(submission, folder),
        unplaced_digests=sum(bool(one.sha256 and not one.file) for one in submission.evidence),
        personal=submission.warnings,
        small=small_counts(submission, book.packs),
        small_below=threshold(book.packs),
    )


def unreadable(shown: str, error: SubmissionError) -> Validation:
    """The verdict on a submission that could not be read."""
    return Validation(shown, error.problems)


def _report(submission: Submission, book: RuleBook, engine: Engine) -> GapReport | None:
    if not book.rules:
        return None
    try:
        return assess(submission, book, engine)
    except RulesError:
        # A rule in force that is about nobody here leaves nothing to judge, which is for `assess` to say.
        return None
