"""A submission that is too dear is named and given up, in a process of our own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest

from ctcheck.cli.main import run
from ctcheck.survey.limits import TooLongError, at_most
from tests.survey.make_survey_2004 import files

GOOD = files()["area-01.yaml"]


def large() -> str:
    """Some megabytes that are read whole before anything is known of them."""
    entry = "  - {{id: e{0}, title: Minutes number {0}, kind: minutes, supports: [trust]}}\n"
    return GOOD + "evidence:\n" + "".join(entry.format(number) for number in range(20_000))


def test_time_and_memory(tmp_path: Path) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "a.yaml").write_text(GOOD)
    (folder / "b.yaml").write_text(large())
    for option, value, why in (("--time-limit", "0.05", "seconds"), ("--memory-limit", "64", "MB")):
        target = tmp_path / "out.json"
        assert run(["survey", str(folder), option, value, "--workers", "1", "-f", f"json={target}"]) in (0, 3)
        found = {one["name"]: one for one in json.loads(target.read_text())["submissions"]}
        assert found["b.yaml"]["status"] == "skipped"
        assert why in found["b.yaml"]["reason"]
        if option == "--memory-limit":
            assert found["a.yaml"]["status"] == "read"


@pytest.mark.parametrize("in_thread", [False, True])
def test_the_time_of_a_block_is_limited_in_any_thread(in_thread: bool) -> None:
    told = []

    def block() -> None:
        began = time.monotonic()
        try:
            with at_most(0.1, end_process=False):
                while time.monotonic() - began < 20:
                    pass
        except TooLongError:
            told.append(time.monotonic() - began)

    if in_thread:
        thread = threading.Thread(target=block)
        thread.start()
        thread.join()
    else:
        block()
    assert len(told) == 1
    assert told[0] < 10


def archive(path: Path, entries: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as made:
        for name, data in entries.items():
            made.writestr(name, data)
    return path


def statuses(path: Path, tmp_path: Path) -> dict[str, str]:
    target = tmp_path / "out.jsonl"
    run(["survey", str(path), "--workers", "0", "-f", f"jsonl={target}"])
    lines = [json.loads(line) for line in target.read_text().splitlines()]
    return {
        one["name"]: one["problems"][0]["message"] if one["status"] == "unreadable" else one["status"]
        for one in lines
    }


def test_an_archive_is_read_and_never_unpacked(tmp_path: Path) -> None:
    good = GOOD.encode()
    made = archive(
        tmp_path / "many.zip",
        {
            "north/a.yaml": good,
            "../../escaped.yaml": good,
            "/etc/rooted.yaml": good,
            "bomb.yaml": b"a: " + b"x" * 3_000_000,
            "readme.txt": b"not a submission",
            "inner.zip": b"PK",
            "judgements.yaml": b"judgements: []",
        },
    )
    before = sorted(tmp_path.rglob("*"))
    found = statuses(made, tmp_path)
    assert found.pop("many.zip/bomb.yaml").startswith("the entry grows")
    assert found == {
        "many.zip/../../escaped.yaml": "read",
        "many.zip//etc/rooted.yaml": "read",
        "many.zip/north/a.yaml": "read",
    }
    assert sorted(path for path in tmp_path.rglob("*") if path.name != "out.jsonl") == before
    assert not (tmp_path.parent.parent / "escaped.yaml").exists()


def test_broken_archives_are_listed_and_stop_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "good.yaml").write_text(GOOD)
    (folder / "none.zip").write_bytes(b"no archive at all")
    whole = archive(folder / "overlap.zip", {"a.yaml": GOOD.encode(), "b.yaml": GOOD.encode()}).read_bytes()
    # The second entry of the list is made to point at the first.
    at = whole.rfind(b"PK\x01\x02")
    (folder / "overlap.zip").write_bytes(whole[: at + 42] + b"\0\0\0\0" + whole[at + 46 :])
    broken = bytearray(archive(folder / "damaged.zip", {"a.yaml": GOOD.encode()}).read_bytes())
    broken[60:90] = bytes(30)
    (folder / "damaged.zip").write_bytes(bytes(broken))
    (folder / "link.yaml").symlink_to("/etc/hostname")
    found = statuses(folder, tmp_path)
    assert found.pop("good.yaml") == "read"
    assert {name: text.split(".")[0] for name, text in found.items()} == {
        "none.zip": "this is no zip archive that can be read",
        "overlap.zip": "entries of the archive overlap",
        "damaged.zip/a.yaml": "the entry is damaged",
        "link.yaml": "this is a link, and links are not followed",
    }


def test_workers_end_when_the_survey_is_killed(tmp_path: Path) -> None:
    code = "import sys; from ctcheck.cli.main import main; main()"
    for number in range(300):
        (tmp_path / f"{number}.yaml").write_text(GOOD)
    survey = subprocess.Popen(
        [sys.executable, "-c", code, "survey", str(tmp_path), "--workers", "1", "-f", "jsonl"],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.DEVNULL,
    )
    children = Path(f"/proc/{survey.pid}/task/{survey.pid}/children")
    work = tmp_path / "found"
    until = time.monotonic() + 60
    while time.monotonic() < until and not (work.exists()):
        for pid in children.read_text().split():
            if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
                # Once it has its rules it has made itself end with us.
                time.sleep(3)
                work.write_text(pid)
    survey.kill()
    survey.wait()
    worker = Path(f"/proc/{work.read_text()}")
    while (
        worker.exists() and time.monotonic() < until and "Z" not in (worker / "stat").read_text().split()[2]
    ):
        time.sleep(0.1)
    assert not worker.exists() or "Z" in (worker / "stat").read_text().split()[2]
