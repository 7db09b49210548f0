"""Writes the files of a new self-assessment, and never over anything."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from ctcheck.errors import OutputError, UsageError


def stem_of(area: str) -> str:
    """The name of an authority as part of a file name: small letters, digits and hyphens, at most 40."""
    words = re.sub(r"[^a-z0-9]+", "-", area.lower()).strip("-")
    return words[:40].rstrip("-") or "authority"


def write_new(folder: Path, files: Mapping[str, bytes]) -> None:
    """All of the files into the folder, which is made where it is missing; or none of them.

    Raises `UsageError` where one is there already and `OutputError` where one cannot be written; then
    nothing of it stays behind.
    """
    there = [str(folder / name) for name in files if os.path.lexists(folder / name)]
    if there:
        raise UsageError(
            f"{', '.join(there)} {'is' if len(there) == 1 else 'are'} there already, and nothing is overwritten.",
            "Name a new folder: ctcheck init FOLDER",
        )
    made: list[Path] = []
    written: list[Path] = []
    try:
        missing = [path for path in (folder, *folder.parents) if not path.exists()]
        for path in reversed(missing):
            path.mkdir()
            made.append(path)
        for name, data in files.items():
            path = folder / name
            # `x` refuses what has come in between.
            with path.open("xb") as stream:
                written.append(path)
                stream.write(data)
    except (OSError, ValueError) as error:
        for path in written:
            path.unlink(missing_ok=True)
        for path in reversed(made):
            with suppress(OSError):
                path.rmdir()
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise OutputError(
            f"Cannot write into {folder}: {reason}. Nothing was written.",
            "Check the folder's name and that you may write there.",
        ) from error
