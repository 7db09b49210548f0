"""Sets one page as PDF: HTML in UTF-8 on standard input, PDF on standard output.

Run as a program by `pdf.py`, never imported; it knows nothing of ctcheck.
Nothing is fetched: every address that the page would load ends the run.
"""

from __future__ import annotations

import logging
import os
import sys
from typing import Any

MISSING = 3
REFUSED = 4


def main() -> int:
    """Exit code; the reason for any code but nought is the last line on standard error."""
    # This folder is first on the path of a program, and our html.py would stand before Python's own.
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [path for path in sys.path if os.path.abspath(path or ".") != here]
    # What libraries print must not end up in the PDF: the file descriptor itself is kept aside.
    out = os.dup(1)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    page = sys.stdin.buffer.read().decode("utf-8")
    try:
        from weasyprint import HTML
        from weasyprint.urls import FatalURLFetchingError, URLFetcher
    except (ImportError, OSError) as error:
        print(_reason(error))
        return MISSING
    tell_pages()
    fetcher = URLFetcher(allowed_protocols=(), fail_on_errors=True)
    try:
        pdf = HTML(string=page, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1", finisher=scope_headers)
    except FatalURLFetchingError as error:  # a BaseException: `except Exception` would miss it
        print(_reason(error))
        return REFUSED
    with os.fdopen(out, "wb") as file:
        file.write(pdf)
    return 0


def tell_pages() -> None:
    """A line `page N` on standard error for each page that is laid out, for whoever waits."""
    progress = logging.getLogger("weasyprint.progress")
    progress.setLevel(logging.INFO)
    progress.propagate = False
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_page)
    progress.addHandler(handler)


def _page(record: logging.LogRecord) -> bool:
    """Lets only the layout of pages through; WeasyPrint says `Step 5 - Creating layout - Page 7`."""
    if "Page %d" not in str(record.msg):
        return False
    record.msg = "page %d"
    return True


def _reason(error: BaseException) -> str:
    """One line."""
    return " ".join(str(error).split()) or type(error).__name__


def scope_headers(_document: Any, pdf: Any) -> None:
    """Says of each table header what it is the header of, since WeasyPrint 70 leaves that out.

    Every table of ours has one row of column headers, and a row header first in each other row.
    WeasyPrint numbers a header by table, row and column.
    """
    for element in pdf.objects:
        if isinstance(element, dict) and element.get("S") == "/TH":
            row = element["ID"].string.rsplit("-", 2)[1]
            element["A"]["Scope"] = "/Column" if row == "0" else "/Row"


if __name__ == "__main__":
    sys.exit(main())
