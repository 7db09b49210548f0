"""The PDF as a reader of its text finds it."""

from __future__ import annotations

import re
import subprocess

import pytest

from ctcheck.reports.pdf import PdfReporter
from tests.reports.sample import attacked, plain, sample

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("profile", ["team", "inspector"])
@pytest.mark.parametrize("word", [plain, attacked()], ids=["plain", "hostile"])
def test_the_text_of_the_pdf_has_every_gap_and_each_page_its_head_and_number(profile, word) -> None:  # type: ignore[no-untyped-def]
    pdf = PdfReporter(profile=profile).render(sample(word))
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    pages = done.stdout.decode().rstrip("\f").split("\f")
    text = " ".join(" ".join(pages).split())
    for group in sample().gap_groups:
        assert group.gaps[0].finding.title in text
    for number, page in enumerate(pages, 1):
        assert re.search("Northshire.*, held against the law of 5 February 2003", " ".join(page.split())), (
            number
        )
        assert f"Page {number} of {len(pages)}" in page
