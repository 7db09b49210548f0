"""A validation for machines; its form is `schemas/validation.schema.json`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Final

import ctcheck
from ctcheck.model.rules import RulePacks
from ctcheck.reports.json_values import Json, day, place, word, words
from ctcheck.validation.result import CLAIMS, Complete, Validation
from ctcheck.validation.veil import told

FORMAT: Final = 1


def render(found: Iterable[Validation], packs: RulePacks) -> bytes:
    """All submissions of one run in UTF-8, indented, with a newline at the end."""
    whole = {
        "format": FORMAT,
        "ctcheck": {"version": ctcheck.__version__},
        "rules_digest": packs.digest,
        "packs": [{"id": word(pack.id), "version": word(pack.version)} for pack in packs.packs],
        "submissions": [_submission(one) for one in found],
    }
    return (json.dumps(whole, ensure_ascii=False, allow_nan=False, indent=2) + "\n").encode()


def _submission(found: Validation) -> Json:
    if not found.readable:
        return {
            "file": word(found.shown),
            "readable": False,
            "holds": False,
            "problems": [
                {
                    "place": place(one.place),
                    "path": word(one.path),
                    "message": word(one.message),
                    "hint": word(one.hint),
                }
                for one in found.problems
            ],
        }
    assert found.complete is not None
    assert found.area is not None
    counts = Counter(one.about for one in found.claims)
    return {
        "file": word(found.shown),
        "readable": True,
        "holds": found.holds,
        "sha256": found.digest,
        "area": {
            "name": word(told(found.area.name)),
            "code": word(found.area.code),
            "type": word(found.area.type),
        },
        "as_at": day(found.as_at),
        "law_date": day(found.law_date),
        "facts": {"stated": found.stated, "declared": found.declared},
        "partners": found.partners,
        "evidence": found.evidence,
        "complete": _complete(found.complete),
        "consistent": {
            "holds": not found.remarks,
            "remarks": [
                {
                    "code": one.code,
                    "place": place(one.place),
                    "path": word(one.path),
                    "message": word(told(one.message)),
                }
                for one in found.remarks
            ],
        },
        "evidence_files": {
            "holds": found.files_hold,
            "files": [
                {
                    "evidence": word(one.item),
                    "path": word(told(one.path)),
                    "state": one.state,
                    "sha256": one.sha256,
                    "declared": word(one.declared),
                    "size": one.size,
                    "why": word(one.why),
                    "place": place(one.place),
                }
                for one in found.files
            ],
            "digests_without_file": found.unplaced_digests,
        },
        "personal_data": {
            "places": [
                {"kind": one.kind, "certain": one.certain, "place": place(one.place), "path": word(one.path)}
                for one in found.personal
            ],
            "small_counts": {
                "below": found.small_below,
                "places": [{"place": place(one.place), "path": word(one.path)} for one in found.small],
            },
        },
        "claims": {
            "judged": found.judged,
            "counts": {kind: counts[kind] for kind in CLAIMS},
            "enquiries": [
                {
                    "about": one.about,
                    "question": word(one.question),
                    "why": word(told(one.why)),
                    "findings": words(map(told, one.findings)),
                    "documents": words(map(told, one.documents)),
                }
                for one in found.claims
            ],
        },
    }


def _complete(found: Complete) -> Json:
    return {
        "holds": found.holds,
        "themes": [
            {"id": word(one.theme), "title": word(one.title), "asked": one.asked, "answered": one.answered}
            for one in found.themes
        ],
        "partners_listed": found.partners_listed,
        "partners_missing": [
            {"kind": word(one.kind), "label": word(one.label), "lists": words(one.lists)}
            for one in found.partners_missing
        ],
        "signatures_missing": list(found.signatures_missing),
        "signatures_undated": words(map(told, found.signatures_undated)),
        "returns_missing": [
            {
                "id": word(told(one.id)),
                "name": word(told(one.name)),
                "status": one.status,
                "place": place(one.place),
            }
            for one in found.returns_missing
        ],
        "returns_unknown": found.returns_unknown,
        "carried": [{"from": day(one.since), "answers": one.answers} for one in found.carried],
    }
