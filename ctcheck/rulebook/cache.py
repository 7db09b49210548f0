"""A cache of loaded packs, keyed by what their files say.

The key is the digest of every byte of every file, together with ctcheck's version and its own
code, worked out anew on each run: changed rules have another key, so a stale rule cannot be
served. Only packs that were read whole without a problem are stored, and their cases are not.

An entry is a pickle that is read with an allow-list: it can make our own frozen values, dates
and plain containers, and nothing else, so it cannot run anything whoever wrote it. Any trouble
with the cache means reading the YAML again, nothing else.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO, Final

import ctcheck
from ctcheck.model import condition, place, rules, words
from ctcheck.model.rules import RulePacks
from ctcheck.reading.files import fingerprint_of
from ctcheck.rulebook.cache_folder import cache_folder

_ALLOWED: Final = {
    (kind.__module__, kind.__qualname__): kind
    for module in (rules, condition, words, place)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, (tuple, StrEnum)) and kind.__module__ == module.__name__
} | {("datetime", "date"): dt.date}
"""Every class that an entry may hold."""


def key_for(packs: Iterable[tuple[str, Iterable[bytes]]]) -> str:
    """The key of packs with these shown names and this content, read by this very program."""
    here = Path(__file__).parent
    own = [ctcheck.__version__]
    for folder in (here, here.parent / "model"):
        for name in sorted(os.listdir(folder)):
            if name.endswith(".py"):
                status = (folder / name).stat()
                own.append(f"{name} {status.st_size} {status.st_mtime_ns}")

    def parts() -> Iterator[bytes]:
        yield "\0".join(own).encode()
        for shown, content in packs:
            yield f"\0{shown}\0".encode()
            yield from content

    return fingerprint_of(parts())


def load(key: str) -> tuple[RulePacks, tuple[str, ...]] | None:
    """The packs of an entry and what they say cannot be shown; None where there is none to trust."""
    folder = cache_folder()
    if folder is None:
        return None
    try:
        with (folder / f"{key}.pickle").open("rb") as stream:
            # An entry that others could have written is not read.
            status = os.fstat(stream.fileno())
            if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & 0o022):
                return None
            packs, cannot_show = _read(stream)
        if isinstance(packs, RulePacks) and isinstance(cannot_show, tuple):
            return packs, cannot_show
    except Exception:
        # Whatever is wrong with an entry (pickle raises many kinds of error), the YAML is read instead.
        return None
    return None


def _read(stream: BinaryIO) -> Any:
    """What an entry holds, if it holds nothing but values of the allowed classes."""
    try:
        # The C class alone: the module around it is a millisecond of imports that reading has no use for.
        from _pickle import Unpickler
    except ImportError:
        from pickle import Unpickler

    class Reader(Unpickler):
        def find_class(self, module: str, name: str) -> Any:
            found = _ALLOWED.get((module, name))
            if found is None:
                raise ValueError(f"{module}.{name} has no place in the cache")
            return found

    return Reader(stream).load()


def _written(value: Any) -> bytes:
    """The entry; our words by class and value, which Python 3.11.2 would look up with `getattr`."""
    import io
    import pickle

    class Writer(pickle.Pickler):
        def reducer_override(self, value: Any) -> Any:
            return (type(value), (value.value,)) if isinstance(value, StrEnum) else NotImplemented

    stream = io.BytesIO()
    Writer(stream, protocol=5).dump(value)
    return stream.getvalue()


def store(key: str, packs: RulePacks, cannot_show: tuple[str, ...]) -> None:
    """Writes an entry whole or not at all; says nothing where it cannot."""

    folder = cache_folder()
    if folder is None:
        return
    bare = packs._replace(
        rules=tuple(rule._replace(cases=()) for rule in packs.rules),
        withdrawn=tuple(one._replace(rule=one.rule._replace(cases=())) for one in packs.withdrawn),
    )
    data = _written((_plain(bare), cannot_show))
    import tempfile

    temporary = ""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.replace(temporary, folder / f"{key}.pickle")
    except OSError:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)


def _plain(packs: RulePacks) -> RulePacks:
    """The packs without empty read-only mappings, which cannot be pickled."""
    declared = {path: _bare(fact) for path, fact in packs.vocabulary.facts.items()}
    sections = {
        name: section._replace(facts={key: declared[fact.path] for key, fact in section.facts.items()})
        for name, section in packs.vocabulary.sections.items()
    }
    return packs._replace(vocabulary=rules.Vocabulary(sections, declared))


def _bare(fact: rules.FactDeclaration) -> rules.FactDeclaration:
    fields = {name: _bare(field) for name, field in fact.type.fields.items()}
    return fact._replace(type=fact.type._replace(choices=dict(fact.type.choices), fields=fields))
