"""What inspectors judge for themselves, and how it stands beside the trust's view and ctcheck's."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
from typing import Final, NamedTuple

from ctcheck.model.place import Place
from ctcheck.model.submission import SelfJudgement
from ctcheck.model.words import Level, Verdict

FILE_NAME: Final = "judgements.yaml"
"""A file of this name beside a submission is found without being asked for."""

OVERALL: Final = "overall"


class Subject(NamedTuple):
    """What tells one submission from another."""

    file: str
    """Base name."""
    area: str
    as_at: dt.date
    digest: str
    """sha256 of its bytes."""


class InspectorJudgement(NamedTuple):
    """One judgement as it stands in the file."""

    about: str
    """A theme, a rule id, a finding id (rule/subject) or `overall`."""
    verdict: str
    """A verdict for a rule or finding, a position for a theme, or a point of the scale."""
    scale: str
    """The id of a named scale; empty where the verdict is in ctcheck's own words."""
    reason: str
    role: str
    given_on: dt.date
    place: Place


class Judgements(NamedTuple):
    """One file of judgements, known to be about the submission that it stands beside."""

    file: str
    """Base name of the file."""
    digest: str
    """sha256 of its bytes, in hexadecimal."""
    judgements: tuple[InspectorJudgement, ...]
    warnings: tuple[tuple[Place, str, str], ...] = ()
    """Places that look as if they held personal data: place, path and message."""


class InspectorView(NamedTuple):
    """One judgement beside what ctcheck found."""

    judgement: InspectorJudgement
    level: Level | None
    """The position that it amounts to; None for `not_applicable`."""
    word: Verdict | Level | None
    """The verdict or position in ctcheck's own words; None where it is a point of a scale."""
    label: str
    """What the point of the scale is called; empty where there is no scale."""
    scale_title: str
    comparison: str
    """`agrees`, `higher` (sees more in place than ctcheck), `lower`, `differs` or `not-compared`."""


class TrustView(NamedTuple):
    """What the trust says of the same thing."""

    judgement: SelfJudgement
    label: str
    scale_title: str


class ThreeView(NamedTuple):
    """One theme, rule or finding as three see it: the trust, ctcheck and the inspector."""

    about: str
    kind: str
    """`overall`, `theme`, `rule` or `finding`."""
    title: str
    trust: tuple[TrustView, ...]
    level: Level | None
    """ctcheck's position on a theme or the whole; None for rules, and where nothing was judged."""
    verdicts: tuple[tuple[str, Verdict], ...]
    """ctcheck's verdicts on a rule or finding: the ids of findings with their verdicts."""
    why_not: str
    """Why ctcheck says nothing, a sentence; empty where it says something."""
    inspector: tuple[InspectorView, ...]


class ThreeViews(NamedTuple):
    """Trust, ctcheck and inspector side by side. Nothing of ctcheck's own is changed by it."""

    file: str
    digest: str
    number: int
    """How many judgements the file holds."""
    views: tuple[ThreeView, ...]
    """Themes in report order, then the whole, then rules in the order of the report."""
