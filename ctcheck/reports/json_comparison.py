"""A comparison as JSON; the keys are promised by schemas/comparison.schema.json."""

from __future__ import annotations

import json
from typing import Final

import ctcheck
from ctcheck.model.comparison import ActionSince, Change, Comparison, Side
from ctcheck.model.submission import Action
from ctcheck.reports.json_values import Json, day, place, word, words
from ctcheck.reports.words_comparison import headline

FORMAT: Final = 1


def comparison_bytes(found: Comparison, engine: str) -> bytes:
    """The comparison in UTF-8, indented, with a newline at the end."""
    whole = {
        "format": FORMAT,
        "ctcheck": {"version": ctcheck.__version__, "engine": engine},
        "comparison": comparison_json(found),
    }
    text = json.dumps(whole, ensure_ascii=False, allow_nan=False, indent=2)
    return f"{text}\n".encode()


def comparison_json(found: Comparison) -> Json:
    """The comparison as plain dictionaries, lists, words and numbers."""
    return {
        "old": _side(found.old),
        "new": _side(found.new),
        "differs": words(found.differs),
        "summary": words(headline(found)),
        "changes": [_change(one) for one in found.changes],
        "positions": [
            {
                "about": word(one.about),
                "title": word(one.title),
                "before": one.before.value if one.before else None,
                "after": one.after.value if one.after else None,
            }
            for one in found.positions
        ],
        "partners": [
            {
                "id": word(one.id),
                "name": word(one.name),
                "kind": word(one.kind),
                "how": one.how,
                "before": word(one.before),
            }
            for one in found.partners
        ],
        "copied": [
            {
                "path": word(one.path),
                "label": word(one.label),
                "partner": word(one.partner),
                "text": word(one.text),
                "place": place(one.place),
            }
            for one in found.copied
        ],
        "unmoved": [
            {
                "path": word(one.path),
                "label": word(one.label),
                "partner": word(one.partner),
                "date": word(one.date),
                "within": word(one.within),
                "rule": word(one.rule),
                "place": place(one.place),
            }
            for one in found.unmoved
        ],
        "jumps": [
            {
                "what": one.what,
                "about": word(one.about),
                "title": word(one.title),
                "before": word(one.before),
                "after": word(one.after),
            }
            for one in found.jumps
        ],
        "actions": [_action(one) for one in found.actions],
        "history": [_finished(one) for one in found.history],
        "renamed": [{"before": word(one.before), "now": word(one.now)} for one in found.renamed],
        "notes": words(found.notes),
    }


def _side(side: Side) -> Json:
    return {
        "file": word(side.file),
        "digest": side.digest,
        "title": word(side.title),
        "area": word(side.area),
        "fictional": side.fictional,
        "as_at": day(side.as_at),
        "law_date": day(side.law_date),
        "packs": [
            {"id": word(pack.id), "version": word(pack.version), "digest": pack.digest} for pack in side.packs
        ],
        "rules_digest": side.rules_digest,
        "gaps": side.gaps,
        "carried": side.carried,
        "personal_data_allowed": side.personal_data,
    }


def _change(one: Change) -> Json:
    return {
        "finding": word(one.id),
        "before_finding": word(one.before_id),
        "theme": word(one.theme),
        "title": word(one.title),
        "subject": word(one.subject),
        "force": one.force.value,
        "movement": one.movement,
        "counts": one.weighs,
        "before": one.before.value if one.before else None,
        "after": one.after.value if one.after else None,
        "kind_before": word(one.kind_before),
        "kind_after": word(one.kind_after),
        "causes": words(one.causes),
        "also": [words(other) for other in one.also],
        "date_by": one.date_by,
        "trials": [
            {"new": words(trial.new), "verdict": trial.verdict.value if trial.verdict else None}
            for trial in one.trials
        ],
        "because": word(one.because),
    }


def _action(one: ActionSince) -> Json:
    return {
        "id": word(one.id),
        "action": word(one.action),
        "owner_role": word(one.owner_role),
        "due": day(one.due),
        "now_due": day(one.now_due),
        "status": word(one.status),
        "how": one.how,
    }


def _finished(one: Action) -> Json:
    return {
        "id": word(one.id),
        "closes": words(one.closes),
        "action": word(one.action),
        "owner_role": word(one.owner_role),
        "due": day(one.due),
        "success_measure": word(one.success_measure),
        "status": word(one.status),
        "place": place(one.place),
    }
