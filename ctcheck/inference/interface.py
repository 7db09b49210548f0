"""What an inference engine is given and what it gives back.

A stratum is a set of inference rules over small flat facts. The facts hold only ids and
words from closed sets and small counts that ctcheck made; a pattern asks for equality and
for `at least` on a count, nothing else. Within a stratum no conclusion feeds another: what
follows from conclusions is asked in the next stratum.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

FactValue = str | int


class Pattern(NamedTuple):
    """One fact that must be there."""

    equals: tuple[tuple[str, FactValue], ...]
    """Field and value; the first is always the fact's type `t`."""
    at_least: tuple[tuple[str, int], ...] = ()


class InferenceRule(NamedTuple):
    """When every pattern is matched by a fact, the rule fires once for each combination."""

    id: str
    patterns: tuple[Pattern, ...]


class Stratum(NamedTuple):
    """Inference rules that are run together."""

    name: str
    rules: tuple[InferenceRule, ...]


class Firing(NamedTuple):
    """A rule that fired, and the positions of the facts that matched its patterns, in order."""

    rule: str
    facts: tuple[int, ...]


class Engine(Protocol):
    """Runs strata."""

    name: str
    """Name and version, as reports print it."""

    def run(self, stratum: Stratum, facts: Sequence[Mapping[str, FactValue]]) -> list[Firing]:
        """Every firing, sorted. Raises `EngineError` if the engine did not do all it was asked."""
        ...
