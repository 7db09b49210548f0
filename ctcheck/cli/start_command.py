"""`ctcheck init`."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from ctcheck.cli import completing
from ctcheck.cli.common import packs, rules_option
from ctcheck.errors import Exit, UsageError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from ctcheck.start.kept import Parts

TYPES = ("county", "unitary", "metropolitan-district", "london-borough")
LONGEST_NAME = 120
QUOTES = "\"'\u201c\u201d\u2018\u2019"
"""A word processor's quotes among them."""
SHIPPED = "children-act-2004"
Answer = TypeVar("Answer")


@click.command("init")
@click.argument("folder", required=False, default=".", metavar="[FOLDER]")
@click.option("--authority", metavar="NAME", help="The name of the authority.")
@click.option(
    "--type",
    "kind",
    metavar="TYPE",
    shell_complete=completing.area_types,
    help=f"Its type: {', '.join(TYPES)}.",
)
@click.option("--law-at", metavar="DATE", help="The day that the answers describe, and whose law asks.")
@click.option(
    "--regime",
    metavar="REGIME",
    shell_complete=completing.regimes,
    help="The inspection regime, such as ilacs-2026, where known.",
)
@click.option("--inspection", metavar="DATE", help="The first day of the inspection, where known.")
@rules_option
def init_command(
    folder: str,
    authority: str | None,
    kind: str | None,
    law_at: str | None,
    regime: str | None,
    inspection: str | None,
    rule_folders: tuple[str, ...],
) -> int:
    """Begin a self-assessment: a file with the questions in force, and what to do next.

    What no option says is asked on a terminal. Nothing that is there already is overwritten.

    \b
    Example:
      ctcheck init barset --authority Barset --type county --law-at 2026-06-01
    """
    missing = [
        option
        for option, given in (("--authority", authority), ("--type", kind), ("--law-at", law_at))
        if given is None
    ]
    ask = bool(missing) and sys.stdin.isatty()
    if missing and not ask:
        raise UsageError(
            f"Not said: {', '.join(missing)}.",
            "Give these options, or run the command on a terminal, where it asks.",
        )
    name = _said(authority, "The name of the authority", ask, _name)
    of_type = _said(kind, f"Its type ({', '.join(TYPES)})", ask, _type)
    on = _said(law_at, "The day that the answers describe, such as 2026-06-01", ask, _day_of("--law-at"))
    under = _said(regime, "The inspection regime, such as ilacs-2026 (blank: not known)", ask, str.strip)
    begins = _said(inspection, "The first day of the inspection (blank: not known)", ask, _inspection)
    return _write(Path(folder), name, of_type, on, under, begins, _parts(rule_folders, of_type, on, under))


def _said(given: str | None, question: str, ask: bool, read: Callable[[str], Answer]) -> Answer:
    """What was said. On a terminal a wrong answer is asked for again."""
    while True:
        asked = given is None and ask
        text = str(click.prompt(question, default="", show_default=False, err=True)) if asked else given or ""
        try:
            return read(text)
        except UsageError as error:
            if not asked:
                raise
            click.echo(f"  {error.message} {error.hint}".rstrip(), err=True)


def _name(text: str) -> str:
    # Curly quotes from a word processor around the whole name are not part of it.
    name = " ".join(text.split()).strip(f"{QUOTES} ")
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise UsageError(
            f"--authority: a name has 1 to {LONGEST_NAME} letters and no invisible characters.",
            'Write it like --authority "Hertfordshire".',
        )
    return name


def _type(text: str) -> str:
    word = "-".join(text.lower().split()).strip(QUOTES)
    if word not in TYPES:
        from ctcheck.reading.suggest import nearest

        hint = nearest(word, TYPES) or f"Choose one of: {', '.join(TYPES)}."
        raise UsageError(f"--type: {text[:40]!r} is no type of authority.", hint)
    return word


def _day_of(option: str) -> Callable[[str], dt.date]:
    def read(text: str) -> dt.date:
        import datetime as dt

        year, *rest = text.strip().split("-")
        if [len(part) for part in (year, *rest)] == [4, 2, 2] and "".join((year, *rest)).isdecimal():
            # The reader of submissions is not needed for a good date, and its import takes its time.
            with suppress(ValueError):
                return dt.date(int(year), int(rest[0]), int(rest[1]))
        from ctcheck.reading.scalars import ValueProblem, calendar_date

        try:
            return calendar_date(text.strip())
        except ValueProblem as problem:
            raise UsageError(f"{option}: {problem.message}", problem.hint) from problem

    return read


def _inspection(text: str) -> dt.date | None:
    return _day_of("--inspection")(text) if text.strip() else None


def _parts(rule_folders: tuple[str, ...], kind: str, on: dt.date, regime: str) -> Parts:
    """From the cache where the same was asked before; else worked out from the rule book."""
    from ctcheck.resources import resource_dir
    from ctcheck.rulebook.cache_folder import cache_folder
    from ctcheck.start import kept

    shipped = resource_dir("rules") / SHIPPED
    kept_in = cache_folder()
    key = ""
    if kept_in is not None:
        key = kept.key_of(shipped, [Path(one) for one in rule_folders], kind, on.isoformat(), regime)
    parts = kept.load(kept_in, key)
    if parts is None:
        parts = kept.make(packs(rule_folders).packs, kind, on, regime)
        kept.store(kept_in, key, parts)
    return parts


def _write(
    folder: Path, name: str, kind: str, on: dt.date, regime: str, begins: dt.date | None, parts: Parts
) -> int:
    from ctcheck.start.files import stem_of, write_new
    from ctcheck.start.page import files_of

    file = f"{stem_of(name)}-{on.isoformat()}.yaml"
    write_new(folder, files_of(name, kind, on, regime, begins, file, parts))
    click.echo(
        f"Wrote {_shown(folder / file)}: {parts.questions} questions,"
        f" and {parts.partner_questions} for each partner."
    )
    click.echo(f"Next: read {_shown(folder / 'README.md')}, or type: ctcheck assess {_typed(folder / file)}")
    return Exit.OK


def _shown(path: Path) -> str:
    """A path made harmless for the terminal."""
    text = str(path)
    if not text.isprintable():
        from ctcheck.reports.safe import prose

        text = prose(text)
    return text


def _typed(path: Path) -> str:
    """A path as it has to be typed."""
    text = _shown(path)
    return f'"{text}"' if " " in text else text
