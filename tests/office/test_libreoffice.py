"""LibreOffice opens what is meant for an office suite, and prints all of it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from ctcheck.reports import FORMATS
from ctcheck.reports.documents import PROFILES
from tests.reports.readers import rendered
from tests.reports.sample import sample

pytestmark = pytest.mark.office

CASES = [
    (name, profile)
    for name in ("docx", "xlsx")
    if name in FORMATS
    for profile in (PROFILES if name == "docx" else ("team",))
]


def printed(data: bytes, suffix: str, folder: Path) -> str:
    """The words of the PDF that LibreOffice makes of a file; fails on any complaint."""
    office = shutil.which("soffice")
    assert office, "LibreOffice is not installed: apt install libreoffice-writer libreoffice-calc"
    source = folder / f"report{suffix}"
    source.write_bytes(data)
    done = subprocess.run(
        [
            office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
            "--convert-to", "pdf", "--outdir", str(folder), str(source),
        ],
        capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    # That there is no Java says nothing about the file.
    complaints = [line for line in done.stderr.splitlines() if line and "javaldx" not in line]
    assert (done.returncode, complaints) == (0, [])
    text = subprocess.run(
        ["pdftotext", "-layout", str(folder / "report.pdf"), "-"], capture_output=True, text=True, check=True
    )
    return " ".join(text.stdout.split())


@pytest.mark.parametrize(("name", "profile"), CASES)
@pytest.mark.parametrize("hostile", [False, True], ids=["plain", "hostile"])
def test_the_file_is_opened_and_printed_whole(name: str, profile: str, hostile: bool, tmp_path: Path) -> None:
    made = rendered(name, profile, hostile=hostile)
    shown = printed(made, FORMATS[name].suffix, tmp_path)
    assert "Northshire" in shown
    if profile in ("team", "inspector"):
        for gap in sample().gap_groups:
            assert gap.gaps[0].finding.title in shown
    if name == "docx":
        assert "Page 1 of " in shown
        assert "uid=" not in shown


def test_a_file_that_is_broken_is_complained_about(tmp_path: Path) -> None:
    """So that silence above says something."""
    with pytest.raises(AssertionError):
        printed(b"PK\x03\x04 this is no archive", ".docx", tmp_path)
