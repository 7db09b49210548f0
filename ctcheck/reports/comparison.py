"""The output formats of a comparison: text, JSON, HTML."""

from __future__ import annotations

from typing import Final

from ctcheck.errors import UsageError
from ctcheck.model.comparison import Comparison
from ctcheck.model.report import GapReport

FORMATS: Final = ("text", "json", "html")


def check_format(name: str) -> None:
    """Raises `UsageError` for a format in which there is no comparison."""
    if name not in FORMATS:
        meant = next((known for known in FORMATS if name.endswith(f".{known}")), "")
        hint = f"Did you mean {meant}={name}?" if meant else f"Choose one of: {', '.join(FORMATS)}."
        raise UsageError(f"There is no comparison in the format '{name}'.", hint)


def render_comparison(
    found: Comparison, report: GapReport, name: str, *, width: int = 80, colour: bool = False
) -> bytes:
    """The comparison in one of `FORMATS`, in UTF-8. `report` is that of the new submission."""
    check_format(name)
    if name == "json":
        from ctcheck.reports.json_comparison import comparison_bytes

        return comparison_bytes(found, report.engine)
    from ctcheck.reports.sections.since import comparison_document

    document = comparison_document(found, report)
    if name == "html":
        from ctcheck.reports.html import render_document

        return render_document(document)
    from ctcheck.reports.sheet import Sheet
    from ctcheck.reports.text_document import render_document as render_text

    sheet = Sheet(width, colour)
    render_text(sheet, document, {})
    return sheet.text().encode("utf-8")
