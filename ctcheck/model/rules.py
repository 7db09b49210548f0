"""Rules, tables, parameters, limiters and the vocabulary, as a pack declares them."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from ctcheck.model.condition import Condition
from ctcheck.model.place import Place
from ctcheck.model.words import Basis, Certainty, Force, Level, Strength, Verdict

_NO_CHOICES: Mapping[str, str] = MappingProxyType({})
_NO_FIELDS: "Mapping[str, FactDeclaration]" = MappingProxyType({})


class FactType(NamedTuple):
    """What a fact may be."""

    kind: str
    """`yes-no`, `choice`, `choices`, `date`, `integer`, `number`, `share`, `text`, `texts` or `records`."""
    choices: Mapping[str, str] = _NO_CHOICES
    """Word to label, for `choice` and `choices`; every row of a table, whatever its dates."""
    choice_table: str = ""
    month_precision: bool = False
    unit: str = ""
    fields: "Mapping[str, FactDeclaration]" = _NO_FIELDS
    """For `records`: the declared fields by name."""


class FactDeclaration(NamedTuple):
    """One fact that a submission may state."""

    path: str
    type: FactType
    label: str
    """A noun phrase that fits in the middle of a sentence."""
    ask: str
    help: str
    supplied_by: str
    place: Place


class Section(NamedTuple):
    """One part of the vocabulary."""

    name: str
    title: str
    facts: Mapping[str, FactDeclaration]
    """By name within the section."""


class Vocabulary(NamedTuple):
    """All facts that the loaded packs declare."""

    sections: Mapping[str, Section]
    facts: Mapping[str, FactDeclaration]
    """By full path; partner facts begin with `partner.`."""


class Source(NamedTuple):
    """Where an expectation comes from."""

    instrument: str
    provision: str
    url: str
    certainty: Certainty
    note: str = ""

    def __str__(self) -> str:
        return f"{self.instrument} {self.provision}".strip() if self.provision != "whole" else self.instrument


class InForce(NamedTuple):
    """First and last day, both inclusive. No first day: enacted and not in force."""

    first: dt.date | None
    last: dt.date | None
    enacted: dt.date | None = None
    """The day on which a rule without a first day was enacted, where it is known."""
    residual_from: dt.date | None = None
    """From this day on it is still printed as law, and nobody asks for it any more."""

    def on(self, day: dt.date) -> bool:
        """Whether it is in force on the day."""
        return self.first is not None and self.first <= day and (self.last is None or day <= self.last)


class Row(NamedTuple):
    """One row of a dated table."""

    id: str
    label: str
    in_force: InForce
    everywhere: bool
    the_authority: bool
    only_in: tuple[str, ...]
    columns: Mapping[str, str]
    place: Place


class Table(NamedTuple):
    """A list with dates."""

    name: str
    title: str
    source: str
    partner_kinds: bool
    absent_if_not_named: bool
    """A kind that the submission's list of partners leaves out is then known not to be a partner."""
    rows: tuple[Row, ...]
    place: Place


class Parameter(NamedTuple):
    """A named threshold and who sets it (decision 5)."""

    name: str
    value: int | float
    unit: str
    basis: Basis
    why: str
    source: str
    place: Place
    changes: bool = False
    """Whether it says that it changes the parameter of another pack."""
    changed_by: str = ""
    """The pack that has changed it; empty where no pack has."""
    before: int | float = 0
    """What it was before, where a pack has changed it."""


class ForEach(NamedTuple):
    """One finding for each partner of a table's kinds, or for each row of a table."""

    table: str
    partners: bool
    kinds: tuple[str, ...]
    """Only these kinds; empty means all rows."""
    unknown_if_not_named: bool
    """Nothing is known of a body that the submission does not name, whatever the table says."""


class Case(NamedTuple):
    """A worked example that the rule must judge as said. `given` is read when cases are run."""

    name: str
    as_at: dt.date | None
    law_at: dt.date | None
    given: Any
    subject: str
    verdict: Verdict
    place: Place


class Rule(NamedTuple):
    """One expectation that can be decided."""

    id: str
    theme: str
    title: str
    expects: str
    duty_on: str
    force: Force
    sources: tuple[Source, ...]
    in_force: InForce
    for_each: ForEach | None
    unless: Condition | None
    """An exemption that the authority must claim: where it is not known to hold, the rule applies."""
    applies: Condition | None
    met: Condition
    partly: Condition | None
    evidence: tuple[str, ...]
    why: str
    remedy: str
    enquiry: str
    note: str
    cases: tuple[Case, ...]
    pack: str
    reads: tuple[str, ...]
    """Paths of the facts that its conditions look at, sorted; the fields of records stand for their list."""
    parameters: tuple[str, ...]
    """Names of the parameters that its conditions use, sorted."""
    place: Place


