"""The files that a submission names as evidence: found in its own folder, hashed, compared.

A submission is written by somebody else, so what it names is opened step by step from its own folder:
no step may be a link, and what is opened must be a plain file.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal, NamedTuple

from ctcheck.model.place import Place
from ctcheck.model.submission import EvidenceItem, Submission
from ctcheck.reading.inside import OutsideError, steps_of

FileState = Literal["matches", "unsealed", "changed", "missing", "refused"]
"""`unsealed`: it is there, and the submission gives no digest to hold it against.
`refused`: it was not read, and nothing is known of it."""

MAX_FILE: Final = 512 * 1024 * 1024
"""Bytes of one file; a scan of a whole case file is smaller."""

MAX_ALL: Final = 2 * 1024 * 1024 * 1024
"""Bytes of all files of a submission; so many are hashed in some seconds."""

_PIECE: Final = 1024 * 1024

LINK: Final = "it is a link, and links are not followed"


class EvidenceFile(NamedTuple):
    """One file that a piece of evidence names."""

    item: str
    """Id of the piece of evidence."""
    path: str
    """As the submission gives it: relative to its folder, with forward slashes."""
    state: FileState
    sha256: str
    """Of the file as it is; empty where it was not read."""
    declared: str
    """The digest that the submission gives; empty where it gives none."""
    size: int | None
    """In bytes; None where it was not read."""
    why: str
    """Why it is missing or refused, to stand in a sentence; empty otherwise."""
    place: Place
    """Of the piece of evidence in the submission."""


class Inside(NamedTuple):
    """An open file below the folder."""

    handle: int
    """To be read from; closed by `open_inside`."""
    size: int
    """In bytes, when it was opened."""


class _Digest(NamedTuple):
    state: FileState
    sha256: str = ""
    size: int | None = None
    why: str = ""


def evidence_files(
    submission: Submission, folder: Path, *, most: int = MAX_FILE, most_in_all: int = MAX_ALL
) -> tuple[EvidenceFile, ...]:
    """Every file that the submission's evidence names, in the order of the submission.

    `folder` is the submission's own: it is the user's and may be reached through links; nothing below it may.
    Files are read a piece at a time, never more than `most` bytes of one and `most_in_all` of all together;
    a file that is named twice is read once. Never raises for what is wrong with a file: that is in its state.
    """
    found: dict[str, _Digest] = {}
    left = most_in_all
    listed = []
    for item in submission.evidence:
        if not item.file:
            continue
        if item.file not in found:
            found[item.file] = _digest(folder, item.file, min(most, left), left < most)
            left -= found[item.file].size or 0
        listed.append(_compared(item, found[item.file]))
    return tuple(listed)


def _compared(item: EvidenceItem, found: _Digest) -> EvidenceFile:
    state = found.state
    if found.sha256 and item.sha256:
        state = "matches" if found.sha256 == item.sha256.lower() else "changed"
    return EvidenceFile(
        item.id, item.file, state, found.sha256, item.sha256, found.size, found.why, item.place
    )


@contextmanager
def open_inside(folder: Path, path: str) -> Iterator[Inside]:
    """A plain file below the folder, open for reading.

    Raises `FileNotFoundError` where nothing is there, and `OutsideError`, whose message stands after
    `it was not read:`, for a path that leads out, a link at any step, and all that is no plain file.
    Never waits for a pipe.
    """
    handle = _opened(folder, path)
    try:
        # Asked of the open file, so that nothing can be put in its place in between.
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise OutsideError(_kind(status.st_mode))
        yield Inside(handle, status.st_size)
    finally:
        os.close(handle)


def _digest(folder: Path, path: str, most: int, all_used: bool) -> _Digest:
    why_too_large = (
        "with the files before it, it is more than is read of one submission"
        if all_used
        else f"it is larger than {most // (1024 * 1024):,} MB"
    )
    try:
        with open_inside(folder, path) as opened:
            if opened.size > most:
                return _Digest("refused", why=why_too_large)
            digest, size = hashlib.sha256(), 0
            while piece := os.read(opened.handle, _PIECE):
                size += len(piece)
                if size > most:
                    # It grows while it is read.
                    return _Digest("refused", why=why_too_large)
                digest.update(piece)
    except FileNotFoundError:
        return _Digest("missing", why="there is no such file in the folder of the submission")
    except OutsideError as error:
        return _Digest("refused", why=str(error))
    except OSError as error:
        return _Digest("refused", why=f"it cannot be read ({error.strerror or 'unknown reason'})")
    return _Digest("unsealed", digest.hexdigest(), size)


def _opened(folder: Path, path: str) -> int:
    try:
        steps = steps_of(path)
    except OutsideError as error:
        raise OutsideError(f"the path {error}") from error
    if os.open in os.supports_dir_fd and os.stat in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW"):
        return _step_by_step(folder, steps)
    return _looked_at_before(folder, steps)


def _step_by_step(folder: Path, steps: tuple[str, ...]) -> int:
    """Each folder is opened from the one above it, so that none can be exchanged for a link on the way."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    at = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for number, step in enumerate(steps):
            last = number == len(steps) - 1
            # Looked at before it is opened, because to open a device can do something.
            _refuse(os.stat(step, dir_fd=at, follow_symlinks=False).st_mode, last)
            below = _open_one(step, flags | (0 if last else os.O_DIRECTORY), at)
            os.close(at)
            at = below
    except BaseException:
        os.close(at)
        raise
    return at


def _open_one(step: str, flags: int, at: int) -> int:
    try:
        return os.open(step, flags, dir_fd=at)
    except OSError as error:
        # It has become a link since it was looked at.
        if error.errno in (errno.ELOOP, errno.EMLINK):
            raise OutsideError(LINK) from error
        raise


def _looked_at_before(folder: Path, steps: tuple[str, ...]) -> int:
    """Where a system cannot open from a folder: every step is looked at, then the file is opened."""
    at = folder
    for number, step in enumerate(steps):
        at = at / step
        status = os.lstat(at)
        # A junction of Windows is no symbolic link and leads elsewhere all the same.
        if getattr(status, "st_reparse_tag", 0):
            raise OutsideError(LINK)
        _refuse(status.st_mode, number == len(steps) - 1)
    return os.open(at, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))


def _refuse(mode: int, last: bool) -> None:
    if stat.S_ISLNK(mode):
        raise OutsideError(LINK if last else "a folder on the way is a link, and links are not followed")
    if last and not stat.S_ISREG(mode):
        raise OutsideError(_kind(mode))
    if not last and not stat.S_ISDIR(mode):
        raise FileNotFoundError


def _kind(mode: int) -> str:
    return "it is a folder" if stat.S_ISDIR(mode) else "it is no plain file"
