"""A rule as a page: the same facts in the same order for the terminal, Markdown and HTML."""

from __future__ import annotations

from typing import NamedTuple

from ctcheck.kit.condition_words import condition_lines, set_by
from ctcheck.model.rules import Rule, RulePacks
from ctcheck.model.words import DUTY_ON, Certainty
from ctcheck.reports import words


class Line(NamedTuple):
    """One thing to know of a rule. A label is empty where the line goes on from the one before."""

    label: str
    text: str
    url: str = ""


class Asked(NamedTuple):
    """One of its conditions, as lines with their depth."""

    title: str
    lines: tuple[tuple[str, int], ...]


class RuleEntry(NamedTuple):
    """All that a page says of a rule."""

    id: str
    theme: str
    title: str
    expects: str
    lines: tuple[Line, ...]
    judged: str
    """For whom it is judged, where that is not the area as a whole."""
    asked: tuple[Asked, ...]
    thresholds: tuple[str, ...]
    cases: tuple[str, ...]
    """Names of its worked examples with their verdicts."""


_CONDITIONS = (
    ("It does not apply when", "unless"),
    ("It applies when", "applies"),
    ("It is met when", "met"),
    ("It is partly met when", "partly"),
)


def rule_entry(rule: Rule, packs: RulePacks) -> RuleEntry:
    """The page of a rule."""
    lines = [
        Line("Theme", dict(packs.themes)[rule.theme]),
        Line("Rule", f"{rule.id} (pack {rule.pack})"),
        Line("Whose duty", DUTY_ON[rule.duty_on]),
        Line("Force", words.FORCES[rule.force]),
        Line("In force", words.in_force(rule.in_force)),
    ]
    for source in rule.sources:
        recalled = source.certainty is Certainty.RECALLED
        note = f" {source.note}" if source.note else ""
        from_memory = " (cited from memory, not read)" if recalled else ""
        lines.append(Line("Source", f"{source}{from_memory}.{note}", source.url))
    lines += [
        Line("Why it matters", rule.why),
        Line("What closes a gap", rule.remedy),
        Line("What to ask", rule.enquiry),
    ]
    if rule.evidence:
        lines.append(Line("Evidence", "; ".join(rule.evidence)))
    if rule.note:
        lines.append(Line("Note", rule.note))
    return RuleEntry(
        rule.id,
        rule.theme,
        rule.title,
        rule.expects,
        tuple(lines),
        _judged(rule, packs),
        tuple(
            Asked(title, tuple(condition_lines(condition, packs)))
            for title, name in _CONDITIONS
            if (condition := getattr(rule, name)) is not None
        ),
        tuple(_threshold(packs, name) for name in rule.parameters),
        tuple(f"{case.name}: {words.VERDICTS[case.verdict].lower()}" for case in rule.cases),
    )


def _judged(rule: Rule, packs: RulePacks) -> str:
    if rule.for_each is None:
        return ""
    table = packs.tables[rule.for_each.table]
    labels = {row.id: row.label for row in table.rows}
    kinds = f": {', '.join(labels[kind] for kind in rule.for_each.kinds)}" if rule.for_each.kinds else ""
    source = f" ({table.source})" if table.source else ""
    return f"Judged once for each: {table.title}{source}{kinds}."


def _threshold(packs: RulePacks, name: str) -> str:
    one = packs.parameters[name]
    amount = f"{one.value:g} {one.unit}".strip()
    source = f" Source: {one.source}." if one.source else ""
    return f"{name}: {amount} ({set_by(one)}). {one.why}{source}"
