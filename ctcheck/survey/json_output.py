"""A survey as JSON, and as one line of JSON a submission. `schemas/survey.schema.json` describes both."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from ctcheck.model.rules import Pack
from ctcheck.survey.record import Json
from ctcheck.survey.suppress import Row
from ctcheck.survey.totals import LEVEL_CELLS, VERDICTS
from ctcheck.survey.view import AlsoView, LevelView, ReturnsView, RuleView, View

FORMAT: Final = 1


def json_parts(view: View) -> Iterator[bytes]:
    """The whole survey; the submissions come last, one a line, as they are read."""
    head = json.dumps(_head(view), indent=2, ensure_ascii=False)
    yield head.removesuffix("\n}").encode()
    yield b',\n  "submissions": ['
    separator = b"\n"
    for found in view.records():
        yield separator + b"    " + _line(found)
        separator = b",\n"
    yield b"]\n}\n" if separator == b"\n" else b"\n  ]\n}\n"


def jsonl_parts(view: View) -> Iterator[bytes]:
    """A line of JSON for each submission, in order."""
    for found in view.records():
        yield _line(found) + b"\n"


def _line(found: Json) -> bytes:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _head(view: View) -> Json:
    frame = view.frame
    return {
        "format": FORMAT,
        "ctcheck": {"version": view.version, "engine": frame.engine},
        "partial": view.partial,
        "public": None if frame.below is None else {"small_number": frame.below},
        "law_at": frame.law_at.isoformat() if frame.law_at else None,
        "rules_digest": frame.packs.digest,
        "packs": _packs(frame.packs.packs),
        "counts": {
            "found": frame.found,
            "received": view.received,
            "read": view.read,
            "unreadable": view.unreadable,
            "skipped": view.skipped,
            "not_judged": view.not_judged,
            "fictional": view.fictional,
            "personal_data": None if view.public else view.personal_data,
        },
        "area_types": [{"type": name, "submissions": number} for name, number in view.types],
        "returns": _returns(view.returns, view.public) if view.returns else None,
        "themes": [{"id": name, "title": title} for name, title in frame.packs.themes],
        "positions": [_levels(table) for table in view.levels],
        "commonest_gaps": [{"rule": row.rule, "open": row.open, "judged": row.judged} for row in view.gaps],
        "rules": [_rule(row) for row in view.rules],
        "tabulation": _tabulation(view),
        "also": _also(view.also) if view.also else None,
    }


def _packs(packs: tuple[Pack, ...]) -> list[Json]:
    return [
        {"id": pack.id, "version": pack.version, "title": pack.title, "digest": pack.digest} for pack in packs
    ]


def _rule(row: RuleView) -> Json:
    return {
        "rule": row.rule,
        "title": row.title,
        "theme": row.theme,
        "force": row.force,
        **{verdict.value: count for verdict, count in zip(VERDICTS, row.cells, strict=True)},
        "judged": row.judged,
        "total": row.total,
    }


def _level_row(name: str, row: Row) -> Json:
    return {"type": name, **dict(zip(LEVEL_CELLS, row.cells, strict=True)), "total": row.total}


def _levels(table: LevelView) -> Json:
    return {
        "about": table.about,
        "title": table.title,
        "by_type": [_level_row(name, row) for name, row in table.rows],
        "all": _level_row("all", table.totals),
    }


def _tabulation(view: View) -> Json | None:
    table = view.frame.tabulation
    if table is None:
        return None
    indicators: list[dict[str, Any]] = [
        {"id": one.id, "label": one.label, "note": one.note, "yes": one.yes, "no": one.no}
        | {"unknown": one.unknown, "of": one.of}
        for one in view.answers
    ]
    measures = [
        {
            "id": one.id,
            "label": one.label,
            "note": one.note,
            "mean": one.mean,
            "stated": one.stated,
            "of": one.of,
        }
        for one in view.means
    ]
    return {
        "id": table.name,
        "title": table.title,
        "source": table.source,
        "indicators": indicators,
        "measures": measures,
    }


def _returns(returns: ReturnsView, public: bool) -> Json:
    return {
        "title": returns.title,
        "expected": returns.expected,
        "returned": returns.returned,
        "missing": None if public else [area.name for area in returns.missing],
        "more_than_one": None if public else [{"name": name, "sent": sent} for name, sent in returns.twice],
        "not_listed": None if public else {"number": returns.unlisted, "first": list(returns.unlisted_names)},
    }


def _also(also: AlsoView) -> Json:
    return {
        "rules_digest": also.digest,
        "packs": _packs(also.packs),
        "submissions_changed": also.submissions,
        "submissions_unreadable": also.unreadable,
        "changes": [
            {
                "rule": rule,
                "title": title,
                "before": before or None,
                "after": after or None,
                "submissions": number,
            }
            for rule, title, before, after, number in also.changes
        ],
    }
