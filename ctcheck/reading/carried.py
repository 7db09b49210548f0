"""Which answers of a submission are taken over from an earlier one, and nobody has confirmed them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ctcheck.model.values import Fact

KEY: Final = "carried"


def carried_in(frame: Any) -> dict[str, dt.date]:
    """The paths carried, as written, each with the day that it was stated for."""
    return {
        path: dt.date.fromisoformat(group["from"]) for group in frame.get(KEY, ()) for path in group["facts"]
    }


def as_carried(fact: Fact, carried: Mapping[str, dt.date], paths: tuple[str, ...]) -> Fact:
    """The fact, with its day where one of its paths, or one above, is carried; the earliest where two are."""
    if not carried:
        return fact
    days = [carried[one] for path in paths for one in above(path) if one in carried]
    return fact._replace(carried=min(days)) if days else fact


def above(path: str) -> Iterator[str]:
    """The path, then each that covers it."""
    while path:
        yield path
        path = path.rpartition(".")[0]
