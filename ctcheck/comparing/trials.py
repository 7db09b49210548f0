"""What caused a change: told by judging again, never by guessing.

The old answers are judged on the new date, by the new rules, and by both; the new answers by the old rules
and under the old law. New answers are always judged on the day that they describe: on the old day they would
speak of what has not happened yet.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
from collections.abc import Mapping
from itertools import combinations
from typing import NamedTuple

from ctcheck.assess.assess import verdicts
from ctcheck.inference.interface import Engine
from ctcheck.model.comparison import CAUSES, Trial
from ctcheck.model.report import GapReport
from ctcheck.model.rules import FactType, RulePacks, Vocabulary
from ctcheck.model.submission import Submission
from ctcheck.model.values import DateValue, Fact, Nothing, Record, Share
from ctcheck.model.words import Verdict
from ctcheck.rulebook.book import RuleBook, book_on

Key = tuple[str, str]
"""A finding whatever its rule was called: the rule's id now, and the id of the subject."""


class Judged(NamedTuple):
    """A submission, the rules it was read and judged by, and its report."""

    submission: Submission
    packs: RulePacks
    report: GapReport


class Cause(NamedTuple):
    """What it took, and what would have done as well; see `Change`."""

    causes: tuple[str, ...]
    also: tuple[tuple[str, ...], ...]
    date_by: str
    trials: tuple[Trial, ...]


class Names:
    """Rules of two rule books by one id: the one that the newer of the two uses."""

    def __init__(self, old: RulePacks, new: RulePacks) -> None:
        self._old, self._new = old, new

    def rule(self, name: str) -> str:
        """The id by which a rule of either book is known here."""
        return self._old.renamed.get(self._new.renamed.get(name, name), self._new.renamed.get(name, name))

    def key(self, rule: str, subject: str) -> Key:
        """By which findings of different books are found again."""
        return self.rule(rule), subject


class Trials:
    """Judges one or the other submission under a mixture of old and new; each mixture once."""

    def __init__(self, old: Judged, new: Judged, engine: Engine, names: Names) -> None:
        self._old, self._new, self._engine, self._names = old, new, engine, names
        self._same_rules = old.packs.digest == new.packs.digest
        self._books: dict[tuple[bool, dt.date], RuleBook] = {}
        self._judged: dict[tuple[bool, bool, dt.date, bool], Mapping[Key, Verdict]] = {}

    def differs(self) -> tuple[str, ...]:
        """What the two differ in at all."""
        old, new = self._old, self._new
        found = {
            "date": self._law(False) != self._law(True) or _days(old.submission) != _days(new.submission),
            "rules": not self._same_rules,
            "submission": old.submission.digest != new.submission.digest,
        }
        return tuple(name for name in CAUSES if found[name])

    def cause(self, old: Key | None, new: Key | None, wanted: Verdict | None) -> Cause:
        """The smallest set of what is new that gives the verdict of now."""
        differs = self.differs()
        trials: list[Trial] = []
        found: list[tuple[str, ...]] = []
        for size in range(1, len(differs) + 1):
            for parts in combinations(differs, size):
                if any(set(one) <= set(parts) for one in found):
                    continue
                # With all that is new it is what the new report says.
                verdict = wanted if parts == differs else self._verdict(parts, old, new)
                trials.append(Trial(parts, verdict))
                if verdict is wanted:
                    found.append(parts)
        smallest = found[0] if found else differs
        date_by = self._date_by(smallest, old, new, wanted) if "date" in smallest else ""
        # New answers come with their own day: where time is a cause, they have not shown that they would do without.
        aged = date_by in ("time", "either", "both")
        also = tuple(
            one for one in found[1:] if not set(one) & set(smallest) and not (aged and "submission" in one)
        )
        return Cause(smallest, also, date_by, tuple(trials))

    def _date_by(
        self, parts: tuple[str, ...], old: Key | None, new: Key | None, wanted: Verdict | None
    ) -> str:
        law = self._law(False) != self._law(True)
        time = _days(self._old.submission) != _days(self._new.submission)
        if "submission" in parts:
            # New answers stand on their own day whatever else: only the law date can be taken back.
            return "law"
        if not (law and time):
            return "law" if law else "time"
        rules = "rules" in parts
        by_law = self._of(False, rules, True, False, old, new) is wanted
        by_time = self._of(False, rules, False, True, old, new) is wanted
        return "either" if by_law and by_time else "law" if by_law else "time" if by_time else "both"

    def _verdict(self, parts: tuple[str, ...], old: Key | None, new: Key | None) -> Verdict | None:
        answers = "submission" in parts
        dates = "date" in parts
        return self._of(answers, "rules" in parts, dates, dates or answers, old, new)

    def _of(
        self, answers: bool, rules: bool, law: bool, time: bool, old: Key | None, new: Key | None
    ) -> Verdict | None:
        key = (new or old) if answers else (old or new)
        assert key is not None
        return _asked(self._all(answers, rules, law, time).get(key))

    def _all(self, answers: bool, rules: bool, law: bool, time: bool) -> Mapping[Key, Verdict]:
        rules = rules or self._same_rules
        on = self._law(law)
        at = (answers, rules, on, time)
        if at not in self._judged:
            side, other = (self._new, self._old) if answers else (self._old, self._new)
            submission = side.submission
            if time != answers:
                submission = on_the_days_of(submission, other.submission)
            packs = (self._new if rules else self._old).packs
            if packs.digest != side.packs.digest:
                submission = read_by(submission, packs, self._names)
            book = self._books.get((rules, on))
            if book is None:
                book = self._books[rules, on] = book_on(packs, on)
            self._judged[at] = {
                self._names.key(rule, subject): verdict
                for (rule, subject), verdict in verdicts(submission, book, self._engine).items()
            }
        return self._judged[at]

    def _law(self, new: bool) -> dt.date:
        return (self._new if new else self._old).report.law_date


