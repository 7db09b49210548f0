"""`ctcheck actions import`: what officers change in a workbook comes back, and nothing else moves."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ctcheck.errors import Exit
from tests.cli.outcome import Ctcheck, Outcome

ROOT = Path(__file__).parents[2]
HERTFORDSHIRE = ROOT / "examples" / "hertfordshire-2007.yaml"
EXEMPLAR = ROOT / "examples" / "exemplar-2008.yaml"

HEAD = """\
# A remark at the top.
ctcheck: 1
title: "A self-assessment" # in quotes
area: {name: Testshire, type: county}
as_at: 2005-05-01
inspection: {regime: jar-2007, fieldwork: 2007-09-03}
"""
ACTIONS = """
# What is planned.
actions:
  # First things first.
  - id: write-the-plan
    closes: [cypp-reg3-plan-exists]
    action: Write the plan.
    owner_role: head of strategy   # since May
    due: 2007-07-01  # agreed by the board
    status: on-track
  - action: >
      Ask the districts to join
      the board.
    id: ask-districts
    closes:
      - ca2004-s10-4a-district-council
    due: ongoing
    # Nobody has said when.

  - {id: name-a-chair, closes: [lscb-reg4-chair], action: Name a chair}

"""
TAIL = """\
# What is kept.
evidence:
  - id: e1
    title: 'It''s a plan'
    kind: plan
    supports: [plan]
