"""What it costs to load the rule book and to run its cases.

Yardstick of loading: reading the same files with PyYAML's C loader, and nothing else.
Yardstick of the cases: loading the rule book with its cases.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import yaml  # noqa: E402 - the path comes first

from ctcheck.assess.cases import CaseRunner  # noqa: E402
from ctcheck.cli.common import packs  # noqa: E402

PACK = ROOT / "rules" / "children-act-2004"


def _timed(run: Callable[[], Any]) -> float:
    begin = time.perf_counter()
    run()
    return time.perf_counter() - begin


def _yaml_alone() -> None:
    for file in sorted(PACK.rglob("*.yaml")):
        yaml.load(file.read_bytes(), yaml.CSafeLoader)


def loading(rounds: int) -> Iterator[tuple[float, float]]:
    """Seconds to read every rule file strictly, and to read the YAML alone, in turn."""
    os.environ["CTCHECK_CACHE"] = "off"
    packs(())  # the modules that read rules are imported once
    for _ in range(rounds):
        yield _timed(lambda: packs(())), _timed(_yaml_alone)


def loading_cached(rounds: int) -> Iterator[tuple[float, float]]:
    """The same with the cache filled."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CTCHECK_CACHE"] = folder
        packs(())
        for _ in range(rounds):
            yield _timed(lambda: packs(())), _timed(_yaml_alone)


def cases(rounds: int) -> Iterator[tuple[float, float]]:
    """Seconds of `rules test` (loading and running), and of the loading in it."""
    for _ in range(rounds):
        begin = time.perf_counter()
        loaded = packs((), cases=True)
        middle = time.perf_counter()
        results = CaseRunner(loaded.packs).run(loaded.packs.rules)
        end = time.perf_counter()
        assert not any(result.problem for result in results)
        yield end - begin, middle - begin
