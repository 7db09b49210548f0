"""The manifest of a sealed archive: what is in it, and with what it was made."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from ctcheck.model.report import GapReport
from ctcheck.reading.files import digest_of
from ctcheck.reading.frame import FrameChecker
from ctcheck.reports.json_values import counts, word
from ctcheck.reports.safe import safe
from ctcheck.resources import resource_dir
from ctcheck.sealing.container import JUDGEMENTS, MANIFEST, RULES, SIGNATURE, SUBMISSION, refused
from ctcheck.sealing.contents import Contents, SealedPack
from ctcheck.sealing.json_values import read, written

FORMAT: Final = 1
ABOUT: Final = (
    "A self-assessment sealed by ctcheck: the submission, the rules it was held against and the gap report."
    " `ctcheck verify` checks every byte and makes the report again."
)


class SealedWith(NamedTuple):
    """The programs that made an archive; not the machine."""

    ctcheck: str
    engine: str
    python: str
    """Major and minor version."""


def sealed_with(report: GapReport) -> SealedWith:
    """What seals here and now."""
    return SealedWith(report.version, report.engine, ".".join(platform.python_version_tuple()[:2]))


def manifest_json(
    programs: SealedWith, contents: Contents, report: GapReport, members: Mapping[str, bytes]
) -> bytes:
    """The manifest of an archive with these members."""
    judged = report.inspector
    return written(
        {
            "format": FORMAT,
            "about": ABOUT,
            "sealed_with": programs._asdict(),
            "submission": {
                "file": report.file,
                "area": word(report.area.name),
                "as_at": report.as_at.isoformat(),
            },
            "judgements": {"file": judged.file, "number": judged.number} if judged else None,
            "personal_data_allowed": report.personal_data,
            "law_at": contents.law_at.isoformat() if contents.law_at else None,
            "law_date": report.law_date.isoformat(),
            "packs": [
                {
                    "id": pack.id,
                    "version": word(pack.version),
                    "title": word(pack.title),
                    "digest": pack.digest,
                }
                for pack in report.packs
            ],
            "rules_digest": report.rules_digest,
            "counts": counts(report.assurance.counts),
            "files": [
                {"name": name, "size": len(members[name]), "sha256": digest_of(members[name])}
                for name in sorted(members)
                if name not in (MANIFEST, SIGNATURE)
            ],
        }
    )


class Manifest(NamedTuple):
    """A manifest that has the right form; whether it is true is not known yet."""

    value: dict[str, Any]
    programs: SealedWith

    @property
    def digests(self) -> dict[str, str]:
        """The sha256 of each file, by name."""
        return {file["name"]: file["sha256"] for file in self.value["files"]}


def read_manifest(data: bytes) -> Manifest:
    """The manifest. Raises `IntegrityError` where its form is not that of the schema."""
    value = read(data, MANIFEST)
    given = value.get("format") if isinstance(value, dict) else None
    if isinstance(given, int) and given != FORMAT:
        raise refused(
            f"{MANIFEST} is of format {safe(str(given), limit=20)}; this ctcheck reads format {FORMAT}.",
            f"Verify it with the ctcheck that sealed it{_version(value)}.",
        )
    checker = FrameChecker(resource_dir("schemas") / "sealed-manifest.schema.json")
    try:
        valid = checker.is_valid(value)
    except ValueError:
        valid = False  # it is nested deeper than the checker goes
    if not valid:
        raise refused(f"{MANIFEST} is no manifest of a sealed archive.")
    return Manifest(value, SealedWith(**value["sealed_with"]))


def _version(value: Any) -> str:
    programs = value.get("sealed_with") if isinstance(value, dict) else None
    version = programs.get("ctcheck") if isinstance(programs, dict) else None
    return f", {safe(version, limit=40)}" if isinstance(version, str) else ""


def contents_of(manifest: Manifest, members: Mapping[str, bytes]) -> Contents:
    """What the assessment was made from, as the manifest names it. Raises `IntegrityError`."""
    value = manifest.value
    try:
        law_at = dt.date.fromisoformat(value["law_at"]) if value["law_at"] else None
    except ValueError as error:
        raise refused(f"{MANIFEST} names a law date that is no day.") from error
    judged = value["judgements"]
    for name in (value["submission"]["file"], judged["file"] if judged else "judgements.yaml"):
        if Path(name).name != name or name == "..":
            raise refused(f"{MANIFEST} names {safe(repr(name))}, which is no name of a file.")
    if bool(judged) != (JUDGEMENTS in members):
        raise refused(f"{MANIFEST} and the archive differ on whether there is a {JUDGEMENTS}.")
    packs = []
    for pack in value["packs"]:
        head = f"{RULES}{pack['id']}/"
        files = {name.removeprefix(head): data for name, data in members.items() if name.startswith(head)}
        if "pack.yaml" not in files:
            raise refused(f"there is no {head}pack.yaml in it.")
        packs.append(SealedPack(pack["id"], files))
    return Contents(
        value["submission"]["file"],
        members[SUBMISSION],
        judged["file"] if judged else "",
        members[JUDGEMENTS] if judged else b"",
        law_at,
        tuple(packs),
        value["personal_data_allowed"] > 0,
    )
