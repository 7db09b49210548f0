"""Sections for a cabinet or partnership board: to decide and to own."""

from __future__ import annotations

from ctcheck.model.papers import Papers, Prepared
from ctcheck.model.report import GapReport
from ctcheck.model.values import plain_date
from ctcheck.model.words import Force, Verdict
from ctcheck.reports import words, words_papers
from ctcheck.reports.blocks import Block, Bullets, Drawing, Facts, Grid, Section, Text, marked, plain
from ctcheck.reports.safe import prose, safe
from ctcheck.reports.sections.common import items
from ctcheck.reports.shapes import Item, Labelled, View

MOST_WORDS = 150
"""A summary that is read in the minute before the item is called."""
TOP = 3


def title(report: GapReport) -> str:
    """The title of the paper, which is for deciding and not for reading through."""
    paper = words_papers.PUBLIC_PAPER if report.public else words_papers.PAPER
    return safe(f"{paper}: {report.area.name}, {words.date(report.as_at)}")


def pressing(report: GapReport) -> GapReport:
    """The report with only what a meeting can decide on.

    Of the days on the way to the inspection those on which somebody has to do something; of the plan the
    submission's own actions and those drafted for what is known to fall short. What nobody has answered is
    asked for as a whole: a meeting cannot decide a hundred times to find out.
    """
    silent = {one.id for one in report.findings if one.verdict is Verdict.NO_ANSWER}

    def fewer() -> Papers:
        papers = report.papers
        line = papers.timeline
        events = tuple(
            event
            for event in line.events
            if event.kind != "evidence" and (event.kind != "review-by" or event.day >= line.start)
        )
        plan = tuple(one for one in papers.plan if not (one.drafted and silent.issuperset(one.gaps)))
        return papers._replace(timeline=line._replace(events=events), plan=plan)

    return report._replace(prepared=Prepared(fewer))


def front(report: GapReport) -> Section:
    """The front block of a committee paper; what nobody has told us is left as a labelled blank."""
    filled = {
        "title": title(report),
        "position": plain_date(report.as_at),
        "access": safe(report.marking),
    }
    lines = tuple(Labelled(label, (Item(filled.get(key, "")),)) for key, label in words_papers.FRONT.items())
    return Section("front", words.SECTIONS["front"], (Facts(lines),))


def summary(report: GapReport) -> Section:
    """At most `MOST_WORDS` words, made from the findings; sentences at the end give way first."""
    sentences = _sentences(report)
    while len(sentences) > 1 and len(" ".join(sentences).split()) > MOST_WORDS:
        sentences.pop()
    return Section("summary", words.SECTIONS["summary"], (Text(prose(" ".join(sentences))),))


def _sentences(report: GapReport) -> list[str]:
    duties = [one for one in report.findings if one.is_judged and one.force is Force.DUTY]
    counted = {verdict: sum(one.verdict is verdict for one in duties) for verdict in Verdict}
    sentences = [
        words_papers.where_we_stand(
            report.area.name, report.as_at, len(duties), counted[Verdict.MET], counted[Verdict.NO_ANSWER]
        )
    ]
    first = [group.gaps[0].finding.title for group in report.gap_groups if group.number][:TOP]
    if first:
        sentences.append(words_papers.biggest(first))
    plan = report.papers.plan
    if plan:
        ownerless = sum("no-owner" in action.checks for action in plan)
        sentences.append(words_papers.asked(len(plan), ownerless))
    if report.papers.timeline.inspection:
        timeline = report.papers.timeline
        sentences.append(words_papers.to_inspection(timeline.inspection, timeline.working_days))
    if report.risks:
        sentences.append(words_papers.risks([risk.title for risk in report.risks[:TOP]]))
    return sentences


def recommendations(report: GapReport) -> Section:
    """What the meeting is asked to decide, numbered."""
    plan = report.papers.plan
    asked = []
    first = [action for action in plan if action.priority == 1]
    if plan:
        asked.append(words_papers.agree_plan(len(plan), len(first), report.papers.timeline.inspection))
    ownerless = sum("no-owner" in action.checks for action in plan)
    if ownerless:
        asked.append(words_papers.name_owners(ownerless))
    silent = sum(
        one.verdict is Verdict.NO_ANSWER and one.force is Force.DUTY and one.is_judged
        for one in report.findings
    )
    if silent:
        asked.append(words_papers.answer(silent))
    if report.assurance.not_returned:
        asked.append(words_papers.ask_partners(report.assurance.not_returned))
    late = sum("after-inspection" in action.checks or "no-end" in action.checks for action in plan)
    if late:
        asked.append(words_papers.bring_forward(late))
    asked.append(words_papers.NOTE_LIMITS)
    return Section(
        "recommendations",
        words.SECTIONS["recommendations"],
        (Bullets(items(prose(text) for text in asked), numbered=True),),
    )


def position(view: View) -> Section:
    """The position on one page: a word and the counts for each theme."""
    shown = (*view.positions, *((view.overall,) if view.overall else ()))
    # The counts stand in the table of the picture below.
    rows = tuple((plain(one.title), marked(one.tag)) for one in shown)
    grid = Grid(words.POSITIONS_CAPTION, words.POSITION_HEADER[:2], rows, "positions")
    note: tuple[Block, ...] = (Text(view.overall_note, "inset"),) if view.overall_note else ()
    # A limit that changes nothing is for those who work on the position, not for those who decide.
    limits = [
        Item(f"{one.title}: {limit.title}. {limit.effect}")
        for one in shown
        for limit in one.limits
        if words.NO_BITE not in limit.effect
    ]
    said = f"{words.INDICATIVE} {words_papers.NOT_SHOWN}"
    blocks: tuple[Block, ...] = (Text(said), grid, *note, Drawing("verdict-bars"))
    return Section(
        "position", words.SECTIONS["position"], (*blocks, Bullets(tuple(limits))) if limits else blocks
    )


def readiness(report: GapReport) -> Section:
    """Days left, and what lands before and after the inspection."""
    papers = report.papers
    timeline = papers.timeline
    before = sum(
        1 for one in papers.plan if one.due and timeline.inspection and one.due <= timeline.inspection
    )
    after = sum("after-inspection" in action.checks for action in papers.plan)
    undated = sum(bool({"no-date", "no-end"} & set(action.checks)) for action in papers.plan)
    stale = sum(use.state.value == "stale" for use in papers.evidence)
    texts = [words_papers.to_inspection(timeline.inspection, timeline.working_days)]
    texts += words_papers.landing(before, after, undated)
    if stale:
        texts.append(words_papers.stale(stale))
    blocks = (Bullets(items(texts)), Drawing("timeline"))
    return Section("readiness", words.SECTIONS["readiness"], blocks)


def implications() -> Section:
    """Labelled blanks: only the authority's own officers can fill them."""
    lines = tuple(Labelled(label, (Item(""),)) for label in words_papers.IMPLICATIONS)
    return Section(
        "implications", words.SECTIONS["implications"], (Text(words_papers.BLANKS, "small"), Facts(lines))
    )


def background(report: GapReport) -> Section:
    """Papers that this rests on."""
    texts = [f"{one.ref}: {one.title}" for one in report.sources]
    texts += [f"{pack.title} ({pack.id} {pack.version})" for pack in report.packs]
    texts.append(words_papers.self_assessment(report.title, report.file, report.digest[:12]))
    return Section(
        "background", words.SECTIONS["background"], (Bullets(items(prose(text) for text in texts)),)
    )
