"""What the commands that judge one submission share: their options, and how it is judged."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ctcheck.errors import UsageError

if TYPE_CHECKING:
    from ctcheck.inference.interface import Engine
    from ctcheck.model.public import PublicVersion
    from ctcheck.model.report import GapReport
    from ctcheck.reading.submission import SubmissionReader
    from ctcheck.rulebook.book import RuleBook
    from ctcheck.rulebook.loader import LoadedPacks

engine_option = click.option(
    "--engine",
    type=click.Choice(("auto", "durable-rules", "plain")),
    default="auto",
    show_default=True,
    help="The inference engine; both give the same report.",
)
public_option = click.option(
    "--public",
    is_flag=True,
    help="Leave out what the submission marks restricted or exempt, and replace small counts; verdicts stay.",
)
small_number_option = click.option(
    "--small-number",
    type=int,
    metavar="N",
    help="With --public: show counts of 1 to N-1 as `fewer than N`; else the rule pack says which (5).",
)


def assess_file(
    file: str,
    submissions: SubmissionReader,
    loaded: LoadedPacks,
    law_date: object,
    engine: Engine,
    books: dict[object, RuleBook],
    public: bool = False,
    small_number: int | None = None,
    allow_personal_data: bool = False,
) -> GapReport:
    """The report of one file. Raises `SubmissionError`, for personal data without leave as well.

    `books` keeps the rule book of each law date for the next file.
    """
    from ctcheck.assess.assess import assess
    from ctcheck.assess.personal import with_leave
    from ctcheck.rulebook.book import book_on

    submission = submissions.read(Path(file))
    on = law_date or submission.as_at
    book = books.get(on)
    if book is None:
        book = books[on] = book_on(loaded.packs, on)  # type: ignore[arg-type]
    report = assess(submission, book, engine, loaded.cannot_show, public=public, small_number=small_number)
    return with_leave(report, submission, file, allow_personal_data)


def only_with_public(public: bool, small_number: int | None) -> None:
    """Raises `UsageError` for an option that says nothing without --public."""
    if small_number is not None and not public:
        raise UsageError("--small-number is for a public version only.", "Add --public.")


def before_publishing(file: str, public: PublicVersion) -> str:
    """What whoever publishes it has to know, and no reader of it."""
    from ctcheck.reports.safe import prose

    withheld, replaced = public.number(), public.replaced
    return (
        f"{prose(file)}: public version; withheld: {withheld}, numbers replaced: {replaced}."
        " Read it before you publish it: numbers inside texts are not looked for,"
        " and a verdict can let a reader work out something of what is withheld."
    )
