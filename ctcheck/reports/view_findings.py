"""Turns findings and gaps into plain words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping

from ctcheck.model.place import Place
from ctcheck.model.report import Finding, Gap, GapGroup, Limit, Reason, Subject
from ctcheck.model.rules import Source
from ctcheck.model.submission import Action
from ctcheck.model.words import DUTY_ON, Certainty, Standing, Verdict
from ctcheck.reports import words, words_carried
from ctcheck.reports.safe import link, prose, safe
from ctcheck.reports.shapes import Alike, FindingView, GapView, Item, Labelled, Node, Tag, Tree

_LONGEST_ANCHOR = 120

_MOST_NAMED = 3
"""Subjects named in a line that is about many; more are counted, and stand with the finding itself."""


def anchor(finding_id: str) -> str:
    """A fragment for a finding: two findings never share one, and nothing in it needs escaping."""
    plain = re.sub(r"[^A-Za-z0-9./-]", lambda found: f"_{ord(found[0]):x}_", finding_id)
    if len(plain) > _LONGEST_ANCHOR:
        import hashlib

        plain = hashlib.sha256(finding_id.encode("utf-8", "backslashreplace")).hexdigest()
    return f"finding-{plain}"


def place_words(place: Place) -> str:
    """File and line; the column helps nobody who reads a report."""
    return safe(f"{place.file}:{place.line}" if place.line else place.file)


def place_list(places: Iterable[Place]) -> list[str]:
    """Each file and line once: several facts may stand on one line."""
    return list(dict.fromkeys(place_words(place) for place in places))


def source_item(source: Source) -> Item:
    """A source as it is cited, linked only where a rule pack gives a web address."""
    text = str(source)
    if source.note:
        text += f" ({source.note})"
    if source.certainty is Certainty.RECALLED:
        text += f" ({words.RECALLED})"
    return Item(prose(text), link(source.url))


def verdict_tag(verdict: Verdict) -> Tag:
    """The word of a verdict."""
    return Tag(words.VERDICTS[verdict], verdict.value.replace("_", "-"))


def subject_words(subject: Subject) -> str:
    """Whom or what a finding is about."""
    if subject.provision:
        return safe(f"{subject.label}, {subject.provision}")
    return safe(subject.label)


def by_title(findings: Iterable[Finding]) -> tuple[Labelled, ...]:
    """Findings by title, each with the subjects that it is about; many subjects are counted."""
    groups: dict[str, list[Item]] = {}
    for finding in findings:
        subject = Item(safe(finding.subject.label), f"#{anchor(finding.id)}")
        groups.setdefault(safe(finding.title), []).append(subject)
    return tuple(Labelled(title, tuple(_few(subjects))) for title, subjects in groups.items())


def _few(subjects: list[Item]) -> list[Item]:
    if len(subjects) <= _MOST_NAMED:
        return subjects
    return [Item(words.bodies(len(subjects)), subjects[0].url)]


def node(reason: Reason) -> Node:
    """A tree of reasons in words: a fact's label runs on into what it should be."""
    fact = reason.clause == "fact"
    text = f"{reason.label} {reason.text}" if fact and reason.label else reason.text or reason.clause
    found = f"found: {safe(reason.found)}" if reason.found else ""
    if not found and (fact or (reason.path and not reason.parts)):
        found = words.NOTHING_STATED
    return Node(
        mark=words.WITHHELD if reason.withheld else words.TRUTHS.get(reason.result, reason.result),
        text=prose(text),
        found=found,
        place=place_words(reason.place) if reason.place else "",
        parts=tuple(node(part) for part in reason.parts),
    )


def trees(finding: Finding) -> tuple[Tree, ...]:
    """The conditions of the rule that were evaluated, in the order in which they were."""
    roots = (("applies", finding.applies), ("met", finding.met), ("partly", finding.partly))
    return tuple(Tree(words.TREES[name], node(root)) for name, root in roots if root is not None)


def finding_view(finding: Finding, theme: str) -> FindingView:
    """A finding that stands alone, with all that is known of it."""
    return _view(finding, theme, tuple(_finding_lines(finding)), True, own_anchor=True)


