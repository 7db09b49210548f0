"""Loads rule packs: finds the files, takes them from the cache or has them read.

What reads rule files strictly is imported only when they have changed.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from ctcheck.conditions.environment import Context
from ctcheck.conditions.operators import WorkingCalendar
from ctcheck.errors import Problem, RulesError
from ctcheck.model.rules import RulePacks
from ctcheck.reading.files import UnreadableError, digest_of, read_bytes
from ctcheck.reading.nodes import parse
from ctcheck.rulebook import cache

REGIME_TABLE: Final = "inspection-regimes"
HOLIDAY_TABLE: Final = "bank-holidays"
MAX_FILES: Final = 2_000
MAX_LISTED: Final = 500


class PackFolder(NamedTuple):
    """One pack as found on disk: its files' bytes by shown name."""

    path: Path
    shown: str
    files: dict[str, bytes]

    def content(self) -> Iterator[bytes]:
        """All that the files say, with their names within the pack and their lengths."""
        for name, data in self.files.items():
            yield f"{name.removeprefix(self.shown)}\0{len(data)}\0".encode()
            yield data

    def digest(self) -> str:
        """sha256 of all that, in hexadecimal: the digest of the pack."""
        return digest_of(b"".join(self.content()))


class LoadedPacks(NamedTuple):
    """The joined packs, and what a pack says that no self-assessment can show."""

    packs: RulePacks
    cannot_show: tuple[str, ...]
    from_cache: bool


def load_packs(shipped: Path, extra: Iterable[Path] = (), *, cases: bool = False) -> LoadedPacks:
    """Loads the shipped pack and further folders.

    A further folder with the same pack id takes the shipped pack's place. With `cases` the rules'
    worked examples are kept (and the cache is not used). Raises `RulesError` listing every problem.
    """
    return load_folders(find_packs(shipped, extra), cases=cases)


def load_folders(folders: Iterable[PackFolder], *, cases: bool = False) -> LoadedPacks:
    """The same for packs whose files are at hand: those alone, and nothing that is installed."""
    folders = list(folders)
    key = cache.key_for([(folder.shown, folder.content()) for folder in folders])
    kept = None if cases else cache.load(key)
    if kept is not None:
        return LoadedPacks(*kept, from_cache=True)
    from ctcheck.rulebook.joiner import join

    problems: list[Problem] = []
    joined = join(folders, problems)
    _refuse(problems)
    assert joined is not None
    cache.store(key, *joined)
    return LoadedPacks(*joined, from_cache=False)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        ordered = tuple(sorted(dict.fromkeys(problems), key=lambda problem: problem.place))
        many = f"{len(ordered):,} problems" if len(ordered) > 1 else "1 problem"
        listed = f" The first {MAX_LISTED} are listed." if len(ordered) > MAX_LISTED else ""
        raise RulesError(
            f"The rules cannot be used: {many}. Nothing was checked.{listed}",
            "Mend them and run the command again.",
            ordered[:MAX_LISTED],
        )


def find_packs(shipped: Path, extra: Iterable[Path] = ()) -> list[PackFolder]:
    """The files of the shipped pack and of further folders, in the order of joining. Raises `RulesError`."""
    folders = [_read_folder(shipped, shipped.name)]
    for path in extra:
        folder = _read_folder(path, str(path))
        folders = [kept for kept in folders if pack_id(kept) != pack_id(folder)]
        folders.append(folder)
    return folders


def _read_folder(path: Path, shown: str) -> PackFolder:
    if not path.is_dir():
        raise RulesError(f"{shown} is no folder of rules.", "Give the folder that holds pack.yaml.")
    names = sorted(
        os.path.join(root, name)
        for root, _, found in os.walk(path)
        for name in found
        if name.endswith((".yaml", ".yml"))
    )
    if len(names) > MAX_FILES:
        raise RulesError(f"{shown} holds more than {MAX_FILES} files.", "Give the folder of one pack.")
    if not (path / "pack.yaml").is_file():
        raise RulesError(f"{shown} holds no pack.yaml.", "Give the folder of a rule pack.")
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for file in names:
        name = f"{shown}/{os.path.relpath(file, path).replace(os.sep, '/')}"
        try:
            files[name] = read_bytes(file, name)
        except UnreadableError as error:
            problems.extend(error.problems)
    _refuse(problems)
    return PackFolder(path, shown, files)


def pack_id(folder: PackFolder) -> str:
    """The id that pack.yaml gives; the folder's name where it cannot be read (it is refused later)."""
    name = f"{folder.shown}/pack.yaml"
    try:
        found = parse(folder.files[name], name).get("pack")
    except UnreadableError:
        return folder.shown
    return found.text if found is not None else folder.shown


def context_for(packs: RulePacks, law_date: dt.date) -> Context:
    """The fixed part of a rule book on a law date."""
    table = packs.tables.get(HOLIDAY_TABLE)
    texts = (day for row in table.rows for day in row.columns.get("days", "").split()) if table else ()
    days = frozenset(dt.date.fromisoformat(day) for day in texts)
    return Context(law_date, packs.vocabulary, packs.parameters, packs.tables, WorkingCalendar(days))
