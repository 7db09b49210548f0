"""The PDF: tagged, the same bytes each time, and a clear error where it cannot be made."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from ctcheck.errors import Exit, OutputError
from ctcheck.reports import pdf_child
from ctcheck.reports.pdf import MISSING, REFUSED, PdfReporter
from tests.reports.sample import attacked, sample


@pytest.fixture(scope="module")
def rendered() -> bytes:
    return PdfReporter().render(sample(attacked()))


@pytest.fixture
def document(rendered: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(rendered)) as pdf:
        yield pdf


def elements(node: Any) -> Iterator[Any]:
    """The structure elements below a node, in reading order."""
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from elements(child)


def test_the_same_report_gives_the_same_bytes(rendered: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert PdfReporter().render(sample(attacked())) == rendered


def test_rendering_leaves_the_environment_alone(rendered: bytes) -> None:
    assert "SOURCE_DATE_EPOCH" not in os.environ


def test_it_is_tagged_titled_and_in_english(document: pikepdf.Pdf) -> None:
    assert document.Root.Lang == "en-GB"
    assert bool(document.Root.MarkInfo.Marked)
    assert "/StructTreeRoot" in document.Root
    assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
    assert str(document.docinfo["/Title"]).startswith("Gap report: Northshire")
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_table_headers_have_a_scope(document: pikepdf.Pdf) -> None:
    headers = [one for one in elements(document.Root.StructTreeRoot) if one.S == "/TH"]
    assert len(headers) > 20
    for header in headers:
        attributes = header.get("/A", {})
        found = [
            a
            for a in (attributes if isinstance(attributes, pikepdf.Array) else [attributes])
            if "/Scope" in a
        ]
        assert found
        assert found[0]["/Scope"] in ("/Row", "/Column")


def test_it_has_a_bookmark_for_each_section_and_gap(document: pikepdf.Pdf) -> None:
    with document.open_outline() as outline:
        sections = outline.root[0].children
        titles = [section.title for section in sections]
        assert "Assurance: what was checked and what was not" in titles
        gaps = next(section for section in sections if section.title.startswith("Gaps"))
        assert len(gaps.children) == len([group for group in sample().gap_groups if group.number])


def test_nothing_is_embedded_and_only_sources_are_linked(document: pikepdf.Pdf) -> None:
    assert "/EmbeddedFiles" not in document.Root.get("/Names", {})
    assert not document.attachments
    for page in document.pages:
        for annotation in page.get("/Annots", []):
            action: Any = annotation.get("/A", {})
            assert str(action.get("/URI", "https://www.legislation.gov.uk/")).startswith(
                "https://www.legislation.gov.uk/"
            )


def child(page: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, str(Path(pdf_child.__file__))], input=page.encode(), capture_output=True, check=False
    )


@pytest.mark.parametrize(
    "loading",
    [
        "<img src='http://evil.example/x.png' alt=''>",
        "<img src='file:///etc/passwd' alt=''>",
        "<img src='data:image/png;base64,AAAA' alt=''>",
        "<style>@import url(file:///etc/passwd);</style>",
        "<style>p {background: url(http://evil.example/x)}</style><p>x</p>",
        "<link rel=stylesheet href='file:///etc/passwd'>",
        "<link rel=attachment href='file:///etc/passwd'>",
        "<a rel=attachment href='file:///etc/passwd'>x</a>",
    ],
)
def test_a_page_that_loads_anything_gives_no_pdf(loading: str) -> None:
    done = child(f"<html lang=en><title>x</title><body>{loading}</body></html>")
    assert done.returncode == REFUSED, done.stderr
    assert done.stdout == b""


def test_both_sides_agree_on_the_exit_codes() -> None:
    assert (pdf_child.MISSING, pdf_child.REFUSED) == (MISSING, REFUSED)


def test_without_the_libraries_the_error_names_the_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = "print('a banner')\nraise OSError(\"cannot load library 'libpango-1.0-0'\")\n"
    (tmp_path / "weasyprint.py").write_text(broken)
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(OutputError, match=r"libpango-1\.0-0") as caught:
        PdfReporter().render(sample())
    assert caught.value.exit_code == Exit.OUTPUT
    for package in ("weasyprint", "libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"):
        assert package in caught.value.hint


def test_a_render_without_end_is_stopped() -> None:
    with pytest.raises(OutputError, match=r"not finished after 0\.01 seconds"):
        PdfReporter(seconds=0.01).render(sample())


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    PdfReporter().render(sample())
    assert capfd.readouterr() == ("", "")
