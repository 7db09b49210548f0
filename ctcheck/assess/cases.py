"""Runs the worked examples that rules carry."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from ctcheck.assess.judge import evaluate, verdict_for
from ctcheck.assess.subjects import Bound, Subjects
from ctcheck.conditions.compile import ConditionError
from ctcheck.conditions.environment import Context, Environment
from ctcheck.errors import Problem
from ctcheck.model import indicators
from ctcheck.model.place import Place
from ctcheck.model.rules import Case, Rule, RulePacks
from ctcheck.model.submission import Area, Partner
from ctcheck.model.values import DateValue, Fact
from ctcheck.model.words import Verdict
from ctcheck.reading.facts import FactReader
from ctcheck.reading.nodes import LIST, MAP, Node
from ctcheck.reading.scalars import ValueProblem, calendar_date
from ctcheck.rulebook.book import CompiledRule, compile_rule
from ctcheck.rulebook.loader import context_for
from ctcheck.rulebook.names import regimes

AREA_TYPES = ("county", "unitary", "metropolitan-district", "london-borough")
_FALLBACK_DAY = dt.date(2026, 1, 1)


class CaseResult(NamedTuple):
    """What became of one case."""

    rule: str
    case: Case
    found: Verdict | None
    problem: str
    """Why it failed; empty where it passed."""


class Prepared(NamedTuple):
    """A case ready to be judged."""

    compiled: CompiledRule
    bound: Bound
    environment: Environment
    context: Context


class CaseRunner:
    """Runs cases against loaded packs; books are kept by law date."""

    def __init__(self, packs: RulePacks) -> None:
        self._packs = packs
        self._contexts: dict[dt.date, Context] = {}
        self._compiled: dict[tuple[str, dt.date], CompiledRule] = {}

    def run(self, rules: Sequence[Rule]) -> list[CaseResult]:
        """Every case of the rules, in order."""
        return [self._run(rule, case) for rule in rules for case in rule.cases]

    def _compile(self, rule: Rule, law_date: dt.date) -> CompiledRule:
        context = self._contexts.get(law_date)
        if context is None:
            context = self._contexts[law_date] = context_for(self._packs, law_date)
        key = (rule.id, law_date)
        if key not in self._compiled:
            self._compiled[key] = compile_rule(rule, context)
        return self._compiled[key]

    def _run(self, rule: Rule, case: Case) -> CaseResult:
        prepared = self.prepare(rule, case)
        if isinstance(prepared, str):
            return CaseResult(rule.id, case, None, prepared)
        try:
            found = verdict_for(evaluate(prepared.compiled, prepared.bound, prepared.environment, False))
        except ConditionError as error:
            return CaseResult(rule.id, case, Verdict.ERROR, str(error))
        wrong = "" if found is case.verdict else f"expected {case.verdict}, found {found}"
        return CaseResult(rule.id, case, found, wrong)

    def prepare(self, rule: Rule, case: Case) -> Prepared | str:
        """All that a case needs to be judged, or why it cannot be."""
        as_at = case.as_at or rule.in_force.first or _FALLBACK_DAY
        law_at = case.law_at or _within(as_at, rule)
        if not rule.in_force.on(law_at) and rule.in_force.first is not None:
            return f"the rule is not in force on {law_at.isoformat()}"
        problems: list[Problem] = []
        given = _Given(self._packs, rule, case, problems)
        compiled = self._compile(rule, law_at)
        facts = given.facts
        place = case.place
        facts["as_at"] = Fact(DateValue(as_at, as_at), place)
        facts["law_date"] = Fact(DateValue(law_at, law_at), place)
        facts["area.type"] = Fact(given.area.type, place)
        if problems:
            return problems[0].text()
        context = self._contexts[law_at]
        subjects = Subjects(context, given.area, given.partners, place)
        bound, problem = _subject(subjects.of(rule.for_each), case.subject)
        return Prepared(compiled, bound, subjects.environment(facts), context) if bound else problem


def _within(day: dt.date, rule: Rule) -> dt.date:
    if rule.in_force.first is not None and day < rule.in_force.first:
        return rule.in_force.first
    if rule.in_force.last is not None and day > rule.in_force.last:
        return rule.in_force.last
    return day


def _subject(bounds: list[Bound], wanted: str) -> tuple[Bound | None, str]:
    if not wanted:
        if len(bounds) == 1:
            return bounds[0], ""
        named = [bound for bound in bounds if bound.subject.kind == "partner"]
        if len(named) == 1:
            return named[0], ""
        return None, f"the case must name its subject; there are {len(bounds)}"
    for bound in bounds:
        if wanted in (bound.subject.id, bound.subject.partner_kind):
            return bound, ""
    return None, f"no subject {wanted!r} on this law date"


class _Given:
    """The facts that a case gives, read as a submission's would be."""

    def __init__(self, packs: RulePacks, rule: Rule, case: Case, problems: list[Problem]) -> None:
        self.facts: dict[str, Fact] = {}
        self.partners: tuple[Partner, ...] | None = None
        self.area = Area("An area", "", "county", ())
        self._packs = packs
        self._problems = problems
        self._file = case.place.file
        self._reader = FactReader(packs.vocabulary, self._file, problems)
        self._rule = rule
        node = case.given
        if isinstance(node, Node) and node.kind == MAP:
            for key, value in node.entries:
                self._entry(key, value)

    def _fail(self, node: Node, message: str) -> None:
        self._problems.append(Problem(node.place(self._file), message))

    def _entry(self, key: Node, value: Node) -> None:
        name = key.text
        if name == "partner":
            self.partners = (*(self.partners or ()), self._partner(value, len(self.partners or ())))
        elif name == "partners":
            items = value.items if value.kind == LIST else []
            self.partners = tuple(self._partner(item, index) for index, item in enumerate(items))
        elif name == "area.type":
            if value.text not in AREA_TYPES:
                self._fail(value, f"found {value.words()}; expected one of {', '.join(AREA_TYPES)}.")
            self.area = Area(self.area.name, "", value.text, self.area.bodies_absent)
        elif name == "area.bodies_absent":
            self.area = Area(self.area.name, "", self.area.type, tuple(item.text for item in value.items))
        elif name in ("inspection.fieldwork", "inspection.notified"):
            try:
                day = calendar_date(value.text)
            except ValueProblem as problem:
                self._fail(value, problem.message)
                return
            self.facts[name] = Fact(DateValue(day, day), value.place(self._file))
        elif name == "inspection.regime":
            known = regimes(self._packs.tables)
            if value.text not in known:
                self._fail(value, f"found {value.words()}; expected one of {', '.join(known)}.")
            self.facts[name] = Fact(value.text, value.place(self._file))
        else:
            self._declared(key, value, name, self.facts)

    def _declared(self, key: Node, value: Node, path: str, into: dict[str, Fact]) -> None:
        declared = self._packs.vocabulary.facts.get(path)
        if declared is None:
            self._fail(key, f"no fact is called {path!r}.")
            return
        self._reader.fact(declared, value, path, path, into)
        if path == indicators.PATH and path in into:
            into[path] = indicators.with_shares(into[path])

    def _partner(self, node: Node, index: int) -> Partner:
        facts: dict[str, Fact] = {}
        kind = self._only_kind()
        name = f"partner-{index + 1}"
        place: Place = node.place(self._file)
        for key, value in node.entries if node.kind == MAP else ():
            if key.text == "kind":
                kind = value.text
            elif key.text == "id":
                name = value.text
            elif key.text == "name":
                continue
            else:
                self._declared(key, value, f"partner.{key.text.removeprefix('partner.')}", facts)
        if not kind:
            self._fail(node, "the partner needs a kind.")
        return Partner(name, name, kind, facts, place)

    def _only_kind(self) -> str:
        kinds = self._rule.for_each.kinds if self._rule.for_each else ()
        return kinds[0] if len(kinds) == 1 else ""
