"""Lines of enquiry: what to ask, why, and which documents to ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from ctcheck.assess.wanted import at_work, by_others, is_by_others
from ctcheck.model.papers import Enquiry, EvidenceUse
from ctcheck.model.report import Finding, GapGroup, SelfView, SystemicRisk
from ctcheck.model.submission import EvidenceItem
from ctcheck.model.words import EvidenceState, Force, Verdict

MOST_PARAMETER: Final = "evidence_most_expectations"
"""The parameter that says for how many expectations one piece of evidence may be cited unasked."""

MOST_DOCUMENTS: Final = 8
"""A line of enquiry asks for so many documents; nobody sends more for one question."""

MOST_TITLES: Final = 3
"""So many expectations are named in the reason of one line of enquiry; the rest are counted."""

MINUTE: Final = "the minute in which that judgement was agreed"

BEYOND = "No self-assessment can show this."


def enquiries(
    findings: Sequence[Finding],
    groups: Sequence[GapGroup],
    risks: Sequence[SystemicRisk],
    self_views: Sequence[SelfView],
    evidence: Sequence[EvidenceUse],
    cannot_show: Sequence[str],
    most_cited: int | None = None,
) -> tuple[Enquiry, ...]:
    """In the order in which an inspector would ask: claims, risks, failings, proof, silence, limits.

    `most_cited`: for so many expectations met or partly met, of however many bodies, one piece of evidence may be cited
    unasked; None for any number.
    """
    return (
        *_claims(self_views, findings),
        *_risks(risks),
        *_failings(groups),
        *_unproved(findings),
        *_worn(findings, evidence, most_cited),
        *_only_process(findings, evidence),
        *_own_word(findings, evidence),
        *_silent(groups),
        *(Enquiry("cannot-show", sentence, BEYOND, (), ()) for sentence in cannot_show),
    )


def _claims(views: Sequence[SelfView], findings: Sequence[Finding]) -> Iterator[Enquiry]:
    for view in views:
        about = view.judgement.about
        if view.comparison == "over-claim":
            short = [
                one
                for one in findings
                if about in (one.theme, one.rule, "overall") and one.verdict is Verdict.NOT_MET
            ]
            question = f"What does the trust's own judgement “{view.label}” rest on?"
            documents = (MINUTE, *_documents(short, tuple))[:MOST_DOCUMENTS]
            yield Enquiry("over-claim", question, view.sentence, tuple(one.id for one in short), documents)
        elif view.comparison == "under-claim":
            question = "What does the trust know of itself that the submission does not say?"
            yield Enquiry("under-claim", question, view.sentence, (), (MINUTE,))


def _risks(risks: Sequence[SystemicRisk]) -> Iterator[Enquiry]:
    for risk in risks:
        yield Enquiry("risk", risk.enquiry, risk.says, risk.findings, ())


def _failings(groups: Sequence[GapGroup]) -> Iterator[Enquiry]:
    for group in groups:
        finding = group.gaps[0].finding
        if group.number and finding.verdict in (Verdict.NOT_MET, Verdict.PARTLY_MET):
            names = tuple(gap.finding.id for gap in group.gaps)
            yield Enquiry("not-met", finding.enquiry, finding.sentence, names, finding.evidence_wanted)


def _unproved(findings: Sequence[Finding]) -> Iterator[Enquiry]:
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.verdict is Verdict.MET and finding.evidence is not EvidenceState.EVIDENCED:
            by_rule.setdefault(finding.rule, []).append(finding)
    for own in by_rule.values():
        first = own[0]
        if first.force in (Force.DUTY, Force.STATUTORY_GUIDANCE):
            why = f"“{first.title}” is met on the trust's own word: no evidence in date is registered."
            yield Enquiry("unproved", first.enquiry, why, tuple(one.id for one in own), first.evidence_wanted)


def _worn(
    findings: Sequence[Finding], evidence: Sequence[EvidenceUse], most_cited: int | None
) -> Iterator[Enquiry]:
    # Where nothing is claimed, nothing is to be proved.
    claimed = {one.id for one in findings if one.verdict in (Verdict.MET, Verdict.PARTLY_MET)}
    for use in evidence:
        title = use.item.title
        if use.findings and use.state is EvidenceState.STALE:
            why = f"“{title}” will be out of date when inspectors come."
            question = "What has changed since, and where is that recorded?"
            yield Enquiry("stale", question, why, use.findings, (f"what has taken the place of “{title}”",))
        elif use.findings and use.state is EvidenceState.UNDATED:
            dated = "is dated after the inspection" if use.item.date else "bears no date"
            question = "When was it made, and who has agreed it?"
            yield Enquiry(
                "undated", question, f"“{title}” {dated}.", use.findings, (f"“{title}” with its date",)
            )
        proved = tuple(name for name in use.findings if name in claimed)
        rules = len({name.partition("/")[0] for name in proved})
        if most_cited is not None and rules > most_cited:
            why = f"“{title}” is cited for {rules} expectations as met, which is more than {most_cited}."
            yield Enquiry("cited-often", "Which page of it shows which of these?", why, proved, (title,))


def _only_process(findings: Sequence[Finding], evidence: Sequence[EvidenceUse]) -> Iterator[Enquiry]:
    """Met on evidence that a process exists, where the rule asks to see it at work."""

    def falls_short(finding: Finding, items: Sequence[EvidenceItem]) -> bool:
        return bool(at_work(finding.evidence_wanted)) and all(
            item.shows not in ("practice", "impact") for item in items
        )

    for own in _by_theme(findings, evidence, falls_short):
        why = f"The evidence for {_titles(own)} shows that there is a process; none shows practice or impact."
        question = "What difference has this made for children, and where is that recorded?"
        yield Enquiry("process-only", question, why, tuple(one.id for one in own), _documents(own, at_work))


def _own_word(findings: Sequence[Finding], evidence: Sequence[EvidenceUse]) -> Iterator[Enquiry]:
    """Met on evidence of the trust's own making alone, where the rule names a source outside as well."""

    def falls_short(finding: Finding, items: Sequence[EvidenceItem]) -> bool:
        return bool(by_others(finding.evidence_wanted)) and not any(map(is_by_others, items))

    for own in _by_theme(findings, evidence, falls_short):
        why = f"All evidence for {_titles(own)} comes from those whose work it is about."
        question = "Who outside the service has looked at this, and what did they find?"
        yield Enquiry("own-word", question, why, tuple(one.id for one in own), _documents(own, by_others))


