"""What to do next: the few answers, decisions and documents that close most.

Which answers settle most is found by taking, again and again, the open expectation that needs
fewest further answers, with all others that these same answers complete. What is counted is only
expectations all of whose missing answers are among those listed, and even these only "up to": an
answer can open a further question, and it can show a gap instead of closing one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from ctcheck.model.papers import EvidenceUse, NextStep, StepItem
from ctcheck.model.report import Finding, GapGroup, MissingFact
from ctcheck.model.words import EvidenceState, Verdict

MOST_ANSWERS = 20
"""Where more than half of what was judged has no answer."""
FEW_ANSWERS = 5
MOST_ACTIONS = 3
MOST_DOCUMENTS = 3

Asked = tuple[str, str]
"""The path of an answer, and the id of the body that it is about; empty for the area."""


def next_steps(
    findings: Sequence[Finding], groups: Sequence[GapGroup], used: Sequence[EvidenceUse]
) -> tuple[NextStep, ...]:
    """The steps in the order to take them; empty where nothing was judged."""
    judged = [finding for finding in findings if finding.is_judged]
    if not judged:
        return ()
    steps = [*_errors(findings), *_answers(judged), *_actions(groups), *_evidence(judged, used)]
    return tuple(steps) or (NextStep("review", (), 0, 0),)


def _errors(findings: Sequence[Finding]) -> list[NextStep]:
    failed = [finding for finding in findings if finding.verdict is Verdict.ERROR]
    if not failed:
        return []
    items = tuple(StepItem(one.id, one.title, "", 1) for one in failed[:MOST_ACTIONS])
    return [NextStep("errors", items, len(failed), len(failed))]


def _answers(judged: Sequence[Finding]) -> list[NextStep]:
    unanswered = [finding for finding in judged if finding.verdict is Verdict.NO_ANSWER]
    wanted: dict[str, frozenset[Asked]] = {}
    facts: dict[Asked, tuple[MissingFact, str]] = {}
    for finding in unanswered:
        needs = []
        for fact in finding.missing:
            of_body = fact.path.startswith("partner.")
            asked = (fact.path, finding.subject.id if of_body else "")
            facts.setdefault(asked, (fact, finding.subject.label if of_body else ""))
            needs.append(asked)
        if needs:
            wanted[finding.id] = frozenset(needs)
    if not wanted:
        return []
    most = MOST_ANSWERS if len(unanswered) * 2 > len(judged) else FEW_ANSWERS
    chosen = choose_answers(wanted, most)
    settled = [needs for needs in wanted.values() if needs <= set(chosen)]
    looked_at = Counter(asked for needs in settled for asked in needs)
    items = tuple(
        StepItem(
            path,
            facts[path, body][0].ask,
            facts[path, body][0].supplied_by,
            looked_at[path, body],
            facts[path, body][1],
        )
        for path, body in chosen
    )
    return [NextStep("answers", items, len(settled), len(unanswered))]


def choose_answers(wanted: Mapping[str, frozenset[Asked]], most: int) -> list[Asked]:
    """At most so many answers that complete as many findings as a greedy choice finds; the best first.

    Each round takes the set of answers that some finding still needs and that completes most findings
    for each answer; where two are alike the smaller set, then the first in order.
    """
    every = sorted({asked for needs in wanted.values() for asked in needs})
    # Numbers in place of paths: hundreds of small sets are held against each other.
    number = {asked: index for index, asked in enumerate(every)}
    left = Counter(frozenset(number[asked] for asked in needs) for needs in wanted.values())
    order = {needs: index for index, needs in enumerate(left)}
    asking: dict[int, set[frozenset[int]]] = {}
    for needs in left:
        for asked in needs:
            asking.setdefault(asked, set()).add(needs)
    ranks = {needs: _rank(needs, left, asking, order) for needs in left}
    chosen: list[Asked] = []
    while fitting := [rank for needs, rank in ranks.items() if len(needs) <= most - len(chosen)]:
        pick = min(fitting)[-1]
        chosen += [every[asked] for asked in sorted(pick)]
        changed = set().union(*(asking[asked] for asked in pick))
        touched = {asked for needs in changed for asked in needs}
        for needs in changed:
            count, rest = left.pop(needs), needs - pick
            del ranks[needs]
            for asked in needs:
                asking[asked].discard(needs)
            if rest:
                left[rest] += count
                order[rest] = min(order.get(rest, order[needs]), order[needs])
                for asked in rest:
                    asking[asked].add(rest)
        for needs in set().union(*(asking[asked] for asked in touched)):
            ranks[needs] = _rank(needs, left, asking, order)
    return chosen


Rank: TypeAlias = tuple[float, int, int, frozenset[int]]


def _rank(
    needs: frozenset[int],
    left: Mapping[frozenset[int], int],
    asking: Mapping[int, set[frozenset[int]]],
    order: Mapping[frozenset[int], int],
) -> Rank:
    """The smallest is the best: most findings completed for each answer, then fewest answers, then the first."""
    beside = set().union(*(asking[asked] for asked in needs))
    gained = sum(left[other] for other in beside if other <= needs)
    return (-gained / len(needs), len(needs), order[needs], needs)


def _actions(groups: Sequence[GapGroup]) -> list[NextStep]:
    """Gaps that are known, and that nobody with a date and a role is closing in time."""
    known = [
        group
        for group in groups
        if group.number
        and not all(gap.planned for gap in group.gaps)
        and group.gaps[0].finding.verdict in (Verdict.NOT_MET, Verdict.PARTLY_MET)
    ]
    if not known:
        return []
    items = tuple(
        StepItem(group.gaps[0].finding.id, group.gaps[0].finding.title, "", len(group.gaps))
        for group in known[:MOST_ACTIONS]
    )
    return [
        NextStep("actions", items, sum(one.settles for one in items), sum(len(one.gaps) for one in known))
    ]


def _evidence(judged: Sequence[Finding], used: Sequence[EvidenceUse]) -> list[NextStep]:
    """What is met and has nothing in date behind it: evidence to renew, then documents to name."""
    claims = [
        finding
        for finding in judged
        if finding.verdict is Verdict.MET and finding.evidence is not EvidenceState.EVIDENCED
    ]
    if not claims:
        return []
    names = {finding.id for finding in claims}
    renew = [
        StepItem(use.item.id, use.item.title, use.item.owner_role, backed, use.state.value)
        for use in used
        if use.state in (EvidenceState.STALE, EvidenceState.UNDATED)
        and (backed := len(names & set(use.findings)))
    ]
    # A document that several rules ask for in the same words.
    bare = Counter(
        wanted
        for finding in claims
        if finding.evidence is EvidenceState.UNEVIDENCED
        for wanted in dict.fromkeys(finding.evidence_wanted)
    )
    name = [StepItem("", wanted, "", number) for wanted, number in bare.most_common(MOST_DOCUMENTS)]
    items = (*sorted(renew, key=lambda one: -one.settles)[:MOST_DOCUMENTS], *name)[:MOST_DOCUMENTS]
    if not items:
        return []
    return [NextStep("evidence", items, 0, len(claims))]
