"""Divides what is too long for one page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

Thing = TypeVar("Thing")


def parts(things: Sequence[Thing], most: int) -> list[Sequence[Thing]]:
    """In order, in as few parts as hold no more than `most` each, all about equally long."""
    count = -(-len(things) // most)
    edges = [len(things) * one // count for one in range(count + 1)] if count else []
    return [things[first:last] for first, last in pairwise(edges)]
