"""An inspector's judgements in `ctcheck assess`: a third view, and nothing overwritten."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from ctcheck.errors import Exit
from tests.cli.outcome import Ctcheck

ROOT = Path(__file__).parents[2]
EXEMPLAR = ROOT / "examples" / "exemplar-2008.yaml"
JUDGED = ROOT / "examples" / "inspection" / "judgements.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A submission with judgements beside it."""
    shutil.copy(EXEMPLAR, tmp_path)
    shutil.copy(JUDGED, tmp_path)
    return tmp_path


def as_json(ctcheck: Ctcheck, *arguments: object) -> Any:
    return json.loads(ctcheck("assess", *arguments, "-f", "json", "--fail-on", "never").out)


def test_judgements_beside_a_submission_are_shown_and_change_nothing_else(
    ctcheck: Ctcheck, folder: Path
) -> None:
    judged = as_json(ctcheck, folder / "exemplar-2008.yaml")
    bare = as_json(ctcheck, EXEMPLAR)
    assert bare.pop("inspector") is None
    views = {view["about"]: view for view in judged.pop("inspector")["views"]}
    assert judged == bare
    safeguarding = views["safeguarding"]
    assert safeguarding["trust"][0]["judgement"] == "4"
    assert safeguarding["ctcheck"]["indicative"] == "in_place"
    assert safeguarding["inspector"][0]["label"] == "3 (good)"
    assert safeguarding["inspector"][0]["comparison"] == "lower"
    assert views["is-protocol"]["inspector"][0]["comparison"] == "agrees"
    police = views["agencies-attend-protection-conferences/police"]
    assert police["kind"] == "finding"
    assert police["ctcheck"]["verdicts"][0]["verdict"] == "met"
    assert police["inspector"][0]["verdict"] == "partly_met"


def test_it_is_said_where_the_third_view_comes_from(ctcheck: Ctcheck, folder: Path) -> None:
    outcome = ctcheck("assess", folder / "exemplar-2008.yaml", "--fail-on", "never")
    assert "5 judgements of inspectors from judgements.yaml beside it" in outcome.err
    assert "5 judgements of inspectors, from judgements.yaml (sha256 " in outcome.prose
    named = ctcheck("assess", EXEMPLAR, "--judgements", JUDGED, "--fail-on", "never")
    assert named.out == outcome.out
    assert "judgements" not in ctcheck("assess", EXEMPLAR, "--fail-on", "never").err


@pytest.mark.parametrize(("reader", "shown"), [("inspector", True), ("team", True), ("cabinet", False)])
@pytest.mark.parametrize("shape", ["text", "md", "html"])
def test_inspectors_and_the_team_get_three_columns(
    reader: str, shown: bool, shape: str, ctcheck: Ctcheck, folder: Path
) -> None:
    outcome = ctcheck(
        "assess", folder / "exemplar-2008.yaml", "--fail-on", "never", "--for", reader, "-f", shape
    )
    for word in ("The trust says", "ctcheck finds", "The inspector judges", "Four of twelve families"):
        assert (word in outcome.prose) == shown


def test_a_judgement_of_what_was_not_law_is_told(ctcheck: Ctcheck, folder: Path) -> None:
    outcome = ctcheck("assess", folder / "exemplar-2008.yaml", "--law-at", "2008-11-18", "--fail-on", "never")
    assert (
        "trust-boundaries-dealt-with: The inspector has judged this. ctcheck did not evaluate"
        " trust-boundaries-dealt-with: it was not in force on 18 November 2008" in outcome.prose
    )


def test_a_finding_that_there_is_not_is_refused(ctcheck: Ctcheck, folder: Path) -> None:
    path = folder / "judgements.yaml"
    path.write_text(path.read_text().replace("conferences/police", "conferences/polise"))
    outcome = ctcheck("assess", folder / "exemplar-2008.yaml")
    assert (outcome.code, outcome.out) == (Exit.SUBMISSION, "")
    assert (
        "judgements.yaml:27:5: judgements[3].about: 'agencies-attend-protection-conferences/polise'"
        in outcome.err
    )
    assert "Did you mean 'agencies-attend-protection-conferences/police'?" in outcome.err


