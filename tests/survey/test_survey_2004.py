"""The survey of July 2004, again: 35 made-up submissions give every count that was published."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from ctcheck.cli.main import run
from ctcheck.rulebook.loader import LoadedPacks
from tests.survey.make_survey_2004 import AREAS, BOARD_SIZE, FOLDER, PUBLISHED, files


def test_the_examples_are_what_the_script_writes() -> None:
    assert {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()} == files()


def test_they_stand_for_no_real_area(loaded: LoadedPacks) -> None:
    real = {row.label for row in loaded.packs.tables["childrens-trust-pathfinders"].rows}
    for text in files().values():
        assert "\nfictional: yes\n" in text
        assert not any(name in text for name in real)


def test_tabulate_gives_every_published_count(tmp_path: Path) -> None:
    target = tmp_path / "table.csv"
    arguments = [
        "survey",
        str(FOLDER),
        "--tabulate",
        "nect-baseline",
        "--workers",
        "0",
        "-f",
        f"table={target}",
    ]
    assert run(arguments) == 0
    rows = {row["Indicator"]: row for row in csv.DictReader(io.StringIO(target.read_text("utf-8-sig")))}
    board = rows.pop("board-size")
    assert float(board["Mean"]) == BOARD_SIZE
    assert {name: (int(row["Yes"]), int(row["Of"])) for name, row in rows.items()} == {
        name: (count, AREAS) for name, count in PUBLISHED.items()
    }


def test_a_published_count_would_be_missed(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """One area that says otherwise moves a count; one that is silent is counted apart, never as no."""
    for name, text in files().items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with_it = next(
        path for path in sorted(tmp_path.iterdir()) if "joint_recording: in-place" in path.read_text()
    )
    text = with_it.read_text()
    for instead, expected in (("proposed", (2, 33, 0)), ("", (2, 32, 1))):
        with_it.write_text(text.replace("joint_recording: in-place", f"joint_recording: {instead}".rstrip()))
        assert (
            run(["survey", str(tmp_path), "--tabulate", "nect-baseline", "--workers", "0", "-f", "json"]) == 0
        )
        found = json.loads(capsysbinary.readouterr().out)["tabulation"]["indicators"]
        one = next(row for row in found if row["id"] == "joint-recording-protocol")
        assert (one["yes"], one["no"], one["unknown"]) == expected
        assert one["of"] == AREAS
