"""The report as plain text for people."""

from __future__ import annotations

from collections.abc import Sequence

from ctcheck.model.papers import Papers
from ctcheck.model.public import PublicVersion
from ctcheck.model.report import Finding, GapReport, Reason
from ctcheck.reports import words, words_layouts, words_next, words_papers
from ctcheck.reports.consequences import consequences
from ctcheck.reports.interface import Media
from ctcheck.reports.shapes import (
    AssuranceView,
    FindingView,
    GapView,
    Item,
    Labelled,
    PositionView,
    Tag,
    View,
)
from ctcheck.reports.sheet import Sheet, tree_lines
from ctcheck.reports.view import Trees, build_view
from ctcheck.reports.view_findings import finding_view, node
from ctcheck.reports.words_public import statement


class TextReporter:
    """Plain text, wrapped; colour and the trees of reasons only when asked for."""

    name = "text"
    suffix = ".txt"
    media: Media = "text"

    def __init__(
        self,
        *,
        width: int = 80,
        colour: bool = False,
        explain: bool = False,
        profile: str = "team",
        partner: str = "",
    ) -> None:
        self._width = width
        self._colour = colour
        self._explain = explain
        self._profile = profile
        self._partner = partner

    def render(self, report: GapReport) -> bytes:
        """The report in UTF-8; the team's has an order of its own, which reads well on a terminal."""
        if self._profile != "team":
            return self._document(report)
        view = build_view(report, trees="gaps" if self._explain else "none", brief=True)
        sheet = Sheet(self._width, self._colour)
        _front(sheet, view, report.papers)
        _since(sheet, report)
        _assurance(sheet, view.assurance)
        _positions(sheet, view)
        _risks(sheet, view)
        _judgements(sheet, view)
        _three_views(sheet, report)
        sheet.heading("Gaps, in the order to act in")
        if not view.gaps:
            sheet.paragraph(view.no_gaps)
        self._gaps(sheet, view.gaps)
        if view.options:
            sheet.heading(words.OPTIONS_TITLE)
            sheet.paragraph(words.OPTIONS)
            self._gaps(sheet, view.options)
        _other_findings(sheet, view)
        _claims(sheet, view)
        _parameters(sheet, view)
        _notes(sheet, view)
        _next_steps(sheet, view, report)
        return sheet.text().encode("utf-8")

    def _document(self, report: GapReport) -> bytes:
        # What only other readers need is only imported for them.
        from ctcheck.reports.documents import document
        from ctcheck.reports.flow import drawn
        from ctcheck.reports.text_document import render_document

        trees: Trees = "gaps" if self._explain else "none"
        shown = document(report, self._profile, self._partner, trees=trees)
        sheet = Sheet(self._width, self._colour)
        render_document(sheet, shown, drawn(shown.drawn_from))
        return sheet.text().encode("utf-8")

    def _gaps(self, sheet: Sheet, gaps: Sequence[GapView]) -> None:
        for gap in gaps:
            number = f"{gap.number:>2}. " if gap.number else "  - "
            same = gap.kind.word == gap.finding.tag.word
            sheet.blank()
            kind = "" if same else f" ({gap.kind.word.lower()})"
            _finding(sheet, gap.finding, number, kind, self._explain, gap)


def _next_steps(sheet: Sheet, view: View, report: GapReport) -> None:
    steps = words_next.steps(report)
    if not steps:
        sheet.blank()
        sheet.paragraph(view.next_step)
        return
    sheet.heading(words.SECTIONS["next"])
    for number, step in enumerate(steps, 1):
        if number > 1:
            sheet.blank()
        sheet.numbered(number, step.text)
        sheet.bullets(step.items, 5)
        for command in step.commands:
            sheet.paragraph(f"{words_next.TYPE}: {command}", 5)


