"""Rules that ask which inspection is coming, in cases and in submissions."""

from __future__ import annotations

from pathlib import Path

import pytest

from ctcheck.assess.assess import assess
from ctcheck.assess.cases import CaseRunner
from ctcheck.inference.plain import PlainEngine
from ctcheck.model.words import Verdict
from ctcheck.reading.nodes import parse
from ctcheck.reading.submission import SubmissionReader
from ctcheck.rulebook.book import book_on
from ctcheck.rulebook.loader import LoadedPacks

RULE = "ilacs-self-evaluation"


@pytest.mark.parametrize(
    ("regime", "found", "problem"),
    [
        ("ilacs", Verdict.NO_ANSWER, "expected met, found no_answer"),
        ("jtai", Verdict.NOT_APPLICABLE, "expected met, found not_applicable"),
        ("ilax", None, "found 'ilax'; expected one of"),
    ],
)
def test_a_case_may_name_a_regime_of_the_table(
    regime: str, found: Verdict | None, problem: str, loaded: LoadedPacks
) -> None:
    rule = next(rule for rule in loaded.packs.rules if rule.id == RULE)
    given = parse(f"inspection.regime: {regime}\n".encode(), "it.yaml")
    case = rule.cases[0]._replace(given=given, verdict=Verdict.MET)
    (result,) = CaseRunner(loaded.packs).run([rule._replace(cases=(case,))])
    assert result.found is found
    assert problem in result.problem


@pytest.mark.parametrize(
    ("inspection", "verdict"),
    [
        ("inspection: {regime: ilacs, status: expected}", Verdict.NOT_MET),
        ("inspection: {regime: jtai, status: expected}", Verdict.NOT_APPLICABLE),
        ("inspection: {status: expected}", Verdict.NO_ANSWER),
        ("", Verdict.NO_ANSWER),
    ],
)
def test_a_submission_without_a_regime_is_neither_excused_nor_failed(
    inspection: str,
    verdict: Verdict,
    loaded: LoadedPacks,
    submissions: SubmissionReader,
    plain: PlainEngine,
    tmp_path: Path,
) -> None:
    file = tmp_path / "it.yaml"
    file.write_text(
        "ctcheck: 1\narea: {name: Testshire, type: county}\nas_at: 2024-06-30\n"
        f"council_inspection: {{self_evaluation: {{shared_on: none}}}}\n{inspection}\n",
        encoding="utf-8",
    )
    submission = submissions.read(file)
    report = assess(submission, book_on(loaded.packs, submission.as_at), plain)
    assert {finding.verdict for finding in report.findings if finding.rule == RULE} == {verdict}
