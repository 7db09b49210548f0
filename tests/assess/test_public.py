"""The public version: the same verdicts, fewer words, no small counts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ctcheck.assess.assess import MARKED, assess
from ctcheck.assess.public import disclose
from ctcheck.assess.small_numbers import MEASURES, SmallNumbers
from ctcheck.errors import SubmissionError, UsageError
from ctcheck.inference.plain import PlainEngine
from ctcheck.model.place import Place
from ctcheck.model.public import SMALL_NUMBER, Mark
from ctcheck.model.report import GapReport, Reason
from ctcheck.model.rules import FactType, RulePacks
from ctcheck.model.submission import Submission
from ctcheck.model.values import Fact, Record, Share
from ctcheck.model.words import Basis
from ctcheck.reading.submission import SubmissionReader
from ctcheck.rulebook.book import book_on
from ctcheck.rulebook.loader import LoadedPacks
from tests.assess import generated
from tests.assess.generated import DAY, FIELDS, TYPES
from tests.assess.marked import OPEN_PARTNER, SECRET_PARTNER, Secrets, marked

LAW_DATES = (None, dt.date(2008, 4, 1), dt.date(2019, 10, 1))
HEAD = "ctcheck: 1\ntitle: A self-assessment\narea: {name: Testshire, type: county}\nas_at: 2008-05-31\n"
NOWHERE = Place("it.yaml", 1, 1)
Read = Callable[..., Submission]
"""Reads a self-assessment with this body, and a name for its file."""

EASY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def read(tmp_path: Path, submissions: SubmissionReader) -> Read:
    def made(body: str, name: str = "it.yaml") -> Submission:
        path = tmp_path / name
        path.write_text(HEAD + body, encoding="utf-8")
        return submissions.read(path)

    return made


def verdicts(report: GapReport) -> dict[str, tuple[object, ...]]:
    return {
        finding.id: (finding.verdict, finding.evidence, finding.standing, finding.incomplete)
        for finding in report.findings
    }


def judged(report: GapReport) -> object:
    """All that is a judgement, without the words and the names."""
    return (
        sorted((one.rule, *verdicts(report)[one.id]) for one in report.findings),
        [(one.about, one.base, one.indicative, one.counts) for one in report.positions],
        [(one.id, len(one.findings)) for one in report.limits],
        [(one.id, len(one.findings)) for one in report.risks],
        sorted((gap.kind, gap.planned, gap.finding.rule) for gap in report.gaps),
    )


def reasons(report: GapReport) -> Iterator[Reason]:
    stack = [
        root for finding in report.findings for root in (finding.applies, finding.met, finding.partly) if root
    ]
    while stack:
        reason = stack.pop()
        yield reason
        stack += reason.parts


# The same verdicts


@pytest.mark.parametrize("law", LAW_DATES, ids=str)
def test_every_example_has_the_same_verdicts_in_public(
    example: Path, law: dt.date | None, loaded: LoadedPacks, submissions: SubmissionReader, plain: PlainEngine
) -> None:
    submission = submissions.read(example)
    book = book_on(loaded.packs, law or submission.as_at)
    full = assess(submission, book, plain, loaded.cannot_show)
    public = assess(submission, book, plain, loaded.cannot_show, public=True)
    assert verdicts(public) == verdicts(full)
    assert judged(public) == judged(full)
    assert [gap.finding.id for gap in public.gaps] == [gap.finding.id for gap in full.gaps]


def test_where_everything_is_marked_the_verdicts_are_the_same(
    loaded: LoadedPacks, submissions: SubmissionReader, plain: PlainEngine, tmp_path: Path
) -> None:
    file = tmp_path / "submission.yaml"
    file.write_bytes(marked(loaded.packs, Secrets()))
    submission, book = submissions.read(file), book_on(loaded.packs, dt.date(2008, 4, 1))
    full = assess(submission, book, plain, loaded.cannot_show)
    public = assess(submission, book, plain, loaded.cannot_show, public=True)
    found = {name.replace(SECRET_PARTNER, "withheld-partner-1"): one for name, one in verdicts(full).items()}
    assert verdicts(public) == found
    assert judged(public) == judged(full)
    assert any(name.endswith(f"/{OPEN_PARTNER}") for name in found)
    # An action that is withheld still plans what it plans, and its reader is told no fault of it.
    (own,) = (one for one in public.papers.plan if one.id.startswith("withheld-action"))
    assert (own.owner_role, own.due, own.checks) == ("", None, ())


@EASY
@given(generated.packs(), generated.submissions(), st.data())
def test_marks_and_sizes_never_change_a_verdict(
    book: RulePacks, submission: Submission, data: st.DataObject
) -> None:
    paths = [path for path in submission.facts if path.startswith("f.")]
    paths += [f"partners[{number}]" for number in range(len(submission.partners or ()))]
    paths += ["partner.yes", "f.list.day"]
    chosen = data.draw(st.lists(st.sampled_from(paths), unique=True))
    hidden = submission._replace(marks={path: Mark("restricted") for path in chosen})
    on = book_on(book, DAY)
    full = assess(hidden, on, PlainEngine())
    public = assess(hidden, on, PlainEngine(), public=True)
    assert judged(public) == judged(full)
    for reason in reasons(public):
        # Of a body that no list names every fact is none, whatever is marked of the others.
        if (
            reason.path in chosen
            and reason.path.startswith("f.")
            and reason.clause == "fact"
            and reason.found
        ):
            assert (reason.found, reason.result) == ("withheld (restricted)", "U")


# Small numbers


def numbers(text: str, below: int) -> list[int]:
    return [int(found) for found in re.findall(r"\d+", text.replace(f"fewer than {below}", ""))]


@pytest.mark.parametrize("below", range(3, 9))
def test_no_part_and_no_rest_below_the_threshold_can_be_read_or_worked_out(below: int) -> None:
    small = SmallNumbers(below)
    for whole in range(60):
        told: dict[str, list[int]] = {}
        for part in range(whole + 1):
            share = Share(part, whole)
            text = small.share(share) or str(share)
            told.setdefault(text, []).append(part)
            assert all(number == 0 or number >= below for number in numbers(text, below)), text
        for text, parts in told.items():
            hidden = [one for one in parts if 0 < one < below or 0 < whole - one < below]
            if hidden and whole >= below:
                # A reader who knows the whole is left with two possibilities at the least.
                assert len(parts) > 1, (text, parts)


@pytest.mark.parametrize("below", [3, 5, 10])
def test_nought_and_large_numbers_are_shown(below: int) -> None:
    small = SmallNumbers(below)
    children = FactType("integer", unit="children")
    shown = {number: small.instead(Fact(number, NOWHERE), children) for number in range(-3, 20)}
    assert {number for number, text in shown.items() if text} == set(range(1, below))
    assert shown[1] == f"fewer than {below} children"
    assert small.share(Share(0, 100)) == small.share(Share(50, 100)) == small.share(Share(100, 100)) == ""
    assert small.share(Share(2, 100, counted=False)) == ""
    assert small.share(Share(2, 430)) == f"fewer than {below} of 430"
    assert small.share(Share(428, 430)) == f"all but fewer than {below} of 430"
    assert small.share(Share(0, 2)) == f"0 of fewer than {below}"
    assert small.share(Share(2, 2)) == f"fewer than {below} of fewer than {below}"


def test_what_is_measured_is_no_count() -> None:
    small = SmallNumbers(5)
    assert [
        unit for unit in MEASURES if small.instead(Fact(2, NOWHERE), FactType("integer", unit=unit))
    ] == []
    assert small.instead(Fact(2.5, NOWHERE), FactType("number")) == ""
    assert small.instead(Fact(True, NOWHERE), FactType("yes-no")) == ""


@given(st.integers(0, 30), st.integers(0, 30), st.integers(3, 8))
def test_the_numbers_of_an_indicator_tell_no_more_than_its_share(part: int, whole: int, below: int) -> None:
    from ctcheck.model import indicators

    types = {name: one.type for name, one in indicators.declaration(None).type.fields.items()}
    stated = {"numerator": Fact(part, NOWHERE), "denominator": Fact(whole, NOWHERE)}
    fields = indicators.with_share(stated)
    small = SmallNumbers(below).indicator(fields, types)
    told = {name: small.get(name) or str(fact.value) for name, fact in fields.items()}
    for text in told.values():
        assert all(number == 0 or number >= below for number in numbers(text, below)), told
    if "share" in small:
        assert told["numerator"] == told["share"]


@EASY
@given(generated.packs(), generated.submissions(), st.integers(3, 9))
def test_no_small_count_stands_in_any_reason(book: RulePacks, submission: Submission, below: int) -> None:
    report = assess(submission, book_on(book, DAY), PlainEngine(), public=True, small_number=below)
    assert report.public
    assert (report.public.below, report.public.chosen) == (below, True)
    kinds = {**TYPES, **FIELDS}
    for reason in reasons(report):
        wanted = kinds.get(reason.path)
        if reason.clause == "fact" and wanted and wanted.kind in ("integer", "share"):
            counts = [
                int(one) for one in re.findall(r"-?\d+", reason.found.replace(f"fewer than {below}", ""))
            ]
            assert all(one <= 0 or one >= below for one in counts), reason.found


def test_the_threshold_is_the_packs_unless_another_is_asked_for(
    loaded: LoadedPacks, read: Read, plain: PlainEngine
) -> None:
    submission = read("casework: {visits: {seen_alone: 7 of 430}}\n")
    own = disclose(submission, loaded.packs).public
    assert (own.below, own.basis, own.chosen, own.replaced) == (5, Basis.HOUSE, False, 0)
    other = disclose(submission, loaded.packs, 8).public
    assert (other.below, other.chosen, other.replaced) == (8, True, 1)
    local = loaded.packs.parameters[SMALL_NUMBER]._replace(value=10, basis=Basis.GUIDANCE)
    packs_of_theirs = loaded.packs._replace(parameters={**loaded.packs.parameters, SMALL_NUMBER: local})
    theirs = disclose(submission, packs_of_theirs).public
    assert (theirs.below, theirs.basis, theirs.chosen) == (10, Basis.GUIDANCE, False)
    assert disclose(submission, loaded.packs._replace(parameters={})).public.below == 5
    report = assess(submission, book_on(loaded.packs, DAY), plain, public=True, small_number=8)
    (used,) = (one for one in report.parameters if one.name == SMALL_NUMBER)
    assert used.value == 8


# What is refused


@pytest.mark.parametrize("marking", ["restricted", "exempt"])
def test_a_submission_marked_as_a_whole_has_no_public_version_until_its_parts_are_marked(
    marking: str, loaded: LoadedPacks, read: Read
) -> None:
    with pytest.raises(UsageError, match=f"is marked {marking} as a whole") as refused:
        disclose(read(f"marking: {marking}\n"), loaded.packs)
    assert "Mark the parts" in refused.value.hint
    parts = disclose(read(f"marking: {marking}\nrestricted: [plan]\n"), loaded.packs)
    assert parts.public.whole == marking
    assert parts.public.marking() == f"public version of a submission marked {marking}"


@pytest.mark.parametrize("below", [-1, 0, 1, 2])
def test_a_threshold_that_names_the_number_is_refused(below: int, loaded: LoadedPacks, read: Read) -> None:
    with pytest.raises(UsageError, match="hides nothing"):
        disclose(read(""), loaded.packs, below)


def test_a_file_name_that_tells_what_is_withheld_is_refused(loaded: LoadedPacks, read: Read) -> None:
    body = "partners: [{id: p-1, name: Acme Care, kind: police-authority, marking: restricted}]\n"
    with pytest.raises(UsageError, match="name of the file"):
        disclose(read(body, "return-of-acme-care.yaml"), loaded.packs)


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("plan.publishd", "Did you mean 'plan.published'?"),
        ("{path: partners.police.agrement}", "expected the path of a fact"),
        ("partners.polce", "Did you mean 'partners.police'?"),
        ("{path: plan.published, paragraph: 3}", "for what is not marked exempt"),
        ("{path: plan.published, marking: secret}", "restricted or exempt"),
        ("{marking: exempt}", "'path' is missing"),
        ("3", "expected the path of a fact"),
    ],
)
def test_what_cannot_be_marked_is_refused(entry: str, says: str, read: Read) -> None:
    body = f"partners: [{{id: police, name: Police, kind: police-authority}}]\nrestricted: [{entry}]\n"
    with pytest.raises(SubmissionError) as refused:
        read(body)
    (problem,) = refused.value.problems
    assert says in f"{problem.message} {problem.hint}"
    assert problem.path.startswith("restricted[0]")


# What is withheld


def test_paths_cover_what_is_below_them(loaded: LoadedPacks, read: Read) -> None:
    submission = read(
        "restricted:\n"
        "  - plan.needs_assessment\n"
        "  - {path: partner.attendance, marking: exempt, paragraph: 3}\n"
        "  - {path: partners.one.agreement}\n"
        "  - plan.reviews.consulted\n"
        "partners:\n"
        "  - {id: one, name: Body One, kind: police-authority, attendance: {trust: 9 of 10}}\n"
        "plan: {published: 2008-01-01, reviews: [{on: 2008-01-01, consulted: children}]}\n"
    )
    told = disclose(submission, loaded.packs).told
    assert told.partners
    attendance = told.partners[0].facts["partner.attendance.trust"]
    assert (attendance.shown, attendance.withheld) == ("withheld (exempt, paragraph 3 of Schedule 12A)", True)
    assert told.partners[0].name == "Body One"
    assert not told.facts["plan.published"].shown
    reviews = told.facts["plan.reviews"].value
    assert isinstance(reviews, tuple)
    assert isinstance(reviews[0], Record)
    assert reviews[0].fields["consulted"].withheld
    assert not reviews[0].fields["on"].withheld


def test_two_partners_of_a_kind_are_told_apart_and_no_id_is_taken_twice(
    loaded: LoadedPacks, read: Read
) -> None:
    told = disclose(
        read(
            "partners:\n"
            "  - {id: withheld-partner-1, name: Open, kind: police-authority}\n"
            "  - {id: one, name: Body One, kind: police-authority, marking: restricted}\n"
            "  - {id: two, name: Body Two, kind: police-authority, marking: exempt}\n"
        ),
        loaded.packs,
    ).told
    assert told.partners
    names = [partner.name for partner in told.partners]
    assert names[0] == "Open"
    assert re.fullmatch(r".+ 1 \(name withheld\)", names[1])
    assert re.fullmatch(r".+ 2 \(name withheld\)", names[2])
    assert [one.id for one in told.partners] == [
        "withheld-partner-1",
        "withheld-partner-2",
        "withheld-partner-3",
    ]


def test_what_repeats_withheld_words_or_looks_like_personal_data_is_withheld_as_well(
    loaded: LoadedPacks, read: Read
) -> None:
    disclosure = disclose(
        read(
            "partners: [{id: acme-care, name: Acme, kind: police-authority, marking: restricted}]\n"
            "evidence:\n"
            "  - {id: acme-minutes, title: Minutes, kind: minutes, supports: [plan]}\n"
            "  - {id: b, title: Ask someone@example.org, kind: minutes, supports: [plan]}\n"
            "  - {id: c, title: The plan of Acmeshire, kind: minutes, supports: [plan, acme-care]}\n"
            "sources: [{ref: S1, title: 'What ACME  said'}]\n"
        ),
        loaded.packs,
    )
    assert [(item.id, item.supports) for item in disclosure.told.evidence] == [
        ("c", ("plan", "withheld-partner-1"))
    ]
    assert disclosure.told.sources == ()
    assert {(one.what, one.marking, one.number) for one in disclosure.public.withheld} == {
        ("partner", "restricted", 1), ("evidence", "repeats", 1), ("evidence", "personal-data", 1),
        ("source", "repeats", 1),
    }  # fmt: skip
    # The place of what is withheld is no longer pointed at.
    assert disclosure.told.warnings == ()


def test_a_short_common_word_does_not_withhold_half_the_file(loaded: LoadedPacks, read: Read) -> None:
    disclosure = disclose(
        read(
            "evidence:\n"
            "  - {id: plan, title: Plan, kind: plan, supports: [plan], marking: restricted}\n"
            "  - {id: b, title: The plan for Testshire, kind: plan, supports: [plan]}\n"
        ),
        loaded.packs,
    )
    assert [item.id for item in disclosure.told.evidence] == ["b"]


def test_a_waiver_that_has_ended_is_not_told_of_when_it_is_marked(loaded: LoadedPacks, read: Read) -> None:
    rule = next(one.id for one in loaded.packs.rules if one.force == "good-practice")
    body = (
        "not_applicable: [{{rule: {}, reason: A reason, approved_by: DCS, until: {}, marking: restricted}}]\n"
    )
    ended = disclose(read(body.format(rule, "2008-01-01")), loaded.packs)
    assert ended.told.waivers == ended.judged.waivers == ()
    runs = disclose(read(body.format(rule, "2009-01-01")), loaded.packs)
    (waiver,) = runs.told.waivers
    assert (waiver.reason, waiver.approved_by, waiver.until) == ("withheld (restricted)", "", None)


def test_a_full_report_of_a_marked_submission_says_that_it_shows_what_is_marked(
    loaded: LoadedPacks, read: Read, plain: PlainEngine
) -> None:
    book = book_on(loaded.packs, DAY)
    full = assess(read("restricted: [plan]\n"), book, plain)
    assert MARKED in [note.message for note in full.notes]
    assert full.public is None
    public = assess(read("restricted: [plan]\n"), book, plain, public=True)
    assert MARKED not in [note.message for note in public.notes]
    assert MARKED not in [note.message for note in assess(read(""), book, plain).notes]


def test_a_partner_whose_return_is_withheld_is_not_listed_as_missing(
    loaded: LoadedPacks, read: Read, plain: PlainEngine
) -> None:
    submission = read(
        "partners: [{id: one, name: Body One, kind: police-authority, return_status: not-returned}]\n"
    )
    book = book_on(loaded.packs, DAY)
    assert assess(submission, book, plain, public=True).assurance.not_returned == ("Body One",)
    closed = submission._replace(marks={"partners[0].return_status": Mark("restricted")})
    assert assess(closed, book, plain, public=True).assurance.not_returned == ()
