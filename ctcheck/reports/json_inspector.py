"""The three views, trust, ctcheck and inspector, as JSON."""

from __future__ import annotations

from ctcheck.model.judgements import InspectorView, ThreeView, ThreeViews, TrustView
from ctcheck.reports.json_values import Json, day, place, word


def inspector_json(found: ThreeViews) -> Json:
    """The views as plain dictionaries; the keys are promised by the schema of the report."""
    return {
        "file": word(found.file),
        "digest": found.digest,
        "number": found.number,
        "views": [_view(view) for view in found.views],
    }


def _view(view: ThreeView) -> Json:
    return {
        "about": word(view.about),
        "kind": view.kind,
        "title": word(view.title),
        "trust": [_trust(one) for one in view.trust],
        "ctcheck": {
            "indicative": view.level.value if view.level else None,
            "verdicts": [
                {"finding": word(name), "verdict": verdict.value} for name, verdict in view.verdicts
            ],
            "why_not": word(view.why_not),
        },
        "inspector": [_inspector(one) for one in view.inspector],
    }


def _trust(one: TrustView) -> Json:
    return {
        "judgement": word(one.judgement.judgement),
        "label": word(one.label),
        "scale": word(one.judgement.scale),
        "scale_title": word(one.scale_title),
        "given_on": day(one.judgement.given_on),
    }


def _inspector(one: InspectorView) -> Json:
    judgement = one.judgement
    return {
        "verdict": word(judgement.verdict),
        "label": word(one.label),
        "scale": word(judgement.scale),
        "scale_title": word(one.scale_title),
        "amounts_to": one.level.value if one.level else None,
        "comparison": one.comparison,
        "reason": word(judgement.reason),
        "role": word(judgement.role),
        "given_on": day(judgement.given_on),
        "place": place(judgement.place),
    }
