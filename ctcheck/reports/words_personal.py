"""The fixed words of a report that was made although a submission holds personal data."""

from __future__ import annotations

from typing import Final

from ctcheck.reports.words import agree, number

TITLE: Final = "Personal data"
COLUMN: Final = "Personal data"
CELL: Final = "left in by leave"


def statement(places: int) -> str:
    """What a report says of itself on its first page; empty where nothing was let through."""
    if not places:
        return ""
    return (
        f"This report may hold personal data: {number(places, 'place')} of the submission"
        f" {agree(places, 'looks', 'look')} as if {agree(places, 'it', 'they')} told of one person, and"
        " whoever made the report allowed it (--allow-personal-data). Do not hand it on without looking."
    )


def compared(file: str, places: int) -> str:
    """The same of a comparison, which repeats texts of both submissions."""
    return (
        f"This comparison may hold personal data: {number(places, 'place')} of {file}"
        f" {agree(places, 'looks', 'look')} as if {agree(places, 'it', 'they')} told of one person, and"
        " whoever made it allowed that (--allow-personal-data). Do not hand it on without looking."
    )
