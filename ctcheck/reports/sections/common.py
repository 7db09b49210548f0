"""Sections that more than one kind of reader gets."""

from __future__ import annotations

from collections.abc import Iterable

from ctcheck.model.report import GapReport
from ctcheck.reports import words, words_next, words_papers, words_personal, words_public
from ctcheck.reports.blocks import (
    Block,
    Bullets,
    Cell,
    Drawing,
    Facts,
    Findings,
    Gaps,
    Grid,
    Section,
    Sub,
    Text,
    marked,
    plain,
)
from ctcheck.reports.shapes import Item, Labelled, PositionView, RiskView, View


def items(texts: Iterable[str]) -> tuple[Item, ...]:
    """Plain texts as entries of a list."""
    return tuple(Item(text) for text in texts)


def summary(view: View) -> Section:
    return Section("summary", words.SECTIONS["summary"], (Bullets(items(view.summary)),))


def personal(view: View) -> Section | None:
    """That the report was made although the submission holds personal data; nothing where it was not."""
    if not view.personal:
        return None
    return Section("personal-data", words_personal.TITLE, (Text(view.personal, "warning"),))


def public(view: View) -> Section | None:
    """What a version for the public says of itself; nothing in a full report."""
    return Section("public", words_public.TITLE, (Bullets(items(view.public)),)) if view.public else None


def checked(view: View) -> Section:
    return Section("checked", words.SECTIONS["checked"], (Facts(view.checked),))


def assurance(view: View, *, brief: bool = False) -> Section:
    """What was checked, what was not and why, and what no self-assessment can show.

    `brief`: rules whose source nobody has read are counted and not named.
    """
    said = view.assurance
    rows = [(marked(row.tag), plain(str(row.number)), plain(row.meaning)) for row in said.counts]
    rows.append((plain(words.ALL), plain(str(said.total)), plain(words.ONE_FINDING_EACH)))
    blocks: list[Block] = [Grid(said.evaluated, words.COUNT_HEADER, tuple(rows), "counts")]
    later = (f"{said.suggestion} {said.option}",) if said.option else ()
    blocks += _listed(words.NOT_EVALUATED, (*said.not_evaluated, *later))
    blocks += _listed(words.NOT_RETURNED, said.not_returned)
    if said.recalled and brief:
        blocks.append(Text(words_papers.recalled(len(said.recalled))))
    elif said.recalled:
        blocks.append(Sub(words.RECALLED_RULES, (Text(", ".join(said.recalled)),)))
    blocks += _listed(words.CANNOT_SHOW, (*said.cannot_show, words.NOT_OPENED))
    return Section("assurance", words.SECTIONS["assurance"], tuple(blocks))


def _listed(title: str, texts: tuple[str, ...]) -> list[Block]:
    return [Sub(title, (Bullets(items(texts)),))] if texts else []


def positions(view: View) -> Section:
    """Every theme with its reasons and limits, then the whole."""
    rows = tuple(
        (plain(one.title), marked(one.tag), plain(one.tally)) for one in (*view.positions, *_overall(view))
    )
    blocks: list[Block] = [
        Text(words.INDICATIVE),
        Grid(words.POSITIONS_CAPTION, words.POSITION_HEADER, rows, "positions"),
        Drawing("verdict-bars"),
    ]
    blocks += [
        Sub(f"{one.title}: {one.tag.word}", _reasons(one)) for one in (*view.positions, *_overall(view))
    ]
    if view.overall_note:
        blocks.append(Text(view.overall_note, "inset"))
    return Section("positions", words.SECTIONS["positions"], tuple(blocks))


def _overall(view: View) -> tuple[PositionView, ...]:
    return (view.overall,) if view.overall else ()


def _reasons(one: PositionView) -> tuple[Block, ...]:
    base = (f"{words.FROM_FINDINGS}: {one.base}.",) if one.base else ()
    limits = []
    for limit in one.limits:
        because = f" {limit.because}" if limit.because else ""
        limits.append(Item(f"{words.LIMIT}: {limit.title}.{because} {limit.effect}"))
        limits += [Item(f"{words.SOURCE}: {source.text}", source.url) for source in limit.sources]
    return (Bullets((*items((*base, *one.reasons)), *limits)),)


