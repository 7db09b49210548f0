"""Turns a report into the plain words that the text, HTML and PDF layouts print.

Nothing is judged or reordered here; every word from outside goes through `safe`.
"""

from __future__ import annotations

from itertools import groupby
from typing import Literal

from ctcheck.model.report import (
    Assurance,
    Finding,
    GapGroup,
    GapReport,
    Limit,
    Note,
    ParameterUse,
    Position,
    SelfView,
    SystemicRisk,
)
from ctcheck.model.rules import Pack
from ctcheck.model.submission import Inspection
from ctcheck.model.words import EvidenceState, Level, Verdict
from ctcheck.reports import words, words_carried, words_personal, words_public
from ctcheck.reports.consequences import limit_tree, risk_tree
from ctcheck.reports.safe import prose, safe
from ctcheck.reports.shapes import (
    AssuranceView,
    ClaimView,
    CountView,
    GapView,
    Item,
    JudgementView,
    Labelled,
    LimitView,
    ParameterView,
    PositionView,
    RiskView,
    Tag,
    ThemeView,
    Tree,
    View,
)
from ctcheck.reports.view_findings import (
    Context,
    anchor,
    by_title,
    finding_entry,
    finding_line,
    gap_view,
    place_words,
    source_item,
    verdict_tag,
)

Trees = Literal["none", "answered", "gaps", "all"]
"""Which findings come with their trees of reasons.

`answered`: only gaps with an answer; what an open one lacks stands in its questions, and paper is long.
"""


def build_view(report: GapReport, *, trees: Trees, brief: bool = False) -> View:
    """The whole report in words, with the trees of reasons where they are wanted.

    `brief`: the list of all findings leaves out those that stand among the gaps, and of the others
    it has what stands on one line, so that nobody works out reasons that are not printed.
    """
    context = Context(report.as_at, dict(report.themes), report.limits, report.actions)
    found = {finding.id: finding for finding in report.findings}
    groups = [_gap(group, context, trees) for group in report.gap_groups]
    numbered = tuple(group for group in groups if group.number)
    return View(
        title=safe(
            f"Gap report{' (public version)' if report.public else ''}: {report.area.name}, {words.date(report.as_at)}"
        ),
        fictional=report.fictional,
        summary=tuple(prose(sentence) for sentence in report.summary),
        checked=_checked(report),
        assurance=_assurance(report),
        positions=tuple(_position(position, found, trees) for position in report.positions),
        overall=_position(report.overall, found, trees) if report.overall else None,
        overall_note=prose(report.overall_note),
        risks=tuple(_risk(risk, found, context, report, trees) for risk in report.risks),
        judgements=tuple(_judgement(view, context) for view in report.self_views),
        gaps=numbered,
        no_gaps=words.NO_GAPS if report.assurance.counts.judged else words.NOTHING_JUDGED,
        options=tuple(group for group in groups if not group.number),
        claims=_claims(report),
        findings_title=words.OTHER_FINDINGS if brief else words.ALL_FINDINGS,
        themes=_themes(report, context, trees, brief),
        parameters=tuple(_parameter(use) for basis in words.BASES for use in _set_by(report, basis)),
        notes=tuple(_note(note) for note in report.notes),
        next_step=words.next_step(
            len(numbered), report.assurance.counts.error, report.assurance.counts.judged
        ),
        public=words_public.statement(report.public),
        withheld_judgements=words_public.judgements(report.public),
        personal=words_personal.statement(report.personal_data),
    )


def _gap(group: GapGroup, context: Context, trees: Trees) -> GapView:
    unanswered = group.gaps[0].finding.verdict is Verdict.NO_ANSWER
    wanted = trees in ("gaps", "all") or (trees == "answered" and not unanswered)
    return gap_view(group, context, with_trees=wanted, short=trees == "answered" and unanswered)


