"""An output is written whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from ctcheck.errors import Exit, OutputError
from ctcheck.output import write_whole


def test_a_new_file_has_all_the_bytes(tmp_path: Path) -> None:
    write_whole(tmp_path / "report.txt", b"all of it\n")
    assert (tmp_path / "report.txt").read_bytes() == b"all of it\n"


def test_an_old_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(b"old and longer")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["report.txt"]


def test_the_mode_follows_the_mask_of_the_user(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "report.txt", b"x")
    finally:
        after = os.umask(before)
    assert after == 0o027
    assert stat.S_IMODE((tmp_path / "report.txt").stat().st_mode) == 0o640


def test_a_missing_folder_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="No such file or directory") as caught:
        write_whole(tmp_path / "nowhere" / "report.txt", b"x")
    assert caught.value.exit_code == Exit.OUTPUT
    assert caught.value.hint
    assert os.listdir(tmp_path) == []


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "report").mkdir()
    with pytest.raises(OutputError, match="it is a folder"):
        write_whole(tmp_path / "report", b"x")
    assert os.listdir(tmp_path) == ["report"]


def test_a_link_is_neither_followed_nor_replaced(tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes(b"kept")
    (tmp_path / "report").symlink_to(tmp_path / "kept")
    with pytest.raises(OutputError, match="it is a link"):
        write_whole(tmp_path / "report", b"x")
    assert (tmp_path / "kept").read_bytes() == b"kept"
    assert (tmp_path / "report").is_symlink()


def test_a_device_is_not_replaced() -> None:
    with pytest.raises(OutputError, match="not a plain file"):
        write_whole(Path("/dev/null"), b"x")
    assert Path("/dev/null").is_char_device()


def test_a_failure_while_writing_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "report.txt"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left on device"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["report.txt"]


def test_a_name_with_a_nul_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        write_whole(tmp_path / "a\0b", b"x")