def risks(view: View, *, brief: bool = False) -> Section:
    """Risks that no single finding shows; `brief` leaves out the findings that each rests on."""
    blocks: tuple[Block, ...] = tuple(Sub(risk.title, _risk(risk, brief)) for risk in view.risks)
    return Section("risks", words.SECTIONS["risks"], blocks or (Text(words.NO_RISKS),))


def _risk(risk: RiskView, brief: bool) -> tuple[Block, ...]:
    rests = () if brief else tuple(Labelled(one.label, one.items) for one in risk.findings)
    blocks: list[Block] = [Text(risk.says)]
    if rests:
        blocks += [Text(f"{words.RESTS}:"), Facts(rests)]
    if risk.limits:
        blocks.append(Text(f"{words.LIMITS}: {'; '.join(risk.limits)}."))
    if risk.enquiry:
        blocks.append(Text(f"{words.ENQUIRY}: {risk.enquiry}", "inset"))
    return tuple(blocks)


def judgements(view: View) -> Section:
    """The trust's own judgements, each beside the indicative position."""
    rows = tuple(
        (
            plain(one.about),
            Cell(items((f"{one.label} ({one.scale})", f"{words.CLAIMING}: {one.claims}"))),
            plain(one.indicative),
            Cell(items((one.sentence,)), one.comparison),
        )
        for one in view.judgements
    )
    withheld = view.withheld_judgements
    blocks: tuple[Block, ...] = (Text(withheld),) if withheld else ()
    if rows:
        grid = Grid(words.JUDGEMENTS_CAPTION, words.JUDGEMENT_HEADER, rows, "judgements")
        blocks = (*blocks, grid, Drawing("self-judgement"))
    elif not withheld:
        blocks = (Text(words.NO_JUDGEMENTS),)
    return Section("judgements", words.SECTIONS["judgements"], blocks)


def gaps(view: View) -> Section:
    found: tuple[Block, ...] = (Gaps(view.gaps),) if view.gaps else (Text(view.no_gaps),)
    return Section("gaps", words.SECTIONS["gaps"], found)


def options(view: View) -> Section | None:
    if not view.options:
        return None
    return Section("options", words.OPTIONS_TITLE, (Text(words.OPTIONS), Gaps(view.options)))


def claims(view: View) -> Section | None:
    """What is met with nothing in date behind it."""
    if not view.claims:
        return None
    blocks: list[Block] = [Text(words.CLAIMS)]
    blocks += [Sub(group.evidence, (Facts(group.findings),)) for group in view.claims]
    return Section("claims", words.SECTIONS["claims"], tuple(blocks))


def findings(view: View) -> Section:
    """Every finding once, by theme."""
    blocks = tuple(
        Findings(theme.title, theme.anchor, theme.findings) for theme in view.themes if theme.findings
    )
    return Section("findings", view.findings_title, blocks)


def parameters(view: View) -> Section | None:
    if not view.parameters:
        return None
    rows = tuple(
        (
            plain(use.name),
            plain(use.value),
            plain(use.basis),
            Cell(items(text for text in (use.why, use.source and f"{words.SOURCE}: {use.source}") if text)),
        )
        for use in view.parameters
    )
    grid = Grid(words.PARAMETERS_CAPTION, words.PARAMETER_HEADER, rows, "parameters")
    return Section("parameters", words.SECTIONS["parameters"], (grid,))


def notes(view: View) -> Section | None:
    if not view.notes:
        return None
    return Section("notes", words.SECTIONS["notes"], (Bullets(items(view.notes)),))


def next_step(view: View, report: GapReport) -> Section:
    """What to do next, with what it closes and the command to type."""
    title = words.SECTIONS["next"]
    steps = words_next.steps(report)
    if not steps:
        return Section("next", title, (Text(view.next_step, "inset"),))
    blocks: list[Block] = []
    for number, step in enumerate(steps, 1):
        blocks.append(Text(f"{number}. {step.text}"))
        if step.items:
            blocks.append(Bullets(items(step.items)))
        blocks += [Text(f"{words_next.TYPE}: {command}", "inset") for command in step.commands]
    return Section("next", title, tuple(blocks))
