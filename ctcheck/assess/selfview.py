"""The trust's own judgements held against the indicative positions."""

from __future__ import annotations

from collections.abc import Sequence

from ctcheck.assess.chain import Conclusions
from ctcheck.model.report import Finding, SelfView
from ctcheck.model.rules import RulePacks
from ctcheck.model.submission import SelfJudgement, Submission
from ctcheck.model.values import plain_date
from ctcheck.model.words import LEVEL_RANK, LEVEL_WORDS, Level, Verdict

VERDICT_LEVEL = {
    Verdict.MET: Level.IN_PLACE,
    Verdict.PARTLY_MET: Level.PARTLY,
    Verdict.NOT_MET: Level.NOT_IN_PLACE,
    Verdict.NO_ANSWER: Level.NOT_SHOWN,
    Verdict.ERROR: Level.NOT_SHOWN,
}
"""The position that a verdict on one rule amounts to; what does not apply amounts to none."""


def self_views(
    submission: Submission, packs: RulePacks, conclusions: Conclusions, findings: Sequence[Finding]
) -> tuple[SelfView, ...]:
    """One view for each self-judgement, in the order of the file."""
    return tuple(_view(judgement, packs, conclusions, findings) for judgement in submission.self_judgements)


def _view(
    judgement: SelfJudgement, packs: RulePacks, conclusions: Conclusions, findings: Sequence[Finding]
) -> SelfView:
    scale = packs.scales[judgement.scale]
    point = next(point for point in scale.points if point.word == judgement.judgement)
    level, what = _held_against(judgement.about, packs, conclusions, findings)
    when = f" on {plain_date(judgement.given_on)}" if judgement.given_on else ""
    said = f"The trust judged {what} “{point.label}”{when} ({scale.title})"
    if level is None:
        return SelfView(
            judgement,
            scale.title,
            point.label,
            point.claims,
            None,
            "not-compared",
            f"{said}; nothing was judged here to hold that against.",
        )
    if level is Level.NOT_SHOWN and LEVEL_RANK[point.claims] <= LEVEL_RANK[Level.NOT_IN_PLACE]:
        comparison, verb = "not-compared", "too little is stated to hold that against:"
    elif level is Level.NOT_SHOWN:
        comparison, verb = "over-claim", "too little is stated to bear that out:"
    elif LEVEL_RANK[point.claims] > LEVEL_RANK[level]:
        comparison, verb = "over-claim", "the facts stated do not bear that out: they show"
    elif LEVEL_RANK[point.claims] < LEVEL_RANK[level]:
        comparison, verb = "under-claim", "the facts stated show more than that:"
    else:
        comparison, verb = "agrees", "the facts stated agree:"
    return SelfView(
        judgement,
        scale.title,
        point.label,
        point.claims,
        level,
        comparison,
        f"{said}; {verb} “{LEVEL_WORDS[level]}”.",
    )


def _held_against(
    about: str, packs: RulePacks, conclusions: Conclusions, findings: Sequence[Finding]
) -> tuple[Level | None, str]:
    titles = dict(packs.themes)
    if about == "overall":
        if conclusions.overall:
            return conclusions.overall.indicative, "the whole"
        # Where the regime has no overall judgement, a claim about the whole is held against the weakest theme.
        levels = [position.indicative for position in conclusions.positions]
        return (min(levels, key=LEVEL_RANK.__getitem__) if levels else None), "the whole"
    if about in titles:
        found = next((p.indicative for p in conclusions.positions if p.about == about), None)
        return found, f"the theme “{titles[about]}”"
    levels = [VERDICT_LEVEL[f.verdict] for f in findings if f.rule == about and f.verdict in VERDICT_LEVEL]
    return (min(levels, key=LEVEL_RANK.__getitem__) if levels else None), f"“{about}”"
