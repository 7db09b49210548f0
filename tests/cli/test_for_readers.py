"""`ctcheck assess --for`: one report for each kind of reader, and mistakes found before anything is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ctcheck.errors import Exit
from tests.cli.outcome import Ctcheck

ROOT = Path(__file__).parents[2]
EXEMPLAR = ROOT / "examples" / "exemplar-2008.yaml"


@pytest.mark.parametrize(
    ("reader", "said", "unsaid"),
    [
        ("team", "For the team that works on the self-assessment", "Judgement table"),
        ("inspector", "Judgement table", "Implications"),
        ("cabinet", "Implications", "Judgement table"),
        ("partner:police", "For one partner: ", "Implications"),
    ],
)
def test_the_page_is_for_its_reader(
    ctcheck: Ctcheck, tmp_path: Path, reader: str, said: str, unsaid: str
) -> None:
    path = tmp_path / "report.html"
    outcome = ctcheck("assess", EXEMPLAR, "--for", reader, "-f", f"html={path}")
    assert outcome.code == Exit.OK
    page = path.read_text("utf-8")
    assert said in page
    assert unsaid not in page


def test_a_meeting_is_asked_to_decide_on_what_is_known_and_not_on_every_silence(ctcheck: Ctcheck) -> None:
    file = ROOT / "examples" / "hertfordshire-2007.yaml"
    report = json.loads(ctcheck("assess", file, "-f", "json", "--fail-on", "never").out)
    silent = {one["id"] for one in report["findings"] if one["verdict"] == "no_answer"}
    plan = report["papers"]["plan"]
    known = [one for one in plan if not (one["drafted"] and silent.issuperset(one["findings"]))]
    assert 0 < len(known) < len(plan)
    paper = ctcheck("assess", file, "--for", "cabinet", "--fail-on", "never").prose
    assert f"To agree the action plan of {len(known)} actions." in paper
    assert f"{len(known)} actions: none from the submission, {len(known)} drafted from gaps." in paper
    assert "findings on duties that have no answer answered." in paper


@pytest.mark.parametrize("reader", ["mayor", "partner", "partner:", "cabinet:police", ""])
def test_a_reader_that_there_is_not_is_a_usage_error_before_the_file_is_read(
    ctcheck: Ctcheck, tmp_path: Path, reader: str
) -> None:
    outcome = ctcheck("assess", tmp_path / "none.yaml", "--for", reader)
    assert (outcome.code, outcome.out) == (Exit.USAGE, "")
    assert "There is no kind of reader" in outcome.err
    assert "partner:ID" in outcome.err


def test_a_partner_that_no_finding_is_about_is_a_usage_error_and_nothing_is_written(
    ctcheck: Ctcheck, tmp_path: Path
) -> None:
    path = tmp_path / "report.html"
    outcome = ctcheck("assess", EXEMPLAR, "--for", "partner:nobody", "-f", f"html={path}")
    assert outcome.code == Exit.USAGE
    assert "No finding is about a partner 'nobody'." in outcome.err
    assert "police-authority" in outcome.err
    assert not path.exists()


def test_a_format_that_holds_everything_is_not_made_for_one_partner(ctcheck: Ctcheck, tmp_path: Path) -> None:
    outcome = ctcheck("assess", tmp_path / "none.yaml", "--for", "partner:police", "-f", "json")
    assert outcome.code == Exit.USAGE
    assert "json always holds the whole report" in outcome.err
    assert "html" in outcome.err
