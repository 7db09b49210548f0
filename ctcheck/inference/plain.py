"""The plain engine: the same strata in a few lines of Python.

The oracle in tests, and the fallback where durable-rules cannot be built (Python 3.13 and
later, or no compiler).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import product

from ctcheck.inference.interface import FactValue, Firing, Pattern, Stratum


class PlainEngine:
    """Matches patterns one by one."""

    name = "plain"

    def run(self, stratum: Stratum, facts: Sequence[Mapping[str, FactValue]]) -> list[Firing]:
        """Every firing, sorted."""
        by_lead: dict[tuple[str, FactValue], list[int]] = defaultdict(list)
        for index, fact in enumerate(facts):
            for item in fact.items():
                by_lead[item].append(index)
        firings = []
        for rule in stratum.rules:
            choices = [
                [index for index in self._candidates(pattern, by_lead) if _fits(pattern, facts[index])]
                for pattern in rule.patterns
            ]
            firings += [Firing(rule.id, combination) for combination in product(*choices)]
        return sorted(firings)

    def _candidates(
        self, pattern: Pattern, by_lead: Mapping[tuple[str, FactValue], list[int]]
    ) -> Sequence[int]:
        return min((by_lead.get(item, ()) for item in pattern.equals), key=len)


def _fits(pattern: Pattern, fact: Mapping[str, FactValue]) -> bool:
    return all(_same(fact.get(name), value) for name, value in pattern.equals) and all(
        isinstance(found := fact.get(name), int) and found >= least for name, least in pattern.at_least
    )


def _same(found: FactValue | None, wanted: FactValue) -> bool:
    return found == wanted and type(found) is type(wanted)
