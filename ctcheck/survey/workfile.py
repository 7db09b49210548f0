"""The work file: what is known of each submission, one line of JSON each, written as it becomes known.

Every table is made by reading it again, so that a survey holds no more in memory than its counts.
It is also what a survey that was stopped goes on from: a line is kept under a key of the submission's
bytes and name and of all that its judgement rests on, so what has changed is done anew.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import ctcheck
from ctcheck.errors import OutputError, UsageError
from ctcheck.reading.files import fingerprint_of
from ctcheck.survey.record import SKIPPED, Json
from ctcheck.survey.worker import Settings

NAME: Final = ".ctcheck-survey"
"""Of the folder, where none is named."""
_PART: Final = "part-{:04}.jsonl"
_KEY: Final = "key"


def key_of(settings: Settings, name: str, data: bytes) -> str:
    """Under what a line is kept."""
    rests_on = settings._replace(rules=(), also=(), seconds=0, megabytes=0)
    parts = (ctcheck.__version__, repr(rests_on), name)
    return fingerprint_of([*(f"{len(part)} {part}\0".encode("utf-8", "replace") for part in parts), data])[
        :40
    ]


class WorkFile:
    """The folder with the lines of one survey."""

    def __init__(self, folder: Path | None, *, resume: bool, own: bool = False) -> None:
        """`folder` None means one for this run only. `own`: it is removed at the end."""
        self.own = own or folder is None
        try:
            if folder is None:
                folder = Path(tempfile.mkdtemp(prefix="ctcheck-survey-"))
            else:
                folder.mkdir(mode=0o700, exist_ok=True)
            self.folder = folder
            self._kept = sorted(folder.glob("part-*.jsonl"))
            if resume and not self._kept:
                raise UsageError(
                    f"There is nothing in {folder} to go on from.",
                    "Leave --resume out to begin, or name the folder of the survey with --work.",
                )
            if not resume:
                for part in self._kept:
                    part.unlink()
                self._kept = []
            number = 1 + max(
                (int(part.stem[5:]) for part in self._kept if part.stem[5:].isdigit()), default=0
            )
            self._path = folder / _PART.format(number)
            self._stream = open(self._path, "x+b")  # noqa: SIM115 - closed by `finish` and `keep`
        except OSError as error:
            raise OutputError(
                f"Cannot keep the work in {folder}: {error.strerror or error}.",
                "Name a folder that you may write to with --work.",
            ) from error
        os.chmod(self._path, 0o600)
        self._index = self._indexed()

    def _indexed(self) -> dict[str, tuple[int, int]]:
        """For each key the part and where in it the line begins; a broken line is passed over."""
        found: dict[str, tuple[int, int]] = {}
        for number, part in enumerate(self._kept):
            with part.open("rb") as stream:
                at = 0
                for line in stream:
                    entry = _parsed(line)
                    # What was given up may have been the machine's fault; it is tried again.
                    if entry is not None and entry.get("status") != SKIPPED:
                        found[entry[_KEY]] = (number, at)
                    at += len(line)
        return found

    def known(self, key: str) -> Json | None:
        """The record that a former run has kept, if it has."""
        where = self._index.get(key)
        if where is None:
            return None
        number, at = where
        with self._kept[number].open("rb") as stream:
            stream.seek(at)
            entry = _parsed(stream.readline())
        if entry is None:
            return None
        del entry[_KEY]
        return entry

    def add(self, key: str, record: Json) -> None:
        """Writes the line of one submission. Raises `OutputError` where the disk is full."""
        line = json.dumps({_KEY: key, **record}, ensure_ascii=False, separators=(",", ":"))
        try:
            self._stream.write(line.encode("utf-8", "replace") + b"\n")
        except OSError as error:
            raise OutputError(f"Cannot write {self._path}: {error.strerror or error}.") from error

    def records(self) -> Iterator[Json]:
        """Every record of this run, in order; may be asked for again and again."""
        self._stream.flush()
        with self._path.open("rb") as stream:
            for line in stream:
                entry = _parsed(line)
                if entry is not None:
                    del entry[_KEY]
                    yield entry

    def finish(self) -> None:
        """The survey is whole: former parts go, and the folder too where it was for this run only."""
        self._stream.close()
        with contextlib.suppress(OSError):
            for part in self._kept:
                part.unlink()
            if self.own:
                shutil.rmtree(self.folder)

    def keep(self) -> None:
        """The survey was stopped: everything stays, to go on from."""
        self._stream.close()


def _parsed(line: bytes) -> dict[str, Any] | None:
    """The entry of a line; None where it is not one of ours, such as the last of a run that was killed."""
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    if not (isinstance(entry, dict) and isinstance(entry.get(_KEY), str) and "status" in entry):
        return None
    return entry
