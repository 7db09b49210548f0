"""What a submission marks as not for publication."""

from __future__ import annotations

from typing import Any

from ctcheck.model.public import RESTRICTED, Mark
from ctcheck.reading.references import MARKED_LISTS


def marks_in(frame: Any) -> dict[str, Mark]:
    """What is marked, by path, with partners by their number in the list."""
    marks: dict[str, Mark] = {}
    for part in MARKED_LISTS:
        entries = frame.get(part)
        for index, one in enumerate(entries if isinstance(entries, list) else ()):
            if one.get("marking"):
                marks[f"{part}[{index}]"] = Mark(one["marking"])
    stated = frame.get("restricted")
    if not stated:
        return marks
    partners = frame.get("partners")
    numbers = {one["id"]: index for index, one in enumerate(partners if isinstance(partners, list) else ())}
    for entry in stated:
        one = {"path": entry} if isinstance(entry, str) else entry
        head, _, rest = one["path"].partition(".")
        name, _, fact = rest.partition(".")
        if head == "partners" and name in numbers:
            path = f"partners[{numbers[name]}]" + (f".{fact}" if fact else "")
        else:
            path = one["path"]
        marks[path] = Mark(one.get("marking") or RESTRICTED, one.get("paragraph") or 0)
    return marks
