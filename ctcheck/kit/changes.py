"""What a new version of a pack adds, removes and changes, in words, and which verdicts change with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import ndiff
from typing import Any, NamedTuple

from ctcheck.kit.condition_words import condition_lines, set_by
from ctcheck.model.condition import Condition
from ctcheck.model.report import GapReport
from ctcheck.model.rules import FactDeclaration, InForce, Parameter, Row, Rule, RulePacks, Scale, Vocabulary
from ctcheck.model.values import plain_date

_TEXTS = (
    ("theme", "theme"),
    ("title", "title"),
    ("expects", "what is expected"),
    ("duty_on", "whose duty"),
    ("force", "force"),
    ("why", "why it matters"),
    ("remedy", "remedy"),
    ("enquiry", "line of enquiry"),
    ("note", "note"),
)
_CONDITIONS = (
    ("unless", "it does not apply when"),
    ("applies", "it applies when"),
    ("met", "it is met when"),
    ("partly", "it is partly met when"),
)


class Change(NamedTuple):
    """One thing that is added, removed or changed."""

    what: str
    """`rule`, `withdrawal of` (a rule), `fact`, `parameter`, `table row`, `scale`, `limiter` or `systemic risk`."""
    id: str
    how: str
    """`added`, `removed`, `changed` or, for a rule, `renamed`."""
    title: str
    details: tuple[str, ...] = ()
    """For a change: a sentence or line for each difference."""


class VerdictChange(NamedTuple):
    """A finding that one rule book gives otherwise than the other."""

    file: str
    finding: str
    title: str
    before: str
    """The verdict, or `no finding`."""
    after: str


def changes(old: RulePacks, new: RulePacks) -> list[Change]:
    """Every difference, rules first."""
    before = _under_the_ids_of(new, old)
    return [
        *_renamed(before, new),
        *_compared("rule", before, _by_id(new.rules), _title, lambda a, b: _rule(a, b, old, new)),
        *_compared("withdrawal of", _withdrawn(old), _withdrawn(new), lambda one: one.reason, _plain),
        *_compared("fact", old.vocabulary.facts, new.vocabulary.facts, lambda one: one.label, _fact),
        *_compared("parameter", old.parameters, new.parameters, _parameter_words, _parameter),
        *_compared(
            "table row", _rows(old), _rows(new), lambda row: f"{row.label}, {_span(row.in_force)}", _row
        ),
        *_compared("scale", old.scales, new.scales, lambda scale: scale.title, _scale),
        *_compared("limiter", _by_id(old.limiters), _by_id(new.limiters), _title, _plain),
        *_compared("systemic risk", _by_id(old.risks), _by_id(new.risks), _title, _plain),
    ]


def verdict_changes(
    file: str, before: GapReport, after: GapReport, now: Callable[[str], str] = str
) -> list[VerdictChange]:
    """The findings of one submission that differ, in the order of the new report.

    `now`: the id that a finding of the old report has in the new.
    """
    old = {now(finding.id): finding for finding in before.findings}
    new = {finding.id: finding for finding in after.findings}
    found = []
    for name in dict.fromkeys((*new, *old)):
        was, is_ = old.get(name), new.get(name)
        first, second = (str(one.verdict) if one else "no finding" for one in (was, is_))
        if first != second:
            finding = is_ or was
            found.append(VerdictChange(file, name, finding.title if finding else "", first, second))
    return found


def reading_both(packs: RulePacks, other: RulePacks) -> RulePacks:
    """The packs, which know the other's facts, rules and lists by name too.

    With them a submission is read that is written for the other packs. What both have is as the packs
    themselves have it.
    """
    sections = dict(other.vocabulary.sections)
    for name, section in packs.vocabulary.sections.items():
        more = sections[name].facts if name in sections else {}
        sections[name] = section._replace(facts={**more, **section.facts})
    own = {rule.id for rule in packs.rules}
    return packs._replace(
        vocabulary=Vocabulary(sections, {**other.vocabulary.facts, **packs.vocabulary.facts}),
        tables={**other.tables, **packs.tables},
        scales={**other.scales, **packs.scales},
        rules=(*packs.rules, *(rule for rule in other.rules if rule.id not in own)),
        themes=tuple({**dict(other.themes), **dict(packs.themes)}.items()),
        withdrawn=(*packs.withdrawn, *other.withdrawn),
    )


def _by_id(items: Iterable[Any]) -> dict[str, Any]:
    return {item.id: item for item in items}


def _under_the_ids_of(new: RulePacks, old: RulePacks) -> dict[str, Rule]:
    """The old rules by the ids that the new pack gives them."""
    return {new.now(rule.id): rule for rule in old.rules}


def _renamed(before: Mapping[str, Rule], new: RulePacks) -> Iterator[Change]:
    for rule in new.rules:
        was = before.get(rule.id)
        if was is not None and was.id != rule.id:
            yield Change("rule", rule.id, "renamed", rule.title, (f"{was.id} before",))


def _withdrawn(packs: RulePacks) -> dict[str, Any]:
    return {one.rule.id: one for one in packs.withdrawn}


def _rows(packs: RulePacks) -> dict[str, Row]:
    return {
        f"{table.name}/{row.id}/{row.in_force.first}": row
        for table in packs.tables.values()
        for row in table.rows
    }


def _title(item: Any) -> str:
    return str(item.title)


def _compared(
    what: str, old: Mapping[str, Any], new: Mapping[str, Any], title: Any, differences: Any
) -> Iterator[Change]:
    for name in dict.fromkeys((*new, *old)):
        if name not in old:
            yield Change(what, name, "added", title(new[name]))
        elif name not in new:
            yield Change(what, name, "removed", title(old[name]))
        else:
            details = tuple(differences(old[name], new[name]))
            if details:
                yield Change(what, name, "changed", title(new[name]), details)


def _rule(old: Rule, new: Rule, before: RulePacks, after: RulePacks) -> Iterator[str]:
    for name, words in _TEXTS:
        yield from _said(words, str(getattr(old, name)), str(getattr(new, name)))
    yield from _said("in force", _span(old.in_force), _span(new.in_force))
    yield from _said("sources", _sources(old), _sources(new))
    yield from _said("evidence", "; ".join(old.evidence), "; ".join(new.evidence))
    yield from _said("judged for each", _each(old), _each(new))
    for name, words in _CONDITIONS:
        was = _lines(getattr(old, name), before)
        is_ = _lines(getattr(new, name), after)
        if was != is_:
            yield f"{words}:"
            yield from (f"  {line}" for line in ndiff(was, is_) if line[0] in "+-")
    if len(old.cases) != len(new.cases):
        yield f"cases: {len(old.cases)} before, {len(new.cases)} now"


def _sources(rule: Rule) -> str:
    return "; ".join(f"{source} ({source.certainty})" for source in rule.sources)


def _each(rule: Rule) -> str:
    if rule.for_each is None:
        return ""
    return f"{rule.for_each.table} {', '.join(rule.for_each.kinds)}".strip()


def _lines(condition: Condition | None, packs: RulePacks) -> list[str]:
    if condition is None:
        return []
    return ["  " * depth + text for text, depth in condition_lines(condition, packs)]


def _span(days: InForce) -> str:
    if days.first is None:
        return "enacted, not in force"
    last = f"to {plain_date(days.last)}" if days.last else "with no end"
    return f"from {plain_date(days.first)} {last}" if days.first.year > 1 else last


def _said(words: str, was: str, is_: str) -> Iterator[str]:
    if was != is_:
        yield f"{words}: “{was}” before, “{is_}” now"


def _plain(old: Any, new: Any) -> Iterator[str]:
    """Named fields that differ, places aside."""
    for name in old._fields:
        was, is_ = getattr(old, name), getattr(new, name)
        if name in ("place", "rule") or was == is_:
            continue
        if name in ("when", "sources"):
            yield f"its {name} has changed"
        else:
            yield from _said(name.replace("_", " "), str(was), str(is_))


def _fact(old: FactDeclaration, new: FactDeclaration) -> Iterator[str]:
    yield from _said("type", old.type.kind, new.type.kind)
    for name in ("label", "ask", "help", "supplied_by"):
        yield from _said(name.replace("_", " "), getattr(old, name), getattr(new, name))
    was, is_ = old.type.choices, new.type.choices
    if list(was) != list(is_) and not old.type.choice_table:
        yield from _said("choices", ", ".join(was), ", ".join(is_))
    yield from _said("fields", ", ".join(old.type.fields), ", ".join(new.type.fields))


def _parameter_words(one: Parameter) -> str:
    return f"{one.value:g} {one.unit} ({set_by(one)})".replace("  ", " ")


def _parameter(old: Parameter, new: Parameter) -> Iterator[str]:
    yield from _said("value", _parameter_words(old), _parameter_words(new))
    yield from _said("why", old.why, new.why)
    yield from _said("source", old.source, new.source)


def _row(old: Row, new: Row) -> Iterator[str]:
    yield from _said("in force", _span(old.in_force), _span(new.in_force))
    for column in dict.fromkeys((*old.columns, *new.columns)):
        yield from _said(column, old.columns.get(column, ""), new.columns.get(column, ""))


def _scale(old: Scale, new: Scale) -> Iterator[str]:
    yield from _said("points, best first", _points(old), _points(new))


def _points(scale: Scale) -> str:
    return ", ".join(f"{point.word} ({point.claims})" for point in scale.points)
