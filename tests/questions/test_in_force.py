"""The questions in force: all that can matter is asked, and nothing else is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ctcheck.assess.assess import assess
from ctcheck.inference.plain import PlainEngine
from ctcheck.questions.in_force import Question, partner_kinds, questions_in_force
from ctcheck.reading.submission import SubmissionReader
from ctcheck.rulebook.book import book_on
from ctcheck.rulebook.loader import LoadedPacks
from ctcheck.rulebook.names import AREA_TYPES

DAYS = [dt.date(2006, 4, 1), dt.date(2008, 4, 1), dt.date(2018, 7, 1), dt.date(2026, 6, 1)]


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("area", AREA_TYPES)
def test_each_question_is_asked_once_with_its_words_and_grouped_by_theme(
    loaded: LoadedPacks, area: str, day: dt.date
) -> None:
    asked = questions_in_force(loaded.packs, area, day)
    assert len({one.path for one in asked}) == len(asked) > 200
    assert all(one.ask and one.label and one.rules for one in asked)
    themes = list(dict.fromkeys(one.theme for one in asked))
    order = [name for name, _ in loaded.packs.themes]
    assert themes == [name for name in order if name in themes]
    in_force = {rule.id for rule in loaded.packs.rules if rule.in_force.on(day)}
    assert all(set(one.rules) <= in_force for one in asked)
    # A key of the file can stand once, so its facts stand together.
    sections = [one.section for one in asked if not one.per_partner]
    assert len({*sections}) == sum(a != b for a, b in zip(sections, ["", *sections], strict=False))


def test_a_partner_is_asked_only_what_its_kind_is_asked(loaded: LoadedPacks) -> None:
    day = dt.date(2026, 6, 1)
    county = {one.id for one in partner_kinds(loaded.packs, "county", day)}
    borough = {one.id for one in partner_kinds(loaded.packs, "london-borough", day)}
    assert "district-council-in-two-tier-area" in county - borough
    for one in questions_in_force(loaded.packs, "london-borough", day):
        assert one.per_partner == bool(one.kinds)
        assert set(one.kinds) <= borough
    kinds = partner_kinds(loaded.packs, "county", day)
    assert [one.id for one in kinds if one.the_authority] == [kinds[0].id]


def test_choices_are_those_of_the_law_date(loaded: LoadedPacks) -> None:
    def words(day: dt.date) -> set[str]:
        asked = questions_in_force(loaded.packs, "county", day)
        return {
            word for one in asked if one.type.choice_table.startswith("section-16e") for word in one.choices
        }

    assert "clinical-commissioning-group" in words(dt.date(2019, 10, 1))
    assert words(dt.date(2026, 6, 1)) > {"local-authority"}
    assert "clinical-commissioning-group" not in words(dt.date(2026, 6, 1))


def test_what_is_not_asked_changes_no_verdict(
    example: Path, loaded: LoadedPacks, submissions: SubmissionReader
) -> None:
    """Of a file full of answers, only those to questions in force matter, and every missing one is asked."""
    submission = submissions.read(example)
    day = submission.as_at
    asked = {
        one.path
        for one in questions_in_force(
            loaded.packs, submission.area.type, day, regime=submission.inspection.regime, as_at=day
        )
    }
    frame = {
        path for path in submission.facts if path.partition(".")[0] not in loaded.packs.vocabulary.sections
    }
    kept = submission._replace(
        facts={path: fact for path, fact in submission.facts.items() if path in asked | frame},
        partners=submission.partners
        and tuple(
            partner._replace(facts={path: fact for path, fact in partner.facts.items() if path in asked})
            for partner in submission.partners
        ),
    )
    book = book_on(loaded.packs, day)
    before = assess(submission, book, PlainEngine())
    after = assess(kept, book, PlainEngine())
    assert [(one.id, one.verdict) for one in after.findings] == [
        (one.id, one.verdict) for one in before.findings
    ]
    missing = {fact.path.partition("[")[0] for one in before.findings for fact in one.missing}
    sections = loaded.packs.vocabulary.sections
    assert {path for path in missing if path.partition(".")[0] in sections} <= asked


def test_a_regime_leaves_out_what_it_does_not_ask(loaded: LoadedPacks) -> None:
    day = dt.date(2026, 6, 1)

    def paths(regime: str) -> set[str]:
        asked: tuple[Question, ...] = questions_in_force(loaded.packs, "county", day, regime=regime)
        return {one.path for one in asked}

    assert "council_inspection.self_evaluation.shared_on" in paths("ilacs-2026") - paths("jtai")
    assert paths("jtai") < paths("")
