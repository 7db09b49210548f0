"""Which findings need somebody to act, of what kind they are, and in which order (decision 8)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from ctcheck.model.report import Finding, Gap, GapGroup, Limit
from ctcheck.model.submission import Action, Inspection
from ctcheck.model.words import Force, Standing, Verdict

OPEN = (Verdict.PARTLY_MET, Verdict.NOT_MET, Verdict.NO_ANSWER, Verdict.ERROR)
"""The verdicts that make a finding a gap."""
_FORCE_RANK = {force: rank for rank, force in enumerate(Force)}
_VERDICT_RANK = {Verdict.NOT_MET: 0, Verdict.PARTLY_MET: 1, Verdict.NO_ANSWER: 2}
_ASIDE = ("option", "residual")
"""Kinds of gap that nobody needs to act on."""
_NO_DATE = ("ongoing", "continuous", "tbc", "tbd")


def gaps_in(
    findings: Sequence[Finding],
    limits: Iterable[Limit],
    actions: Iterable[Action],
    inspection: Inspection,
    themes: Sequence[str],
) -> tuple[Gap, ...]:
    """The gaps, in the order to act in.

    Errors come first, since they are ctcheck's; then what limits a position and has no plan;
    then by force, verdict, and whether a dated and owned action falls due before the
    inspection. Options under powers and residual law come last.
    """
    limiting: dict[str, list[str]] = {}
    for limit in limits:
        for name in limit.findings:
            limiting.setdefault(name, []).append(limit.id)
    by_rule: dict[str, list[Action]] = {}
    for action in actions:
        for rule in action.closes:
            by_rule.setdefault(rule, []).append(action)
    gaps = [
        _gap(finding, tuple(limiting.get(finding.id, ())), by_rule, inspection.fieldwork)
        for finding in findings
        if finding.verdict in OPEN
    ]
    order = {theme: rank for rank, theme in enumerate(themes)}
    return tuple(sorted(gaps, key=lambda gap: _key(gap, order)))


def grouped(gaps: Sequence[Gap]) -> tuple[GapGroup, ...]:
    """The gaps, those told in the same words together, in the order of the first of each."""
    together: dict[object, list[Gap]] = {}
    for gap in gaps:
        together.setdefault(_told(gap), []).append(gap)
    groups = []
    number = 0
    for members in together.values():
        option = members[0].kind in _ASIDE
        number += not option
        groups.append(GapGroup(0 if option else number, tuple(members)))
    return tuple(groups)


def _told(gap: Gap) -> object:
    """All that a reader is told of a gap, but for the subject."""
    found = gap.finding
    # Of an open question the trees say no more than which facts are missing, which are compared below.
    open_question = found.verdict is Verdict.NO_ANSWER
    reasons = () if open_question else (found.applies, found.met, found.partly)
    evidence = (found.evidence, found.evidence_items)
    return (found.rule, found.verdict, found.because, reasons, found.missing, evidence, *gap[1:])


def _gap(
    finding: Finding, limits: tuple[str, ...], by_rule: Mapping[str, list[Action]], fieldwork: dt.date | None
) -> Gap:
    actions = by_rule.get(finding.rule, []) + (
        by_rule.get(finding.id, []) if finding.id != finding.rule else []
    )
    return Gap(
        finding,
        kind_of(finding),
        limits,
        tuple(action.id for action in actions),
        any(is_planned(action, fieldwork) for action in actions),
    )


def kind_of(finding: Finding) -> str:
    """What sort of gap a finding is.

    Only an unmet duty in force is a breach. One that is met in part is a shortfall of proof, since
    the tests of proof are mostly our own; one that only lacks an answer is unanswered.
    """
    if finding.verdict is Verdict.ERROR:
        return "error"
    if finding.force is Force.POWER:
        return "option"
    if finding.standing is Standing.RESIDUAL:
        return "residual"
    if finding.standing is Standing.READINESS:
        return "readiness"
    partly = finding.verdict is Verdict.PARTLY_MET
    if finding.verdict is Verdict.NO_ANSWER or (partly and finding.incomplete):
        return "unanswered"
    return "breach" if finding.force is Force.DUTY and not partly else "shortfall"


def is_planned(action: Action, fieldwork: dt.date | None) -> bool:
    """Owned and dated, and due before inspectors arrive where that day is known."""
    if not action.owner_role or action.due is None or action.status in _NO_DATE:
        return False
    return fieldwork is None or action.due <= fieldwork


def _key(gap: Gap, order: Mapping[str, int]) -> tuple[object, ...]:
    finding = gap.finding
    return (
        gap.kind != "error",
        gap.kind in _ASIDE,
        not (gap.limits and not gap.planned),
        _FORCE_RANK[finding.force],
        _VERDICT_RANK.get(finding.verdict, 0),
        gap.planned,
        order.get(finding.theme, len(order)),
        finding.id,
    )


_GRADES = {
    "never": (),
    "duty": (Force.DUTY,),
    "guidance": (Force.DUTY, Force.STATUTORY_GUIDANCE),
    "any": (Force.DUTY, Force.STATUTORY_GUIDANCE, Force.INSPECTION_CRITERION, Force.GOOD_PRACTICE),
}


def fails(gaps: Iterable[Gap], grade: str) -> bool:
    """Whether there is a gap of the grade or a stronger one; powers and residual law never count."""
    return any(gap.finding.force in _GRADES[grade] for gap in gaps if gap.kind not in _ASIDE)
