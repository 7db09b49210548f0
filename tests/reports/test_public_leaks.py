"""No word that a submission marks as not for publication stands in any output made with --public."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from ctcheck.assess.assess import assess
from ctcheck.cli.main import run
from ctcheck.inference.plain import PlainEngine
from ctcheck.model.papers import Prepared
from ctcheck.model.report import GapReport, Told
from ctcheck.reading.submission import SubmissionReader
from ctcheck.reports import FORMATS, make_reporter
from ctcheck.reports.text import render_finding
from ctcheck.rulebook.book import book_on
from ctcheck.rulebook.loader import LoadedPacks
from tests.assess.marked import OPEN_PARTNER, Secrets, marked

LAW = dt.date(2008, 4, 1)
SHOWN_IN_FULL = {
    "title",
    "signature",
    "source",
    "partner name",
    "fact text",
    "fact date",
    "fact number",
    "fact share",
    "partner fact date",
    "partner fact number",
    "partner fact share",
    "fact entry date",
    "evidence",
    "action",
    "self-judgement",
    "waiver",
}
"""What a full report shows of this submission; a reader that finds none of it there looks in vain."""

SHOWN_BY = {"csv": {"partner name", "action"}, "actions": {"action"}}
"""What lists without a first page show of it."""


MONTHS = "january|march|may|july|august|october|december"
BROKEN = (
    re.compile(r"(?=(zqx[a-z0-9]+?zqx))"),
    re.compile(rf"(?=(\d{{1,2}}(?:{MONTHS})\d{{4}}))"),
    re.compile(r"(?=(\d{4}-\d\d-\d\d))"),
)
NUMBER = re.compile(r"\b(\d{3},?\d{3})\b")
"""All that `Secrets` can make."""


class Both:
    """The same submission, in full and for the public."""

    def __init__(self, file: Path, secrets: Secrets, full: GapReport, public: GapReport) -> None:
        self.file, self.secrets, self.full, self.public = file, secrets, full, public

    def found(self, texts: Iterator[str]) -> set[str]:
        """What of the secrets stands in the texts: the kinds of field it comes from."""
        text = "\n".join(texts).casefold()
        # A word or a date may be broken over lines; a number is not, and a digest is full of digits.
        joined = re.sub(r"\s+", "", text)
        seen = {match[1] for pattern in BROKEN for match in pattern.finditer(joined)}
        seen |= {match[1] for match in NUMBER.finditer(text)}
        kinds = {word.casefold(): what for what, words in self.secrets.made.items() for word in words}
        return {kinds[word] for word in seen & kinds.keys()}


@pytest.fixture(scope="module")
def both(
    loaded: LoadedPacks, submissions: SubmissionReader, tmp_path_factory: pytest.TempPathFactory
) -> Both:
    secrets = Secrets()
    file = tmp_path_factory.mktemp("marked") / "submission.yaml"
    file.write_bytes(marked(loaded.packs, secrets))
    submission, book = submissions.read(file), book_on(loaded.packs, LAW)
    full = assess(submission, book, PlainEngine(), loaded.cannot_show)
    public = assess(submission, book, PlainEngine(), loaded.cannot_show, public=True)
    return Both(file, secrets, full, public)


def inside(data: bytes) -> Iterator[str]:
    """All that stands in an output: as it is, and in whatever it is packed into."""
    yield data.decode("utf-8", "replace")
    if data.startswith(b"%PDF"):
        yield from _in_pdf(data)
    elif data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive.comment.decode("utf-8", "replace")
            for member in archive.infolist():
                yield member.filename
                yield from inside(archive.read(member))
                # Words that markup cuts into runs.
                yield re.sub(r"<[^>]*>", "", archive.read(member).decode("utf-8", "replace"))


def _in_pdf(data: bytes) -> Iterator[str]:
    text = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True, timeout=120
    ).stdout
    yield text.decode("utf-8", "replace")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for one in (*pdf.objects, pdf.trailer):
            yield from _in_object(one, 0)


def _in_object(one: Any, depth: int) -> Iterator[str]:
    if isinstance(one, pikepdf.Stream):
        yield one.read_bytes().decode("utf-8", "replace")
    if isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)):
        for key, value in one.items():
            yield str(key)
            if not getattr(value, "is_indirect", False):
                yield from _in_object(value, depth + 1)
    elif isinstance(one, pikepdf.Array):
        for value in one:
            if not getattr(value, "is_indirect", False):
                yield from _in_object(value, depth + 1)
    elif isinstance(one, pikepdf.String):
        yield str(one)


def everything(value: Any) -> Iterator[str]:
    """Every word, day and number that the report itself holds, also what is worked out when asked for."""
    if isinstance(value, Told):
        value = value.explanation
    if isinstance(value, Prepared):
        value = value.papers
    if isinstance(value, dt.date):
        yield value.isoformat()
    elif isinstance(value, (str, int, float)):
        yield str(value)
    elif isinstance(value, tuple):
        for part in value:
            yield from everything(part)
    else:
        assert value is None, f"a report holds a {type(value)}, which is not looked into"


READERS = (("team", ""), ("inspector", ""), ("cabinet", ""), ("partner", OPEN_PARTNER))


def outputs(name: str, report: GapReport) -> Iterator[str]:
    for explain in (False, True) if name == "text" else (False,):
        for profile, partner in READERS if FORMATS[name].for_readers and name != "pdf" else READERS[:1]:
            reporter = make_reporter(name, explain=explain, profile=profile, partner=partner)
            yield from inside(reporter.render(report))


def test_the_full_report_holds_what_is_looked_for(both: Both) -> None:
    assert both.found(everything(both.full)) >= SHOWN_IN_FULL


def test_the_public_report_holds_none_of_it(both: Both) -> None:
    assert both.found(everything(both.public)) == set()


def test_not_even_the_year_of_a_day_that_cannot_be_counted_from_is_told(both: Both) -> None:
    def years(report: GapReport) -> list[str]:
        return [
            found
            for text in everything(report)
            for found in re.findall(r"bank holidays .* not (\d{4})", text)
        ]

    assert {year[:2] for year in years(both.full)} >= {"18"}
    assert years(both.public) == []
    assert any("something that is withheld" in text for text in everything(both.public))


def test_open_parts_stay(both: Both) -> None:
    text = " ".join(everything(both.public))
    assert "An Open District" in text
    assert "An open plan" in text
    assert "An open action" in text
    assert "Minutes that name" not in text


def test_what_is_withheld_is_counted_for_each_kind_of_part(both: Both) -> None:
    assert both.public.public
    counted = {one.what for one in both.public.public.withheld}
    assert counted == {
        "fact", "evidence", "action", "partner", "self-judgement", "indicator", "source", "signature", "waiver", "title",
    }  # fmt: skip
    assert {one.marking for one in both.public.public.withheld} == {"restricted", "exempt", "repeats"}
    assert both.full.public is None


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "pdf"])
def test_no_format_lets_it_out(name: str, both: Both) -> None:
    assert both.found(outputs(name, both.full)) >= SHOWN_BY.get(name, {"partner name", "signature"})
    assert both.found(outputs(name, both.public)) == set()


def test_the_pdf_lets_nothing_out(both: Both, loaded: LoadedPacks, submissions: SubmissionReader) -> None:
    """With fewer rules, since every page takes its time; all words pass the same page as HTML."""
    book = book_on(loaded.packs, LAW)
    few = book._replace(rules=book.rules[::12])
    submission = submissions.read(both.file)

    def found(public: bool) -> set[str]:
        report = assess(submission, few, PlainEngine(), loaded.cannot_show, public=public)
        return both.found(outputs("pdf", report))

    assert found(False) >= {"partner name", "signature", "source", "title"}
    assert found(True) == set()


def test_no_explanation_of_a_finding_lets_it_out(both: Both) -> None:
    def pages(report: GapReport) -> Iterator[str]:
        return (render_finding(finding, report) for finding in report.findings)

    assert both.found(pages(both.full)) >= {"fact date", "fact share", "partner name", "waiver"}
    assert both.found(pages(both.public)) == set()


def test_the_commands_let_nothing_out_on_either_stream(
    both: Both, capsys: pytest.CaptureFixture[str]
) -> None:
    rule = "s10-partners-cooperate"
    for command in (["assess", str(both.file), "--explain"], ["explain", rule, str(both.file)]):
        code = run(command)
        assert both.found(iter((capsys.readouterr().out,))) >= {"partner name"}
        assert run([*command, "--public"]) == code
        public = capsys.readouterr()
        assert both.found(iter((public.out, public.err))) == set()
        assert "public version" in public.out


def test_what_a_withheld_fact_comes_to_is_not_told(both: Both) -> None:
    """A tree that said `yes` beside `is yes` would tell the value."""
    seen = 0
    for finding in both.public.findings:
        stack = [root for root in (finding.applies, finding.met, finding.partly) if root]
        while stack:
            reason = stack.pop()
            if "withheld" in reason.found or (reason.found and "(withheld" in reason.text):
                seen += 1
                assert (reason.withheld, reason.result) == (True, "U")
                assert not reason.parts
            stack += reason.parts
    assert seen > 100
