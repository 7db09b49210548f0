"""Holds a sealed archive against itself: every byte, and every verdict made again from it alone."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

from pathlib import Path
from typing import Any, NamedTuple

from ctcheck.errors import CtcheckError, IntegrityError, RulesError, SubmissionError
from ctcheck.inference.interface import Engine
from ctcheck.model.report import GapReport
from ctcheck.reading.files import digest_of
from ctcheck.reports.json_report import JsonReporter
from ctcheck.reports.safe import safe
from ctcheck.rulebook.loader import find_packs, pack_id
from ctcheck.sealing.container import (
    EVIDENCE,
    MANIFEST,
    MEGABYTE,
    REPORT,
    SIGNATURE,
    SUBMISSION,
    packed,
    refused,
    unpacked,
)
from ctcheck.sealing.contents import Assessed, assessed
from ctcheck.sealing.evidence import Found, evidence_json, first_change, found_files, sealed_files
from ctcheck.sealing.json_values import differences, first_difference, read, shown
from ctcheck.sealing.manifest import (
    Manifest,
    SealedWith,
    contents_of,
    manifest_json,
    read_manifest,
    sealed_with,
)
from ctcheck.sealing.signing import LENGTH, PublicKey


class Verified(NamedTuple):
    """An archive of which every byte and every verdict is the same."""

    digest: str
    """sha256 of the archive, in hexadecimal."""
    files: int
    report: GapReport
    """As it was sealed."""
    programs: SealedWith
    """With which it was sealed."""
    here: SealedWith
    """With which it was verified."""
    packs: tuple[tuple[str, str], ...]
    """Id of each pack, and `shipped` (as it comes with this ctcheck), `other` (not as it comes) or `own`."""
    signature: str
    """`none`, `unchecked` (no key was given) or `good`."""
    fingerprint: str
    """sha256 of the key that the signature was checked with; empty where it was not checked."""
    evidence: Found
    evidence_checked: bool
    """Whether the files of the evidence were looked at as well."""


class Opened(NamedTuple):
    """An archive whose bytes are those that its manifest lists."""

    members: dict[str, bytes]
    manifest: Manifest


def verify(
    data: bytes,
    engine: Engine,
    shipped: Path,
    key: PublicKey | None = None,
    evidence_folder: Path | None = None,
) -> Verified:
    """What the archive is, if it is what was sealed; raises `IntegrityError` with the first difference if not.

    Nothing but the archive goes into the assessment that is made again. `shipped` is the pack that comes
    with ctcheck, only to say whether the archive has the same. With `key` a good signature is required.
    """
    members, manifest = opened(data, key)
    contents = contents_of(manifest, members)
    used = {MANIFEST, SIGNATURE, EVIDENCE, REPORT, *contents.members()}
    for name in sorted(set(members) - used):
        raise refused(f"{name} belongs to no rule pack that the manifest names.")
    try:
        made = assessed(contents, engine)
    except (RulesError, SubmissionError) as error:
        raise _cannot_be_assessed(error, manifest.programs) from error
    evidence = sealed_files(members[EVIDENCE], made.submission)
    here = sealed_with(made.report)
    # Programs may differ where the results do not: they are named, and compared without them.
    report = made.report._replace(version=manifest.programs.ctcheck, engine=manifest.programs.engine)
    _compare(members, manifest, Assessed(made.submission, report), evidence, here)
    expected = manifest_json(manifest.programs, contents, report, members)
    if expected != members[MANIFEST]:
        raise refused(
            f"{MANIFEST} says what is not so: {_json_difference(members[MANIFEST], expected, MANIFEST)}."
        )
    if packed(members) != data:
        raise refused(
            "all files in it are the same, but the zip around them is not the one that ctcheck writes:"
            " it was packed again, or something was added to it."
        )
    if evidence_folder is not None:
        change = first_change(evidence, found_files(made.submission, evidence_folder), made.submission)
        if change:
            raise refused(f"the archive itself is, but {safe(change)}.", "Ask for the file as it was.")
    return Verified(
        digest_of(data),
        len(members),
        report,
        manifest.programs,
        here,
        _packs(report, shipped),
        ("good" if key else "unchecked") if SIGNATURE in members else "none",
        key.fingerprint if key else "",
        evidence,
        evidence_folder is not None,
    )


def opened(data: bytes, key: PublicKey | None = None) -> Opened:
    """The members, if the manifest lists them all with the bytes they have. Raises `IntegrityError`."""
    members = unpacked(data)
    if MANIFEST not in members:
        raise refused(f"there is no {MANIFEST} in it.", "Give an archive that `ctcheck seal` has written.")
    if key is not None:
        _check_signature(members, key)
    elif len(members.get(SIGNATURE, b"\0" * LENGTH)) != LENGTH:
        raise refused(f"{SIGNATURE} is no signature.")
    manifest = read_manifest(members[MANIFEST])
    listed = manifest.digests
    if len(listed) != len(manifest.value["files"]):
        raise refused(f"{MANIFEST} lists a file twice.")
    present = set(members) - {MANIFEST, SIGNATURE}
    for name in sorted(present | set(listed)):
        if name not in present:
            raise refused(f"{safe(name)} is missing.")
        if name not in listed:
            raise refused(f"{name} was added: the manifest does not list it.")
        if digest_of(members[name]) != listed[name]:
            raise refused(f"{name} has changed: its sha256 is not that of the manifest.")
    for name in (SUBMISSION, EVIDENCE, REPORT):
        if name not in members:
            raise refused(f"there is no {name} in it.")
    return Opened(members, manifest)


def _check_signature(members: dict[str, bytes], key: PublicKey) -> None:
    if SIGNATURE not in members:
        raise refused("it is not signed, and a key was given to check the signature with.")
    if not key.has_signed(members[MANIFEST], members[SIGNATURE]):
        raise refused(
            f"the signature of {MANIFEST} is not good: it was changed, or signed with another key.",
            "Check that the key is the sealer's; if it is, do not rely on the archive.",
        )


def _cannot_be_assessed(error: CtcheckError, programs: SealedWith) -> IntegrityError:
    return IntegrityError(
        f"what it holds cannot be assessed any more. {error.message}",
        f"It was sealed with ctcheck {safe(programs.ctcheck)}; verify it with that version.",
        error.problems,
    )


def _compare(
    members: dict[str, bytes], manifest: Manifest, made: Assessed, evidence: Found, here: SealedWith
) -> None:
    """Verdicts first, then everything else that the report and the list of evidence say."""
    now = JsonReporter().render(made.report)
    if now != members[REPORT]:
        hint = "Do not rely on the report in it."
        if manifest.programs.ctcheck != here.ctcheck:
            hint = (
                f"It was sealed with ctcheck {safe(manifest.programs.ctcheck)} and this is {here.ctcheck},"
                " which may say some things otherwise: verify it with that version."
            )
        raise refused(_report_difference(members[REPORT], now), hint)
    expected = evidence_json(made.submission, evidence)
    if expected != members[EVIDENCE]:
        raise refused(f"{EVIDENCE}: {_json_difference(members[EVIDENCE], expected, EVIDENCE)}.")


def _report_difference(sealed: bytes, now: bytes) -> str:
    if len(sealed) > 2 * len(now) + MEGABYTE:
        # What is so much longer is not looked into: small brackets become large lists.
        return f"{REPORT} has {len(sealed):,} bytes, and made again it has {len(now):,}."
    before, after = read(sealed, REPORT), read(now, REPORT)
    verdict = _verdict_difference(_verdicts(before), _verdicts(after))
    return verdict or f"{REPORT}: {_json_difference(sealed, now, REPORT)}."


def _verdicts(report: Any) -> dict[str, Any]:
    findings = report.get("findings") if isinstance(report, dict) else None
    return {
        str(one.get("id")): one.get("verdict")
        for one in (findings if isinstance(findings, list) else ())
        if isinstance(one, dict)
    }


def _verdict_difference(sealed: dict[str, Any], now: dict[str, Any]) -> str:
    for name, verdict in now.items():
        if name not in sealed:
            return f"the finding {safe(name)} is missing from {REPORT}; made again it is {shown(verdict)}."
        if sealed[name] != verdict:
            return (
                f"the verdict of {safe(name)} stands in {REPORT} as {shown(sealed[name])},"
                f" and made again it is {shown(verdict)}."
            )
    for name in sealed:
        if name not in now:
            return f"{REPORT} has a finding {safe(name)}, and made again there is none."
    return ""


def _json_difference(sealed: bytes, now: bytes, name: str) -> str:
    before, after = read(sealed, name), read(now, name)
    if next(differences(before, after), None) is None:
        return "it says the same and is written in other bytes"
    return first_difference(before, after)


def _packs(report: GapReport, shipped: Path) -> tuple[tuple[str, str], ...]:
    (own,) = find_packs(shipped)
    name, digest = pack_id(own), own.digest()
    return tuple(
        (pack.id, "shipped" if pack.digest == digest else "other" if pack.id == name else "own")
        for pack in report.packs
    )
