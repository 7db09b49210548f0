"""The report as JSON, format 1, for machines.

The keys are promised by schemas/gap-report.schema.json and spelled out here,
so that renaming a field of the model breaks a test of ours and no program of a user's.
A change that could break a reader raises `FORMAT`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any, Final

from ctcheck.model.place import Place
from ctcheck.model.public import PublicVersion
from ctcheck.model.report import (
    Assurance,
    Counts,
    Finding,
    Gap,
    GapReport,
    Limit,
    ParameterUse,
    Position,
    Reason,
    SelfView,
    SystemicRisk,
)
from ctcheck.model.rules import Pack, Source
from ctcheck.model.submission import Action
from ctcheck.reports.interface import Media
from ctcheck.reports.safe import safe
from ctcheck.reports.words_public import statement

FORMAT: Final = 1

Json = dict[str, Any]

_RESULTS: Final = {"T": "true", "F": "false", "U": "unknown"}


class JsonReporter:
    """Everything in the report, in the order of the report."""

    name = "json"
    suffix = ".json"
    media: Media = "text"

    def render(self, report: GapReport) -> bytes:
        """The report in UTF-8, indented, with a newline at the end."""
        text = json.dumps(report_json(report), ensure_ascii=False, allow_nan=False, indent=2)
        return f"{text}\n".encode()


def report_json(report: GapReport) -> Json:
    """The report as plain dictionaries, lists, words and numbers."""
    return {
        "format": FORMAT,
        "ctcheck": {"version": report.version, "engine": report.engine},
        "submission": _submission(report),
        "law_date": report.law_date.isoformat(),
        "rules_digest": report.rules_digest,
        "packs": [_pack(pack) for pack in report.packs],
        "themes": [{"id": _word(theme), "title": _word(title)} for theme, title in report.themes],
        "public": _public(report.public) if report.public else None,
        "summary": _words(report.summary),
        "assurance": _assurance(report.assurance),
        "positions": [_position(position) for position in report.positions],
        "overall": _position(report.overall) if report.overall else None,
        "overall_note": _word(report.overall_note),
        "limits": [_limit(limit) for limit in report.limits],
        "risks": [_risk(risk) for risk in report.risks],
        "self_judgements": [_self_view(view) for view in report.self_views],
        "gaps": _gaps(report),
        "findings": [_finding(finding) for finding in report.findings],
        "actions": [_action(action) for action in report.actions],
        "parameters": [_parameter(use) for use in report.parameters],
        "notes": [
            {"place": _place(note.place), "path": _word(note.path), "message": _word(note.message)}
            for note in report.notes
        ],
    }


def _word(text: str) -> str:
    """Whole, with its line breaks; only harmful characters are taken out."""
    return safe(text, limit=None, keep_lines=True)


def _words(texts: Iterable[str]) -> list[str]:
    return [_word(text) for text in texts]


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _place(place: Place | None) -> Json | None:
    if place is None:
        return None
    return {"file": _word(place.file), "line": place.line, "column": place.column}


def _submission(report: GapReport) -> Json:
    area, inspection = report.area, report.inspection
    return {
        "file": _word(report.file),
        "digest": report.digest,
        "title": _word(report.title),
        "fictional": report.fictional,
        "area": {
            "name": _word(area.name),
            "code": _word(area.code),
            "type": _word(area.type),
            "bodies_absent": _words(area.bodies_absent),
        },
        "as_at": report.as_at.isoformat(),
        "marking": _word(report.marking),
        "inspection": {
            "regime": _word(inspection.regime),
            "status": _word(inspection.status),
            "notified": _day(inspection.notified),
            "fieldwork": _day(inspection.fieldwork),
        },
        "signed": [{"role": _word(sign.role), "on": _day(sign.on)} for sign in report.signed],
        "sources": [
            {"ref": _word(one.ref), "title": _word(one.title), "address": _word(one.address)}
            for one in report.sources
        ],
    }


def _pack(pack: Pack) -> Json:
    return {
        "id": _word(pack.id),
        "version": _word(pack.version),
        "title": _word(pack.title),
        "extends": _word(pack.extends),
        "digest": pack.digest,
    }


def _counts(counts: Counts) -> Json:
    return {
        "met": counts.met,
        "partly_met": counts.partly_met,
        "not_met": counts.not_met,
        "no_answer": counts.no_answer,
        "not_applicable": counts.not_applicable,
        "error": counts.error,
        "total": counts.total,
    }


def _assurance(assurance: Assurance) -> Json:
    return {
        "rules_evaluated": assurance.rules_evaluated,
        "not_yet_law": assurance.not_yet_law,
        "no_longer_law": assurance.no_longer_law,
        "enacted_not_in_force": assurance.enacted_not_in_force,
        "suggested_law_date": _day(assurance.suggested_law_date),
        "counts": _counts(assurance.counts),
        "cannot_show": _words(assurance.cannot_show),
        "not_returned": _words(assurance.not_returned),
        "recalled": _words(assurance.recalled),
        "coming": [
            {
                "rule": _word(one.rule),
                "title": _word(one.title),
                "source": _word(one.source),
                "enacted": _day(one.enacted),
            }
            for one in assurance.coming
        ],
        "withdrawn": [
            {
                "rule": _word(one.rule),
                "title": _word(one.title),
                "pack": _word(one.pack),
                "reason": _word(one.reason),
            }
            for one in assurance.withdrawn
        ],
    }


def _source(source: Source) -> Json:
    return {
        "instrument": _word(source.instrument),
        "provision": _word(source.provision),
        "url": _word(source.url),
        "certainty": source.certainty.value,
        "note": _word(source.note),
    }


def _position(position: Position) -> Json:
    return {
        "about": _word(position.about),
        "title": _word(position.title),
        "counts": _counts(position.counts),
        "base": position.base.value,
        "indicative": position.indicative.value,
        "limits": [_limit(limit) for limit in position.limits],
        "reasons": _words(position.reasons),
    }


def _limit(limit: Limit) -> Json:
    return {
        "id": _word(limit.id),
        "title": _word(limit.title),
        "about": _word(limit.about),
        "kind": _word(limit.kind),
        "at_most": limit.at_most.value if limit.at_most else None,
        "strength": limit.strength.value,
        "basis": limit.basis.value,
        "because": _word(limit.because),
        "sources": [_source(source) for source in limit.sources],
        "findings": _words(limit.findings),
        "bites": limit.bites,
    }


def _risk(risk: SystemicRisk) -> Json:
    return {
        "id": _word(risk.id),
        "title": _word(risk.title),
        "says": _word(risk.says),
        "enquiry": _word(risk.enquiry),
        "findings": _words(risk.findings),
        "limits": _words(risk.limits),
    }


def _self_view(view: SelfView) -> Json:
    judgement = view.judgement
    return {
        "about": _word(judgement.about),
        "scale": _word(judgement.scale),
        "scale_title": _word(view.scale_title),
        "judgement": _word(judgement.judgement),
        "label": _word(view.label),
        "given_on": _day(judgement.given_on),
        "claims": view.claims.value,
        "indicative": view.indicative.value if view.indicative else None,
        "comparison": _word(view.comparison),
        "sentence": _word(view.sentence),
        "place": _place(judgement.place),
    }


def _gaps(report: GapReport) -> list[Json]:
    group_of = {gap.finding.id: group.number for group in report.gap_groups for gap in group.gaps}
    return [_gap(number, group_of[gap.finding.id], gap) for number, gap in enumerate(report.gaps, 1)]


def _gap(number: int, group: int, gap: Gap) -> Json:
    return {
        "number": number,
        "group": group,
        "finding": _word(gap.finding.id),
        "kind": _word(gap.kind),
        "limits": _words(gap.limits),
        "actions": _words(gap.actions),
        "planned": gap.planned,
    }


def _finding(finding: Finding) -> Json:
    subject = finding.subject
    return {
        "id": _word(finding.id),
        "rule": _word(finding.rule),
        "theme": _word(finding.theme),
        "title": _word(finding.title),
        "verdict": finding.verdict.value,
        "subject": {
            "kind": _word(subject.kind),
            "id": _word(subject.id),
            "label": _word(subject.label),
            "partner_kind": _word(subject.partner_kind),
            "provision": _word(subject.provision),
        },
        "force": finding.force.value,
        "standing": finding.standing.value,
        "in_force": {"from": _day(finding.in_force.first), "to": _day(finding.in_force.last)},
        "duty_on": _word(finding.duty_on),
        "expects": _word(finding.expects),
        "sources": [_source(source) for source in finding.sources],
        "explanation": _word(finding.sentence),
        "incomplete": finding.incomplete,
        "reasons": {
            "applies": _reason(finding.applies),
            "met": _reason(finding.met),
            "partly": _reason(finding.partly),
        },
        "evidence": {
            "state": finding.evidence.value,
            "items": _words(finding.evidence_items),
            "wanted": _words(finding.evidence_wanted),
        },
        "places": [_place(place) for place in finding.places],
        "missing": [
            {"path": _word(fact.path), "ask": _word(fact.ask), "supplied_by": _word(fact.supplied_by)}
            for fact in finding.missing
        ],
        "waiver": _word(finding.waiver),
        "why": _word(finding.why),
        "remedy": _word(finding.remedy),
        "enquiry": _word(finding.enquiry),
        "note": _word(finding.note),
        "parameters": _words(finding.parameters),
    }


def _reason(reason: Reason | None) -> Json | None:
    if reason is None:
        return None
    return {
        "clause": reason.clause,
        "result": "withheld" if reason.withheld else _RESULTS[reason.result],
        "text": _word(reason.text),
        "path": _word(reason.path),
        "label": _word(reason.label),
        "found": _word(reason.found),
        "place": _place(reason.place),
        "parts": [_reason(part) for part in reason.parts],
    }


def _public(public: PublicVersion) -> Json:
    return {
        "whole": _word(public.whole),
        "statement": list(statement(public)),
        "withheld": [
            {"what": _word(one.what), "marking": _word(one.marking), "number": one.number}
            for one in public.withheld
        ],
        "small_numbers": {
            "below": public.below,
            "basis": public.basis.value,
            "chosen": public.chosen,
            "replaced": public.replaced,
        },
    }


def _action(action: Action) -> Json:
    return {
        "id": _word(action.id),
        "closes": _words(action.closes),
        "action": _word(action.action),
        "owner_role": _word(action.owner_role),
        "due": _day(action.due),
        "success_measure": _word(action.success_measure),
        "status": _word(action.status),
        "place": _place(action.place),
    }


def _parameter(use: ParameterUse) -> Json:
    return {
        "name": _word(use.name),
        "value": use.value,
        "unit": _word(use.unit),
        "basis": use.basis.value,
        "why": _word(use.why),
        "source": _word(use.source),
        "changed_by": _word(use.changed_by),
        "before": use.before if use.changed_by else None,
    }
