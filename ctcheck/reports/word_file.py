"""A Word file with real styles, a header, page numbers and marked header rows.

It starts from the plain XML in templates/word and not from the library's own template,
which brings its makers' thumbnail, machine and American English.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from typing import Any, Final, NamedTuple
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.shared import Cm
from docx.text.paragraph import Paragraph

from ctcheck.reports.safe import safe
from ctcheck.resources import resource_dir

WIDTH: Final = 17.0
"""Of the text, in centimetres; the margins in templates/word/document.xml leave so much."""

_PARTS: Final = {
    "content-types.xml": "[Content_Types].xml",
    "package-rels.xml": "_rels/.rels",
    "document.xml": "word/document.xml",
    "document-rels.xml": "word/_rels/document.xml.rels",
    "styles.xml": "word/styles.xml",
    "numbering.xml": "word/numbering.xml",
    "settings.xml": "word/settings.xml",
}
_BULLETS: Final = 1
_NUMBERS: Final = 1
"""Ids of a list and of an abstract list in templates/word/numbering.xml."""
_DEEPEST: Final = 8
_LONG: Final = 800
"""Letters of a row that may go on upon the next page."""
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The first moment that an archive can name."""


_LONGEST: Final = 255
"""Letters of a property of a file; the library refuses more."""


class Words(NamedTuple):
    """A stretch of text, and where it leads: `#name` within the file, or a web address."""

    text: str
    address: str = ""
    strong: bool = False


class Field(NamedTuple):
    """A cell: paragraphs, the colour behind them, and the name that links to it know."""

    paragraphs: tuple[tuple[Words, ...], ...] = ()
    fill: str = ""
    names: tuple[str, ...] = ()


