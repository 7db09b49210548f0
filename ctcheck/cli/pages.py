"""Pages about rules: what `explain RULE` and the `rules` commands print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ctcheck.errors import Problem
from ctcheck.kit.condition_words import condition_lines
from ctcheck.model.rules import Rule, RulePacks
from ctcheck.model.words import DUTY_ON
from ctcheck.reports import words
from ctcheck.reports.sheet import wrap

if TYPE_CHECKING:
    from ctcheck.rulebook.loader import LoadedPacks


def rule_line(rule: Rule, columns: int) -> list[str]:
    """A rule in a list: id, then title, force and days."""
    span = f"{words.FORCES[rule.force].lower()}, {words.in_force(rule.in_force)}"
    return [f"  {rule.id}", *wrap(f"{rule.title} ({span})", columns, "    ")]


def rule_record(rule: Rule) -> dict[str, Any]:
    """A rule as JSON, for `rules list --format json`."""
    return {
        "id": rule.id,
        "pack": rule.pack,
        "theme": rule.theme,
        "title": rule.title,
        "expects": rule.expects,
        "duty_on": rule.duty_on,
        "force": str(rule.force),
        "in_force": {
            "from": rule.in_force.first.isoformat() if rule.in_force.first else None,
            "to": rule.in_force.last.isoformat() if rule.in_force.last else None,
        },
        "sources": [
            {
                "instrument": s.instrument,
                "provision": s.provision,
                "url": s.url,
                "certainty": str(s.certainty),
            }
            for s in rule.sources
        ],
    }


def lint_record(problem: Problem) -> dict[str, Any]:
    """A problem or a piece of advice as JSON, for `rules lint --format json`."""
    return {
        "file": problem.place.file,
        "line": problem.place.line,
        "column": problem.place.column,
        "about": problem.path,
        "message": problem.message,
        "hint": problem.hint,
    }


def rule_page(rule: Rule, packs: RulePacks, width: int, colour: bool) -> str:
    """The rule as a page that a cabinet member can read."""
    bold, off = ("\x1b[1m", "\x1b[0m") if colour else ("", "")
    lines = [f"{bold}{rule.title}{off}", "=" * len(rule.title), ""]
    lines += wrap(rule.expects, width)
    themes = dict(packs.themes)
    facts = [
        ("Theme", themes[rule.theme]),
        ("Rule", f"{rule.id} (pack {rule.pack})"),
        ("Whose duty", DUTY_ON[rule.duty_on]),
        ("Force", words.FORCES[rule.force]),
        ("In force", words.in_force(rule.in_force)),
    ]
    for source in rule.sources:
        read = "" if source.certainty == "read" else " (cited from memory, not read)"
        facts.append(("Source", f"{source}{read}"))
        if source.url:
            facts.append(("", source.url))
    facts += [("Why it matters", rule.why), ("What closes a gap", rule.remedy), ("What to ask", rule.enquiry)]
    if rule.evidence:
        facts.append(("Evidence", "; ".join(rule.evidence)))
    if rule.note:
        facts.append(("Note", rule.note))
    lines.append("")
    for label, text in facts:
        lines += wrap(text, width, f"{label + ':' if label else '':<19}", " " * 19)
    if rule.for_each:
        table = packs.tables[rule.for_each.table]
        lines += ["", *wrap(f"Judged once for each: {table.title} ({table.source}).", width)]
    for title, condition in (
        ("It does not apply when", rule.unless),
        ("It applies when", rule.applies),
        ("It is met when", rule.met),
        ("It is partly met when", rule.partly),
    ):
        if condition is not None:
            lines += ["", f"{bold}{title}{off}"]
            lines += [
                part
                for text, depth in condition_lines(condition, packs)
                for part in wrap(text, width, "  " * depth + "- ", "  " * depth + "  ")
            ]
    if rule.parameters:
        lines += ["", f"{bold}Thresholds{off}"]
        for name in rule.parameters:
            parameter = packs.parameters[name]
            text = f"{name}: {parameter.value:g} {parameter.unit} (set by {parameter.basis}). {parameter.why}"
            lines += wrap(text, width, "  - ", "    ")
    return "\n".join(lines) + "\n"


def rule_source(rule: Rule, loaded: LoadedPacks, folders: tuple[str, ...]) -> str:
    """The lines of the rule in its file."""
    from pathlib import Path

    from ctcheck.resources import resource_dir

    name = rule.place.file
    shipped = resource_dir("rules")
    path = shipped / name if (shipped / name).is_file() else Path(name)
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    start = rule.place.line - 1
    indent = " " * (rule.place.column - 3)
    end = next(
        (
            i
            for i in range(start + 1, len(lines))
            if lines[i].startswith(f"{indent}- ") or (lines[i] and not lines[i].startswith(" "))
        ),
        len(lines),
    )
    return "\n".join([f"# {name}, line {rule.place.line}", *lines[start:end]]).rstrip() + "\n"