def render_finding(finding: Finding, report: GapReport, width: int = 80, colour: bool = False) -> str:
    """One finding with all that is known of it, its trees of reasons, and what follows from it."""
    sheet = Sheet(width, colour)
    _finding(sheet, finding_view(finding, finding.theme), "", "", True)
    sheet.trees(consequences(finding, report))
    return sheet.text()


def render_statement(public: PublicVersion, width: int = 80) -> str:
    """What a version for the public says of itself, to stand before a part of it."""
    sheet = Sheet(width, False)
    sheet.bullets(statement(public), 0)
    return sheet.text()


def render_tree(reason: Reason, width: int = 80) -> list[str]:
    """A tree of reasons, a line each or more: result, condition, value found and where."""
    return tree_lines(node(reason), width)


def _finding(
    sheet: Sheet, finding: FindingView, before: str, kind: str, full: bool, gap: GapView | None = None
) -> None:
    sheet.tagged(before, finding.tag, f"{kind}: {finding.title}")
    about, found = finding.subject, finding.id
    if gap and gap.also:
        about = f"{gap.bodies}: {'; '.join((about, *(one.subject for one in gap.also)))}"
        # Written as a shell would expand it, so that each finding's id can be read off.
        rule, _, first = finding.id.partition("/")
        found = f"{rule}/{{{', '.join((first, *(one.id.partition('/')[2] for one in gap.also)))}}}"
    sheet.labelled([Labelled("About", (Item(about),)), Labelled("Finding", (Item(found),))])
    sheet.labelled([line for line in finding.lines if full or not line.extra])
    sheet.trees(finding.trees)


def _front(sheet: Sheet, view: View, papers: Papers) -> None:
    sheet.heading(view.title, "=")
    if view.fictional:
        sheet.paragraph(words.FICTIONAL)
        sheet.blank()
    if view.personal:
        sheet.paragraph(view.personal)
        sheet.blank()
    if view.public:
        sheet.bullets(view.public)
        sheet.blank()
    sheet.bullets((*view.summary, *_way(papers)))
    sheet.heading("What was checked")
    sheet.labelled(view.checked, indent=0)


def _since(sheet: Sheet, report: GapReport) -> None:
    if report.since is not None:
        from ctcheck.reports.sections.since import since
        from ctcheck.reports.text_document import render_section

        section = since(report)
        assert section is not None
        render_section(sheet, section)


def _way(papers: Papers) -> list[str]:
    """How far the inspection is, if there is to be one, and what the plan lacks."""
    timeline, plan = papers.timeline, papers.plan
    lines = []
    if timeline.inspection:
        lines.append(words_papers.to_inspection(timeline.inspection, timeline.working_days))
    if plan:
        ownerless = sum("no-owner" in action.checks for action in plan)
        undated = sum(bool({"no-date", "no-end"} & set(action.checks)) for action in plan)
        lines.append(words_layouts.to_mend(ownerless, undated, len(plan)))
    return lines


def _assurance(sheet: Sheet, view: AssuranceView) -> None:
    sheet.heading("Assurance: what was checked and what was not")
    sheet.paragraph(view.evaluated)
    for row in view.counts:
        sheet.tagged(f"{row.number:>6}  ", row.tag, f": {row.meaning}")
    sheet.tagged(f"{view.total:>6}  ", Tag("findings in all", "total"), "")
    later = (f"{view.suggestion} {view.option}",) if view.option else ()
    _listed(sheet, "Not evaluated:", (*view.not_evaluated, *later))
    _listed(sheet, "Partners that did not send their return:", view.not_returned)
    _listed(sheet, f"{words.RECALLED_RULES}:", [", ".join(view.recalled)] if view.recalled else [])
    _listed(sheet, "What this report cannot show:", (*view.cannot_show, words.NOT_OPENED))


def _listed(sheet: Sheet, title: str, texts: Sequence[str]) -> None:
    if texts:
        sheet.blank()
        sheet.paragraph(title)
        sheet.bullets(texts)


