"""A small rule pack that can be changed, and submissions for it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ctcheck.cli.main import run
from tests.cli.outcome import Ctcheck, Outcome

BASE = Path(__file__).parents[1] / "corpus" / "rules" / "base"

MORE = """theme: plan
rules:
  - id: needs-fresh
    title: The needs are assessed each year
    expects: The needs were assessed within a year.
    duty_on: local-authority
    force: duty
    source: [{instrument: S.I. 2005/2149, provision: reg.4, certainty: read}]
    in_force: {from: 2005-09-01, to: null}
    met: {plan.needs.made_on: {no_older_than: {months: {parameter: review_months}, at: as_at}}}
    evidence: [needs]
    why: Old needs are not today's.
    remedy: Assess them.
    enquiry: When was it done?
  - id: later-law
    title: The plan is signed
    expects: The plan is signed.
    duty_on: local-authority
    force: duty
    source: [{instrument: S.I. 2008/1, provision: reg.1, certainty: read}]
    in_force: {from: 2008-01-01, to: null}
    met: {plan.signed: {is: 'yes'}}
    evidence: [plan]
    why: An unsigned plan binds nobody.
    remedy: Sign it.
    enquiry: Who signed it?
  - id: ended-law
    title: The plan is short
    expects: The plan is short.
    duty_on: local-authority
    force: duty
    source: [{instrument: S.I. 2005/1, provision: reg.1, certainty: read}]
    in_force: {from: 2005-09-01, to: 2007-12-31}
    met: {plan.pages: {at_most: 20}}
    evidence: [plan]
    why: A long plan is not read.
    remedy: Shorten it.
    enquiry: Who has read it?
"""

Write = Callable[..., Path]


@pytest.fixture
def ctcheck(capsysbinary: pytest.CaptureFixture[bytes]) -> Ctcheck:
    """Takes the arguments of a command."""

    def call(*arguments: object) -> Outcome:
        code = run([str(argument) for argument in arguments])
        out, err = capsysbinary.readouterr()
        return Outcome(int(code), out.decode(), err.decode())

    return call


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The small pack of the corpus with three rules more; it takes the shipped pack's place."""
    folder = Path(shutil.copytree(BASE, tmp_path / "rules"))
    (folder / "plan" / "more.yaml").write_text(MORE, encoding="utf-8")
    table = folder / "tables" / "relevant-partners.yaml"
    text = table.read_text("utf-8")
    table.write_text(
        text.replace("of: partner-kinds\n", "of: partner-kinds\nif_not_named: absent\n"), "utf-8"
    )
    return folder


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a submission of a year: the frame, and what is given."""

    def make(name: str, as_at: str, rest: str = "") -> Path:
        path = tmp_path / f"{name}.yaml"
        frame = f"ctcheck: 1\narea: {{name: Testshire, type: county}}\nas_at: {as_at}\n"
        path.write_text(frame + rest, encoding="utf-8")
        return path

    return make


class Compared:
    """A comparison as JSON."""

    def __init__(self, outcome: Outcome) -> None:
        assert outcome.code == 0, outcome.err
        self.all: dict[str, Any] = json.loads(outcome.out)["comparison"]
        self.changes = {one["finding"]: one for one in self.all["changes"]}

    def told(self, finding: str) -> tuple[str, list[str]]:
        """How a finding moved, and what caused it."""
        one = self.changes[finding]
        return one["movement"], one["causes"]


@pytest.fixture
def compare(ctcheck: Ctcheck, rules: Path) -> Callable[..., Compared]:
    """Compares two submissions by the small pack."""

    def call(old: Path, new: Path, *more: object) -> Compared:
        return Compared(ctcheck("compare", old, new, "--rules", rules, "-f", "json", *more))

    return call
