"""The counts of a survey: they grow with rules, themes and types of area, never with submissions."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from ctcheck.model.rules import Rule, RulePacks, Tabulation
from ctcheck.model.words import LEVELS, Force, Verdict
from ctcheck.survey import record
from ctcheck.survey.record import Json

VERDICTS: Final = (
    Verdict.MET,
    Verdict.PARTLY_MET,
    Verdict.NOT_MET,
    Verdict.NO_ANSWER,
    Verdict.NOT_APPLICABLE,
    Verdict.ERROR,
)
"""The cells of a rule's row, in this order."""

LEVEL_CELLS: Final = (*(level.value for level in reversed(LEVELS)), "none")
"""The cells of a theme's row: positions, best first, and that it has none."""

OVERALL: Final = "overall"


class RuleRow(NamedTuple):
    """How many submissions have each verdict on a rule."""

    rule: str
    title: str
    theme: str
    force: str
    cells: tuple[int, ...]
    """As `VERDICTS`."""

    @property
    def total(self) -> int:
        """Submissions for which the rule was in force."""
        return sum(self.cells)

    @property
    def judged(self) -> int:
        """Those to which it applies; the silent ones are among them."""
        return self.total - self.cells[4]

    @property
    def open(self) -> int:
        """Those in which it needs somebody to act."""
        return self.judged - self.cells[0]


class LevelTable(NamedTuple):
    """Positions of one theme, or overall: a row for each type of area."""

    about: str
    title: str
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    """Type of area and its cells, as `LEVEL_CELLS`."""


class Answer(NamedTuple):
    """One indicator: how many state it, state that it is not so, and do not say."""

    id: str
    label: str
    note: str
    yes: int
    no: int
    unknown: int


class Mean(NamedTuple):
    """One measure: the sum over the submissions that state it."""

    id: str
    label: str
    note: str
    sum: float
    stated: int


class Totals:
    """Takes in one record after the other."""

    def __init__(
        self, packs: RulePacks, tabulation: Tabulation | None, also: RulePacks | None = None
    ) -> None:
        self._packs = packs
        self._also = also
        self._tabulation = tabulation
        self.received = 0
        self.by_status: Counter[str] = Counter()
        self.not_judged = 0
        self.failed = 0
        self.types: Counter[str] = Counter()
        self.errors = 0
        self.fictional = 0
        self.personal_data = 0
        self._rules: dict[str, list[int]] = {}
        self._levels: dict[tuple[str, str], Counter[str]] = {}
        self._answers: dict[str, Counter[str]] = {}
        self._sums: dict[str, list[float]] = {}
        self._also_changed: Counter[tuple[str, str, str]] = Counter()
        self.also_submissions = 0
        self.also_unreadable = 0

    @property
    def read(self) -> int:
        """Submissions that could be read."""
        return self.by_status[record.READ]

    def add(self, found: Json) -> None:
        """Counts one submission."""
        self.received += 1
        self.by_status[found["status"]] += 1
        self.failed += bool(found.get("failed"))
        if found["status"] != record.READ:
            return
        kind = found["area"]["type"]
        self.types[kind] += 1
        self.fictional += found["fictional"]
        self.personal_data += bool(found["personal_data"])
        self._count_answers(found.get("tabulation") or {})
        self._count_also(found.get("also"))
        if not found["judged"]:
            self.not_judged += 1
        else:
            for rule, held in found["rules"].items():
                cells = self._rules.get(rule)
                if cells is None:
                    cells = self._rules[rule] = [0] * len(VERDICTS)
                worst = _CELL[record.worst_of(held)]
                cells[worst] += 1
                self.errors += worst == _CELL[Verdict.ERROR.value]
        themes = found["themes"]
        for theme, _ in self._packs.themes:
            self._level(theme, kind, themes[theme]["level"] if theme in themes else "none")
        self._level(OVERALL, kind, found["overall"] or "none")

    def _level(self, about: str, kind: str, level: str) -> None:
        self._levels.setdefault((about, kind), Counter())[level] += 1

    def _count_answers(self, answers: Mapping[str, object]) -> None:
        for name, value in answers.items():
            if isinstance(value, str):
                self._answers.setdefault(name, Counter())[value] += 1
            elif isinstance(value, (int, float)):
                held = self._sums.setdefault(name, [0, 0])
                held[0] += value
                held[1] += 1

    def _count_also(self, also: Json | None) -> None:
        if not also:
            return
        self.also_unreadable += bool(also["unreadable"])
        self.also_submissions += bool(also["changed"])
        for rule, (before, after) in also["changed"].items():
            self._also_changed[rule, before or "", after or ""] += 1

    def rules(self) -> list[RuleRow]:
        """Every rule that was in force for some submission, in the order of reports."""
        return [
            RuleRow(rule.id, rule.title, rule.theme, rule.force.value, tuple(self._rules[rule.id]))
            for rule in self._packs.rules
            if rule.id in self._rules
        ]

    def gaps(self) -> list[RuleRow]:
        """The rules that fall short somewhere, most often first; powers are no gaps."""
        rows = [row for row in self.rules() if row.open and row.force != Force.POWER.value]
        order = {row.rule: number for number, row in enumerate(rows)}
        return sorted(rows, key=lambda row: (-row.open, -row.cells[2], order[row.rule]))

    def levels(self) -> list[LevelTable]:
        """Overall first, then the themes that have a position somewhere."""
        themes = [
            (theme, title)
            for theme, title in self._packs.themes
            if any(
                level != "none"
                for (about, _), found in self._levels.items()
                if about == theme
                for level in found
            )
        ]
        return [self._table(about, title) for about, title in ((OVERALL, "Overall"), *themes)]

    def _table(self, about: str, title: str) -> LevelTable:
        kinds = sorted(self.types)
        found = [(kind, self._levels.get((about, kind), Counter())) for kind in kinds]
        return LevelTable(
            about, title, tuple((kind, tuple(one[level] for level in LEVEL_CELLS)) for kind, one in found)
        )

    def answers(self) -> list[Answer]:
        """Every indicator of the tabulation."""
        asked = self._tabulation.indicators if self._tabulation else ()
        found = [(one, self._answers.get(one.id, Counter())) for one in asked]
        return [Answer(one.id, one.label, one.note, got["T"], got["F"], got["U"]) for one, got in found]

    def means(self) -> list[Mean]:
        """Every measure of the tabulation."""
        asked = self._tabulation.measures if self._tabulation else ()
        found = [(one, self._sums.get(one.id, [0, 0])) for one in asked]
        return [Mean(one.id, one.label, one.note, got[0], int(got[1])) for one, got in found]

    def also_changes(self) -> list[tuple[str, str, str, str, int]]:
        """Rule, title, verdict before, verdict after (empty where there is none), submissions; in the order of rules."""
        order = {
            rule.id: (number, rule.title) for number, rule in enumerate(_rules_of(self._also, self._packs))
        }
        found = [
            (rule, order.get(rule, (0, ""))[1], before, after, number)
            for (rule, before, after), number in self._also_changed.items()
        ]
        return sorted(
            found, key=lambda one: (order.get(one[0], (len(order), ""))[0], one[0], -one[4], one[2], one[3])
        )


def _rules_of(*many: RulePacks | None) -> Iterable[Rule]:
    seen: dict[str, Rule] = {}
    for packs in many:
        for rule in packs.rules if packs else ():
            seen.setdefault(rule.id, rule)
    return seen.values()


_CELL: Final = {verdict.value: number for number, verdict in enumerate(VERDICTS)}
