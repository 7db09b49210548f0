"""Writes an output whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ctcheck.errors import OutputError


def write_whole(path: Path, data: bytes) -> None:
    """Put the data at the path, replacing a plain file that is there; as `write_parts`."""
    write_parts(path, (data,))


def write_parts(path: Path, parts: Iterable[bytes]) -> None:
    """Put the parts, one after the other, at the path, replacing a plain file that is there.

    Until all of it is on the disk, what was there before stays; nothing half-written is left behind.
    Only a plain file is replaced: a link, folder or device at the path is an `OutputError`, like any
    other reason why it cannot be written.
    The path is the user's; never pass one that a submission names.
    """
    _refuse_all_but_a_plain_file(path)
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=".ctcheck-", suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
        temporary = None
    except OSError as error:
        raise _failure(path, error) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                os.unlink(temporary)


def _refuse_all_but_a_plain_file(path: Path) -> None:
    """Replacing a device or a link would destroy something that is not an output."""
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        raise _failure(path, error) from error
    if not stat.S_ISREG(mode):
        kind = "a folder" if stat.S_ISDIR(mode) else "a link" if stat.S_ISLNK(mode) else "not a plain file"
        raise OutputError(f"Cannot write {path}: it is {kind}.", "Give the name of a plain file.")


def _failure(path: Path, error: OSError | ValueError) -> OutputError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return OutputError(
        f"Cannot write {path}: {reason}.",
        "Check that the folder exists, that you may write to it and that the disk has room.",
    )


def _umask() -> int:
    """The mask of this process; the system only tells it by setting another."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
