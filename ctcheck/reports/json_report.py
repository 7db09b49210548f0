"""The report as JSON, format 1, for machines.

The keys are promised by schemas/gap-report.schema.json and spelled out here,
so that renaming a field of the model breaks a test of ours and no program of a user's.
A change that could break a reader raises `FORMAT`.
"""

from __future__ import annotations

import json
from typing import Final

from ctcheck.model.comparison import Comparison
from ctcheck.model.public import PublicVersion
from ctcheck.model.report import (
    Assurance,
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
from ctcheck.reports.json_inspector import inspector_json
from ctcheck.reports.json_papers import next_steps_json, papers_json
from ctcheck.reports.json_values import Json, counts, day, place, word, words
from ctcheck.reports.words_public import statement

FORMAT: Final = 1

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
        "themes": [{"id": word(theme), "title": word(title)} for theme, title in report.themes],
        "public": _public(report.public) if report.public else None,
        "personal_data_allowed": report.personal_data,
        "summary": words(report.summary),
        "assurance": _assurance(report.assurance),
        "positions": [_position(position) for position in report.positions],
        "overall": _position(report.overall) if report.overall else None,
        "overall_note": word(report.overall_note),
        "limits": [_limit(limit) for limit in report.limits],
        "risks": [_risk(risk) for risk in report.risks],
        "self_judgements": [_self_view(view) for view in report.self_views],
        "inspector": inspector_json(report.inspector) if report.inspector else None,
        "gaps": _gaps(report),
        "findings": [_finding(finding) for finding in report.findings],
        "actions": [_action(action) for action in report.actions],
        "papers": papers_json(report.papers),
        "next_steps": next_steps_json(report),
        "parameters": [_parameter(use) for use in report.parameters],
        "notes": [
            {"place": place(note.place), "path": word(note.path), "message": word(note.message)}
            for note in report.notes
        ],
        "since": _since(report.since),
    }


def _since(found: Comparison | None) -> Json | None:
    if found is None:
        return None
    from ctcheck.reports.json_comparison import comparison_json

    return comparison_json(found)


def _submission(report: GapReport) -> Json:
    area, inspection = report.area, report.inspection
    return {
        "file": word(report.file),
        "digest": report.digest,
        "title": word(report.title),
        "fictional": report.fictional,
        "area": {
            "name": word(area.name),
            "code": word(area.code),
            "type": word(area.type),
            "bodies_absent": words(area.bodies_absent),
        },
        "as_at": report.as_at.isoformat(),
        "marking": word(report.marking),
        "inspection": {
            "regime": word(inspection.regime),
            "status": word(inspection.status),
            "notified": day(inspection.notified),
            "fieldwork": day(inspection.fieldwork),
        },
        "signed": [{"role": word(sign.role), "on": day(sign.on)} for sign in report.signed],
        "sources": [
            {"ref": word(one.ref), "title": word(one.title), "address": word(one.address)}
            for one in report.sources
        ],
    }


def _pack(pack: Pack) -> Json:
    return {
        "id": word(pack.id),
        "version": word(pack.version),
        "title": word(pack.title),
        "extends": word(pack.extends),
        "digest": pack.digest,
    }


def _assurance(assurance: Assurance) -> Json:
    return {
        "rules_evaluated": assurance.rules_evaluated,
        "not_yet_law": assurance.not_yet_law,
        "no_longer_law": assurance.no_longer_law,
        "enacted_not_in_force": assurance.enacted_not_in_force,
        "suggested_law_date": day(assurance.suggested_law_date),
        "counts": counts(assurance.counts),
        "cannot_show": words(assurance.cannot_show),
        "not_returned": words(assurance.not_returned),
        "recalled": words(assurance.recalled),
        "coming": [
            {
                "rule": word(one.rule),
                "title": word(one.title),
                "source": word(one.source),
                "enacted": day(one.enacted),
            }
            for one in assurance.coming
        ],
        "withdrawn": [
            {
                "rule": word(one.rule),
                "title": word(one.title),
                "pack": word(one.pack),
                "reason": word(one.reason),
            }
            for one in assurance.withdrawn
        ],
        "carried": [{"from": day(one.since), "answers": one.answers} for one in assurance.carried],
    }


def _source(source: Source) -> Json:
    return {
        "instrument": word(source.instrument),
        "provision": word(source.provision),
        "url": word(source.url),
        "certainty": source.certainty.value,
        "note": word(source.note),
    }


def _position(position: Position) -> Json:
    return {
        "about": word(position.about),
        "title": word(position.title),
        "counts": counts(position.counts),
        "base": position.base.value,
        "indicative": position.indicative.value,
        "limits": [_limit(limit) for limit in position.limits],
        "reasons": words(position.reasons),
    }


