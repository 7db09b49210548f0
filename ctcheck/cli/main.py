"""The `ctcheck` command.

Only click is imported here and in the command modules; what a command needs is imported when
it runs, so that `--help` answers at once.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn

import click

from ctcheck.cli import kit_commands  # noqa: F401 - adds its commands to the group `rules`
from ctcheck.cli.actions_command import actions_group
from ctcheck.cli.assess_command import assess_command
from ctcheck.cli.carry_command import carry_command
from ctcheck.cli.clock_command import clock_command
from ctcheck.cli.compare_commands import compare_command
from ctcheck.cli.completing import VARIABLE, completion_command
from ctcheck.cli.doctor_command import doctor_command
from ctcheck.cli.explain_command import explain_command
from ctcheck.cli.returns_commands import returns_group
from ctcheck.cli.rules_commands import rules_group, schema_command
from ctcheck.cli.seal_commands import seal_command, verify_command
from ctcheck.cli.start_command import init_command
from ctcheck.cli.survey_command import survey_command
from ctcheck.cli.validate_command import validate_command
from ctcheck.cli.workbook_commands import workbook_group
from ctcheck.errors import CtcheckError, Exit


def _version(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if not wanted or context.resilient_parsing:
        return
    from ctcheck.cli.about import version_text

    click.echo(version_text())
    context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Say which version, engine and YAML loader run.",
)
def cli() -> None:
    """Hold a children's trust's self-assessment against the Children Act 2004.

    Start with `ctcheck init FOLDER` or `ctcheck assess FILE`. Exit codes: 0 nothing to act on at the
    chosen grade, 1 gaps, 2 wrong usage, 3 the submission is invalid, 4 the rules are invalid, 5 an
    output could not be written, 6 a sealed archive is not what was sealed, 70 a bug or a rule that
    could not be evaluated.
    """


cli.add_command(init_command)
cli.add_command(assess_command)
cli.add_command(validate_command)
cli.add_command(explain_command)
cli.add_command(actions_group)
cli.add_command(clock_command)
cli.add_command(survey_command)
cli.add_command(workbook_group)
cli.add_command(returns_group)
cli.add_command(compare_command)
cli.add_command(carry_command)
cli.add_command(rules_group)
cli.add_command(schema_command)
cli.add_command(seal_command)
cli.add_command(verify_command)
cli.add_command(doctor_command)
cli.add_command(completion_command)


def main() -> NoReturn:
    """Runs the command and leaves with its exit code; no user sees a traceback."""
    # A report is many small values that all live to the end: looking for garbage among them takes
    # a sixth of the time of an assessment and finds none. `assess` looks itself, between files.
    gc.disable()
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        code = code or Exit.OK
    # Everything is written; taking apart a hundred thousand small values one by one is for nobody.
    os._exit(code)


def run(arguments: list[str]) -> int:
    """The exit code of a command line."""
    try:
        result = cli.main(arguments, prog_name="ctcheck", standalone_mode=False)
        return result if isinstance(result, int) else Exit.OK
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return Exit.USAGE
    except click.ClickException as error:
        error.show()
        return Exit.USAGE
    except click.exceptions.Abort:
        click.echo("Stopped.", err=True)
        return 130
    except CtcheckError as error:
        show_error(error)
        return error.exit_code
    except SystemExit as left:
        if VARIABLE in os.environ:
            # So ends what a shell asks while somebody types; what it printed is the answer.
            return left.code if isinstance(left.code, int) else Exit.OK
        # Outside its standalone mode click leaves so only where the reader went away
        # (`ctcheck ... | head`); nothing is wrong and nobody is listening.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.OK
    except Exception as error:
        if VARIABLE in os.environ:
            return Exit.INTERNAL
        if os.environ.get("CTCHECK_DEBUG"):
            raise
        click.echo(
            f"ctcheck: this is a bug in ctcheck ({type(error).__name__}); nothing it printed can be relied on.\n"
            "Set CTCHECK_DEBUG=1 and run it again to see where, and report it with the rule files used.",
            err=True,
        )
        return Exit.INTERNAL


def show_error(error: CtcheckError) -> None:
    """What went wrong, where, and what to do next; on standard error."""
    from ctcheck.reports.safe import prose

    for problem in error.problems:
        for line in problem.text().split("\n"):
            click.echo(_indented(line), err=True)
    click.echo(f"ctcheck: {prose(error.message)}", err=True)
    if error.hint:
        click.echo(f"         {prose(error.hint)}", err=True)


def _indented(line: str) -> str:
    """A line made harmless, with the blanks before it kept: a caret stands below its column."""
    from ctcheck.reports.safe import prose

    bare = line.lstrip(" ")
    return " " * (len(line) - len(bare)) + prose(bare)
