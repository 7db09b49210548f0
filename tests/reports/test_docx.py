"""The Word file, opened again: real styles, marked headers, alt texts, and nothing that an attacker wrote."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import re
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from ctcheck.reports import docx as layout
from ctcheck.reports import make_reporter, raster, words_papers
from ctcheck.reports import words_layouts as said
from ctcheck.reports.documents import PROFILES
from ctcheck.reports.flow import drawn
from ctcheck.reports.safe import safe
from ctcheck.reports.word_file import Field, WordFile, Words
from tests.reports.golden_file import matches_golden
from tests.reports.readers import documented, partner_of, rendered
from tests.reports.sample import AS_AT, ATTACKS, sample


@pytest.fixture(scope="module", params=PROFILES)
def profile(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def data(profile: str) -> bytes:
    """The hostile sample for one kind of reader."""
    return rendered("docx", profile, hostile=True)


def opened(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def read(paragraph: Paragraph) -> str:
    """With the words of links, which the library leaves out of `text` in older versions."""
    return "".join(node.text or "" for node in paragraph._p.iter(qn("w:t")))


def dump(data: bytes) -> str:
    """What the file says, a line for each paragraph and row, with styles."""
    lines = []
    for block in opened(data).iter_inner_content():
        if isinstance(block, Paragraph):
            picture = "".join(f"[picture: {found.get('descr')}]" for found in block._p.iter(qn("wp:docPr")))
            lines.append(f"{block.style.name if block.style else ''}: {read(block)}{picture}")
        else:
            style = block.style.name if block.style else ""
            lines += [f"{style} | " + " | ".join(_cells(row)) for row in block.rows]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _cells(row: Any) -> list[str]:
    return [" / ".join(read(one) for one in cell.paragraphs) for cell in row.cells]


def tables(found: Document, style: str) -> list[Table]:
    return [table for table in found.tables if table.style and table.style.name == style]


@pytest.mark.parametrize("hostile", [False, True], ids=["plain", "hostile"])
def test_what_it_says_is_the_golden_file(profile: str, hostile: bool) -> None:
    name = f"sample-{profile}{'-hostile' if hostile else ''}.docx.txt"
    matches_golden(name, dump(rendered("docx", profile, hostile=hostile)).encode())


def test_the_same_report_gives_the_same_bytes(
    profile: str, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert rendered("docx", profile, hostile=True) == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        names = archive.namelist()
    assert names == ["[Content_Types].xml", *sorted(names[1:])]


def test_it_is_titled_in_english_and_dated_by_the_law_date(profile: str, data: bytes) -> None:
    found = opened(data)
    properties = found.core_properties
    assert ": Northshire" in properties.title
    assert documented(profile).subtitle.partition(":")[0] in properties.subject
    assert (properties.author, properties.last_modified_by, properties.language) == (
        "ctcheck",
        "ctcheck",
        "en-GB",
    )
    for day in (properties.created, properties.modified):
        assert day is not None
        assert day.replace(tzinfo=None) == dt.datetime.combine(AS_AT, dt.time())
    (language,) = {one.get(qn("w:val")) for one in found.styles.element.iter(qn("w:lang"))}
    assert language == "en-GB"


@pytest.mark.parametrize(
    ("epoch", "day"),
    [("1700000000", dt.datetime(2023, 11, 14, 22, 13, 20)), ("soon", dt.datetime(2003, 2, 5))],
)
def test_a_date_of_the_source_goes_before_the_law_date(
    epoch: str, day: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    created = opened(rendered("docx", "cabinet")).core_properties.created
    assert created is not None
    assert created.replace(tzinfo=None) == day


def test_nothing_tells_of_a_machine_or_of_the_library(data: bytes) -> None:
    found = parts(data)
    assert not [name for name in found if "thumbnail" in name or "custom" in name.lower()]
    whole = b"".join(found.values()).lower()
    for word in (b"python-docx", b"macintosh", b"generated by", b"/tmp", b"/home", b"en-us"):
        assert word not in whole


def test_headings_are_those_of_the_document(profile: str) -> None:
    found = opened(rendered("docx", profile))
    document = documented(profile)
    headings = [one for one in found.paragraphs if one.style and one.style.name == "Heading 1"]
    titles = [section.title for section in document.sections]
    assert [read(one) for one in headings] == ([] if profile == "cabinet" else [said.CONTENTS]) + titles
    (title,) = [one for one in found.paragraphs if one.style and one.style.name == "Title"]
    assert read(title) == document.title


def test_no_heading_is_deeper_than_the_one_before_by_more_than_one(data: bytes) -> None:
    levels = [
        int(one.style.name[-1])
        for one in opened(data).paragraphs
        if one.style and str(one.style.name).startswith("Heading")
    ]
    assert len(levels) > 5
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_style_used_is_defined(data: bytes) -> None:
    found = opened(data)
    known = {style.style_id for style in found.styles}
    used = {
        one.get(qn("w:val"))
        for tag in ("w:pStyle", "w:rStyle", "w:tblStyle")
        for one in found.element.body.iter(qn(tag))
    }
    assert {"Heading1", "ListBullet", "Caption", "ReportTable"} <= used <= known


def test_the_body_is_arial_12(data: bytes) -> None:
    styles = opened(data).styles.element
    fonts = {
        font.get(qn(f"w:{name}")) for font in styles.iter(qn("w:rFonts")) for name in ("ascii", "hAnsi", "cs")
    }
    assert fonts == {"Arial"}
    default = styles.find(f"{qn('w:docDefaults')}//{qn('w:sz')}")
    assert default.get(qn("w:val")) == "24"


def test_the_head_has_area_and_law_date_and_the_foot_page_numbers() -> None:
    (section,) = opened(rendered("docx", "cabinet")).sections
    assert section.header.paragraphs[0].text == "Northshire, held against the law of 5 February 2003"
    fields = [one.get(qn("w:instr")) for one in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert round(section.page_width.cm, 1) == 21.0  # type: ignore[union-attr]
    assert round(section.page_height.cm, 1) == 29.7  # type: ignore[union-attr]


def test_every_table_has_a_caption_and_a_header_row_that_stands_again(data: bytes) -> None:
    found = opened(data)
    made = tables(found, "Report Table")
    assert made
    for table in made:
        header, *rows = table.rows
        assert header._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert not [row for row in rows if row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None]
        assert all(cell.text for cell in header.cells)
        before = table._tbl.getprevious()
        assert Paragraph(before, found).style.style_id == "Caption"  # type: ignore[arg-type,union-attr]
        named = table._tbl.tblPr.find(qn("w:tblCaption"))
        assert named is not None
        assert named.get(qn("w:val"))
    assert len(made) + len(tables(found, "Report Form")) == len(found.tables)


def test_each_picture_has_its_words_and_its_table_right_after_it(profile: str) -> None:
    found = opened(rendered("docx", profile))
    known = {
        f"{one.title}. {one.description}": one
        for some in drawn(documented(profile).drawn_from).values()
        for one in some
    }
    pictures = [one for one in found.paragraphs if list(one._p.iter(qn("wp:docPr")))]
    assert len(pictures) == {"team": 5, "inspector": 5, "cabinet": 2, "partner": 0}[profile]
    for paragraph in pictures:
        (named,) = paragraph._p.iter(qn("wp:docPr"))
        picture = known[named.get("descr")]
        caption = Paragraph(paragraph._p.getnext(), found)  # type: ignore[arg-type]
        assert read(caption) == picture.table.caption
        table = Table(caption._p.getnext(), found)  # type: ignore[arg-type]
        assert [_cells(row) for row in table.rows] == [
            list(row) for row in (picture.table.header, *picture.table.rows)
        ]
    for name in ("name", "id"):
        given_names = [one.get(name) for one in found.element.body.iter(qn("wp:docPr"))]
        assert len(given_names) == len(set(given_names))


def test_what_leads_to_a_form_stays_with_it() -> None:
    found = opened(rendered("docx", "cabinet"))
    (note,) = [one for one in found.paragraphs if read(one) == words_papers.BLANKS]
    assert note.paragraph_format.keep_with_next


def test_a_picture_is_a_png_as_wide_as_the_text() -> None:
    found = opened(rendered("docx", "cabinet"))
    assert [round(shape.width.cm, 1) for shape in found.inline_shapes] == [17.0, 17.0]
    images = [
        data for name, data in parts(rendered("docx", "cabinet")).items() if name.startswith("word/media/")
    ]
    assert len(images) == 2
    assert all(image.startswith(b"\x89PNG\r\n") for image in images)


def test_where_no_picture_can_be_drawn_the_table_stands_alone_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(layout, "png", lambda svg: b"")
    found = opened(rendered("docx", "cabinet"))
    assert len(found.inline_shapes) == 0
    whole = [read(one) for one in found.paragraphs]
    for name in ("verdict-bars", "timeline"):
        (picture,) = drawn(sample())[name]
        assert f"{picture.title}. {said.NOT_DRAWN}" in whole
        assert picture.table.caption in whole


@pytest.fixture
def renderer() -> Iterator[None]:
    """What a test changes of the renderer is looked up anew, there and afterwards."""
    raster._renderer.cache_clear()
    yield
    raster._renderer.cache_clear()


def test_without_the_renderer_there_is_no_png(renderer: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    assert raster.png("<svg/>") == b""


def test_without_a_font_there_is_no_png(renderer: None, monkeypatch: pytest.MonkeyPatch) -> None:
    import resvg_py

    real = resvg_py.svg_to_bytes
    monkeypatch.setattr(resvg_py, "svg_to_bytes", lambda **told: real(**told, skip_system_fonts=True))
    (picture,) = drawn(sample())["verdict-bars"]
    assert raster.png(picture.svg) == b""


def test_blanks_are_empty_cells_and_recommendations_are_numbered() -> None:
    found = opened(rendered("docx", "cabinet"))
    forms = {
        row.cells[0].text: row.cells[1].text for form in tables(found, "Report Form") for row in form.rows
    }
    assert {label for label, text in forms.items() if not text} >= {
        "Meeting",
        "Wards affected",
        "Legal",
        "Equality",
    }
    assert forms["Position as at"] == "5 February 2003"
    numbered = [one for one in found.paragraphs if one.style and one.style.name == "List Number"]
    assert len(numbered) >= 4
    assert all(read(one).startswith("To ") for one in numbered)


def test_each_numbered_list_begins_at_one() -> None:
    file = WordFile(title="t", subject="s", author="a", made=dt.datetime(2003, 2, 5), head="h")
    file.numbers([(Words("one"),), (Words("two"),)])
    file.numbers([(Words("one again"),)])
    found = opened(file.data())
    lists = [one._p.pPr.numPr.numId.val for one in found.paragraphs]  # type: ignore[union-attr]
    assert lists[0] == lists[1] != lists[2]
    numbering = found.part.numbering_part.element
    for number in set(lists):
        (made,) = [one for one in numbering.num_lst if one.numId == number]
        assert made.find(f"{qn('w:lvlOverride')}/{qn('w:startOverride')}").get(qn("w:val")) == "1"


def test_nothing_leads_outside_but_to_the_sources_of_rules(data: bytes) -> None:
    relations = {name: content for name, content in parts(data).items() if name.endswith(".rels")}
    assert len(relations) >= 2
    for content in relations.values():
        for one in etree.fromstring(content):
            if one.get("TargetMode") == "External":
                assert one.get("Target").startswith("https://www.legislation.gov.uk/")
                assert one.get("Type").endswith("/hyperlink")
            else:
                assert re.fullmatch(r"/?(word/|docProps/|media/)?[A-Za-z0-9]+\.(xml|png)", one.get("Target"))
                assert one.get("Type").rpartition("/")[2] in {
                    "officeDocument", "core-properties", "styles", "numbering", "settings", "header",
                    "footer", "image",
                }  # fmt: skip


def test_no_field_script_or_object_comes_from_outside(data: bytes) -> None:
    allowed = {"PAGE", "NUMPAGES"}
    for name, content in parts(data).items():
        if not name.endswith(".xml"):
            continue
        root = etree.fromstring(content)
        assert {one.get(qn("w:instr")) for one in root.iter(qn("w:fldSimple"))} <= allowed
        for tag in ("w:instrText", "w:fldChar", "w:object", "w:altChunk", "w:sdt", "w:control"):
            assert not list(root.iter(qn(tag))), (name, tag)
        text = "".join(root.itertext())
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


def test_every_attack_is_shown_as_it_was_written() -> None:
    shown = dump(rendered("docx", "team", hostile=True))
    for attack in ATTACKS:
        assert safe(attack).rstrip() in shown


def test_a_link_within_leads_to_one_place_and_every_place_has_a_short_name(profile: str) -> None:
    body = opened(rendered("docx", profile)).element.body
    marks = [one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))]
    ids = [one.get(qn("w:id")) for one in body.iter(qn("w:bookmarkStart"))]
    assert ids == [one.get(qn("w:id")) for one in body.iter(qn("w:bookmarkEnd"))]
    assert len(set(marks)) == len(marks)
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,39}", mark) for mark in marks)
    links = {one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))} - {None}
    assert links <= set(marks)
    assert links or profile == "cabinet"


def test_every_gap_has_a_heading_of_its_own() -> None:
    report = sample()
    headings = [
        read(one)
        for one in opened(rendered("docx", "team")).paragraphs
        if one.style and one.style.name == "Heading 2"
    ]
    for group in report.gap_groups:
        title = group.gaps[0].finding.title
        assert (f"{group.number}. {title}" if group.number else title) in headings


@settings(max_examples=50, deadline=None)
@given(st.text())
def test_any_text_comes_back_as_it_went_in(text: str) -> None:
    file = WordFile(title=text, subject="s", author="a", made=dt.datetime(2003, 2, 5), head=text)
    file.paragraph((Words(text, strong=True), Words(text, "#place")))
    file.heading(text, 1, ("place",))
    file.table(text, (text, text), [(Field(((Words(text),),)), Field())], (1, 1))
    file.fact(text, (Words(text),))
    found = opened(file.data())
    wanted = safe(text, limit=None)
    shown = [read(one) for one in found.paragraphs]
    assert shown[0] == wanted * 2
    assert shown[1] == wanted
    assert found.tables[0].rows[1].cells[0].text == wanted
    assert found.sections[0].header.paragraphs[0].text == safe(text)


def test_a_long_name_of_an_area_or_partner_is_cut_where_a_file_has_little_room() -> None:
    shown = sample(lambda text: text + " of the long name" * 40)
    for profile, partner in (("cabinet", ""), ("partner", partner_of("partner", shown))):
        made = make_reporter("docx", profile=profile, partner=partner).render(shown)
        assert len(opened(made).core_properties.title) <= 255
        assert "of the long name" in opened(made).core_properties.title


def test_the_reader_is_the_team_where_nobody_is_named() -> None:
    assert make_reporter("docx").render(sample()) == rendered("docx", "team")
