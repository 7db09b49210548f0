"""`ctcheck validate`."""

from __future__ import annotations

from pathlib import Path

import click

from ctcheck.cli.common import packs, reader, rules_option
from ctcheck.errors import Exit, SubmissionError


@click.command("validate")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@rules_option
def validate_command(files: tuple[str, ...], rule_folders: tuple[str, ...]) -> int:
    """Check that self-assessments can be read, and list every problem.

    Judges nothing: a valid file may state very little.
    """
    from ctcheck.cli.main import show_error
    from ctcheck.reports.safe import prose

    loaded = packs(rule_folders)
    submissions = reader(loaded)
    worst = Exit.OK
    for file in files:
        try:
            submission = submissions.read(Path(file))
        except SubmissionError as error:
            show_error(error)
            worst = error.exit_code
            continue
        declared = sum(not path.startswith("partner.") for path in loaded.packs.vocabulary.facts)
        stated = sum(path in loaded.packs.vocabulary.facts for path in submission.facts)
        partners = (
            "no list of partners" if submission.partners is None else f"{len(submission.partners)} partners"
        )
        click.echo(
            f"{prose(file)}: valid; {stated} of {declared} facts stated, {partners},"
            f" evidence: {len(submission.evidence)}."
        )
        for warning in submission.warnings:
            click.echo(f"{warning.place}: {prose(warning.path)}: {prose(warning.message)}", err=True)
    return worst
