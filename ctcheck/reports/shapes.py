"""What layouts print: plain words, already safe, already in order.

A layout may place these, wrap them and escape them; it has nothing left to decide.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

from typing import NamedTuple


class Item(NamedTuple):
    """A text, and the address it links to: only a rule pack's source has one."""

    text: str
    url: str = ""


class Labelled(NamedTuple):
    """A label and what stands behind it, one entry a line."""

    label: str
    items: tuple[Item, ...]
    extra: bool = False
    """True for what the text format only prints when asked to explain."""


class Tag(NamedTuple):
    """A status word; `kind` chooses the colour and is always one of our own words."""

    word: str
    kind: str


class Node(NamedTuple):
    """One line of a tree of reasons with what stands below it."""

    mark: str
    """`yes`, `no` or `unknown`."""
    text: str
    found: str
    """The value found; empty for a line that joins others."""
    place: str
    parts: "tuple[Node, ...]"


class Tree(NamedTuple):
    """A condition of a rule, and how it came out."""

    title: str
    root: Node


class FindingView(NamedTuple):
    """One finding."""

    id: str
    anchor: str
    """Stable for the same rule and subject, and fit for a fragment of an address."""
    own_anchor: bool
    """False for an entry in the list of all findings whose gap, elsewhere, carries the anchor."""
    tag: Tag
    title: str
    subject: str
    theme: str
    force: str
    evidence: str
    sentence: str
    waiver: str
    lines: tuple[Labelled, ...]
    trees: tuple[Tree, ...]
    binding: str = ""
    """The force alone, without its standing in law: what a reader may choose findings by."""


class Alike(NamedTuple):
    """Another finding that is told in the same words: only its subject differs."""

    id: str
    anchor: str
    subject: str


class GapView(NamedTuple):
    """Gaps told together, with their number in the order to act in; an option has none (0)."""

    number: int
    kind: Tag
    finding: FindingView
    """The first of them."""
    also: tuple[Alike, ...]
    """The others."""
    bodies: str
    """How many there are, in words; empty for one alone."""


class LimitView(NamedTuple):
    """A limit on a position."""

    title: str
    effect: str
    because: str
    """Empty where it stands among the reasons of the position."""
    sources: tuple[Item, ...]
    trees: tuple[Tree, ...] = ()
    """Why it stands, where trees are wanted."""


class PositionView(NamedTuple):
    """Where a theme or the whole stands."""

    title: str
    tag: Tag
    base: str
    """From the findings alone, where a limit made it lower; else empty."""
    tally: str
    reasons: tuple[str, ...]
    limits: tuple[LimitView, ...]


class RiskView(NamedTuple):
    """A systemic risk."""

    title: str
    says: str
    enquiry: str
    findings: tuple[Labelled, ...]
    """By title; an item is a subject, its address the fragment of the finding."""
    limits: tuple[str, ...]
    trees: tuple[Tree, ...] = ()
    """Why it stands, where trees are wanted."""


class JudgementView(NamedTuple):
    """A self-judgement beside the indicative position."""

    about: str
    label: str
    scale: str
    claims: str
    indicative: str
    comparison: Tag
    sentence: str


class CountView(NamedTuple):
    """One row of the counts."""

    tag: Tag
    number: int
    meaning: str


class AssuranceView(NamedTuple):
    """What was checked and what was not."""

    evaluated: str
    counts: tuple[CountView, ...]
    total: int
    not_evaluated: tuple[str, ...]
    suggestion: str
    """What a later law date would show; empty with the option."""
    option: str
    """The option to type for that."""
    not_returned: tuple[str, ...]
    recalled: tuple[str, ...]
    cannot_show: tuple[str, ...]


class ClaimView(NamedTuple):
    """What is met with one and the same weakness of evidence."""

    evidence: str
    findings: tuple[Labelled, ...]
    """As for a risk."""


class ThemeView(NamedTuple):
    """The findings of one theme."""

    title: str
    anchor: str
    findings: tuple[FindingView, ...]


class ParameterView(NamedTuple):
    """A threshold and who sets it."""

    name: str
    value: str
    basis: str
    why: str
    source: str


class View(NamedTuple):
    """A whole report."""

    title: str
    fictional: bool
    summary: tuple[str, ...]
    checked: tuple[Labelled, ...]
    assurance: AssuranceView
    positions: tuple[PositionView, ...]
    overall: PositionView | None
    overall_note: str
    risks: tuple[RiskView, ...]
    judgements: tuple[JudgementView, ...]
    gaps: tuple[GapView, ...]
    no_gaps: str
    """What to say where there are none."""
    options: tuple[GapView, ...]
    claims: tuple[ClaimView, ...]
    """Met without evidence in date, by what is wrong with the evidence."""
    findings_title: str
    """What the list of findings holds: all, or all that are no gap."""
    themes: tuple[ThemeView, ...]
    """Every finding once."""
    parameters: tuple[ParameterView, ...]
    notes: tuple[str, ...]
    next_step: str
    public: tuple[str, ...]
    """What a version for the public says of itself; nothing in a full report."""
    withheld_judgements: str
    """How many of the trust's own judgements are withheld; empty where none is."""
    personal: str
    """That it was made although the submission holds personal data; empty where it was not."""
