"""The gap report: the immutable result that every output format reads.

Everything is computed before it stands here. Writers only lay out.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from ctcheck.model.comparison import Comparison
from ctcheck.model.counts import Counts
from ctcheck.model.judgements import ThreeViews
from ctcheck.model.papers import Papers, Prepared
from ctcheck.model.place import Place
from ctcheck.model.public import PublicVersion
from ctcheck.model.rules import InForce, Pack, Source
from ctcheck.model.submission import (
    Action,
    Area,
    Inspection,
    SelfJudgement,
    SignOff,
    SourceDocument,
)
from ctcheck.model.values import Truth
from ctcheck.model.words import Basis, EvidenceState, Force, Level, Standing, Strength, Verdict


class Reason(NamedTuple):
    """One node of the tree behind a finding: clause, condition, value found with its line, result."""

    clause: str
    """`all`, `any`, `not`, `at_least`, `each`, `some`, `item`, `named` or `fact`."""
    result: Truth
    """`T`, `F` or `U`."""
    text: str
    """What must hold, in words."""
    path: str = ""
    """For a fact: its dotted path."""
    label: str = ""
    """For a fact: its noun phrase."""
    found: str = ""
    """For a fact: the value found in words; empty where nothing is stated."""
    place: Place | None = None
    parts: "tuple[Reason, ...]" = ()
    withheld: bool = False
    """Whether it rests on something that is not for publication, so that its result is not told."""
    carried: bool = False
    """Whether it is unknown because what is stated is taken over from earlier and not confirmed."""


class Subject(NamedTuple):
    """What a finding is about: the area, one partner, or one row of a table."""

    kind: str
    """`area`, `partner`, `partner-kind` (no such partner is named) or `row`."""
    id: str
    label: str
    partner_kind: str = ""
    provision: str = ""
    """The paragraph that lists this partner."""


class MissingFact(NamedTuple):
    """A fact that would settle a finding without an answer, and whom to ask."""

    path: str
    ask: str
    supplied_by: str


class Explanation(NamedTuple):
    """Everything that explains one finding."""

    sentence: str
    because: str
    applies: Reason | None
    met: Reason | None
    partly: Reason | None
    places: tuple[Place, ...]
    missing: tuple[MissingFact, ...]


class Told:
    """An explanation that is worked out when somebody first asks for it, and never changes.

    Most findings of a good submission are met, and the text report prints no reasons for them;
    working them out would take longer than all the rest. Equal when the explanations are.
    """

    __slots__ = ("_explanation", "_make")

    def __init__(self, make: Callable[[], Explanation]) -> None:
        self._make = make
        self._explanation: Explanation | None = None

    @property
    def explanation(self) -> Explanation:
        """The explanation."""
        if self._explanation is None:
            self._explanation = self._make()
        return self._explanation

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Told) and self.explanation == other.explanation

    def __hash__(self) -> int:
        return hash(self.explanation.sentence)


class Finding(NamedTuple):
    """The verdict on one rule for one subject, with everything needed to explain it."""

    id: str
    """`rule` or `rule/subject`; an anchor that never changes for the same rule and subject."""
    rule: str
    theme: str
    title: str
    expects: str
    duty_on: str
    force: Force
    sources: tuple[Source, ...]
    in_force: InForce
    subject: Subject
    verdict: Verdict
    standing: Standing
    incomplete: bool
    """True where an unknown took part in a verdict other than `no_answer`."""
    told: Told
    """Its explanation; read it through the properties below."""
    evidence: EvidenceState
    evidence_items: tuple[str, ...]
    """Ids of the evidence items that support it."""
    waiver: str
    """Reason for a `not_applicable` that the submission claims; empty otherwise."""
    why: str
    remedy: str
    enquiry: str
    note: str
    evidence_wanted: tuple[str, ...]
    parameters: tuple[str, ...]
    """Names of the parameters that its conditions use."""
    carried: tuple[str, ...] = ()
    """Paths of the facts that its conditions look at and that are carried and not confirmed."""

    @property
    def sentence(self) -> str:
        """The finding in one plain sentence."""
        return self.told.explanation.sentence

    @property
    def because(self) -> str:
        """The same without the name of the subject, so that equal reasons can be told once."""
        return self.told.explanation.because

    @property
    def applies(self) -> Reason | None:
        """Why the rule applies or does not; None where it always applies."""
        return self.told.explanation.applies

    @property
    def met(self) -> Reason | None:
        """The condition that meets the expectation; None where the rule does not apply."""
        return self.told.explanation.met

    @property
    def partly(self) -> Reason | None:
        """The weaker condition; None where there is none or where it decides nothing."""
        return self.told.explanation.partly

    @property
    def places(self) -> tuple[Place, ...]:
        """Where the facts it rests on stand, by line."""
        return self.told.explanation.places

    @property
    def missing(self) -> tuple[MissingFact, ...]:
        """The facts that would settle a finding without an answer."""
        return self.told.explanation.missing

    @property
    def is_judged(self) -> bool:
        """Whether it counts: the expectation applies, and a position may rest on it."""
        return self.verdict is not Verdict.NOT_APPLICABLE and self.weighs

    @property
    def weighs(self) -> bool:
        """Whether a position may rest on it: using a power is a choice, and of residual law nobody asks."""
        return self.force is not Force.POWER and self.standing is not Standing.RESIDUAL


class Gap(NamedTuple):
    """A finding that needs somebody to act, in the order to act in."""

    finding: Finding
    kind: str
    """`breach` (a duty in force that is not met), `unanswered`, `readiness`, `shortfall`, `option` (a power), `residual` (law no longer asked for) or `error`."""
    limits: tuple[str, ...]
    """Ids of the limiters that fired on this finding."""
    actions: tuple[str, ...]
    """Ids of the submission's own actions that close it."""
    planned: bool
    """An action with an owner and a date that falls before the inspection."""


