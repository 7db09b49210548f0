"""compare(): two submissions, each with its own rules and law date, give one comparison."""

from __future__ import annotations

from collections.abc import Iterable

from ctcheck.assess.carried import carried_answers
from ctcheck.assess.gaps import OPEN
from ctcheck.comparing.answers import (
    Reasons,
    actions_since,
    bodies,
    copied,
    jumps,
    unmoved,
)
from ctcheck.comparing.pairs import Pair, paired, partner_changes, same_partners
from ctcheck.comparing.trials import Judged, Names, Trials
from ctcheck.inference.interface import Engine
from ctcheck.model.comparison import MOVEMENTS, Change, Comparison, Moved, Renamed, Side
from ctcheck.model.report import Finding, GapReport
from ctcheck.model.rules import RulePacks
from ctcheck.model.values import plain_date
from ctcheck.model.words import Verdict
from ctcheck.rulebook.book import book_on

_RANK = {Verdict.ERROR: 0, Verdict.NO_ANSWER: 1, Verdict.NOT_MET: 2, Verdict.PARTLY_MET: 3}
"""Of gaps, higher is better: silence stands below an honest no."""
_ASIDE = ("option", "residual")
MARKED = (
    "A submission marks parts of itself as restricted or exempt, and this comparison shows them."
    " There is no version of a comparison for the public."
)


def compare(old: Judged, new: Judged, engine: Engine) -> Comparison:
    """What has changed from the old to the new, and what caused each change.

    Every finding of either report is in it once. Same input, same comparison, whichever engine judges.
    """
    names = Names(old.packs, new.packs)
    trials = Trials(old, new, engine, names)
    partners = (old.submission.partners or (), new.submission.partners or ())
    same = same_partners(*partners)
    pairs = paired(old.report.findings, new.report.findings, same, names)
    kinds = _kinds(old.report), _kinds(new.report)
    changes = [(pair, _change(pair, trials, *kinds)) for pair in pairs]
    positions = _positions(old.report, new.report)
    some = bodies(old.submission, new.submission, same)
    return Comparison(
        old=_side(old),
        new=_side(new),
        differs=trials.differs(),
        changes=_in_order((change for _, change in changes), new.report),
        positions=positions,
        partners=partner_changes(*partners),
        copied=copied(some, new.packs),
        unmoved=unmoved(
            some,
            book_on(new.packs, new.report.law_date),
            new.submission.as_at,
            {gap.finding.rule for gap in new.report.gaps},
        ),
        jumps=jumps(changes, positions, old.report, new.report, Reasons(old.submission, new.submission)),
        actions=actions_since(old.submission, new.submission),
        history=new.submission.history,
        renamed=_renamed(old, new),
        notes=_notes(old, new),
    )


def _side(judged: Judged) -> Side:
    report = judged.report
    return Side(
        file=report.file,
        digest=report.digest,
        title=report.title,
        area=report.area.name,
        fictional=report.fictional,
        as_at=report.as_at,
        law_date=report.law_date,
        packs=report.packs,
        rules_digest=report.rules_digest,
        gaps=sum(gap.kind not in _ASIDE for gap in report.gaps),
        carried=sum(one.answers for one in carried_answers(judged.submission)),
        personal_data=report.personal_data,
    )


def _kinds(report: GapReport) -> dict[str, str]:
    return {gap.finding.id: gap.kind for gap in report.gaps}


def _asked(finding: Finding | None) -> Verdict | None:
    if finding is None or finding.verdict is Verdict.NOT_APPLICABLE:
        return None
    return finding.verdict


def movement(before: Verdict | None, after: Verdict | None) -> str:
    """Which of `MOVEMENTS` it is; what does not apply counts as not asked."""
    if before is after:
        return "unchanged"
    if after is None:
        return "ended"
    if after is Verdict.MET:
        return "begun" if before is None else "closed"
    if before not in OPEN:
        return "opened"
    if (before, after) == (Verdict.NO_ANSWER, Verdict.NOT_MET):
        return "answered"
    return "better" if _RANK[after] > _RANK[before] else "worse"


