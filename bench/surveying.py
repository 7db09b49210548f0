"""What a survey costs: for each submission beside reading its YAML, with two workers beside one, and in memory.

Yardstick of the cost: reading the same files with PyYAML's C loader, and nothing else.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import yaml  # noqa: E402 - the path comes first
from make_submission import BASE, make_submission  # noqa: E402

CTCHECK = "import sys; from ctcheck.cli.main import main; sys.exit(main())"
NUMBER = int(os.environ.get("CTCHECK_BENCH_SUBMISSIONS", "1000"))
SMALLEST, LARGEST = 20_000, 60_000
FRAME = ("ctcheck", "title", "fictional", "area", "as_at", "period", "inspection", "submitted", "marking")


def sections(text: str) -> dict[str, str]:
    """The top-level parts of a submission by key, each as its text."""
    found: dict[str, str] = {}
    key = ""
    for line in text.splitlines(keepends=True):
        if line[:1].isalpha() and ":" in line:
            key = line.partition(":")[0]
        found[key] = found.get(key, "") + line
    return found


def submission(number: int, size: int) -> str:
    """A submission of about so many bytes: the fullest example, longer or with parts left out."""
    base = BASE.read_text(encoding="utf-8")
    if size > len(base):
        return make_submission(size).replace("name: Exemplar County", f"name: Area {number}", 1)
    parts = sections(base)
    chance = random.Random(number)
    loose = [
        key for key in parts if key and key not in FRAME and key not in ("partners", "evidence", "actions")
    ]
    chance.shuffle(loose)
    # What refers to something is left out first, since it may refer to what is left out.
    for key in ("evidence", "actions", "self_judgements", "not_applicable", "restricted", *loose):
        if sum(len(part) for part in parts.values()) <= size:
            break
        parts.pop(key, None)
    return "".join(parts.values())


def make(folder: Path, number: int, smallest: int = SMALLEST, largest: int = LARGEST) -> list[Path]:
    """So many submissions of sizes that go evenly from the smallest to the largest."""
    made = []
    for index in range(number):
        size = smallest + (largest - smallest) * index // max(1, number - 1)
        path = folder / f"{index:06}.yaml"
        path.write_text(submission(index, size), encoding="utf-8")
        made.append(path)
    return made


def _survey(folder: Path, workers: int) -> float:
    """Seconds of a whole survey, from the start of the process to its end."""
    arguments = ["survey", str(folder), "--workers", str(workers), "-f", f"json={folder.parent / 'out.json'}"]
    begin = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", CTCHECK, *arguments], cwd=ROOT, check=True, stderr=subprocess.DEVNULL
    )
    return time.perf_counter() - begin


def _yaml_alone(files: list[Path]) -> float:
    begin = time.perf_counter()
    for file in files:
        yaml.load(file.read_bytes(), yaml.CSafeLoader)
    return time.perf_counter() - begin


def each(rounds: int) -> Iterator[tuple[float, float]]:
    """Seconds for one submission on one worker, start of the processes included, and to read its YAML."""
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["CTCHECK_CACHE"] = str(Path(temporary, "cache"))
        folder = Path(temporary, "given")
        folder.mkdir()
        files = make(folder, NUMBER)
        _yaml_alone(files[:20])
        for _ in range(max(1, min(rounds, 3))):
            yield _survey(folder, 1) / NUMBER, _yaml_alone(files) / NUMBER


def two(rounds: int) -> Iterator[tuple[float, float]]:
    """Seconds of the whole with two workers, and with one."""
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["CTCHECK_CACHE"] = str(Path(temporary, "cache"))
        folder = Path(temporary, "given")
        folder.mkdir()
        make(folder, NUMBER)
        for _ in range(max(1, min(rounds, 3))):
            yield _survey(folder, 2), _survey(folder, 1)


def memory(rounds: int) -> Iterator[tuple[float, float]]:
    """Peak memory, in thousandths of a gigabyte, of surveys of 20,000 and of 1,000 small submissions."""
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["CTCHECK_CACHE"] = str(Path(temporary, "cache"))
        # Whoever finds no cache reads the rule book anew, which takes more memory than any survey.
        warm = Path(temporary, "warm")
        warm.mkdir()
        make(warm, 1, 8_000, 8_000)
        _survey(warm, 1)
        taken = []
        for number in (20_000, 1_000):
            folder = Path(temporary, str(number))
            folder.mkdir()
            make(folder, number, 8_000, 8_000)
            arguments = ["survey", str(folder), "-f", f"html={Path(temporary, 'out.html')}"]
            code = (
                "import resource, subprocess, sys\n"
                "subprocess.run(sys.argv[1:], check=True, stderr=subprocess.DEVNULL)\n"
                "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
            )
            done = subprocess.run(
                [sys.executable, "-c", code, sys.executable, "-c", CTCHECK, *arguments],
                cwd=ROOT,
                check=True,
                capture_output=True,
                text=True,
            )
            taken.append(int(done.stdout) / 1e6)
        yield taken[0], taken[1]


def large(number: int = 25_000) -> tuple[float, float]:
    """Seconds of one survey of so many submissions of 8 KB on all cores, and megabytes of its largest process."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary, "given")
        folder.mkdir()
        make(folder, number, 8_000, 8_000)
        taken = _survey(folder, os.cpu_count() or 1)
        return taken, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000


if __name__ == "__main__":
    print("25,000 submissions of 8 KB: {:.0f} seconds, {:.0f} MB".format(*large()))
