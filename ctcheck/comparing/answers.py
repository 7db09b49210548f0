"""What the answers themselves tell: texts copied, dates not moved on, jumps without a reason, actions not done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Final

from ctcheck.comparing.pairs import Pair
from ctcheck.conditions.wording import label_for, span_words
from ctcheck.model import indicators
from ctcheck.model.comparison import (
    LEAST_LETTERS,
    LEAST_WORDS,
    ActionSince,
    Change,
    Copied,
    Jump,
    Moved,
    Unmoved,
)
from ctcheck.model.condition import FactRef, Leaf, ParameterRef, Span, leaves
from ctcheck.model.place import Place
from ctcheck.model.report import Finding, GapReport, SelfView
from ctcheck.model.rules import RulePacks
from ctcheck.model.submission import Action, EvidenceItem, Submission
from ctcheck.model.values import DateValue, Fact, Record, add_days, add_months
from ctcheck.model.words import LEVEL_RANK, Level, Verdict
from ctcheck.rulebook.book import RuleBook

LONGEST_YEARLY: Final = 24
"""A question that wants a date not older than so many months is asked again each cycle."""
GRADES: Final = 2
"""So many grades up at once want a reason."""
DONE: Final = ("done", "completed", "complete", "closed")
_DAYS_OF_THE_CYCLE: Final = ("as_at", "law_date", "inspection.fieldwork", "inspection.notified")

Bodies = Sequence[tuple[str, Mapping[str, Fact], Mapping[str, Fact]]]
"""The area and the partners of both submissions: name (empty for the area), facts then, facts now."""


def bodies(old: Submission, new: Submission, same: Mapping[str, str]) -> Bodies:
    """Whose answers can be held against each other."""
    before = {one.id: one.facts for one in old.partners or ()}
    found = [("", old.facts, new.facts)]
    for partner in new.partners or ():
        facts = before.get(same.get(partner.id, partner.id))
        if facts is not None:
            found.append((partner.name, facts, partner.facts))
    return found


def copied(some: Bodies, packs: RulePacks) -> tuple[Copied, ...]:
    """Texts of a length that stand word for word as last time; what is carried says so itself."""
    found = []
    for name, before, now in some:
        for path, fact in now.items():
            if fact.carried or path not in before:
                continue
            texts = dict(_texts(path, before[path].value, packs))
            for inner, (text, _) in _texts_placed(path, fact, packs):
                if _is_long(text) and text in texts.get(inner, ()):
                    label = _label(path, inner, packs)
                    found.append(Copied(inner, label, name, text, _))
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.place.line, one.path)))


def _is_long(text: str) -> bool:
    return len(text) >= LEAST_LETTERS and len(text.split()) >= LEAST_WORDS


def _texts(path: str, value: object, packs: RulePacks) -> Iterator[tuple[str, set[str]]]:
    texts: dict[str, set[str]] = {}
    for inner, (text, _) in _texts_placed(path, Fact(value, Place("")), packs):  # type: ignore[arg-type]
        texts.setdefault(inner, set()).add(text)
    yield from texts.items()


def _texts_placed(path: str, fact: Fact, packs: RulePacks) -> Iterator[tuple[str, tuple[str, Place]]]:
    """What was written freely, by path; a field of an entry is `list.field`."""
    declared = packs.vocabulary.facts.get(path)
    if declared is None:
        return
    value, kind = fact.value, declared.type.kind
    if kind == "text" and isinstance(value, str):
        yield path, (" ".join(value.split()), fact.place)
    elif isinstance(value, tuple):
        for one in value:
            if isinstance(one, Record):
                for name, field in one.fields.items():
                    inner = declared.type.fields.get(name)
                    if inner and inner.type.kind == "text" and isinstance(field.value, str):
                        yield f"{path}.{name}", (" ".join(field.value.split()), field.place)
            elif kind == "texts" and isinstance(one, str):
                yield path, (" ".join(one.split()), fact.place)


def _label(path: str, inner: str, packs: RulePacks) -> str:
    declared = packs.vocabulary.facts[path]
    if inner == path:
        return declared.label
    field = declared.type.fields[inner.rpartition(".")[2]]
    return f"{field.label} ({declared.label})" if path != indicators.PATH else field.label


def yearly(book: RuleBook, short: Container[str]) -> dict[str, tuple[Span, int, str]]:
    """Dates that a rule wants anew each cycle: by path the shortest span, its number, and the rule.

    Only rules that fall short: where one is met, an older date is enough for it.
    """
    found: dict[str, tuple[Span, int, str]] = {}
    for compiled in book.rules:
        if compiled.rule.id not in short:
            continue
        for condition in (compiled.rule.met, compiled.rule.partly):
            for leaf in leaves(condition) if condition is not None else ():
                if not isinstance(leaf, Leaf) or leaf.operator != "no_older_than" or leaf.scope == "field":
                    continue
                span = leaf.operand
                if not isinstance(span, Span) or not isinstance(span.date, FactRef):
                    continue
                amount = span.amount
                number = int(
                    book.packs.parameters[amount.name].value if isinstance(amount, ParameterRef) else amount
                )
                known = found.get(leaf.path)
                days = _in_days(number, span.unit)
                if span.date.path not in _DAYS_OF_THE_CYCLE or days > LONGEST_YEARLY * 31:
                    continue
                if known is None or days < _in_days(known[1], known[0].unit):
                    found[leaf.path] = (span, number, compiled.rule.id)
    return found


def _in_days(number: int, unit: str) -> int:
    return number * {"days": 1, "working_days": 1, "months": 31, "years": 366}[unit]


def unmoved(some: Bodies, book: RuleBook, as_at: dt.date, short: Container[str]) -> tuple[Unmoved, ...]:
    """Dates that stand as last time although a rule that falls short (`short`, by id) asks for newer ones."""
    asked = yearly(book, short)
    found = []
    for name, before, now in some:
        for path, (span, number, rule) in asked.items():
            was, is_ = before.get(path), now.get(path)
            if was is None or is_ is None or is_.carried or not isinstance(is_.value, DateValue):
                continue
            if was.value != is_.value or _later(is_.value.last, number, span.unit) >= as_at:
                continue
            label = label_for(path, book.packs.vocabulary)
            within = span_words(number, span.unit)
            found.append(Unmoved(path, label, name, str(is_.value), within, rule, is_.place))
    return tuple(sorted(found, key=lambda one: (one.place.line, one.path)))


def _later(day: dt.date, number: int, unit: str) -> dt.date:
    if unit in ("days", "working_days"):
        return add_days(day, number)
    return add_months(day, number * (12 if unit == "years" else 1))


def actions_since(old: Submission, new: Submission) -> tuple[ActionSince, ...]:
    """Actions of last time that are finished, fell due and are not done, were put off, or are gone; by day due."""
    now = {one.id: one for one in new.actions}
    finished = {one.id for one in new.history}
    found = []
    for one in old.actions:
        if one.status in DONE:
            continue
        after = now.get(one.id)
        if (one.id in finished and after is None) or (after is not None and after.status in DONE):
            found.append(_since(one, after, "finished"))
        elif one.due is None:
            continue
        elif after is None:
            found.append(_since(one, after, "gone"))
        elif after.due is None or after.due > one.due:
            if one.due <= new.as_at:
                found.append(_since(one, after, "put-off"))
        elif one.due <= new.as_at:
            found.append(_since(one, after, "overdue"))
    order = ("overdue", "gone", "put-off", "finished")
    return tuple(sorted(found, key=lambda one: (order.index(one.how), one.due or dt.date.max, one.id)))


def _since(action: Action, after: Action | None, how: str) -> ActionSince:
    return ActionSince(
        action.id,
        action.action,
        action.owner_role,
        action.due,
        after.due if after else None,
        after.status if after else "",
        how,
    )


class Reasons:
    """Whether anything in the new submission explains why a finding is better: new evidence, an action done."""

    def __init__(self, old: Submission, new: Submission) -> None:
        before: dict[str, EvidenceItem] = {one.id: one for one in old.evidence}
        self._new_evidence = {
            one.id
            for one in new.evidence
            if one.id not in before
            or (one.date is not None and one.date > old.as_at and one.date != before[one.id].date)
        }
        done_before = {one.id for one in (*old.actions, *old.history) if one.status in DONE}
        self._done = {
            closed
            for one in (*new.actions, *new.history)
            if one.id not in done_before and (one.status in DONE or one in new.history)
            for closed in one.closes
        }

    def of(self, finding: Finding) -> bool:
        """Whether there is one for this finding."""
        if finding.rule in self._done or finding.id in self._done:
            return True
        return any(name in self._new_evidence for name in finding.evidence_items)


def jumps(
    pairs: Sequence[tuple[Pair, Change]],
    positions: Sequence[Moved],
    old: GapReport,
    new: GapReport,
    reasons: Reasons,
) -> tuple[Jump, ...]:
    """What is two grades up, by what the submission says, without new evidence or an action done."""
    found = []
    for pair, change in pairs:
        if pair.new is None or not change.weighs or "submission" not in change.causes:
            continue
        far = change.before is Verdict.NOT_MET and change.after is Verdict.MET
        if far and not reasons.of(pair.new):
            title = f"{change.title} ({change.subject})"
            found.append(Jump("finding", change.id, title, str(change.before), str(change.after)))
    better = {
        pair.new.theme
        for pair, change in pairs
        if pair.new and change.movement in ("closed", "better") and reasons.of(pair.new)
    }
    for one in positions:
        reason = bool(better) if one.about == "overall" else one.about in better
        if one.before and one.after and _up(one.before, one.after) >= GRADES and not reason:
            found.append(Jump("position", one.about, one.title, str(one.before), str(one.after)))
    said = {view.judgement.about: view for view in old.self_views}
    by_rule = {pair.new.rule for pair, _ in pairs if pair.new and reasons.of(pair.new)}
    for view in new.self_views:
        about = view.judgement.about
        before = said.get(about)
        reason = bool(better) if about == "overall" else about in better or about in by_rule
        if before and not reason and _up(before.claims, view.claims) >= GRADES:
            found.append(Jump("self-judgement", about, _about(about, new), _said(before), _said(view)))
    return tuple(found)


def _up(before: Level, after: Level) -> int:
    """How many grades better; from silence it is counted as from `not in place`, which is the first grade there is."""
    least = LEVEL_RANK[Level.NOT_IN_PLACE]
    return max(LEVEL_RANK[after], least) - max(LEVEL_RANK[before], least)


def _about(about: str, report: GapReport) -> str:
    titles = {**dict(report.themes), **{one.rule: one.title for one in report.findings}}
    return titles.get(about, about)


def _said(view: SelfView) -> str:
    return view.label