"""
WHOLE = HEAD + ACTIONS + TAIL

Edit = Callable[[Any, dict[str, str]], None]
"""Changes a sheet; gets the letters of its columns by heading."""

TAKEN_OUT: dict[tuple[bytes, str], bytes] = {}
"""What the same submission gave before: an assessment takes longer than all the rest of a test."""


class Desk:
    """A folder with a submission, and what an officer does there."""

    def __init__(self, folder: Path, ctcheck: Ctcheck) -> None:
        self.folder = folder
        self.ctcheck = ctcheck
        self.submission = folder / "submission.yaml"
        self.workbook = folder / "plan.xlsx"
        self.write(WHOLE)

    def write(self, text: str | bytes) -> None:
        self.submission.write_bytes(text if isinstance(text, bytes) else text.encode())

    def take_out(self, form: str = "xlsx") -> None:
        kept = TAKEN_OUT.get((self.submission.read_bytes(), form))
        if kept is not None:
            self.workbook.write_bytes(kept)
            return
        done = self.ctcheck("assess", self.submission, "--fail-on", "never", "-f", f"{form}={self.workbook}")
        assert done.code == Exit.OK, done.err
        TAKEN_OUT[self.submission.read_bytes(), form] = self.workbook.read_bytes()

    def edit(self, change: Edit) -> None:
        book = openpyxl.load_workbook(self.workbook)
        sheet = book["Actions"]
        columns = {cell.value: cell.column_letter for cell in sheet[1]}
        change(sheet, columns)
        book.save(self.workbook)

    def read_back(self, *options: object) -> Outcome:
        return self.ctcheck("actions", "import", self.workbook, self.submission, *options)

    def diff(self, out: str) -> tuple[list[str], list[str]]:
        """Lines gone and lines new; all others must be there in the old order."""
        import difflib

        before = self.submission.read_bytes().decode()
        changes = list(difflib.ndiff(before.splitlines(keepends=True), out.splitlines(keepends=True)))
        gone = [line[2:].rstrip("\n") for line in changes if line.startswith("- ")]
        return gone, [line[2:].rstrip("\n") for line in changes if line.startswith("+ ")]


@pytest.fixture
def desk(tmp_path: Path, ctcheck: Ctcheck) -> Desk:
    return Desk(tmp_path, ctcheck)


def row_of(sheet: Any, name: str) -> int:
    return next(cell.row for cell in sheet["A"] if cell.value == name)


def put(name: str, heading: str, value: object) -> Edit:
    """Sets one cell in the row of an action."""

    def change(sheet: Any, columns: dict[str, str]) -> None:
        sheet[f"{columns[heading]}{row_of(sheet, name)}"].value = value

    return change


@pytest.mark.parametrize("form", ["xlsx", "actions"])
@pytest.mark.parametrize(
    "text", [WHOLE, WHOLE.replace("\n", "\r\n"), "\ufeff" + WHOLE, HEAD, HEAD + "actions: []\n"]
)
def test_a_plan_that_nobody_has_touched_changes_nothing(desk: Desk, form: str, text: str) -> None:
    desk.write(text)
    desk.take_out(form)
    done = desk.read_back("-o", desk.folder / "out.yaml")
    assert done.code == Exit.OK, done.err
    assert (desk.folder / "out.yaml").read_bytes() == desk.submission.read_bytes()
    assert re.search(
        r"No actions changed, none added\. \d+ drafted actions that nobody has edited left out\.", done.err
    )
    # An action without an end is named each time.
    others = [
        line for line in done.err.splitlines() if "'ongoing' is no date; it is kept as given" not in line
    ]
    assert len(others) == 2


@pytest.mark.parametrize("form", ["xlsx", "actions"])
@pytest.mark.parametrize("shipped", [HERTFORDSHIRE, EXEMPLAR])
def test_the_examples_come_back_as_they_went(shipped: Path, form: str, desk: Desk) -> None:
    desk.write(shipped.read_bytes())
    desk.take_out(form)
    done = desk.read_back()
    assert (done.code, done.out) == (Exit.OK, shipped.read_text(encoding="utf-8"))


def test_a_drafted_action_with_owner_and_date_plans_its_gap(desk: Desk) -> None:
    """The whole way round: report, workbook, submission, report."""
    import json

    desk.write(HERTFORDSHIRE.read_bytes())
    desk.take_out()

    def gaps() -> dict[str, Any]:
        out = desk.folder / "report.json"
        desk.ctcheck("assess", desk.submission, "--fail-on", "never", "-f", f"json={out}")
        found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
        return found

    before = gaps()

    def change(sheet: Any, columns: dict[str, str]) -> None:
        sheet[f"{columns['Owner (role)']}2"].value = "director of children\u2019s services"
        sheet[f"{columns['Due']}2"].value = dt.datetime(2006, 12, 1)

    desk.edit(change)
    done = desk.read_back("-o", desk.submission)
    assert done.code == Exit.OK, done.err
    assert "1 action" not in done.err.split("changed")[0]
    assert "1 added" in done.err
    after = gaps()
    closed = next(one for one in before["papers"]["plan"] if one["id"] == "draft-1")["findings"]
    planned = {gap["finding"] for gap in after["gaps"] if gap["planned"]}
    assert planned == set(closed)
    verdicts = [{one["id"]: one["verdict"] for one in report["findings"]} for report in (before, after)]
    assert verdicts[0] == verdicts[1]
    (action,) = after["actions"]
    assert (action["owner_role"], action["due"]) == ("director of children\u2019s services", "2006-12-01")
    assert desk.submission.read_text(encoding="utf-8").startswith(HERTFORDSHIRE.read_text(encoding="utf-8"))
    # The same workbook again adds nothing a second time.
    again = desk.read_back()
    assert again.out == desk.submission.read_text(encoding="utf-8")
    assert "it was not added again" in again.err


def test_an_edit_changes_its_line_and_keeps_remarks(desk: Desk) -> None:
    desk.take_out()
    desk.edit(put("write-the-plan", "Due", dt.datetime(2007, 8, 1)))
    done = desk.read_back()
    assert desk.diff(done.out) == (
        ["    due: 2007-07-01  # agreed by the board"],
        ["    due: 2007-08-01  # agreed by the board"],
    )
    assert "Actions!F" in done.err
    assert "Due of 'write-the-plan' is changed." in done.err
    assert "1 action changed, none added." in done.err


@pytest.mark.parametrize(
    ("name", "heading", "value", "gone", "new"),
    [
        ("write-the-plan", "Status", "Done", ["    status: on-track"], ["    status: done"]),
        ("write-the-plan", "Status", None, ["    status: on-track"], []),
        ("write-the-plan", "Success measure", "It's there: all of it", [], ["    success_measure: 'It''s there: all of it'"]),
        ("ask-districts", "Due", "1 September 2007", ["    due: ongoing"], ["    due: 2007-09-01"]),
        ("ask-districts", "Owner (role)", "chair", [], ["    owner_role: chair"]),
        (
            "ask-districts", "Action", "yes",
            ["  - action: >", "      Ask the districts to join", "      the board."], ["  - action: 'yes'"],
        ),
        (
            "name-a-chair", "Owner (role)", "chief executive",
            ["  - {id: name-a-chair, closes: [lscb-reg4-chair], action: Name a chair}"],
            [
                "  - id: name-a-chair", "    closes: [lscb-reg4-chair]", "    action: Name a chair",
                "    owner_role: chief executive",
            ],
        ),
        (
            "write-the-plan", "Gap", "cypp-reg3-plan-exists; lscb-reg4-chair",
            ["    closes: [cypp-reg3-plan-exists]"], ["    closes: [cypp-reg3-plan-exists, lscb-reg4-chair]"],
        ),
    ],
)  # fmt: skip
def test_each_value_can_be_changed(
    name: str, heading: str, value: object, gone: list[str], new: list[str], desk: Desk
) -> None:
    desk.take_out()
    desk.edit(put(name, heading, value))
    done = desk.read_back()
    assert done.code == Exit.OK, done.err
    assert desk.diff(done.out) == (gone, new)


def test_line_ends_and_byte_order_mark_are_kept(desk: Desk) -> None:
    desk.write(("\ufeff" + WHOLE).replace("\n", "\r\n"))
    desk.take_out()
    desk.edit(put("name-a-chair", "Owner (role)", "chief executive"))
    out = desk.folder / "out.yaml"
    desk.read_back("-o", out)
    data = out.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf# A remark")
    assert data.count(b"\n") == data.count(b"\r\n") == WHOLE.count("\n") + 3
    assert data.endswith(TAIL.replace("\n", "\r\n").encode())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "actions:\n{new}"),
        ("actions:\n", "actions:\n{new}"),
        ("actions: []  # none yet\n", "actions:  # none yet\n{new}"),
        ("actions: ~\n# Later.\n", "actions:\n{new}# Later.\n"),
        ("actions:\n  []\n", "actions:\n{new}"),
        ("...\n", "actions:\n{new}...\n"),
        (
            "actions: [{id: a, closes: [lscb-reg4-chair], action: Act}]\n# Later.\n",
            "actions:\n  - id: a\n    closes: [lscb-reg4-chair]\n    action: Act\n{new}# Later.\n",
        ),
        (
            "actions:\n- id: a\n  closes: [lscb-reg4-chair]\n  action: |\n    Act\n    # now\n",
            "actions:\n- id: a\n  closes: [lscb-reg4-chair]\n  action: |\n    Act\n    # now\n{flush}",
        ),
    ],
)
@pytest.mark.parametrize("last_line", ["\n", ""])
def test_new_actions_find_their_place(before: str, after: str, last_line: str, desk: Desk) -> None:
    if not last_line and before.startswith("..."):
        return
    text = HEAD + before
    desk.write(text if last_line else text.removesuffix("\n"))
    desk.take_out()

    def change(sheet: Any, columns: dict[str, str]) -> None:
        row = sheet.max_row + 1
        sheet[f"{columns['Action']}{row}"].value = "Ask the board"
        sheet[f"{columns['Gap']}{row}"].value = "cypp-reg3-plan-exists"

    desk.edit(change)
    done = desk.read_back()
    assert done.code == Exit.OK, done.err
    new = "  - id: close-cypp-reg3-plan-exists\n    closes: [cypp-reg3-plan-exists]\n    action: Ask the board\n"
    wanted = HEAD + after.format(new=new, flush=new.replace("\n  ", "\n").removeprefix("  "))
    assert done.out == wanted if last_line else done.out.rstrip("\n") == wanted.rstrip("\n")


def test_a_row_that_is_gone_does_not_take_its_action_along(desk: Desk) -> None:
    desk.take_out()
    desk.edit(lambda sheet, columns: sheet.delete_rows(row_of(sheet, "ask-districts")))
    done = desk.read_back()
    assert done.out == WHOLE
    assert "the action 'ask-districts' has no row; it stays in the submission as it is." in done.err


def test_what_people_do_to_workbooks_is_understood_and_said(desk: Desk) -> None:
    desk.take_out()

    def change(sheet: Any, columns: dict[str, str]) -> None:
        row = row_of(sheet, "write-the-plan")
        sheet[f"{columns['Due']}{row}"].value = " 01/08/2007 "
        sheet[f"{columns['Owner (role)']}{row}"].value = "  head of  strategy "
        sheet[f"{columns['Id']}{row}"].value = " WRITE-the-plan "
        sheet[f"{columns['Status']}{row}"].value = "Completed"
        row = row_of(sheet, "ask-districts")
        sheet[f"{columns['Due']}{row}"].value = "To be confirmed"
        row = row_of(sheet, "name-a-chair")
        sheet[f"{columns['Due']}{row}"].value = 39295
        sheet[f"{columns['Due']}{row}"].number_format = "General"
        for heading, name in (("Owner (role)", "OWNER"), ("Due", "due date "), ("Reason", "Why?")):
            sheet[f"{columns[heading]}1"].value = name
        sheet.insert_rows(3, 2)
        sheet.insert_cols(1, 1)
        sheet.insert_rows(1, 1)
        sheet["A1"].value = "Our plan"
        sheet.title = " actions"

    desk.edit(change)
    done = desk.read_back()
    assert done.code == Exit.OK, done.err
    gone, new = desk.diff(done.out)
    assert "    due: 2007-08-01  # agreed by the board" in new
    assert "    status: done" in new
    assert "    due: tbc" in new
    assert "    due: 2007-08-01" in new
    assert not any("owner_role" in line for line in gone)
    for said in (
        "'01/08/2007' was read as day, month, year: 1 August 2007.",
        "'Completed' was read as 'done'.",
        "'To be confirmed' is no date; it was read as 'tbc', and the plan lists it as a weakness.",
        "the number 39295 was read as the day it stands for, 1 August 2007.",
        "the column 'OWNER' was read as 'Owner (role)'.",
        "the column 'Why?' is not known and was left out.",
    ):
        assert re.search(rf" actions![A-Z]+\d+: {re.escape(said)}", done.err), said


def test_columns_may_be_moved_and_taken_away(desk: Desk) -> None:
    desk.take_out("actions")
    found = list(csv.reader(io.StringIO(desk.workbook.read_text(encoding="utf-8-sig"), newline="")))
    kept = [name for name in reversed(found[0]) if name not in ("Status", "Row mark", "Gap")]
    rows = [dict(zip(found[0], row, strict=True)) for row in found[1:]]
    first = next(row for row in rows if row["Id"] == "write-the-plan")
    first["Due"] = "2007-08-01"
    held = io.StringIO()
    writer = csv.DictWriter(held, kept, extrasaction="ignore", delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    # As a spreadsheet's plain CSV has it.
    desk.workbook.write_bytes(held.getvalue().encode("cp1252", "replace"))
    done = desk.read_back()
    assert done.code == Exit.OK, done.err
    assert desk.diff(done.out)[1] == ["    due: 2007-08-01  # agreed by the board"]
    assert "there is no column 'Status'; what it would say stays as it is." in done.err
    assert "the columns are split at semicolons." in done.err


def test_a_list_may_come_back_as_utf_16_with_tabs(desk: Desk) -> None:
    desk.take_out("actions")
    found = list(csv.reader(io.StringIO(desk.workbook.read_text(encoding="utf-8-sig"), newline="")))
    held = io.StringIO()
    csv.writer(held, delimiter="\t").writerows(found)
    desk.workbook.write_bytes(held.getvalue().encode("utf-16"))
    done = desk.read_back()
    assert done.out == WHOLE, done.err
    assert "the columns are split at tabs." in done.err


@pytest.mark.parametrize(
    ("heading", "value", "says"),
    [
        ("Due", "Spring 2008", "found 'Spring 2008'; expected one day"),
        ("Due", "31/02/2008", "'31/02/2008' is not a day in the calendar"),
        ("Due", "04/13/2008", "days come before months"),
        ("Due", 12, "the cell shows 12 January 1900"),
        ("Due", dt.time(12, 30), "found 12:30:00; expected a date"),
        ("Due", True, "found True"),
        ("Due", "=TODAY()", "a formula stands here"),
        ("Action", "=1+1", "a formula stands here"),
        ("Owner (role)", "#REF!", "the cell shows an error"),
        ("Status", "in progress", "found 'in progress'; expected one of not started, on track"),
        ("Action", None, "the action has no words"),
        ("Action", "x" * 601, "the text has 601 characters; 600 is the most"),
        ("Gap", "cypp-reg3-plan-exist", "'cypp-reg3-plan-exist' is no finding or rule"),
        ("Id", "ask-districts", "the id 'ask-districts' stands twice"),
        ("Action", dt.datetime(2007, 1, 1), "expected words"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_cell_and_nothing_is_written(
    heading: str, value: object, says: str, desk: Desk
) -> None:
    desk.take_out()
    desk.edit(put("write-the-plan", heading, value))
    if value == "#REF!":
        desk.edit(
            lambda sheet, columns: setattr(
                sheet[f"{columns[heading]}{row_of(sheet, 'write-the-plan')}"], "data_type", "e"
            )
        )
    out = desk.folder / "out.yaml"
    done = desk.read_back("-o", out)
    assert (done.code, done.out) == (Exit.SUBMISSION, "")
    assert says in done.err
    assert re.search(r"Actions!(?:[A-Z]+\d+|row \d+): ", done.err)
    assert not out.exists()


def test_every_problem_is_listed_at_once(desk: Desk) -> None:
    desk.take_out()
    desk.edit(put("write-the-plan", "Due", "soon"))
    desk.edit(put("ask-districts", "Status", "fine"))
    desk.edit(put("name-a-chair", "Action", "=A1"))
    done = desk.read_back()
    assert "3 problems; nothing was written." in done.err


def test_a_change_on_both_sides_is_refused_and_one_on_a_side_is_kept(desk: Desk) -> None:
    desk.take_out()
    desk.edit(put("write-the-plan", "Owner (role)", "chief executive"))
    desk.write(WHOLE.replace("2007-07-01", "2007-07-15").replace("Name a chair", "Name an independent chair"))
    done = desk.read_back()
    assert done.code == Exit.SUBMISSION
    assert (
        "'write-the-plan' was changed here and, since this sheet was made, in the submission too." in done.err
    )
    desk.write(WHOLE.replace("Name a chair", "Name an independent chair"))
    done = desk.read_back()
    assert done.code == Exit.OK
    assert "'name-a-chair' was changed in the submission since; that is kept." in done.err
    assert "action: Name an independent chair}" in done.out
    assert "owner_role: chief executive   # since May" in done.out


def test_an_action_that_left_the_submission_does_not_come_back(desk: Desk) -> None:
    desk.take_out()
    without = WHOLE.replace("  - {id: name-a-chair, closes: [lscb-reg4-chair], action: Name a chair}\n", "")
    desk.write(without)
    done = desk.read_back()
    assert done.out == without
    assert "'name-a-chair' is no longer in the submission and was left out." in done.err


def test_two_rows_made_of_one_draft_become_two_actions(desk: Desk) -> None:
    desk.write(HEAD)
    desk.take_out()

    def change(sheet: Any, columns: dict[str, str]) -> None:
        sheet.append([cell.value for cell in sheet[2]])
        sheet[f"{columns['Action']}2"].value = "First half"
        sheet[f"{columns['Action']}{sheet.max_row}"].value = "Second half"

    desk.edit(change)
    done = desk.read_back()
    assert done.code == Exit.OK, done.err
    assert "2 added" in done.err
    ids = re.findall(r"  - id: (\S+)", done.out)
    assert ids[1] == f"{ids[0]}-2"


def test_text_that_looks_like_a_formula_comes_back_as_text(desk: Desk) -> None:
    for form in ("xlsx", "actions"):
        desk.write(WHOLE.replace("Write the plan.", "'=1+1, '' and @more'"))
        desk.take_out(form)
        assert desk.read_back().out == desk.submission.read_text(encoding="utf-8")
        desk.write(WHOLE.replace("Write the plan.", "'''-1 is less'"))
        desk.take_out(form)
        done = desk.read_back()
        assert done.out == desk.submission.read_text(encoding="utf-8")
        assert "changed." not in done.err


def repacked(data: bytes, changes: dict[str, bytes | None]) -> bytes:
    """The workbook with other or without parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, content in changes.items():
            if content is not None:
                new.writestr(name, content)
    return held.getvalue()