def _checked(report: GapReport) -> tuple[Labelled, ...]:
    area = report.area
    kind = words.AREA_TYPES.get(area.type, area.type)
    signed = [f"{sign.role}, {words.date(sign.on)}" for sign in report.signed]
    sources = [
        f"{document.ref}: {document.title}" + (f" <{document.address}>" if document.address else "")
        for document in report.sources
    ]
    signed += words_public.signed(report.public)
    sources += words_public.sources(report.public)
    entries: list[tuple[str, list[str]]] = [
        ("Area", [", ".join(part for part in (area.name, area.code, kind) if part)]),
        ("Bodies absent", [", ".join(area.bodies_absent)]),
        ("Submission", [report.title]),
        ("File", [f"{report.file} (sha256 {report.digest[:12]})"]),
        ("As at", [words.date(report.as_at)]),
        ("Law on", [words.date(report.law_date)]),
        ("Inspection", [_inspection(report.inspection)]),
        ("Marking", [report.marking]),
        ("Signed by", signed or ["nobody, so far as the submission says"]),
        ("Made from", sources),
        ("Rule packs", [_pack(pack) for pack in report.packs]),
        ("Rules in all", [f"sha256 {report.rules_digest[:12]}"]),
        ("Checked with", [f"ctcheck {report.version}, engine {report.engine}"]),
    ]
    made = ((label, tuple(Item(safe(text)) for text in texts if text)) for label, texts in entries)
    return tuple(Labelled(label, items) for label, items in made if items)


def _inspection(inspection: Inspection) -> str:
    status = "" if inspection.status == "notified" and inspection.notified else inspection.status
    parts = [inspection.regime, status]
    if inspection.notified:
        parts.append(f"notified {words.date(inspection.notified)}")
    if inspection.fieldwork:
        parts.append(f"fieldwork from {words.date(inspection.fieldwork)}")
    return ", ".join(part for part in parts if part)


def _pack(pack: Pack) -> str:
    extends = f", extends {pack.extends}" if pack.extends else ""
    return f"{pack.title}: {pack.id} {pack.version}{extends} (sha256 {pack.digest[:12]})"


def _assurance(report: GapReport) -> AssuranceView:
    assurance = report.assurance
    counts = assurance.counts
    later = assurance.suggested_law_date
    rows = [
        CountView(verdict_tag(verdict), count, words.VERDICT_MEANINGS[verdict])
        for verdict, count in words.by_verdict(counts)
    ]
    return AssuranceView(
        evaluated=words.evaluated(assurance.rules_evaluated, counts.total),
        counts=tuple(rows),
        total=counts.total,
        not_evaluated=_not_evaluated(assurance, report),
        suggestion=words.suggestion(later) if later else "",
        option=f"--law-at {later.isoformat()}" if later else "",
        not_returned=tuple(safe(name) for name in assurance.not_returned),
        recalled=tuple(safe(rule) for rule in assurance.recalled),
        cannot_show=tuple(prose(sentence) for sentence in assurance.cannot_show),
    )


def _not_evaluated(assurance: Assurance, report: GapReport) -> tuple[str, ...]:
    sentences = [words_carried.not_confirmed(one.answers, one.since) for one in assurance.carried]
    if assurance.not_yet_law:
        sentences.append(words.law_not_evaluated(assurance.not_yet_law, report.law_date))
    if assurance.no_longer_law:
        sentences.append(words.law_ended(assurance.no_longer_law, report.law_date))
    if assurance.enacted_not_in_force:
        sentences.append(words.law_to_come(assurance.enacted_not_in_force))
    sentences += [prose(words.coming(one.title, one.source, one.enacted)) for one in assurance.coming]
    sentences += [
        prose(words.withdrawn(one.title, one.rule, one.pack, one.reason)) for one in assurance.withdrawn
    ]
    return tuple(sentences)


def _position(position: Position, found: dict[str, Finding], trees: Trees) -> PositionView:
    lowered = position.base is not position.indicative
    return PositionView(
        title=safe(position.title),
        tag=level_tag(position.indicative),
        base=words.LEVEL_WORDS[position.base] if lowered else "",
        tally=words.tally(position.counts),
        reasons=tuple(prose(reason) for reason in position.reasons),
        limits=tuple(
            _limit(limit, position.reasons, (limit_tree(limit, found),) if trees == "gaps" else ())
            for limit in position.limits
        ),
    )


