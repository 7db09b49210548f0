"""Lines of enquiry: what to ask, why, and which documents to ask for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ctcheck.model.papers import Enquiry, EvidenceUse
from ctcheck.model.report import Finding, GapGroup, SelfView, SystemicRisk
from ctcheck.model.words import EvidenceState, Force, Verdict

MANY_CLAIMS = 12
"""One piece of evidence that backs more findings than this is asked about."""

BEYOND = "No self-assessment can show this."


def enquiries(
    findings: Sequence[Finding],
    groups: Sequence[GapGroup],
    risks: Sequence[SystemicRisk],
    self_views: Sequence[SelfView],
    evidence: Sequence[EvidenceUse],
    cannot_show: Sequence[str],
) -> tuple[Enquiry, ...]:
    """In the order in which an inspector would ask: claims, risks, failings, proof, silence, limits."""
    return (
        *_claims(self_views, findings),
        *_risks(risks),
        *_failings(groups),
        *_unproved(findings),
        *_worn(evidence),
        *_silent(groups),
        *(Enquiry("cannot-show", sentence, BEYOND, (), ()) for sentence in cannot_show),
    )


def _claims(views: Sequence[SelfView], findings: Sequence[Finding]) -> Iterator[Enquiry]:
    for view in views:
        if view.comparison == "over-claim":
            about = view.judgement.about
            short = tuple(
                one.id
                for one in findings
                if about in (one.theme, one.rule, "overall") and one.verdict is Verdict.NOT_MET
            )
            question = f"What does the trust's own judgement “{view.label}” rest on?"
            yield Enquiry("over-claim", question, view.sentence, short, ())


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


def _worn(evidence: Sequence[EvidenceUse]) -> Iterator[Enquiry]:
    for use in evidence:
        if use.findings and use.state is EvidenceState.STALE:
            why = f"“{use.item.title}” will be out of date when inspectors come."
            yield Enquiry(
                "stale", "What has changed since, and where is that recorded?", why, use.findings, ()
            )
        elif len(use.findings) > MANY_CLAIMS:
            why = f"“{use.item.title}” is cited for {len(use.findings)} findings."
            question = "Which page of it shows which of these?"
            yield Enquiry("stale", question, why, use.findings, (use.item.title,))


def _silent(groups: Sequence[GapGroup]) -> Iterator[Enquiry]:
    for group in groups:
        finding = group.gaps[0].finding
        if group.number and finding.verdict is Verdict.NO_ANSWER and finding.force is Force.DUTY:
            names = tuple(gap.finding.id for gap in group.gaps)
            why = f"Nothing is said of “{finding.title}”."
            yield Enquiry("silent", finding.enquiry, why, names, finding.evidence_wanted)
