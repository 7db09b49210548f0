"""A submission in which everything that can be marked is marked, with a word of its own in each field.

Words, days and numbers are such as no rule pack and no report has by itself, so that one that comes
out of a report came out of the field it was put into.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ctcheck.model.rules import FactType, RulePacks
from ctcheck.model.words import Force
from ctcheck.reading.references import MARKED_LISTS

OPEN_PARTNER = "open-district"
SECRET_PARTNER = "zqxpartnerzqx"


class Secrets:
    """Makes words, days and numbers, each once, and remembers them by what they stand in."""

    def __init__(self) -> None:
        self.made: dict[str, list[str]] = {}
        self._number = 0

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _keep(self, what: str, *spellings: str) -> None:
        self.made.setdefault(what, []).extend(spellings)

    def word(self, what: str) -> str:
        """One word, which survives wherever a line is broken."""
        word = f"zqx{self._next()}zqx"
        self._keep(what, word)
        return word

    def day(self, what: str, century: int = 18) -> str:
        """A day of a century in which nothing happens."""
        number = self._next()
        months = ("January", "March", "May", "July", "August", "October", "December")
        month, day = (number // 28) % 7, number % 28 + 1
        year = century * 100 + (number // 196) % 100
        self._keep(
            what, f"{day}{months[month]}{year}", f"{year}-{(1, 3, 5, 7, 8, 10, 12)[month]:02}-{day:02}"
        )
        return f"{year}-{(1, 3, 5, 7, 8, 10, 12)[month]:02}-{day:02}"

    def number(self, what: str) -> int:
        """A number of six figures."""
        number = 700_000 + self._next()
        self._keep(what, f"{number:,}", str(number))
        return number

    def share(self, what: str) -> str:
        """A part of a whole, both of six figures."""
        part, whole = 500_000 + self._next(), 800_000 + self._next()
        self._keep(what, str(part), str(whole), f"{part:,}", f"{whole:,}")
        return f"{part} of {whole}"


def _value(wanted: FactType, what: str, secrets: Secrets) -> Any:
    if wanted.kind == "yes-no":
        return "yes"
    if wanted.kind == "choice":
        return next(iter(wanted.choices))
    if wanted.kind == "choices":
        return list(wanted.choices)[:2]
    if wanted.kind == "date":
        return secrets.day(f"{what} date")
    if wanted.kind in ("integer", "number"):
        return secrets.number(f"{what} number")
    if wanted.kind == "share":
        return secrets.share(f"{what} share")
    if wanted.kind == "text":
        return secrets.word(f"{what} text")
    if wanted.kind == "texts":
        return [secrets.word(f"{what} text"), secrets.word(f"{what} text")]
    return [
        {name: _value(one.type, f"{what} entry", secrets) for name, one in wanted.fields.items()}
        for _ in range(2)
    ]


def _nested(facts: Iterator[tuple[str, Any]]) -> dict[str, Any]:
    root: dict[str, Any] = {}
    for path, value in facts:
        *heads, last = path.split(".")
        node = root
        for head in heads:
            node = node.setdefault(head, {})
        node[last] = value
    return root


def _partner(identity: str, kind: str, packs: RulePacks, secrets: Secrets, **more: Any) -> dict[str, Any]:
    facts = packs.vocabulary.sections["partner"].facts
    own = _nested((path, _value(one.type, "partner fact", secrets)) for path, one in facts.items())
    return {"id": identity, "kind": kind, **own, **more}


def marked(packs: RulePacks, secrets: Secrets) -> bytes:
    """The file, in YAML that is JSON as well."""
    sections = {
        name: _nested((path, _value(one.type, "fact", secrets)) for path, one in section.facts.items())
        for name, section in packs.vocabulary.sections.items()
        if name != "partner"
    }
    waivable = [rule.id for rule in packs.rules if rule.force is not Force.DUTY]
    secrets.made["partner name"] = [SECRET_PARTNER]
    scale = next(one for one in packs.scales.values() if one.points)
    exempt = {"marking": "exempt"}
    submission = {
        "ctcheck": 1,
        "title": secrets.word("title"),
        "area": {"name": "Testshire", "type": "county"},
        "as_at": "2008-05-31",
        "inspection": {"regime": "jar-2005", "fieldwork": "2008-09-01"},
        "marking": "exempt",
        "restricted": [
            *sections,
            "title",
            f"partners.{OPEN_PARTNER}.section_11",
            {
                "path": "partner",
                "marking": "exempt",
                "paragraph": 3,
                "because": secrets.word("reason for the mark"),
            },
        ],
        "submitted": [
            {"role": secrets.word("signature"), "on": secrets.day("signature"), "marking": "restricted"}
        ],
        "sources": [
            {
                "ref": secrets.word("source"),
                "title": secrets.word("source"),
                "address": f"https://{secrets.word('source')}.example",
                **exempt,
            }
        ],
        "partners": [
            _partner(
                SECRET_PARTNER,
                "police-authority",
                packs,
                secrets,
                name=secrets.word("partner name"),
                **exempt,
            ),
            _partner(
                OPEN_PARTNER, "district-council-in-two-tier-area", packs, secrets, name="An Open District"
            ),
        ],
        **sections,
        "indicators": [
            {
                "id": f"i-{number}",
                "name": secrets.word("indicator"),
                "definition": row.id,
                "numerator": secrets.number("indicator"),
                "denominator": 900_000 + number,
                "period": secrets.word("indicator"),
                "period_ends": secrets.day("indicator"),
                "comparator": secrets.word("indicator"),
                "direction": "higher-is-better",
                "quality_note": secrets.word("indicator"),
                "marking": "restricted",
            }
            for number, row in enumerate(packs.tables["performance-indicators"].rows)
        ],
        "evidence": [
            {
                "id": secrets.word("evidence"),
                "title": secrets.word("evidence"),
                "kind": "minutes",
                "date": secrets.day("evidence"),
                "review_by": secrets.day("evidence", 28),
                "owner_role": secrets.word("evidence"),
                "kept": secrets.word("evidence"),
                "supports": [*sections, f"partners.{SECRET_PARTNER}"],
                "marking": "restricted",
            },
            {
                "id": "open-item",
                "title": "An open plan",
                "kind": "plan",
                "date": "2008-01-01",
                "supports": [SECRET_PARTNER, OPEN_PARTNER],
            },
            {
                "id": "forgotten",
                "title": f"Minutes that name {SECRET_PARTNER}",
                "kind": "minutes",
                "supports": ["plan"],
            },
        ],
        "actions": [
            {
                "id": secrets.word("action"),
                "closes": [rule.id for rule in packs.rules],
                "action": secrets.word("action"),
                "owner_role": secrets.word("action"),
                "due": secrets.day("action", 28),
                "success_measure": secrets.word("action"),
                "status": "slipping",
                "marking": "restricted",
            },
            {
                "id": "open-action",
                "closes": [f"{rule.id}/{SECRET_PARTNER}" for rule in packs.rules[:40]],
                "action": "An open action",
            },
        ],
        "history": [
            {
                "id": secrets.word("finished"),
                "closes": ["plan-published"],
                "action": secrets.word("finished"),
                "owner_role": secrets.word("finished"),
                "due": secrets.day("finished"),
                "success_measure": secrets.word("finished"),
                "status": "done",
                "marking": "restricted",
            }
        ],
        "self_judgements": [
            {
                "about": theme,
                "scale": scale.id,
                "judgement": scale.points[0].word,
                "on": secrets.day("self-judgement"),
                "marking": "restricted",
            }
            for theme, _ in packs.themes
        ],
        "not_applicable": [
            {
                "rule": rule,
                "reason": secrets.word("waiver"),
                "approved_by": secrets.word("waiver"),
                "until": secrets.day("waiver", century),
                "marking": "restricted",
            }
            for number, rule in enumerate(waivable[:40])
            for century in ((28, 18)[number % 2],)
        ],
    }
    assert {name for name in MARKED_LISTS if name in submission} == set(MARKED_LISTS)
    return json.dumps(submission, indent=1).encode()