def _by_theme(
    findings: Sequence[Finding],
    evidence: Sequence[EvidenceUse],
    falls_short: Callable[[Finding, Sequence[EvidenceItem]], bool],
) -> Iterable[list[Finding]]:
    """Findings met with evidence in date that falls short all the same, together for each theme."""
    in_date = {use.item.id: use.item for use in evidence if use.state is EvidenceState.EVIDENCED}
    listed = {use.item.id for use in evidence}
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.verdict is not Verdict.MET or finding.evidence is not EvidenceState.EVIDENCED:
            continue
        if not listed.issuperset(finding.evidence_items):
            continue  # what is withheld from the public may be what is missed here
        items = [in_date[name] for name in finding.evidence_items if name in in_date]
        if falls_short(finding, items):
            found.setdefault(finding.theme, []).append(finding)
    return found.values()


def _titles(findings: Iterable[Finding]) -> str:
    titles = list(dict.fromkeys(f"“{finding.title}”" for finding in findings))
    more = len(titles) - MOST_TITLES
    if more > 0:
        titles[MOST_TITLES:] = [f"{more} more"]
    return f"{', '.join(titles[:-1])} and {titles[-1]}" if len(titles) > 1 else titles[0]


def _documents(
    findings: Iterable[Finding], chosen: Callable[[Iterable[str]], tuple[str, ...]]
) -> tuple[str, ...]:
    """What the findings' rules want to see, each document once."""
    wanted = (one for finding in findings for one in chosen(finding.evidence_wanted))
    return tuple(dict.fromkeys(wanted))[:MOST_DOCUMENTS]


def _silent(groups: Sequence[GapGroup]) -> Iterator[Enquiry]:
    for group in groups:
        finding = group.gaps[0].finding
        if group.number and finding.verdict is Verdict.NO_ANSWER and finding.force is Force.DUTY:
            names = tuple(gap.finding.id for gap in group.gaps)
            why = f"Nothing is said of “{finding.title}”."
            yield Enquiry("silent", finding.enquiry, why, names, finding.evidence_wanted)
