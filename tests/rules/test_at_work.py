"""Structure is not practice: the operating rules, the scales and what each regime says of the whole."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from ctcheck.assess.assess import assess
from ctcheck.errors import SubmissionError
from ctcheck.inference.plain import PlainEngine
from ctcheck.model.report import GapReport
from ctcheck.model.words import Force, Level
from ctcheck.reading.submission import SubmissionReader
from ctcheck.rulebook.book import book_on
from ctcheck.rulebook.loader import LoadedPacks

GROUPS = yaml.safe_load((Path(__file__).parent / "boundaries.yaml").read_text(encoding="utf-8"))["own"]
AT_WORK = {name for group in GROUPS if "not practice" in group["why"] for name in group["rules"]}
"""The operating rules, as they are listed."""
OF_THE_TIME = {Force.INSPECTION_CRITERION, Force.STATUTORY_GUIDANCE}

Assessed = Callable[..., GapReport]


@pytest.fixture
def assessed(
    loaded: LoadedPacks, submissions: SubmissionReader, plain: PlainEngine, tmp_path: Path
) -> Assessed:
    """Takes the day of the facts and, as plain values, what a submission says; gives the gap report."""

    def run(as_at: str, **said: Any) -> GapReport:
        frame = {"ctcheck": 1, "area": {"name": "Testshire", "type": "county"}, "as_at": as_at} | said
        file = tmp_path / "it.yaml"
        file.write_text(yaml.safe_dump(frame).replace(f"'{as_at}'", as_at), encoding="utf-8")
        submission = submissions.read(file)
        return assess(submission, book_on(loaded.packs, submission.as_at), plain)

    return run


# Operating rules


def test_every_rule_of_an_operating_file_is_listed_and_is_no_duty(loaded: LoadedPacks) -> None:
    rules = {rule.id: rule for rule in loaded.packs.rules}
    at_work = {name for name, rule in rules.items() if "/operating-" in rule.place.file}
    assert len(at_work) >= 20
    assert at_work == AT_WORK
    assert {rules[name].force for name in at_work} <= OF_THE_TIME


def test_every_part_of_the_field_is_asked_how_it_works_then_and_now(loaded: LoadedPacks) -> None:
    at_work = [rule for rule in loaded.packs.rules if "/operating-" in rule.place.file]
    for day in ("2008-09-30", "2024-09-30"):
        themes = Counter(rule.theme for rule in at_work if rule.in_force.on(dt.date.fromisoformat(day)))
        assert themes["safeguarding"] >= 8, day
        assert themes["accountability"] >= 5, day
        assert themes["outcomes"] >= 2, day
        assert themes["inspection"] >= 1, day


@pytest.mark.parametrize("post", ["interim", "vacant", "covered", "proposed"])
def test_a_post_that_nobody_holds_for_good_is_not_in_place(post: str, assessed: Assessed) -> None:
    report = assessed("2024-06-30", accountability={"director": {"post": post}})
    found = {finding.rule: str(finding.verdict) for finding in report.findings}
    assert found["director-permanent"] == "not_met"


# Scales

DIRECTIONS = {
    "apa-words": ("outstanding", "inadequate"),
    "area-send": ("typically-positive", "systemic-failings"),
    "care-inspectorate-scotland": ("6", "1"),
    "charter-mark": ("best-practice", "major-non-compliance"),
    "childrens-services-rating": ("performs-excellently", "performs-poorly"),
    "cqc-quality-statement": ("4", "1"),
    "cqc-rating": ("outstanding", "inadequate"),
    "cyber-assessment-framework": ("achieved", "not-achieved"),
    "data-security-toolkit": ("exceeded", "not-met"),
    "devon-school-audit": ("1", "4"),
    "ilacs-words": ("outstanding", "inadequate"),
    "jar-grades": ("4", "1"),
    "ofsted-school-grades": ("1", "4"),
    "peel-words": ("outstanding", "inadequate"),
    "section-11-rag": ("green", "red"),
    "section-11-rag-2018": ("green", "red"),
    "slac-words": ("outstanding", "inadequate"),
}
"""Best and worst of each scale."""
WITHOUT_GRADES = {"action-progress-rag", "area-send-2016", "jtai-letter"}


def test_every_scale_runs_from_best_to_worst(loaded: LoadedPacks) -> None:
    scales = loaded.packs.scales
    graded = {name: scale for name, scale in scales.items() if not scale.no_grades}
    assert {n: (s.points[0].word, s.points[-1].word) for n, s in graded.items()} == DIRECTIONS
    assert scales.keys() - graded.keys() == WITHOUT_GRADES
    ranks = [Level.NOT_IN_PLACE, Level.PARTLY, Level.LARGELY, Level.IN_PLACE]
    for scale in graded.values():
        claimed = [ranks.index(point.claims) for point in scale.points]
        assert claimed == sorted(claimed, reverse=True), scale.id
        assert claimed[-1] == 0, scale.id


def test_a_scale_of_numbers_says_which_end_is_best_and_what_each_number_means(loaded: LoadedPacks) -> None:
    numbered = [s for s in loaded.packs.scales.values() if any(p.word.isdigit() for p in s.points)]
    assert len(numbered) == 5
    for scale in numbered:
        assert f"{scale.points[0].word} best" in scale.title, scale.id
        assert all(point.label != point.word for point in scale.points), scale.id


@pytest.mark.parametrize(
    ("scale", "judgement", "words"),
    [
        ("jar-grades", "good", "'good' is a point of"),
        ("ilacs-words", 2, "'2' is a point of jar-grades, devon-school-audit, ofsted-school-grades"),
        ("apa-words", "requires-improvement", "'requires-improvement' is a point of"),
        ("jtai-letter", "good", "jtai-letter gives no grades: these inspections end in a letter"),
        ("action-progress-rag", "green", "these colours say how an action is getting on"),
    ],
)
def test_a_word_of_another_scale_is_refused_with_the_scales_that_have_it(
    scale: str, judgement: str | int, words: str, assessed: Assessed
) -> None:
    said = [{"about": "safeguarding", "scale": scale, "judgement": judgement}]
    with pytest.raises(SubmissionError) as refused:
        assessed("2008-06-30", self_judgements=said)
    told = [f"{problem.message} {problem.hint}" for problem in refused.value.problems]
    assert len(told) == 1
    assert words in told[0]


# What the regimes say of the whole


@pytest.mark.parametrize(
    ("as_at", "regime", "overall"),
    [
        ("2006-06-30", "jar-2005", True),
        ("2007-03-31", "jar-2005", True),
        ("2007-04-01", "jar-2007", False),
        ("2008-06-30", "apa", True),
        ("2010-06-30", "csa", True),
        ("2010-06-30", "slac", False),
        ("2014-06-30", "sif", True),
        ("2026-03-31", "ilacs", True),
        ("2026-04-01", "ilacs", False),
        ("2026-04-01", "ilacs-2026", False),
        ("2024-06-30", "jtai", False),
    ],
)
def test_the_whole_is_judged_only_where_the_regime_judges_it(
    as_at: str, regime: str, overall: bool, assessed: Assessed
) -> None:
    report = assessed(as_at, inspection={"regime": regime, "status": "expected"})
    assert (report.overall is not None) == overall


def test_only_the_single_framework_lets_one_part_fail_the_whole(loaded: LoadedPacks) -> None:
    caps = [one for one in loaded.packs.limiters if one.about == "overall" and one.kind == "cap"]
    assert [(one.id, str(one.strength), one.regimes) for one in caps] == [
        ("single-framework-any-key-judgement", "hard", ("sif",))
    ]


def test_what_cannot_be_shown_says_what_to_ask_instead(loaded: LoadedPacks) -> None:
    sentences = loaded.cannot_show
    assert len(sentences) >= 12
    words = ("ask", "Ask", "give the same", "sit in", "choose", "draw", "only case files")
    assert [one for one in sentences if not any(word in one for word in words)] == []
