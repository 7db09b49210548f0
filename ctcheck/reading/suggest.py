"""Did you mean: the nearest known words to one that is not known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

MAX_HINTS: Final = 200


def nearest(word: str, known: Iterable[str]) -> str:
    """`Did you mean 'x'?`, or an empty string where nothing is near."""
    # Imported here: it is needed only when something is wrong.
    from difflib import get_close_matches

    words = list(known)
    lowered = word.strip().lower().replace("_", "-")
    by_shape = {candidate.lower().replace("_", "-"): candidate for candidate in words}
    if lowered in by_shape:
        return f"Did you mean {by_shape[lowered]!r}?"
    matches = get_close_matches(lowered[:80], list(by_shape), n=1, cutoff=0.6)
    if matches:
        return f"Did you mean {by_shape[matches[0]]!r}?"
    return ""


def hint_for(word: str, known: Iterable[str], problems: int) -> str:
    """As `nearest`, but nothing where there are so many problems already that nobody reads them all.

    Looking for the nearest word takes milliseconds; a hostile file can ask for it a hundred thousand times.
    """
    return nearest(word, known) if problems < MAX_HINTS else ""


def listing(words: Iterable[str], most: int = 12) -> str:
    """The words, joined for a sentence; long lists are cut and say so."""
    known = list(words)
    if len(known) <= most:
        return ", ".join(known)
    return ", ".join(known[:most]) + f" and {len(known) - most} more"
