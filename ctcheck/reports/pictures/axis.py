"""A scale with breaks: near days and far ones on one line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

STEPS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


def shares(weights: Sequence[float], least: Sequence[float], total: float) -> list[float]:
    """The total divided by weight, but so that nobody has less than the least that it needs."""
    free = set(range(len(weights)))
    while True:
        rest = total - sum(least[one] for one in range(len(least)) if one not in free)
        weight = sum(weights[one] for one in free)
        short = {one for one in free if weights[one] * rest < least[one] * weight}
        if not short:
            break
        free -= short
    return [
        (weights[one] * rest / weight if weight else rest / len(free)) if one in free else least[one]
        for one in range(len(weights))
    ]


class Axis:
    """Whole numbers on a line; at each inner bound the scale may change, so that no stretch is too small."""

    def __init__(self, bounds: Sequence[int], least: Sequence[float], left: float, width: float) -> None:
        """`bounds` go up, one more than `least`, the part of the width that each stretch has at least."""
        self.bounds = tuple(bounds)
        weights = [last - first for first, last in pairwise(bounds)]
        wide = shares(weights, [part * width for part in least], width)
        edges = [left]
        for one in wide:
            edges.append(edges[-1] + one)
        self._edges = edges
        scales = [one / weight for one, weight in zip(wide, weights, strict=True)]
        self.even = max(scales) - min(scales) < 0.001
        """Whether one scale serves the whole line."""
        self._scales = scales

    def at(self, value: int) -> float:
        """Where the number stands."""
        for stretch, last in enumerate(self.bounds[1:]):
            if value <= last or stretch == len(self._scales) - 1:
                break
        return self._edges[stretch] + (value - self.bounds[stretch]) * self._scales[stretch]

    def ticks(self, room: float) -> list[int]:
        """Every bound, and round numbers between them, no two closer than the room one needs."""
        found = list(self.bounds)
        for first, last, scale in zip(self.bounds, self.bounds[1:], self._scales, strict=False):
            step = next((one for one in STEPS if one * scale >= room), STEPS[-1])
            near = self.at(first) + room, self.at(last) - room
            found += [
                value
                for value in range(-(-first // step) * step, last + 1, step)
                if near[0] <= self.at(value) <= near[1]
            ]
        return sorted(set(found))
