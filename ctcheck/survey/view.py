"""A survey as its outputs show it: the counts, those withheld that must be, and the way to the records."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

import ctcheck
from ctcheck.model.rules import Pack, RulePacks, Tabulation
from ctcheck.survey import suppress
from ctcheck.survey.expected import Area, Returns
from ctcheck.survey.record import Json
from ctcheck.survey.suppress import Shown
from ctcheck.survey.totals import LEVEL_CELLS, Answer, LevelTable, RuleRow, Totals

OTHER: Final = "other"
"""Types of area too few to be shown by themselves, put together."""

NOT_APPLICABLE: Final = 4
MET: Final = 0


class RuleView(NamedTuple):
    """A rule and how many submissions have each verdict on it."""

    rule: str
    title: str
    theme: str
    force: str
    cells: tuple[Shown, ...]
    total: Shown

    @property
    def judged(self) -> Shown:
        """Submissions to which it applies; only from what is shown."""
        return _less(self.total, self.cells[NOT_APPLICABLE])

    @property
    def open(self) -> Shown:
        """Submissions in which it falls short; only from what is shown."""
        return _less(self.judged, self.cells[MET])


class LevelView(NamedTuple):
    """Positions of one theme, or overall, by type of area."""

    about: str
    title: str
    rows: tuple[tuple[str, suppress.Row], ...]
    totals: suppress.Row


class AnswerView(NamedTuple):
    """One indicator."""

    id: str
    label: str
    note: str
    yes: Shown
    no: Shown
    unknown: Shown
    of: Shown


class MeanView(NamedTuple):
    """One measure; `mean` is None where nobody states it or too few do."""

    id: str
    label: str
    note: str
    mean: float | None
    stated: Shown
    of: Shown


class ReturnsView(NamedTuple):
    """Who came, of those expected."""

    title: str
    expected: int
    returned: int
    missing: tuple[Area, ...]
    twice: tuple[tuple[str, int], ...]
    unlisted: int
    unlisted_names: tuple[str, ...]


class AlsoView(NamedTuple):
    """What other packs would change."""

    packs: tuple[Pack, ...]
    digest: str
    submissions: int
    """Those in which a verdict would change."""
    unreadable: int
    """Those that the other packs cannot read."""
    changes: tuple[tuple[str, str, str, str, int], ...]
    """Rule, title, verdict before and after (empty for none), submissions."""


class Frame(NamedTuple):
    """What a survey was made with."""

    packs: RulePacks
    engine: str
    law_at: dt.date | None
    tabulation: Tabulation | None
    also: RulePacks | None
    below: int | None
    """The threshold of a public version; None for a full one."""
    found: int
    """Submissions that there are; more than were received where the survey was stopped."""


class View(NamedTuple):
    """Everything that an output may show."""

    frame: Frame
    version: str
    received: int
    read: int
    unreadable: int
    skipped: int
    not_judged: int
    fictional: int
    personal_data: int
    """Submissions that are as good as certain to hold some."""
    types: tuple[tuple[str, int], ...]
    levels: tuple[LevelView, ...]
    rules: tuple[RuleView, ...]
    gaps: tuple[RuleView, ...]
    answers: tuple[AnswerView, ...]
    means: tuple[MeanView, ...]
    returns: ReturnsView | None
    also: AlsoView | None
    records: Callable[[], Iterator[Json]]
    """The record of each submission, in order, read again at each call; none in a public version."""

    @property
    def partial(self) -> bool:
        """Whether the survey was stopped."""
        return self.received < self.frame.found

    @property
    def public(self) -> bool:
        """Whether no area is told of by itself."""
        return self.frame.below is not None

    @property
    def themes(self) -> tuple[tuple[str, str], ...]:
        """The themes that have a position somewhere."""
        return tuple((one.about, one.title) for one in self.levels[1:])


def build_view(
    frame: Frame, totals: Totals, returns: Returns | None, records: Callable[[], Iterator[Json]]
) -> View:
    """The view. With a threshold, small counts and what would give them away are withheld."""
    below = frame.below
    types = _pooled(sorted(totals.types.items()), below)
    rules = tuple(_rule(row, below) for row in totals.rules())
    return View(
        frame=frame,
        version=ctcheck.__version__,
        received=totals.received,
        read=totals.read,
        unreadable=totals.by_status["unreadable"],
        skipped=totals.by_status["skipped"],
        not_judged=totals.not_judged,
        fictional=totals.fictional,
        personal_data=totals.personal_data,
        types=tuple((name, number) for name, number, _ in types),
        levels=tuple(_levels(table, types, below) for table in totals.levels()),
        rules=rules,
        gaps=_gaps(totals, rules, below),
        answers=tuple(_answer(one, below) for one in totals.answers()),
        means=tuple(
            _mean(one.id, one.label, one.note, one.sum, one.stated, totals.read, below)
            for one in totals.means()
        ),
        returns=_returns(returns) if returns else None,
        also=_also(frame, totals),
        records=records if below is None else lambda: iter(()),
    )


def _less(whole: Shown, part: Shown) -> Shown:
    return None if whole is None or part is None else whole - part


def _row(cells: Sequence[int], below: int | None) -> suppress.Row:
    return suppress.open_row(cells) if below is None else suppress.row(cells, below)


def _rule(row: RuleRow, below: int | None) -> RuleView:
    shown = _row(row.cells, below)
    return RuleView(row.rule, row.title, row.theme, row.force, shown.cells, shown.total)


def _gaps(totals: Totals, rules: Sequence[RuleView], below: int | None) -> tuple[RuleView, ...]:
    """Most often first. A public version ranks only what it shows: an order tells what stands between."""
    by_id = {one.rule: one for one in rules}
    if below is None:
        return tuple(by_id[row.rule] for row in totals.gaps())
    shown = [by_id[row.rule] for row in totals.rules() if row.force != "power"]
    ranked = [one for one in shown if one.open]
    return tuple(sorted(ranked, key=lambda one: -(one.open or 0)))


def _pooled(types: Sequence[tuple[str, int]], below: int | None) -> list[tuple[str, int, tuple[str, ...]]]:
    """Types of area with their numbers and what is put together in each."""
    if below is None:
        return [(name, number, (name,)) for name, number in types]
    few = [one for one in types if one[1] < below]
    enough = sorted((one for one in types if one[1] >= below), key=lambda one: (one[1], one[0]))
    while few and enough and sum(number for _, number in few) < below:
        few.append(enough.pop(0))
    shown: list[tuple[str, int, tuple[str, ...]]] = [
        (name, number, (name,)) for name, number in sorted(enough)
    ]
    if few:
        shown.append((OTHER, sum(number for _, number in few), tuple(sorted(name for name, _ in few))))
    return shown


def _levels(
    table: LevelTable, types: Sequence[tuple[str, int, tuple[str, ...]]], below: int | None
) -> LevelView:
    own = dict(table.rows)
    rows = [
        tuple(sum(column) for column in zip(*(own[name] for name in names), strict=True))
        for _, _, names in types
    ]
    if not rows:
        return LevelView(table.about, table.title, (), suppress.open_row((0,) * len(LEVEL_CELLS)))
    if below is None:
        shown = suppress.open_table(rows)
    elif len(rows) == 1:
        # The row and the totals are the same numbers.
        alone = suppress.row(rows[0], below)
        shown = suppress.Table((alone,), alone)
    else:
        shown = suppress.table(rows, below)
    names = [name for name, _, _ in types]
    return LevelView(table.about, table.title, tuple(zip(names, shown.rows, strict=True)), shown.totals)


def _answer(one: Answer, below: int | None) -> AnswerView:
    row = _row((one.yes, one.no, one.unknown), below)
    yes, no, unknown = row.cells
    return AnswerView(one.id, one.label, one.note, yes, no, unknown, row.total)


def _mean(
    name: str, label: str, note: str, total: float, stated: int, read: int, below: int | None
) -> MeanView:
    row = _row((stated, read - stated), below)
    few = row.cells[0] is None or not stated
    return MeanView(name, label, note, None if few else total / stated, row.cells[0], row.total)


def _returns(returns: Returns) -> ReturnsView:
    missing = tuple(returns.missing())
    return ReturnsView(
        returns.title,
        len(returns.areas),
        len(returns.areas) - len(missing),
        missing,
        tuple((area.name, number) for area, number in returns.twice()),
        returns.unlisted,
        tuple(returns.unlisted_names),
    )


def _also(frame: Frame, totals: Totals) -> AlsoView | None:
    if frame.also is None:
        return None
    return AlsoView(
        frame.also.packs,
        frame.also.digest,
        totals.also_submissions,
        totals.also_unreadable,
        tuple(totals.also_changes()),
    )
