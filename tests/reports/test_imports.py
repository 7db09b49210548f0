"""Formats cost nothing until they are asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        (
            "import ctcheck.reports",
            "jinja2 weasyprint xlsxwriter csv json docx resvg_py ctcheck.reports.json_report ctcheck.reports.text",
        ),
        (
            "from ctcheck.reports import make_reporter; make_reporter('text')",
            "jinja2 weasyprint json docx resvg_py ctcheck.reports.pictures",
        ),
        ("from ctcheck.reports import make_reporter; make_reporter('json')", "jinja2 weasyprint xlsxwriter"),
        ("from ctcheck.reports import make_reporter; make_reporter('xlsx')", "jinja2 weasyprint openpyxl"),
        ("from ctcheck.reports import make_reporter; make_reporter('csv')", "jinja2 weasyprint xlsxwriter"),
        (
            "from ctcheck.reports import make_reporter; make_reporter('actions')",
            "jinja2 weasyprint xlsxwriter",
        ),
        ("from ctcheck.reports import make_reporter; make_reporter('pdf')", "weasyprint"),
        (
            "from ctcheck.reports import make_reporter; make_reporter('md')",
            "jinja2 weasyprint json docx resvg_py",
        ),
        # Fonts are looked for, and the renderer loaded, when there is a picture to draw.
        ("from ctcheck.reports import make_reporter; make_reporter('docx')", "jinja2 weasyprint resvg_py"),
    ],
)
def test_a_library_is_imported_only_by_the_format_that_needs_it(statement: str, absent: str) -> None:
    code = f"import sys; {statement}; print(*[name for name in {absent.split()} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
