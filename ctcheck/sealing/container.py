"""The zip around a sealed assessment: written the same each time, and read as what a stranger may have made.

What is written is stored and not compressed: compressed bytes differ between versions of zlib, and the same
assessment must give the same archive everywhere.
Nothing is ever unpacked to a disk, no name becomes a path, and no member is opened as an archive.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final

from ctcheck.errors import IntegrityError
from ctcheck.reading.files import MAX_BYTES
from ctcheck.reports.safe import safe

MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"
SUBMISSION: Final = "submission.yaml"
JUDGEMENTS: Final = "judgements.yaml"
EVIDENCE: Final = "evidence.json"
REPORT: Final = "gap-report.json"
RULES: Final = "rules/"

MEGABYTE: Final = 1024 * 1024
MAX_ARCHIVE: Final = 100 * MEGABYTE
MAX_UNPACKED: Final = 96 * MEGABYTE
MAX_RULES: Final = 8 * MEGABYTE
"""All rule files together; those that come with ctcheck have less than two."""
MAX_ENTRIES: Final = 5_000
MAX_NAME: Final = 240
MAX_RATIO: Final = 200
"""No text of ours packs so well; only looked at above a megabyte, where it begins to matter."""

_LIMITS: Final = {
    MANIFEST: 2 * MEGABYTE,
    SIGNATURE: 64,
    SUBMISSION: MAX_BYTES,
    JUDGEMENTS: MAX_BYTES,
    EVIDENCE: 8 * MEGABYTE,
    REPORT: 64 * MEGABYTE,
}
"""Bytes of each member; a rule file may have a megabyte."""

_STEP: Final = r"[A-Za-z0-9_][A-Za-z0-9_.-]*"
RULE_FILE: Final = re.compile(rf"rules/([a-z0-9-]+)/((?:{_STEP}/){{0,8}}{_STEP}\.ya?ml)", re.ASCII)
"""The id of a pack, and the name of one of its files."""

_PIECE: Final = 64 * 1024
_END: Final = struct.Struct("<4s4H2LH")
"""The record at the end of a zip without a comment."""
_END_MARK: Final = b"PK\x05\x06"
_LARGE_MARK: Final = b"PK\x06\x07"
_LARGE_SIZE: Final = 20
_ENTRY_SIZE: Final = 46 + MAX_NAME + 256
"""Bytes that one entry of the directory may have, with what other programs add to it."""

_FIXED_DATE: Final = (1980, 1, 1, 0, 0, 0)
_UNIX: Final = 3
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000

_NO_ARCHIVE_HINT: Final = "Give an archive that `ctcheck seal` has written, as it was sent."
_DAMAGED_HINT: Final = "Ask whoever sealed it to send it again, and do not rely on this one."
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    struct.error,
    OverflowError,
)
"""What a broken or forged zip makes the library raise."""


def refused(message: str, hint: str = _DAMAGED_HINT) -> IntegrityError:
    """Why an archive is not accepted; `message` follows its name."""
    return IntegrityError(message, hint)


def packed(members: Mapping[str, bytes]) -> bytes:
    """The archive: sorted by name, stored, without a clock, user or machine in it."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED, allowZip64=False) as archive:
        for name in sorted(members):
            entry = zipfile.ZipInfo(name, _FIXED_DATE)
            entry.create_system = _UNIX
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, members[name], zipfile.ZIP_STORED)
    return held.getvalue()


def unpacked(archive_bytes: bytes) -> dict[str, bytes]:
    """Every member by name. Raises `IntegrityError` that names the first thing wrong.

    The bytes are counted as they come; no header is believed.
    """
    _look_at_the_end(archive_bytes)
    members: dict[str, bytes] = {}
    total = rules = 0
    try:
        with zipfile.ZipFile(io.BytesIO(archive_bytes)) as archive:
            entries = archive.infolist()
            _look_at_names(entries)
            for entry in entries:
                _look_at(entry)
            for entry in entries:
                data = members[entry.filename] = _member(archive, entry, MAX_UNPACKED - total)
                total += len(data)
                rules += len(data) if is_rule_file(entry.filename) else 0
                if rules > MAX_RULES:
                    raise refused(f"its rules are larger than {MAX_RULES // MEGABYTE} MB in all.")
    except _BROKEN as error:
        raise refused(f"it is damaged and cannot be read as a zip ({_one_line(error)}).") from error
    return members