def _limit(limit: Limit) -> Json:
    return {
        "id": word(limit.id),
        "title": word(limit.title),
        "about": word(limit.about),
        "kind": word(limit.kind),
        "at_most": limit.at_most.value if limit.at_most else None,
        "strength": limit.strength.value,
        "basis": limit.basis.value,
        "because": word(limit.because),
        "sources": [_source(source) for source in limit.sources],
        "findings": words(limit.findings),
        "bites": limit.bites,
    }


def _risk(risk: SystemicRisk) -> Json:
    return {
        "id": word(risk.id),
        "title": word(risk.title),
        "says": word(risk.says),
        "enquiry": word(risk.enquiry),
        "findings": words(risk.findings),
        "limits": words(risk.limits),
    }


def _self_view(view: SelfView) -> Json:
    judgement = view.judgement
    return {
        "about": word(judgement.about),
        "scale": word(judgement.scale),
        "scale_title": word(view.scale_title),
        "judgement": word(judgement.judgement),
        "label": word(view.label),
        "given_on": day(judgement.given_on),
        "claims": view.claims.value,
        "indicative": view.indicative.value if view.indicative else None,
        "comparison": word(view.comparison),
        "sentence": word(view.sentence),
        "place": place(judgement.place),
    }


def _gaps(report: GapReport) -> list[Json]:
    group_of = {gap.finding.id: group.number for group in report.gap_groups for gap in group.gaps}
    return [_gap(number, group_of[gap.finding.id], gap) for number, gap in enumerate(report.gaps, 1)]


def _gap(number: int, group: int, gap: Gap) -> Json:
    return {
        "number": number,
        "group": group,
        "finding": word(gap.finding.id),
        "kind": word(gap.kind),
        "limits": words(gap.limits),
        "actions": words(gap.actions),
        "planned": gap.planned,
    }


def _finding(finding: Finding) -> Json:
    subject = finding.subject
    return {
        "id": word(finding.id),
        "rule": word(finding.rule),
        "theme": word(finding.theme),
        "title": word(finding.title),
        "verdict": finding.verdict.value,
        "subject": {
            "kind": word(subject.kind),
            "id": word(subject.id),
            "label": word(subject.label),
            "partner_kind": word(subject.partner_kind),
            "provision": word(subject.provision),
        },
        "force": finding.force.value,
        "standing": finding.standing.value,
        "in_force": {"from": day(finding.in_force.first), "to": day(finding.in_force.last)},
        "duty_on": word(finding.duty_on),
        "expects": word(finding.expects),
        "sources": [_source(source) for source in finding.sources],
        "explanation": word(finding.sentence),
        "incomplete": finding.incomplete,
        "reasons": {
            "applies": _reason(finding.applies),
            "met": _reason(finding.met),
            "partly": _reason(finding.partly),
        },
        "evidence": {
            "state": finding.evidence.value,
            "items": words(finding.evidence_items),
            "wanted": words(finding.evidence_wanted),
        },
        "places": [place(where) for where in finding.places],
        "missing": [
            {"path": word(fact.path), "ask": word(fact.ask), "supplied_by": word(fact.supplied_by)}
            for fact in finding.missing
        ],
        "waiver": word(finding.waiver),
        "why": word(finding.why),
        "remedy": word(finding.remedy),
        "enquiry": word(finding.enquiry),
        "note": word(finding.note),
        "parameters": words(finding.parameters),
        "carried": words(finding.carried),
    }


def _reason(reason: Reason | None) -> Json | None:
    if reason is None:
        return None
    return {
        "clause": reason.clause,
        "result": "withheld" if reason.withheld else _RESULTS[reason.result],
        "text": word(reason.text),
        "path": word(reason.path),
        "label": word(reason.label),
        "found": word(reason.found),
        "place": place(reason.place),
        "parts": [_reason(part) for part in reason.parts],
    }


def _public(public: PublicVersion) -> Json:
    return {
        "whole": word(public.whole),
        "statement": list(statement(public)),
        "withheld": [
            {"what": word(one.what), "marking": word(one.marking), "number": one.number}
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
        "id": word(action.id),
        "closes": words(action.closes),
        "action": word(action.action),
        "owner_role": word(action.owner_role),
        "due": day(action.due),
        "success_measure": word(action.success_measure),
        "status": word(action.status),
        "place": place(action.place),
    }


def _parameter(use: ParameterUse) -> Json:
    return {
        "name": word(use.name),
        "value": use.value,
        "unit": word(use.unit),
        "basis": use.basis.value,
        "why": word(use.why),
        "source": word(use.source),
        "changed_by": word(use.changed_by),
        "before": use.before if use.changed_by else None,
    }
