"""The workbook: opened again by another library, it holds what the report says, as text, numbers and dates."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from typing import Any

import openpyxl
import pytest

from ctcheck.model.report import GapReport
from ctcheck.reports import make_reporter
from tests.reports.golden_file import matches_golden
from tests.reports.sample import ATTACKS, attacked, sample

TABLES = ("Gaps", "Actions", "Findings", "Evidence")
SHEETS = ["Cover", "Notes", *TABLES]
HEAD_ROW = {"Cover": 3, "Notes": 3, **dict.fromkeys(TABLES, 1)}
BEGINNINGS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\uff1d1", "'=1")


def workbook(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.fixture(scope="module")
def hostile() -> bytes:
    return make_reporter("xlsx").render(sample(attacked()))


@pytest.fixture(scope="module")
def book() -> Any:
    return workbook(make_reporter("xlsx").render(sample()))


def rows(sheet: Any) -> list[dict[str, Any]]:
    """The rows of a sheet's table, by heading."""
    top = HEAD_ROW[sheet.title]
    header = [cell.value for cell in sheet[top]]
    found = []
    for row in sheet.iter_rows(min_row=top + 1):
        found.append({name: cell.value for name, cell in zip(header, row, strict=True)})
    return found


def empty(report: GapReport) -> GapReport:
    """Without gaps, actions, findings and evidence."""
    papers = report.papers._replace(evidence=(), plan=())
    prepared = type(report.prepared)(lambda: papers)
    return report._replace(
        findings=(), gaps=(), gap_groups=(), risks=(), positions=(), prepared=prepared, limits=()
    )


def test_the_cells_are_the_golden_file(hostile: bytes) -> None:
    lines = [
        json.dumps([sheet.title, *(str(cell.value) for cell in row)], ensure_ascii=False)
        for sheet in workbook(hostile)
        for row in sheet.iter_rows()
    ]
    matches_golden("sample.xlsx.cells", ("\n".join(lines) + "\n").encode())


