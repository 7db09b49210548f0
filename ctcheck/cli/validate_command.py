"""`ctcheck validate`."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ctcheck.cli.common import day, emit, law_at_option, packs, reader, rules_option, wants_colour, width
from ctcheck.cli.outputs import outputs_of, refuse_clashes
from ctcheck.errors import Exit, SubmissionError, UsageError

if TYPE_CHECKING:
    from ctcheck.validation.result import Validation

_FORMATS = ("text", "json")
_FILES_BETWEEN_COLLECTIONS = 20


@click.command("validate")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@law_at_option
@rules_option
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT[=PATH]",
    help="text or json (all files in one); to standard output, or to PATH. May be given twice.",
)
@click.option(
    "--strict",
    is_flag=True,
    help="Exit with 1 if a file is incomplete or inconsistent, an evidence file is not what it should be, "
    "or personal data is as good as certain.",
)
def validate_command(
    files: tuple[str, ...],
    law_at: str | None,
    rule_folders: tuple[str, ...],
    formats: tuple[str, ...],
    strict: bool,
) -> int:
    """Say whether self-assessments can be trusted: readable, complete, consistent, borne out.

    Lists every problem. Evidence files that FILE names in its own folder are hashed; nothing is sent
    anywhere. Exit codes: 0 readable, 1 with --strict and not complete and consistent, 3 not readable.

    \b
    Example:
      ctcheck validate examples/hertfordshire-2007.yaml
    """
    from ctcheck.cli.main import show_error
    from ctcheck.inference.choose import choose_engine
    from ctcheck.output import write_whole
    from ctcheck.reports.safe import prose
    from ctcheck.rulebook.book import RuleBook, book_on
    from ctcheck.validation import machine, text
    from ctcheck.validation.validate import unreadable, validate

    outputs = _outputs(formats or ("text",), files)
    law_date = day(law_at)
    loaded = packs(rule_folders)
    submissions, engine = reader(loaded), choose_engine("auto")
    books: dict[object, RuleBook] = {}
    found: list[Validation] = []
    shown: list[bytes] = []
    for number, file in enumerate(files):
        if number % _FILES_BETWEEN_COLLECTIONS == _FILES_BETWEEN_COLLECTIONS - 1:
            gc.collect()
        try:
            submission = submissions.read(Path(file))
        except SubmissionError as error:
            show_error(error)
            found.append(unreadable(file, error))
            continue
        on = law_date or submission.as_at
        if on not in books:
            books[on] = book_on(loaded.packs, on)
        one = validate(submission, books[on], engine, file, Path(file).parent)
        found.append(one)
        for warning in (*one.personal, *submission.remarks):
            click.echo(f"{warning.place}: {prose(warning.path)}: {prose(warning.message)}", err=True)
        if "text" in outputs:
            to_screen = outputs["text"] is None
            columns = width(sys.stdout) if to_screen else 80
            shown.append(text.render(one, columns, to_screen and wants_colour(sys.stdout)))
            if to_screen:
                emit((b"\n" if len(shown) > 1 else b"") + shown[-1])
    for name, path in outputs.items():
        if name == "text" and path is None:
            continue
        data = machine.render(found, loaded.packs) if name == "json" else b"\n".join(shown)
        if path is None:
            emit(data)
        else:
            write_whole(Path(path), data)
            click.echo(f"Wrote {prose(path)}", err=True)
    if not all(one.readable for one in found):
        return Exit.SUBMISSION
    return Exit.GAPS if strict and not all(one.holds for one in found) else Exit.OK


def _outputs(formats: tuple[str, ...], files: tuple[str, ...]) -> dict[str, str | None]:
    """The path of each format."""

    def check(name: str, path: str | None) -> None:
        if name not in _FORMATS:
            raise UsageError(f"There is no format {name!r} for a validation.", "Choose text or json.")

    outputs = outputs_of(formats, check)
    names = [name for name, _ in outputs]
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f"-f {name} is given twice.", "All files go into one output.")
    refuse_clashes([Path(path) for _, path in outputs if path], files)
    return dict(outputs)
