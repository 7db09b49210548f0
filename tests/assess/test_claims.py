"""Claims held against their evidence: each becomes a line of enquiry with the documents to ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from ctcheck.assess.assess import assess
from ctcheck.assess.enquiries import MOST_DOCUMENTS, MOST_PARAMETER
from ctcheck.assess.wanted import at_work, by_others, is_by_others
from ctcheck.inference.plain import PlainEngine
from ctcheck.model.papers import Enquiry
from ctcheck.model.place import Place
from ctcheck.model.report import GapReport
from ctcheck.model.submission import EvidenceItem, SelfJudgement, Submission
from ctcheck.model.words import EvidenceState, Verdict
from ctcheck.reading.submission import SubmissionReader
from ctcheck.reports.words_papers import ENQUIRIES
from ctcheck.rulebook.book import book_on
from ctcheck.rulebook.loader import LoadedPacks

EXEMPLAR = Path(__file__).parents[2] / "examples" / "exemplar-2008.yaml"
Change = Callable[[EvidenceItem], EvidenceItem]


@pytest.fixture(scope="module")
def exemplar(submissions: SubmissionReader) -> Submission:
    return submissions.read(EXEMPLAR)


@pytest.fixture
def changed(exemplar: Submission, loaded: LoadedPacks, plain: PlainEngine) -> Callable[[Change], GapReport]:
    book = book_on(loaded.packs, exemplar.as_at)

    def with_evidence(change: Change) -> GapReport:
        evidence = tuple(map(change, exemplar.evidence))
        return assess(exemplar._replace(evidence=evidence), book, plain, loaded.cannot_show)

    return with_evidence


def of(report: GapReport, about: str) -> list[Enquiry]:
    return [one for one in report.papers.enquiries if one.about == about]


def test_evidence_without_a_date_is_asked_for_its_date(changed: Callable[[Change], GapReport]) -> None:
    report = changed(lambda item: item._replace(date=None, review_by=None))
    used = [use for use in report.papers.evidence if use.findings]
    assert {use.state for use in used} == {EvidenceState.UNDATED}
    asked = of(report, "undated")
    assert [one.documents for one in asked] == [(f"“{use.item.title}” with its date",) for use in used]
    assert all("bears no date" in one.why for one in asked)
    assert of(changed(lambda item: item), "undated") == []


def test_evidence_of_a_day_that_has_not_come_is_asked_for_too(changed: Callable[[Change], GapReport]) -> None:
    report = changed(lambda item: item._replace(date=dt.date(2030, 1, 1), review_by=None))
    assert all("is dated after the inspection" in one.why for one in of(report, "undated"))
    assert of(report, "undated")


def test_evidence_out_of_date_on_the_inspection_day_is_asked_after(
    changed: Callable[[Change], GapReport],
) -> None:
    report = changed(lambda item: item._replace(date=dt.date(2001, 1, 1), review_by=None))
    asked = of(report, "stale")
    assert len(asked) == sum(bool(use.findings) for use in report.papers.evidence)
    assert all(one.documents for one in asked)


def test_met_without_any_evidence_is_asked_with_the_documents_of_the_rule(
    changed: Callable[[Change], GapReport],
) -> None:
    report = changed(lambda item: item._replace(supports=("no-such-thing",)))
    duties = {
        one.id for one in report.findings if one.verdict is Verdict.MET and one.force in ("duty", "statutory-guidance")
    }  # fmt: skip
    asked = of(report, "unproved")
    assert {name for one in asked for name in one.findings} == duties
    assert all(one.documents for one in asked)


def test_one_document_for_more_expectations_than_the_parameter_says_is_asked_about(
    exemplar: Submission, loaded: LoadedPacks, plain: PlainEngine
) -> None:
    parameter = loaded.packs.parameters[MOST_PARAMETER]
    assert parameter.basis == "house"
    assert parameter.why

    def asked(most: int) -> set[str]:
        packs = loaded.packs._replace(
            parameters={**loaded.packs.parameters, MOST_PARAMETER: parameter._replace(value=most)}
        )
        report = assess(exemplar, book_on(packs, exemplar.as_at), plain, ())
        found = of(report, "cited-often")
        for one in found:
            assert len({name.split("/")[0] for name in one.findings}) > most
        assert {use.name for use in report.parameters} >= {MOST_PARAMETER}
        return {title for one in found for title in one.documents}

    assert len(asked(3)) > len(asked(12)) > len(asked(1000)) == 0


def test_evidence_of_process_alone_is_asked_for_what_came_of_it(
    changed: Callable[[Change], GapReport],
) -> None:
    for shown in ("process", ""):
        asked = of(changed(lambda item, shown=shown: item._replace(shows=shown)), "process-only")  # type: ignore[misc]
        assert len(asked) >= 4
        assert all(0 < len(one.documents) <= MOST_DOCUMENTS for one in asked)
        assert all(one.documents == at_work(one.documents) for one in asked)
    assert of(changed(lambda item: item._replace(shows="impact")), "process-only") == []


def test_evidence_of_the_trusts_own_making_alone_is_asked_for_somebody_elses(
    changed: Callable[[Change], GapReport],
) -> None:
    own = of(changed(lambda item: item._replace(kind="minutes", owner_role="strategy officer")), "own-word")
    assert len(own) >= 4
    assert all(one.documents == by_others(one.documents) != () for one in own)
    assert of(changed(lambda item: item._replace(kind="peer-report")), "own-word") == []
    assert of(changed(lambda item: item._replace(owner_role="independent chair")), "own-word") == []


def test_nothing_is_asked_twice_of_what_is_stale_or_without_a_date(
    changed: Callable[[Change], GapReport],
) -> None:
    report = changed(lambda item: item._replace(date=None, review_by=None, shows="process", kind="plan"))
    assert of(report, "process-only") == of(report, "own-word") == []


@pytest.mark.parametrize(("grade", "about"), [("4", "over-claim"), ("1", "under-claim")])
def test_judgements_above_and_below_the_findings_are_asked_about_with_documents(
    grade: str, about: str, exemplar: Submission, loaded: LoadedPacks, plain: PlainEngine
) -> None:
    given = SelfJudgement("plan", "jar-grades", grade, None, Place("it.yaml"))
    submission = exemplar._replace(self_judgements=(given,))
    if about == "over-claim":
        stated = {name: one for name, one in submission.facts.items() if not name.startswith("plan.")}
        submission = submission._replace(facts=stated)
    report = assess(submission, book_on(loaded.packs, submission.as_at), plain, ())
    (asked,) = of(report, about)
    assert asked.documents
    assert asked.why.startswith("The trust judged")


def test_every_kind_has_a_heading(changed: Callable[[Change], GapReport]) -> None:
    report = changed(lambda item: item._replace(shows="process", kind="minutes", owner_role=""))
    assert {one.about for one in report.papers.enquiries} <= set(ENQUIRIES)


@pytest.mark.parametrize(
    ("wanted", "work", "others"),
    [
        ("case audit", True, False),
        ("audit programme", False, False),
        ("user survey", True, True),
        ("survey of children", True, True),
        ("scrutiny report", False, True),
        ("performance data", True, False),
        ("minutes", False, False),
        ("what families said", True, True),
        ("section 11 self-audit", False, False),
    ],
)
def test_the_words_of_a_rule_say_what_it_wants_to_see(wanted: str, work: bool, others: bool) -> None:
    assert (bool(at_work([wanted])), bool(by_others([wanted]))) == (work, others)


def test_many_rules_want_to_see_work_and_some_a_source_outside(loaded: LoadedPacks) -> None:
    assert sum(bool(at_work(rule.evidence)) for rule in loaded.packs.rules) > 60
    assert sum(bool(by_others(rule.evidence)) for rule in loaded.packs.rules) > 30


def test_the_role_of_an_owner_says_whether_he_is_outside(exemplar: Submission) -> None:
    item = exemplar.evidence[0]._replace(kind="minutes")
    assert is_by_others(item._replace(owner_role="Independent scrutineer"))
    assert not is_by_others(item._replace(owner_role="head of inclusion"))
