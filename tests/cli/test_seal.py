"""`ctcheck seal` and `ctcheck verify` on the command line, with the shipped rules."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from ctcheck.errors import Exit
from ctcheck.reading.files import digest_of
from tests.cli.outcome import Ctcheck

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
SMALL = """\
ctcheck: 1
area: {name: Testshire, type: county}
as_at: 2008-05-31
marking: public
evidence:
  - {id: plan, title: The plan, kind: plan, supports: [plan], file: files/plan.pdf}
  - {id: gone, title: Another, kind: plan, supports: [plan], file: files/gone.pdf}
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A small submission in a folder of its own, with one of its two pieces of evidence."""
    (tmp_path / "area" / "files").mkdir(parents=True)
    (tmp_path / "area" / "files" / "plan.pdf").write_bytes(b"a plan")
    path = tmp_path / "area" / "testshire.yaml"
    path.write_text(SMALL)
    return path


def test_a_sealed_assessment_verifies_after_everything_it_was_made_from_is_gone(
    ctcheck: Ctcheck, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    shutil.copytree(EXAMPLES / "local-pack", folder)
    archive = tmp_path / "out.zip"
    sealed = ctcheck(
        "seal",
        folder / "submission.yaml",
        "--rules",
        folder / "rules",
        "-o",
        archive,
        "--law-at",
        "2024-10-01",
    )
    assert (sealed.code, sealed.out) == (Exit.OK, "")
    assert digest_of(archive.read_bytes()) in sealed.err
    report = json.loads(
        ctcheck(
            "assess", folder / "submission.yaml", "--rules", folder / "rules", "-f", "json",
            "--fail-on", "never", "--law-at", "2024-10-01",
        ).out
    )  # fmt: skip
    shutil.rmtree(folder)
    verified = ctcheck("verify", archive)
    assert verified.code == Exit.OK, verified.err
    assert "Every byte and every verdict is the same as when it was sealed." in verified.prose
    assert "children-act-2004 0.1.0: the pack that comes with this ctcheck" in verified.prose
    assert "exemplar-county-standards 1.0.0: a pack of its own" in verified.prose
    assert "1 October 2024" in verified.prose
    told = json.loads(ctcheck("verify", archive, "--format", "json").out)
    assert told["counts"] == report["assurance"]["counts"]
    assert told["rules_digest"] == report["rules_digest"]
    assert str(tmp_path).encode() not in archive.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.zip"]


def test_a_pack_in_the_place_of_the_shipped_one_is_used_from_the_archive(
    ctcheck: Ctcheck, small: Path, tmp_path: Path
) -> None:
    pack = tmp_path / "pack"
    shutil.copytree(ROOT / "rules" / "children-act-2004", pack)
    rule = next(pack.glob("information-sharing/*.yaml"))
    rule.write_text(rule.read_text() + "# changed\n")
    archive = tmp_path / "out.zip"
    assert ctcheck("seal", small, "--rules", pack, "-o", archive).code == Exit.OK
    shutil.rmtree(pack)
    verified = ctcheck("verify", archive)
    assert verified.code == Exit.OK, verified.err
    assert "NOT the pack that comes with this ctcheck" in verified.prose


def test_a_changed_archive_ends_with_6_and_the_first_difference(
    ctcheck: Ctcheck, small: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "out.zip"
    ctcheck("seal", small, "-o", archive)
    data = bytearray(archive.read_bytes())
    data[data.index(b"Testshire, type")] ^= 1
    archive.write_bytes(data)
    outcome = ctcheck("verify", archive)
    assert (outcome.code, outcome.out) == (Exit.INTEGRITY, "")
    assert f"{archive} is not what was sealed: submission.yaml is damaged" in outcome.err


def test_judgements_are_sealed_with_the_submission(ctcheck: Ctcheck, tmp_path: Path) -> None:
    file, judged = EXAMPLES / "exemplar-2008.yaml", EXAMPLES / "inspection" / "judgements.yaml"
    named, beside = tmp_path / "named.zip", tmp_path / "beside.zip"
    assert "Judgements: 5" in ctcheck("seal", file, "--judgements", judged, "-o", named).err
    shutil.copy(file, tmp_path)
    shutil.copy(judged, tmp_path)
    ctcheck("seal", tmp_path / "exemplar-2008.yaml", "-o", beside)
    assert named.read_bytes() == beside.read_bytes()
    assert "5, from judgements.yaml" in ctcheck("verify", named).prose
    other = ctcheck("seal", EXAMPLES / "salford-2003.yaml", "--judgements", judged, "-o", tmp_path / "x.zip")
    assert other.code == Exit.SUBMISSION
    assert not (tmp_path / "x.zip").exists()


def test_files_of_the_evidence_are_hashed_and_can_be_looked_at_again(
    ctcheck: Ctcheck, small: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "out.zip"
    sealed = ctcheck("seal", small, "-o", archive)
    assert "2 in the register; of the files that it names, 1 hashed" in sealed.err
    assert "and 1 missing" in sealed.err
    told = json.loads(ctcheck("verify", archive, "--evidence", small.parent, "--format", "json").out)
    assert told["evidence_checked"] is True
    assert [one["state"] for one in told["evidence_files"]] == ["unsealed", "missing"]
    assert told["evidence_files"][0]["sha256"] == digest_of(b"a plan")
    (small.parent / "files" / "plan.pdf").write_bytes(b"another plan")
    changed = ctcheck("verify", archive, "--evidence", small.parent)
    assert changed.code == Exit.INTEGRITY
    assert "the file files/plan.pdf of the evidence plan has changed" in changed.err
    assert ctcheck("verify", archive).code == Exit.OK


def test_marked_parts_are_in_the_archive_and_that_is_said(
    ctcheck: Ctcheck, small: Path, tmp_path: Path
) -> None:
    assert "restricted" not in ctcheck("seal", small, "-o", tmp_path / "a.zip").err
    small.write_text(SMALL + "restricted: [plan.published]\n")
    assert "take care whom you give it to" in ctcheck("seal", small, "-o", tmp_path / "b.zip").err


def test_what_cannot_be_sealed_leaves_nothing_behind(ctcheck: Ctcheck, small: Path, tmp_path: Path) -> None:
    archive = tmp_path / "out.zip"
    small.write_text("ctcheck: 1\n")
    broken = ctcheck("seal", small, "-o", archive)
    assert broken.code == Exit.SUBMISSION
    assert "testshire.yaml:1:1" in broken.err
    assert ctcheck("seal", tmp_path / "none.yaml", "-o", archive).code == Exit.SUBMISSION
    small.write_text(SMALL)
    assert ctcheck("seal", small, "-o", small).code == Exit.USAGE
    assert ctcheck("seal", small, "-o", archive, "--key", tmp_path / "none.pem").code == Exit.USAGE
    assert ctcheck("seal", small, "-o", tmp_path / "no" / "folder.zip").code == Exit.OUTPUT
    assert small.read_text() == SMALL
    assert not archive.exists()


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_archive_is_told_so(data: bytes, ctcheck: Ctcheck, tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    outcome = ctcheck("verify", path)
    assert (outcome.code, outcome.out) == (Exit.INTEGRITY, "")
    assert "is not what was sealed: " in outcome.err


def test_wrong_usage_of_verify(ctcheck: Ctcheck, tmp_path: Path) -> None:
    assert ctcheck("verify", tmp_path / "none.zip").code == Exit.USAGE
    assert ctcheck("verify", tmp_path).code == Exit.USAGE
    path = tmp_path / "x.zip"
    path.write_bytes(b"x")
    assert ctcheck("verify", path, "--evidence", tmp_path / "none").code == Exit.USAGE
    assert ctcheck("verify", path, "--key", tmp_path / "none.pem").code == Exit.USAGE
