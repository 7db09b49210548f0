"""Archives to test with: sealed ones, and what somebody could make of them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ctcheck.inference.plain import PlainEngine
from ctcheck.reading.files import digest_of
from ctcheck.rulebook.loader import find_packs
from ctcheck.sealing.container import MANIFEST, packed
from ctcheck.sealing.contents import Contents, packs_of
from ctcheck.sealing.seal import Sealed, seal
from ctcheck.sealing.verify import Verified, verify

SHIPPED = Path(__file__).parent / "small-pack"
"""Stands for the pack that comes with ctcheck; a small one, so that assessing takes no time."""
SUBMISSION = b"""\
ctcheck: 1
area: {name: Testshire, type: county}
as_at: 2008-05-31
evidence:
  - {id: plan, title: The plan, kind: plan, date: 2008-01-01, supports: [is-protocol], file: plan.pdf}
"""
JUDGEMENTS = b"""\
ctcheck_judgements: 1
about: {area: Testshire}
judgements:
  - {about: is-protocol, verdict: met, reason: It was read., role: lead inspector, on: 2008-06-01}
"""


def contents(**changes: Any) -> Contents:
    """A small submission with the shipped pack."""
    packs = packs_of(find_packs(SHIPPED), ("small-pack",))
    return Contents("testshire.yaml", SUBMISSION, "", b"", None, packs)._replace(**changes)


def sealed(folder: Path, **changes: Any) -> Sealed:
    """It sealed, with its evidence in the folder."""
    (folder / "plan.pdf").write_bytes(b"a plan")
    return seal(contents(**changes), folder, PlainEngine())


def check(data: bytes, **more: Any) -> Verified:
    """Verifies an archive."""
    return verify(data, PlainEngine(), SHIPPED, **more)


def members_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def resealed(members: dict[str, bytes], change: Callable[[Any], None] | None = None) -> bytes:
    """An archive with these members and a manifest that fits them, as a forger would make it."""
    manifest = json.loads(members[MANIFEST])
    manifest["files"] = [
        {"name": name, "size": len(data), "sha256": digest_of(data)}
        for name, data in sorted(members.items())
        if name not in (MANIFEST, "manifest.sig")
    ]
    if change:
        change(manifest)
    return packed({**members, MANIFEST: as_json(manifest)})


def as_json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def zipped(entries: list[tuple[str, bytes]], method: int = zipfile.ZIP_STORED) -> bytes:
    """A zip as other programs make it."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return held.getvalue()
