"""What has changed between two submissions, and what caused each change."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
from typing import Final, NamedTuple

from ctcheck.model.place import Place
from ctcheck.model.rules import Pack
from ctcheck.model.submission import Action
from ctcheck.model.words import Force, Level, Verdict

MOVEMENTS: Final = (
    "opened",
    "worse",
    "answered",
    "better",
    "closed",
    "begun",
    "ended",
    "unchanged",
)
"""How a finding can have moved; each pair of findings is exactly one of them.

`opened`: no gap before, a gap now. `worse`, `better`: a gap before and now, and the verdict lower or higher.
`answered`: silence before, an honest `not_met` now. `closed`: a gap before, met now. `begun`: not asked before
and met now. `ended`: asked before and not now. `unchanged`: the same verdict.
"""

LEAST_LETTERS: Final = 40
LEAST_WORDS: Final = 6
"""A text as long as this is not the same twice by chance; the name of a role or group is shorter."""

CAUSES: Final = ("date", "rules", "submission")
"""In the order in which they are tried."""


class Side(NamedTuple):
    """One of the two submissions, and what it was judged by."""

    file: str
    digest: str
    title: str
    area: str
    fictional: bool
    as_at: dt.date
    law_date: dt.date
    packs: tuple[Pack, ...]
    rules_digest: str
    gaps: int
    """Gaps that somebody has to act on: neither options under powers nor law no longer asked for."""
    carried: int
    """Answers taken over from earlier and not confirmed."""
    personal_data: int = 0
    """How many places, as good as certain to hold personal data, it was read with by leave."""


class Trial(NamedTuple):
    """The old submission judged again with some of what is new, or the new one with some of what is old."""

    new: tuple[str, ...]
    """What is new in it: of `CAUSES`."""
    verdict: Verdict | None
    """None where nothing is asked there."""


class Change(NamedTuple):
    """One finding as it was and as it is."""

    id: str
    """The finding now; the one before where there is none now."""
    before_id: str
    """The finding before, if it had another id or is gone; else empty."""
    theme: str
    title: str
    subject: str
    force: Force
    movement: str
    """One of `MOVEMENTS`."""
    weighs: bool
    """False for powers and for law no longer asked for."""
    before: Verdict | None
    """None where it was not asked."""
    after: Verdict | None
    kind_before: str
    """The kind of gap; empty where it was none."""
    kind_after: str
    causes: tuple[str, ...]
    """What it took to come to the verdict now, of `CAUSES`; several where only together they do. Empty for no change."""
    also: tuple[tuple[str, ...], ...]
    """Others that would have done the same without those."""
    date_by: str
    """Where the date is a cause: `law` (the law date), `time` (the day described), `either` or `both`; else empty."""
    trials: tuple[Trial, ...]
    """What the causes were told by."""
    because: str
    """The finding now, or the one before, in a sentence."""


class Moved(NamedTuple):
    """The indicative position of a theme, or of the whole, then and now."""

    about: str
    title: str
    before: Level | None
    after: Level | None


class Subject(NamedTuple):
    """A partner that came or went."""

    id: str
    name: str
    kind: str
    how: str
    """`came`, `went` or `renamed`."""
    before: str
    """For `renamed`: the id before."""


class Copied(NamedTuple):
    """A text that is the same, word for word, as last time."""

    path: str
    label: str
    partner: str
    """Its name, where the answer is a partner's."""
    text: str
    place: Place


class Unmoved(NamedTuple):
    """A date that is the same as last time although a rule asks for a newer one."""

    path: str
    label: str
    partner: str
    date: str
    within: str
    """How old it may be, in words."""
    rule: str
    place: Place


class Jump(NamedTuple):
    """Two grades up at once, and nothing in the submission that explains it."""

    what: str
    """`finding`, `position` or `self-judgement`."""
    about: str
    """The id of the finding or theme."""
    title: str
    before: str
    after: str


class ActionSince(NamedTuple):
    """An action of last time that fell due, or is finished, or is gone."""

    id: str
    action: str
    owner_role: str
    due: dt.date | None
    """The day it was due last time."""
    now_due: dt.date | None
    status: str
    """Its status now; empty where it is gone."""
    how: str
    """`overdue`, `put-off`, `gone` or `finished`."""


class Renamed(NamedTuple):
    """A rule that has another id now."""

    before: str
    now: str


class Comparison(NamedTuple):
    """Two submissions, side by side."""

    old: Side
    new: Side
    differs: tuple[str, ...]
    """What the two differ in, of `CAUSES`."""
    changes: tuple[Change, ...]
    """One for each finding of either report; those to act on first."""
    positions: tuple[Moved, ...]
    partners: tuple[Subject, ...]
    copied: tuple[Copied, ...]
    unmoved: tuple[Unmoved, ...]
    jumps: tuple[Jump, ...]
    actions: tuple[ActionSince, ...]
    history: tuple[Action, ...]
    """Actions that the new submission lists as finished in earlier cycles."""
    renamed: tuple[Renamed, ...]
    notes: tuple[str, ...]

    def count(self, movement: str) -> int:
        """How many findings moved so; powers and law no longer asked for are not counted."""
        return sum(one.movement == movement and one.weighs for one in self.changes)
