"""How long a paper takes to be set: gaps as we set them, beside the same gaps as rows of one long table."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from html import escape
from pathlib import Path

from ctcheck.assess.assess import assess
from ctcheck.cli.common import packs, reader
from ctcheck.inference.plain import PlainEngine
from ctcheck.model.report import GapReport
from ctcheck.reports.html import HtmlReporter
from ctcheck.reports.pdf import set_page
from ctcheck.reports.shapes import GapView
from ctcheck.reports.view import build_view
from ctcheck.rulebook.book import book_on

ROOT = Path(__file__).resolve().parents[1]
EVERY = 2
"""With every second rule the gaps of Hertfordshire fill about thirty pages."""


def long_table(rounds: int) -> Iterator[tuple[float, float]]:
    """Seconds for the gaps as we set them, and as one table in the same style: start of the process included."""
    report = _report()
    page = HtmlReporter(paged=True).render(report).decode()
    ours = _with(page, "".join(re.findall(r"<article.*?</article>", page, re.DOTALL)))
    table = _with(page, _one_table(build_view(report, trees="none", brief=True).gaps))
    for _ in range(rounds):
        yield _seconds(ours, report), _seconds(table, report)


def _report() -> GapReport:
    loaded = packs(())
    submission = reader(loaded).read(ROOT / "examples" / "hertfordshire-2007.yaml")
    book = book_on(loaded.packs, submission.as_at)
    few = book._replace(rules=book.rules[::EVERY])
    return assess(submission, few, PlainEngine(), loaded.cannot_show)


def _with(page: str, content: str) -> str:
    return re.sub(
        r"(<main[^>]*>).*(</main>)", lambda main: main[1] + content + main[2], page, flags=re.DOTALL
    )


def _one_table(gaps: tuple[GapView, ...]) -> str:
    """A row for each gap and a column for each label, as the sheet of gaps in the workbook has them."""
    labels = list(dict.fromkeys(line.label for gap in gaps for line in gap.finding.lines))
    head = "".join(f'<th scope="col">{escape(label)}</th>' for label in ("Gap", *labels))
    rows = "".join(f"<tr>{_row(gap, labels)}</tr>" for gap in gaps)
    return f'<table class="gap"><caption>Gaps</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _row(gap: GapView, labels: list[str]) -> str:
    finding = gap.finding
    first = [finding.title, finding.tag.word, finding.subject, finding.id]
    first += [f"{one.subject} {one.id}" for one in gap.also]
    told = {line.label: [item.text for item in line.items] for line in finding.lines}
    cells = "".join(f"<td>{_lines(told.get(label, []))}</td>" for label in labels)
    return f'<th scope="row">{_lines(first)}</th>{cells}'


def _lines(texts: list[str]) -> str:
    return "".join(f'<span class="line">{escape(text)}</span>' for text in texts)


def _seconds(page: str, report: GapReport) -> float:
    begin = time.perf_counter()
    set_page(page.encode(), report.law_date)
    return time.perf_counter() - begin
