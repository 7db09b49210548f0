"""The bytes of a file, never more than are allowed, and their digests."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Final

from ctcheck.errors import Problem
from ctcheck.model.place import Place

MAX_BYTES: Final = 8 * 1024 * 1024
"""A self-assessment is some tens of kilobytes; the largest authority's fits in one megabyte."""


class UnreadableError(Exception):
    """The bytes cannot be made into nodes; carries what is wrong."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems[0].message)
        self.problems = problems


def read_bytes(path: Path | str, shown: str, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a file.

    Raises `UnreadableError` where the file is missing, no regular file, not readable or over the limit.
    Never reads more than the limit, so that an endless file cannot fill the memory, and never waits
    for a pipe.
    """

    def refuse(message: str, hint: str = "") -> UnreadableError:
        return UnreadableError([Problem(Place(shown), message, hint=hint)])

    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        try:
            # Asked of the open file, so that nothing can be put in its place in between.
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                kind = "a folder" if stat.S_ISDIR(status.st_mode) else "no file"
                raise refuse(f"this path is {kind}.", "Check the name and the folder.")
            data = _whole(handle, status.st_size, limit + 1)
        finally:
            os.close(handle)
    except FileNotFoundError as error:
        raise refuse("this path does not exist.", "Check the name and the folder.") from error
    except OSError as error:
        raise refuse(f"the file cannot be read: {error.strerror or 'unknown reason'}.") from error
    except ValueError as error:
        raise UnreadableError([Problem(Place("?"), "this is not a path.")]) from error
    if len(data) > limit:
        raise refuse(
            f"the file is larger than {limit // (1024 * 1024)} MB.",
            "State facts and where the evidence is kept; do not paste documents into the file.",
        )
    return data


def _whole(handle: int, size: int, most: int) -> bytes:
    """All that is in the open file, or the first `most` bytes.

    Without a buffer of Python's own: a rule book is two hundred files, and those would take longer than
    the reading.
    """
    parts: list[bytes] = []
    left = most
    while left > 0 and (part := os.read(handle, min(left, size + 1))):
        parts.append(part)
        left -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def digest_of(data: bytes) -> str:
    """sha256 in hexadecimal."""
    return _hash((data,), ("_sha256", "_sha2", "hashlib"), "sha256")


def fingerprint_of(parts: Iterable[bytes]) -> str:
    """blake2b in hexadecimal: as hard to forge as sha256, in a third of the time, for our own use."""
    return _hash(parts, ("_blake2", "hashlib"), "blake2b")


def _hash(parts: Iterable[bytes], modules: tuple[str, ...], name: str) -> str:
    # The interpreter's own modules where they have these names (they differ between 3.11 and 3.12):
    # hashlib loads all of OpenSSL, which takes longer than reading a submission.
    for module in modules:
        try:
            found = getattr(import_module(module), name)()
        except ImportError:
            continue
        for part in parts:
            found.update(part)
        return str(found.hexdigest())
    raise ImportError(f"this Python has no {name}")
