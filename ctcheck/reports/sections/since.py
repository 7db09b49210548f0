"""What has changed between two submissions, as blocks: a report of its own, or a section of another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ctcheck.model.comparison import (
    CAUSES,
    LEAST_LETTERS,
    LEAST_WORDS,
    MOVEMENTS,
    Change,
    Comparison,
    Side,
)
from ctcheck.model.report import GapReport
from ctcheck.model.values import plain_date
from ctcheck.model.words import Verdict
from ctcheck.reports import words, words_personal
from ctcheck.reports import words_comparison as said
from ctcheck.reports.blocks import (
    Block,
    Bullets,
    Cell,
    Document,
    Grid,
    Section,
    Sub,
    Text,
    marked,
    plain,
)
from ctcheck.reports.safe import prose, safe
from ctcheck.reports.shapes import Item, Tag
from ctcheck.reports.view_findings import anchor

MOST_NAMED = 6
"""A row names so many bodies; the rest are counted."""
MOST_ROWS = 5
"""What a cabinet is shown of each list."""

Part = tuple[str, tuple[Block, ...]]
"""One of `words_comparison.SECTIONS`, and what stands below it."""


def since(report: GapReport, *, brief: bool = False) -> Section | None:
    """What has changed since the submission before; nothing where none was named."""
    found = report.since
    if found is None:
        return None
    told = tuple(Item(prose(text)) for text in said.headline(found))
    blocks: list[Block] = [Text(_against(found.old)), *_leave(found.old), Bullets(told)]
    for name, part in parts(found, linked=True, brief=brief):
        if name != "compared":
            blocks.append(Sub(said.SECTIONS[name], part))
    return Section("since", said.SINCE, tuple(blocks))


def _against(old: Side) -> str:
    return prose(
        f"Held against {old.file}, which describes {plain_date(old.as_at)}, under the law of"
        f" {plain_date(old.law_date)}."
    )


def _leave(one: Side) -> Iterator[Block]:
    if one.personal_data:
        yield Text(prose(words_personal.compared(one.file, one.personal_data)), "warning")


def comparison_document(found: Comparison, report: GapReport) -> Document:
    """The comparison as a report of its own. `report` is that of the new submission."""
    told = Bullets(tuple(Item(prose(text)) for text in said.headline(found)))
    leave = (*_leave(found.old), *_leave(found.new))
    sections = [Section("summary", words.SECTIONS["summary"], (*leave, told))]
    sections += [Section(name, said.SECTIONS[name], part) for name, part in parts(found)]
    return Document(
        "comparison",
        safe(f"{said.TITLE}: {found.new.area}"),
        said.subtitle(found.old, found.new),
        found.old.fictional or found.new.fictional,
        safe(f"{found.new.area}, {words.law_of(found.new.law_date)}"),
        tuple(sections),
        report,
    )


def parts(found: Comparison, *, linked: bool = False, brief: bool = False) -> Iterator[Part]:
    """The parts of a comparison that say something, in the order to read them."""
    yield "compared", (_sides(found),)
    yield "numbers", _numbers(found)
    shown = [one for one in found.changes if one.weighs and one.movement != "unchanged"]
    for movement in MOVEMENTS:
        some = [one for one in shown if one.movement == movement]
        if some and not (brief and movement in ("begun", "ended")):
            yield movement, _changes(said.MOVEMENTS[movement], some, linked, brief)
    heavier = [one for one in found.changes if one.movement == "unchanged" and _weightier(one)]
    if heavier and not brief:
        yield "heavier", (_weights(heavier, linked),)
    aside = [one for one in found.changes if not one.weighs and one.movement != "unchanged"]
    if aside and not brief:
        yield "aside", _changes(said.ASIDE, aside, linked, brief)
    yield from _rest(found, brief)


def _rest(found: Comparison, brief: bool) -> Iterator[Part]:
    moved = [one for one in found.positions if one.before != one.after]
    rows = tuple(
        (plain(safe(one.title)), plain(said.level(one.before)), plain(said.level(one.after))) for one in moved
    )
    grid = Grid(said.POSITIONS_CAPTION, said.POSITIONS_HEADER, rows, "positions")
    yield "positions-moved", (Text(words.INDICATIVE), grid) if rows else (Text(said.NO_POSITIONS),)
    if found.partners:
        texts = [_partner(one.name, one.id, one.how, one.before) for one in found.partners]
        yield "partners-moved", (Bullets(_items(texts)),)
    if found.actions or found.history:
        yield "actions-since", _actions(found, brief)
    questions = tuple(_questions(found, brief))
    if questions:
        yield "questions", questions
    if brief:
        return
    if found.renamed:
        yield "renamed", (Bullets(_items(f"{one.before}: {one.now} now" for one in found.renamed)),)
    if found.notes:
        yield "compare-notes", (Bullets(_items(found.notes)),)


def _items(texts: Iterable[str]) -> tuple[Item, ...]:
    return tuple(Item(prose(text)) for text in texts)


def _sides(found: Comparison) -> Grid:
    of = [_side(one) for one in (found.old, found.new)]
    rows = tuple(
        (plain(label), plain(prose(was)), plain(prose(is_)))
        for label, was, is_ in zip(said.SIDE_LINES, *of, strict=True)
    )
    return Grid(said.SIDES_CAPTION, said.SIDES_HEADER, rows, "sides")


def _side(one: Side) -> tuple[str, ...]:
    return (
        f"{one.file} (sha256 {one.digest[:12]})",
        one.title or said.NO_TITLE,
        plain_date(one.as_at),
        plain_date(one.law_date),
        "; ".join(f"{pack.id} {pack.version}" for pack in one.packs),
        f"sha256 {one.rules_digest[:12]}",
        f"{one.gaps:,}",
        f"{one.carried:,}",
    )


def _numbers(found: Comparison) -> tuple[Block, ...]:
    rows = []
    for movement in MOVEMENTS:
        some = [one for one in found.changes if one.weighs and one.movement == movement]
        if not some:
            continue
        alone = [sum(one.causes == (cause,) for one in some) for cause in reversed(CAUSES)]
        together = sum(len(one.causes) > 1 for one in some)
        numbers = ["-"] * 4 if movement == "unchanged" else [f"{number:,}" for number in (*alone, together)]
        rows.append(
            (
                marked(Tag(said.MOVEMENT_NAMES[movement], said.MOVEMENT_TAGS[movement])),
                plain(said.MOVEMENTS[movement]),
                plain(f"{len(some):,}"),
                *(plain(number) for number in numbers),
            )
        )
    return (Text(said.HOW_CAUSES), Grid(said.NUMBERS_CAPTION, said.NUMBERS_HEADER, tuple(rows), "numbers"))


def _changes(caption: str, some: Sequence[Change], linked: bool, brief: bool) -> tuple[Block, ...]:
    """Changes of one rule that differ in nothing but the body are told once."""
    together: dict[object, list[Change]] = {}
    for one in some:
        key = (one.id.partition("/")[0], one.before, one.after, one.causes, one.also, one.date_by)
        together.setdefault(key, []).append(one)
    groups = list(together.values())
    rows = tuple(_row(group, linked) for group in (groups[:MOST_ROWS] if brief else groups))
    told = f"{words.number(len(some), 'finding').capitalize()}: {caption}"
    grid = Grid(told, said.CHANGES_HEADER, rows, "changes")
    left = len(groups) - len(rows)
    return (grid, Text(f"and {left} more", "small")) if left else (grid,)


def _row(group: Sequence[Change], linked: bool) -> tuple[Cell, ...]:
    first = group[0]
    sentences = list(dict.fromkeys(one.because for one in group))
    return (
        Cell((_named(first, linked), *_bodies(group))),
        _verdict(first.before),
        _verdict(first.after),
        Cell(tuple(Item(text) for text in said.causes(first))),
        Cell((Item(prose(sentences[0])), *_more(len(sentences) - 1))),
    )


def _named(change: Change, linked: bool) -> Item:
    there = linked and change.after is not None
    return Item(prose(change.title), f"#{anchor(change.id)}" if there else "")


def _bodies(group: Sequence[Change]) -> tuple[Item, ...]:
    names = [safe(one.subject) for one in group if one.subject != words.THE_AREA]
    if not names:
        return ()
    more = [f"and {len(names) - MOST_NAMED} more"] if len(names) > MOST_NAMED else []
    return (Item(f"({'; '.join([*names[:MOST_NAMED], *more])})"),)


def _more(number: int) -> tuple[Item, ...]:
    return (Item(f"and {number} more like it"),) if number else ()


def _verdict(found: Verdict | None) -> Cell:
    if found is None:
        return marked(Tag(said.NOT_ASKED, "not-applicable"))
    return marked(Tag(said.verdict(found), found.value.replace("_", "-")))


def _weightier(change: Change) -> bool:
    return change.weighs and change.kind_before != change.kind_after


def _weights(some: Sequence[Change], linked: bool) -> Block:
    rows = tuple(
        (
            Cell((_named(one, linked), *_bodies([one]))),
            plain(words.GAP_KINDS.get(one.kind_before, "")),
            plain(words.GAP_KINDS.get(one.kind_after, "")),
        )
        for one in some
    )
    return Grid(said.WEIGHTS_CAPTION, said.CHANGES_HEADER[:3], rows, "weights")


def _partner(name: str, id_: str, how: str, before: str) -> str:
    old = f" (it was {before})" if before else ""
    return f"{name} ({id_}): {said.PARTNERS[how]}{old}."


def _actions(found: Comparison, brief: bool) -> tuple[Block, ...]:
    rows = tuple(
        (
            Cell(
                (
                    Item(prose(one.action)),
                    Item(safe(f"({', '.join(part for part in (one.id, one.owner_role) if part)})")),
                )
            ),
            plain(plain_date(one.due) if one.due else ""),
            plain(safe(said.action_now(one))),
        )
        for one in found.actions
        if not brief or one.how != "finished"
    )
    blocks: list[Block] = []
    if rows:
        blocks.append(Grid(said.ACTIONS_CAPTION, said.ACTIONS_HEADER, rows, "actions-since"))
    known = {one.id for one in found.actions}
    earlier = [one for one in found.history if one.id not in known]
    if earlier:
        blocks.append(
            Text(f"{words.number(len(earlier), 'action').capitalize()} in the list of finished actions:")
        )
        blocks.append(Bullets(_items(f"{one.action} ({one.id})" for one in earlier)))
    finished = sum(one.how == "finished" for one in found.actions)
    if brief and finished:
        blocks.append(Text(f"{words.number(finished, 'action').capitalize()} finished since last time."))
    return tuple(blocks)


def _questions(found: Comparison, brief: bool) -> Iterator[Block]:
    if found.jumps:
        texts = [
            f"{said.about(one)}: {said.grade(one.before)}, and {said.grade(one.after)} now"
            for one in found.jumps
        ]
        yield Sub(said.JUMPS_TITLE, (Text(said.JUMPS), _listed(texts, brief)))
    if found.unmoved:
        texts = [
            f"{_whose(one.partner)}{one.label}: {one.date}, not older than {one.within} asked (line {one.place.line},"
            f" rule {one.rule})"
            for one in found.unmoved
        ]
        yield Sub(said.UNMOVED_TITLE, (Text(said.UNMOVED), _listed(texts, brief)))
    if found.copied:
        texts = [
            f"{_whose(one.partner)}{one.label} (line {one.place.line}): “{safe(one.text, limit=160)}”"
            for one in found.copied
        ]
        about = said.COPIED.format(words=LEAST_WORDS, letters=LEAST_LETTERS)
        yield Sub(said.COPIED_TITLE, (Text(about), _listed(texts, brief)))


def _whose(partner: str) -> str:
    return f"{partner}: " if partner else ""


def _listed(texts: Sequence[str], brief: bool) -> Bullets:
    shown = list(texts[:MOST_ROWS]) if brief else list(texts)
    if len(shown) < len(texts):
        shown.append(f"and {len(texts) - len(shown)} more")
    return Bullets(_items(shown))
