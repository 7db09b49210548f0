"""`ctcheck workbook make` and `ctcheck workbook read`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ctcheck.cli.common import emit, packs, reader, rules_option
from ctcheck.cli.remarks import show_remarks
from ctcheck.errors import Exit, Problem, SubmissionError

if TYPE_CHECKING:
    from ctcheck.model.submission import Submission
    from ctcheck.rulebook.loader import LoadedPacks
    from ctcheck.workbook.convert import Converted
    from ctcheck.workbook.stated import Stated

AREA_TYPES: Final = ("county", "unitary", "metropolitan-district", "london-borough")
MAX_WORKBOOK: Final = 32 * 1024 * 1024
"""Bytes of a workbook; one of forty partners has half a megabyte."""

authority_option = click.option("--authority", metavar="NAME", help="What the authority is called.")
type_option = click.option(
    "--type", "area_type", type=click.Choice(AREA_TYPES), help="The type of authority."
)
law_at_option = click.option(
    "--law-at",
    metavar="DATE",
    help="Ask what the law of this day (YYYY-MM-DD) asks; else that of the submission's as_at.",
)
keep_going_option = click.option(
    "--keep-going", is_flag=True, help="Leave out what is refused, list it, and write the rest."
)


@click.group("workbook")
def workbook_group() -> None:
    """Answer the questions in a spreadsheet, and take the answers back.

    `ctcheck workbook make --authority NAME --type county --law-at 2007-05-31 -o questions.xlsx`
    """


@workbook_group.command("make")
@click.option("--from", "source", metavar="SUBMISSION", help="Fill in the answers of a submission.")
@authority_option
@type_option
@law_at_option
@click.option("--regime", metavar="ID", default="", help="The inspection regime, such as jar-2007.")
@click.option("--inspection", metavar="DATE", help="The first day of fieldwork (YYYY-MM-DD).")
@click.option("-o", "--output", metavar="FILE.xlsx", required=True, help="Write the workbook here.")
@rules_option
def make_command(
    source: str | None,
    authority: str | None,
    area_type: str | None,
    law_at: str | None,
    regime: str,
    inspection: str | None,
    output: str,
    rule_folders: tuple[str, ...],
) -> int:
    """Make a workbook of the questions in force for an authority.

    A sheet for each theme, partners, evidence, actions and self-judgements; no macros, no formulas.
    The same options give the same bytes. Answers that `ctcheck carry` has taken over stand there with
    the day they are carried from; emptying that cell confirms an answer.

    \b
    Example:
      ctcheck workbook make --from examples/exemplar-2008.yaml -o questions.xlsx
    """
    from ctcheck.output import write_whole
    from ctcheck.workbook.convert import regimes_of
    from ctcheck.workbook.make import make_workbook
    from ctcheck.workbook.plan import Wanted, plan_form
    from ctcheck.workbook.stated import EMPTY

    loaded = packs(rule_folders)
    regimes = regimes_of(loaded.packs)
    if regime and regime not in regimes:
        raise click.UsageError(f"--regime: {regime!r} is not known. Known: {', '.join(regimes)}.")
    submission, said = (None, EMPTY) if source is None else open_submission(loaded, source)
    wanted = Wanted(
        authority or (submission.area.name if submission else ""),
        area_type or (submission.area.type if submission else ""),
        a_day("--law-at", law_at) or (submission.as_at if submission else dt.date.min),
        regime,
        a_day("--inspection", inspection),
    )
    missing = [
        name
        for name, given in (
            ("--authority", wanted.authority),
            ("--type", wanted.type),
            ("--law-at", wanted.law_date != dt.date.min),
        )
        if not given
    ]
    if missing:
        raise click.UsageError(f"Missing {', '.join(missing)}: say it, or give a submission with --from.")
    planned = plan_form(loaded.packs, regimes, wanted, said)
    of_area, of_partners = planned.asks()
    if not of_area + of_partners:
        raise click.UsageError(f"No rule in force on {wanted.law_date} asks anything of such an authority.")
    write_whole(Path(output), make_workbook(planned))
    sheets = len(planned.sheets) + 2
    click.echo(
        f"Wrote {output}: {of_area} questions, and {of_partners} for partners, on {sheets} sheets.", err=True
    )
    click.echo(
        f"Next: fill it in, save it as xlsx, and type: ctcheck workbook read {output} -o FILE", err=True
    )
    return Exit.OK


@workbook_group.command("read")
@click.argument("workbook", metavar="FILE.xlsx")
@click.option("-o", "--output", metavar="PATH", help="Write the submission here; else to standard output.")
@keep_going_option
@rules_option
def read_command(workbook: str, output: str | None, keep_going: bool, rule_folders: tuple[str, ...]) -> int:
    """Read a workbook that has been filled in into a submission.

    Whatever was understood otherwise than it is written is listed by sheet and cell, and so is what
    cannot be read; then nothing is written, unless with --keep-going.

    \b
    Example:
      ctcheck workbook read questions.xlsx -o answers.yaml
    """
    from ctcheck.output import write_whole

    converted = converted_workbook(packs(rule_folders), workbook, keep_going=keep_going)
    show_remarks(converted.remarks)
    if not converted.text:
        raise refused(workbook, converted.problems)
    show_left_out(converted.problems)
    if output is None:
        emit(converted.text.encode())
    else:
        write_whole(Path(output), converted.text.encode())
        click.echo(f"Wrote {output}", err=True)
    click.echo(summary(converted), err=True)
    return Exit.OK


def a_day(option: str, text: str | None) -> dt.date | None:
    """A date option. Raises a usage error."""
    if text is None:
        return None
    from ctcheck.reading.scalars import ValueProblem, calendar_date

    try:
        return calendar_date(text)
    except ValueProblem as problem:
        raise click.UsageError(f"{option}: {problem.message} {problem.hint}".strip()) from problem


def open_submission(loaded: LoadedPacks, source: str) -> tuple[Submission, Stated]:
    """A submission that is valid, and what it says by path. Raises `SubmissionError`."""
    from ctcheck.reading.files import read_bytes
    from ctcheck.reading.nodes import parse
    from ctcheck.workbook.stated import take_apart

    submission = reader(loaded).read(Path(source))
    data = read_bytes(Path(source), source)
    return submission, take_apart(parse(data, source), loaded.packs, data)


def converted_workbook(loaded: LoadedPacks, workbook: str, *, keep_going: bool) -> Converted:
    """What a workbook comes to. Raises `SubmissionError` where none of it can be read."""
    from ctcheck.reading.files import UnreadableError, read_bytes
    from ctcheck.reading.workbook import is_workbook
    from ctcheck.workbook.convert import convert, regimes_of

    try:
        data = read_bytes(workbook, workbook, MAX_WORKBOOK)
        if not is_workbook(data):
            raise SubmissionError(
                f"{workbook} was not read: it is no workbook (xlsx).",
                "Save it as an Excel workbook (xlsx), without a password.",
            )
        check = reader(loaded).read_data
        return convert(data, workbook, loaded.packs, regimes_of(loaded.packs), check, keep_going=keep_going)
    except UnreadableError as error:
        raise refused(workbook, error.problems) from error


def refused(workbook: str, problems: Iterable[Problem]) -> SubmissionError:
    """That a workbook was not read, with every cell."""
    listed = tuple(problems)
    many = f"{len(listed):,} problems" if len(listed) != 1 else "1 problem"
    return SubmissionError(
        f"{workbook} was not read into a submission: {many}; nothing was written.",
        "Mend the cells listed and run the command again; --keep-going leaves them out, unanswered.",
        listed,
    )


def show_left_out(problems: Iterable[Problem]) -> None:
    """What was refused and left out, on standard error."""
    from ctcheck.reports.safe import prose

    for problem in problems:
        click.echo(prose(f"LEFT OUT {problem.path}: {problem.message} {problem.hint}".strip()), err=True)


def summary(converted: Converted) -> str:
    """One line: how much was read."""
    left = f"{len(converted.problems)} left out" if converted.problems else "nothing left out"
    said = f"{converted.answers} answers and entries read, {len(converted.remarks)} remarks, {left}."
    if converted.carried or converted.confirmed:
        said += (
            f" {converted.confirmed} confirmed; {converted.carried} still carried, which count for nothing."
        )
    return said
