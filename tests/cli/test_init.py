"""`ctcheck init`: what it writes, what it asks, and that it overwrites nothing."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from ctcheck.errors import Exit
from tests.cli.outcome import Ctcheck

SAID = ("--authority", "North Exemplar", "--type", "county", "--law-at", "2026-06-01")


def test_an_empty_folder_becomes_a_submission_that_assesses(ctcheck: Ctcheck, tmp_path: Path) -> None:
    done = ctcheck("init", tmp_path / "new", *SAID, "--inspection", "2026-09-14", "--regime", "ilacs-2026")
    assert done.code == Exit.OK, done.err
    names = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert names == ["README.md", "north-exemplar-2026-06-01.yaml", "submission.schema.json"]
    file = tmp_path / "new" / "north-exemplar-2026-06-01.yaml"
    assert f"ctcheck assess {file}" in done.out
    assert file.read_text().startswith("# yaml-language-server: $schema=submission.schema.json\n")
    assert ctcheck("validate", file).code == Exit.OK
    assert ctcheck("assess", file).code == Exit.GAPS
    page = (tmp_path / "new" / "README.md").read_text()
    assert "ctcheck assess north-exemplar-2026-06-01.yaml" in page


def test_the_second_time_comes_from_the_cache_and_is_the_same(
    ctcheck: Ctcheck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CTCHECK_CACHE", str(tmp_path / "cache"))
    ctcheck("init", tmp_path / "one", *SAID)

    def never(*_: object) -> None:
        raise AssertionError("the rule book was loaded")

    monkeypatch.setattr("ctcheck.cli.start_command.packs", never)
    assert ctcheck("init", tmp_path / "two", *SAID).code == Exit.OK
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
    (entry,) = (tmp_path / "cache").glob("init-*.json")
    entry.write_text("[1, 2]")
    monkeypatch.undo()
    monkeypatch.setenv("CTCHECK_CACHE", str(tmp_path / "cache"))
    assert ctcheck("init", tmp_path / "three", *SAID).code == Exit.OK


@pytest.mark.parametrize("there", ["README.md", "north-exemplar-2026-06-01.yaml", "submission.schema.json"])
def test_nothing_is_overwritten(there: str, ctcheck: Ctcheck, tmp_path: Path) -> None:
    (tmp_path / there).write_text("mine")
    done = ctcheck("init", tmp_path, *SAID)
    assert done.code == Exit.USAGE
    assert there in done.err
    assert [path.name for path in tmp_path.iterdir()] == [there]
    assert (tmp_path / there).read_text() == "mine"


def test_a_folder_that_cannot_be_made_leaves_nothing(ctcheck: Ctcheck, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = ctcheck("init", tmp_path / "file" / "below", *SAID)
    assert done.code == Exit.OUTPUT
    assert "Nothing was written" in done.err


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (("--type", "county"), "Not said: --authority, --law-at."),
        ((*SAID[:2], "--type", "conty", *SAID[4:]), "county"),
        ((*SAID[:5], "2026-02-30"), "not a day in the calendar"),
        ((*SAID[:5], "1950-01-01"), "Try --law-at"),
        ((*SAID, "--regime", "ilacs-2062"), "ilacs-2026"),
        ((*SAID, "--inspection", "soon"), "--inspection"),
        (("--authority", "a\u202eb", *SAID[2:]), "--authority"),
        ((*SAID[:5], "2026-W01-1"), "expected a date"),
        (("--authority", "x" * 121, *SAID[2:]), "--authority"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    said: tuple[str, ...], told: str, ctcheck: Ctcheck, tmp_path: Path
) -> None:
    done = ctcheck("init", tmp_path / "new", *said)
    assert done.code == Exit.USAGE
    assert told in done.err
    assert not (tmp_path / "new").exists()


def test_on_a_terminal_it_asks_for_what_is_missing_and_asks_again(
    ctcheck: Ctcheck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = io.StringIO("“Example Town”\ncounty\nMay\n2026-06-01\n\n\n")
    monkeypatch.setattr("sys.stdin", typed)
    monkeypatch.setattr(typed, "isatty", lambda: True, raising=False)
    done = ctcheck("init", tmp_path / "new")
    assert done.code == Exit.OK, done.err
    assert "expected a date" in done.err
    assert (tmp_path / "new" / "example-town-2026-06-01.yaml").is_file()
