"""Pages about rules: what `explain RULE` and the `rules` commands print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ctcheck.model.condition import (
    AtLeastOf,
    Condition,
    CountOf,
    FactRef,
    Join,
    Leaf,
    Named,
    Not,
    Operand,
    ParameterRef,
    Quantifier,
    RowRef,
    Span,
    TableRef,
)
from ctcheck.model.rules import Rule, RulePacks
from ctcheck.model.values import plain_date
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
                for text, depth in _tree(condition, packs, 0)
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


def _tree(condition: Condition, packs: RulePacks, depth: int, fields: Any = None) -> list[tuple[str, int]]:
    if isinstance(condition, Leaf):
        return [(_leaf(condition, packs, fields), depth)]
    if isinstance(condition, Join):
        head = "all of these hold:" if condition.word == "all" else "at least one of these holds:"
        return [
            (head, depth),
            *(line for part in condition.parts for line in _tree(part, packs, depth + 1, fields)),
        ]
    if isinstance(condition, Not):
        return [("this does not hold:", depth), *_tree(condition.part, packs, depth + 1, fields)]
    if isinstance(condition, Named):
        return [(condition.says, depth), *_tree(condition.part, packs, depth + 1)]
    if isinstance(condition, AtLeastOf):
        head = f"at least {_number(condition.number, packs)} of these hold:"
        return [
            (head, depth),
            *(line for part in condition.parts for line in _tree(part, packs, depth + 1, fields)),
        ]
    return _quantified(condition, packs, depth)


def _quantified(condition: Quantifier, packs: RulePacks, depth: int) -> list[tuple[str, int]]:
    declared = packs.vocabulary.facts.get(condition.over)
    fields = declared.type.fields if declared else None
    over = "partners" if declared is None else f"entries in {declared.label}"
    if condition.word == "each":
        head = f"for every one of the {over}"
    elif condition.word == "some":
        head = f"for at least one of the {over}"
    elif condition.percent is not None:
        head = f"for at least {_number(condition.percent, packs)}% of the {over}"
    else:
        head = f"for at least {_number(condition.number or 0, packs)} of the {over}"
    lines = [(f"{head}:", depth)]
    if condition.where is not None:
        lines += [
            ("counting only those where:", depth + 1),
            *_tree(condition.where, packs, depth + 2, fields),
        ]
    return [*lines, *_tree(condition.that, packs, depth + 1, fields)]


def _leaf(leaf: Leaf, packs: RulePacks, fields: Any) -> str:
    from ctcheck.conditions.operators import OPERATORS
    from ctcheck.conditions.wording import label_for

    label = label_for(leaf.path, packs.vocabulary, fields)
    declared = fields[leaf.path] if fields and leaf.path in fields else packs.vocabulary.facts.get(leaf.path)
    choices = declared.type.choices if declared else {}
    back = OPERATORS[leaf.operator].operand == "back"
    return f"{label} {OPERATORS[leaf.operator].phrase.format(_operand(leaf.operand, packs, choices, back))}"


def _operand(operand: Operand, packs: RulePacks, choices: Any, back: bool) -> str:
    from ctcheck.conditions.wording import label_for, span_words

    if isinstance(operand, bool):
        return "yes" if operand else "no"
    if isinstance(operand, (ParameterRef, int, float)):
        return _number(operand, packs)
    if isinstance(operand, FactRef):
        return label_for(operand.path, packs.vocabulary)
    if isinstance(operand, TableRef):
        return f"the rows of “{packs.tables[operand.name].title}” in force on the law date"
    if isinstance(operand, RowRef):
        return f"the {operand.column} of the row"
    if isinstance(operand, CountOf):
        return f"{_number(operand.number, packs)} of: {_operand(operand.words, packs, choices, back)}"
    if isinstance(operand, Span):
        amount = operand.amount
        number = packs.parameters[amount.name].value if isinstance(amount, ParameterRef) else amount
        date = operand.date
        when = label_for(date.path, packs.vocabulary) if isinstance(date, FactRef) else plain_date(date)
        length = span_words(int(number), operand.unit)
        return f"{length} before {when}, and not after it" if back else f"{length} after {when}"
    if isinstance(operand, tuple):
        return ", ".join(choices.get(word, word) for word in operand)
    return plain_date(operand) if not isinstance(operand, str) else choices.get(operand, operand)


def _number(value: int | float | ParameterRef, packs: RulePacks) -> str:
    return f"{packs.parameters[value.name].value:g}" if isinstance(value, ParameterRef) else f"{value:g}"
