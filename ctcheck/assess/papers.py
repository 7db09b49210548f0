"""What meetings and inspections need beside the findings: plan, timeline, matrix, enquiries, evidence."""

from __future__ import annotations

import datetime as dt

from ctcheck.assess.enquiries import enquiries
from ctcheck.assess.evidence import EvidenceRegister
from ctcheck.assess.matrix import matrix
from ctcheck.assess.next_steps import next_steps
from ctcheck.assess.planning import plan
from ctcheck.assess.timeline import timeline
from ctcheck.conditions.environment import Context
from ctcheck.model.papers import EvidenceUse, Papers
from ctcheck.model.report import Finding, GapGroup, SelfView, SystemicRisk
from ctcheck.model.submission import Submission


def papers(
    submission: Submission,
    findings: tuple[Finding, ...],
    groups: tuple[GapGroup, ...],
    risks: tuple[SystemicRisk, ...],
    self_views: tuple[SelfView, ...],
    themes: tuple[tuple[str, str], ...],
    cannot_show: tuple[str, ...],
    register: EvidenceRegister,
    context: Context,
    most_cited: int | None = None,
) -> Papers:
    """All of them, from the same findings as the report."""
    used = evidence_use(submission, findings, register)
    judged = {name for finding in findings for name in (finding.id, finding.rule)}
    return Papers(
        used,
        plan(groups, submission.actions, submission.inspection, submission.as_at, judged),
        timeline(submission, context.calendar, context.tables),
        matrix(findings, themes),
        enquiries(findings, groups, risks, self_views, used, cannot_show, most_cited),
        next_steps(findings, groups, used),
    )


def evidence_use(
    submission: Submission, findings: tuple[Finding, ...], register: EvidenceRegister
) -> tuple[EvidenceUse, ...]:
    """Every piece of evidence in the order of the file, with what it backs."""
    backed: dict[str, list[str]] = {item.id: [] for item in submission.evidence}
    for finding in findings:
        for name in finding.evidence_items:
            if name in backed:  # what is withheld from the public backs findings and is not listed
                backed[name].append(finding.id)
    on = submission.inspection.fieldwork or submission.as_at
    return tuple(
        EvidenceUse(item, register.state((item.id,)), _months(item.date, on), tuple(backed[item.id]))
        for item in submission.evidence
    )


def _months(day: dt.date | None, on: dt.date) -> int | None:
    if day is None or day > on:
        return None
    return (on.year - day.year) * 12 + on.month - day.month - (on.day < day.day)
