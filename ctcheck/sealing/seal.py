"""Makes a sealed archive."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from ctcheck.errors import IntegrityError, OutputError, UsageError
from ctcheck.inference.interface import Engine
from ctcheck.model.report import GapReport
from ctcheck.reports.json_report import JsonReporter
from ctcheck.sealing.container import EVIDENCE, MANIFEST, REPORT, SIGNATURE, packed
from ctcheck.sealing.contents import Contents, assessed
from ctcheck.sealing.evidence import Found, evidence_json, found_files
from ctcheck.sealing.manifest import manifest_json, sealed_with
from ctcheck.sealing.signing import signed
from ctcheck.sealing.verify import opened


class Sealed(NamedTuple):
    """An archive, and what whoever seals it is told."""

    data: bytes
    report: GapReport
    evidence: Found
    fingerprint: str
    """sha256 of the public key that its signature is checked with; empty where it is not signed."""
    marked: bool
    """Whether the submission marks parts of itself as not for publication: they are in the archive."""


def seal(
    contents: Contents,
    folder: Path,
    engine: Engine,
    key: Path | None = None,
    passphrase: Callable[[], str] = lambda: "",
) -> Sealed:
    """The archive of an assessment; the same contents give the same bytes.

    `folder` is the submission's: files that it names as evidence are hashed there, and stay there.
    `key` signs the manifest. Raises `UsageError` for names and keys that will not do, what `assessed`
    raises, and `OutputError` where the archive would be too large to be verified.
    """
    _refuse_name(contents.submission_file)
    _refuse_name(contents.judgements_file)
    members = contents.members()
    made = assessed(contents, engine)
    evidence = found_files(made.submission, folder)
    members[EVIDENCE] = evidence_json(made.submission, evidence)
    members[REPORT] = JsonReporter().render(made.report)
    members[MANIFEST] = manifest_json(sealed_with(made.report), contents, made.report, members)
    fingerprint = ""
    if key is not None:
        members[SIGNATURE], fingerprint = signed(members[MANIFEST], key, passphrase)
    data = packed(members)
    try:
        opened(data)
    except IntegrityError as error:
        # What nobody could verify must not be sealed.
        raise OutputError(
            f"{contents.submission_file} cannot be sealed: of the archive {error.message}"
        ) from error
    return Sealed(data, made.report, evidence, fingerprint, bool(made.submission.marks))


def _refuse_name(name: str) -> None:
    """Names stand in the manifest; one that cannot be written there, or not be read back, is refused."""
    try:
        name.encode("utf-8")
        bad = "\\" in name or any(ord(char) < 32 for char in name)
    except UnicodeEncodeError:
        bad = True
    if bad:
        raise UsageError(
            f"The file name {name!a} cannot be sealed.", "Rename the file with plain characters."
        )