class GapGroup(NamedTuple):
    """Gaps of one rule that differ in nothing but the subject: told once, one action closes them alike."""

    number: int
    """In the order to act in; 0 for options under powers."""
    gaps: tuple[Gap, ...]


class Limit(NamedTuple):
    """A limiter that fired."""

    id: str
    title: str
    about: str
    kind: str
    at_most: Level | None
    strength: Strength
    basis: Basis
    because: str
    sources: tuple[Source, ...]
    findings: tuple[str, ...]
    """Ids of the findings it rests on."""
    bites: bool
    """True where it makes the position lower than the findings alone."""


class Position(NamedTuple):
    """Where a theme, or the trust as a whole, stands. Indicative; never a prediction of a grade."""

    about: str
    """A theme id or `overall`."""
    title: str
    counts: Counts
    """Powers are not counted: using one is a choice."""
    base: Level
    """From the findings alone."""
    indicative: Level
    """After limiters."""
    limits: tuple[Limit, ...]
    reasons: tuple[str, ...]
    """The chain of reasons, a sentence each."""


class SystemicRisk(NamedTuple):
    """A conclusion from findings in different themes."""

    id: str
    title: str
    says: str
    enquiry: str
    findings: tuple[str, ...]
    limits: tuple[str, ...]


class SelfView(NamedTuple):
    """A self-judgement held against the indicative position."""

    judgement: SelfJudgement
    scale_title: str
    label: str
    claims: Level
    indicative: Level | None
    """None where there is nothing to hold it against."""
    comparison: str
    """`over-claim`, `under-claim`, `agrees` or `not-compared`."""
    sentence: str


class ParameterUse(NamedTuple):
    """A parameter that the findings rest on."""

    name: str
    value: int | float
    unit: str
    basis: Basis
    why: str
    source: str
    changed_by: str = ""
    """The pack that has changed it; empty where no pack has."""
    before: int | float = 0
    """What it was before, where a pack has changed it."""


class Coming(NamedTuple):
    """A rule that is enacted and has no day yet on which it begins: listed, never judged."""

    rule: str
    title: str
    source: str
    enacted: dt.date | None


class Withdrawn(NamedTuple):
    """A rule that a pack has taken out, and why."""

    rule: str
    title: str
    pack: str
    reason: str


class CarriedAnswers(NamedTuple):
    """How many answers are taken over from one day, and nobody has confirmed them since."""

    since: dt.date
    answers: int


class Assurance(NamedTuple):
    """What was checked, what was not and why (page one of every report)."""

    rules_evaluated: int
    not_yet_law: int
    """Rules with a known start after the law date."""
    no_longer_law: int
    enacted_not_in_force: int
    suggested_law_date: dt.date | None
    """The first later day on which more rules than on any other are law."""
    counts: Counts
    cannot_show: tuple[str, ...]
    """What a self-assessment cannot show, a sentence each."""
    not_returned: tuple[str, ...]
    """Partners that did not send their return."""
    recalled: tuple[str, ...]
    """Ids of evaluated rules whose source was not read."""
    coming: tuple[Coming, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    """Rules taken out by a pack that would have been law on the law date."""
    carried: tuple[CarriedAnswers, ...] = ()
    """Answers that are taken over and not confirmed, by the day they were stated for."""


class Note(NamedTuple):
    """Something to look at that is not a finding: evidence, marking, personal data."""

    place: Place | None
    path: str
    message: str


class GapReport(NamedTuple):
    """One submission held against one rule book on one law date."""

    file: str
    digest: str
    title: str
    fictional: bool
    area: Area
    as_at: dt.date
    law_date: dt.date
    marking: str
    inspection: Inspection
    signed: tuple[SignOff, ...]
    sources: tuple[SourceDocument, ...]
    packs: tuple[Pack, ...]
    rules_digest: str
    version: str
    engine: str
    summary: tuple[str, ...]
    """The report in a few sentences, for a reader who has one minute."""
    assurance: Assurance
    findings: tuple[Finding, ...]
    """Exactly one for each rule and subject, by theme in report order, then rule, then subject."""
    gaps: tuple[Gap, ...]
    """In the order to act in, one for each open finding."""
    gap_groups: tuple[GapGroup, ...]
    """The same gaps, in the order of the first of each group."""
    themes: tuple[tuple[str, str], ...]
    """Id and title of every theme of the rule book, in report order."""
    positions: tuple[Position, ...]
    limits: tuple[Limit, ...]
    """Every limiter that fired, by id; also where there is no overall position."""
    overall: Position | None
    overall_note: str
    """Why there is no overall position, where there is none."""
    risks: tuple[SystemicRisk, ...]
    self_views: tuple[SelfView, ...]
    actions: tuple[Action, ...]
    parameters: tuple[ParameterUse, ...]
    notes: tuple[Note, ...]
    prepared: Prepared
    """Read it through `papers`."""
    public: PublicVersion | None = None
    """What the report says of itself where it is a version for the public."""
    inspector: ThreeViews | None = None
    """Trust, ctcheck and inspector side by side, where an inspector has judged; changes nothing above."""
    since: Comparison | None = None
    """What has changed since an earlier submission, where one was named."""
    personal_data: int = 0
    """How many places, as good as certain to hold personal data, it was made with by leave."""

    @property
    def papers(self) -> Papers:
        """Action plan, timeline, matrix, lines of enquiry and evidence index."""
        return self.prepared.papers
