"""The report in a few sentences, for a reader who has one minute."""

from collections.abc import Sequence

from ctcheck.assess.chain import Conclusions
from ctcheck.model.report import CarriedAnswers, Finding, GapGroup
from ctcheck.model.values import plain_date
from ctcheck.model.words import EvidenceState, Force, Standing, Verdict

_FIRST = 3


def summary(
    findings: Sequence[Finding],
    groups: Sequence[GapGroup],
    conclusions: Conclusions,
    carried: Sequence[CarriedAnswers] = (),
) -> tuple[str, ...]:
    """What falls short, what is open, what is unproved, the risks, and the first things to do.

    Counts with what they are counts of; nothing is weighed or averaged.
    """
    judged = [finding for finding in findings if finding.is_judged]
    if not judged:
        return ("Nothing that applies was judged. This is no pass.",)
    said = [_known(judged), _open(judged), _carried(carried), _proved(judged)]
    if conclusions.risks:
        said.append(f"Systemic risks: {'; '.join(risk.title for risk in conclusions.risks)}.")
    first = [group.gaps[0].finding.title for group in groups if group.number][:_FIRST]
    if first:
        said.append(f"First to act on: {'; '.join(first)}.")
    return tuple(sentence for sentence in said if sentence)


def _known(judged: Sequence[Finding]) -> str:
    duties = [finding for finding in judged if finding.force is Force.DUTY]
    count = {verdict: sum(finding.verdict is verdict for finding in duties) for verdict in Verdict}
    not_met = [finding for finding in duties if finding.verdict is Verdict.NOT_MET]
    ready = bool(not_met) and all(finding.standing is Standing.READINESS for finding in not_met)
    later = " (none was law on the day described, so none is a breach)" if ready else ""
    errors = f", {count[Verdict.ERROR]:,} in error" if count[Verdict.ERROR] else ""
    return (
        f"Duties: {_findings(len(duties))}, of which {count[Verdict.MET]:,} met, "
        f"{count[Verdict.PARTLY_MET]:,} met in part, {count[Verdict.NOT_MET]:,} not met{later}, "
        f"{count[Verdict.NO_ANSWER]:,} without an answer{errors}."
    )


def _open(judged: Sequence[Finding]) -> str:
    unanswered = sum(finding.verdict is Verdict.NO_ANSWER for finding in judged)
    if not unanswered:
        return ""
    return (
        f"Silence: {unanswered:,} of the {_findings(len(judged))} that count have no answer;"
        " of these the report says nothing but what to ask."
    )


def _carried(carried: Sequence[CarriedAnswers]) -> str:
    if not carried:
        return ""
    number = sum(one.answers for one in carried)
    days = " and ".join(plain_date(one.since) for one in carried)
    what = "1 answer is" if number == 1 else f"{number:,} answers are"
    return f"Carried: {what} taken over from {days} and not confirmed; none of them counts."


def _proved(judged: Sequence[Finding]) -> str:
    met = [finding for finding in judged if finding.verdict is Verdict.MET]
    if not met:
        return ""
    backed = sum(finding.evidence is EvidenceState.EVIDENCED for finding in met)
    rest = "; what is not backed rests on the trust's own word" if backed < len(met) else ""
    return f"Proof: {_findings(len(met))} met, of which {backed:,} backed by evidence in date{rest}."


def _findings(number: int) -> str:
    return f"{number:,} finding" if number == 1 else f"{number:,} findings"
