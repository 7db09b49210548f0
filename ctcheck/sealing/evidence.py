"""The list of evidence in an archive: the register, with the digests of the files that it names."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from ctcheck.model.submission import Submission
from ctcheck.reports.json_values import word
from ctcheck.sealing.container import EVIDENCE, refused
from ctcheck.sealing.json_values import read, written
from ctcheck.validation.evidence_files import evidence_files

FORMAT: Final = 1
_DIGEST: Final = re.compile(r"(?:[0-9a-f]{64})?", re.ASCII)


class SealedFile(NamedTuple):
    """What was found of one file that the register names."""

    path: str
    state: str
    """`matches`, `unsealed` (the submission gives no digest), `changed`, `missing` or `refused`."""
    sha256: str
    """As it was; empty where it was not read."""
    size: int | None
    why: str


Found = tuple[SealedFile | None, ...]
"""One for each entry of the register; None where it names no file."""


def found_files(submission: Submission, folder: Path) -> Found:
    """The files beside the submission, hashed; no link is followed and nothing outside the folder read."""
    known = {
        (one.item, one.path): SealedFile(one.path, one.state, one.sha256, one.size, one.why)
        for one in evidence_files(submission, folder)
    }
    return tuple(known[item.id, item.file] if item.file else None for item in submission.evidence)


def evidence_json(submission: Submission, found: Found) -> bytes:
    """The list as an archive holds it."""
    entries = [
        {
            "id": word(item.id),
            "title": word(item.title),
            "kind": word(item.kind),
            "date": item.date.isoformat() if item.date else None,
            "file": _file(one, item.sha256) if one else None,
        }
        for item, one in zip(submission.evidence, found, strict=True)
    ]
    return written({"format": FORMAT, "evidence": entries})


def _file(one: SealedFile, declared: str) -> dict[str, Any]:
    return {
        "path": one.path,
        "declared": declared,
        "state": one.state,
        "sha256": one.sha256,
        "size": one.size,
        "why": one.why,
    }


def sealed_files(data: bytes, submission: Submission) -> Found:
    """What the list says of files, held against the register. Raises `IntegrityError` where they do not fit."""
    listed = read(data, EVIDENCE)
    entries = listed.get("evidence") if isinstance(listed, dict) else None
    if not isinstance(entries, list) or len(entries) != len(submission.evidence):
        raise refused(
            f"{EVIDENCE} does not list the {len(submission.evidence)} pieces of evidence there are."
        )
    return tuple(
        _read_file(entry.get("file") if isinstance(entry, dict) else None, item.file, item.sha256, item.id)
        for entry, item in zip(entries, submission.evidence, strict=True)
    )


def _read_file(entry: Any, path: str, declared: str, item: str) -> SealedFile | None:
    wrong = refused(f"{EVIDENCE} does not fit the register of evidence at {item}.")
    if not path:
        return None
    if not isinstance(entry, dict):
        raise wrong
    state, sha256, size, why = entry.get("state"), entry.get("sha256"), entry.get("size"), entry.get("why")
    if not (isinstance(state, str) and isinstance(sha256, str) and isinstance(why, str)):
        raise wrong
    if not (size is None or (type(size) is int and size >= 0)) or not _DIGEST.fullmatch(sha256):
        raise wrong
    if sha256:
        fits = {"unsealed" if not declared else "matches" if sha256 == declared.lower() else "changed"}
    else:
        fits = {"missing", "refused"}
    if state not in fits or bool(sha256) != (size is not None):
        raise wrong
    return SealedFile(path, state, sha256, size, why)


def first_change(sealed: Found, now: Found, submission: Submission) -> str:
    """The first file that is not as it was sealed, in words; empty where all are."""
    for item, before, after in zip(submission.evidence, sealed, now, strict=True):
        if before is None or after is None or (before.sha256, before.state) == (after.sha256, after.state):
            continue
        if before.sha256 and after.sha256:
            how = "has changed"
        elif before.sha256:
            how = f"is no longer there: {after.why}"
        else:
            how = f"was not read when it was sealed ({before.why}) and is there now"
        return f"the file {before.path} of the evidence {item.id} {how}"
    return ""


def states(found: Sequence[SealedFile | None]) -> dict[str, int]:
    """How many files are in each state."""
    counted: dict[str, int] = {}
    for one in found:
        if one:
            counted[one.state] = counted.get(one.state, 0) + 1
    return counted
