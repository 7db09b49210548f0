"""Where the workers of a survey run: in processes of this machine, or in this very process."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import Executor, Future
from concurrent.futures.process import ProcessPoolExecutor

from ctcheck.survey.record import Json
from ctcheck.survey.run import Pool
from ctcheck.survey.sources import Item
from ctcheck.survey.worker import Settings, Worker, prepare, work


def processes(settings: Settings, workers: int) -> Pool:
    """So many processes, each with its own rule book."""

    def make() -> Executor:
        # Begun afresh and not forked: a fork of a process with threads may hang.
        return ProcessPoolExecutor(
            workers,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=prepare,
            initargs=(settings,),
        )

    def send(executor: Executor, item: Item) -> Future[Json]:
        return executor.submit(work, item.name, item.data or b"")

    return Pool(make, send, workers)


def here(settings: Settings) -> Pool:
    """No process of its own, for a few submissions that one trusts: the limit of memory is not kept."""
    worker = Worker(settings._replace(megabytes=0), own_process=False)

    def send(executor: Executor, item: Item) -> Future[Json]:
        future: Future[Json] = Future()
        try:
            future.set_result(worker.work(item.name, item.data or b""))
        except Exception as error:
            future.set_exception(error)
        return future

    return Pool(_Nowhere, send, 1)


class _Nowhere(Executor):
    """Stands in the place of an executor where there is none."""
