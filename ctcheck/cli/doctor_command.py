"""`ctcheck doctor`: whether everything that ctcheck needs is there, and what to do where it is not."""

from __future__ import annotations

import datetime as dt
import platform
import sys
import tempfile
from collections.abc import Callable, Iterable
from typing import NamedTuple

import click

from ctcheck.cli.common import emit_json, packs, reader, rules_option, width
from ctcheck.errors import CtcheckError, Exit

OK, SLOW, BROKEN = "ok", "warn", "fail"
"""As it should be; works, slower or not for ever; does not work."""


class Check(NamedTuple):
    """One thing that was looked at."""

    name: str
    state: str
    found: str
    todo: str = ""
    """What to do where it is not as it should be."""


@click.command("doctor")
@click.option(
    "-f", "--format", "shape", type=click.Choice(("text", "json")), default="text", show_default=True
)
@rules_option
def doctor_command(shape: str, rule_folders: tuple[str, ...]) -> int:
    """Look whether everything that ctcheck needs is there; exit code 1 where something does not work.

    It makes a small PDF, writes into the cache and reads today's date; it changes nothing else.

    \b
    Example:
      ctcheck doctor
    """
    found = list(_checks(rule_folders))
    broken = any(one.state == BROKEN for one in found)
    if shape == "json":
        emit_json({"works": not broken, "checks": [one._asdict() for one in found]})
    else:
        from ctcheck.reports.sheet import wrap

        for one in found:
            for line in wrap(one.found, width(sys.stdout), f"{one.state:<5} {one.name:<14} ", " " * 21):
                click.echo(line)
            for line in wrap(one.todo, width(sys.stdout), " " * 21) if one.todo else ():
                click.echo(line)
    return Exit.GAPS if broken else Exit.OK


def _checks(rule_folders: tuple[str, ...]) -> Iterable[Check]:
    """Each check by itself: what is missing for one is told, and the others still run."""
    yield _python()
    for name, look in (
        ("engine", _engine),
        ("YAML", _yaml),
        ("rule book", lambda: _rules(rule_folders)),
        ("schemas", lambda: _schemas(rule_folders)),
        ("rule cache", _cache),
        ("bank holidays", lambda: _holidays(rule_folders)),
        ("PDF", _pdf),
        ("fonts", _fonts),
    ):
        yield _careful(name, look)


def _careful(name: str, look: Callable[[], Check]) -> Check:
    from ctcheck.reports.safe import prose

    try:
        return look()
    except CtcheckError as error:
        return Check(name, BROKEN, prose(error.message), prose(error.hint))
    except Exception as error:
        # Whatever a broken installation raises: to tell of it is what this command is for.
        return Check(name, BROKEN, prose(f"{type(error).__name__}: {error}"), "Install ctcheck again.")


def _python() -> Check:
    return Check("Python", OK, platform.python_version())


def _engine() -> Check:
    from ctcheck.inference.choose import choose_engine

    name = choose_engine().name
    if name != "plain":
        return Check("engine", OK, name)
    todo = "Nothing has to be done. durable-rules needs Python 3.11 or 3.12 and a C compiler."
    return Check("engine", SLOW, "plain: durable-rules is not installed; the verdicts are the same", todo)


def _yaml() -> Check:
    from ctcheck.reading.nodes import HAS_C_LOADER

    if HAS_C_LOADER:
        return Check("YAML", OK, "C loader (libyaml)")
    todo = "Install PyYAML from a wheel, or with the headers of libyaml."
    return Check("YAML", SLOW, "pure Python loader: reading is nine times slower", todo)


def _rules(rule_folders: tuple[str, ...]) -> Check:
    loaded = packs(rule_folders)
    where = "from the cache" if loaded.from_cache else "read anew"
    named = ", ".join(f"{pack.id} {pack.version}" for pack in loaded.packs.packs)
    return Check(
        "rule book",
        OK,
        f"{len(loaded.packs.rules)} rules of {named}, digest {loaded.packs.digest[:12]}, {where}",
    )


def _schemas(rule_folders: tuple[str, ...]) -> Check:
    from pathlib import Path

    text = b"ctcheck: 1\narea: {name: A, type: county}\nas_at: 2026-06-01\n"
    reader(packs(rule_folders)).read_data(text, Path("check.yaml"))
    return Check("schemas", OK, "a submission was read and held against its schema")


def _cache() -> Check:
    from ctcheck.rulebook.cache_folder import cache_folder

    folder = cache_folder()
    if folder is None:
        return Check(
            "rule cache", SLOW, "off", "Unset CTCHECK_CACHE=off, and ctcheck starts several times faster."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        todo = "Set CTCHECK_CACHE to a folder that you may write to."
        return Check("rule cache", SLOW, f"{folder} cannot be written to: {error.strerror}", todo)
    return Check("rule cache", OK, str(folder))


def _holidays(rule_folders: tuple[str, ...]) -> Check:
    from ctcheck.rulebook.loader import HOLIDAY_TABLE

    table = packs(rule_folders).packs.tables.get(HOLIDAY_TABLE)
    years = (
        [int(day[:4]) for row in table.rows for day in row.columns.get("days", "").split()] if table else []
    )
    if not years:
        return Check(
            "bank holidays", BROKEN, "no table", "Load a rule pack that has the table bank-holidays."
        )
    found = f"England, {min(years)} to {max(years)}"
    if dt.date.today().year >= max(years):
        return Check(
            "bank holidays", SLOW, found, "Working days after it are not counted: install a newer ctcheck."
        )
    return Check("bank holidays", OK, found)


def _pdf() -> Check:
    from ctcheck.reports.pdf import set_page

    page = (
        b'<!doctype html><html lang="en-GB"><head><title>Check</title></head><body><p>Check</p></body></html>'
    )
    made = set_page(page, dt.date(2020, 1, 1), None, 60)
    return Check("PDF", OK, f"WeasyPrint and Pango made a page of {len(made):,} bytes")


def _fonts() -> Check:
    from ctcheck.reports.raster import writes_words

    if writes_words():
        return Check("fonts", OK, "pictures for Word are drawn with their words")
    todo = "Install a font such as Liberation Sans or DejaVu Sans (apt install fonts-liberation)."
    return Check(
        "fonts", BROKEN, "no font was found, or resvg-py is missing: Word files get no pictures", todo
    )