def _positions(sheet: Sheet, view: View) -> None:
    sheet.heading("Positions by theme")
    sheet.paragraph(words.INDICATIVE)
    for position in view.positions:
        _position(sheet, position)
    if view.overall:
        _position(sheet, view.overall)
    if view.overall_note:
        sheet.blank()
        sheet.paragraph(view.overall_note)


def _position(sheet: Sheet, position: PositionView) -> None:
    sheet.blank()
    sheet.tagged(f"{position.title}: ", position.tag, "")
    sheet.paragraph(position.tally, 4)
    if position.base:
        sheet.paragraph(f"From the findings alone: {position.base.lower()}.", 4)
    sheet.bullets(position.reasons, 4)
    for limit in position.limits:
        cited = "; ".join(source.text for source in limit.sources)
        source = f" Source: {cited}." if cited else ""
        because = f" {limit.because}" if limit.because else ""
        sheet.bullets([f"Limit: {limit.title}.{because} {limit.effect}{source}"], 4)
        sheet.trees(limit.trees, 6)


def _risks(sheet: Sheet, view: View) -> None:
    sheet.heading("Systemic risks")
    if not view.risks:
        sheet.paragraph(words.NO_RISKS)
    for number, risk in enumerate(view.risks):
        if number:
            sheet.blank()
        sheet.paragraph(f"{risk.title}: {risk.says}")
        rests = [Labelled("Rests on", tuple(map(_group, risk.findings)))] if risk.findings else []
        limits = [Labelled("Limits", tuple(Item(limit) for limit in risk.limits))] if risk.limits else []
        enquiry = [Labelled("Enquiry", (Item(risk.enquiry),))] if risk.enquiry else []
        sheet.labelled([*rests, *limits, *enquiry])
        sheet.trees(risk.trees)


def _group(findings: Labelled) -> Item:
    subjects = [item.text for item in findings.items if item.text != words.THE_AREA]
    if not subjects:
        return Item(findings.label)
    return Item(f"{findings.label} ({'; '.join(subjects)})")


def _judgements(sheet: Sheet, view: View) -> None:
    sheet.heading("The trust's own judgements")
    if view.withheld_judgements:
        sheet.paragraph(view.withheld_judgements)
    elif not view.judgements:
        sheet.paragraph(words.NO_JUDGEMENTS)
    for judgement in view.judgements:
        sheet.tagged("  - ", judgement.comparison, f". {judgement.about}: {judgement.sentence}")


def _three_views(sheet: Sheet, report: GapReport) -> None:
    if report.inspector is None:
        return
    # Few reports have it, and the others need not wait for its import.
    from ctcheck.reports.sections.inspector import three_views
    from ctcheck.reports.text_document import render_section

    section = three_views(report)
    if section is not None:
        render_section(sheet, section)


def _other_findings(sheet: Sheet, view: View) -> None:
    """Every finding stands in the report once: those that are no gap stand here, a line each."""
    sheet.heading(view.findings_title)
    for theme in view.themes:
        if theme.findings:
            sheet.paragraph(theme.title)
        for finding in theme.findings:
            waiver = f". {finding.waiver}" if finding.waiver else ""
            about = f": {finding.title} ({finding.subject}) [{finding.id}]{waiver}"
            sheet.tagged("  - ", finding.tag, about)


def _claims(sheet: Sheet, view: View) -> None:
    if view.claims:
        sheet.heading("Claims without evidence in date")
        sheet.paragraph(words.CLAIMS)
    for group in view.claims:
        sheet.paragraph(f"{group.evidence}:")
        sheet.bullets(_group(finding).text for finding in group.findings)


def _parameters(sheet: Sheet, view: View) -> None:
    if view.parameters:
        sheet.heading("Thresholds that the findings rest on")
    for use in view.parameters:
        source = f" Source: {use.source}." if use.source else ""
        sheet.bullets([f"{use.basis}: {use.name} = {use.value}. {use.why}{source}"])


def _notes(sheet: Sheet, view: View) -> None:
    if view.notes:
        sheet.heading("Notes")
        sheet.bullets(view.notes)
