"""Reads tables of indicators: facts to count over many submissions, in the language of rules."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ctcheck.errors import Problem, RulesError
from ctcheck.model.condition import AtLeastOf, Condition, Join, Leaf, Named, Not, Quantifier
from ctcheck.model.rules import Indicator, Measure, RulePacks, Tabulation
from ctcheck.reading.files import UnreadableError, read_bytes
from ctcheck.reading.nodes import MAP, Node, parse
from ctcheck.rulebook.condition_reader import ConditionReader
from ctcheck.rulebook.declarations import ID
from ctcheck.rulebook.forms import Form, RuleFile, known_word
from ctcheck.rulebook.names import Known, Scoped

MAX_LINES = 500
_NUMBERS = ("integer", "number")


def tabulation_in(path: Path, packs: RulePacks) -> Tabulation:
    """The tabulation of a file that is no part of a pack. Raises `RulesError` listing every problem."""
    shown = str(path)
    try:
        data = read_bytes(path, shown)
        problems: list[Problem] = []
        found = read_tabulation(RuleFile(shown, data, parse(data, shown), problems), _known(packs))
    except UnreadableError as error:
        raise _refused(shown, error.problems) from error
    if problems or found is None:
        raise _refused(shown, problems)
    return found


def _refused(shown: str, problems: Iterable[Problem]) -> RulesError:
    ordered = tuple(sorted(dict.fromkeys(problems), key=lambda problem: problem.place))
    return RulesError(
        f"{shown} cannot be used as a table of indicators.", "Mend it and run the command again.", ordered
    )


def read_tabulation(file: RuleFile, known: Known) -> Tabulation | None:
    """One table of indicators; None where it says next to nothing. Problems are noted in the file."""
    form = Form(file, file.root, "", ("tabulation", "title", "source", "indicators", "measures"))
    name = _id(form, "tabulation")
    title, source = form.text("title"), form.text("source", required=False)
    seen: dict[str, int] = {}
    indicators = [
        _indicator(file, node, index, known, seen) for index, node in enumerate(form.items("indicators"))
    ]
    measures = [_measure(file, node, index, known, seen) for index, node in enumerate(form.items("measures"))]
    if file.root.kind == MAP and not indicators and not measures:
        file.problem(file.root, "nothing is asked.", "List at least one of `indicators` or `measures`.")
    if len(indicators) + len(measures) > MAX_LINES:
        file.problem(file.root, f"more than {MAX_LINES} lines.", "Split the table.")
    if not name:
        return None
    return Tabulation(
        name,
        title,
        source,
        tuple(one for one in indicators if one),
        tuple(one for one in measures if one),
        form.place(),
    )


def _indicator(
    file: RuleFile, node: Node, index: int, known: Known, seen: dict[str, int]
) -> Indicator | None:
    path = f"indicators[{index}]"
    form = Form(file, node, path, ("id", "label", "condition", "note"))
    name = _own_id(form, seen)
    label, note = form.text("label"), form.text("note", required=False)
    asked = form.node_of("condition", required=True)
    if asked is None:
        return None
    condition = ConditionReader(file, known).read(asked, f"{path}.condition", Scoped())
    return Indicator(name, label, condition, note, form.place()) if condition and name else None


def _measure(file: RuleFile, node: Node, index: int, known: Known, seen: dict[str, int]) -> Measure | None:
    path = f"measures[{index}]"
    form = Form(file, node, path, ("id", "label", "fact", "note"))
    name = _own_id(form, seen)
    label, note = form.text("label"), form.text("note", required=False)
    fact = form.node_of("fact", required=True)
    if fact is None:
        return None
    numbers = [
        path
        for path, declared in known.vocabulary.facts.items()
        if declared.type.kind in _NUMBERS and not path.startswith("partner.")
    ]
    measured = known_word(file, fact, numbers, "a fact of the area that is a number", f"{path}.fact")
    return Measure(name, label, measured, note, form.place()) if measured and name else None


def _own_id(form: Form, seen: dict[str, int]) -> str:
    name = _id(form, "id")
    if name in seen:
        form.fail("id", f"{name!r} stands twice; the first is on line {seen[name]}.", "Give one another id.")
        return ""
    if name:
        seen[name] = form.node.line
    return name


def _id(form: Form, key: str) -> str:
    text = form.text(key, most=80)
    if text and not ID.match(text):
        form.fail(key, f"{text!r} is no id.", "Ids are lower case letters and digits with hyphens between.")
        return ""
    return text


def _known(packs: RulePacks) -> Known:
    """What a table outside the packs may name: all that they declare, and the named conditions of their rules."""
    kinds = {
        row.id: row.label for table in packs.tables.values() if table.partner_kinds for row in table.rows
    }
    named: dict[str, Named] = {}
    for rule in packs.rules:
        for condition in (rule.unless, rule.applies, rule.met, rule.partly):
            if condition is not None:
                _gather(condition, named)
    return Known(packs.vocabulary, packs.parameters, packs.tables, kinds, named)


def _gather(condition: Condition, named: dict[str, Named]) -> None:
    inner: tuple[Condition | None, ...] = ()
    if isinstance(condition, Named):
        named[condition.name] = condition
        inner = (condition.part,)
    elif isinstance(condition, Not):
        inner = (condition.part,)
    elif isinstance(condition, (Join, AtLeastOf)):
        inner = condition.parts
    elif isinstance(condition, Quantifier):
        inner = (condition.where, condition.that)
    else:
        assert isinstance(condition, Leaf)
    for part in inner:
        if part is not None:
            _gather(part, named)
