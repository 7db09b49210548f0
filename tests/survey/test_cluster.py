"""A real scheduler with two workers on this machine, spoken to by its address alone."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ctcheck.cli.main import run
from ctcheck.survey.record import Json
from ctcheck.survey.totals import Totals
from tests.survey.make_survey_2004 import files

ROOT = Path(__file__).parents[2]
QUIET = {"DASK_DISTRIBUTED__DASHBOARD__LINK": "", "DASK_DISTRIBUTED__WORKER__MEMORY__TERMINATE": "0.95"}


def started(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **QUIET},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def cluster(*options: str) -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    """The address of a scheduler, and its two workers."""
    processes = [
        started("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    ]
    try:
        address = ""
        assert processes[0].stderr is not None
        for line in processes[0].stderr:
            found = re.search(r"Scheduler at:\s+(tcp://127\.0\.0\.1:\d+)", line)
            if found:
                address = found[1]
                break
        for _ in range(2):
            worker = started(
                "distributed.cli.dask_worker",
                address,
                "--host",
                "127.0.0.1",
                "--nthreads",
                "1",
                "--no-dashboard",
                "--local-directory",
                "/tmp",
                *options,
            )
            processes.append(worker)
            assert worker.stderr is not None
            assert any("Registered to:" in line for line in worker.stderr)
        yield address, processes[1:]
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            process.communicate(timeout=30)


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of the scheduler."""
    with cluster() as (address, _):
        yield address


@pytest.mark.filterwarnings("default")
def test_a_cluster_gives_the_same(scheduler: str, tmp_path: Path) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    for name, text in list(files().items())[:12]:
        (folder / name).write_text(text)
    (folder / "broken.yaml").write_text("ctcheck: 1\n")
    outputs = []
    for number, where in enumerate((("--workers", "0"), ("--scheduler", scheduler))):
        target = tmp_path / f"{number}.json"
        arguments = ["survey", str(folder), "--tabulate", "nect-baseline", *where, "-f", f"json={target}"]
        assert run(arguments) == 0
        outputs.append(json.loads(target.read_text()))
    assert outputs[0]["counts"]["read"] == 12
    assert outputs[0] == outputs[1]


@pytest.mark.filterwarnings("default")
def test_a_worker_that_dies_costs_nobody_a_verdict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    for name, text in files().items():
        (folder / name).write_text(text)
    survey = ("survey", str(folder), "-f")
    assert run([*survey, f"json={tmp_path / 'here.json'}", "--workers", "0"]) == 0
    # Without a nanny nobody starts another in its place: the one that is left has to do it all.
    with cluster("--no-nanny") as (address, workers):
        add = Totals.add

        def killing(totals: Totals, found: Json) -> None:
            if not totals.received:
                workers[0].kill()
            add(totals, found)

        monkeypatch.setattr(Totals, "add", killing)
        assert run([*survey, f"json={tmp_path / 'there.json'}", "--scheduler", address]) == 0
        assert workers[0].wait(10) == -signal.SIGKILL
    here, there = (json.loads((tmp_path / f"{one}.json").read_text()) for one in ("here", "there"))
    assert here["counts"]["read"] == len(files())
    assert here == there


def test_nobody_at_the_address_is_said_plainly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from ctcheck.survey import cluster

    monkeypatch.setattr(cluster, "SECONDS_TO_CONNECT", 1)
    (tmp_path / "a.yaml").write_text(files()["area-01.yaml"])
    assert run(["survey", str(tmp_path), "--scheduler", "tcp://127.0.0.1:9"]) == 2
    assert "No Dask scheduler answers" in capsys.readouterr().err
