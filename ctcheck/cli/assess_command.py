"""`ctcheck assess`."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from ctcheck.cli import completing
from ctcheck.cli.assessing import (
    assess_file,
    before_publishing,
    engine_option,
    only_with_public,
    public_option,
    small_number_option,
)
from ctcheck.cli.common import (
    day,
    emit,
    law_at_option,
    packs,
    personal_option,
    reader,
    rules_option,
    wants_colour,
    width,
)
from ctcheck.cli.compare_commands import refuse_since, since
from ctcheck.cli.judging import judgements_option, only_with_one, with_inspector
from ctcheck.cli.outputs import Output, outputs_of, refuse_clashes
from ctcheck.errors import CtcheckError, Exit, OutputError, SubmissionError, UsageError

if TYPE_CHECKING:
    from ctcheck.model.report import GapReport
    from ctcheck.reports import Reporter
    from ctcheck.rulebook.book import RuleBook

GRADES = ("never", "duty", "guidance", "any")
_SEVERITY = (Exit.OK, Exit.GAPS, Exit.USAGE, Exit.SUBMISSION, Exit.OUTPUT, Exit.RULES, Exit.INTERNAL)

_FILES_BETWEEN_COLLECTIONS = 20


@click.command("assess")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@law_at_option
@rules_option
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT[=PATH]",
    shell_complete=completing.formats,
    help="text, json, html, pdf, docx (for Word), md, xlsx, csv (gaps) or actions (the plan as CSV); "
    "to standard output, or to PATH. May be given several times. "
    "With several files a PATH holds {stem}.",
)
@click.option(
    "--for",
    "reader_text",
    default="team",
    show_default=True,
    metavar="READER",
    shell_complete=completing.readers,
    help="For whom the report is: team, inspector, cabinet or partner:ID, the id of a partner in FILE.",
)
@click.option(
    "--fail-on",
    type=click.Choice(GRADES),
    default="duty",
    show_default=True,
    help="Exit with 1 if there is a gap of this grade or a stronger one; an unanswered question is a gap.",
)
@click.option("--explain", is_flag=True, help="Show the tree of reasons under each gap.")
@click.option(
    "--watch", is_flag=True, help="Stay, and after each save of FILE show what changed; Ctrl-C ends it."
)
@click.option("--since", "old", metavar="OLD", help="Add what has changed since the self-assessment OLD.")
@public_option
@small_number_option
@judgements_option
@personal_option
@engine_option
def assess_command(
    files: tuple[str, ...],
    law_at: str | None,
    rule_folders: tuple[str, ...],
    formats: tuple[str, ...],
    reader_text: str,
    fail_on: str,
    explain: bool,
    watch: bool,
    old: str | None,
    public: bool,
    small_number: int | None,
    judgements_file: str | None,
    allow_personal_data: bool,
    engine: str,
) -> int:
    """Check self-assessments and report the gaps.

    FILE is a self-assessment in YAML. Nothing is sent anywhere and nothing but the outputs asked
    for is written.

    \b
    Example:
      ctcheck assess examples/exemplar-2008.yaml
    """
    from ctcheck.inference.choose import choose_engine

    only_with_public(public, small_number)
    only_with_one(judgements_file, files, public)
    if old:
        refuse_since(old, files, formats, public)
    chosen = _chosen(reader_text, explain)
    outputs = _outputs(formats or ("text",), files, chosen)
    law_date = day(law_at)
    loaded = packs(rule_folders)
    submissions = reader(loaded)
    judge = choose_engine(engine)
    books: dict[object, RuleBook] = {}
    if watch:
        from ctcheck.cli.watch import watch as watching

        others = formats or explain or old or public or judgements_file or reader_text != "team"
        if len(files) > 1 or others:
            raise UsageError("--watch shows one FILE as text, for the team.", "Leave the other options out.")
        return watching(
            files[0],
            lambda: assess_file(
                files[0],
                submissions,
                loaded,
                law_date,
                judge,
                books,
                allow_personal_data=allow_personal_data,
            ),
            _show,
        )
    worst = Exit.OK
    for number, file in enumerate(files):
        try:
            report = assess_file(
                file, submissions, loaded, law_date, judge, books, public, small_number, allow_personal_data
            )
            report = with_inspector(report, file, judgements_file, loaded)
            report = since(report, file, old, loaded, judge, allow_personal_data) if old else report
        except (SubmissionError, UsageError) as error:
            # There is no public version of some submissions.
            _show(error)
            worst = _worse(worst, error.exit_code)
            continue
        if chosen.partner:
            _know_partner(report, chosen.partner)
        if report.public:
            click.echo(before_publishing(file, report.public), err=True)
        if number and any(path is None and name == "text" for name, path in outputs):
            click.echo()
        for output in outputs:
            try:
                _write(report, output, file, chosen)
            except OutputError as error:
                _show(error)
                worst = _worse(worst, error.exit_code)
        worst = _worse(worst, _grade(report, fail_on))
        if number % _FILES_BETWEEN_COLLECTIONS == _FILES_BETWEEN_COLLECTIONS - 1:
            gc.collect()
    return worst


def _show(error: CtcheckError) -> None:
    from ctcheck.cli.main import show_error

    show_error(error)


def _worse(one: Exit, other: Exit) -> Exit:
    return max(one, other, key=_SEVERITY.index)


class _Chosen(NamedTuple):
    """What every output of one run is made with."""

    explain: bool
    profile: str
    partner: str

    def reporter(self, name: str, **more: Any) -> Reporter:
        from ctcheck.reports import make_reporter

        return make_reporter(name, explain=self.explain, profile=self.profile, partner=self.partner, **more)


def _chosen(reader_text: str, explain: bool) -> _Chosen:
    if reader_text == "team":
        return _Chosen(explain, "team", "")
    from ctcheck.reports.documents import parse_profile

    return _Chosen(explain, *parse_profile(reader_text))


def _know_partner(report: GapReport, partner: str) -> None:
    """Before anything is written: `UsageError` for a partner that no finding is about."""
    from ctcheck.reports.sections.partner import narrowed

    narrowed(report, partner)


def _outputs(formats: tuple[str, ...], files: tuple[str, ...], chosen: _Chosen) -> list[Output]:
    def check(name: str, path: str | None) -> None:
        reporter = chosen.reporter(name)
        if path is None and reporter.media == "binary":
            raise UsageError(f"{name} does not go to a terminal.", f"Write -f {name}=PATH.")
        if path and len(files) > 1 and "{stem}" not in path:
            raise UsageError(
                f"-f {name}={path}: {len(files)} reports would go to one file.",
                "Put {stem} into the path: it becomes the file's name.",
            )
        if not path and len(files) > 1 and name != "text":
            raise UsageError(
                f"-f {name}: {len(files)} reports would run into each other on standard output.",
                f"Write -f {name}={{stem}}{reporter.suffix}: {{stem}} becomes the file's name.",
            )

    outputs = outputs_of(formats, check)
    refuse_clashes([_target(path, file) for _, path in outputs if path for file in files], files)
    return outputs


def _target(path: str, file: str) -> Path:
    return Path(path.replace("{stem}", Path(file).stem))


def _write(report: GapReport, output: tuple[str, str | None], file: str, chosen: _Chosen) -> None:
    name, path = output
    if path is None:
        screen = chosen.reporter(name, width=width(sys.stdout), colour=wants_colour(sys.stdout))
        emit(screen.render(report))
        return
    from ctcheck.output import write_whole

    target = _target(path, file)
    if name == "pdf":
        click.echo(f"Making {target}; a PDF takes some seconds ...", err=True)

    def progress(how_far: str) -> None:
        click.echo(f"Making {target}: {how_far} ...", err=True)

    write_whole(target, chosen.reporter(name, progress=progress).render(report))
    click.echo(f"Wrote {target}", err=True)


def _grade(report: GapReport, fail_on: str) -> Exit:
    from ctcheck.assess.gaps import fails
    from ctcheck.reports.safe import safe

    if report.assurance.counts.error:
        return Exit.INTERNAL
    if not any(finding.is_judged for finding in report.findings):
        # Exit code 0 says that there is no gap; a reader of the code alone must not take that for a pass.
        where = f"{safe(report.area.name)}, law of {report.law_date.isoformat()}"
        click.echo(f"ctcheck: {where}: nothing that applies was judged; this is no pass.", err=True)
    return Exit.GAPS if fails(report.gaps, fail_on) else Exit.OK
