"""The report as one web page that loads nothing."""

from __future__ import annotations

import base64
import functools
import hashlib
import html
from collections.abc import Iterator, Mapping, Sequence

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ctcheck.model.report import GapReport
from ctcheck.reports import words, words_papers
from ctcheck.reports.blocks import Block, Document, Drawing, Section, Sub
from ctcheck.reports.documents import document
from ctcheck.reports.flow import drawn, targets, twin
from ctcheck.reports.interface import Media
from ctcheck.reports.pictures import Picture
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
        return render_document(made, paged=self._paged, pictures=self._pictures(made))

    def _pictures(self, made: Document) -> dict[str, tuple[Drawn, ...]]:
        """Those that the document names, by that name; one that is too large for a page comes in parts."""
        if not any(isinstance(block, Drawing) for block in _all_blocks(made)):
            return {}
        pictures = drawn(made.drawn_from)
        return {name: tuple(Drawn(one, self._paged) for one in parts) for name, parts in pictures.items()}


def render_document(
    made: Document, *, paged: bool = False, pictures: Mapping[str, Sequence[Drawn]] | None = None
) -> bytes:
    """Any document as a page in UTF-8."""
    return render_template(
        "report.html.j2",
        document=made,
        words=words,
        papers=words_papers,
        paged=paged,
        aims=targets(made),
        pictures=pictures or {},
    )


def titled_in_full(picture: Picture) -> str:
    """The drawing with its description in its title, which is all that a PDF takes as alternative text."""
    end = "</title>"
    return picture.svg.replace(end, f" {html.escape(picture.description)}{end}", 1)


class Drawn:
    """A picture as the template sets it: itself as markup, which nothing escapes, and its twin as a table."""

    def __init__(self, picture: Picture, paged: bool) -> None:
        self._svg = titled_in_full(picture) if paged else picture.svg
        self.title = picture.title
        self.twin = twin(picture)

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


def render_template(name: str, **values: object) -> bytes:
    """A page of `templates/` in UTF-8, with everything that it prints escaped."""
    return _environment().get_template(name).render(**values).encode("utf-8")


def render_parts(name: str, **values: object) -> Iterator[bytes]:
    """The same, piece by piece while it is made, for a page that is too long to hold."""
    stream = _environment().get_template(name).stream(**values)
    stream.enable_buffering(500)
    for part in stream:
        yield part.encode("utf-8", "replace")


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
