"""The questions in force: those facts that rules in force on a law date ask of a type of authority.

What stands here is what `ctcheck init` and the workbook ask, and nothing else does: a fact that no
rule in force looks at, or that cannot change a verdict for this authority, is not asked for.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ctcheck.conditions.environment import Context, Environment
from ctcheck.model.condition import Condition, Quantifier
from ctcheck.model.place import Place
from ctcheck.model.rules import FactDeclaration, FactType, Row, Rule, RulePacks
from ctcheck.model.values import FALSE, TRUE, UNKNOWN, DateValue, Fact, Truth
from ctcheck.questions.needed import Open, open_parts, wanted_of_partner
from ctcheck.rulebook.loader import context_for

PARTNER = "partner"
_NOWHERE = Place("", 0, 0)


class PartnerKind(NamedTuple):
    """A kind of body that a rule in force speaks of."""

    id: str
    label: str
    the_authority: bool
    """Whether it is the authority itself."""
    everywhere: bool
    """Whether every area has one."""
    duties: tuple[str, ...]
    """The provisions that name it, such as `s.11(1)(h)`."""


class Question(NamedTuple):
    """One fact to be asked for."""

    path: str
    """Where the answer stands; a partner's begins with `partner.`."""
    section: str
    """The key of the submission under which it stands: `plan`, or `partner`."""
    section_title: str
    theme: str
    theme_title: str
    label: str
    """A noun phrase."""
    ask: str
    """The question."""
    help: str
    type: FactType
    """With the choices that the law date leaves."""
    supplied_by: str
    per_partner: bool
    kinds: tuple[str, ...]
    """For a partner's question: the kinds of body that it is put to, in the order of `partner_kinds`."""
    rules: tuple[str, ...]
    """Ids of the rules in force that look at it."""

    @property
    def choices(self) -> Mapping[str, str]:
        """Word to label; empty where it is not a question with choices."""
        return self.type.choices


def partner_kinds(packs: RulePacks, area: str, law_date: dt.date) -> tuple[PartnerKind, ...]:
    """The kinds of body that rules in force on the day may ask of an authority of the type, each once."""
    return _Asked(packs, area, law_date, "", None).kinds()


def questions_in_force(
    packs: RulePacks,
    area: str,
    law_date: dt.date,
    *,
    regime: str = "",
    as_at: dt.date | None = None,
) -> tuple[Question, ...]:
    """The questions that an authority of a type has to answer under the law of a day.

    `area` is a type of authority. Grouped by theme in the order of the reports, then by section and in
    the order of the vocabulary, facts below one key together; within a theme the area's come before the
    partners'. With a `regime` and a facts date, questions that these rule out are left out too.
    """
    return _Asked(packs, area, law_date, regime, as_at).questions()


