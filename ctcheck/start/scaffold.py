"""A new self-assessment as text: every question in force with its help, and no answer.

Every word of a rule pack stands in a comment of one line at a time, so that it can be nothing else.
"""

from __future__ import annotations

import datetime as dt
import json
import textwrap
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from ctcheck.model.rules import RulePacks
from ctcheck.model.values import plain_date
from ctcheck.model.words import Force
from ctcheck.questions.in_force import PartnerKind, Question
from ctcheck.reports.safe import prose
from ctcheck.rulebook.loader import REGIME_TABLE
from ctcheck.start import words
from ctcheck.start.answers import answer_words

_WIDTH: Final = 100
_RULE: Final = "# " + "-" * 78


def absent(kinds: Sequence[PartnerKind]) -> str:
    """The kinds of body that the area may not have; it goes into the head of the file."""
    perhaps = [kind for kind in kinds if kind.duties and not kind.everywhere and not kind.the_authority]
    if not perhaps:
        return ""
    lines = [*(line for one in words.ABSENT for line in _comment(one, 2)), "  # bodies_absent:"]
    lines += [f"  #   - {kind.id}" for kind in perhaps]
    return "\n".join(lines)


def regimes_of(packs: RulePacks, day: dt.date) -> str:
    """The inspection regimes of the day; it goes into the head of the file."""
    table = packs.tables.get(REGIME_TABLE)
    rows = [row for row in table.rows if row.in_force.on(day)] if table else []
    said = "; ".join(f"{row.id} ({row.label})" for row in rows)
    return "\n".join(_comment(words.INSPECTION_REGIMES.format(said), 0)) if rows else ""


def body(questions: Sequence[Question], kinds: Sequence[PartnerKind], packs: RulePacks, day: dt.date) -> str:
    """All questions, grouped by theme, then the partners and the lists that every submission may have."""
    lines: list[str] = []
    of_area = [one for one in questions if not one.per_partner]
    for _, theme in groupby(of_area, key=lambda one: one.theme):
        held = list(theme)
        lines += [
            "",
            *_heading(words.THEME.format(title=prose(held[0].theme_title), count=_counted(len(held)))),
        ]
        for section, part in groupby(held, key=lambda one: one.section):
            asked = list(part)
            lines += ["", *_comment(f"{asked[0].section_title}:", 0), f"{section}:"]
            lines += _tree([(one.path.split(".")[1:], one) for one in asked], 2, day)
    lines += _partners([one for one in questions if one.per_partner], kinds, day)
    lines += _lists(questions[0].path, packs, day)
    return "\n".join(lines) + "\n"


def _counted(number: int) -> str:
    one, many = words.QUESTIONS
    return f"{number} {one if number == 1 else many}"


def _heading(text: str) -> list[str]:
    return [_RULE, *_comment(text, 0), _RULE]


def _comment(text: str, indent: int, hang: str = "") -> list[str]:
    """The text as comment lines; `hang` stands before every line of it."""
    clean = prose(text)
    wrapped = textwrap.wrap(
        clean,
        _WIDTH - indent - 2 - len(hang),
        break_on_hyphens=False,
        subsequent_indent="  " if clean.startswith("* ") else "",
    ) or [""]
    return [f"{' ' * indent}# {hang}{line}".rstrip() for line in wrapped]


def _tree(asked: Iterable[tuple[list[str], Question]], indent: int, day: dt.date) -> list[str]:
    """Keys below keys: facts that share a first word stand under it once."""
    lines: list[str] = []
    for key, group in groupby(asked, key=lambda one: one[0][0]):
        held = list(group)
        lines += [""] if lines else []
        if len(held[0][0]) == 1:
            lines += _question(held[0][1], key, indent, day)
        else:
            lines.append(f"{' ' * indent}{key}:")
            lines += _tree([(rest[1:], one) for rest, one in held], indent + 2, day)
    return lines


def _question(one: Question, key: str, indent: int, day: dt.date) -> list[str]:
    records = one.type.kind == "records"
    lines = _comment(one.ask, indent)
    lines += _comment(words.RECORD_HELP if records else answer_words(one.type, day), indent, "  ")
    if one.help:
        lines += _comment(one.help, indent, "  ")
    if one.supplied_by:
        lines += _comment(words.ASK_WHOM.format(one.supplied_by), indent, "  ")
    return [*lines, f"{' ' * indent}{key}:", *(_entry(one, indent, day) if records else ())]


