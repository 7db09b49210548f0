"""JSON as an archive holds it: written the same each time, read strictly, compared by path."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from ctcheck.reports.safe import safe
from ctcheck.sealing.container import refused

_SHOWN: Final = 80
_HALF: Final = re.compile(rb"(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]")
"""An escape that may stand for half a character; we never write one, and nobody could write it back."""


def written(value: Any) -> bytes:
    """UTF-8, indented, with a newline at the end."""
    return f"{json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2)}\n".encode()


def read(data: bytes, name: str) -> Any:
    """The value. Raises `IntegrityError` for what is no JSON, names a key twice, or is nested without end."""
    try:
        if _HALF.search(data):
            raise ValueError("half of a character")
        return json.loads(data.decode("utf-8"), object_pairs_hook=_no_twins, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        why = " ".join(str(error).split())[:100]
        raise refused(f"{name} is not JSON that ctcheck writes ({safe(why)}).") from error


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no number")


def first_difference(sealed: Any, now: Any) -> str:
    """Where two values first differ and how, in words; empty where they are the same."""
    for path, before, after in differences(sealed, now):
        return f"{path} was sealed as {shown(before)} and is {shown(after)}"
    return ""


def differences(sealed: Any, now: Any) -> Iterator[tuple[str, Any, Any]]:
    """Path, sealed value and value now, in the order of what is worked out now.

    Without recursion: what was sealed may be nested as deep as its reader lets it be.
    """
    waiting: list[tuple[str, Any, Any]] = [("$", sealed, now)]
    while waiting:
        path, before, after = waiting.pop()
        if isinstance(before, dict) and isinstance(after, dict):
            keys = [*after, *(key for key in before if key not in after)]
            pairs = [
                (f"{path}.{safe(key)}", before.get(key, _NOTHING), after.get(key, _NOTHING)) for key in keys
            ]
            waiting += reversed(pairs)
        elif isinstance(before, list) and isinstance(after, list):
            longest = max(len(before), len(after))
            pairs = [(f"{path}[{at}]", _at(before, at), _at(after, at)) for at in range(longest)]
            waiting += reversed(pairs)
        elif type(before) is not type(after) or before != after:
            yield path, before, after


class _Nothing:
    """Stands where one side has no value."""


_NOTHING: Final = _Nothing()


def _at(values: list[Any], at: int) -> Any:
    return values[at] if at < len(values) else _NOTHING


def shown(value: Any) -> str:
    """A value for a message, never long."""
    if isinstance(value, _Nothing):
        return "nothing"
    if isinstance(value, (dict, list)):
        return "a list" if isinstance(value, list) else "an object"
    text = json.dumps(value, ensure_ascii=False)
    return safe(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}...", limit=None)
