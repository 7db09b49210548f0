"""The report as one web page that loads nothing."""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Iterator

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ctcheck.model.report import GapReport
from ctcheck.reports import words, words_papers
from ctcheck.reports.blocks import Block, Document, Drawing, Findings, Gaps, Grid, Section, Sub, plain
from ctcheck.reports.documents import document
from ctcheck.reports.interface import Media
from ctcheck.reports.pictures import Picture, pictures
from ctcheck.reports.sections.partner import narrowed
from ctcheck.resources import resource_dir


class HtmlReporter:
    """One file: nothing fetched, everything escaped, complete without its script.

    `paged` is for paper: nothing is folded, there is no script, long tables come in parts,
    and only gaps with an answer come with their trees of reasons.
    """

    name = "html"
    suffix = ".html"
    media: Media = "text"

    def __init__(self, *, profile: str = "team", partner: str = "", paged: bool = False) -> None:
        self._profile = profile
        self._partner = partner
        self._paged = paged

    def render(self, report: GapReport) -> bytes:
        """The page in UTF-8."""
        made = document(
            report,
            self._profile,
            self._partner,
            trees="answered" if self._paged else "all",
            brief=self._paged,
        )
        return render_template(
            "report.html.j2",
            document=made,
            words=words,
            papers=words_papers,
            paged=self._paged,
            aims=frozenset(_aims(made)),
            pictures=self._pictures(report, made),
        )

    def _pictures(self, report: GapReport, made: Document) -> dict[str, tuple[Drawn, ...]]:
        """Those that the document names, by that name; one that is too large for a page comes in parts."""
        wanted = [block.picture for block in _all_blocks(made) if isinstance(block, Drawing)]
        if not wanted:
            return {}
        drawn = pictures(narrowed(report, self._partner) if self._partner else report)
        return {
            name: tuple(Drawn(one) for one in drawn if one.id == name or one.id.startswith(f"{name}-"))
            for name in wanted
        }


class Drawn:
    """A picture as the template sets it: itself as markup, which nothing escapes, and its twin as a table."""

    def __init__(self, picture: Picture) -> None:
        self._svg = picture.svg
        self.title = picture.title
        table = picture.table
        rows = tuple(tuple(plain(text) for text in row) for row in table.rows)
        self.twin = Grid(table.caption, table.header, rows, "twin")

    def __html__(self) -> str:
        """For the template engine: made by our own code, with every word in it escaped there."""
        return self._svg


def _all_blocks(part: Document | Section | Sub) -> Iterator[Block]:
    if isinstance(part, Document):
        for section in part.sections:
            yield from _all_blocks(section)
        return
    for block in part.blocks:
        yield block
        if isinstance(block, Sub):
            yield from _all_blocks(block)


def _aims(made: Document) -> Iterator[str]:
    """Every fragment of the page that something may link to."""
    for section in made.sections:
        yield section.id
    for block in _all_blocks(made):
        if isinstance(block, Gaps):
            for gap in block.gaps:
                yield gap.finding.anchor
                yield from (one.anchor for one in gap.also)
        elif isinstance(block, Findings):
            yield block.anchor
            yield from (one.anchor for one in block.findings if one.own_anchor)


def render_template(name: str, **values: object) -> bytes:
    """A page of `templates/` in UTF-8, with everything that it prints escaped."""
    return _environment().get_template(name).render(**values).encode("utf-8")


@functools.cache
def _environment() -> Environment:
    """Escapes whatever it prints, and fails on a name that is not there."""
    environment = Environment(
        loader=FileSystemLoader(resource_dir("templates"), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["digest"] = _digest
    environment.globals["kind"] = _kind
    return environment


def _digest(name: str) -> str:
    """What a content security policy calls a style sheet or script of `templates/` that stands in the page."""
    found = hashlib.sha256((resource_dir("templates") / name).read_bytes()).digest()
    return f"sha256-{base64.b64encode(found).decode()}"


def _kind(block: Block) -> str:
    """By which a template knows how to set a block."""
    return type(block).__name__
