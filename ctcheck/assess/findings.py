"""From judgements to findings: reasons, sentence, evidence, places, what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from ctcheck.assess.carried import looked_at
from ctcheck.assess.evidence import EvidenceRegister, facts_read, undated
from ctcheck.assess.explanation import missing_facts, sentence, veiled
from ctcheck.assess.judge import Judgement
from ctcheck.conditions.compile import Compiled
from ctcheck.conditions.environment import CARRIED, AllNone, Environment
from ctcheck.model.report import Explanation, Finding, Reason, Subject, Told
from ctcheck.model.rules import Vocabulary
from ctcheck.model.values import FALSE, TRUE, UNKNOWN
from ctcheck.model.words import Standing, Verdict


def findings_from(
    judgements: Sequence[Judgement],
    environment: Environment,
    register: EvidenceRegister,
    vocabulary: Vocabulary,
    as_at: dt.date,
    law_date: dt.date,
    on_their_day: Mapping[str, Verdict],
    waiver: Callable[[str], str],
) -> tuple[Finding, ...]:
    """One finding for each judgement, in the same order.

    `on_their_day` has the verdicts under the law of the facts date, where that is another and they are known.
    """
    everyone = (environment.facts, *(environment.partners or ()))
    some_carried = any(path.startswith(CARRIED) for facts in everyone for path in facts)
    return tuple(
        _finding(
            judgement,
            environment,
            register,
            vocabulary,
            some_carried,
            _standing(judgement, as_at, law_date, on_their_day),
            waiver(judgement.compiled.rule.id),
        )
        for judgement in judgements
    )


def finding_id(rule: str, subject: Subject) -> str:
    """`rule`, or `rule/subject` where the rule is judged for each of several."""
    return rule if subject.kind == "area" else f"{rule}/{subject.id}"


def _finding(
    judgement: Judgement,
    environment: Environment,
    register: EvidenceRegister,
    vocabulary: Vocabulary,
    some_carried: bool,
    standing: Standing,
    waiver: str,
) -> Finding:
    compiled, bound, verdict = judgement.compiled, judgement.bound, judgement.verdict
    rule = compiled.rule
    named = bound.subject.id if bound.subject.kind == "partner" else ""
    items = register.behind(rule.id, named, rule.reads)
    carried: tuple[str, ...] = ()
    if some_carried:
        bodies = (bound.partner,) if bound.partner else environment.partners or ()
        carried = looked_at(rule.reads, environment.facts, *bodies)
    return Finding(
        id=finding_id(rule.id, bound.subject),
        rule=rule.id,
        theme=rule.theme,
        title=rule.title,
        expects=rule.expects,
        duty_on=rule.duty_on,
        force=rule.force,
        sources=rule.sources,
        in_force=rule.in_force,
        subject=bound.subject,
        verdict=verdict,
        standing=standing,
        incomplete=_incomplete(judgement),
        told=Told(lambda: _explanation(judgement, environment, vocabulary, waiver)),
        evidence=undated(register.state(items)) if carried else register.state(items),
        evidence_items=items,
        waiver=waiver if judgement.waived else "",
        why=rule.why,
        remedy=rule.remedy,
        enquiry=rule.enquiry,
        note=rule.note,
        evidence_wanted=rule.evidence,
        parameters=rule.parameters,
        carried=carried,
    )


_SHORTNESS = {
    Verdict.MET: 0,
    Verdict.NOT_APPLICABLE: 0,
    Verdict.PARTLY_MET: 1,
    Verdict.NO_ANSWER: 2,
    Verdict.NOT_MET: 3,
    Verdict.ERROR: 4,
}


def _standing(
    judgement: Judgement,
    as_at: dt.date,
    law_date: dt.date,
    on_their_day: Mapping[str, Verdict],
) -> Standing:
    rule, bound, verdict = judgement.compiled.rule, judgement.bound, judgement.verdict
    residual_from = rule.in_force.residual_from
    if residual_from is not None and residual_from <= law_date:
        return Standing.RESIDUAL
    if max(day for day in (rule.in_force.first, bound.listed_from, dt.date.min) if day) > as_at:
        return Standing.READINESS
    then = on_their_day.get(finding_id(rule.id, bound.subject), verdict)
    return Standing.READINESS if _SHORTNESS[then] < _SHORTNESS[verdict] else Standing.IN_FORCE


def _explanation(
    judgement: Judgement, environment: Environment, vocabulary: Vocabulary, waiver: str
) -> Explanation:
    compiled, bound, verdict = judgement.compiled, judgement.bound, judgement.verdict
    environment.partner, environment.row = bound.partner, bound.row
    exempt = _reason(compiled.unless, environment)
    if exempt is not None and exempt.result == TRUE:
        applies: Reason | None = Reason("not", FALSE, "no exemption is shown", parts=(exempt,))
    else:
        applies = _reason(compiled.applies, environment)
    met = partly = None
    if verdict is not Verdict.NOT_APPLICABLE:
        met = _reason(compiled.met, environment)
        if verdict is not Verdict.MET:
            partly = _reason(compiled.partly, environment)
    places = {
        reason.place for reason in facts_read((applies, met, partly)) if reason.place and reason.place.line
    }
    absent = (
        f"the submission says so, and gives this reason: “{waiver}”" if judgement.waived else bound.absent
    )
    because = _because(judgement, applies, met, partly, absent)
    asks = verdict is Verdict.NO_ANSWER or (verdict is Verdict.PARTLY_MET and _incomplete(judgement))
    missing = missing_facts(applies, met, vocabulary) if asks else ()
    if environment.veiled:
        applies, met, partly = veiled(applies), veiled(met), veiled(partly)
    return Explanation(
        _sentence(judgement, because), because, applies, met, partly, tuple(sorted(places)), missing
    )


def _because(
    judgement: Judgement, applies: Reason | None, met: Reason | None, partly: Reason | None, absent: str
) -> str:
    partner = judgement.bound.partner
    if isinstance(partner, AllNone) and judgement.verdict is Verdict.NOT_MET:
        # One reason says it all; that each fact of a partner who is not there is none says less.
        return f"not met: the list of partners{partner.where()} does not name it."
    if judgement.bound.subject.kind == "partner-kind" and judgement.verdict is Verdict.NO_ANSWER:
        return "no answer: the submission says nothing of this body among its partners."
    return sentence(judgement.verdict, applies, met, partly, absent, judgement.failure)


def _sentence(judgement: Judgement, because: str) -> str:
    subject = judgement.bound.subject
    text = because if subject.kind == "area" else f"{subject.label}: {because}"
    return f"{text[:1].upper()}{text[1:]}"


def _reason(compiled: Compiled | None, environment: Environment) -> Reason | None:
    return None if compiled is None else compiled.explain(environment)


def _incomplete(judgement: Judgement) -> bool:
    truths = judgement.truths
    if judgement.verdict in (Verdict.NOT_APPLICABLE, Verdict.NO_ANSWER, Verdict.ERROR):
        return False
    if judgement.verdict is Verdict.MET:
        return truths.applies == UNKNOWN
    return UNKNOWN in truths
