"""Has every submission judged by workers, and writes what they find in the order of the submissions.

Only so many submissions are on their way at a time, so that memory does not grow with their number.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Final, NamedTuple

from ctcheck.errors import CtcheckError, RulesError
from ctcheck.reading.files import digest_of
from ctcheck.survey import record
from ctcheck.survey.record import Json
from ctcheck.survey.sources import Item
from ctcheck.survey.workfile import WorkFile

AHEAD: Final = 6
"""Submissions on their way for each worker: enough that none waits, few enough to be tried singly."""
BUG: Final = "ctcheck itself failed on it ({}); this is a bug."

LOST: Final = "KilledWorker"
"""What a cluster calls it when every worker that had a submission has died; it has tried again by itself."""


class Pool:
    """Where submissions are judged: makes an executor, and another when that one is broken."""

    def __init__(
        self,
        make: Callable[[], Executor],
        send: Callable[[Executor, Item], "Future[Json]"],
        workers: int,
        end: Callable[[], object] = lambda: None,
    ) -> None:
        """`end` is called once, when nothing more will be sent."""
        self._make = make
        self._send = send
        self.workers = workers
        self._end = end
        self._executor: Executor | None = None

    def submit(self, item: Item) -> "Future[Json]":
        """The record of an item, when it is there."""
        if self._executor is None:
            self._executor = self._make()
        return self._send(self._executor, item)

    def renew(self) -> None:
        """Leaves the broken executor for a new one."""
        if self._executor is not None:
            _shut(self._executor, wait_for=True)
        self._executor = None

    def close(self, *, at_once: bool) -> None:
        """Ends the workers; `at_once` without waiting for what they are at."""
        executor, self._executor = self._executor, None
        if executor is not None:
            if at_once:
                for process in list((getattr(executor, "_processes", None) or {}).values()):
                    process.kill()
            _shut(executor, wait_for=not at_once)
        self._end()


def _shut(executor: Executor, *, wait_for: bool) -> None:
    try:
        executor.shutdown(wait=wait_for, cancel_futures=True)
    except TypeError:
        # That of a cluster knows no such word, and cancels what is left by itself.
        executor.shutdown(wait=wait_for)


class Waiting(NamedTuple):
    """An item on its way."""

    item: Item
    key: str
    future: "Future[Json] | None"
    """None where the record is known already."""
    known: Json | None


def survey(
    items: Iterable[Item],
    pool: Pool,
    work: WorkFile,
    key_of: Callable[[Item], str],
    done: Callable[[Json], None],
) -> None:
    """Writes a record of every item to the work file, in order, and calls `done` with each.

    On `KeyboardInterrupt` what is finished is written first, and the workers are ended. Raises
    `RulesError` where the workers cannot use the rules.
    """
    line: deque[Waiting] = deque()
    most = max(2, pool.workers * AHEAD)
    source = iter(items)

    def write(waiting: Waiting, found: Json) -> None:
        work.add(waiting.key, found)
        done(found)

    finished = False
    try:
        while True:
            while len(line) < most and (item := next(source, None)) is not None:
                line.append(_begun(item, pool, work, key_of))
            if not line:
                break
            first = line[0]
            if first.future is not None and not first.future.done():
                wait([first.future], return_when=FIRST_COMPLETED)
            if first.future is not None and _broken(first.future):
                _one_by_one(line, pool)
                continue
            line.popleft()
            write(first, _result(first))
        finished = True
    except KeyboardInterrupt:
        # Whatever a worker has finished behind one that is not is finished all the same.
        for waiting in line:
            ready = waiting.future is None or (waiting.future.done() and not waiting.future.cancelled())
            if ready and not (waiting.future is not None and _broken(waiting.future)):
                write(waiting, _result(waiting))
        raise
    finally:
        pool.close(at_once=not finished)


def _begun(item: Item, pool: Pool, work: WorkFile, key_of: Callable[[Item], str]) -> Waiting:
    if item.data is None:
        found = record.unreadable_record(item.name, "", item.problems, len(item.problems))
        return Waiting(item, "", None, found)
    key = key_of(item)
    known = work.known(key)
    if known is not None:
        return Waiting(item, key, None, known)
    try:
        return Waiting(item, key, pool.submit(item), None)
    except BrokenProcessPool as error:
        failed: Future[Json] = Future()
        failed.set_exception(error)
        return Waiting(item, key, failed, None)


def _broken(future: "Future[Json]") -> bool:
    return future.done() and not future.cancelled() and isinstance(future.exception(), BrokenProcessPool)


def _result(waiting: Waiting) -> Json:
    if waiting.future is None:
        assert waiting.known is not None
        return waiting.known
    data = waiting.item.data or b""
    try:
        return waiting.future.result()
    except RulesError:
        raise
    except Exception as error:
        if type(error).__name__ == LOST:
            return record.skipped_record(waiting.item.name, digest_of(data), record.ENDED)
        reason = error.message if isinstance(error, CtcheckError) else type(error).__name__
        return record.failed_record(waiting.item.name, digest_of(data), BUG.format(reason))


def _one_by_one(line: "deque[Waiting]", pool: Pool) -> None:
    """After a worker has died: each that may have been with it is tried again, alone.

    Whoever is alone with a worker that dies is to blame, and is given up; the others have only lost time.
    """
    pool.renew()
    for index, waiting in enumerate(line):
        if waiting.future is None or not _broken(waiting.future):
            continue
        alone = _begun_again(waiting, pool)
        wait([alone])
        if _broken(alone):
            pool.renew()
            data = waiting.item.data or b""
            found = record.skipped_record(waiting.item.name, digest_of(data), record.ENDED)
            line[index] = waiting._replace(future=None, known=found)
        else:
            line[index] = waiting._replace(future=alone)


def _begun_again(waiting: Waiting, pool: Pool) -> "Future[Json]":
    try:
        return pool.submit(waiting.item)
    except BrokenProcessPool as error:
        failed: Future[Json] = Future()
        failed.set_exception(error)
        return failed


class Pace:
    """How far a survey is, for whoever waits before a terminal."""

    def __init__(self, total: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._total = total
        self._clock = clock
        self._began = clock()
        self._said = float("-inf")
        self.done = 0

    def step(self) -> str:
        """One more is done: a line to show, at most five times a second and at the end; else nothing."""
        self.done += 1
        now = self._clock()
        if now - self._said < 0.2 and self.done < self._total:
            return ""
        self._said = now
        left = (now - self._began) / self.done * max(0, self._total - self.done)
        return f"{self.done:,} of {self._total:,} done{_left(left)}"


def _left(seconds: float) -> str:
    if seconds < 1:
        return ""
    if seconds < 90:
        return f"; about {seconds:.0f} seconds left"
    minutes = seconds / 60
    return f"; about {minutes:.0f} minutes left" if minutes < 90 else f"; about {minutes / 60:.1f} hours left"
