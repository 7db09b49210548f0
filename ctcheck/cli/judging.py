"""An inspector's judgements on the command line: where they are found, and what is said of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ctcheck.errors import SubmissionError, UsageError

if TYPE_CHECKING:
    from ctcheck.model.judgements import Subject
    from ctcheck.model.report import GapReport
    from ctcheck.reading.judgements import ReadJudgements
    from ctcheck.rulebook.loader import LoadedPacks

judgements_option = click.option(
    "--judgements",
    "judgements_file",
    metavar="PATH",
    help="An inspector's judgements of FILE; else judgements.yaml beside it, if there is one.",
)


def only_with_one(judgements_file: str | None, files: tuple[str, ...], public: bool) -> None:
    """What cannot be asked for together. Raises `UsageError`."""
    if judgements_file is None:
        return
    if len(files) > 1:
        raise UsageError(
            "--judgements is about one submission, and several are given.",
            "Name one FILE, or put a judgements.yaml beside each submission.",
        )
    if public:
        raise UsageError(
            "A public version leaves out what inspectors judge.", "Leave out --judgements or --public."
        )


def find_judgements(
    file: str, judgements_file: str | None, subject: Subject, loaded: LoadedPacks
) -> ReadJudgements | None:
    """The judgements asked for, or those beside the submission; None where there are none.

    Raises `SubmissionError` where they are broken, or were asked for and are about another submission.
    """
    from ctcheck.reading.judgements import beside
    from ctcheck.rulebook.readers import judgement_reader

    path = Path(judgements_file) if judgements_file is not None else beside(Path(file))
    if path is None:
        return None
    read = judgement_reader(loaded).read(path, subject)
    if read.not_about and judgements_file is not None:
        raise SubmissionError(
            f"{path} is about another submission: {read.not_about}.",
            "Its key `about` names the submission; give the file that is about this one.",
        )
    return read


def with_inspector(
    report: GapReport, file: str, judgements_file: str | None, loaded: LoadedPacks
) -> GapReport:
    """The report with the third view where an inspector has judged; says on standard error what it found."""
    from ctcheck.assess.inspector import LEFT_OUT, with_judgements, with_note
    from ctcheck.model.judgements import FILE_NAME, Subject
    from ctcheck.reading.judgements import beside
    from ctcheck.reports.safe import prose
    from ctcheck.reports.words import number

    if report.public:
        if beside(Path(file)) is None:
            return report
        click.echo(f"{prose(file)}: {FILE_NAME} beside it is left out of the public version.", err=True)
        return with_note(report, LEFT_OUT)
    subject = Subject(report.file, report.area.name, report.as_at, report.digest)
    read = find_judgements(file, judgements_file, subject, loaded)
    if read is None:
        return report
    found = read.judgements
    if read.not_about:
        said = f"{found.file} beside it is about another submission and is left out: {read.not_about}."
        click.echo(prose(f"{file}: {said}"), err=True)
        return with_note(report, f"A file of judgements lies beside the submission. {said}")
    made = with_judgements(report, found, loaded.packs)
    where = "" if judgements_file else " beside it"
    many = number(len(found.judgements), "judgement")
    click.echo(
        f"{prose(file)}: {many} of inspectors from {prose(found.file)}{where};"
        " shown as a third view, and nothing else changes.",
        err=True,
    )
    return made
