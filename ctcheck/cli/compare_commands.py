"""`ctcheck compare` and `assess --since`: two submissions side by side."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ctcheck.cli.common import day, emit, packs, personal_option, reader, wants_colour, width
from ctcheck.cli.outputs import outputs_of, refuse_clashes
from ctcheck.errors import Exit, SubmissionError, UsageError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from ctcheck.comparing.trials import Judged
    from ctcheck.inference.interface import Engine
    from ctcheck.model.comparison import Comparison
    from ctcheck.model.report import GapReport
    from ctcheck.rulebook.loader import LoadedPacks

SHIPPED = "shipped"


@click.command("compare")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--law-at-old", metavar="DATE", help="Judge OLD by the law of this day; else of its as_at.")
@click.option("--law-at-new", metavar="DATE", help="Judge NEW by the law of this day; else of its as_at.")
@click.option(
    "--rules",
    "rule_folders",
    multiple=True,
    metavar="DIR",
    help="A further rule pack, as for assess. May be given several times.",
)
@click.option(
    "--rules-old",
    "old_folders",
    multiple=True,
    metavar="DIR",
    help="The rule packs for OLD, where they are others; the word `shipped` is the shipped pack alone.",
)
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT[=PATH]",
    help="text, json or html; to standard output, or to PATH. May be given several times.",
)
@personal_option
@click.option(
    "--engine",
    type=click.Choice(("auto", "durable-rules", "plain")),
    default="auto",
    show_default=True,
    help="The inference engine; both give the same comparison.",
)
def compare_command(
    old: str,
    new: str,
    law_at_old: str | None,
    law_at_new: str | None,
    rule_folders: tuple[str, ...],
    old_folders: tuple[str, ...],
    formats: tuple[str, ...],
    allow_personal_data: bool,
    engine: str,
) -> int:
    """Say what has changed between two self-assessments, and what caused each change.

    OLD and NEW are self-assessments in YAML. Gaps are closed, opened, better, worse or unchanged; for
    each the old answers are judged again on the new date and by the new rules, so that what the
    submission did is told from what the rules or the date did.

    \b
    Example:
      ctcheck compare last-year.yaml this-year.yaml
    """
    from ctcheck.inference.choose import choose_engine

    outputs = _outputs(formats or ("text",), (old, new))
    days = day(law_at_old, "--law-at-old"), day(law_at_new, "--law-at-new")
    now = packs(rule_folders)
    then = packs(tuple(one for one in old_folders if one != SHIPPED)) if old_folders else now
    judge = choose_engine(engine)
    before = judged(old, then, days[0], judge, allow_personal_data)
    after = judged(new, now, days[1], judge, allow_personal_data)
    from ctcheck.comparing.compare import compare

    _write(compare(before, after, judge), after.report, outputs)
    return Exit.OK


def judged(
    file: str, loaded: LoadedPacks, law_date: dt.date | None, engine: Engine, allow_personal_data: bool
) -> Judged:
    """A submission read and judged. Raises `SubmissionError`, as `assess` does for personal data."""
    from ctcheck.assess.assess import assess
    from ctcheck.assess.personal import with_leave
    from ctcheck.comparing.trials import Judged
    from ctcheck.rulebook.book import book_on

    try:
        submission = reader(loaded).read(Path(file))
    except SubmissionError as error:
        if _is_a_report(file):
            raise UsageError(
                f"{file} is a report and no self-assessment.",
                "Name the self-assessment that it was made from: a cause is told by judging the answers again.",
            ) from error
        raise
    book = book_on(loaded.packs, law_date or submission.as_at)
    report = assess(submission, book, engine, loaded.cannot_show)
    return Judged(submission, loaded.packs, with_leave(report, submission, file, allow_personal_data))


def _is_a_report(file: str) -> bool:
    """Whether it is what `assess -f json` writes."""
    from ctcheck.reading.files import UnreadableError, read_bytes
    from ctcheck.reading.nodes import parse

    try:
        root = parse(read_bytes(file, file), file)
    except UnreadableError:
        return False
    return all(root.get(key) is not None for key in ("format", "findings", "assurance"))


def refuse_since(old: str, files: Sequence[str], formats: Sequence[str], public: bool) -> None:
    """Raises `UsageError` where a comparison cannot be part of what is asked for."""
    if public:
        raise UsageError(
            "There is no comparison in a public version: what has changed would tell what is withheld.",
            "Leave out --since or --public.",
        )
    if len(files) > 1:
        raise UsageError("--since is about one self-assessment, and several are given.", "Name one FILE.")
    targets = [os.path.realpath(one.partition("=")[2]) for one in formats if "=" in one]
    if os.path.realpath(old) in targets:
        raise UsageError(f"{old} is a submission and would be overwritten.", "Give the output another path.")


def since(
    report: GapReport,
    file: str,
    old: str,
    loaded: LoadedPacks,
    engine: Engine,
    allow_personal_data: bool,
) -> GapReport:
    """The report of a submission, with what has changed since an earlier one. Raises `SubmissionError`."""
    from ctcheck.comparing.compare import compare
    from ctcheck.comparing.trials import Judged

    before = judged(old, loaded, None, engine, allow_personal_data)
    submission = reader(loaded).read(Path(file))
    if submission.digest != report.digest:
        raise UsageError(f"{file} has changed while it was read.", "Run the command again.")
    return report._replace(since=compare(before, Judged(submission, loaded.packs, report), engine))


def _outputs(formats: Sequence[str], files: Sequence[str]) -> list[tuple[str, Path | None]]:
    from ctcheck.reports.comparison import check_format

    outputs = [
        (name, Path(path) if path else None)
        for name, path in outputs_of(formats, lambda name, _: check_format(name))
    ]
    refuse_clashes([path for _, path in outputs if path], files)
    return outputs


def _write(found: Comparison, report: GapReport, outputs: Sequence[tuple[str, Path | None]]) -> None:
    from ctcheck.output import write_whole
    from ctcheck.reports.comparison import render_comparison

    for name, path in outputs:
        if path is None:
            columns, colour = width(sys.stdout), wants_colour(sys.stdout)
            emit(render_comparison(found, report, name, width=columns, colour=colour))
            continue
        write_whole(path, render_comparison(found, report, name))
        click.echo(f"Wrote {path}", err=True)
