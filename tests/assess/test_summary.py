"""The few sentences at the head of a report: their counts are those of the findings below them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ctcheck.assess.assess import assess
from ctcheck.assess.chain import Conclusions
from ctcheck.assess.summary import summary
from ctcheck.inference.plain import PlainEngine
from ctcheck.model.words import EvidenceState, Force, Verdict
from ctcheck.reading.submission import SubmissionReader
from ctcheck.rulebook.book import book_on
from ctcheck.rulebook.loader import LoadedPacks

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize(
    ("name", "law_at"),
    [
        ("hertfordshire-2007", "2007-05-31"),
        ("salford-2003", "2006-09-01"),
        ("exemplar-2008", "2008-09-30"),
        ("exemplar-2008", "2009-03-01"),
    ],
)
def test_every_count_is_that_of_the_findings(
    name: str, law_at: str, loaded: LoadedPacks, submissions: SubmissionReader, plain: PlainEngine
) -> None:
    submission = submissions.read(EXAMPLES / f"{name}.yaml")
    report = assess(submission, book_on(loaded.packs, dt.date.fromisoformat(law_at)), plain)
    judged = [
        one
        for one in report.findings
        if one.verdict is not Verdict.NOT_APPLICABLE and one.force is not Force.POWER
    ]
    duties = [one.verdict for one in judged if one.force is Force.DUTY]
    met = [one for one in judged if one.verdict is Verdict.MET]
    silent = sum(one.verdict is Verdict.NO_ANSWER for one in judged)
    head = report.summary[0]
    assert head.startswith(f"Duties: {len(duties)} finding")
    for verdict, words in (
        (Verdict.MET, "met"),
        (Verdict.PARTLY_MET, "met in part"),
        (Verdict.NOT_MET, "not met"),
        (Verdict.NO_ANSWER, "without an answer"),
    ):
        assert f" {duties.count(verdict)} {words}" in head
    assert any(line.startswith(f"Silence: {silent} of the {len(judged)} ") for line in report.summary) == (
        silent > 0
    )
    backed = sum(one.evidence is EvidenceState.EVIDENCED for one in met)
    (proof,) = (line for line in report.summary if line.startswith("Proof:")) if met else ("",)
    assert (f"{backed} backed" in proof) == bool(met)
    assert ("own word" in proof) == (backed < len(met))
    assert all(risk.title in " ".join(report.summary) for risk in report.risks)
    assert any(line.startswith("First to act on: ") for line in report.summary) == any(
        group.number for group in report.gap_groups
    )


def test_nothing_judged_is_said_to_be_no_pass() -> None:
    assert summary((), (), Conclusions((), None, "", (), ())) == (
        "Nothing that applies was judged. This is no pass.",
    )