def finding_entry(finding: Finding, theme: str, *, with_trees: bool, gap_elsewhere: bool) -> FindingView:
    """A finding as an entry in the list of all: no lines of its own.

    Where the gap stands elsewhere on the page, it carries the anchor and the reasons.
    """
    with_trees = with_trees and not gap_elsewhere
    return _view(finding, theme, (), with_trees, own_anchor=not gap_elsewhere)


def finding_line(finding: Finding, theme: str) -> FindingView:
    """A finding that is no gap, in a line: verdict, title, subject, force, evidence and waiver, no reasons."""
    return _bare(finding, theme, own_anchor=True)._replace(waiver=_absent(finding))


def _absent(finding: Finding) -> str:
    """Why a rule does not apply; nothing for a finding that is met."""
    return prose(finding.because.rstrip(".")) if finding.verdict is Verdict.NOT_APPLICABLE else ""


def _waiver(finding: Finding) -> str:
    return f"{words.WAIVED}: {prose(finding.waiver)}" if finding.waiver else ""


def gap_view(group: GapGroup, context: Context, *, with_trees: bool, short: bool) -> GapView:
    """Gaps that are alike, with everything that somebody needs who is to act on them.

    `short` leaves out the background, which the rule's own page has as well.
    """
    gap = group.gaps[0]
    finding = gap.finding
    others = [other.finding for other in group.gaps[1:]]
    lines = tuple(line for line in _gap_lines(gap, context) if not (short and line.extra))
    kind = Tag(words.GAP_KINDS.get(gap.kind, gap.kind), gap.kind if gap.kind in words.GAP_KINDS else "error")
    return GapView(
        group.number,
        kind,
        _view(finding, context.theme(finding.theme), lines, with_trees, own_anchor=True),
        tuple(Alike(safe(one.id), anchor(one.id), subject_words(one.subject)) for one in others),
        words.alike(len(group.gaps), finding.subject.kind != "row") if others else "",
    )


class Context:
    """What the lines of a gap look up: the day, the titles of themes and limits, the actions by id."""

    def __init__(
        self,
        as_at: dt.date,
        themes: Mapping[str, str],
        limits: Iterable[Limit],
        actions: Iterable[Action],
    ) -> None:
        self.as_at = as_at
        self._themes = themes
        self._limits = {limit.id: limit for limit in limits}
        self._actions = {action.id: action for action in actions}

    def theme(self, about: str) -> str:
        """The title of a theme; its id where no position gives it a title."""
        return safe(self._themes.get(about, about))

    def limit(self, limit_id: str) -> str:
        """The title of a limit."""
        found = self._limits.get(limit_id)
        return safe(found.title if found else limit_id)

    def action(self, action_id: str) -> str:
        """An action of the submission in one line."""
        found = self._actions.get(action_id)
        if found is None:
            return safe(action_id)
        if found.withheld:
            return f"{safe(found.action)} ({safe(found.id)})"
        owner = safe(found.owner_role) or "no owner named"
        status = f", {safe(found.status)}" if found.status else ""
        due = f"due {words.date(found.due)}" if found.due else "no date given"
        return f"{safe(found.action)} ({safe(found.id)}: {owner}, {due}{status})"


def _view(
    finding: Finding, theme: str, lines: tuple[Labelled, ...], with_trees: bool, *, own_anchor: bool
) -> FindingView:
    return _bare(finding, theme, own_anchor=own_anchor)._replace(
        sentence=prose(finding.sentence),
        waiver=_waiver(finding),
        lines=lines,
        trees=trees(finding) if with_trees else (),
    )


def _bare(finding: Finding, theme: str, *, own_anchor: bool) -> FindingView:
    """What every view of a finding shows; no sentence, waiver, lines or trees yet."""
    return FindingView(
        id=safe(finding.id),
        anchor=anchor(finding.id),
        own_anchor=own_anchor,
        tag=verdict_tag(finding.verdict),
        title=safe(finding.title),
        subject=subject_words(finding.subject),
        theme=theme,
        force=_force(finding),
        evidence=words_carried.evidence(finding),
        sentence="",
        waiver="",
        lines=(),
        trees=(),
        binding=words.FORCES[finding.force],
    )


