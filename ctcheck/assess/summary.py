"""The report in a few sentences, for a reader who has one minute."""

from collections.abc import Sequence

from ctcheck.assess.chain import Conclusions
from ctcheck.model.report import Finding, GapGroup
from ctcheck.model.words import EvidenceState, Force, Standing, Verdict

_FIRST = 3


def summary(
    findings: Sequence[Finding], groups: Sequence[GapGroup], conclusions: Conclusions
) -> tuple[str, ...]:
    """What falls short, what is open, what is unproved, the risks, and the first things to do.

    Counts with what they are counts of; nothing is weighed or averaged.
    """
    judged = [f for f in findings if f.verdict is not Verdict.NOT_APPLICABLE and f.force is not Force.POWER]
    if not judged:
        return ("Nothing that applies was judged. This is no pass.",)
    said = [_known(judged), _open(judged), _proved(judged)]
    if conclusions.risks:
        said.append(f"Systemic risks: {'; '.join(risk.title for risk in conclusions.risks)}.")
    first = [group.gaps[0].finding.title for group in groups if group.number][:_FIRST]
    if first:
        said.append(f"First to act on: {'; '.join(first)}.")
    return tuple(sentence for sentence in said if sentence)


def _known(judged: Sequence[Finding]) -> str:
    duties = [finding for finding in judged if finding.force is Force.DUTY]
    not_met = [finding for finding in duties if finding.verdict is Verdict.NOT_MET]
    partly = sum(finding.verdict is Verdict.PARTLY_MET for finding in duties)
    met = sum(finding.verdict is Verdict.MET for finding in duties)
    ready = bool(not_met) and all(finding.standing is Standing.READINESS for finding in not_met)
    later = " (none was law on the day described, so none is a breach)" if ready else ""
    return (
        f"Of {len(duties)} findings on duties {met} are met, {partly} are shown in part"
        f" and {len(not_met)} are not met{later}."
    )


def _open(judged: Sequence[Finding]) -> str:
    unanswered = sum(finding.verdict is Verdict.NO_ANSWER for finding in judged)
    if not unanswered:
        return ""
    return f"{unanswered} of all {len(judged)} findings have no answer; of these the report says nothing but what to ask."


def _proved(judged: Sequence[Finding]) -> str:
    met = [finding for finding in judged if finding.verdict is Verdict.MET]
    backed = sum(finding.evidence is EvidenceState.EVIDENCED for finding in met)
    if not met:
        return ""
    return f"Of {len(met)} findings that are met {backed} are backed by evidence in date; the others rest on the trust's own word."