SHEET_3 = "xl/worksheets/sheet4.xml"
"""Of the actions: after cover, notes and gaps."""


def entity_bomb(data: bytes) -> bytes:
    sheet = zipfile.ZipFile(io.BytesIO(data)).read(SHEET_3)
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "' + b"&a;" * 1000 + b'">]>'
    return repacked(data, {SHEET_3: sheet.replace(b"?>", b"?>" + bomb, 1)})


def other_encoding(data: bytes) -> bytes:
    sheet = zipfile.ZipFile(io.BytesIO(data)).read(SHEET_3)
    return repacked(data, {SHEET_3: sheet.replace(b'encoding="UTF-8"', b'encoding="cp037"')})


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda data: b"", "no row has the headings"),
        (lambda data: b"\x00\x81\x8d", "neither a workbook (xlsx) nor a list"),
        (lambda data: b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "an old workbook (xls), or one with a password"),
        (lambda data: data[:2000], "damaged or locked"),
        (lambda data: b"PK\x03\x04" + b"\x00" * 100, "damaged or locked"),
        (lambda data: repacked(data, {"[Content_Types].xml": None}), "no workbook of the kind xlsx"),
        (lambda data: repacked(data, {"xl/workbook.xml": None}), "not a workbook that can be read"),
        (lambda data: repacked(data, {"xl/workbook.xml": b"<broken"}), "not a workbook that can be read"),
        (
            lambda data: repacked(data, {"xl/bomb.xml": b"0" * (65 << 20)}),
            "holds more than an action plan can",
        ),
        (
            lambda data: repacked(data, {f"x{at}": b"" for at in range(600)}),
            "holds more than an action plan can",
        ),
        (entity_bomb, "XML of a kind that no spreadsheet program writes"),
        (other_encoding, "XML of a kind that no spreadsheet program writes"),
        (lambda data: b'"Id","Action"\r\n"a', "not a list that can be read"),
        (lambda data: b"Id,Owner\r\na,b\r\n", "no row has the headings 'Id' and 'Action'"),
        (lambda data: b"Id,Action,Due,Due\r\na,b,,\r\n", "the column 'Due' stands twice"),
        (lambda data: b"Id,Action\r\n" + b"a,b\r\n" * 6000, "more than 5,500 rows"),
        (lambda data: b"x" * (9 << 20), "larger than 8 MB"),
    ],
)
def test_what_is_no_plan_is_refused(make: Callable[[bytes], bytes], says: str, desk: Desk) -> None:
    desk.take_out()
    desk.workbook.write_bytes(make(desk.workbook.read_bytes()))
    done = desk.read_back()
    assert (done.code, done.out) == (Exit.SUBMISSION, "")
    assert says in done.err
    assert "Traceback" not in done.err