def level_tag(level: Level) -> Tag:
    """The word of a position."""
    return Tag(words.LEVEL_WORDS[level], f"level-{level.value.replace('_', '-')}")


def _limit(limit: Limit, said: tuple[str, ...], trees: tuple[Tree, ...]) -> LimitView:
    what = words.LIMIT_KINDS.get(limit.kind, limit.kind)
    if limit.at_most is not None:
        what = f"{what} {words.LEVEL_WORDS[limit.at_most].lower()}"
    effect = f"{words.STRENGTHS[limit.strength]}: {what}. {words.BASES[limit.basis]}."
    if limit.at_most is not None and not limit.bites:
        effect += f" {words.NO_BITE}"
    sources = tuple(source_item(source) for source in limit.sources)
    because = "" if limit.because in said else prose(limit.because)
    return LimitView(safe(limit.title), effect, because, sources, trees)


def _risk(
    risk: SystemicRisk, found: dict[str, Finding], context: Context, report: GapReport, trees: Trees
) -> RiskView:
    return RiskView(
        title=safe(risk.title),
        says=prose(risk.says),
        enquiry=prose(risk.enquiry),
        findings=by_title(found[one] for one in risk.findings),
        limits=tuple(context.limit(limit) for limit in risk.limits),
        trees=(risk_tree(risk, report),) if trees == "gaps" else (),
    )


def _judgement(view: SelfView, context: Context) -> JudgementView:
    about = view.judgement.about
    known = view.comparison in words.COMPARISONS
    return JudgementView(
        about="The trust as a whole" if about == "overall" else context.theme(about),
        label=safe(view.label),
        scale=safe(view.scale_title),
        claims=words.LEVEL_WORDS[view.claims],
        indicative=words.LEVEL_WORDS[view.indicative] if view.indicative else "Nothing to hold it against",
        comparison=Tag(
            words.COMPARISONS.get(view.comparison, safe(view.comparison)),
            view.comparison if known else "not-compared",
        ),
        sentence=prose(view.sentence),
    )


def _claims(report: GapReport) -> tuple[ClaimView, ...]:
    """Only what is met: for the rest evidence is not the next thing to look for."""
    met = [finding for finding in report.findings if finding.verdict is Verdict.MET]
    weak = [state for state in EvidenceState if state is not EvidenceState.EVIDENCED]
    groups = ((state, [finding for finding in met if finding.evidence is state]) for state in weak)
    return tuple(ClaimView(words.EVIDENCE[state], by_title(some)) for state, some in groups if some)


def _themes(report: GapReport, context: Context, trees: Trees, brief: bool) -> tuple[ThemeView, ...]:
    gaps = {gap.finding.id for gap in report.gaps}
    return tuple(
        ThemeView(
            title=context.theme(theme),
            anchor=anchor(theme).replace("finding-", "theme-", 1),
            findings=tuple(
                finding_line(finding, context.theme(theme))
                if brief
                else finding_entry(
                    finding, context.theme(theme), with_trees=trees == "all", gap_elsewhere=finding.id in gaps
                )
                for finding in findings
                if not (brief and finding.id in gaps)
            ),
        )
        for theme, findings in groupby(report.findings, key=lambda finding: finding.theme)
    )


def _set_by(report: GapReport, basis: str) -> list[ParameterUse]:
    return [use for use in report.parameters if use.basis == basis]


def _parameter(use: ParameterUse) -> ParameterView:
    return ParameterView(
        name=safe(use.name),
        value=safe(f"{use.value} {use.unit}".strip()),
        basis=words.BASES[use.basis],
        why=prose(f"{words.changed(use.changed_by, use.before)}{use.why}"),
        source=prose(use.source),
    )


def _note(note: Note) -> str:
    where = f"{place_words(note.place)}: " if note.place else ""
    path = f"{safe(note.path)}: " if note.path else ""
    return f"{where}{path}{prose(note.message)}"
