"""`ctcheck assess --watch`: assesses again after each save and shows only what changed."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from ctcheck.cli.common import width
from ctcheck.errors import CtcheckError, Exit

if TYPE_CHECKING:
    from ctcheck.model.report import GapReport

SECONDS = 0.5
"""Between two looks at the file."""

Stamp = tuple[int, int, int] | None
"""What changes when a file is saved, also by an editor that puts a new file in its place."""


def stamp_of(file: str) -> Stamp:
    """The file as it stands; None where it is not there at the moment."""
    try:
        status = os.stat(file)
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def pause() -> None:
    """The time between two looks."""
    time.sleep(SECONDS)


def watch(
    file: str,
    assess: Callable[[], GapReport],
    show: Callable[[CtcheckError], None],
    *,
    stamp: Callable[[str], Stamp] = stamp_of,
    wait: Callable[[], None] | None = None,
) -> int:
    """Runs until it is interrupted; a broken file shows its problems and the watch goes on.

    A save is taken up when the file has not changed between two looks, so that half of one is not read.
    """
    from ctcheck.reports import words_watch as words
    from ctcheck.reports.safe import prose
    from ctcheck.reports.watch_text import changed_text, first_text

    wait = wait or pause
    seen: Stamp | str = "not looked at yet"
    before: GapReport | None = None
    try:
        while True:
            now = stamp(file)
            if now != seen:
                if seen != "not looked at yet":
                    wait()
                    if stamp(file) != now:
                        continue
                seen = now
                if now is None:
                    click.echo(words.MISSING.format(file=prose(file)))
                else:
                    try:
                        report = assess()
                    except CtcheckError as error:
                        show(error)
                        if before is not None:
                            click.echo(words.BROKEN)
                    else:
                        columns = width(sys.stdout)
                        text = (
                            changed_text(before, report, columns)
                            if before
                            else first_text(report, file, columns)
                        )
                        click.echo(text)
                        before = report
                        # The collector is off in this program; this is the one command that lives for hours.
                        gc.collect()
                sys.stdout.flush()
            wait()
    except KeyboardInterrupt:
        return Exit.OK
