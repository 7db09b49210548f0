"""The officer's road in one run, from an empty folder to the paper for the cabinet and the sealed archive."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ctcheck.reading.submission import SubmissionReader
from tests.cli.conftest import ctcheck as ctcheck
from tests.cli.outcome import Ctcheck
from tests.workbook.desk import Opened

DAY = "2008-05-31"
FILE = Path("barset/barset-2008-05-31.yaml")
PARTNERS = {
    "chief officer of police": "Barset Police",
    "police authority": "Barset Police Authority",
    "youth offending team": "Barset Youth Offending Team",
    "primary care trust": "Barset Primary Care Trust",
    "provider of Connexions services": "Connexions Barset",
}
"""By the kind under which the workbook lists them; the last never answers."""

LAST_YEAR = """\
# Written by hand a year ago.
ctcheck: 1
title: Barset a year ago
area: {name: Barset, type: county}
as_at: 2007-05-31
plan:
  status: not-in-place
accountability:
  director: {post: in-post}
information_sharing:
  protocol: {status: in-place}
actions:
  - id: publish-plan
    closes: [cypp-reg3-plan-exists]
    action: Publish the first plan
    owner_role: head of strategy
    due: 2007-12-31
"""


def opened(path: Path) -> Opened:
    return Opened(path.read_bytes())


def filled(path: Path) -> None:
    """The workbook as a person fills it in: words of their own, dates as they write them, rows left blank."""
    book = opened(path)
    book.put("The area", "title", "Barset, spring 2008")
    book.put("Plan", "plan.status", "Published")
    book.put("Plan", "plan.published", "20/03/2008")
    book.put("Plan", "plan.period.ends", "31/03/2011")
    book.put("Plan", "plan.status", "plan-2008", column="Evidence ids")
    book.put("Accountability", "accountability.director.post", "in post")
    book.put("Information sharing", "information_sharing.protocol.status", "not in place")
    sheet, heads = book.book["Partners"], book.heads("Partners")
    for row in range(4, sheet.max_row + 1):
        name = PARTNERS.get(sheet.cell(row, heads["Kind"]).value)
        if name:
            sheet.cell(row, heads["Name"]).value = name
    book.add("Evidence", Id="plan-2008", Title="Plan 2008 to 2011", Kind="plan", Date="20/03/2008")
    book.add("Signed off", Role="director of children's services", Signed_on="30/05/2008")
    path.write_bytes(book.saved())


def answered(path: Path) -> None:
    """A return as a partner fills it in."""
    book = opened(path)
    partner = path.stem.removeprefix("return-")
    book.put("Partner answers", "partner.seat.held", "Y", partner=partner)
    book.put("Partner answers", "partner.agreement.status", "in place", partner=partner)
    path.write_bytes(book.saved())


def planned(path: Path) -> None:
    """The plan of actions as an officer edits it: every action gets an owner and a day."""
    book = openpyxl.load_workbook(path)
    sheet = book["Actions"]
    heads = {str(cell.value): cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, heads["Owner (role)"]).value = "head of strategy"
        sheet.cell(row, heads["Due"]).value = "30/06/2008"
    book.save(path)


def findings(report: dict[str, Any]) -> dict[str, str]:
    return {one["id"]: one["verdict"] for one in report["findings"]}


def test_from_an_empty_folder_to_the_cabinet_and_the_archive(
    ctcheck: Ctcheck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, submissions: SubmissionReader
) -> None:
    monkeypatch.chdir(tmp_path)

    def done(*words: object, code: int = 0) -> str:
        outcome = ctcheck(*words)
        assert outcome.code == code, f"{words}\n{outcome.err}{outcome.out[-600:]}"
        return " ".join((outcome.out + outcome.err).split())

    # The questions.
    done(
        "init",
        "barset",
        "--authority",
        "Barset",
        "--type",
        "county",
        "--law-at",
        DAY,
        "--inspection",
        "2008-07-07",
    )
    untouched = done("assess", FILE, code=1)
    assert "0 met, 0 met in part, 0 not met" in untouched
    assert "What to do next" in untouched

    # The answers, in a workbook.
    done("workbook", "make", "--from", FILE, "-o", "answers.xlsx")
    filled(Path("answers.xlsx"))
    said = done("workbook", "read", "answers.xlsx", "-o", FILE)
    assert "Plan!" in said  # a repair, by sheet and cell
    assert "'20/03/2008' was read as day, month, year: 20 March 2008" in said
    verdict = done("validate", FILE)
    assert "Readable: yes" in verdict
    assert "6 partners not named" in verdict
    assert "No signature of the lead member" in verdict

    # The partners' returns, of which one never comes.
    done("returns", "split", FILE, "-o", "returns")
    forms = sorted(Path("returns").glob("*.xlsx"))
    assert len(forms) == len(PARTNERS)
    came = [form for form in forms if "connexions" not in form.name]
    for form in came:
        answered(form)
    told = done("returns", "merge", FILE, *came, "-o", FILE)
    assert "Replied: Barset Youth Offending Team, 2 answers." in told
    assert "Not returned: Connexions Barset" in told
    merged = submissions.read(FILE)
    assert {one.name for one in merged.partners or () if one.return_status == "submitted"} == (
        set(PARTNERS.values()) - {"Connexions Barset"}
    )

    # The gaps, and the plan of actions to close them.
    done("assess", FILE, "-f", "json=before.json", "-f", "xlsx=plan.xlsx", code=1)
    before = json.loads(Path("before.json").read_text())
    verdicts = findings(before)
    assert verdicts["cypp-reg3-plan-exists"] == "met"
    assert verdicts["ca2004-s10-4d-yot/youth-offending-team"] == "partly_met"
    assert verdicts["ca2004-s10-4f-connexions/connexions-provider-2000-act"] == "no_answer"
    assert before["assurance"]["not_returned"] == ["Connexions Barset"]
    assert len(before["next_steps"]) > 0
    planned(Path("plan.xlsx"))
    told = done("actions", "import", "plan.xlsx", FILE, "-o", FILE)
    assert re.search(r"Actions!F2:F\d+: '30/06/2008' was read as day, month, year", told)
    done("assess", FILE, "-f", "json=after.json", code=1)
    after = json.loads(Path("after.json").read_text())
    assert findings(after) == verdicts  # a plan closes nothing
    assert {one["owner_role"] for one in after["actions"]} == {"head of strategy"}
    assert {one["due"] for one in after["actions"]} == {"2008-06-30"}

    # What has changed since last year.
    Path("last-year.yaml").write_text(LAST_YEAR)
    done("compare", "last-year.yaml", FILE, "-f", "json=changes.json")
    changes = json.loads(Path("changes.json").read_text())["comparison"]
    moved = {one["finding"]: one for one in changes["changes"]}
    assert moved["cypp-reg3-plan-exists"]["movement"] == "closed"
    assert moved["cypp-reg3-plan-exists"]["causes"] == ["submission"]
    assert moved["is-protocol"]["movement"] == "worse"
    assert [one["how"] for one in changes["actions"]] == ["gone"]

    # The paper for the cabinet, and the sealed archive.
    paper = (
        "--for",
        "cabinet",
        "--since",
        "last-year.yaml",
        "-f",
        "docx=paper.docx",
        "-f",
        "html=paper.html",
    )
    done("assess", FILE, *paper, code=1)
    page = Path("paper.html").read_text()
    assert "Connexions Barset" in page
    assert "last-year.yaml" in page
    with zipfile.ZipFile("paper.docx") as word:
        assert b"Connexions Barset" in word.read("word/document.xml")
    done("seal", FILE, "-o", "barset.zip")
    sealed = done("verify", "barset.zip")
    assert hashlib.sha256(FILE.read_bytes()).hexdigest() in sealed
    with zipfile.ZipFile("barset.zip") as archive:
        assert findings(json.loads(archive.read("gap-report.json"))) == verdicts
