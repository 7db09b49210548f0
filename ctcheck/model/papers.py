"""What meetings and inspections need beside the findings, as it is worked out from them."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from ctcheck.model.counts import Counts
from ctcheck.model.submission import EvidenceItem
from ctcheck.model.words import EvidenceState


class EvidenceUse(NamedTuple):
    """One piece of evidence: in what state it is on the day of the inspection, and what it backs."""

    item: EvidenceItem
    state: EvidenceState
    """`evidenced` (dated and in date), `undated` or `stale`."""
    age_months: int | None
    """Whole months from its date to the day of the inspection; None where it has no date before that day."""
    findings: tuple[str, ...]
    """Ids of the findings that it backs, in report order."""


class PlannedAction(NamedTuple):
    """One line of the action plan: the submission's own, or drafted from a gap that has none."""

    id: str
    """The submission's own id, or `draft-` and the number of the gap."""
    drafted: bool
    gaps: tuple[str, ...]
    """Ids of the findings that it closes."""
    gap: str
    """What falls short, in words."""
    action: str
    owner_role: str
    """Empty where nobody is named."""
    due: dt.date | None
    success_measure: str
    status: str
    priority: int
    """1 (first), 2 or 3."""
    reason: str
    """Why it has that priority, a sentence."""
    checks: tuple[str, ...]
    """What is wrong with it: `no-owner`, `no-date`, `no-end`, `after-inspection`, `overdue`, `closes-nothing`."""
    withheld: bool = False
    """Whether owner, day and measure are not for the public; what is withheld is not checked either."""


class Event(NamedTuple):
    """One day that matters on the way to the inspection."""

    day: dt.date
    kind: str
    """`as-at`, `notified`, `fieldwork`, `deadline`, `evidence`, `review-by` or `action`."""
    ref: str
    """The id of the evidence, action or deadline; empty elsewhere."""
    label: str
    working_days: int | None
    """From the day described, that day being 0; negative before it. None outside the table of bank holidays."""


class Deadline(NamedTuple):
    """The last day for a written statement of action after an inspection report."""

    id: str
    label: str
    received: dt.date
    """The day on which the report was received; it is day 0."""
    working_days: int
    due: dt.date | None
    """None outside the table of bank holidays."""
    provision: str
    read: bool
    """Whether the provision was read, or is cited from memory."""
    note: str


class Timeline(NamedTuple):
    """The way to the inspection, in working days."""

    start: dt.date
    """The day that the submission describes."""
    inspection: dt.date | None
    working_days: int | None
    """From the start to the first day of fieldwork; None where either is not known."""
    counting: str
    """The rule by which days are counted, a sentence."""
    events: tuple[Event, ...]
    """By day."""


class MatrixColumn(NamedTuple):
    """The area, or one body."""

    id: str
    label: str


class MatrixCell(NamedTuple):
    """The findings of one theme about one body."""

    letter: str
    """`M` all met, `P` met in part, `N` something not met, `?` something open, `-` nothing applies, `E` an error."""
    counts: Counts


class MatrixRow(NamedTuple):
    """One theme."""

    theme: str
    title: str
    cells: tuple[MatrixCell, ...]
    """One for each column."""


class Matrix(NamedTuple):
    """Themes by bodies: who stands where."""

    columns: tuple[MatrixColumn, ...]
    """The area first, then bodies, the one with most that falls short first."""
    rows: tuple[MatrixRow, ...]


class Enquiry(NamedTuple):
    """Something to ask when inspecting, or before somebody else does."""

    about: str
    """`over-claim`, `under-claim`, `risk`, `not-met`, `unproved`, `stale`, `undated`, `cited-often`,
    `process-only`, `own-word`, `silent` or `cannot-show`."""
    question: str
    why: str
    """What in the report leads to it, a sentence."""
    findings: tuple[str, ...]
    documents: tuple[str, ...]
    """What to ask for."""


class StepItem(NamedTuple):
    """One answer, gap or document of a next step."""

    ref: str
    """The path of the answer, the id of the finding or of the evidence; empty for a document not yet named."""
    text: str
    """The question, the title of the gap, or what sort of document it is."""
    who: str
    """Whom to ask, by role; empty where that is not known."""
    settles: int
    """How many findings it bears on."""
    about: str = ""
    """The body that an answer is about, or the state of a piece of evidence."""


class NextStep(NamedTuple):
    """One thing to do next."""

    kind: str
    """`errors`, `answers`, `actions`, `evidence` or `review`."""
    items: tuple[StepItem, ...]
    """The best first."""
    settles: int
    """How many findings all of the items together can settle or close at the most; 0 where none is counted."""
    of: int
    """How many such findings there are."""


class Papers(NamedTuple):
    """What meetings and inspections need beside the findings; worked out when it is first asked for."""

    evidence: tuple[EvidenceUse, ...]
    plan: tuple[PlannedAction, ...]
    """By priority, then in the order of the gaps."""
    timeline: Timeline
    matrix: Matrix
    enquiries: tuple[Enquiry, ...]
    next_steps: tuple[NextStep, ...] = ()
    """In the order to take them; none in a version for the public, and none where nothing was judged."""


class Prepared:
    """Papers, worked out once and only when somebody reads them; equal where the papers are."""

    __slots__ = ("_make", "_papers")

    def __init__(self, make: Callable[[], Papers]) -> None:
        self._make = make
        self._papers: Papers | None = None

    @property
    def papers(self) -> Papers:
        """The papers."""
        if self._papers is None:
            self._papers = self._make()
        return self._papers

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Prepared) and self.papers == other.papers

    def __hash__(self) -> int:
        return hash(self.papers.plan)