class WordFile:
    """Collects a paper from top to bottom; nothing in it says when or on what machine it was made.

    The library keeps parts, relations and pictures. The text is written as WordprocessingML here, because
    the library looks through the whole file for each paragraph, which takes a long paper half a minute.
    """

    def __init__(self, *, title: str, subject: str, author: str, made: dt.datetime, head: str) -> None:
        self._file = docx.Document(_blank())
        self._body: list[str] = []
        self._marks: dict[str, str] = {}
        self._defined: set[str] = set()
        self._pictures = 0
        properties = self._file.core_properties
        properties.title, properties.subject = (safe(one, limit=_LONGEST) for one in (title, subject))
        properties.author = properties.last_modified_by = author
        properties.created = properties.modified = made.replace(tzinfo=None)
        properties.language = "en-GB"
        properties.revision = 1
        self._file.sections[0].header.paragraphs[0].text = safe(head)

    def page_numbers(self, page: str, of: str) -> None:
        """`Page 2 of 9` at the foot of each page."""
        foot = self._file.sections[0].footer.paragraphs[0]
        foot.add_run(f"{page} ")
        _field(foot, "PAGE")
        foot.add_run(f" {of} ")
        _field(foot, "NUMPAGES")

    def heading(self, text: str, level: int, names: Sequence[str] = ()) -> None:
        """A heading; level 0 is the title."""
        style = f"Heading{min(level, 3)}" if level else "Title"
        self._body.append(self._paragraph((Words(text),), style, names=names))

    def paragraph(self, words: Sequence[Words], style: str = "", *, with_next: bool = False) -> None:
        """A paragraph; its style is an id of templates/word/styles.xml."""
        more = "<w:keepNext/>" if with_next else ""
        self._body.append(self._paragraph(words, style, more))

    def bullets(self, entries: Sequence[Sequence[Words]]) -> None:
        """A list."""
        self._body += [self._paragraph(entry, "ListBullet") for entry in entries]

    def numbers(self, entries: Sequence[Sequence[Words]]) -> None:
        """A numbered list that begins at 1, whatever lists stand before it."""
        own = self._file.part.numbering_part.element.add_num(_NUMBERS)
        own.add_lvlOverride(ilvl=0).add_startOverride(1)
        self._body += [self._paragraph(entry, "ListNumber", _listed(own.numId, 0)) for entry in entries]

    def reason(self, words: Sequence[Words], depth: int) -> None:
        """A line of a tree of reasons."""
        self._body.append(self._paragraph(words, "ReportReason", _listed(_BULLETS, min(depth, _DEEPEST))))

    def fact(self, label: str, entries: Sequence[Words]) -> None:
        """A label in bold with its texts beside it."""
        for number, entry in enumerate(entries):
            first = self._run(Words(f"{label}:", strong=True)) if not number else ""
            text = f"{first}<w:r><w:tab/></w:r>{self._run(entry)}"
            self._body.append(f'<w:p><w:pPr><w:pStyle w:val="ReportFact"/></w:pPr>{text}</w:p>')

    def table(
        self,
        caption: str,
        header: Sequence[str],
        rows: Sequence[Sequence[Field]],
        shares: Sequence[float],
        *,
        small: bool = False,
    ) -> None:
        """A captioned table; its first row is marked as header and stands again on each page."""
        self.paragraph((Words(caption),), "Caption")
        head = tuple(Field(((Words(title),),)) for title in header)
        cells = "ReportSmallCell" if small else "ReportCell"
        styles = [f"{cells}Number" if _numeric(rows, column) else cells for column in range(len(header))]
        widths = _widths(shares)
        made = [self._row(head, widths, styles, "<w:cantSplit/><w:tblHeader/>")]
        made += [self._row(row, widths, styles, _whole(row)) for row in rows]
        self._table("ReportTable", caption, 'w:val="0020" w:firstRow="1" w:firstColumn="0"', widths, made)

    def form(self, label: str, lines: Sequence[tuple[str, Field]]) -> None:
        """Labels with cells beside them, some to be filled in by hand."""
        widths = _widths((0.32, 0.68))
        rows = [(Field(((Words(name),),)), field) for name, field in lines]
        made = [self._row(row, widths, ("ReportCell",) * 2, _whole(row)) for row in rows]
        self._table("ReportForm", label, 'w:val="0080" w:firstRow="0" w:firstColumn="1"', widths, made)

    def picture(self, png: bytes, about: str) -> None:
        """A picture as wide as the page, with words for those who cannot see it."""
        self._pictures += 1
        inline = self._file.part.new_pic_inline(io.BytesIO(png), width=Cm(WIDTH))
        # The library counts what is in the file already, and the text comes in last.
        inline.docPr.set("id", str(self._pictures))
        inline.docPr.set("name", f"Picture {self._pictures}")
        inline.docPr.set("descr", safe(about, limit=None))
        for side in ("distT", "distB", "distL", "distR"):
            # Where these are missing LibreOffice takes 3 mm, and moves the picture out of the margin.
            inline.set(side, "0")
        drawing = f"<w:r><w:drawing>{inline.xml}</w:drawing></w:r>"
        self._body.append(f'<w:p><w:pPr><w:pStyle w:val="ReportPicture"/></w:pPr>{drawing}</w:p>')

    def data(self) -> bytes:
        """The file: for the same calls always the same bytes."""
        body = self._file.element.body
        written: Any = parse_xml(f"<w:body {nsdecls('w', 'r')}>{''.join(self._body)}</w:body>")
        self._body.clear()
        for element in list(written):
            body.sectPr.addprevious(element)
        made = io.BytesIO()
        self._file.save(made)
        return _settled(made)

    def _table(self, style: str, caption: str, look: str, widths: Sequence[int], rows: Sequence[str]) -> None:
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        self._body.append(
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblLook {look} w:lastRow="0" w:lastColumn="0" w:noHBand="1"'
            f' w:noVBand="1"/><w:tblCaption w:val={quoteattr(safe(caption))}/></w:tblPr>'
            f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
        )
        # Two tables that touch become one, and what follows would stand too close.
        self._body.append(
            '<w:p><w:pPr><w:pStyle w:val="ReportSmall"/><w:spacing w:after="60" w:line="120" w:lineRule="exact"/>'
            "</w:pPr></w:p>"
        )

    def _row(
        self, row: Sequence[Field], widths: Sequence[int], styles: Sequence[str], properties: str
    ) -> str:
        cells = map(self._cell, row, widths, styles)
        return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"

    def _cell(self, field: Field, width: int, style: str) -> str:
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{field.fill}"/>' if field.fill else ""
        first, *more = field.paragraphs or ((),)
        text = self._paragraph(first, style, names=field.names)
        text += "".join(self._paragraph(words, style) for words in more)
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{text}</w:tc>'

    def _paragraph(
        self, words: Sequence[Words], style: str, more: str = "", names: Sequence[str] = ()
    ) -> str:
        styled = f'<w:pStyle w:val="{style}"/>' if style else ""
        marks = "".join(map(self._bookmark, names))
        return f"<w:p><w:pPr>{styled}{more}</w:pPr>{marks}{''.join(map(self._run, words))}</w:p>"

    def _run(self, words: Words) -> str:
        style = "Hyperlink" if words.address else "Strong" if words.strong else ""
        styled = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
        # `safe` once more, because a single forbidden character would lose the whole file.
        text = escape(safe(words.text, limit=None))
        run = f'<w:r>{styled}<w:t xml:space="preserve">{text}</w:t></w:r>'
        if words.address.startswith("#"):
            return f'<w:hyperlink w:anchor="{self._mark(words.address[1:])}">{run}</w:hyperlink>'
        if words.address:
            part = self._file.part
            to = part.relate_to(words.address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            return f'<w:hyperlink r:id="{to}">{run}</w:hyperlink>'
        return run

    def _bookmark(self, name: str) -> str:
        if name in self._defined:
            return ""
        self._defined.add(name)
        number = len(self._defined)
        return (
            f'<w:bookmarkStart w:id="{number}" w:name="{self._mark(name)}"/><w:bookmarkEnd w:id="{number}"/>'
        )

    def _mark(self, name: str) -> str:
        """Word knows names of forty letters, digits and low lines; ours are longer."""
        return self._marks.setdefault(name, f"place_{len(self._marks) + 1}")


def _widths(shares: Sequence[float]) -> list[int]:
    """The width of the text in twentieths of a point, divided."""
    return [round(WIDTH / 2.54 * 1440 * share / sum(shares)) for share in shares]


def _numeric(rows: Sequence[Sequence[Field]], column: int) -> bool:
    """Whether every cell of a column holds one number: such a column is read from the right."""
    texts = ["".join(one.text for part in row[column].paragraphs for one in part) for row in rows]
    return bool(texts) and all(text.lstrip("-\N{MINUS SIGN}").isdecimal() for text in texts)


def _whole(row: Sequence[Field]) -> str:
    """A row that is not long stays on one page."""
    letters = sum(len(words.text) for field in row for part in field.paragraphs for words in part)
    return "<w:cantSplit/>" if letters < _LONG else ""


def _listed(number: int, level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def _blank() -> io.BytesIO:
    """The empty file, put together from templates/word."""
    folder = resource_dir("templates") / "word"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for source, part in _PARTS.items():
            archive.writestr(part, (folder / source).read_bytes())
    made.seek(0)
    return made


def _settled(made: io.BytesIO) -> bytes:
    """The same archive without the time of day that the library puts on each entry."""
    out = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(out, "w") as archive:
        # The list of types comes first: some programs take the kind of a file from its beginning.
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 0
            archive.writestr(entry, source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _field(paragraph: Paragraph, code: str) -> None:
    """A field that Word works out itself."""
    written = f'<w:fldSimple {nsdecls("w")} w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(written))
