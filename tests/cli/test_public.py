"""`--public` on the command line: what it refuses, what it says, and that it is one file's matter only."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ctcheck.errors import Exit
from tests.cli.outcome import Ctcheck

ROOT = Path(__file__).parents[2]
EXEMPLAR = ROOT / "examples" / "exemplar-2008.yaml"
HEAD = "ctcheck: 1\narea: {name: Testshire, type: county}\nas_at: 2008-05-31\n"
RULE = "s10-partners-cooperate"


def test_a_public_report_says_so_on_its_first_page_and_whoever_makes_it_is_told_to_read_it(
    ctcheck: Ctcheck,
) -> None:
    outcome = ctcheck("assess", EXEMPLAR, "--public", "--fail-on", "never")
    assert outcome.code == Exit.OK
    first = outcome.prose[:1500]
    assert first.startswith("Gap report (public version): ")
    assert "This is a public version." in first
    assert "shown as “fewer than 5” (house rule)" in first
    assert "Marking: public version" in outcome.prose
    assert "Read it before you publish it" in outcome.err
    full = ctcheck("assess", EXEMPLAR, "--fail-on", "never")
    assert "public version" not in full.prose
    assert "publish" not in full.err


def test_the_threshold_can_be_chosen_and_stands_in_json(ctcheck: Ctcheck) -> None:
    outcome = ctcheck(
        "assess", EXEMPLAR, "--public", "--small-number", 10, "-f", "json", "--fail-on", "never"
    )
    public = json.loads(outcome.out)["public"]
    assert public["small_numbers"]["below"] == 10
    assert public["small_numbers"]["chosen"] is True
    assert public["small_numbers"]["replaced"] > 0
    assert json.loads(ctcheck("assess", EXEMPLAR, "-f", "json").out)["public"] is None


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("assess", EXEMPLAR, "--small-number", 5), "--small-number is for a public version only."),
        (("explain", RULE, EXEMPLAR, "--small-number", 5), "--small-number is for a public version only."),
        (("explain", RULE, "--public"), "--public is about a submission, and none is given."),
        (("assess", EXEMPLAR, "--public", "--small-number", 2), "hides nothing"),
        (("explain", RULE, EXEMPLAR, "--public", "--small-number", 2), "hides nothing"),
    ],
)
def test_wrong_usage(arguments: tuple[object, ...], says: str, ctcheck: Ctcheck) -> None:
    outcome = ctcheck(*arguments)
    assert (outcome.code, outcome.out) == (Exit.USAGE, "")
    assert says in outcome.err


def test_a_submission_without_a_public_version_does_not_keep_others_from_theirs(
    ctcheck: Ctcheck, tmp_path: Path
) -> None:
    (tmp_path / "whole.yaml").write_text(f"{HEAD}marking: restricted\n")
    (tmp_path / "open.yaml").write_text(HEAD)
    files = (tmp_path / "whole.yaml", tmp_path / "open.yaml")
    outcome = ctcheck("assess", *files, "--public", "--fail-on", "never")
    assert outcome.code == Exit.USAGE
    assert "whole.yaml is marked restricted as a whole" in outcome.err
    assert outcome.prose.startswith("Gap report (public version)")
    assert ctcheck("assess", *files, "--fail-on", "never").code == Exit.OK