def _force(finding: Finding) -> str:
    if finding.standing is Standing.IN_FORCE:
        return words.FORCES[finding.force]
    readiness = finding.standing is Standing.READINESS
    return f"{words.FORCES[finding.force]}, {words.NOT_YET_LAW if readiness else words.RESIDUAL}"


def _line(label: str, texts: Iterable[str], *, extra: bool = False) -> list[Labelled]:
    """A label with its texts; nothing where no text is left."""
    items = tuple(Item(text) for text in texts if text)
    return [Labelled(label, items, extra)] if items else []


def _why(finding: Finding) -> list[Labelled]:
    incomplete = words.INCOMPLETE if finding.incomplete else ""
    return [
        *_line("Expected", [prose(finding.expects)]),
        *_line("Why", [prose(f"{finding.because[:1].upper()}{finding.because[1:]}"), incomplete]),
    ]


def _duty(finding: Finding) -> list[Labelled]:
    holder = safe(DUTY_ON.get(finding.duty_on, finding.duty_on))
    binding = f"{words.FORCES[finding.force].lower()}, {words.in_force(finding.in_force)}"
    return [
        *_line("Duty on" if finding.force == "duty" else "For", [f"{holder} ({binding})"]),
        Labelled("Source", tuple(source_item(source) for source in finding.sources)),
        *_line("In the file", [", ".join(place_list(finding.places))]),
    ]


def _evidence(finding: Finding) -> list[Labelled]:
    items = [safe(item) for item in finding.evidence_items]
    state = words_carried.evidence(finding) + (f": {', '.join(items)}" if items else "")
    wanted = ", ".join(safe(kind) for kind in finding.evidence_wanted)
    return _line("Evidence", [f"{state}.", f"Wanted: {wanted}." if wanted else ""], extra=True)


def _background(finding: Finding) -> list[Labelled]:
    used = ", ".join(safe(name) for name in finding.parameters)
    return [
        *_evidence(finding),
        *_line("Enquiry", [prose(finding.enquiry)], extra=True),
        *_line("Note", [prose(finding.note)], extra=True),
        *_line("Parameters", [used], extra=True),
    ]


def _finding_lines(finding: Finding) -> Iterable[Labelled]:
    yield from _why(finding)
    if finding.standing is not Standing.IN_FORCE:
        yield from _line("In law", [f"{_force(finding)}."])
    yield from _line("Waived", [_waiver(finding)])
    yield from _duty(finding)
    yield from _line("Matters because", [prose(finding.why)])
    yield from _ask(finding)
    yield from _background(finding)


def _gap_lines(gap: Gap, context: Context) -> Iterable[Labelled]:
    finding = gap.finding
    yield from _why(finding)
    if gap.kind != "unanswered":
        said = words.standing(gap.kind, finding.force, finding.in_force.first, context.as_at)
        yield from _line("In law", [said])
    yield from _duty(finding)
    yield from _line("Matters because", [prose(finding.why)])
    yield from _line("Holds back", [context.limit(limit) for limit in gap.limits])
    if gap.kind == "error":
        yield from _line("Next", [words.MEND])
    else:
        yield from _line("Next", [prose(finding.remedy)])
        yield from _ask(finding)
        yield from _action(gap, context)
    yield from _background(finding)


def _ask(finding: Finding) -> list[Labelled]:
    """The open questions, a line each, those of one who can answer after his name."""
    by_supplier: dict[str, list[str]] = {}
    for fact in finding.missing:
        asked = f"{prose(fact.ask)} ({safe(fact.path)})"
        by_supplier.setdefault(safe(fact.supplied_by) or "whoever knows", []).append(asked)
    lines = [
        question if number else f"{supplier}: {question}"
        for supplier, asked in by_supplier.items()
        for number, question in enumerate(asked)
    ]
    return _line("Ask", lines)


def _action(gap: Gap, context: Context) -> list[Labelled]:
    if not gap.actions:
        return _line("Action", ["" if gap.kind in ("option", "residual") else words.NO_ACTION])
    texts = [context.action(action) for action in gap.actions]
    return _line("Action", texts if gap.planned else [*texts, words.UNPLANNED])
