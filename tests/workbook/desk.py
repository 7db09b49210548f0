"""An officer's desk: workbooks are made, opened, changed and read."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl

from ctcheck.model.submission import Submission
from ctcheck.reading.nodes import parse
from ctcheck.reading.submission import SubmissionReader
from ctcheck.rulebook.loader import LoadedPacks
from ctcheck.workbook.convert import Converted, convert, regimes_of
from ctcheck.workbook.make import make_workbook
from ctcheck.workbook.plan import Form, QuestionSheet, Wanted, plan_form
from ctcheck.workbook.stated import take_apart

SMALL = """\
ctcheck: 1
title: A small one
area: {name: Testshire, type: county}
as_at: 2007-05-31
partners:
  - {id: police, name: Testshire Police, kind: chief-officer-of-police}
  - {id: health, name: Testshire PCT, kind: primary-care-trust}
evidence:
  - {id: plan-2006, title: The plan, kind: plan, date: 2006-04-01, supports: [plan.published]}
plan:
  status: published
  published: 2006-04-01
"""


class Desk:
    """Makes and reads workbooks without the command line."""

    def __init__(self, loaded: LoadedPacks, submissions: SubmissionReader) -> None:
        self.packs = loaded.packs
        self.submissions = submissions
        self.regimes = regimes_of(loaded.packs)

    def read(self, text: str) -> Submission:
        return self.submissions.read_data(text.encode(), Path("submission.yaml"))

    def planned(self, text: str = SMALL) -> Form:
        data = text.encode()
        submission = self.read(text)
        said = take_apart(parse(data, "submission.yaml"), self.packs, data)
        wanted = Wanted(submission.area.name, submission.area.type, submission.as_at)
        return plan_form(self.packs, self.regimes, wanted, said)

    def only(self, form: Form, *names: str) -> Form:
        """The form with these sheets only, which is opened sooner."""
        sheets = [one for one in form.sheets if self.name(one) in ("The area", *names)]
        assert len(sheets) == len(names) + 1
        return form._replace(sheets=tuple(sheets))

    @staticmethod
    def name(sheet: Any) -> str:
        return str(sheet.name if isinstance(sheet, QuestionSheet) else sheet.sheet.name)

    def convert(self, data: bytes, *, keep_going: bool = False) -> Converted:
        return convert(
            data, "book.xlsx", self.packs, self.regimes, self.submissions.read_data, keep_going=keep_going
        )


class Opened:
    """A workbook as a person has it open."""

    def __init__(self, data: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(data))

    @classmethod
    def of(cls, form: Form) -> Opened:
        return cls(make_workbook(form))

    def saved(self) -> bytes:
        held = io.BytesIO()
        self.book.save(held)
        return held.getvalue()

    def heads(self, sheet: str) -> dict[str, int]:
        return {str(cell.value): cell.column for cell in self.book[sheet][3] if cell.value is not None}

    def row(self, sheet: str, fact: str, partner: str = "") -> int:
        heads = self.heads(sheet)
        for row in self.book[sheet].iter_rows(min_row=4):
            texts = {head: row[at - 1].value for head, at in heads.items()}
            if texts["Fact"] == fact and (not partner or texts["Partner"] == partner):
                return int(row[0].row)
        raise AssertionError(f"{sheet} does not ask {fact}")

    def cell(self, sheet: str, fact: str, column: str = "Answer", partner: str = "") -> Any:
        return self.book[sheet].cell(self.row(sheet, fact, partner), self.heads(sheet)[column])

    def put(self, sheet: str, fact: str, value: Any, column: str = "Answer", partner: str = "") -> str:
        """Writes into a cell as typing does; gives its name."""
        cell = self.cell(sheet, fact, column, partner)
        cell.value = value
        return f"{sheet}!{cell.coordinate}"

    def add(self, sheet: str, **values: Any) -> int:
        """A new row of a list, by headings with underlines for blanks."""
        heads = self.heads(sheet)
        line = next(
            at
            for at in range(4, 500)
            if all(self.book[sheet].cell(at, col).value is None for col in heads.values())
        )
        for name, value in values.items():
            self.book[sheet].cell(line, heads[name.replace("_", " ")]).value = value
        return line