def test_a_sheet_that_claims_to_be_endless_is_read_as_far_as_it_goes(desk: Desk) -> None:
    desk.take_out()
    data = desk.workbook.read_bytes()
    sheet = zipfile.ZipFile(io.BytesIO(data)).read(SHEET_3)
    claimed = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', sheet)
    far = b'<row r="900000"><c r="A900000" t="inlineStr"><is><t> </t></is></c></row></sheetData>'
    desk.workbook.write_bytes(repacked(data, {SHEET_3: claimed.replace(b"</sheetData>", far)}))
    assert desk.read_back().out == WHOLE


@pytest.mark.parametrize(
    "rows",
    [b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>', b"<row/>" * 60_000],
)
def test_a_sheet_without_end_is_refused(rows: bytes, desk: Desk) -> None:
    desk.take_out()
    data = desk.workbook.read_bytes()
    sheet = zipfile.ZipFile(io.BytesIO(data)).read(SHEET_3)
    desk.workbook.write_bytes(
        repacked(data, {SHEET_3: sheet.replace(b"</sheetData>", rows + b"</sheetData>")})
    )
    done = desk.read_back()
    assert (done.code, done.out) == (Exit.SUBMISSION, "")
    assert "the sheet has more than 5,500 rows." in done.err


def test_links_to_other_workbooks_are_not_followed(desk: Desk) -> None:
    desk.take_out()
    data = desk.workbook.read_bytes()
    archive = zipfile.ZipFile(io.BytesIO(data))
    relations = archive.read("xl/_rels/workbook.xml.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'externalLink" Target="file:///etc/passwd" TargetMode="External"/></Relationships>',
    )
    book = archive.read("xl/workbook.xml").replace(
        b"</sheets>", b'</sheets><externalReferences><externalReference r:id="rIdX"/></externalReferences>'
    )
    desk.workbook.write_bytes(
        repacked(data, {"xl/_rels/workbook.xml.rels": relations, "xl/workbook.xml": book})
    )
    done = desk.read_back()
    assert done.out == WHOLE, done.err


def test_a_workbook_without_the_sheet_says_what_it_has(desk: Desk) -> None:
    desk.take_out()
    desk.edit(lambda sheet, columns: setattr(sheet, "title", "Plan"))
    done = desk.read_back()
    assert done.code == Exit.SUBMISSION
    assert "there is no one sheet called 'Actions'; found 'Cover', 'Notes', 'Gaps', 'Plan'" in done.err


def test_a_list_saved_as_a_workbook_is_taken_by_its_only_sheet(desk: Desk) -> None:
    desk.take_out()
    book = openpyxl.load_workbook(desk.workbook)
    for name in book.sheetnames:
        if name != "Actions":
            del book[name]
    book["Actions"].title = "plan.actions"
    book.save(desk.workbook)
    done = desk.read_back()
    assert (done.code, done.out) == (Exit.OK, WHOLE)


def test_a_submission_in_braces_is_left_alone(desk: Desk) -> None:
    desk.write("{ctcheck: 1, title: T, area: {name: Testshire, type: county}, as_at: 2007-05-31}\n")
    desk.take_out()
    desk.edit(put("draft-1", "Owner (role)", "chair"))
    done = desk.read_back("-o", desk.submission)
    assert done.code == Exit.SUBMISSION
    assert "written inside one pair of braces" in done.err


def test_an_anchor_that_would_be_lost_is_not(desk: Desk) -> None:
    anchored = ACTIONS.replace("owner_role: head of strategy", "owner_role: &who head of strategy")
    desk.write(HEAD + anchored + TAIL + "    owner_role: *who\n")
    desk.take_out()
    desk.edit(put("write-the-plan", "Owner (role)", "chair"))
    before = desk.submission.read_bytes()
    done = desk.read_back("-o", desk.submission)
    assert done.code == Exit.SUBMISSION
    assert "cannot be edited safely" in done.err
    assert desk.submission.read_bytes() == before


def test_an_invalid_submission_and_a_missing_workbook_end_in_3(desk: Desk) -> None:
    done = desk.read_back()
    assert done.code == Exit.SUBMISSION
    assert "plan.xlsx: this path does not exist." in done.err
    desk.take_out()
    desk.write(WHOLE.replace("type: county", "type: country"))
    done = desk.read_back()
    assert done.code == Exit.SUBMISSION
    assert "county" in done.err


def test_an_output_that_cannot_be_written_ends_in_5(desk: Desk) -> None:
    desk.take_out()
    assert desk.read_back("-o", desk.folder / "no" / "out.yaml").code == Exit.OUTPUT


def test_personal_data_typed_into_the_plan_is_named_by_place(desk: Desk) -> None:
    desk.take_out()
    desk.edit(put("write-the-plan", "Owner (role)", "jo.bloggs@example.org"))
    done = desk.read_back()
    assert done.code == Exit.OK
    assert re.search(r"actions\[0\]\.owner_role: ", done.err)
    assert "jo.bloggs" not in done.err
