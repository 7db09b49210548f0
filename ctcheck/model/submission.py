"""A submission as read: its facts, each with its place."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from ctcheck.model.place import Place
from ctcheck.model.public import Mark
from ctcheck.model.values import Fact

_NO_MARKS: Mapping[str, Mark] = MappingProxyType({})
_NOTHING_CARRIED: Mapping[str, dt.date] = MappingProxyType({})

PARTNER_LIST = "partner.named"
"""Under `carried`: who the partners are, as against what is stated of each."""
BODIES_ABSENT = "area.bodies_absent"
WAIVERS = "not_applicable"
CARRIED_PARTS = (PARTNER_LIST, BODIES_ABSENT, WAIVERS)
"""What can be carried and is no fact of the vocabulary."""


class Area(NamedTuple):
    """The authority that the submission is about."""

    name: str
    code: str
    type: str
    """`county`, `unitary`, `metropolitan-district` or `london-borough`."""
    bodies_absent: tuple[str, ...]
    """Kinds of body that the area does not have."""


class Partner(NamedTuple):
    """One partner as the submission names it."""

    id: str
    name: str
    kind: str
    facts: Mapping[str, Fact]
    """By path; every path begins with `partner.`."""
    place: Place
    return_status: str = ""
    """`invited`, `started`, `submitted`, `moderated`, `not-returned`, `exempt` or empty."""
    answered_by: str = ""
    """The role or body that answered for it."""


class EvidenceItem(NamedTuple):
    """One entry of the evidence register."""

    id: str
    title: str
    kind: str
    date: dt.date | None
    review_by: dt.date | None
    owner_role: str
    kept: str
    shows: str
    """`process`, `practice`, `impact` or empty."""
    supports: tuple[str, ...]
    """Fact paths, partner ids or rule ids."""
    place: Place
    file: str = ""
    """A file below the folder of the submission, with forward slashes; empty where none is named."""
    sha256: str = ""
    """The digest that the submission gives of it, in hexadecimal."""


class SelfJudgement(NamedTuple):
    """The trust's own verdict on a named scale."""

    about: str
    """A theme, a rule id, or `overall`."""
    scale: str
    judgement: str
    given_on: dt.date | None
    place: Place


class Action(NamedTuple):
    """One entry of the submission's own action plan."""

    id: str
    closes: tuple[str, ...]
    """Rule ids."""
    action: str
    owner_role: str
    due: dt.date | None
    success_measure: str
    status: str
    place: Place
    withheld: bool = False
    """Whether it stands here without its words, because these are not for publication."""


class Waiver(NamedTuple):
    """A rule said not to apply, with reason and approval."""

    rule: str
    reason: str
    approved_by: str
    until: dt.date | None
    place: Place


class Inspection(NamedTuple):
    """The inspection that the submission prepares for."""

    regime: str = ""
    status: str = ""
    notified: dt.date | None = None
    fieldwork: dt.date | None = None


class SourceDocument(NamedTuple):
    """A document that the submission was made from."""

    ref: str
    title: str
    address: str


class SignOff(NamedTuple):
    """Who signed, by role, and when."""

    role: str
    on: dt.date | None
    place: Place | None = None


class Period(NamedTuple):
    """The time that the submission covers."""

    first: dt.date | None = None
    last: dt.date | None = None
    place: Place | None = None


class PartnerReturn(NamedTuple):
    """What makes a file the return of one body, and no self-assessment of an area."""

    partner: str
    """The id of the body that sends it."""
    areas: tuple[str, ...]
    """Names or official codes of the areas that it is for."""
    answered_by: str
    on: dt.date | None


class Warning_(NamedTuple):
    """Something in the file that is allowed and wants a look."""

    place: Place
    path: str
    message: str
    kind: str = ""
    """What it looks like: a key of `reading.personal.KINDS`."""
    certain: bool = False
    """Whether it is as good as certain that it is about one person."""


class Submission(NamedTuple):
    """One self-assessment file."""

    file: str
    """Base name of the file."""
    digest: str
    """sha256 of its bytes, in hexadecimal."""
    fictional: bool
    title: str
    area: Area
    as_at: dt.date
    marking: str
    inspection: Inspection
    signed: tuple[SignOff, ...]
    sources: tuple[SourceDocument, ...]
    facts: Mapping[str, Fact]
    """By path, the frame's own facts (`area.type`, `as_at`, `inspection.…`) included."""
    partners: tuple[Partner, ...] | None
    """None where the submission does not say who the partners are."""
    partners_place: Place
    evidence: tuple[EvidenceItem, ...]
    self_judgements: tuple[SelfJudgement, ...]
    actions: tuple[Action, ...]
    waivers: tuple[Waiver, ...]
    warnings: tuple[Warning_, ...]
    marks: Mapping[str, Mark] = _NO_MARKS
    """What is not for publication, by path: `evidence[2]`, `plan.consultation`, `partners[0].agreement`.

    A path covers all below it; `partner.agreement` is that fact of every partner.
    """
    returned: PartnerReturn | None = None
    carried: Mapping[str, dt.date] = _NOTHING_CARRIED
    """Answers taken over and not confirmed, by path as written, each with the day it was stated for.

    The facts themselves say so too. What is no fact stands here alone: `partner.named` (who the partners
    are), `area.bodies_absent` and `not_applicable`.
    """
    history: tuple[Action, ...] = ()
    """Actions that were finished in earlier cycles."""
    remarks: tuple[Warning_, ...] = ()
    """What was read as something else than what stands there: a rule under the id that it had before."""
    period: Period = Period()
