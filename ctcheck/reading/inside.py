"""Names of files that a submission gives: they may only lead to what stands below its own folder."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MAX_DEPTH: Final = 12
"""So many folders below each other are enough for an evidence folder."""

MAX_NAME: Final = 255
"""Bytes of one name; no common file system takes more."""

_DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?\Z", re.IGNORECASE)
"""On Windows these names are devices in every folder."""


class OutsideError(Exception):
    """The path may not be followed; the message says why, to stand after `this path`."""


def steps_of(path: str) -> tuple[str, ...]:
    """The names along a path with forward slashes, folders first. Raises `OutsideError`.

    What passes is relative, has no step up, and means the same on every system: so nothing that Windows
    takes for a drive, a stream, a share or a device passes either. Looks at the text only; that no name
    is a link is for whoever opens the file.
    """
    if any(_is_hidden(char) for char in path):
        raise OutsideError("has a character that cannot be seen")
    if "\\" in path:
        raise OutsideError("has a backslash; folders are divided by /")
    if path.startswith("/"):
        raise OutsideError("is not relative to the folder of the submission")
    if ":" in path:
        raise OutsideError("has a colon, as drives and addresses have")
    steps = tuple(path.split("/"))
    if ".." in steps:
        raise OutsideError("leads out of the folder of the submission (..)")
    if len(steps) > MAX_DEPTH:
        raise OutsideError(f"is more than {MAX_DEPTH} folders deep")
    for step in steps:
        _look_at(step)
    return steps


def _look_at(step: str) -> None:
    if step in ("", "."):
        raise OutsideError("has an empty step")
    if step != step.strip() or step.endswith("."):
        raise OutsideError("has a name that begins or ends with a blank, or ends with a full stop")
    if step.startswith("~"):
        raise OutsideError("has a name that begins with ~, as home folders do")
    if set(step) & set('<>"|?*'):
        raise OutsideError('has one of the characters < > " | ? *, which no Windows file can have')
    if _DEVICES.match(step):
        raise OutsideError("has the name of a device")
    if len(step.encode("utf-8", "surrogatepass")) > MAX_NAME:
        raise OutsideError(f"has a name of more than {MAX_NAME} bytes")


def _is_hidden(char: str) -> bool:
    """Controls, direction marks, line separators, lone surrogates, what is not assigned."""
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp")