class _Asked:
    """The walk through the rules in force."""

    def __init__(
        self, packs: RulePacks, area: str, law_date: dt.date, regime: str, as_at: dt.date | None
    ) -> None:
        self._packs = packs
        self._area = area
        self._context: Context = context_for(packs, law_date)
        given = {"law_date": _day(law_date), "area.type": Fact(area, _NOWHERE)}
        if as_at is not None:
            given["as_at"] = _day(as_at)
        if regime:
            given["inspection.regime"] = Fact(regime, _NOWHERE)
        self._given = given
        self._rows = {
            table.name: tuple(row for row in self._context.rows(table.name) if self._may_be_here(row))
            for table in packs.tables.values()
            if table.partner_kinds
        }
        self._by_rule: dict[str, dict[str, None]] = {}
        """For each path the rules that look at it, in order."""
        self._by_kind: dict[str, dict[str, None]] = {}
        """For each partner's path the kinds of body that it is asked of."""

    def _may_be_here(self, row: Row) -> bool:
        return not row.only_in or self._area in row.only_in

    def kinds(self) -> tuple[PartnerKind, ...]:
        """Every kind of body in force, in the order of the tables, the authority itself first."""
        rows: dict[str, list[Row]] = {}
        for table in self._rows.values():
            for row in table:
                rows.setdefault(row.id, []).append(row)
        found = [
            PartnerKind(
                name,
                held[0].label,
                any(row.the_authority for row in held),
                any(row.everywhere for row in held),
                tuple(
                    dict.fromkeys(row.columns["provision"] for row in held if row.columns.get("provision"))
                ),
            )
            for name, held in rows.items()
        ]
        return tuple(sorted(found, key=lambda kind: not kind.the_authority))

    def questions(self) -> tuple[Question, ...]:
        for rule in self._packs.rules:
            if rule.in_force.on(self._context.law_date):
                self._of_rule(rule)
        asked = [
            path
            for path in self._by_rule
            # Indicators are a list of the frame: declared to the rules, and no fact of a section.
            if path in self._packs.vocabulary.facts
            and path.partition(".")[0] in self._packs.vocabulary.sections
        ]
        return self._ordered(asked)

    def _of_rule(self, rule: Rule) -> None:
        for env, kind in self._subjects(rule):
            applies = self._open(rule.applies, env, TRUE)
            unless = self._open(rule.unless, env, FALSE)
            if applies.truth == FALSE or unless.truth == TRUE:
                continue
            for one in (unless, applies, self._open(rule.met, env), self._open(rule.partly, env)):
                for path in one.paths:
                    self._note(path, rule.id, kind)
                for quantifier in one.of_partners:
                    self._of_all_partners(quantifier, rule.id)

    def _open(self, condition: Condition | None, env: Environment, otherwise: Truth = UNKNOWN) -> Open:
        return Open(otherwise) if condition is None else open_parts(condition, self._context, env)

    def _subjects(self, rule: Rule) -> Iterator[tuple[Environment, str]]:
        each = rule.for_each
        if each is None:
            yield Environment(self._given, None), ""
            return
        rows: Iterable[Row] = self._rows[each.table] if each.partners else self._context.rows(each.table)
        for row in rows:
            if each.kinds and row.id not in each.kinds:
                continue
            env = self._environment(row.id if each.partners else "")
            env.row = row.columns
            yield env, row.id if each.partners else ""

    def _environment(self, kind: str) -> Environment:
        env = Environment(self._given, None)
        env.partner = {"partner.kind": Fact(kind, _NOWHERE)} if kind else {}
        return env

    def _of_all_partners(self, quantifier: Quantifier, rule: str) -> None:
        for kind in dict.fromkeys(row.id for rows in self._rows.values() for row in rows):
            for path in wanted_of_partner(quantifier, self._context, self._environment(kind)):
                self._note(path, rule, kind)

    def _note(self, path: str, rule: str, kind: str) -> None:
        self._by_rule.setdefault(path, {})[rule] = None
        if path.startswith("partner."):
            self._by_kind.setdefault(path, {})[kind] = None

    def _ordered(self, asked: list[str]) -> tuple[Question, ...]:
        themes = {name: (index, title) for index, (name, title) in enumerate(self._packs.themes)}
        theme_of = self._themes(asked, {rule.id: rule.theme for rule in self._packs.rules})
        places = _places(self._packs)
        kinds = [kind.id for kind in self.kinds()]
        questions = []
        for path in asked:
            declared = self._packs.vocabulary.facts[path]
            section = path.partition(".")[0]
            theme = theme_of[_group(path)]
            questions.append(
                Question(
                    path,
                    section,
                    self._packs.vocabulary.sections[section].title or section,
                    theme,
                    themes[theme][1],
                    declared.label,
                    declared.ask,
                    declared.help,
                    self._narrowed(declared.type),
                    declared.supplied_by,
                    section == PARTNER,
                    tuple(kind for kind in kinds if kind in self._by_kind.get(path, ())),
                    tuple(self._by_rule[path]),
                )
            )
        return tuple(
            sorted(questions, key=lambda one: (themes[one.theme][0], one.per_partner, places[one.path]))
        )

    def _themes(self, asked: list[str], theme_of_rule: Mapping[str, str]) -> dict[str, str]:
        """For each section, and each head of partners' facts, the theme whose rules ask most of it."""
        counts: dict[str, Counter[str]] = {}
        for path in asked:
            group = counts.setdefault(_group(path), Counter())
            group.update(theme_of_rule[rule] for rule in self._by_rule[path])
        order = [name for name, _ in self._packs.themes]
        return {
            group: max(order, key=lambda theme: (count[theme], -order.index(theme)))
            for group, count in counts.items()
        }

    def _narrowed(self, wanted: FactType) -> FactType:
        """The type with the choices in force on the law date; with all of them where none is."""
        fields = {name: one._replace(type=self._narrowed(one.type)) for name, one in wanted.fields.items()}
        choices = wanted.choices
        if wanted.choice_table:
            rows = [row for row in self._context.rows(wanted.choice_table) if self._may_be_here(row)]
            choices = {row.id: row.label for row in rows} or choices
        return wanted._replace(choices=choices, fields=MappingProxyType(fields))


def _day(day: dt.date) -> Fact:
    return Fact(DateValue(day, day), _NOWHERE)


def _group(path: str) -> str:
    """What stays together under one theme: a section, or one head of what partners answer."""
    section, _, rest = path.partition(".")
    return f"{section}.{rest.partition('.')[0]}" if section == PARTNER else section


def _places(packs: RulePacks) -> dict[str, tuple[int, ...]]:
    """For each fact its place in the vocabulary, with facts below one key next to each other."""
    places: dict[str, tuple[int, ...]] = {}
    for number, (section, held) in enumerate(packs.vocabulary.sections.items()):
        first: dict[str, int] = {}
        for index, name in enumerate(held.facts):
            parts = name.split(".")
            heads = [".".join(parts[: depth + 1]) for depth in range(len(parts))]
            places[f"{section}.{name}"] = (number, *(first.setdefault(head, index) for head in heads))
    return places


def declared_fields(question: Question) -> tuple[tuple[str, FactDeclaration], ...]:
    """The fields of a list of records, in order; empty for every other question."""
    return tuple(question.type.fields.items())
