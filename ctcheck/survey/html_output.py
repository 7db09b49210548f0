"""A survey as one web page that loads nothing, written while the records are read."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from ctcheck.model.values import plain_date
from ctcheck.model.words import LEVELS
from ctcheck.reports import words, words_survey
from ctcheck.reports.html import render_parts
from ctcheck.reports.safe import prose, safe
from ctcheck.survey import record
from ctcheck.survey.record import Json
from ctcheck.survey.text import (
    change,
    gap_words,
    number,
    problem_lines,
    problems_total,
    received,
    type_words,
    verdict,
)
from ctcheck.survey.totals import LEVEL_CELLS
from ctcheck.survey.view import OTHER, MeanView, View

COMMONEST = 30
PROBLEMS_SHOWN = 5
RANKS = {"none": 0} | {level.value: rank for rank, level in enumerate(LEVELS, 1)}
"""By which the heat map sorts: worst first, and what has no position before all."""


class AreaRow(NamedTuple):
    """One line of the heat map."""

    name: str
    file: str
    type: str
    overall: str
    cells: tuple[tuple[str, Json | None], ...]
    """Position and counts of each theme."""


class Unread(NamedTuple):
    """One submission that was not counted."""

    file: str
    why: str
    lines: tuple[str, ...]


class Changed(NamedTuple):
    """One area in which other rules would change something."""

    name: str
    changes: tuple[str, ...]


def html_parts(view: View) -> Iterator[bytes]:
    """The page in UTF-8, piece by piece."""
    has_matrix = not view.public and bool(view.themes)
    has_unreadable = not view.public and bool(view.unreadable + view.skipped)
    sections = {
        "received": True,
        "returns": view.returns is not None,
        "matrix": has_matrix,
        "gaps": True,
        "table": view.frame.tabulation is not None,
        "levels": bool(view.rules),
        "rules": bool(view.rules),
        "also": view.also is not None,
        "unreadable": has_unreadable,
    }
    titles = dict(view.frame.packs.themes)
    return render_parts(
        "survey.html.j2",
        view=view,
        said=words_survey,
        safe=prose,
        number=number,
        mean=_mean,
        verdict=verdict,
        type_words=type_words,
        received=received(view),
        warnings=_warnings(view),
        public=_public(view),
        contents=[(name, words_survey.SECTIONS[name]) for name, there in sections.items() if there],
        facts=_facts(view),
        unlisted=_unlisted(view),
        has_matrix=has_matrix,
        has_unreadable=has_unreadable,
        ranks=RANKS,
        rows=lambda: _rows(view),
        gaps=[
            (row, f"{number(row.open)} of {number(row.judged)}", gap_words(row))
            for row in view.gaps[:COMMONEST]
        ],
        level_heads=[
            "Type of area",
            *(words_survey.LEVELS[level].capitalize() for level in LEVEL_CELLS),
            "All",
        ],
        rule_heads=["Rule", *(name.capitalize() for name in words_survey.VERDICTS), "Judged"],
        by_theme=[
            (prose(titles.get(theme, theme)), list(rules))
            for theme, rules in groupby(view.rules, lambda row: row.theme)
        ],
        also_sentence=_also(view),
        changed=lambda: _changed(view),
        unreadable=lambda: _unread(view),
    )


def _warnings(view: View) -> list[str]:
    found = []
    if view.partial:
        done, total = f"{view.received:,}", f"{view.frame.found:,}"
        found.append(words_survey.PARTIAL.format(done=done, total=total))
    if view.fictional:
        found.append(words_survey.FICTIONAL.format(f"{view.fictional:,}"))
    return found


def _public(view: View) -> str:
    below = view.frame.below
    if below is None:
        return ""
    text = words_survey.PUBLIC.format(last=below - 1, mark=words_survey.WITHHELD)
    if any(name == OTHER for name, _ in view.types):
        text += f" {words_survey.POOLED.format(below, words_survey.OTHER_TYPES)}"
    return text


def _facts(view: View) -> list[tuple[str, str]]:
    frame = view.frame
    facts = [
        (
            "Law",
            plain_date(frame.law_at) if frame.law_at else "that of the day which each submission describes",
        ),
        ("Rules", ", ".join(f"{prose(pack.id)} {prose(pack.version)}" for pack in frame.packs.packs)),
        ("Rules digest", frame.packs.digest[:12]),
        ("Made by", f"ctcheck {view.version}, engine {frame.engine}"),
        (
            "By type of area",
            ", ".join(f"{type_words(name)} {count:,}" for name, count in view.types) or "none",
        ),
    ]
    if view.not_judged:
        facts.append(("Not judged", words_survey.NOT_JUDGED.format(f"{view.not_judged:,}")))
    if view.personal_data and not view.public:
        told = words_survey.PERSONAL.format(words.number(view.personal_data, "submission"))
        facts.append(("Personal data", told))
    return facts


def _unlisted(view: View) -> str:
    returns = view.returns
    if returns is None or not returns.unlisted:
        return ""
    more = returns.unlisted - len(returns.unlisted_names)
    names = ", ".join(safe(name) for name in returns.unlisted_names)
    return words_survey.NOT_LISTED.format(names + (f" and {more:,} more" if more else ""))


def _rows(view: View) -> Iterator[AreaRow]:
    for found in view.records():
        if found["status"] != record.READ:
            continue
        themes = found["themes"]
        yield AreaRow(
            safe(found["area"]["name"]),
            safe(found["name"]),
            type_words(found["area"]["type"]),
            found["overall"] or "none",
            tuple(
                (themes[name]["level"], themes[name]) if name in themes else ("none", None)
                for name, _ in view.themes
            ),
        )


def _mean(one: MeanView) -> str:
    if one.mean is None:
        return "-" if one.stated == 0 else words_survey.WITHHELD
    return f"{one.mean:g}"


def _also(view: View) -> str:
    if view.also is None:
        return ""
    packs = ", ".join(f"{prose(pack.id)} {prose(pack.version)}" for pack in view.also.packs)
    text = f"Other rules: {packs}. {words.number(view.also.submissions, 'submission')} of {view.read:,} would change."
    if view.also.unreadable:
        text += f" {words.number(view.also.unreadable, 'submission')} cannot be read under them."
    return text


def _changed(view: View) -> Iterator[Changed]:
    for found in view.records():
        changed = (found.get("also") or {}).get("changed")
        if changed:
            lines = tuple(f"{prose(rule)}: {change(*both)}" for rule, both in changed.items())
            yield Changed(safe(found["area"]["name"]), lines)


def _unread(view: View) -> Iterator[Unread]:
    for found in view.records():
        if found["status"] != record.READ:
            lines = tuple(prose(line) for line in problem_lines(found, PROBLEMS_SHOWN))
            yield Unread(safe(found["name"]), prose(problems_total(found)), lines)
