"""The report as tagged PDF, made from the same page as the HTML.

The page is set in a process of its own (`pdf_child.py`): rendering has no time limit of its own,
its library prints on standard output where system libraries are missing,
and what it reads from the environment then never changes ours.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from ctcheck.errors import OutputError
from ctcheck.model.report import GapReport
from ctcheck.reports.html import HtmlReporter
from ctcheck.reports.interface import Media
from ctcheck.reports.safe import safe

SECONDS: Final = 300
"""More than enough for hundreds of pages; a page that takes longer was made to."""

EVERY_SECONDS: Final = 2.0
"""Between two signs of life."""

INSTALL: Final = (
    "Install the Python package weasyprint (70 or later) and the system packages "
    "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 (apt install), or choose another format."
)

MISSING: Final = 3
REFUSED: Final = 4
"""Exit codes of the child; any other code but nought is a fault."""

_CHILD: Final = Path(__file__).with_name("pdf_child.py")


class PdfReporter:
    """PDF/UA-1 with bookmarks, title and language; the same report gives the same bytes."""

    name = "pdf"
    suffix = ".pdf"
    media: Media = "binary"

    def __init__(
        self,
        *,
        profile: str = "team",
        partner: str = "",
        progress: Callable[[str], None] | None = None,
        seconds: float = SECONDS,
    ) -> None:
        self._page = HtmlReporter(profile=profile, partner=partner, paged=True)
        self._progress = progress
        self._seconds = seconds

    def render(self, report: GapReport) -> bytes:
        """The whole file; `OutputError` where the libraries are missing or the page cannot be set."""
        return set_page(self._page.render(report), report.law_date, self._progress, self._seconds)


def set_page(
    page: bytes,
    law_date: dt.date,
    progress: Callable[[str], None] | None = None,
    seconds: float = SECONDS,
) -> bytes:
    """One page of HTML as PDF. Raises `OutputError`; `progress` hears every few seconds how far it is."""
    begin = time.monotonic()
    try:
        child = subprocess.Popen(
            [sys.executable, str(_CHILD)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(law_date),
        )
    except OSError as error:
        raise OutputError(f"The PDF cannot be made: {error}.", "Choose the html format instead.") from error
    given: bytes | None = page
    with child:
        while True:
            left = begin + seconds - time.monotonic()
            try:
                out, err = child.communicate(given, timeout=max(0.0, min(EVERY_SECONDS, left)))
                break
            except subprocess.TimeoutExpired as waiting:
                given = None  # it has the page, and may not be given it twice
                if left <= EVERY_SECONDS:
                    child.kill()
                    raise OutputError(
                        f"The PDF was not finished after {seconds:g} seconds.",
                        "Choose the html format instead.",
                    ) from waiting
                if progress:
                    progress(_how_far(waiting.stderr or b"", time.monotonic() - begin))
            except BaseException:
                child.kill()
                raise
    if child.returncode == 0 and out.startswith(b"%PDF-"):
        return out
    raise _failure(child.returncode, err)


def _how_far(stderr: bytes, taken: float) -> str:
    """The last page that the child named, and the time."""
    pages = re.findall(rb"^page ([0-9]+)$", stderr, re.MULTILINE)
    page = f"page {int(pages[-1])}, " if pages else ""
    return f"{page}{taken:.0f} seconds"


def _environment(law_date: dt.date) -> dict[str, str]:
    """Ours, with the packages that we see and a date for what the file says of its making."""
    midnight = dt.datetime(law_date.year, law_date.month, law_date.day, tzinfo=dt.UTC)
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    environment.setdefault("SOURCE_DATE_EPOCH", str(max(0, int(midnight.timestamp()))))
    return environment


def _failure(code: int, stderr: bytes) -> OutputError:
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    reason = safe(lines[-1], limit=300) if lines else f"the process ended with code {code}"
    if code == MISSING:
        return OutputError(
            f"The PDF cannot be made: WeasyPrint or a library it needs is missing ({reason}).", INSTALL
        )
    if code == REFUSED:
        return OutputError(
            f"The PDF was not made: the page asked for something outside itself ({reason}).",
            "Nothing was fetched. Report this: no report should ask for anything.",
        )
    return OutputError(f"The PDF cannot be made: {reason}.", "Choose the html format instead.")
