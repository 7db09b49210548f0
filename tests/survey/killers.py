"""What workers of the tests do: the names of submissions say what happens. Imported by other processes."""

from __future__ import annotations

import os
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

from ctcheck.survey.record import Json
from ctcheck.survey.run import Pool
from ctcheck.survey.sources import Item


def work(name: str, data: bytes) -> Json:
    if "kill" in name:
        os._exit(1)
    if "bug" in name:
        raise KeyError(name)
    return {"name": name, "status": "read", "digest": data.decode()}


def killing_pool(workers: int) -> Pool:
    def make() -> Executor:
        return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))

    def send(executor: Executor, item: Item) -> Future[Any]:
        return executor.submit(work, item.name, item.data or b"")

    return Pool(make, send, workers)


class Counting:
    """A pool in this process that remembers what it was sent, and can be told to stop."""

    def __init__(self, stop_at: int = -1) -> None:
        self.sent: list[str] = []
        self._stop_at = stop_at
        self.pool = Pool(_Never, self._send, 1)

    def _send(self, executor: Executor, item: Item) -> Future[Json]:
        if len(self.sent) == self._stop_at:
            raise KeyboardInterrupt
        self.sent.append(item.name)
        future: Future[Json] = Future()
        future.set_result(work(item.name, item.data or b""))
        return future


class _Never(Executor):
    pass
