"""Counts so small that they could single somebody out, and what stands in their place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ctcheck.model.rules import FactType
from ctcheck.model.values import Fact, Share

MEASURES: Final = frozenset(
    (
        "hours",
        "days",
        "working days",
        "weeks",
        "months",
        "years",
        "pages",
        "pounds",
        "per cent",
        "percentage points",
        "points",
    )
)
"""Units of what is measured. Everything else that is a whole number is taken for a count."""


class SmallNumbers:
    """Says what to show in place of a number; empty text where the number itself may be shown."""

    def __init__(self, below: int) -> None:
        self._below = below
        self._few = f"fewer than {below}"

    def instead(self, fact: Fact, wanted: FactType | None) -> str:
        """For one number or share by itself."""
        if isinstance(fact.value, Share):
            return self.share(fact.value)
        return self._count(fact.value, wanted)

    def share(self, share: Share) -> str:
        """For a part of a whole: what is left of the whole is withheld as well where it is as small.

        Nought and all are shown, and a percentage of which the counts are not stated. Of a whole under
        twice the threshold one of the two is always small, and to say which could name the number.
        """
        part, whole = share.part, share.whole
        if not share.counted:
            return ""
        if self._small(whole):
            return f"{self._few if part else '0'} of {self._few}"
        if 0 < part < whole < 2 * self._below:
            return f"some, not all, of {whole:g}"
        if self._small(part):
            return f"{self._few} of {whole:g}"
        if self._small(whole - part):
            return f"all but {self._few} of {whole:g}"
        return ""

    def indicator(self, fields: Mapping[str, Fact], types: Mapping[str, FactType]) -> dict[str, str]:
        """For the fields of an indicator: its two numbers may not tell what its share does not."""
        found = {name: self.instead(fact, types.get(name)) for name, fact in fields.items()}
        if found.get("share"):
            found["numerator"] = found["share"]
        return {name: text for name, text in found.items() if text}

    def _count(self, value: object, wanted: FactType | None) -> str:
        unit = wanted.unit if wanted else ""
        if isinstance(value, bool) or not isinstance(value, (int, float)) or unit in MEASURES:
            return ""
        if value != int(value) or not self._small(value):
            return ""
        return f"{self._few} {unit}".rstrip()

    def _small(self, number: float) -> bool:
        return 0 < number < self._below
