"""A cache of parsed rule files, keyed by what they say.

The key is the digest of every byte of every file together with ctcheck's version, worked
out anew on each run: changed rules have another key, so a stale rule cannot be served.
Only packs that were checked whole without a problem are written. The entry holds the parsed
trees without the cases, as JSON: data, nothing that runs. Any trouble with the cache means
reading the YAML again, nothing else.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any, Final

from ctcheck.reading.nodes import LIST, MAP, SCALAR, Node

_FORMAT: Final = "1"


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


def load(key: str) -> list[Node] | None:
    """The trees of an entry, in the order they were stored; None where there is none to trust."""
    folder = cache_folder()
    if folder is None:
        return None
    path = folder / f"{key}.{_FORMAT}.json"
    try:
        with path.open("rb") as stream:
            # An entry that others could have written is not read.
            status = os.fstat(stream.fileno())
            if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & 0o022):
                return None
            entry = json.loads(stream.read())
        return [_decode(item) for item in entry]
    except (OSError, ValueError, TypeError, IndexError, KeyError, RecursionError):
        return None


def store(key: str, trees: list[Node]) -> None:
    """Writes an entry whole or not at all; says nothing where it cannot."""
    folder = cache_folder()
    if folder is None:
        return
    temporary = ""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        data = json.dumps(
            [_encode(tree, top=True) for tree in trees], ensure_ascii=False, separators=(",", ":")
        )
        handle, temporary = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data.encode())
        os.replace(temporary, folder / f"{key}.{_FORMAT}.json")
    except OSError:
        if temporary:
            try:
                os.unlink(temporary)
            except OSError:
                return


def _encode(node: Node, *, top: bool = False) -> Any:
    if node.kind == SCALAR:
        return [node.line, node.column, node.text, 1] if node.plain else [node.line, node.column, node.text]
    if node.kind == LIST:
        return [node.line, node.column, 0, [_encode(item) for item in node.items]]
    entries = [(_encode(key), _encode(value)) for key, value in node.entries if key.text != "cases" or top]
    return [node.line, node.column, 1, entries]


def _decode(item: Any) -> Node:
    line, column, text = item[0], item[1], item[2]
    if isinstance(text, str):
        return Node(SCALAR, line, column, text, len(item) == 4)
    if text == 0:
        node = Node(LIST, line, column)
        node.items = [_decode(entry) for entry in item[3]]
        return node
    node = Node(MAP, line, column)
    node.entries = [(_decode(key), _decode(value)) for key, value in item[3]]
    return node
