"""A cache of loaded packs, keyed by what their files say.

The key is the digest of every byte of every file, together with ctcheck's version and its own
code, worked out anew on each run: changed rules have another key, so a stale rule cannot be
served. Only packs that were read whole without a problem are stored, and their cases are not.
An entry is JSON, data that nothing runs. Any trouble with the cache means reading the YAML
again, nothing else.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import ctcheck
from ctcheck.model import condition, rules, words
from ctcheck.model.place import Place
from ctcheck.model.rules import RulePacks
from ctcheck.reading.nodes import digest_of

_TUPLE, _MAPPING, _DATE, _FIRST_ENUM, _FIRST_CLASS = 0, 1, 2, 10, 100

_ENUMS: Final[tuple[type[StrEnum], ...]] = (
    words.Verdict,
    words.Force,
    words.Certainty,
    words.Basis,
    words.Strength,
    words.Level,
)
_CLASSES: Final[tuple[Any, ...]] = (
    Place,
    rules.FactType,
    rules.FactDeclaration,
    rules.Section,
    rules.Vocabulary,
    rules.Source,
    rules.InForce,
    rules.Row,
    rules.Table,
    rules.Parameter,
    rules.ForEach,
    rules.Rule,
    rules.Signal,
    rules.Alternative,
    rules.Limiter,
    rules.RiskRule,
    rules.ScalePoint,
    rules.Scale,
    rules.Pack,
    rules.RulePacks,
    condition.ParameterRef,
    condition.FactRef,
    condition.TableRef,
    condition.RowRef,
    condition.Span,
    condition.CountOf,
    condition.Leaf,
    condition.Join,
    condition.Not,
    condition.AtLeastOf,
    condition.Quantifier,
    condition.Named,
)
_CLASS_CODE: Final = {kind: _FIRST_CLASS + number for number, kind in enumerate(_CLASSES)}
_ENUM_CODE: Final = {kind: _FIRST_ENUM + number for number, kind in enumerate(_ENUMS)}


def cache_folder() -> Path | None:
    """Where entries are kept; None where caching is switched off with CTCHECK_CACHE=off."""
    chosen = os.environ.get("CTCHECK_CACHE", "")
    if chosen == "off":
        return None
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME", "")
    if base:
        return Path(base) / "ctcheck"
    home = os.environ.get("HOME") or os.environ.get("LOCALAPPDATA", "")
    return Path(home) / ".cache" / "ctcheck" if home else None


def key_for(digest: str, names: list[str]) -> str:
    """The key of packs with this digest, shown under these names, read by this very program."""
    here = Path(__file__).parent
    own = [ctcheck.__version__, digest, *names]
    for folder in (here, here.parent / "model"):
        for name in sorted(os.listdir(folder)):
            if name.endswith(".py"):
                status = (folder / name).stat()
                own.append(f"{name} {status.st_size} {status.st_mtime_ns}")
    return digest_of("\0".join(own).encode())


def load(key: str) -> tuple[RulePacks, tuple[str, ...]] | None:
    """The packs of an entry and what they say cannot be shown; None where there is none to trust."""
    folder = cache_folder()
    if folder is None:
        return None
    try:
        with (folder / f"{key}.json").open("rb") as stream:
            # An entry that others could have written is not read.
            status = os.fstat(stream.fileno())
            if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & 0o022):
                return None
            packs, cannot_show = _decode(json.loads(stream.read()))
        return packs, cannot_show
    except (OSError, ValueError, TypeError, IndexError, RecursionError):
        return None


def store(key: str, packs: RulePacks, cannot_show: tuple[str, ...]) -> None:
    """Writes an entry whole or not at all; says nothing where it cannot."""
    import tempfile

    folder = cache_folder()
    if folder is None:
        return
    bare = packs._replace(rules=tuple(rule._replace(cases=()) for rule in packs.rules))
    data = json.dumps(_encode((bare, cannot_show)), ensure_ascii=False, separators=(",", ":")).encode()
    temporary = ""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.replace(temporary, folder / f"{key}.json")
    except OSError:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)


def _encode(value: Any) -> Any:
    kind = type(value)
    if kind in _CLASS_CODE:
        return [_CLASS_CODE[kind], *(_encode(part) for part in value)]
    if kind in _ENUM_CODE:
        return [_ENUM_CODE[kind], str(value)]
    if kind is tuple:
        return [_TUPLE, *(_encode(part) for part in value)]
    if isinstance(value, Mapping):
        return [_MAPPING, *(_encode(part) for item in value.items() for part in item)]
    if isinstance(value, dt.date):
        return [_DATE, value.toordinal()]
    if value is None or kind in (str, int, float, bool):
        return value
    raise TypeError(f"{kind.__name__} cannot be kept in the cache")


def _decode(item: Any) -> Any:
    code = item[0]
    if code >= _FIRST_CLASS:
        return _CLASSES[code - _FIRST_CLASS]._make(
            [part if type(part) is not list else _decode(part) for part in item[1:]]
        )
    if code == _TUPLE:
        return tuple([part if type(part) is not list else _decode(part) for part in item[1:]])
    if code == _MAPPING:
        parts = [part if type(part) is not list else _decode(part) for part in item[1:]]
        return dict(zip(parts[::2], parts[1::2], strict=True))
    if code == _DATE:
        return dt.date.fromordinal(item[1])
    return _ENUMS[code - _FIRST_ENUM](item[1])
