"""The files that evidence names: found, hashed, compared; nothing outside the folder is ever opened."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctcheck.model.place import Place
from ctcheck.model.submission import Area, EvidenceItem, Submission
from ctcheck.reading.inside import MAX_DEPTH, OutsideError, steps_of
from ctcheck.validation import evidence_files as module
from ctcheck.validation.evidence_files import EvidenceFile, evidence_files, open_inside

PLAN = b"the plan, as agreed"
DIGEST = hashlib.sha256(PLAN).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "submission"
    (inside / "evidence" / "minutes").mkdir(parents=True)
    (inside / "evidence" / "plan.pdf").write_bytes(PLAN)
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "plan.pdf").write_bytes(b"secret")
    return inside


def submission(*files: tuple[str, str]) -> Submission:
    """One piece of evidence for each file and digest."""
    items = tuple(
        EvidenceItem(
            f"e{number}", "T", "plan", None, None, "", "", "", ("plan",),
            Place("s.yaml", number + 1, 3), file, digest,
        )
        for number, (file, digest) in enumerate(files)
    )  # fmt: skip
    nowhere = Place("s.yaml")
    return Submission(
        file="s.yaml", digest="", fictional=True, title="", area=Area("A", "", "county", ()),
        as_at=dt.date(2007, 1, 1), marking="", inspection=None, signed=(), sources=(), facts={},  # type: ignore[arg-type]
        partners=None, partners_place=nowhere, evidence=items, self_judgements=(), actions=(), waivers=(),
        warnings=(),
    )  # fmt: skip


def one(folder: Path, path: str, declared: str = "", **limits: int) -> EvidenceFile:
    (found,) = evidence_files(submission((path, declared)), folder, **limits)
    return found


def test_a_file_is_found_hashed_and_compared(folder: Path) -> None:
    found = one(folder, "evidence/plan.pdf", DIGEST)
    assert (found.state, found.sha256, found.size) == ("matches", DIGEST, len(PLAN))
    assert (found.item, found.place.line, found.why) == ("e0", 1, "")
    assert one(folder, "evidence/plan.pdf").state == "unsealed"


def test_a_file_that_has_changed_and_one_that_is_missing_are_named(folder: Path) -> None:
    changed = one(folder, "evidence/plan.pdf", "0" * 64)
    assert (changed.state, changed.sha256, changed.declared) == ("changed", DIGEST, "0" * 64)
    for path in ("evidence/none.pdf", "none/plan.pdf", "evidence/plan.pdf/deeper"):
        missing = one(folder, path, DIGEST)
        assert (missing.state, missing.sha256) == ("missing", "")


def test_evidence_without_a_file_is_not_looked_for(folder: Path) -> None:
    assert evidence_files(submission(("", DIGEST), ("", "")), folder) == ()


HOSTILE = [
    "/etc/passwd",
    "../secret/plan.pdf",
    "evidence/../../secret/plan.pdf",
    "evidence/..",
    "..",
    ".",
    "./evidence/plan.pdf",
    "evidence//plan.pdf",
    "evidence/",
    "C:/Windows/win.ini",
    "C:plan.pdf",
    "c:\\Windows\\win.ini",
    "evidence\\plan.pdf",
    "\\\\server\\share\\plan.pdf",
    "//server/share/plan.pdf",
    "file:///etc/passwd",
    "https://evil.example/plan.pdf",
    "plan.pdf:stream",
    "evidence/plan\x00.pdf",
    "evidence/plan\n.pdf",
    "evidence/\x1b[31m.pdf",
    "evidence/\u202efdp.nalp",
    "evidence/pl\u200ban.pdf",
    "evidence/\ud800.pdf",
    "nul",
    "evidence/CON.pdf",
    "Lpt1.txt",
    "~/plan.pdf",
    "~root/plan.pdf",
    "evidence /plan.pdf",
    "evidence/plan.pdf.",
    "evidence/plan?.pdf",
    "evidence/*",
    "x" * 256,
    "/".join("x" * (MAX_DEPTH + 1)),
    "",
]


@pytest.mark.parametrize("path", HOSTILE, ids=ascii)
def test_a_path_that_leads_out_or_hides_something_is_refused(path: str, folder: Path) -> None:
    with pytest.raises(OutsideError):
        steps_of(path)
    with pytest.raises(OutsideError), open_inside(folder, path):
        pass


def test_what_reading_would_refuse_is_not_opened_here_either(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "open", lambda *given, **more: pytest.fail(f"opened {given}"))
    for path in filter(None, HOSTILE):
        found = one(folder, path, DIGEST)
        assert (found.state, found.sha256) == ("refused", "")


@given(st.text(max_size=60) | st.lists(st.sampled_from(["..", ".", "", "a", "b ", "C:", "\\"])).map("/".join))
def test_what_passes_stays_below_the_folder_on_every_system(path: str) -> None:
    import ntpath
    import posixpath

    try:
        steps = steps_of(path)
    except OutsideError:
        return
    assert "/".join(steps) == path
    for flavour, root in ((posixpath, "/folder"), (ntpath, "C:\\folder")):
        joined = flavour.normpath(flavour.join(root, path))
        assert joined.startswith(root + flavour.sep)


@pytest.mark.parametrize(
    "path", ["plan.pdf", "evidence/Plan 2007 (final).pdf", "Belege/Prüfung.pdf", ".hidden"]
)
def test_usual_names_pass(path: str) -> None:
    assert steps_of(path) == tuple(path.split("/"))


LINKS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a link to a file outside": (
        lambda at: (at / "evidence/link.pdf").symlink_to("../../secret/plan.pdf"),
        "evidence/link.pdf",
    ),
    "a link to a file inside": (
        lambda at: (at / "evidence/link.pdf").symlink_to("plan.pdf"),
        "evidence/link.pdf",
    ),
    "a link that leads nowhere": (
        lambda at: (at / "evidence/link.pdf").symlink_to("none"),
        "evidence/link.pdf",
    ),
    "a link to itself": (lambda at: (at / "loop").symlink_to("loop"), "loop"),
    "a folder that is a link": (lambda at: (at / "way").symlink_to("../secret"), "way/plan.pdf"),
    "a folder in between": (
        lambda at: (at / "evidence/way").symlink_to("/"),
        "evidence/way/etc/passwd",
    ),
}


@pytest.mark.parametrize("name", LINKS)
@pytest.mark.parametrize("by_steps", [True, False], ids=["from folder to folder", "looked at before"])
def test_links_are_not_followed(
    name: str, by_steps: bool, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not by_steps:
        monkeypatch.setattr(os, "supports_dir_fd", set())
    make, path = LINKS[name]
    make(folder)
    found = one(folder, path, DIGEST)
    assert (found.state, found.sha256) == ("refused", "")
    assert "links are not followed" in found.why


def test_a_file_that_becomes_a_link_while_it_is_looked_at_is_not_followed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.stat

    def exchange(path: object, **more: object) -> os.stat_result:
        status = real(path, **more)  # type: ignore[call-overload]
        if path == "plan.pdf":
            (folder / "evidence" / "plan.pdf").unlink()
            (folder / "evidence" / "plan.pdf").symlink_to("../../secret/plan.pdf")
        return status

    monkeypatch.setattr(os, "stat", exchange)
    monkeypatch.setattr(os, "supports_dir_fd", {os.open, exchange})
    found = one(folder, "evidence/plan.pdf", DIGEST)
    assert (found.state, found.sha256) == ("refused", "")


def test_the_folder_itself_may_be_reached_through_a_link(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "shortcut").symlink_to(folder)
    assert one(tmp_path / "shortcut", "evidence/plan.pdf", DIGEST).state == "matches"


@pytest.mark.parametrize("by_steps", [True, False], ids=["from folder to folder", "looked at before"])
def test_what_is_no_plain_file_is_refused_and_never_waited_for(
    by_steps: bool, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not by_steps:
        monkeypatch.setattr(os, "supports_dir_fd", set())
    os.mkfifo(folder / "pipe")
    monkeypatch.chdir(folder)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        for path, why in (
            ("pipe", "it is no plain file"),
            ("socket", "it is no plain file"),
            ("evidence/minutes", "it is a folder"),
        ):
            assert (one(folder, path).state, one(folder, path).why) == ("refused", why)


def test_a_device_is_refused() -> None:
    found = one(Path("/dev"), "zero")
    assert (found.state, found.why) == ("refused", "it is no plain file")


def test_a_file_that_may_not_be_read_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "read", refuse)
    found = one(folder, "evidence/plan.pdf", DIGEST)
    assert (found.state, found.why) == ("refused", "it cannot be read (Permission denied)")


def test_a_file_over_the_limit_is_refused_unread(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (folder / "huge").open("wb") as stream:
        stream.truncate(module.MAX_FILE + 1)
    monkeypatch.setattr(os, "read", lambda *given: pytest.fail("read"))
    found = one(folder, "huge", DIGEST)
    assert (found.state, found.why) == ("refused", "it is larger than 512 MB")


def test_all_files_together_have_a_limit_and_one_named_twice_is_read_once(folder: Path) -> None:
    (folder / "other").write_bytes(PLAN)
    named = [("evidence/plan.pdf", DIGEST), ("evidence/plan.pdf", "0" * 64), ("other", DIGEST)]
    found = evidence_files(submission(*named), folder, most_in_all=len(PLAN) + 5)
    assert [file.state for file in found] == ["matches", "changed", "refused"]
    assert "more than is read of one submission" in found[2].why
    enough = evidence_files(submission(*named), folder, most_in_all=2 * len(PLAN))
    assert [file.state for file in enough] == ["matches", "changed", "matches"]


def test_a_file_that_grows_while_it_is_read_is_not_read_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces = iter([b"x" * 50] * 100)
    monkeypatch.setattr(os, "read", lambda *given: next(pieces))
    assert one(folder, "evidence/plan.pdf", most=100).state == "refused"
    assert len(list(pieces)) == 97


def test_no_handle_stays_open(folder: Path) -> None:
    (folder / "evidence/way").symlink_to("/")
    before = len(os.listdir("/proc/self/fd"))
    for path in ("evidence/plan.pdf", "evidence/way/etc", "none", "evidence/none", "evidence", "../x"):
        one(folder, path)
    assert len(os.listdir("/proc/self/fd")) == before