def _look_at_the_end(data: bytes) -> None:
    """The record that says where the directory is: looked at before anything believes it."""
    if not data:
        raise refused("it is empty.", _NO_ARCHIVE_HINT)
    if len(data) > MAX_ARCHIVE:
        raise refused(
            f"it is larger than {MAX_ARCHIVE // MEGABYTE} MB, which no sealed archive is.", _NO_ARCHIVE_HINT
        )
    if _END_MARK not in data[-66_000:]:
        whole = "it is a zip that has been cut short" if data.startswith(b"PK") else "it is no zip"
        raise refused(f"{whole}, so it is no sealed archive.", _NO_ARCHIVE_HINT)
    end = data[-_END.size :]
    if not end.startswith(_END_MARK):
        raise refused("something stands behind its end: it is not as ctcheck writes an archive.")
    _, _, _, _, entries, directory, _, comment = _END.unpack(end)
    before = data[-_END.size - _LARGE_SIZE : -_END.size]
    if comment or before.startswith(_LARGE_MARK):
        raise refused("it ends as no archive of ctcheck's does.")
    if entries > MAX_ENTRIES or directory > MAX_ENTRIES * _ENTRY_SIZE:
        raise refused(f"it holds more than {MAX_ENTRIES:,} files, which no sealed archive does.")


def _look_at_names(entries: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    if len(entries) > MAX_ENTRIES:
        raise refused(f"it holds more than {MAX_ENTRIES:,} files, which no sealed archive does.")
    for entry in entries:
        name = entry.orig_filename
        if name != entry.filename or not (name in _LIMITS or is_rule_file(name)):
            raise refused(f"it holds {safe(repr(name))}, which no sealed archive does.")
        # Whoever unpacks it on a system that does not tell capitals apart would lose one of the two.
        folded = name.casefold()
        if folded in seen:
            raise refused(f"it holds {name} twice.")
        seen.add(folded)


def is_rule_file(name: str) -> bool:
    """Whether a name is that of a file of a rule pack: plain letters, below one folder, no way up."""
    return len(name) <= MAX_NAME and RULE_FILE.fullmatch(name) is not None


def limit_of(name: str) -> int:
    """The most bytes that a member may have."""
    return _LIMITS.get(name, MEGABYTE)


def _look_at(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    if entry.flag_bits & _ENCRYPTED:
        raise refused(f"{name} is locked with a password; no sealed archive is.")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise refused(f"{name} is packed in a way that ctcheck does not use.")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise refused(f"{name} is {'a link' if kind == stat.S_IFLNK else 'no plain file'}.")
    if entry.file_size > limit_of(name):
        raise _too_large(name)


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    """The bytes of one member, counted; never more than are allowed."""
    name, most = entry.filename, min(left, limit_of(entry.filename))
    pieces: list[bytes] = []
    size = 0
    try:
        with archive.open(entry) as stream:
            while piece := stream.read(_PIECE):
                size += len(piece)
                if size > most:
                    raise _too_large(name)
                if size > MEGABYTE and size > MAX_RATIO * max(entry.compress_size, 1):
                    raise refused(f"{name} unpacks to more than {MAX_RATIO} times its size.")
                pieces.append(piece)
    except _BROKEN as error:
        raise refused(f"{name} is damaged: its bytes have changed ({_one_line(error)}).") from error
    return b"".join(pieces)


def _too_large(name: str) -> IntegrityError:
    return refused(f"{name} is larger than any that ctcheck writes.")


def _one_line(error: BaseException) -> str:
    return safe(" ".join(str(error).split())[:120] or type(error).__name__)
