"""assess(): one submission held against one rule book gives one gap report."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
from collections.abc import Container, Sequence
from typing import NamedTuple

import ctcheck
from ctcheck.assess.carried import carried_answers, carried_part, not_confirmed_parts
from ctcheck.assess.chain import Conclusions, conclude, counts_of
from ctcheck.assess.enquiries import MOST_PARAMETER
from ctcheck.assess.evidence import AGE_PARAMETER, EvidenceRegister
from ctcheck.assess.findings import finding_id, findings_from
from ctcheck.assess.gaps import OPEN, gaps_in, grouped
from ctcheck.assess.judge import Judgement, judge
from ctcheck.assess.selfview import self_views
from ctcheck.assess.subjects import Subjects
from ctcheck.assess.summary import summary
from ctcheck.conditions.environment import CARRIED, Context, confirmed
from ctcheck.errors import RulesError
from ctcheck.inference.interface import Engine
from ctcheck.model.papers import Papers, Prepared
from ctcheck.model.public import PUBLIC, SMALL_NUMBER, PublicVersion
from ctcheck.model.report import (
    Assurance,
    Coming,
    Finding,
    Gap,
    GapReport,
    Note,
    ParameterUse,
    Withdrawn,
)
from ctcheck.model.rules import Limiter
from ctcheck.model.submission import BODIES_ABSENT, PARTNER_LIST, WAIVERS, Submission, Waiver
from ctcheck.model.values import DateValue, Fact, plain_date
from ctcheck.model.words import Certainty, Verdict
from ctcheck.rulebook.book import RuleBook, compile_rule, day_to_suggest
from ctcheck.rulebook.loader import context_for

MARKED = (
    "The submission marks parts of itself as restricted or exempt, and this report shows them."
    " A report made with --public leaves them out."
)

SMALL = (
    "The submission is marked public, and {} below {} {} shown as stated."
    " A report made with --public replaces them; `ctcheck validate` names their places."
)


def assess(
    submission: Submission,
    book: RuleBook,
    engine: Engine,
    cannot_show: Sequence[str] = (),
    *,
    public: bool = False,
    small_number: int | None = None,
) -> GapReport:
    """The gap report of a submission under a rule book.

    `public`: without what the submission marks as not for publication and without counts under
    `small_number` (or the packs' threshold); the verdicts are the same. Raises `UsageError` where
    there can be no public version.

    Exactly one finding for each rule and subject. Raises `RulesError` where no rule was in
    force on the law date, since a check of nothing must not look like a pass, and
    `EngineError` where the engine fails.
    """
    told, version = submission, None
    if public:
        from ctcheck.assess.public import disclose

        submission, told, version = disclose(submission, book.packs, small_number)
    findings, conclusions, register = weigh(submission, book, engine, public=public)
    themes = [name for name, _ in book.packs.themes]
    gaps = gaps_in(findings, conclusions.limits, submission.actions, submission.inspection, themes)
    report = _report(told, book, engine, findings, gaps, conclusions, cannot_show, register)
    if version is not None:
        return _public(report, version, book)
    if told.marking == PUBLIC:
        report = report._replace(notes=(*report.notes, *_small(submission, book)))
    return report


class Weighed(NamedTuple):
    """The findings of one submission and what follows from them."""

    findings: tuple[Finding, ...]
    conclusions: Conclusions
    register: EvidenceRegister


def weigh(
    submission: Submission,
    book: RuleBook,
    engine: Engine,
    *,
    public: bool = False,
    with_evidence: bool = True,
) -> Weighed:
    """The findings and the conclusions, before anything is put into words.

    What a report of one submission and a survey of many both rest on, so that they cannot differ.
    Raises as `assess` does; `public` keeps the reasons from telling what is withheld. No verdict or position
    turns on evidence, so whoever does not ask for it does without.
    """
    waivers = _waivers(submission)
    subjects, facts = to_judge(submission, book.context)
    judgements = judge(book.rules, subjects, facts, waivers.__contains__, engine)
    if not judgements:
        raise _nothing_in_force(book)
    on = submission.inspection.fieldwork or submission.as_at
    age = book.packs.parameters.get(AGE_PARAMETER)
    items = submission.evidence if with_evidence else ()
    register = EvidenceRegister(items, on, int(age.value) if age else None)
    environment = subjects.environment(facts)
    environment.veiled = public
    findings = findings_from(
        judgements,
        environment,
        register,
        book.packs.vocabulary,
        submission.as_at,
        book.law_date,
        _under_the_law_of_their_day(submission, book, judgements, waivers, engine),
        lambda rule: _waiver_words(waivers[rule]) if rule in waivers else "",
    )
    limiters = limiters_at_hand(book, submission.inspection.regime)
    return Weighed(findings, conclude(book.packs, findings, limiters, engine), register)


def to_judge(submission: Submission, context: Context) -> tuple[Subjects, dict[str, Fact]]:
    """The subjects and the facts, the law date among them, that conditions see on a law date.

    What is carried and not confirmed, they do not see.
    """
    facts = confirmed(submission.facts)
    day = DateValue(context.law_date, context.law_date)
    facts["law_date"] = Fact(day, submission.facts["as_at"].place._replace(line=0))
    area, since = submission.area, carried_part(submission, PARTNER_LIST)
    if since and submission.partners is not None:
        named = f"{len(submission.partners)} named"
        facts[f"{CARRIED}partners"] = Fact(named, submission.partners_place, carried=since)
    if carried_part(submission, BODIES_ABSENT):
        area = area._replace(bodies_absent=())
    return Subjects(context, area, submission.partners, submission.partners_place, since), facts


def _under_the_law_of_their_day(
    submission: Submission,
    book: RuleBook,
    judgements: Sequence[Judgement],
    waivers: Container[str],
    engine: Engine,
) -> dict[str, Verdict]:
    """The verdicts that the gaps had on the facts date, where a later law is applied.

    A rule may ask for more as time goes by (another edition of the guidance, another partner in a table) although
    it is the same duty throughout. What was enough on the day of the facts cannot have been a breach.
    """
    day = submission.as_at
    if book.law_date <= day:
        return {}
    short = {one.compiled.rule.id: one.compiled.rule for one in judgements if one.verdict in OPEN}
    context = context_for(book.packs, day)
    rules = [compile_rule(rule, context) for rule in short.values() if rule.in_force.on(day)]
    subjects, facts = to_judge(submission, context)
    return {
        finding_id(one.compiled.rule.id, one.bound.subject): one.verdict
        for one in judge(rules, subjects, facts, waivers.__contains__, engine)
    }


def verdicts(submission: Submission, book: RuleBook, engine: Engine) -> dict[tuple[str, str], Verdict]:
    """The verdicts alone, by rule and id of the subject: what `assess` gives, without all that explains it."""
    subjects, facts = to_judge(submission, book.context)
    judged = judge(book.rules, subjects, facts, _waivers(submission).__contains__, engine)
    return {(one.compiled.rule.id, one.bound.subject.id): one.verdict for one in judged}


def limiters_at_hand(book: RuleBook, regime: str) -> tuple[Limiter, ...]:
    """The limiters in force on the law date that belong to the regime, or to every one."""
    return tuple(
        limiter
        for limiter in book.packs.limiters
        if limiter.in_force.on(book.law_date) and (not limiter.regimes or regime in limiter.regimes)
    )


def _report(
    submission: Submission,
    book: RuleBook,
    engine: Engine,
    findings: tuple[Finding, ...],
    gaps: tuple[Gap, ...],
    conclusions: Conclusions,
    cannot_show: Sequence[str],
    register: EvidenceRegister,
) -> GapReport:
    """`submission` is only asked for what the report tells."""
    packs = book.packs
    groups = grouped(gaps)
    views = self_views(submission, packs, conclusions, findings)
    most = packs.parameters.get(MOST_PARAMETER)

    def prepare() -> Papers:
        from ctcheck.assess.papers import papers

        return papers(
            submission,
            findings,
            groups,
            conclusions.risks,
            views,
            packs.themes,
            tuple(cannot_show),
            register,
            book.context,
            int(most.value) if most else None,
        )

    return GapReport(
        file=submission.file,
        digest=submission.digest,
        title=submission.title,
        fictional=submission.fictional,
        area=submission.area,
        as_at=submission.as_at,
        law_date=book.law_date,
        marking=submission.marking,
        inspection=submission.inspection,
        signed=submission.signed,
        sources=submission.sources,
        packs=packs.packs,
        rules_digest=packs.digest,
        version=ctcheck.__version__,
        engine=engine.name,
        summary=summary(findings, groups, conclusions, carried_answers(submission)),
        assurance=_assurance(submission, book, findings, cannot_show),
        findings=findings,
        gaps=gaps,
        gap_groups=groups,
        themes=packs.themes,
        positions=conclusions.positions,
        limits=conclusions.limits,
        overall=conclusions.overall,
        overall_note=conclusions.overall_note,
        risks=conclusions.risks,
        self_views=views,
        actions=submission.actions,
        parameters=_parameters(book, findings),
        notes=_notes(submission, book),
        prepared=Prepared(prepare),
    )


def _public(report: GapReport, version: PublicVersion, book: RuleBook) -> GapReport:
    """The report, with what a version for the public says of itself."""
    prepared = report.prepared
    # What to do next is for those who wrote the submission, not for its public readers.
    told = Prepared(lambda: prepared.papers._replace(next_steps=()))
    report = report._replace(public=version, marking=version.marking(), prepared=told)
    own = book.packs.parameters.get(SMALL_NUMBER)
    if own is None:
        return report
    used = ParameterUse(
        own.name, version.below, own.unit, version.basis, own.why, own.source, own.changed_by, own.before
    )
    by_name = sorted((*(one for one in report.parameters if one.name != own.name), used))
    return report._replace(parameters=tuple(by_name))


def _small(submission: Submission, book: RuleBook) -> tuple[Note, ...]:
    """A note on small counts in a report that calls itself public and is not the version for the public."""
    from ctcheck.assess.small_counts import small_counts, threshold

    found = len(small_counts(submission, book.packs))
    if not found:
        return ()
    numbers = f"{found:,} numbers" if found > 1 else "1 number"
    return (Note(None, "", SMALL.format(numbers, threshold(book.packs), "are" if found > 1 else "is")),)


def _waivers(submission: Submission) -> dict[str, Waiver]:
    """The waivers that still run on the facts date; none where they are carried and not confirmed."""
    if carried_part(submission, WAIVERS):
        return {}
    return {
        waiver.rule: waiver
        for waiver in submission.waivers
        if waiver.until is None or waiver.until >= submission.as_at
    }


def _waiver_words(waiver: Waiver) -> str:
    until = f", until {plain_date(waiver.until)}" if waiver.until else ""
    return (
        f"{waiver.reason} (approved by: {waiver.approved_by}{until})" if waiver.approved_by else waiver.reason
    )


def _assurance(
    submission: Submission, book: RuleBook, findings: tuple[Finding, ...], cannot_show: Sequence[str]
) -> Assurance:
    evaluated = {finding.rule for finding in findings}
    recalled = {
        finding.rule
        for finding in findings
        if any(source.certainty is Certainty.RECALLED for source in finding.sources)
    }
    not_returned = tuple(
        partner.name for partner in submission.partners or () if partner.return_status == "not-returned"
    )
    return Assurance(
        rules_evaluated=len(evaluated),
        not_yet_law=len(book.not_yet_law),
        no_longer_law=len(book.no_longer_law),
        enacted_not_in_force=len(book.not_in_force),
        suggested_law_date=day_to_suggest(book.packs, book.law_date),
        counts=counts_of(findings),
        cannot_show=tuple(cannot_show),
        not_returned=not_returned,
        recalled=tuple(sorted(recalled)),
        coming=tuple(
            Coming(rule.id, rule.title, "; ".join(map(str, rule.sources)), rule.in_force.enacted)
            for rule in book.not_in_force
        ),
        withdrawn=tuple(
            Withdrawn(one.rule.id, one.rule.title, one.pack, one.reason)
            for one in book.packs.withdrawn
            if one.rule.in_force.on(book.law_date)
        ),
        carried=carried_answers(submission),
    )


def _parameters(book: RuleBook, findings: tuple[Finding, ...]) -> tuple[ParameterUse, ...]:
    used = {name for finding in findings for name in finding.parameters}
    used.update(name for name in (AGE_PARAMETER, MOST_PARAMETER) if name in book.packs.parameters)
    return tuple(
        ParameterUse(p.name, p.value, p.unit, p.basis, p.why, p.source, p.changed_by, p.before)
        for p in (book.packs.parameters[name] for name in sorted(used))
    )


def _notes(submission: Submission, book: RuleBook) -> tuple[Note, ...]:
    said = (*submission.warnings, *submission.remarks)
    notes = [Note(warning.place, warning.path, warning.message) for warning in said]
    for part, what in not_confirmed_parts(submission):
        notes.append(Note(None, part, what))
    for waiver in submission.waivers:
        if waiver.until is not None and waiver.until < submission.as_at:
            ended = f"The claim that {waiver.rule} does not apply ended on {plain_date(waiver.until)}; it was judged."
            notes.append(Note(waiver.place, "not_applicable", ended))
    if submission.marks:
        notes.append(Note(None, "", MARKED))
    if book.law_date != submission.as_at:
        notes.append(
            Note(
                None,
                "",
                f"The facts are those of {plain_date(submission.as_at)} and the law is that of"
                f" {plain_date(book.law_date)}.",
            )
        )
    return tuple(notes)


def _nothing_in_force(book: RuleBook) -> RulesError:
    day: dt.date | None = day_to_suggest(book.packs, book.law_date)
    hint = (
        f"Try --law-at {day.isoformat()}." if day else "Load a rule pack that covers this day with --rules."
    )
    return RulesError(
        f"Nothing was checked: no rule of the loaded packs was in force on {plain_date(book.law_date)}.", hint
    )
