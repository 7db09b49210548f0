"""What several commands need: dates, packs, the terminal."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from ctcheck.reading.submission import SubmissionReader
    from ctcheck.rulebook.loader import LoadedPacks

personal_option = click.option(
    "--allow-personal-data",
    is_flag=True,
    help="Go on although the submission holds what is as good as certain to be personal data; the report says so.",
)
rules_option = click.option(
    "--rules",
    "rule_folders",
    multiple=True,
    metavar="DIR",
    help="A further rule pack; a pack with the shipped pack's id takes its place. May be given several times.",
)
law_at_option = click.option(
    "--law-at",
    metavar="DATE",
    help="Apply the law of this day (YYYY-MM-DD); else that of the submission's as_at.",
)


def day(text: str | None, option: str = "--law-at") -> dt.date | None:
    """A date option. Raises a usage error for anything that is no day in the calendar."""
    if text is None:
        return None
    from ctcheck.reading.scalars import ValueProblem, calendar_date

    try:
        return calendar_date(text)
    except ValueProblem as problem:
        raise click.UsageError(f"{option}: {problem.message} {problem.hint}".strip()) from problem


def packs(rule_folders: tuple[str, ...], *, cases: bool = False) -> LoadedPacks:
    """The shipped pack and those of `--rules`. Raises `RulesError`."""
    from ctcheck.resources import resource_dir
    from ctcheck.rulebook.loader import load_packs

    shipped = resource_dir("rules") / "children-act-2004"
    return load_packs(shipped, [Path(folder) for folder in rule_folders], cases=cases)


def reader(loaded: LoadedPacks) -> SubmissionReader:
    """A reader of submissions for the loaded packs."""
    from ctcheck.rulebook.readers import submission_reader

    return submission_reader(loaded)


def wants_colour(stream: Any) -> bool:
    """Colour only on a terminal, and not where NO_COLOR is set (no-color.org) or the terminal is dumb."""
    return bool(stream.isatty()) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width(stream: Any) -> int:
    """80 columns, or the terminal's where that is narrower or up to 100."""
    if not stream.isatty():
        return 80
    try:
        columns = os.get_terminal_size(stream.fileno()).columns
    except OSError:
        return 80
    return max(40, min(columns or 80, 100))


def emit(data: bytes) -> None:
    """Writes an output to standard output as it is."""
    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(data.decode())
        return
    encoding = (sys.stdout.encoding or "utf-8").lower().replace("-", "")
    if encoding != "utf8" and sys.stdout.isatty():
        data = data.decode().encode(sys.stdout.encoding, "replace")
    buffer.write(data)
    buffer.flush()


def emit_json(value: Any) -> None:
    """Writes a value to standard output as JSON."""
    import json

    emit((json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode())


def rule_named(loaded: LoadedPacks, name: str) -> Any:
    """The rule with an id. Raises a usage error that suggests the nearest."""
    from ctcheck.reading.suggest import nearest

    wanted = loaded.packs.now(name.split("/")[0])
    for rule in loaded.packs.rules:
        if rule.id == wanted:
            return rule
    hint = nearest(wanted, [rule.id for rule in loaded.packs.rules]) or "`ctcheck rules list` names them all."
    raise click.UsageError(f"No rule is called {wanted!r}. {hint}")