def test_broken_judgements_stop_the_report(ctcheck: Ctcheck, folder: Path) -> None:
    (folder / "judgements.yaml").write_text("about: 1\n")
    outcome = ctcheck("assess", folder / "exemplar-2008.yaml")
    assert (outcome.code, outcome.out) == (Exit.SUBMISSION, "")
    assert "judgements.yaml:1:8" in outcome.err


def test_judgements_of_another_submission_are_left_out_and_told_or_refused_where_they_were_asked_for(
    ctcheck: Ctcheck, folder: Path
) -> None:
    shutil.copy(ROOT / "examples" / "salford-2003.yaml", folder)
    outcome = ctcheck("assess", folder / "salford-2003.yaml", "--fail-on", "never")
    assert outcome.code == Exit.OK
    assert (
        "is about another submission and is left out: the file is 'exemplar-2008.yaml' there" in outcome.err
    )
    assert "A file of judgements lies beside the submission." in outcome.prose
    assert "The inspector judges" not in outcome.prose
    asked = ctcheck("assess", folder / "salford-2003.yaml", "--judgements", folder / "judgements.yaml")
    assert (asked.code, asked.out) == (Exit.SUBMISSION, "")
    assert "is about another submission" in asked.err


def test_a_public_version_leaves_judgements_out_and_says_so(ctcheck: Ctcheck, folder: Path) -> None:
    outcome = ctcheck("assess", folder / "exemplar-2008.yaml", "--public", "--fail-on", "never")
    assert "left out of the public version" in outcome.err
    assert "A public version leaves out what inspectors judge" in outcome.prose
    assert "Four of twelve" not in outcome.prose
    public = as_json(ctcheck, folder / "exemplar-2008.yaml", "--public")
    assert public["inspector"] is None


def test_wrong_usage(ctcheck: Ctcheck, folder: Path) -> None:
    file, path = folder / "exemplar-2008.yaml", folder / "judgements.yaml"
    assert ctcheck("assess", file, EXEMPLAR, "--judgements", path).code == Exit.USAGE
    assert ctcheck("assess", file, "--public", "--judgements", path).code == Exit.USAGE
    missing = ctcheck("assess", file, "--judgements", folder / "none.yaml")
    assert missing.code == Exit.SUBMISSION
    assert "none.yaml" in missing.err


def test_a_workbook_has_a_column_for_it_only_where_somebody_has_judged(
    ctcheck: Ctcheck, folder: Path
) -> None:
    openpyxl = pytest.importorskip("openpyxl")

    def sheet(file: Path) -> Any:
        ctcheck("assess", file, "--fail-on", "never", "-f", f"xlsx={folder / 'x.xlsx'}")
        return list(openpyxl.load_workbook(folder / "x.xlsx")["Findings"].values)

    rows = sheet(folder / "exemplar-2008.yaml")
    at = next(number for number, row in enumerate(rows) if "The inspector judges" in row)
    column = rows[at].index("The inspector judges")
    judged = {row[0]: row[column] for row in rows[at + 1 :] if row[column]}
    assert set(judged) == {
        "caf-lead-professional-named",
        "is-protocol",
        "agencies-attend-protection-conferences/police",
        "trust-boundaries-dealt-with",
    }
    assert judged["is-protocol"].startswith("Met: The protocol is signed")
    assert not any("The inspector judges" in row for row in sheet(EXEMPLAR))


def test_judgements_given_as_a_submission_are_told_apart(ctcheck: Ctcheck, folder: Path) -> None:
    outcome = ctcheck("assess", folder / "judgements.yaml")
    assert outcome.code == Exit.SUBMISSION
    assert "this is a file of inspectors' judgements and no self-assessment" in outcome.err
    assert outcome.err.count("judgements.yaml:") == 1