def _asked(verdict: Verdict | None) -> Verdict | None:
    """What does not apply is not asked."""
    return None if verdict is Verdict.NOT_APPLICABLE else verdict


def _days(submission: Submission) -> tuple[dt.date | None, ...]:
    inspection = submission.inspection
    return submission.as_at, inspection.notified, inspection.fieldwork


def on_the_days_of(submission: Submission, other: Submission) -> Submission:
    """The answers of one submission as if nobody had touched them until the other's day and inspection."""
    facts = dict(submission.facts)
    days = {
        "as_at": other.as_at,
        "inspection.notified": other.inspection.notified,
        "inspection.fieldwork": other.inspection.fieldwork,
    }
    place = submission.facts["as_at"].place
    for path, day in days.items():
        facts.pop(path, None)
        if day is not None:
            facts[path] = Fact(DateValue(day, day), place)
    inspection = submission.inspection._replace(
        notified=other.inspection.notified, fieldwork=other.inspection.fieldwork
    )
    return submission._replace(as_at=other.as_at, facts=facts, inspection=inspection)


def read_by(submission: Submission, packs: RulePacks, names: Names) -> Submission:
    """The submission as another rule book sees it: what that reads as another type of answer is not stated there."""
    rules = {names.rule(rule.id): rule.id for rule in packs.rules}
    partners = submission.partners and tuple(
        one._replace(facts=_fitting(one.facts, packs.vocabulary)) for one in submission.partners
    )
    waivers = tuple(
        one._replace(rule=rules.get(names.rule(one.rule), one.rule)) for one in submission.waivers
    )
    return submission._replace(
        facts=_fitting(submission.facts, packs.vocabulary), partners=partners, waivers=waivers
    )


def _fitting(facts: Mapping[str, Fact], vocabulary: Vocabulary) -> dict[str, Fact]:
    found = {}
    for path, fact in facts.items():
        declared = vocabulary.facts.get(path)
        if declared is None or fits(fact, declared.type):
            found[path] = fact
    return found


def fits(fact: Fact, wanted: FactType) -> bool:
    """Whether the value is of the type; `none` always is."""
    value = fact.value
    if isinstance(value, Nothing):
        return True
    # Dates and shares are named tuples, and no lists.
    if isinstance(value, tuple) and not isinstance(value, (DateValue, Share)):
        if value and isinstance(value[0], Record):
            return wanted.kind == "records" and all(
                name in wanted.fields and fits(field, wanted.fields[name].type)
                for record in value
                if isinstance(record, Record)
                for name, field in record.fields.items()
            )
        return wanted.kind in ("choices", "texts")
    return wanted.kind in _KINDS.get(type(value).__name__, ())


_KINDS = {
    "bool": ("yes-no",),
    "str": ("choice", "text"),
    "int": ("integer", "number"),
    "float": ("number",),
    "DateValue": ("date",),
    "Share": ("share",),
}
"""The types of fact that a value can be of."""
