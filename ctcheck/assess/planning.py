"""The action plan: the submission's own actions, and one drafted for each gap that has none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Sequence

from ctcheck.model.papers import PlannedAction
from ctcheck.model.report import Finding, GapGroup
from ctcheck.model.submission import Action, Inspection
from ctcheck.model.words import Force, Verdict

OPEN_ENDED = ("ongoing", "continuous", "tbc", "tbd")
MOST_ASKED = 3
"""A drafted action quotes so many questions; a plan with all of them is not read."""
DONE = ("done", "completed", "complete", "closed")


def plan(
    groups: Sequence[GapGroup],
    actions: Sequence[Action],
    inspection: Inspection,
    as_at: dt.date,
    judged: Container[str],
) -> tuple[PlannedAction, ...]:
    """Every action by priority, then in the order of the gaps; options under powers need none.

    `judged` has the ids of all rules and findings of the report.
    """
    found: list[PlannedAction] = []
    told: set[str] = set()
    by_id = {action.id: action for action in actions}
    for group in groups:
        if not group.number:
            continue
        own = [name for gap in group.gaps for name in gap.actions]
        for name in dict.fromkeys(own):
            if name not in told:
                told.add(name)
                found.append(_own(by_id[name], _closed_by(name, groups), inspection, as_at, judged))
        if not own:
            found.append(_drafted(group))
    for action in actions:
        if action.id not in told:
            found.append(_own(action, (), inspection, as_at, judged))
    return tuple(sorted(found, key=lambda one: one.priority))


def _closed_by(name: str, groups: Sequence[GapGroup]) -> tuple[GapGroup, ...]:
    return tuple(group for group in groups if group.number and any(name in gap.actions for gap in group.gaps))


def _drafted(group: GapGroup) -> PlannedAction:
    finding = group.gaps[0].finding
    priority, reason = _priority(group)
    return PlannedAction(
        id=f"draft-{group.number}",
        drafted=True,
        gaps=tuple(gap.finding.id for gap in group.gaps),
        gap=_gap_words(group),
        action=_action_words(finding),
        owner_role="",
        due=None,
        success_measure=_measure(finding),
        status="",
        priority=priority,
        reason=reason,
        checks=("no-owner", "no-date"),
    )


def _own(
    action: Action,
    groups: tuple[GapGroup, ...],
    inspection: Inspection,
    as_at: dt.date,
    judged: Container[str],
) -> PlannedAction:
    known = any(rule in judged for rule in action.closes)
    if groups:
        priority, reason = min(_priority(group) for group in groups)
    else:
        priority = 3
        reason = "What it is for is no gap here." if known else "What it is for was not judged here."
    return PlannedAction(
        id=action.id,
        drafted=False,
        gaps=tuple(gap.finding.id for group in groups for gap in group.gaps if action.id in gap.actions),
        gap="; ".join(dict.fromkeys(_gap_words(group) for group in groups)),
        action=action.action,
        owner_role=action.owner_role,
        due=action.due,
        success_measure=action.success_measure,
        status=action.status,
        priority=priority,
        reason=reason,
        # What is not for publication cannot be checked by its reader either.
        checks=() if action.withheld else _checks(action, known, inspection, as_at),
        withheld=action.withheld,
    )


def _checks(action: Action, known: bool, inspection: Inspection, as_at: dt.date) -> tuple[str, ...]:
    found = []
    if not action.owner_role:
        found.append("no-owner")
    if action.status in OPEN_ENDED:
        found.append("no-end")
    elif action.due is None:
        found.append("no-date")
    elif inspection.fieldwork and action.due > inspection.fieldwork:
        found.append("after-inspection")
    if action.due is not None and action.due < as_at and action.status not in DONE:
        found.append("overdue")
    if not known:
        found.append("closes-nothing")
    return tuple(found)


def _priority(group: GapGroup) -> tuple[int, str]:
    """1 to 3 with the reason: what limits a position or breaks a duty comes first."""
    gap = group.gaps[0]
    finding = gap.finding
    if gap.kind == "error":
        return 1, "The rule could not be evaluated, so nothing is known."
    if any(one.limits for one in group.gaps):
        return 1, "It holds back the position of its theme."
    if gap.kind == "breach":
        return 1, "A duty in force is not met."
    if finding.force is Force.DUTY:
        return 2, "It is about a duty." if gap.kind != "readiness" else "It will be about a duty."
    if finding.force is Force.STATUTORY_GUIDANCE and finding.verdict is not Verdict.NO_ANSWER:
        return 2, "Statutory guidance is not followed in full."
    return 3, "No duty turns on it."


def _gap_words(group: GapGroup) -> str:
    finding = group.gaps[0].finding
    bodies = [gap.finding.subject.label for gap in group.gaps if gap.finding.subject.kind != "area"]
    return f"{finding.title} ({'; '.join(bodies)})" if bodies else finding.title


def _action_words(finding: Finding) -> str:
    if finding.verdict is Verdict.NO_ANSWER:
        asked = [fact.ask for fact in finding.missing]
        left = len(asked) - MOST_ASKED
        more = f" And {left} more question{'s' if left > 1 else ''}, which the gap lists." if left > 0 else ""
        return f"Find out and state: {' '.join(asked[:MOST_ASKED])}{more}" if asked else finding.remedy
    return finding.remedy


def _measure(finding: Finding) -> str:
    """How one will know: the expectation is met, and something in date shows it."""
    wanted = f" Shown by: {', '.join(finding.evidence_wanted)}." if finding.evidence_wanted else ""
    return f"{finding.expects}{wanted}"