def _change(pair: Pair, trials: Trials, old_kinds: dict[str, str], new_kinds: dict[str, str]) -> Change:
    shown = pair.new or pair.old
    assert shown is not None
    before, after = _asked(pair.old), _asked(pair.new)
    moved = movement(before, after)
    old_id = pair.old.id if pair.old else ""
    kind_before = old_kinds.get(old_id, "")
    kind_after = new_kinds.get(pair.new.id, "") if pair.new else ""
    causes: tuple[str, ...] = ()
    also: tuple[tuple[str, ...], ...] = ()
    date_by = ""
    tried = ()
    if moved != "unchanged":
        cause = trials.cause(pair.old_key, pair.new_key, after)
        causes, also, date_by, tried = cause.causes, cause.also, cause.date_by, cause.trials  # type: ignore[assignment]
    told = moved != "unchanged" or kind_before != kind_after
    return Change(
        id=shown.id,
        before_id="" if old_id == shown.id and pair.new else old_id,
        theme=shown.theme,
        title=shown.title,
        subject=shown.subject.label,
        force=shown.force,
        movement=moved,
        weighs=shown.weighs,
        before=before,
        after=after,
        kind_before=kind_before,
        kind_after=kind_after,
        causes=causes,
        also=also,
        date_by=date_by,
        trials=tried,
        # Working out the reasons takes long; nobody reads those of what has not changed.
        because=shown.sentence if told else "",
    )


def _in_order(changes: Iterable[Change], report: GapReport) -> tuple[Change, ...]:
    """By movement, then in the order to act in, then as the findings stand."""
    act = {gap.finding.id: number for number, gap in enumerate(report.gaps)}
    stand = {finding.id: number for number, finding in enumerate(report.findings)}
    most = len(act) + len(stand)
    return tuple(
        sorted(
            changes,
            key=lambda one: (
                not one.weighs,
                MOVEMENTS.index(one.movement),
                act.get(one.id, most),
                stand.get(one.id, most),
                one.id,
            ),
        )
    )


def _positions(old: GapReport, new: GapReport) -> tuple[Moved, ...]:
    before = {one.about: one for one in (*old.positions, *((old.overall,) if old.overall else ()))}
    after = {one.about: one for one in (*new.positions, *((new.overall,) if new.overall else ()))}
    order = [name for name, _ in new.themes]
    names = sorted(
        {**before, **after}, key=lambda name: (order.index(name) if name in order else len(order), name)
    )
    return tuple(
        Moved(
            name,
            (after.get(name) or before[name]).title,
            before[name].indicative if name in before else None,
            after[name].indicative if name in after else None,
        )
        for name in names
    )


def _renamed(old: Judged, new: Judged) -> tuple[Renamed, ...]:
    """Rules that the two know by different ids: those of the packs, and those that a submission still used."""
    had = {rule.id for rule in old.packs.rules}
    has = {rule.id for rule in new.packs.rules}
    found = [
        Renamed(before, now)
        for packs in (new.packs, old.packs)
        for before, now in packs.renamed.items()
        if (before in had and now in has) or (before in has and now in had)
    ]
    return tuple(sorted(dict.fromkeys(found)))


def _notes(old: Judged, new: Judged) -> tuple[str, ...]:
    one, other = old.report, new.report
    notes = [
        f"{side.file}: {remark.message}"
        for side in (old.submission, new.submission)
        for remark in side.remarks
    ]
    if one.area.name != other.area.name:
        notes.append(f"The two are of areas with different names: {one.area.name}, and {other.area.name}.")
    if one.area.type != other.area.type:
        notes.append(f"The type of the authority has changed: {one.area.type}, and {other.area.type} now.")
    if one.as_at > other.as_at:
        notes.append(
            f"The first describes a later day ({plain_date(one.as_at)}) than the second"
            f" ({plain_date(other.as_at)}): they may have been given in the wrong order."
        )
    if one.inspection.regime != other.inspection.regime:
        told = [side.inspection.regime or "none" for side in (one, other)]
        notes.append(
            f"The inspection regime has changed: {told[0]}, and {told[1]} now; limits differ with it."
        )
    changed = _types_changed(old.packs, new.packs)
    if changed:
        notes.append(
            "These are asked for in another form by the two rule books, so that the answer to one is none to the"
            f" other: {', '.join(changed)}."
        )
    if old.submission.marks or new.submission.marks:
        notes.append(MARKED)
    return tuple(notes)


def _types_changed(old: RulePacks, new: RulePacks) -> list[str]:
    if old.digest == new.digest:
        return []
    before, now = old.vocabulary.facts, new.vocabulary.facts
    return sorted(path for path in before if path in now and before[path].type.kind != now[path].type.kind)