class Signal(NamedTuple):
    """A question about findings, limiters or positions that a limiter or systemic risk joins.

    Exactly one of `rule`, `theme`, `limiter`, `position_of` and `risk` is set.
    """

    rule: str = ""
    theme: str = ""
    limiter: str = ""
    risk: str = ""
    position_of: str = ""
    """A theme, or `overall`."""
    verdicts: tuple[Verdict, ...] = ()
    """The verdicts counted, for `rule` and `theme`."""
    forces: tuple[Force, ...] = ()
    """Only rules of these forces, for `theme`; empty means all."""
    at_least: int = 1
    at_most_level: Level | None = None
    """For `position_of`: the position is this or worse."""

    def key(self) -> str:
        """A name for the count this signal reads; the same for equal questions."""
        if self.limiter:
            return f"limiter:{self.limiter}"
        if self.risk:
            return f"risk:{self.risk}"
        if self.position_of:
            return f"position:{self.position_of}:{self.at_most_level}"
        what = f"rule:{self.rule}" if self.rule else f"theme:{self.theme}"
        return f"{what}:{'+'.join(self.forces)}:{'+'.join(self.verdicts)}"


class Alternative(NamedTuple):
    """Signals that must hold together."""

    signals: tuple[Signal, ...]


class Limiter(NamedTuple):
    """A rule over findings that caps a theme's or the overall position, or warns."""

    id: str
    title: str
    kind: str
    """`cap`, `no-overall` or `warn`."""
    about: str
    """A theme, `overall`, or `each-theme`."""
    at_most: Level | None
    strength: Strength
    regimes: tuple[str, ...]
    """Only in these inspection regimes; empty means always."""
    in_force: InForce
    sources: tuple[Source, ...]
    basis: Basis
    when: tuple[Alternative, ...]
    because: str
    place: Place


class RiskRule(NamedTuple):
    """A systemic risk: a conclusion from findings in different themes."""

    id: str
    title: str
    says: str
    when: tuple[Alternative, ...]
    enquiry: str
    place: Place


class ScalePoint(NamedTuple):
    """One grade of a scale, and the position that a trust claims by giving it to itself."""

    word: str
    label: str
    claims: Level


class Scale(NamedTuple):
    """A named judgement scale with its direction; points are best first."""

    id: str
    title: str
    points: tuple[ScalePoint, ...]
    source: str
    place: Place
    no_grades: str = ""
    """Why there are none, for an inspection that gives no grades; it then has no points."""


class Pack(NamedTuple):
    """One folder of rule files."""

    id: str
    version: str
    title: str
    extends: str
    digest: str
    """sha256 of the pack's files, in hexadecimal."""


class Withdrawal(NamedTuple):
    """A rule that a pack takes out of the pack it extends; shown in every report."""

    rule: Rule
    reason: str
    pack: str
    place: Place


class Indicator(NamedTuple):
    """One line of a tabulation: how many submissions state what the condition asks."""

    id: str
    label: str
    condition: Condition
    note: str
    place: Place


class Measure(NamedTuple):
    """One number of a tabulation: the mean of a fact over the submissions that state it."""

    id: str
    label: str
    path: str
    note: str
    place: Place


class Tabulation(NamedTuple):
    """A table of facts to count over many submissions. It judges nothing."""

    name: str
    title: str
    source: str
    indicators: tuple[Indicator, ...]
    measures: tuple[Measure, ...]
    place: Place


class RulePacks(NamedTuple):
    """All that the loaded packs declare, checked; not yet cut to a law date."""

    packs: tuple[Pack, ...]
    vocabulary: Vocabulary
    tables: Mapping[str, Table]
    parameters: Mapping[str, Parameter]
    scales: Mapping[str, Scale]
    rules: tuple[Rule, ...]
    limiters: tuple[Limiter, ...]
    risks: tuple[RiskRule, ...]
    themes: tuple[tuple[str, str], ...]
    """Theme id and title, in the order of reports."""
    digest: str
    withdrawn: tuple[Withdrawal, ...] = ()
    tabulations: tuple[Tabulation, ...] = ()
    renamed: Mapping[str, str] = _NO_CHOICES
    """Rules by the ids that they had before: the id of each now, chains followed."""

    def now(self, name: str) -> str:
        """The id that a rule, or the rule of a finding (`rule/subject`), has now; others as they are."""
        rule, slash, subject = name.partition("/")
        return f"{self.renamed.get(rule, rule)}{slash}{subject}"
