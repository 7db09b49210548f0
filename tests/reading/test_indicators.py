"""The indicators of a submission: read with the frame, asked by conditions as one list of records."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ctcheck.assess.assess import assess
from ctcheck.assess.cases import CaseRunner
from ctcheck.cli.common import packs, reader
from ctcheck.errors import SubmissionError
from ctcheck.inference.plain import PlainEngine
from ctcheck.model.words import Verdict
from ctcheck.rulebook.book import book_on
from ctcheck.rulebook.loader import LoadedPacks

BASE = Path(__file__).parent.parent / "corpus" / "rules" / "base"
TABLE = """
table: performance-indicators
title: Indicators
rows:
  - {id: ni-67, label: protection reviews in time, from: 2008-04-01, to: 2011-03-31}
"""
RULE = """
theme: plan
rules:
  - id: reviews-in-time
    title: Protection reviews come in time
    expects: At least as many reviews come in time as elsewhere.
    duty_on: local-authority
    force: inspection-criterion
    source: [{instrument: A list, provision: NI 67, certainty: recalled}]
    in_force: {from: 2008-04-01, to: null}
    met:
      some:
        in: indicators
        where: {definition: {is: ni-67}}
        that: {share: {at_least: comparator_percent}, period_ends: {no_older_than: {months: 12, at: as_at}}}
    evidence: [data return]
    why: A late review leaves a child waiting.
    remedy: Hold the reviews in time.
    enquiry: Which reviews were late?
    cases:
      - name: All in time
        given:
          indicators: [{definition: ni-67, numerator: 99, denominator: 100, comparator_percent: 99,
                        period_ends: 2008-03-31}]
        verdict: met
      - name: Fewer than elsewhere
        given:
          indicators: [{definition: ni-67, numerator: 98, denominator: 100, comparator_percent: 99,
                        period_ends: 2008-03-31}]
        verdict: not_met
      - {name: Nothing is said, given: {}, verdict: no_answer}
      - {name: There are no figures, given: {indicators: none}, verdict: not_met}
"""
FRAME = "ctcheck: 1\narea: {name: Testshire, type: county}\nas_at: 2008-09-30\n"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> LoadedPacks:
    """The base pack with a table of indicators and a rule that asks for one."""
    folder = tmp_path_factory.mktemp("packs") / "base"
    shutil.copytree(BASE, folder)
    text = (folder / "pack.yaml").read_text().splitlines()
    pack = ["pack: children-act-2004" if line.startswith("pack:") else line for line in text]
    (folder / "pack.yaml").write_text("\n".join(pack) + "\n")
    (folder / "indicators.yaml").write_text(TABLE)
    (folder / "rule.yaml").write_text(RULE)
    return packs((str(folder),), cases=True)


def verdict(loaded: LoadedPacks, file: Path, said: str) -> Verdict:
    file.write_text(FRAME + said)
    submission = reader(loaded).read(file)
    report = assess(submission, book_on(loaded.packs, submission.as_at), PlainEngine())
    finding = next(one for one in report.findings if one.rule == "reviews-in-time")
    return finding.verdict


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("numerator: 99, denominator: 100, comparator_percent: 99, period_ends: 2008-03-31", "met"),
        ("numerator: 98, denominator: 100, comparator_percent: 99, period_ends: 2008-03-31", "not_met"),
        ("numerator: 99, denominator: 100, comparator_percent: 99, period_ends: 2007-03-31", "not_met"),
        ("numerator: 99, denominator: 100, period_ends: 2008-03-31", "no_answer"),
        ("numerator: 99, comparator_percent: 99, period_ends: 2008-03-31", "no_answer"),
        ("numerator: 0, denominator: 0, comparator_percent: 99, period_ends: 2008-03-31", "no_answer"),
        # More than the whole: an average or a rate, and no share.
        ("numerator: 200, denominator: 100, comparator_percent: 99, period_ends: 2008-03-31", "no_answer"),
    ],
)
def test_a_share_is_worked_out_and_held_against_the_comparator(
    loaded: LoadedPacks, tmp_path: Path, said: str, expected: str
) -> None:
    listed = f"indicators:\n  - {{id: reviews, name: Reviews, definition: ni-67, {said}}}\n"
    assert verdict(loaded, tmp_path / "it.yaml", listed) == expected


@pytest.mark.parametrize(
    ("said", "expected"), [("", "no_answer"), ("indicators: []\n", "not_met"), ("indicators:\n", "no_answer")]
)
def test_no_list_is_silence_and_an_empty_list_says_that_there_are_none(
    loaded: LoadedPacks, tmp_path: Path, said: str, expected: str
) -> None:
    assert verdict(loaded, tmp_path / "it.yaml", said) == expected


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("definition: ni-76", "ni-67"),
        ("numerator: -1, denominator: 3", "below nought"),
        ("period_ends: 2008-02-31", "2008-02-31"),
        ("comparator_percent: 101", "per cent"),
    ],
)
def test_a_wrong_indicator_is_refused(loaded: LoadedPacks, tmp_path: Path, said: str, message: str) -> None:
    file = tmp_path / "it.yaml"
    file.write_text(f"{FRAME}indicators:\n  - {{id: reviews, name: Reviews, {said}}}\n")
    with pytest.raises(SubmissionError) as caught:
        reader(loaded).read(file)
    [problem] = caught.value.problems
    assert message in problem.text()
    assert problem.place.line == 5


def test_a_case_states_indicators_as_a_submission_does(loaded: LoadedPacks) -> None:
    rules = [rule for rule in loaded.packs.rules if rule.id == "reviews-in-time"]
    results = CaseRunner(loaded.packs).run(rules)
    assert [one.problem for one in results] == [""] * 4
