"""What a survey keeps of one submission: one line of JSON.

The same lines are the work file, the source of every table and, made harmless, the output `jsonl`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from ctcheck.assess.assess import Weighed
from ctcheck.errors import Problem
from ctcheck.model.counts import Counts
from ctcheck.model.report import Finding
from ctcheck.model.submission import Submission
from ctcheck.model.words import Verdict
from ctcheck.reports.safe import safe

Json = dict[str, Any]

READ: Final = "read"
UNREADABLE: Final = "unreadable"
SKIPPED: Final = "skipped"

ENDED: Final = (
    "The process that read it came to an end, twice: it may want more memory or time than there is."
)

NOT_REPEATED: Final = "(a name that looks like personal data)"

MAX_PROBLEMS: Final = 20
"""Problems kept of one submission; `ctcheck validate` lists them all."""

WORST_FIRST: Final = (
    Verdict.ERROR,
    Verdict.NOT_MET,
    Verdict.NO_ANSWER,
    Verdict.PARTLY_MET,
    Verdict.MET,
    Verdict.NOT_APPLICABLE,
)
"""What a rule comes to for a submission in which it is about several bodies: the first that one of them has."""
RANK: Final = {verdict: rank for rank, verdict in enumerate(WORST_FIRST)}


def worst_by_rule(findings: Iterable[Finding]) -> dict[str, Verdict]:
    """For each rule the worst verdict that it gives."""
    worst: dict[str, Verdict] = {}
    for finding in findings:
        before = worst.get(finding.rule)
        if before is None or RANK[finding.verdict] < RANK[before]:
            worst[finding.rule] = finding.verdict
    return worst


def read_record(name: str, submission: Submission, weighed: Weighed | None, note: str) -> Json:
    """A submission that was read. Without `weighed` nothing was judged, and `note` says why."""
    record: Json = {
        "name": _word(name),
        "digest": submission.digest,
        "status": READ,
        "area": {
            "name": _word(_area_name(submission)),
            "code": _word(submission.area.code),
            "type": submission.area.type,
        },
        "fictional": submission.fictional,
        "marking": submission.marking,
        "personal_data": sum(one.certain for one in submission.warnings),
        "as_at": submission.as_at.isoformat(),
        "judged": weighed is not None,
        "note": note,
    }
    if weighed is None:
        return record | {"overall": None, "overall_note": "", "themes": {}, "rules": {}, "risks": []}
    conclusions = weighed.conclusions
    overall = conclusions.overall
    several: dict[str, dict[str, int]] = {}
    rules: Json = {}
    for finding in weighed.findings:
        if finding.subject.kind == "area":
            rules[finding.rule] = finding.verdict.value
        else:
            counted = several.setdefault(finding.rule, {})
            counted[finding.verdict.value] = counted.get(finding.verdict.value, 0) + 1
            rules[finding.rule] = counted
    return record | {
        "overall": overall.indicative.value if overall else None,
        "overall_note": conclusions.overall_note,
        "themes": {
            position.about: {"level": position.indicative.value, **_counts(position.counts)}
            for position in conclusions.positions
        },
        "rules": rules,
        "risks": [risk.id for risk in conclusions.risks],
    }


def _area_name(submission: Submission) -> str:
    """What a survey repeats of a submission's own words, unless it looks like personal data."""
    looks_so = any(one.certain and one.path == "area.name" for one in submission.warnings)
    return NOT_REPEATED if looks_so else submission.area.name


def worst_of(held: str | dict[str, int]) -> str:
    """The worst verdict of what a record holds for a rule."""
    return held if isinstance(held, str) else min(held, key=lambda verdict: RANK[Verdict(verdict)])


def _counts(counts: Counts) -> Json:
    return {
        "met": counts.met,
        "partly_met": counts.partly_met,
        "not_met": counts.not_met,
        "no_answer": counts.no_answer,
        "error": counts.error,
        "judged": counts.judged,
    }


def unreadable_record(name: str, digest: str, problems: Iterable[Problem], total: int) -> Json:
    """A submission that could not be read, with its problems."""
    return {
        "name": _word(name),
        "digest": digest,
        "status": UNREADABLE,
        "problems": [problem_json(one) for one in list(problems)[:MAX_PROBLEMS]],
        "problems_total": total,
    }


def skipped_record(name: str, digest: str, reason: str) -> Json:
    """A submission that was given up, with the reason."""
    return {"name": _word(name), "digest": digest, "status": SKIPPED, "reason": reason}


def failed_record(name: str, digest: str, reason: str) -> Json:
    """A submission on which ctcheck itself failed."""
    return skipped_record(name, digest, reason) | {"failed": True}


def problem_json(problem: Problem) -> Json:
    """One problem with its place."""
    return {
        "line": problem.place.line,
        "column": problem.place.column,
        "path": _word(problem.path),
        "message": _word(problem.message),
        "hint": _word(problem.hint),
    }


def _word(text: str) -> str:
    return safe(text)
