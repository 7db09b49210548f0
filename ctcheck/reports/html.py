"""The report as one web page that loads nothing."""

from __future__ import annotations

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ctcheck.model.report import GapReport
from ctcheck.reports import words, words_public
from ctcheck.reports.interface import Media
from ctcheck.reports.view import build_view
from ctcheck.resources import resource_dir


class HtmlReporter:
    """One file: no script, nothing fetched, everything escaped.

    `paged` is for paper: nothing is folded, and only gaps with an answer come with their trees of reasons.
    """

    name = "html"
    suffix = ".html"
    media: Media = "text"

    def __init__(self, *, paged: bool = False) -> None:
        self._paged = paged

    def render(self, report: GapReport) -> bytes:
        """The page in UTF-8."""
        view = build_view(report, trees="answered" if self._paged else "all", brief=self._paged)
        return render_template(
            "report.html.j2", view=view, words=words, public_title=words_public.TITLE, paged=self._paged
        )


def render_template(name: str, **values: object) -> bytes:
    """A page of `templates/` in UTF-8, with everything that it prints escaped."""
    return _environment().get_template(name).render(**values).encode("utf-8")


def _environment() -> Environment:
    """Escapes whatever it prints, and fails on a name that is not there."""
    return Environment(
        loader=FileSystemLoader(resource_dir("templates"), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
