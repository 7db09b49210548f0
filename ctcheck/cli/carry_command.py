"""`ctcheck carry`: this cycle's submission begun from the last, and its answers confirmed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ctcheck.cli.common import day, emit, packs, reader, rules_option
from ctcheck.errors import Exit, UsageError

if TYPE_CHECKING:
    from ctcheck.model.submission import Submission
    from ctcheck.reading.carry_yaml import Begun
    from ctcheck.rulebook.loader import LoadedPacks

NOT_KEPT = (
    "The file is written in a way that cannot be edited line by line, so it was written anew in a plain layout:"
    " its remarks are not in the result."
)


@click.command("carry")
@click.argument("old", metavar="OLD")
@click.option("-o", "--output", metavar="PATH", help="Write the result here; else to standard output.")
@click.option("--as-at", metavar="DATE", help="The day that the new self-assessment will describe.")
@click.option(
    "--inspection", metavar="DATE", help="The first day of fieldwork, where an inspection is known."
)
@click.option(
    "--confirm",
    "confirmed",
    multiple=True,
    metavar="PATH",
    help="Instead: confirm the carried answer at PATH, and all below it, in OLD. May be given several times.",
)
@rules_option
def carry_command(
    old: str,
    output: str | None,
    as_at: str | None,
    inspection: str | None,
    confirmed: tuple[str, ...],
    rule_folders: tuple[str, ...],
) -> int:
    """Begin this cycle's self-assessment from the last.

    Every answer of OLD is kept and listed under `carried`: it counts as no answer until somebody
    confirms it. The age of each piece of evidence is noted beside it, finished actions go into
    `history`, and signatures, inspection, period, title and self-judgements stay as remarks.

    \b
    Example:
      ctcheck carry last-year.yaml --as-at 2009-05-31 -o this-year.yaml
      ctcheck carry this-year.yaml --confirm plan.published -o this-year.yaml
    """
    loaded = packs(rule_folders)
    if confirmed:
        if as_at or inspection:
            raise UsageError(
                "--confirm goes with neither --as-at nor --inspection.", "Do one, then the other."
            )
        return _confirm(old, output, confirmed, loaded)
    on = day(as_at, "--as-at")
    if on is None:
        raise UsageError("--as-at is missing.", "Give the day that the new answers will describe.")
    if output and os.path.realpath(output) == os.path.realpath(old):
        raise UsageError(
            f"{old} would be overwritten, and `compare` needs it as it was.", "Give the result another path."
        )
    from ctcheck.comparing.carry import beginning
    from ctcheck.reading.carry_yaml import begin
    from ctcheck.reading.files import read_bytes

    submissions = reader(loaded)
    submission = submissions.read(Path(old))
    wanted = beginning(submission, loaded.packs, on, day(inspection, "--inspection"))
    begun = begin(read_bytes(old, old), old, wanted)
    made = submissions.read_data(begun.data, Path(output or old))
    _write(begun, output)
    answers = sum(len(paths) for _, paths in wanted.carried)
    click.echo(_begun_words(answers, begun, submission, made), err=True)
    return Exit.OK


def _begun_words(answers: int, begun: Begun, old: Submission, made: Submission) -> str:
    from ctcheck.model.values import plain_date
    from ctcheck.reports.words import agree, number

    lines = [
        f"{number(answers, 'answer').capitalize()} carried from {plain_date(old.as_at)};"
        f" {agree(answers, 'it counts', 'each counts')} only once somebody confirms it.",
        f"{number(begun.finished, 'finished action').capitalize()} moved into the history,"
        f" {number(len(made.actions), 'action')} still open.",
    ]
    if old.self_judgements:
        kept = "stay as remarks" if begun.kept else "are left out"
        lines.append(f"Self-judgements {kept}: this cycle's are this cycle's to make.")
    return "\n".join(lines)


def _confirm(file: str, output: str | None, confirmed: tuple[str, ...], loaded: LoadedPacks) -> int:
    from ctcheck.comparing.carry import left_to_confirm
    from ctcheck.reading.carry_yaml import confirm
    from ctcheck.reading.files import read_bytes
    from ctcheck.reports.words import number

    submissions = reader(loaded)
    submission = submissions.read(Path(file))
    groups, confirms = left_to_confirm(submission, loaded.packs, confirmed)
    begun = confirm(read_bytes(file, file), file, groups)
    made = submissions.read_data(begun.data, Path(output or file))
    _write(begun, output)
    from ctcheck.assess.carried import carried_answers

    left = sum(one.answers for one in carried_answers(made))
    click.echo(
        f"{number(confirms, 'answer').capitalize()} confirmed; {number(left, 'answer')} still carried.",
        err=True,
    )
    return Exit.OK


def _write(begun: Begun, output: str | None) -> None:
    from ctcheck.output import write_whole

    if output is None:
        emit(begun.data)
    else:
        write_whole(Path(output), begun.data)
        click.echo(f"Wrote {output}", err=True)
    if not begun.kept:
        click.echo(NOT_KEPT, err=True)
