"""`ctcheck assess --watch`: only what a save changed, and it goes on whatever happens."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ctcheck.cli import watch
from ctcheck.errors import Exit
from tests.cli.outcome import Ctcheck

HEAD = "ctcheck: 1\narea: {name: Anywhere, type: county}\nas_at: 2008-04-01\n"


@pytest.fixture
def saves(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Each step is done at one wait; after the last somebody types Ctrl-C."""

    def plan(*steps: Callable[[], object]) -> None:
        left = list(steps)

        def wait() -> None:
            if not left:
                raise KeyboardInterrupt
            left.pop(0)()

        monkeypatch.setattr(watch, "pause", wait)

    return plan


def nothing() -> None:
    """A look at the file between two saves."""


def by_rename(path: Path, text: str) -> Callable[[], None]:
    """As editors save that put a new file in the place of the old."""

    def save() -> None:
        other = path.with_suffix(".new")
        other.write_text(text, encoding="utf-8")
        os.replace(other, path)

    return save


def test_a_save_shows_what_it_changed_and_ctrl_c_ends_well(
    ctcheck: Ctcheck, tmp_path: Path, saves: Callable[..., None]
) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(HEAD, encoding="utf-8")
    plan = HEAD + "cooperation: {arrangement: {status: none}}\n"
    saves(nothing, by_rename(file, plan), nothing, by_rename(file, HEAD), nothing, nothing)
    done = ctcheck("assess", "--watch", file)
    assert done.code == Exit.OK
    first, *rest = done.out.split("\n\n")
    assert "no answer" in first
    assert "(s10-arrangements-current): no answer -> not met" in " ".join(rest[0].split())
    assert "Counts: not met 0 -> 2" in rest[0]
    assert "not met -> no answer" in " ".join(rest[1].split())
    assert "Gaps in the order" not in done.out


def test_a_broken_file_shows_its_problems_and_the_watch_goes_on(
    ctcheck: Ctcheck, tmp_path: Path, saves: Callable[..., None]
) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(HEAD, encoding="utf-8")
    saves(
        by_rename(file, HEAD + "plan: [\n"), nothing, nothing, by_rename(file, HEAD + "# mended\n"), nothing
    )
    done = ctcheck("assess", "--watch", file)
    assert done.code == Exit.OK
    assert f"{file}:" in done.err
    assert "the last result stands" in done.out
    assert done.out.rstrip().endswith("Saved; no finding changed.")


def test_a_file_that_goes_away_is_waited_for(
    ctcheck: Ctcheck, tmp_path: Path, saves: Callable[..., None]
) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(HEAD, encoding="utf-8")
    saves(file.unlink, nothing, nothing, by_rename(file, HEAD), nothing)
    done = ctcheck("assess", "--watch", file)
    assert "is not there now; waiting for it" in done.prose
    assert "Saved; no finding changed." in done.out


def test_half_a_save_is_not_read(ctcheck: Ctcheck, tmp_path: Path, saves: Callable[..., None]) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(HEAD, encoding="utf-8")
    saves(lambda: file.write_text(""), by_rename(file, HEAD + "# whole\n"), nothing, nothing)
    done = ctcheck("assess", "--watch", file)
    assert done.err == ""
    assert "Saved; no finding changed." in done.out


@pytest.mark.parametrize("more", [["-f", "json"], ["--public"], ["--for", "inspector"], ["other.yaml"]])
def test_it_watches_one_file_for_the_team(more: list[str], ctcheck: Ctcheck, tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(HEAD, encoding="utf-8")
    done = ctcheck("assess", "--watch", file, *more)
    assert done.code == Exit.USAGE
    assert "--watch" in done.err
