"""Pages about rules: what `explain RULE` and the `rules` commands print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ctcheck.errors import Problem
from ctcheck.kit.rule_entry import rule_entry
from ctcheck.model.rules import Rule, RulePacks
from ctcheck.model.words import Certainty
from ctcheck.reports import words
from ctcheck.reports.sheet import wrap

if TYPE_CHECKING:
    from ctcheck.kit.case_coverage import RuleCoverage
    from ctcheck.rulebook.loader import LoadedPacks


def counted(number: int, one: str, many: str = "") -> str:
    """1 rule, 2 rules."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def rule_line(rule: Rule, columns: int) -> list[str]:
    """A rule in a list: id, then title, force and days."""
    span = f"{words.FORCES[rule.force].lower()}, {words.in_force(rule.in_force)}"
    return [f"  {rule.id}", *wrap(f"{rule.title} ({span})", columns, "    ")]


def recalled_lines(rule: Rule, columns: int) -> list[str]:
    """The sources of a rule that are cited from memory, with what is known to be unverified."""
    lines: list[str] = []
    for source in rule.sources:
        if source.certainty is Certainty.RECALLED:
            note = f" {source.note}" if source.note else ""
            lines += wrap(f"cited from memory: {source}.{note}", columns, "    * ", "      ")
    return lines


def coverage_lines(covered: Sequence[RuleCoverage], columns: int) -> list[str]:
    """What the cases leave out, by rule, and how much they reach in all."""
    lines: list[str] = []
    for rule in covered:
        if not rule.missing_verdicts and not rule.missing_branches:
            continue
        lines.append(f"{rule.rule} ({counted(rule.cases, 'case')})")
        for verdict in rule.missing_verdicts:
            lines.append(f"  - no case ends in {verdict}")
        for branch in rule.missing_branches:
            says = f"{branch.where}, line {branch.place.line}: never {branch.never}: {branch.says}"
            lines += wrap(says, columns, "  - ", "    ")
    every = sum(rule.branches for rule in covered)
    missed = sum(2 if one.never == "looked at" else 1 for rule in covered for one in rule.missing_branches)
    verdicts = sum(len(rule.missing_verdicts) for rule in covered)
    without = f"{verdicts or 'no'} {'verdict is' if verdicts == 1 else 'verdicts are'} without a case"
    lines.append(f"{every - missed} of {every} branches are reached; {without}.")
    return lines


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
    entry = rule_entry(rule, packs)
    lines = [f"{bold}{entry.title}{off}", "=" * len(entry.title), "", *wrap(entry.expects, width), ""]
    for line in entry.lines:
        lines += wrap(line.text, width, f"{line.label + ':' if line.label else '':<19}", " " * 19)
        if line.url:
            lines += wrap(line.url, width, " " * 19, " " * 19)
    if entry.judged:
        lines += ["", *wrap(entry.judged, width)]
    for asked in entry.asked:
        lines += ["", f"{bold}{asked.title}{off}"]
        for text, depth in asked.lines:
            lines += wrap(text, width, "  " * depth + "- ", "  " * depth + "  ")
    if entry.thresholds:
        lines += ["", f"{bold}Thresholds{off}"]
        for text in entry.thresholds:
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
