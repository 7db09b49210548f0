"""How many findings have each verdict."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

from typing import NamedTuple


class Counts(NamedTuple):
    """How many findings have each verdict. They add up to `total`."""

    met: int = 0
    partly_met: int = 0
    not_met: int = 0
    no_answer: int = 0
    not_applicable: int = 0
    error: int = 0

    @property
    def total(self) -> int:
        """All findings."""
        return self.met + self.partly_met + self.not_met + self.no_answer + self.not_applicable + self.error

    @property
    def judged(self) -> int:
        """The findings that apply."""
        return self.total - self.not_applicable