def test_the_same_report_gives_the_same_bytes(hostile: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    assert make_reporter("xlsx").render(sample(attacked())) == hostile
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("USER", "somebody")
    assert make_reporter("xlsx").render(sample(attacked())) == hostile


def test_it_says_that_it_was_made_on_the_law_date_or_at_the_epoch_given(
    book: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert book.properties.created == dt.datetime(2003, 2, 5)
    assert book.properties.title == "Gap report: Northshire, 5 February 2003"
    assert not book.properties.creator
    assert not book.properties.lastModifiedBy
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    made = workbook(make_reporter("xlsx").render(sample()))
    assert made.properties.created == dt.datetime(1970, 1, 2)


def test_each_sheet_is_one_table_without_blank_rows_or_merged_cells(book: Any) -> None:
    assert book.sheetnames == SHEETS
    for sheet in book:
        assert sheet.sheet_state == "visible"
        assert not sheet.merged_cells.ranges
        (table,) = sheet.tables.values()
        top = HEAD_ROW[sheet.title]
        assert table.displayName == sheet.title
        assert table.ref == f"A{top}:{sheet.cell(sheet.max_row, sheet.max_column).coordinate}"
        assert table.autoFilter.ref == table.ref
        header = [cell.value for cell in sheet[top]]
        assert all(header)
        assert len(set(header)) == len(header)
        for row in sheet.iter_rows(min_row=top):
            assert any(cell.value not in (None, "") for cell in row), f"{sheet.title} {row[0].row}"
            assert all(cell.alignment.wrap_text for cell in row)
        assert not any(dimension.hidden for dimension in sheet.column_dimensions.values())
        assert all(8 <= dimension.width <= 101 for dimension in sheet.column_dimensions.values())
    for name in TABLES:
        assert book[name].freeze_panes is not None
    for name in ("Cover", "Notes"):
        assert "Northshire" in book[name]["A1"].value


def test_nothing_is_a_formula_a_link_or_a_macro(hostile: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(hostile)) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode()
            assert not re.search(r"<f[ >]|<hyperlinks?[ >]|TargetMode|relationships/hyperlink", text), name
            assert "vba" not in name.lower()
            assert "externalLink" not in name
    for sheet in workbook(hostile):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "d"), cell.coordinate
                assert cell.hyperlink is None


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_text_that_looks_like_a_formula_stays_text(beginning: str) -> None:
    made = workbook(make_reporter("xlsx").render(sample(lambda word: beginning + word)))
    action = next(row for row in rows(made["Actions"]) if row["Id"] == "A1")
    shown = f"{beginning}Publish the plan".replace("\t", " ").replace("\r", " ")
    assert action["Action"] == shown
    cell = next(cell for cell in made["Actions"]["D"] if cell.value == shown)
    assert cell.data_type == "s"


@pytest.mark.parametrize("attack", ATTACKS)
def test_harmful_characters_are_out(attack: str) -> None:
    data = make_reporter("xlsx").render(sample(lambda word: word + attack))
    for sheet in workbook(data):
        for row in sheet.iter_rows():
            text = "".join(str(cell.value) for cell in row)
            assert not set("\x00\x07\x1b\x9b\u202e\u2066\n\r") & set(text)


def test_every_gap_action_finding_and_piece_of_evidence_is_a_row(book: Any) -> None:
    report = sample()
    assert [row["Finding"] for row in rows(book["Gaps"])] == [gap.finding.id for gap in report.gaps]
    assert [row["Id"] for row in rows(book["Actions"])] == [action.id for action in report.papers.plan]
    assert [row["Finding"] for row in rows(book["Findings"])] == [one.id for one in report.findings]
    assert [row["Id"] for row in rows(book["Evidence"])] == [use.item.id for use in report.papers.evidence]


def test_numbers_and_dates_are_numbers_and_dates(book: Any) -> None:
    first, second, third, fourth = rows(book["Evidence"])
    assert (first["Date"], first["Age in months"]) == (dt.datetime(2003, 1, 10), 3)
    assert (third["Date"], third["Age in months"], fourth["Findings backed"]) == (None, None, 0)
    dated = [cell for row in book["Evidence"].iter_rows() for cell in row if cell.is_date]
    assert {cell.number_format for cell in dated} == {"d mmmm yyyy"}
    assert [row["Order"] for row in rows(book["Gaps"])] == list(range(1, 11))
    assert second["State"] == "Out of date"


def test_a_day_before_spreadsheets_can_count_is_text() -> None:
    report = sample()
    papers = report.papers
    (first, *others) = papers.evidence
    old = first._replace(item=first.item._replace(date=dt.date(1889, 8, 26), review_by=dt.date(1900, 3, 1)))
    changed = papers._replace(evidence=(old, *others))
    made = workbook(
        make_reporter("xlsx").render(report._replace(prepared=type(report.prepared)(lambda: changed)))
    )
    row = rows(made["Evidence"])[0]
    assert (row["Date"], row["To be reviewed by"]) == ("26 August 1889", dt.datetime(1900, 3, 1))


def test_gaps_carry_the_actions_that_close_them(book: Any) -> None:
    gap = next(row for row in rows(book["Gaps"]) if row["Finding"] == "plan-published")
    plan = {action.id: action for action in sample().papers.plan}
    closing = [action.id for action in plan.values() if "plan-published" in action.gaps]
    assert gap["Action id"].split("; ") == closing
    assert gap["Kind of gap"] == "Breach of duty"
    assert gap["Address of the source"] == "https://www.legislation.gov.uk/ukpga/2004/31"
    local = next(row for row in rows(book["Gaps"]) if row["Finding"] == "practice-audit")
    assert local["Address of the source"] is None  # its address is no https


def test_the_columns_to_fill_have_choices(book: Any) -> None:
    sheet = book["Actions"]
    header = [cell.value for cell in sheet[1]]
    by_type = {one.type: one for one in sheet.data_validations.dataValidation}
    assert by_type["list"].formula1 == '"not started,on track,slipping,late,done"'
    for kind, name in (("list", "Status"), ("date", "Due")):
        (area,) = by_type[kind].sqref.ranges
        assert (area.min_col, area.max_col) == (header.index(name) + 1,) * 2
        assert area.min_row == 2
        assert area.max_row > sheet.max_row


def test_the_notes_explain_every_column_and_every_word(book: Any) -> None:
    notes = {(row["About"], row["Word or column"]) for row in rows(book["Notes"])}
    for name in TABLES:
        for cell in book[name][1]:
            assert (f"Column of {name}", cell.value) in notes
    for row in rows(book["Gaps"]):
        assert ("Verdict", row["Verdict"]) in notes
        assert ("Kind of gap", row["Kind of gap"]) in notes
        assert ("Force", row["Force"]) in notes
    for row in rows(book["Findings"]):
        assert ("Standing", row["Standing"]) in notes
    for row in rows(book["Evidence"]):
        assert ("State of evidence", row["State"]) in notes
    for row in rows(book["Actions"]):
        for check in (row["Checks"] or "").split("; "):
            assert not check or ("Check of an action", check) in notes
    said = " ".join(str(row["Meaning"]) for row in rows(book["Notes"]))
    assert "A self-assessment cannot show that children are safe." in said
    assert "The item has no date" in said


def test_the_cover_says_what_was_checked_and_how_to_read_it(book: Any) -> None:
    facts: dict[str, str] = {}
    for row in rows(book["Cover"]):
        facts[row["Item"]] = f"{facts.get(row['Item'], '')} {row['Detail']}".strip()
    assert facts["Law on"] == "5 February 2003"
    assert facts["Marking"] == "restricted"
    assert "sha256 abababababab" in facts["Rule packs"]
    assert "Fictional" in facts
    assert {f"Sheet {name}" for name in SHEETS[1:]} <= set(facts)
    assert "How to read it" in facts
    assert re.search(r"silence is not a pass", facts["Legend: No answer"])


def test_a_report_with_nothing_to_list_says_so() -> None:
    made = workbook(make_reporter("xlsx").render(empty(sample())))
    for name in TABLES:
        (row,) = rows(made[name])
        assert sum(value is not None for value in row.values()) == 1


@pytest.mark.parametrize("name", ["Sussex & Kent", "&G&A&[File]", "&", "A&&B"])
def test_the_head_of_printed_pages_takes_no_codes(name: str) -> None:
    data = make_reporter("xlsx").render(sample(lambda word: f"{word} {name}"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for sheet in range(1, 7):
            text = archive.read(f"xl/worksheets/sheet{sheet}.xml").decode()
            (header,) = re.findall(r"<oddHeader>(.*?)</oddHeader>", text)
            assert re.findall(r"&amp;(.)", header) == ["L", "R"]
