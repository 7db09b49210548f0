"""Submissions out of a zip archive that somebody gives us, one at a time and never onto the disk.

An archive is hostile until shown otherwise: its list of contents is held against limits before
anything is unpacked, and an entry is only ever read into memory, up to the size of a submission.
A name in it is a label and never a path.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from ctcheck.errors import Problem
from ctcheck.model.place import Place
from ctcheck.reading.files import MAX_BYTES, UnreadableError

MAX_ENTRIES: Final = 60_000
MAX_LIST: Final = 32 * 1024 * 1024
"""Bytes of the list of contents, which is read whole."""
MAX_ARCHIVE: Final = 2 * 1024 * 1024 * 1024
MAX_RATIO: Final = 100
"""A submission is text written by people, which shrinks to a tenth or a twentieth."""
SMALL: Final = 256 * 1024
"""Up to this size an entry may be as repetitive as it likes."""

_END: Final = b"PK\x05\x06"
_END_SIZE: Final = 22
_LOCAL_HEADER: Final = 30
_ENCRYPTED: Final = 0x1


class Entry(NamedTuple):
    """One submission in an archive: its bytes, or why there are none."""

    name: str
    data: bytes | None
    problem: Problem | None


def entries(path: Path, shown: str, wanted: tuple[str, ...]) -> Iterator[Entry]:
    """The entries whose names end in one of the `wanted`, by name; each is read when it is asked for.

    Raises `UnreadableError` where the archive as a whole is refused.
    """
    with _opened(path, shown) as archive:
        infos = _checked(archive, shown)
        last = ""
        for info in infos:
            name = f"{shown}/{info.filename}"
            if info.is_dir() or not info.filename.lower().endswith(wanted):
                continue
            if info.filename == last:
                yield _refused(name, "the archive has two entries of this name; only the first is read.")
                continue
            last = info.filename
            try:
                yield Entry(name, _read(archive, info, name), None)
            except UnreadableError as error:
                yield Entry(name, None, error.problems[0])


def count(path: Path, wanted: tuple[str, ...]) -> int:
    """How many entries there are to read; 0 where the archive is refused."""
    try:
        with _opened(path, "") as archive:
            infos = _checked(archive, "")
            return sum(not info.is_dir() and info.filename.lower().endswith(wanted) for info in infos)
    except UnreadableError:
        return 0


def _refused(name: str, message: str, hint: str = "") -> Entry:
    return Entry(name, None, Problem(Place(name), message, hint=hint))


def _refuse(shown: str, message: str, hint: str = "") -> UnreadableError:
    return UnreadableError([Problem(Place(shown), message, hint=hint)])


def _opened(path: Path, shown: str) -> zipfile.ZipFile:
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            os.close(handle)
            raise _refuse(shown, "this path is no file.", "Check the name and the folder.")
        stream = os.fdopen(handle, "rb")
    except OSError as error:
        raise _refuse(shown, f"the file cannot be read: {error.strerror or 'unknown reason'}.") from error
    try:
        if status.st_size > MAX_ARCHIVE:
            raise _refuse(shown, f"the archive is larger than {MAX_ARCHIVE >> 30} GB.", "Split it.")
        _check_end(
            os.pread(stream.fileno(), 65_535 + _END_SIZE, max(0, status.st_size - 65_535 - _END_SIZE)), shown
        )
        return _Owning(stream)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        stream.close()
        raise _refuse(shown, "this is no zip archive that can be read.", "Pack it again.") from error
    except BaseException:
        stream.close()
        raise


class _Owning(zipfile.ZipFile):
    """Closes the file that it was given."""

    def close(self) -> None:
        stream = self.fp
        super().close()
        if stream is not None:
            stream.close()


def _check_end(tail: bytes, shown: str) -> None:
    """Reads how long the list of contents is before `zipfile` reads all of it."""
    record = tail[-_END_SIZE:]
    if not (record.startswith(_END) and record.endswith(b"\0\0")):
        at = tail.rfind(_END)
        record = tail[at : at + _END_SIZE] if at >= 0 else b""
    if len(record) < _END_SIZE:
        raise _refuse(shown, "this is no zip archive that can be read.", "Pack it again.")
    number, size = int.from_bytes(record[10:12], "little"), int.from_bytes(record[12:16], "little")
    # 0xffff and 0xffffffff say that a larger record stands elsewhere.
    if number > MAX_ENTRIES or size > MAX_LIST:
        raise _refuse(
            shown,
            f"the archive lists more than {MAX_ENTRIES:,} entries, or its list is larger than {MAX_LIST >> 20} MB.",
            "Split it.",
        )


def _checked(archive: zipfile.ZipFile, shown: str) -> list[zipfile.ZipInfo]:
    """The entries by name, once none shares bytes with another: a small file cannot pretend to be many."""
    infos = archive.infolist()
    end = 0
    for info in sorted(infos, key=lambda one: one.header_offset):
        if info.header_offset < end:
            raise _refuse(shown, "entries of the archive overlap.", "Pack it again; a bomb is packed so.")
        end = info.header_offset + _LOCAL_HEADER + info.compress_size
    return sorted(infos, key=lambda one: one.filename)


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    if info.flag_bits & _ENCRYPTED:
        raise _refuse(name, "the entry is encrypted.", "Pack it without a password.")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise _refuse(name, "the entry is a link, and links are not followed.", "Pack the file itself.")
    if info.file_size > MAX_BYTES:
        raise _too_large(name)
    if info.file_size > SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        raise _refuse(
            name, f"the entry grows to more than {MAX_RATIO} times its size.", "A bomb is packed so."
        )
    try:
        with archive.open(info) as stream:
            # What the list says of the size may be a lie.
            data = stream.read(MAX_BYTES + 1)
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        EOFError,
        OSError,
        RuntimeError,
        ValueError,
    ) as error:
        raise _refuse(name, "the entry is damaged.", "Pack the archive again.") from error
    if len(data) > MAX_BYTES:
        raise _too_large(name)
    return data


def _too_large(name: str) -> UnreadableError:
    return _refuse(
        name, f"the file is larger than {MAX_BYTES >> 20} MB.", "State facts; do not paste documents."
    )
