"""An inspector's judgements laid beside a finished report: three views, and nothing overwritten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ctcheck.assess.selfview import VERDICT_LEVEL
from ctcheck.errors import Problem, SubmissionError
from ctcheck.model.judgements import (
    FILE_NAME,
    OVERALL,
    InspectorJudgement,
    InspectorView,
    Judgements,
    ThreeView,
    ThreeViews,
    TrustView,
)
from ctcheck.model.report import Finding, GapReport, Note, Position
from ctcheck.model.rules import Rule, RulePacks
from ctcheck.model.values import plain_date
from ctcheck.model.words import LEVEL_RANK, LEVEL_WORDS, Level, Verdict
from ctcheck.reading.suggest import listing, nearest

LEFT_OUT = (
    f"A file {FILE_NAME} lies beside the submission. A public version leaves out what inspectors judge,"
    " and their reasons, altogether."
)


def with_judgements(report: GapReport, judgements: Judgements, packs: RulePacks) -> GapReport:
    """The report with a third view; findings, positions and gaps are those of `report`.

    Raises `SubmissionError` where a judgement names a finding that the rule does not give here.
    """
    _refuse_unknown_findings(report, judgements)
    views = tuple(_views(report, judgements, packs))
    notes = [Note(place, path, message) for place, path, message in judgements.warnings]
    for view in views:
        if view.why_not and view.inspector:
            place = view.inspector[0].judgement.place
            notes.append(Note(place, view.about, f"The inspector has judged this. {view.why_not}"))
    return report._replace(
        inspector=ThreeViews(judgements.file, judgements.digest, len(judgements.judgements), views),
        notes=(*report.notes, *notes),
    )


def with_note(report: GapReport, message: str) -> GapReport:
    """The report with one more thing to look at."""
    return report._replace(notes=(*report.notes, Note(None, "", message)))


def _refuse_unknown_findings(report: GapReport, judgements: Judgements) -> None:
    by_rule: dict[str, list[str]] = {}
    for finding in report.findings:
        by_rule.setdefault(finding.rule, []).append(finding.id)
    problems = []
    for index, one in enumerate(judgements.judgements):
        rule, slash, _ = one.about.partition("/")
        ids = by_rule.get(rule, [])
        if slash and ids and one.about not in ids:
            problems.append(
                Problem(
                    one.place,
                    f"{one.about!r} is no finding of this report.",
                    path=f"judgements[{index}].about",
                    hint=nearest(one.about, ids) or f"Findings: {listing(ids)}.",
                )
            )
    if problems:
        many = f"{len(problems)} problems" if len(problems) > 1 else "1 problem"
        raise SubmissionError(
            f"The judgements in {judgements.file} cannot be used: {many}. No report was made.",
            "Mend the lines listed and run the command again.",
            tuple(problems),
        )


def _views(report: GapReport, judgements: Judgements, packs: RulePacks) -> list[ThreeView]:
    """Every theme and the whole, then the rules that the trust or the inspector has judged."""
    given: dict[str, list[InspectorJudgement]] = {}
    for one in judgements.judgements:
        given.setdefault(one.about, []).append(one)
    said: dict[str, list[TrustView]] = {}
    for view in report.self_views:
        said.setdefault(view.judgement.about, []).append(
            TrustView(view.judgement, view.label, view.scale_title)
        )
    positions = {position.about: position for position in report.positions}
    made = []
    for theme, title in packs.themes:
        if theme in positions or theme in given:
            made.append(_of_theme(theme, title, positions.get(theme), said, given, packs))
    if report.overall or OVERALL in given or OVERALL in said:
        why = report.overall_note or "There is no overall position."
        made.append(_of_theme(OVERALL, "The trust as a whole", report.overall, said, given, packs, why))
    themes = {OVERALL, *(theme for theme, _ in packs.themes)}
    names = [name for name in dict.fromkeys((*given, *said)) if name not in themes]
    rank = {finding.rule: at for at, finding in reversed(list(enumerate(report.findings)))}
    names.sort(key=lambda name: (rank.get(name.split("/")[0], len(rank) + len(report.findings)), name))
    made += [_of_rule(name, report, said, given, packs) for name in names]
    return made


def _of_theme(
    about: str,
    title: str,
    position: Position | None,
    said: dict[str, list[TrustView]],
    given: dict[str, list[InspectorJudgement]],
    packs: RulePacks,
    why_not: str = "Nothing in this theme was evaluated on the law date.",
) -> ThreeView:
    level = position.indicative if position else None
    return ThreeView(
        about,
        OVERALL if about == OVERALL else "theme",
        title,
        tuple(said.get(about, ())),
        level,
        (),
        "" if position else why_not,
        tuple(_beside(one, level, None, packs) for one in given.get(about, ())),
    )


def _of_rule(
    about: str,
    report: GapReport,
    said: dict[str, list[TrustView]],
    given: dict[str, list[InspectorJudgement]],
    packs: RulePacks,
) -> ThreeView:
    rule_id, slash, _ = about.partition("/")
    findings = [one for one in report.findings if about in (one.id, one.rule)]
    verdicts = tuple((one.id, one.verdict) for one in findings)
    same = findings[0].verdict if findings and len({one.verdict for one in findings}) == 1 else None
    levels = [VERDICT_LEVEL[one.verdict] for one in findings if one.verdict in VERDICT_LEVEL]
    level = min(levels, key=LEVEL_RANK.__getitem__) if levels else None
    return ThreeView(
        about,
        "finding" if slash else "rule",
        _title(rule_id, findings, bool(slash), packs),
        tuple(said.get(about, ())),
        None,
        verdicts,
        "" if findings else _why_not(rule_id, report.law_date, packs),
        tuple(_beside(one, level, same, packs) for one in given.get(about, ())),
    )


def _title(rule: str, findings: Sequence[Finding], one_subject: bool, packs: RulePacks) -> str:
    if findings:
        return f"{findings[0].title} ({findings[0].subject.label})" if one_subject else findings[0].title
    known: dict[str, Rule] = {one.id: one for one in (*packs.rules, *(gone.rule for gone in packs.withdrawn))}
    return known[rule].title


def _why_not(rule: str, law_date: dt.date, packs: RulePacks) -> str:
    for gone in packs.withdrawn:
        if gone.rule.id == rule:
            return f"ctcheck did not evaluate {rule}: the pack {gone.pack} has withdrawn it."
    found = next(one for one in packs.rules if one.id == rule)
    if not found.in_force.on(law_date):
        return (
            f"ctcheck did not evaluate {rule}: it was not in force on {plain_date(law_date)}, the law date."
        )
    return f"ctcheck did not evaluate {rule}: it is about no body that is listed on {plain_date(law_date)}."


def _beside(
    one: InspectorJudgement, level: Level | None, verdict: Verdict | None, packs: RulePacks
) -> InspectorView:
    """The judgement held against ctcheck's level, or verdict where that is one and the same for all bodies."""
    if one.scale:
        scale = packs.scales[one.scale]
        point = next(point for point in scale.points if point.word == one.verdict)
        return InspectorView(
            one, point.claims, None, point.label, scale.title, _comparison(point.claims, level)
        )
    if one.verdict in LEVEL_WORDS:
        own = Level(one.verdict)
        return InspectorView(one, own, own, "", "", _comparison(own, level))
    word = Verdict(one.verdict)
    judged = VERDICT_LEVEL.get(word)
    if word is verdict:
        comparison = "agrees"
    elif judged is None or level is None:
        comparison = "differs" if verdict or level else "not-compared"
    else:
        comparison = _comparison(judged, level)
    return InspectorView(one, judged, word, "", "", comparison)


def _comparison(judged: Level, level: Level | None) -> str:
    if level is None:
        return "not-compared"
    difference = LEVEL_RANK[judged] - LEVEL_RANK[level]
    return "higher" if difference > 0 else "lower" if difference < 0 else "agrees"