def _entry(one: Question, indent: int, day: dt.date) -> list[str]:
    """An entry of a list, out of action: the help of a field stands behind a second #."""
    lines: list[str] = []
    for number, (name, field) in enumerate(one.type.fields.items()):
        said = f"{field.label[:1].upper()}{field.label[1:]}. {answer_words(field.type, day)}"
        inner = textwrap.wrap(prose(said), _WIDTH - indent - 8, break_on_hyphens=False)
        lines += [f"{' ' * indent}#     # {line}" for line in inner]
        lines.append(f"{' ' * indent}#   {'  ' if number else '- '}{name}:")
    return lines


def _partners(asked: Sequence[Question], kinds: Sequence[PartnerKind], day: dt.date) -> list[str]:
    lines = [
        "",
        *_heading(words.PARTNERS),
        *(line for one in words.PARTNERS_HELP for line in _comment(one, 0)),
        "#",
    ]
    lines += _comment(words.KINDS.format(day=plain_date(day)), 0)
    for kind in kinds:
        named = f"; {', '.join(kind.duties)}" if kind.duties else ""
        lines += _comment(f"{kind.id} ({kind.label}{named})", 0, "  ")
    groups = _groups(asked)
    lines += ["#", *_comment(words.GROUPS, 0)]
    for kinds_in_it, name in groups.items():
        lines += _comment(f"{name}: {', '.join(kinds_in_it)}", 0, "  ")
    lines.append("#")
    lines += ["partners:", "# - id: example-body", '#   name: "Example body"']
    lines.append(f"#   kind: {kinds[0].id if kinds else 'local-authority'}")
    said = [
        one._replace(help=f"{one.help} {words.PUT_TO.format(groups[one.kinds])}".strip())
        for one in _by_head(asked)
    ]
    inner = _tree([(one.path.split(".")[1:], one) for one in said], 4, day)
    return [*lines, *(f"# {line[2:]}".rstrip() for line in inner)]


def _by_head(asked: Sequence[Question]) -> list[Question]:
    """Questions with the same first key together, in the order in which these first come."""
    first: dict[str, int] = {}
    for index, one in enumerate(asked):
        first.setdefault(one.path.split(".")[1], index)
    return sorted(asked, key=lambda one: first[one.path.split(".")[1]])


def _groups(asked: Sequence[Question]) -> dict[tuple[str, ...], str]:
    """A name for each set of kinds that some question is put to, the largest first."""
    sets = sorted({one.kinds for one in asked}, key=lambda kinds: (-len(kinds), kinds))
    return {kinds: words.GROUP.format(number) for number, kinds in enumerate(sets, 1)}


def _lists(path: str, packs: RulePacks, day: dt.date) -> list[str]:
    """Evidence, judgements, actions, waivers and indicators: an example each, out of action."""
    scale = next((one for one in packs.scales.values() if one.points), None)
    theme = packs.themes[0][0]
    examples: list[tuple[str, tuple[str, ...], list[str]]] = [
        (
            "evidence",
            words.EVIDENCE,
            [
                "- id: an-example",
                "  title: Minutes of the board",
                "  kind: minutes",
                f"  date: {day.isoformat()}",
                "  owner_role: partnership officer",
                "  kept: shared drive, board papers",
                "  shows: process",
                f"  supports: [{path}]",
            ],
        ),
        ("indicators", words.INDICATORS, ["- {id: ni-59, name: an example, numerator: 45, denominator: 50}"]),
    ]
    if scale:
        examples.append(
            (
                "self_judgements",
                words.JUDGEMENTS,
                [f"- {{about: {theme}, scale: {scale.id}, judgement: {json.dumps(scale.points[0].word)}}}"],
            )
        )
    rule = next(one.id for one in packs.rules if one.in_force.on(day))
    waivable = next((one.id for one in packs.rules if one.in_force.on(day) and one.force != Force.DUTY), rule)
    examples += [
        (
            "actions",
            words.ACTIONS,
            [
                "- id: an-example",
                f"  closes: [{rule}]",
                "  action: What will be done",
                "  owner_role: partnership officer",
                f"  due: {day.isoformat()}",
                "  success_measure: How anybody will see that it is done",
            ],
        ),
        (
            "not_applicable",
            words.WAIVERS,
            [f"- {{rule: {waivable}, reason: an example, approved_by: monitoring officer}}"],
        ),
    ]
    lines = ["", *_heading(words.KEEPING)]
    for key, help_lines, example in examples:
        lines += ["", *(line for one in help_lines for line in _comment(one, 0)), f"{key}:"]
        lines += [f"# {line}" for line in example]
    return lines
