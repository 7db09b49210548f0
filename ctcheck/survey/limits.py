"""What one submission may cost a worker in time and memory."""

from __future__ import annotations

import ctypes
import faulthandler
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

GRACE = 15.0
"""Seconds after the limit in which a worker may still stop by itself, before the system ends it."""


_PARENT_DEATH_SIGNAL = 1


class TooLongError(BaseException):
    """The time is over. No `Exception`, so that nobody on the way takes it for one of his own."""


@contextmanager
def at_most(seconds: float, *, end_process: bool) -> Iterator[None]:
    """Raises `TooLongError` inside the block once the time is over; 0 means no limit.

    `end_process` also ends the whole process some time later, for a block that is stuck in C code and
    never comes to the point where Python raises.
    """
    if seconds <= 0:
        yield
        return
    if end_process:
        # A thread in C that needs no lock of Python's; the traceback that it writes is for nobody.
        faulthandler.dump_traceback_later(seconds + GRACE, exit=True, file=_nowhere())
    try:
        if threading.current_thread() is threading.main_thread():
            with _by_signal(seconds):
                yield
        else:
            with _by_thread(seconds):
                yield
    finally:
        if end_process:
            faulthandler.cancel_dump_traceback_later()


_NOWHERE: list[IO[bytes]] = []


def _nowhere() -> IO[bytes]:
    if not _NOWHERE:
        _NOWHERE.append(open(os.devnull, "wb"))  # noqa: SIM115 - kept open as long as the process
    return _NOWHERE[0]


@contextmanager
def _by_signal(seconds: float) -> Iterator[None]:
    def over(number: int, frame: object) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _by_thread(seconds: float) -> Iterator[None]:
    """For the threads of a cluster's workers, which get no signals."""
    me = ctypes.c_ulong(threading.get_ident())
    lock = threading.Lock()
    running = True

    def over() -> None:
        with lock:
            if running:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(me, ctypes.py_object(TooLongError))

    timer = threading.Timer(seconds, over)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        with lock:
            running = False
            # One that was sent and has not arrived yet must not arrive later.
            ctypes.pythonapi.PyThreadState_SetAsyncExc(me, None)


def cap_memory(megabytes: int) -> None:
    """From now on this process may take so many megabytes more than it has; 0 means no limit.

    Where the system knows no such limit nothing happens.
    """
    if megabytes <= 0:
        return
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as stream:
            held = int(stream.read().split()[0]) * resource.getpagesize()
        most = held + megabytes * 1024 * 1024
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    except (ImportError, OSError, ValueError):
        return


def end_with_parent() -> None:
    """From now on this process ends when the one that started it does, however that came to its end.

    Where the system knows no such thing nothing happens.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def was_full(megabytes: int) -> bool:
    """Whether this process has come so near to its limit that what failed may have failed for want of memory.

    Not every library says `MemoryError`: a module cannot be loaded then, or a thread not be started.
    """
    if megabytes <= 0:
        return False
    try:
        import resource

        most, _ = resource.getrlimit(resource.RLIMIT_AS)
        with open("/proc/self/status", encoding="ascii", errors="replace") as stream:
            peak = next(int(line.split()[1]) * 1024 for line in stream if line.startswith("VmPeak:"))
    except (ImportError, OSError, ValueError, StopIteration):
        return False
    return most != resource.RLIM_INFINITY and most - peak < megabytes * 1024 * 1024 // 4
