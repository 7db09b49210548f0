"""What a command printed and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Outcome(NamedTuple):
    """The exit code and all that went to standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def prose(self) -> str:
        """What was printed, without its line ends."""
        return " ".join(self.out.split())


Ctcheck = Callable[..., Outcome]
"""Runs a command line in this process."""
