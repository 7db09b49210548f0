"""The fixed words that Word, Markdown and text add to a report's own."""

from __future__ import annotations

from typing import Final

from ctcheck.reports.words import agree, number

BLANK: Final = "____________________"
"""A blank to be filled in by hand, where a layout has no empty cell to offer."""

VERDICT: Final = "Verdict"
ABOUT: Final = "About"
FINDING: Final = "Finding"
REASONS: Final = "Reasons"

FINDING_HEADER: Final = ("Expectation", "Verdict", "Why, and on what evidence")

CONTENTS: Final = "Contents"
PAGE: Final = "Page"
OF: Final = "of"
"""As in `Page 2 of 9`."""

AUTHOR: Final = "ctcheck"
SUBJECT: Final = "What a self-assessment says, held against what the law, guidance and inspectors expect"

NOT_DRAWN: Final = (
    "The picture is left out, because the machine that made this file could not draw it;"
    " the table below says the same."
)


def findings_of(theme: str) -> str:
    """The caption of a table of findings."""
    return f"Findings: {theme}"


def alike(bodies: str) -> str:
    """Stands before the bodies that a gap is about."""
    return f"{bodies}:"


def to_mend(ownerless: int, undated: int, actions: int) -> str:
    """How many actions of the plan nobody owns or nobody has dated."""
    if not (ownerless or undated):
        return f"{number(actions, 'action').capitalize()} {agree(actions, 'is', 'are')} planned, each with an owner and a date."
    return (
        f"Of {number(actions, 'action')}, drafted ones included, {ownerless or 'none'}"
        f" {agree(ownerless, 'has', 'have')} no owner and {undated or 'none'} {agree(undated, 'has', 'have')} no date."
    )
