"""Where the outputs of a command go: every mistake is found before anything is computed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from ctcheck.errors import UsageError

Output = tuple[str, str | None]
"""A format and its path; None for standard output."""


def outputs_of(formats: Iterable[str], check: Callable[[str, str | None], object]) -> list[Output]:
    """Each `FORMAT[=PATH]`, of which at most one goes to standard output.

    `check` is called with every format and path, and raises `UsageError` for what the command does not have.
    """
    outputs: list[Output] = []
    for one in formats:
        name, separator, path = one.partition("=")
        check(name, path or None)
        if separator and not path:
            raise UsageError(f"-f {one}: a path is missing after `=`.", f"Write -f {name}=PATH.")
        outputs.append((name, path or None))
    if sum(path is None for _, path in outputs) > 1:
        raise UsageError(
            "Two outputs would be mixed on standard output.", "Give all but one of them a path: -f json=PATH."
        )
    return outputs


def refuse_clashes(targets: Sequence[Path], inputs: Iterable[str]) -> None:
    """Raises `UsageError` where two outputs would go to one place, or one over a file that is read."""
    # What is no name of a file at all is for the reader to refuse.
    there = [one for one in inputs if os.path.exists(one)]
    # One place may be spelt in two ways.
    places = [os.path.realpath(target) for target in targets]
    for target, place in zip(targets, places, strict=True):
        if places.count(place) > 1:
            raise UsageError(f"{target} would be written twice.", "Give each output a path of its own.")
        if os.path.exists(target) and any(os.path.samefile(target, one) for one in there):
            raise UsageError(
                f"{target} is a submission and would be overwritten.", "Give the output another path."
            )
