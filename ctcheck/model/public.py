"""What may not be published: marks on parts of a submission, and what a public version says of itself."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

from typing import Final, NamedTuple

from ctcheck.model.words import Basis

PUBLIC: Final = "public"
RESTRICTED: Final = "restricted"
EXEMPT: Final = "exempt"
PERSONAL: Final = "personal-data"
"""Not marked, and looks like personal data."""
REPEATS: Final = "repeats"
"""Not marked, and repeats the words of something that is withheld."""

MARKINGS: Final = (RESTRICTED, EXEMPT, PERSONAL, REPEATS)
"""In the order in which a public version counts them."""

SMALL_NUMBER: Final = "small_number_threshold"
"""The parameter below which a count is not published."""

SMALLEST_THRESHOLD: Final = 3
"""Below it `fewer than` would name the one number that it can be, since nought is shown."""


class Mark(NamedTuple):
    """Why a part of a submission is not for publication."""

    marking: str
    """One of `MARKINGS`."""
    paragraph: int = 0
    """For what is exempt: the paragraph of Schedule 12A of the Local Government Act 1972; 0 where none is named."""

    def words(self) -> str:
        """What stands in the place of what is withheld."""
        if self.marking == PERSONAL:
            return "withheld (it looks like personal data)"
        if self.marking == REPEATS:
            return "withheld (it repeats words that are withheld)"
        paragraph = f", paragraph {self.paragraph} of Schedule 12A" if self.paragraph else ""
        return f"withheld ({self.marking}{paragraph})"


class Withheld(NamedTuple):
    """How many parts of one kind are withheld under one marking."""

    what: str
    """`fact`, `evidence`, `action`, `partner`, `self-judgement`, `indicator`, `source`, `signature`, `waiver` or `title`."""
    marking: str
    number: int


class PublicVersion(NamedTuple):
    """What a report for the public says of itself."""

    whole: str
    """The marking of the submission as a whole; empty where it has none."""
    withheld: tuple[Withheld, ...]
    """By marking, then by what it is."""
    below: int
    """Counts from 1 up to, and without, this number are not shown."""
    basis: Basis
    """Who sets that threshold."""
    chosen: bool
    """Whether it was asked for instead of the rule pack's own."""
    replaced: int
    """How many numbers stand replaced for their size."""

    def marking(self) -> str:
        """What stands as the marking of the report."""
        return f"public version of a submission marked {self.whole}" if self.whole else "public version"

    def number(self, *what: str) -> int:
        """How many of these kinds are withheld, under whatever marking; of all kinds where none is named."""
        return sum(one.number for one in self.withheld if not what or one.what in what)
