"""Finds the submissions in files, folders and archives, in an order that is always the same."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from ctcheck.errors import Problem, UsageError
from ctcheck.model.place import Place
from ctcheck.reading.files import UnreadableError, read_bytes
from ctcheck.survey import archive

SUFFIXES: Final = (".yaml", ".yml")
ARCHIVES: Final = (".zip",)
NOT_SUBMISSIONS: Final = ("judgements.yaml", "judgements.yml")
"""What else may lie beside a submission: the inspector's own judgements on it."""
MAX_DEPTH: Final = 40


class Item(NamedTuple):
    """One submission that was received: its bytes, or why there are none."""

    name: str
    """As reports name it: the way to it from the path given, and no more of this machine."""
    data: bytes | None
    problems: tuple[Problem, ...] = ()


def check(paths: Sequence[str]) -> None:
    """Raises `UsageError` for a path that is not there."""
    for path in paths:
        if not os.path.exists(path):
            raise UsageError(f"{path} does not exist.", "Name files, folders or zip archives of submissions.")


def count(paths: Sequence[str]) -> int:
    """How many items `find` will give, for an estimate of the time; nothing is read but lists."""
    total = 0
    for path in paths:
        for found, _ in _files(Path(path), ""):
            total += archive.count(found, SUFFIXES) if _is_archive(found) else 1
    return total


def find(paths: Sequence[str]) -> Iterator[Item]:
    """Every submission, path by path in the order given and by name within each; read one at a time.

    In a folder and in an archive what ends in .yaml or .yml is a submission, and in a folder a
    .zip is an archive; hidden files and `judgements.yaml` are passed over. No link is followed.
    """
    several = len(paths) > 1
    for path in paths:
        root = Path(path)
        # Paths of this machine stay out of reports: names begin at the path that was given.
        own = Path(os.path.abspath(path)).name
        shown = own if several or not root.is_dir() else ""
        for found, name in _files(root, shown):
            if found.is_symlink() and found != root:
                yield _problem(
                    name, "this is a link, and links are not followed.", "Put the file itself there."
                )
            elif _is_archive(found):
                yield from _archived(found, name)
            else:
                yield _read(found, name)


def _files(root: Path, shown: str, depth: int = 0) -> Iterator[tuple[Path, str]]:
    """Files with their names for reports; the root itself counts whatever it is called."""
    if not root.is_dir():
        yield root, shown or root.name
        return
    try:
        names = sorted(entry.name for entry in os.scandir(root) if not entry.name.startswith("."))
    except OSError:
        yield root, f"{shown}/"
        return
    for name in names:
        path, inner = root / name, f"{shown}/{name}" if shown else name
        if path.is_symlink():
            if name.lower().endswith((*SUFFIXES, *ARCHIVES)):
                yield path, inner
        elif path.is_dir():
            if depth < MAX_DEPTH:
                yield from _files(path, inner, depth + 1)
        elif name.lower().endswith((*SUFFIXES, *ARCHIVES)) and name.lower() not in NOT_SUBMISSIONS:
            yield path, inner


def _is_archive(path: Path) -> bool:
    return path.name.lower().endswith(ARCHIVES)


def _archived(path: Path, shown: str) -> Iterator[Item]:
    try:
        for entry in archive.entries(path, shown, SUFFIXES):
            if entry.name.rpartition("/")[2].lower() in NOT_SUBMISSIONS:
                continue
            yield Item(entry.name, entry.data, (entry.problem,) if entry.problem else ())
    except UnreadableError as error:
        yield Item(shown, None, tuple(error.problems))


def _read(path: Path, name: str) -> Item:
    try:
        return Item(name, read_bytes(path, name))
    except UnreadableError as error:
        return Item(name, None, tuple(error.problems))


def _problem(name: str, message: str, hint: str) -> Item:
    return Item(name, None, (Problem(Place(name), message, hint=hint),))
