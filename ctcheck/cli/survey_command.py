"""`ctcheck survey`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from ctcheck.cli.assessing import engine_option, only_with_public
from ctcheck.cli.common import day, emit, law_at_option, packs, rules_option, wants_colour, width
from ctcheck.cli.outputs import outputs_of, refuse_clashes
from ctcheck.errors import Exit, OutputError, UsageError

if TYPE_CHECKING:
    import datetime as dt

    from ctcheck.model.rules import RulePacks, Tabulation
    from ctcheck.survey.expected import Returns
    from ctcheck.survey.run import Pool
    from ctcheck.survey.view import View
    from ctcheck.survey.worker import Settings
    from ctcheck.survey.workfile import WorkFile

LEAST_MEMORY = 64
STOPPED = 130
"""The exit code of a survey that Control-C has stopped."""


@click.command("survey")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@law_at_option
@rules_option
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT[=PATH]",
    help="text, html, json, jsonl (a line a submission), csv (areas by theme), counts (verdicts by rule) or"
    " table (what --tabulate counts); to standard output, or to PATH. May be given several times.",
)
@click.option(
    "--expect", metavar="LIST", help="Who should have sent one: a table of the rule packs, or a file."
)
@click.option(
    "--tabulate", metavar="TABLE", help="Count facts: a table of indicators of the rule packs, or a file."
)
@click.option(
    "--also-rules",
    "also_folders",
    multiple=True,
    metavar="DIR",
    help="Rule packs to try beside: which verdicts would they change? May be given several times.",
)
@click.option(
    "--public",
    is_flag=True,
    help="Counts only: name no area, and withhold small counts and what gives them away.",
)
@click.option(
    "--small-number",
    type=click.IntRange(min=3),
    metavar="N",
    help="With --public: withhold counts of 1 to N-1; else the rule pack says which (5).",
)
@click.option(
    "--workers",
    type=click.IntRange(min=0),
    metavar="N",
    help="Processes that judge; else as many as there are cores.",
)
@click.option(
    "--scheduler", metavar="ADDRESS", help="Judge on the cluster of this Dask scheduler (ctcheck[cluster])."
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="Give a submission up that takes longer; 0 for no limit.",
)
@click.option(
    "--memory-limit",
    type=click.IntRange(min=0),
    default=1024,
    show_default=True,
    metavar="MB",
    help="Give a submission up for which a worker wants more; 0 for no limit.",
)
@click.option("--work", "work_folder", metavar="DIR", help="Keep the work here, to go on from with --resume.")
@click.option("--resume", is_flag=True, help="Go on from the work of a survey that was stopped.")
@engine_option
def survey_command(
    paths: tuple[str, ...],
    law_at: str | None,
    rule_folders: tuple[str, ...],
    formats: tuple[str, ...],
    expect: str | None,
    tabulate: str | None,
    also_folders: tuple[str, ...],
    public: bool,
    small_number: int | None,
    workers: int | None,
    scheduler: str | None,
    time_limit: float,
    memory_limit: int,
    work_folder: str | None,
    resume: bool,
    engine: str,
) -> int:
    """Hold many self-assessments side by side.

    PATH is a self-assessment, a folder of them or a zip archive. What cannot be read is listed and
    stops nothing.

    \b
    Example:
      ctcheck survey examples/survey-2004 --tabulate nect-baseline
    """
    from ctcheck.survey import sources
    from ctcheck.survey.expected import expected
    from ctcheck.survey.totals import Totals
    from ctcheck.survey.view import Frame, build_view

    outputs = _outputs(formats or ("text",), public, bool(tabulate))
    _agree(public, small_number, also_folders, scheduler, workers, memory_limit)
    sources.check(paths)
    _refuse_to_overwrite(outputs, paths)
    loaded = packs(rule_folders).packs
    also = packs((*rule_folders, *also_folders)).packs if also_folders else None
    table = _tabulation(tabulate, loaded)
    returns = expected(expect, loaded) if expect else None
    settings, name = _settings(
        engine, rule_folders, loaded, day(law_at), table, also_folders, also, time_limit, memory_limit
    )
    below = _threshold(loaded, small_number) if public else None
    frame = Frame(loaded, name, settings.law_at, table, also, below, sources.count(paths))
    totals = Totals(loaded, table, also)
    work = _work_file(work_folder, outputs, resume)
    stopped = False
    try:
        _run(paths, settings, work, totals, returns, frame.found, scheduler, workers)
    except KeyboardInterrupt:
        stopped = True
    except BaseException:
        work.keep()
        raise
    view = build_view(
        frame._replace(found=frame.found if stopped else totals.received), totals, returns, work.records
    )
    worst = _write(view, outputs)
    if stopped:
        work.keep()
        click.echo(_how_to_go_on(view, work), err=True)
        return STOPPED
    if worst is Exit.OK or work_folder is None:
        work.finish()
    return worst if worst is not Exit.OK else _exit(totals)


class _Output(NamedTuple):
    name: str
    path: Path | None


def _outputs(formats: tuple[str, ...], public: bool, tabulated: bool) -> list[_Output]:
    from ctcheck.reading.suggest import listing, nearest
    from ctcheck.survey.outputs import FORMATS

    def check(name: str, path: str | None) -> None:
        found = FORMATS.get(name)
        if found is None:
            raise UsageError(
                f"There is no format {name!r} of a survey.",
                nearest(name, FORMATS) or f"Choose {listing(FORMATS, 9)}.",
            )
        if found.by_area and public:
            raise UsageError(
                f"-f {name} tells of each area by itself, and --public tells of none.",
                "Leave one of the two out; text, html, json, counts and table have a public version.",
            )
        if found.needs_table and not tabulated:
            raise UsageError(f"-f {name} is what --tabulate counts.", "Add --tabulate TABLE.")

    outputs = [_Output(name, Path(path) if path else None) for name, path in outputs_of(formats, check)]
    refuse_clashes([output.path for output in outputs if output.path], ())
    return outputs


def _agree(
    public: bool,
    small_number: int | None,
    also: tuple[str, ...],
    scheduler: str | None,
    workers: int | None,
    megabytes: int,
) -> None:
    only_with_public(public, small_number)
    if public and also:
        raise UsageError(
            "--also-rules compares small numbers, and --public withholds them.", "Leave one of the two out."
        )
    if 0 < megabytes < LEAST_MEMORY:
        raise UsageError(
            f"--memory-limit {megabytes}: a worker needs {LEAST_MEMORY} MB for any submission.",
            "Give more, or 0 for no limit.",
        )
    if scheduler and workers is not None:
        raise UsageError(
            "--workers is for this machine, and --scheduler for a cluster.", "Leave one of the two out."
        )


def _refuse_to_overwrite(outputs: list[_Output], paths: tuple[str, ...]) -> None:
    for output in outputs:
        if output.path is None or not output.path.exists():
            continue
        for path in paths:
            inside = output.path.resolve().is_relative_to(Path(path).resolve())
            if inside and output.path.suffix.lower() in (".yaml", ".yml", ".zip"):
                raise UsageError(
                    f"{output.path} is a submission and would be overwritten.",
                    "Give the output another path.",
                )


def _tabulation(name: str | None, loaded: RulePacks) -> Tabulation | None:
    if name is None:
        return None
    for one in loaded.tabulations:
        if one.name == name:
            return one
    path = Path(name)
    if not path.exists():
        from ctcheck.reading.suggest import listing, nearest

        known = [one.name for one in loaded.tabulations]
        raise UsageError(
            f"--tabulate {name}: there is no such file, and no table of indicators is called so.",
            nearest(name, known) or f"In the rule packs: {listing(known)}.",
        )
    from ctcheck.rulebook.tabulation_reader import tabulation_in

    return tabulation_in(path, loaded)


def _settings(
    engine: str,
    rule_folders: tuple[str, ...],
    loaded: RulePacks,
    law_at: dt.date | None,
    table: Tabulation | None,
    also_folders: tuple[str, ...],
    also: RulePacks | None,
    seconds: float,
    megabytes: int,
) -> tuple[Settings, str]:
    """What the workers need, and the engine's full name."""
    from ctcheck.inference.choose import choose_engine
    from ctcheck.survey.worker import Settings

    # Both engines give the same; for many submissions the quicker one is the better.
    chosen = "plain" if engine == "auto" else engine

    def whole(folders: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(os.path.abspath(folder) for folder in folders)

    settings = Settings(
        rules=whole(rule_folders),
        rules_digest=loaded.digest,
        law_at=law_at,
        engine=chosen,
        tabulation=table,
        also=whole((*rule_folders, *also_folders)) if also else (),
        also_digest=also.digest if also else "",
        seconds=seconds,
        megabytes=megabytes,
    )
    return settings, choose_engine(chosen).name


def _threshold(loaded: RulePacks, small_number: int | None) -> int:
    from ctcheck.model.public import SMALL_NUMBER, SMALLEST_THRESHOLD

    own = loaded.parameters.get(SMALL_NUMBER)
    return small_number or max(SMALLEST_THRESHOLD, int(own.value) if own else 5)


def _work_file(folder: str | None, outputs: list[_Output], resume: bool) -> WorkFile:
    """In the folder that is named, else beside the first output, else in one for this run only."""
    from ctcheck.survey.workfile import NAME, WorkFile

    if folder:
        return WorkFile(Path(folder), resume=resume)
    beside = next((output.path.parent for output in outputs if output.path), None)
    if beside is None:
        if resume:
            raise UsageError(
                "--resume needs the work of the survey that was stopped.", "Name it with --work DIR."
            )
        return WorkFile(None, resume=False)
    return WorkFile(beside / NAME, resume=resume, own=True)


def _run(
    paths: tuple[str, ...],
    settings: Settings,
    work: WorkFile,
    totals: Any,
    returns: Returns | None,
    found: int,
    scheduler: str | None,
    workers: int | None,
) -> None:
    from ctcheck.survey import sources
    from ctcheck.survey.run import Pace, survey
    from ctcheck.survey.workfile import key_of

    pace = Pace(found)
    shows = sys.stderr.isatty()

    def done(record: dict[str, Any]) -> None:
        totals.add(record)
        if returns is not None:
            returns.add(record)
        if shows and (line := pace.step()):
            sys.stderr.write(f"\r{line}\x1b[K")
            sys.stderr.flush()

    try:
        survey(
            sources.find(paths),
            _pool(settings, scheduler, workers, found),
            work,
            lambda item: key_of(settings, item.name, item.data or b""),
            done,
        )
    finally:
        if shows:
            sys.stderr.write("\r\x1b[K")


def _pool(settings: Settings, scheduler: str | None, workers: int | None, found: int) -> Pool:
    from ctcheck.survey import pools

    if scheduler:
        from ctcheck.survey.cluster import cluster_pool

        return cluster_pool(settings, scheduler)
    if workers == 0:
        return pools.here(settings)
    return pools.processes(settings, min(workers or os.cpu_count() or 1, max(1, found)))


def _write(view: View, outputs: list[_Output]) -> Exit:
    from ctcheck.cli.main import show_error
    from ctcheck.output import write_parts
    from ctcheck.survey.outputs import FORMATS
    from ctcheck.survey.text import text_parts

    worst = Exit.OK
    for output in outputs:
        if output.path is None:
            on_screen = output.name == "text"
            parts = (
                text_parts(view, width(sys.stdout), wants_colour(sys.stdout))
                if on_screen
                else FORMATS[output.name].parts(view)
            )
            for part in parts:
                emit(part)
            continue
        try:
            write_parts(output.path, FORMATS[output.name].parts(view))
        except OutputError as error:
            show_error(error)
            worst = Exit.OUTPUT
        else:
            click.echo(f"Wrote {output.path}", err=True)
    return worst


def _how_to_go_on(view: View, work: WorkFile) -> str:
    return (
        f"Stopped: {view.received:,} of {view.frame.found:,} submissions are done, and what is written is marked partial.\n"
        f"To go on, run the same command with --resume --work {work.folder}"
    )


def _exit(totals: Any) -> Exit:
    """What is unreadable is listed and no failure, unless nothing could be read at all."""
    if totals.failed or totals.errors:
        return Exit.INTERNAL
    if totals.received and not totals.read:
        click.echo("ctcheck: none of the submissions could be read.", err=True)
        return Exit.SUBMISSION
    if not totals.received:
        click.echo("ctcheck: no submission was found; this is no pass.", err=True)
        return Exit.SUBMISSION
    return Exit.OK
