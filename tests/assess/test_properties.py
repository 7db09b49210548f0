"""What must hold for every rule book and every submission."""

from __future__ import annotations

import datetime as dt

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ctcheck.assess.assess import assess
from ctcheck.inference.durable_engine import DurableEngine
from ctcheck.inference.interface import Engine
from ctcheck.inference.plain import PlainEngine
from ctcheck.model.report import GapReport
from ctcheck.model.rules import RulePacks
from ctcheck.model.submission import Submission
from ctcheck.model.words import Verdict
from ctcheck.reports import make_reporter
from ctcheck.rulebook.book import book_on
from tests.assess.generated import DAY, packs, submissions

EASY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
PLAIN = PlainEngine()
RANK = {
    Verdict.MET: 3,
    Verdict.NOT_APPLICABLE: 3,
    Verdict.PARTLY_MET: 2,
    Verdict.NOT_MET: 1,
    Verdict.NO_ANSWER: 1,
}


def report_of(book: RulePacks, submission: Submission, engine: Engine = PLAIN) -> GapReport:
    return assess(submission, book_on(book, DAY), engine)


@EASY
@given(packs(), submissions())
def test_both_engines_give_the_same_report_on_generated_rules(
    book: RulePacks, submission: Submission
) -> None:
    one = report_of(book, submission, DurableEngine())
    other = report_of(book, submission)._replace(engine=one.engine)
    assert one == other
    assert make_reporter("json").render(one) == make_reporter("json").render(other)


@EASY
@given(packs(), submissions(), st.data())
def test_removing_a_fact_never_improves_a_verdict(
    book: RulePacks, submission: Submission, data: st.DataObject
) -> None:
    removable = [path for path in submission.facts if path.startswith("f.")]
    assume(removable)
    gone = data.draw(st.sampled_from(removable))
    less = submission._replace(facts={path: fact for path, fact in submission.facts.items() if path != gone})
    before = {finding.id: finding.verdict for finding in report_of(book, submission).findings}
    after = {finding.id: finding.verdict for finding in report_of(book, less).findings}
    assert before.keys() == after.keys()
    assert all(RANK[after[name]] <= RANK[before[name]] for name in before)


@EASY
@given(packs(), submissions())
def test_saying_nothing_at_all_never_meets_anything_that_asks_for_a_fact(
    book: RulePacks, submission: Submission
) -> None:
    silent = submission._replace(
        facts={path: fact for path, fact in submission.facts.items() if not path.startswith("f.")},
        partners=None,
    )
    stated = {finding.id: finding.verdict for finding in report_of(book, submission).findings}
    for finding in report_of(book, silent).findings:
        if finding.verdict is Verdict.MET and finding.id in stated:
            # What silence meets is met whatever is said: a condition that no fact can break.
            assert stated[finding.id] in (Verdict.MET, Verdict.NOT_APPLICABLE)


@EASY
@given(packs(), submissions(), st.randoms())
def test_the_order_of_facts_rules_and_limiters_does_not_matter(
    book: RulePacks, submission: Submission, random: object
) -> None:
    def shuffled(items: list[object]) -> list[object]:
        random.shuffle(items)  # type: ignore[attr-defined]
        return items

    mixed = submission._replace(facts=dict(shuffled(list(submission.facts.items()))))  # type: ignore[arg-type]
    other = book._replace(
        rules=tuple(shuffled(list(book.rules))),  # type: ignore[arg-type]
        limiters=tuple(shuffled(list(book.limiters))),  # type: ignore[arg-type]
    )
    one, two = report_of(book, submission), report_of(other, mixed, DurableEngine())
    assert {finding.id: finding for finding in one.findings} == {
        finding.id: finding for finding in two.findings
    }
    assert [gap.finding.id for gap in one.gaps] == [gap.finding.id for gap in two.gaps]
    assert [(p.about, p.indicative) for p in one.positions] == [
        (p.about, p.indicative) for p in two.positions
    ]


@EASY
@given(packs(), submissions())
def test_one_finding_for_each_rule_and_subject_and_counts_that_add_up(
    book: RulePacks, submission: Submission
) -> None:
    report = report_of(book, submission)
    ids = [finding.id for finding in report.findings]
    assert len(ids) == len(set(ids)) == report.assurance.counts.total
    for position in report.positions:
        assert position.counts.judged > 0
        assert position.counts.total == sum(
            f.theme == position.about and f.force != "power" for f in report.findings
        )


@EASY
@given(packs(), submissions())
def test_only_an_unmet_duty_in_force_on_the_facts_date_is_called_a_breach(
    book: RulePacks, submission: Submission
) -> None:
    early = submission._replace(as_at=dt.date(2004, 1, 1))
    assert all(gap.kind != "breach" for gap in report_of(book, early).gaps)
    for gap in report_of(book, submission).gaps:
        if gap.kind == "breach":
            assert gap.finding.force == "duty"
            assert gap.finding.verdict in (Verdict.NOT_MET, Verdict.PARTLY_MET)
