"""`ctcheck clock`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ctcheck.cli.common import emit, emit_json, packs, reader, rules_option, width
from ctcheck.errors import Exit, UsageError

if TYPE_CHECKING:
    import datetime as dt


@click.command("clock")
@click.argument("file", metavar="FILE")
@click.option(
    "--today", metavar="DATE", help="Count from this day, or from `now`; else from the submission's as_at."
)
@click.option("--report-received", metavar="DATE", help="The day on which an inspection report was received.")
@click.option(
    "--report-published", metavar="DATE", help="The day of its publication, where only that is known."
)
@click.option("--ics", metavar="PATH", help="Write the days into a calendar file as well.")
@click.option("--json", "as_json", is_flag=True, help="Print the clock as JSON.")
@rules_option
def clock_command(
    file: str,
    today: str | None,
    report_received: str | None,
    report_published: str | None,
    ics: str | None,
    as_json: bool,
    rule_folders: tuple[str, ...],
) -> int:
    """Count the working days to the inspection, and name what is not ready on the day.

    The machine's clock is only read with `--today now`. After a report it names the last day for the
    written statement of action, with the provision that sets it.

    \b
    Example:
      ctcheck clock examples/exemplar-2008.yaml
    """
    import sys

    from ctcheck.assess.clock import inspection_clock
    from ctcheck.reports.clock_text import clock_json, clock_text
    from ctcheck.rulebook.loader import context_for

    if report_received and report_published:
        raise UsageError(
            "Give one of --report-received and --report-published.", "The law counts from receipt."
        )
    start = _day(today, "--today", now=True)
    report = _day(report_received, "--report-received") or _day(report_published, "--report-published")
    loaded = packs(rule_folders)
    submission = reader(loaded).read(Path(file))
    context = context_for(loaded.packs, submission.as_at)
    clock = inspection_clock(submission, context, start, report, published=bool(report_published))
    if ics is not None:
        from ctcheck.output import write_whole
        from ctcheck.reports import words_clock
        from ctcheck.reports.calendar_file import calendar_file
        from ctcheck.reports.clock_text import entries

        target = Path(ics)
        if target.exists() and target.samefile(file):
            raise UsageError(
                f"{ics} is the submission and would be overwritten.", "Give the calendar another path."
            )
        area = submission.area.code or submission.area.name
        name = words_clock.CALENDAR_NAME.format(submission.area.name)
        write_whole(target, calendar_file(name, area, submission.as_at, entries(clock)))
        click.echo(f"Wrote {target}", err=True)
    if as_json:
        emit_json(clock_json(clock))
    else:
        emit(clock_text(clock, width(sys.stdout)))
    return Exit.OK


def _day(text: str | None, option: str, *, now: bool = False) -> dt.date | None:
    if text is None:
        return None
    if now and text == "now":
        import datetime as dt

        return dt.date.today()
    from ctcheck.reading.scalars import ValueProblem, calendar_date

    try:
        return calendar_date(text)
    except ValueProblem as problem:
        raise UsageError(f"{option}: {problem.message}", problem.hint) from problem
