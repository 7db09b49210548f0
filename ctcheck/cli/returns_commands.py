"""`ctcheck returns split` and `ctcheck returns merge`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ctcheck.cli.carry_command import NOT_KEPT
from ctcheck.cli.common import emit, packs, reader, rules_option
from ctcheck.cli.remarks import show_remarks
from ctcheck.cli.workbook_commands import (
    MAX_WORKBOOK,
    a_day,
    authority_option,
    converted_workbook,
    keep_going_option,
    law_at_option,
    open_submission,
    refused,
    show_left_out,
    type_option,
)
from ctcheck.errors import Exit, SubmissionError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping

    from ctcheck.model.submission import Submission
    from ctcheck.model.values import Fact
    from ctcheck.returns.merge import Merged, ReturnFile
    from ctcheck.returns.split import Body
    from ctcheck.rulebook.loader import LoadedPacks


@click.group("returns")
def returns_group() -> None:
    """Send each partner its own questions, and put the answers back.

    `ctcheck returns split submission.yaml -o returns` then `ctcheck returns merge submission.yaml returns/*.xlsx`
    """


@returns_group.command("split")
@click.argument("source", metavar="[SUBMISSION]", required=False)
@click.option("-o", "--output", metavar="FOLDER", required=True, help="Write the forms into this folder.")
@click.option(
    "--as", "form", type=click.Choice(("xlsx", "yaml")), default="xlsx", help="Workbooks (default) or YAML."
)
@click.option(
    "--also",
    multiple=True,
    metavar="PATH",
    help="Ask every partner these facts of the area as well, such as `plan`.",
)
@click.option(
    "--on-behalf",
    "behalf",
    multiple=True,
    metavar="ID=BY",
    help="The partner ID is answered for by the partner BY.",
)
@click.option("--filled", is_flag=True, help="Fill in what the submission says of each partner already.")
@authority_option
@type_option
@law_at_option
@rules_option
def split_command(
    source: str | None,
    output: str,
    form: str,
    also: tuple[str, ...],
    behalf: tuple[str, ...],
    filled: bool,
    authority: str | None,
    area_type: str | None,
    law_at: str | None,
    rule_folders: tuple[str, ...],
) -> int:
    """Make a form for each partner with what the law asks of a body of its kind.

    With a SUBMISSION its partners get one each; without, every kind of body that such an area has.

    \b
    Example:
      ctcheck returns split examples/exemplar-2008.yaml -o returns
    """
    from ctcheck.output import write_whole
    from ctcheck.reports.safe import safe
    from ctcheck.returns.split import Body, return_text, split
    from ctcheck.workbook.convert import regimes_of
    from ctcheck.workbook.make import make_workbook
    from ctcheck.workbook.plan import Wanted
    from ctcheck.workbook.stated import EMPTY

    loaded = packs(rule_folders)
    day = a_day("--law-at", law_at)
    if source is not None:
        submission, said = open_submission(loaded, source)
        wanted = Wanted(
            authority or submission.area.name, area_type or submission.area.type, day or submission.as_at
        )
        if not submission.partners:
            raise click.UsageError(
                f"{source} lists no partners: name them there, or use --authority, --type, --law-at."
            )
        bodies = [Body(one.id, one.name, one.kind) for one in submission.partners]
    else:
        if not (authority and area_type and day):
            raise click.UsageError("Give a submission, or --authority, --type and --law-at.")
        wanted, said = Wanted(authority, area_type, day), EMPTY
        bodies = _every_kind(loaded, area_type, day)
    _check_paths(loaded, also)
    on_behalf = _behalf(behalf, {body.id for body in bodies})
    made = split(
        loaded.packs,
        regimes_of(loaded.packs),
        wanted,
        bodies,
        said,
        also=also,
        on_behalf=on_behalf,
        filled=filled,
    )
    folder = Path(output)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.UsageError(f"-o: {output} cannot be made a folder: {error.strerror}.") from error
    for one in made.forms:
        path = folder / f"return-{one.body.id}.{form}"
        data = make_workbook(one.form) if form == "xlsx" else return_text(one).encode()
        write_whole(path, data)
        others = [name for name in one.answers_for if name != one.body.id]
        for_others = f", also for {', '.join(others)}" if others else ""
        click.echo(f"Wrote {path}: {one.questions} questions{for_others}.", err=True)
    for body in made.unasked:
        click.echo(
            safe(f"No form for {body.name}: no rule in force on {wanted.law_date} asks anything of it."),
            err=True,
        )
    return Exit.OK


@returns_group.command("merge")
@click.argument("source", metavar="SUBMISSION")
@click.argument("returns", metavar="RETURN...", nargs=-1, required=True)
@click.option("-o", "--output", metavar="PATH", help="Write the submission here; else to standard output.")
@law_at_option
@keep_going_option
@rules_option
def merge_command(
    source: str,
    returns: tuple[str, ...],
    output: str | None,
    law_at: str | None,
    keep_going: bool,
    rule_folders: tuple[str, ...],
) -> int:
    """Put partners' returns (xlsx or YAML) into a submission.

    Tells who has not replied and who answered on behalf of whom. Where answers to the same question
    differ, all are listed and nothing is written; with --keep-going the submission keeps its own.

    \b
    Example:
      ctcheck returns merge submission.yaml returns/police.xlsx -o merged.yaml
    """
    from ctcheck.output import write_whole
    from ctcheck.reading.files import UnreadableError, read_bytes
    from ctcheck.reading.nodes import parse
    from ctcheck.returns.edit import with_merged
    from ctcheck.returns.merge import merge

    loaded = packs(rule_folders)
    base, said = open_submission(loaded, source)
    if base.returned is not None:
        raise click.UsageError(f"{source} is itself a return; give the self-assessment first.")
    if not base.partners:
        raise click.UsageError(
            f"{source} lists no partners, so no return belongs anywhere; name them there first."
        )
    files = [_read_return(loaded, name, keep_going) for name in returns]
    merged = merge(base, source, files, _asked(loaded, base, a_day("--law-at", law_at) or base.as_at))
    show_remarks(merged.remarks)
    if merged.problems and not keep_going:
        many = f"{len(merged.problems)} problems" if len(merged.problems) != 1 else "1 problem"
        raise SubmissionError(
            f"The returns were not merged into {source}: {many}; nothing was written.",
            "Settle what is listed and run the command again; --keep-going leaves it out.",
            merged.problems,
        )
    show_left_out(merged.problems)
    try:
        data = read_bytes(Path(source), source)
        result = with_merged(data, parse(data, source), said, merged, loaded.packs, source)
    except UnreadableError as error:
        raise refused(source, error.problems) from error
    result, kept = _off_the_list(loaded, merged, result, source)
    _prove(loaded, base, merged, result, source)
    if not kept:
        click.echo(NOT_KEPT, err=True)
    if output is None:
        emit(result)
    else:
        write_whole(Path(output), result)
        click.echo(f"Wrote {output}", err=True)
    _tell(base, merged)
    return Exit.OK


def _every_kind(loaded: LoadedPacks, area_type: str, day: dt.date) -> list[Body]:
    from ctcheck.questions.in_force import partner_kinds
    from ctcheck.returns.split import Body

    kinds = partner_kinds(loaded.packs, area_type, day)
    return [Body(one.id, one.label, one.id) for one in kinds if one.everywhere and not one.the_authority]


def _check_paths(loaded: LoadedPacks, also: tuple[str, ...]) -> None:
    from ctcheck.reading.suggest import nearest

    facts = loaded.packs.vocabulary.facts
    known = {".".join(path.split(".")[:depth]) for path in facts for depth in range(1, path.count(".") + 2)}
    for path in also:
        if path not in known or path.startswith("partner"):
            raise click.UsageError(
                f"--also: no fact of the area is called {path!r}. {nearest(path, sorted(known))}"
            )


def _behalf(stated: tuple[str, ...], ids: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in stated:
        name, _, by = one.partition("=")
        wrong = [part for part in (name, by) if part not in ids]
        if wrong or name == by:
            raise click.UsageError(f"--on-behalf {one}: write ID=BY with the ids of two partners.")
        found[name] = by
    chained = [name for name, by in found.items() if by in found]
    if chained:
        raise click.UsageError(
            f"--on-behalf: {found[chained[0]]} answers for {chained[0]} and is answered for itself."
        )
    return found


def _read_return(loaded: LoadedPacks, name: str, keep_going: bool) -> ReturnFile:
    from ctcheck.reading.files import UnreadableError, read_bytes
    from ctcheck.reading.nodes import parse
    from ctcheck.reading.workbook import is_workbook
    from ctcheck.returns.merge import ReturnFile
    from ctcheck.workbook.stated import take_apart

    try:
        data = read_bytes(name, name, MAX_WORKBOOK)
    except UnreadableError as error:
        raise refused(name, error.problems) from error
    if is_workbook(data):
        converted = converted_workbook(loaded, name, keep_going=keep_going)
        show_remarks(one._replace(where=f"{name}: {one.where}".rstrip(": ")) for one in converted.remarks)
        if converted.submission is None:
            raise refused(name, converted.problems)
        show_left_out(one._replace(path=f"{name}: {one.path}") for one in converted.problems)
        text, draft = converted.text.encode(), converted.draft
        stated = take_apart(parse(text, name), loaded.packs, text)
        return ReturnFile(
            name, converted.submission, stated, lambda path: f"{name}: {draft.where(path) or path}"
        )
    submission, stated = open_submission(loaded, name)
    root = parse(data, name)

    def where(path: str) -> str:
        import re

        from ctcheck.reading.frame import find

        steps = [int(one) if one.isdigit() else one for one in re.findall(r"[^.\[\]]+", path)]
        return str(find(root, steps).place(name))

    return ReturnFile(name, submission, stated, where)


def _asked(loaded: LoadedPacks, base: Submission, day: dt.date) -> set[str]:
    """Ids of the partners of whom a rule in force asks something."""
    from ctcheck.questions.in_force import questions_in_force

    questions = questions_in_force(loaded.packs, base.area.type, day)
    kinds = {kind for one in questions if one.per_partner for kind in one.kinds}
    return {one.id for one in base.partners or () if one.kind in kinds}


def _off_the_list(loaded: LoadedPacks, merged: Merged, result: bytes, source: str) -> tuple[bytes, bool]:
    """The text in which no answer that came this time is carried, and whether its remarks were kept.

    Also an answer that is new may be: where what stands above it is listed as carried.
    """
    from ctcheck.comparing.carry import left_to_confirm
    from ctcheck.reading.carry_yaml import confirm
    from ctcheck.workbook.carried import key_of

    after = reader(loaded).read_data(result, Path(source))
    listed = [path for path in merged.facts if after.facts[path].carried]
    for partner in after.partners or ():
        new = merged.partners.get(partner.id, ())
        listed += [key_of(path, partner.id) for path in new if partner.facts[path].carried]
    if not listed:
        return result, True
    groups, _ = left_to_confirm(after, loaded.packs, listed)
    begun = confirm(result, source, groups)
    return begun.data, begun.kept


def _prove(loaded: LoadedPacks, base: Submission, merged: Merged, result: bytes, source: str) -> None:
    """That the text written says what was meant, and nothing else has changed. Raises `SubmissionError`."""
    from ctcheck.assess.carried import carried_part
    from ctcheck.model.submission import CARRIED_PARTS
    from ctcheck.returns.merge import same_value

    def stays(facts: Mapping[str, Fact], now: Mapping[str, Fact], new: Collection[str]) -> bool:
        """What came is this time's, and all else is what it was, carried or not."""
        others = [path for path in facts if path not in new]
        return set(now) == set(facts) | set(new) and all(
            [
                *(now[path].carried is None for path in new),
                *(same_value(facts[path].value, now[path].value) for path in others),
                *(facts[path].carried == now[path].carried for path in others),
            ]
        )

    after = reader(loaded).read_data(result, Path(source))
    kept = stays(base.facts, after.facts, merged.facts)
    kept = kept and all(carried_part(base, one) == carried_part(after, one) for one in CARRIED_PARTS)
    for before, now in zip(base.partners or (), after.partners or (), strict=True):
        new = merged.partners.get(before.id, {})
        kept = kept and before[:3] == now[:3] and stays(before.facts, now.facts, new)
    kept = kept and len(after.evidence) == len(base.evidence) + len(merged.evidence)
    for part in ("area", "as_at", "title", "marking", "inspection", "signed", "sources", "marks"):
        kept = kept and getattr(base, part) == getattr(after, part)
    for part in ("actions", "history", "self_judgements", "waivers"):
        kept = kept and len(getattr(base, part)) == len(getattr(after, part))
    if not kept:
        raise SubmissionError(
            f"{source} was not changed: it is written in a way that cannot be edited safely.",
            "Write each partner and section with a key on each line, as the examples do; then try again.",
        )


def _tell(base: Submission, merged: Merged) -> None:
    """Who replied, who for whom, and who did not."""
    from ctcheck.reports.safe import safe

    names = {one.id: one.name for one in base.partners or ()}
    for one in merged.replied:
        by = f", answered on its behalf by {names.get(one.by, one.by)}" if one.by != one.partner else ""
        click.echo(safe(f"Replied: {names[one.partner]}, {one.answers} answers{by}."), err=True)
    for partner in merged.silent:
        click.echo(
            safe(f"Not returned: {partner.name} ({partner.id}); its questions stay unanswered."), err=True
        )
    new = sum(map(len, merged.partners.values())) + len(merged.facts)
    renewed = f", {len(merged.renewed)} in place of carried ones" if merged.renewed else ""
    click.echo(
        f"{new} answers put in{renewed}, {len(merged.evidence)} pieces of evidence added,"
        f" {len(merged.silent)} of {len(names)} partners not returned.",
        err=True,
    )
