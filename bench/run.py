"""Speed against its goals: `make bench`, or `python bench/run.py --rounds 5 --only help`.

Milliseconds differ from machine to machine and from minute to minute, so each time is held against
a yardstick taken right beside it. What counts is the median of these ratios.
Durable-rules is part of two yardsticks, so this runs below Python 3.13.
"""

from __future__ import annotations

import argparse
import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from make_submission import make_submission

ROOT = Path(__file__).resolve().parents[1]
CTCHECK = "import sys; from ctcheck.cli.main import main; sys.exit(main())"  # what the installed script does
Round = tuple[float, float]
"""Seconds that we took, and seconds that the yardstick took."""


@dataclass(frozen=True)
class Bench:
    name: str
    what: str
    goal: float
    """The ratio that must not be passed."""
    rounds: Callable[[int], Iterator[Round]]


def seconds(*arguments: str) -> float:
    """How long this Python takes for a whole process, from start to end."""
    begin = time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - begin


def side_by_side(ours: tuple[str, ...], yardstick: tuple[str, ...], rounds: int) -> Iterator[Round]:
    """Both processes in turn; a first round, which may compile or read from disk, is not counted."""
    for number in range(rounds + 1):
        taken = seconds(*ours), seconds(*yardstick)
        if number:
            yield taken


def cold_assess(rounds: int, districts: int = 0) -> Iterator[Round]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CTCHECK_CACHE"] = str(Path(folder, "cache"))  # filled by the round that is not counted
        submission = str(Path(folder, "submission.yaml"))
        Path(submission).write_text(make_submission(districts=districts), encoding="utf-8")
        seconds("-c", CTCHECK, "validate", submission)
        yield from side_by_side(
            ("-c", CTCHECK, "assess", submission, "--fail-on", "never", "-f", "text"),
            ("-c", "import yaml, click, durable.engine"),
            rounds,
        )


def cold_county(rounds: int) -> Iterator[Round]:
    return cold_assess(rounds, districts=10)


def help_page(rounds: int) -> Iterator[Round]:
    return side_by_side(("-c", CTCHECK, "--help"), ("-c", "import click"), rounds)


def judging(rounds: int) -> Iterator[Round]:
    from judging import measure  # the only one that needs ctcheck in this process

    return measure(rounds)


def growth(rounds: int) -> Iterator[Round]:
    from judging import growth as measure

    return measure(rounds)


def loading(rounds: int) -> Iterator[Round]:
    from loading import loading as measure

    return measure(rounds)


def loading_cached(rounds: int) -> Iterator[Round]:
    from loading import loading_cached as measure

    return measure(rounds)


def cases(rounds: int) -> Iterator[Round]:
    from loading import cases as measure

    return measure(rounds)


def page(rounds: int) -> Iterator[Round]:
    """The fullest example, by whole processes: what reading and judging take is in both."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CTCHECK_CACHE"] = str(Path(folder, "cache"))
        given = ("-c", CTCHECK, "assess", "examples/exemplar-2008.yaml", "--fail-on", "never", "-f")
        html, data = str(Path(folder, "report.html")), str(Path(folder, "report.json"))
        yield from side_by_side((*given, f"html={html}"), (*given, f"json={data}"), rounds)


def paper(rounds: int) -> Iterator[Round]:
    from writing import long_table as measure

    return measure(max(1, rounds // 5))  # half a minute each


BENCHES = (
    Bench("help", "ctcheck --help / import click", 2, help_page),
    Bench("cold", "assess 60 KB, all rules, to text / import yaml, click, durable.engine", 3, cold_assess),
    Bench("county", "the same for a county of ten districts", 3.5, cold_county),
    Bench("judging", "conditions and durable inference / the same conditions as plain closures", 5, judging),
    Bench("growth", "judging 1,000 rules / judging 200 rules", 6, growth),
    Bench("loading", "load the rule book, no cache / read its YAML with the C loader", 1.5, loading),
    Bench("cached", "load the rule book from the cache / the same", 1.5, loading_cached),
    Bench("page", "assess the fullest example to html / to json", 1.3, page),
    Bench("paper", "thirty pages of gaps as PDF / the same as one long table", 1 / 3, paper),
    Bench("cases", "load the rule book and run its cases / load it", 3, cases),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", choices=[bench.name for bench in BENCHES], action="append")
    options = parser.parse_args()
    # As an installed program is: a checkout may be newer than its bytecode.
    compileall.compile_dir(ROOT / "ctcheck", quiet=1)

    print(f"{'':8} {'ms':>8} {'yardstick':>10} {'ratio':>6} {'goal':>5}", flush=True)
    for bench in BENCHES:
        if options.only and bench.name not in options.only:
            continue
        taken = list(bench.rounds(options.rounds))
        ours, yardstick = (statistics.median(side) * 1000 for side in zip(*taken, strict=True))
        ratio = statistics.median(mine / other for mine, other in taken)
        verdict = "met" if ratio <= bench.goal else "missed"
        numbers = f"{ours:8.1f} {yardstick:10.1f} {ratio:6.2f} {bench.goal:5.3g} {verdict:6}"
        print(f"{bench.name:8} {numbers}  {bench.what}", flush=True)


if __name__ == "__main__":
    main()
