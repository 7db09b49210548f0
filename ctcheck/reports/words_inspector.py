"""The fixed words of the three views, for those who want them reworded."""

from __future__ import annotations

import datetime as dt
from typing import Final

from ctcheck.model.values import plain_date

TITLE: Final = "Three views: trust, ctcheck, inspector"
CAPTION: Final = "What the trust says, what ctcheck finds and what the inspector judges"
HEADER: Final = ("About", "The trust says", "ctcheck finds", "The inspector judges")
NOTHING_SAID: Final = "Nothing of its own"
NOT_JUDGED: Final = "Not judged"
REASON: Final = "Reason"

FINDING_COLUMN: Final = {
    "inspector": ("The inspector judges", "What inspectors judge of it, and why; no verdict changes by it."),
}
"""Added to the sheet of findings where an inspector has judged."""

COMPARISONS: Final = {
    "agrees": "Agrees with ctcheck",
    "higher": "Sees more in place than ctcheck",
    "lower": "Sees less in place than ctcheck",
    "differs": "Differs from ctcheck",
    "not-compared": "Nothing of ctcheck's to compare it with",
}


def origin(file: str, digest: str, number: int) -> str:
    """Where the judgements come from, and that they change nothing."""
    judgements = "1 judgement" if number == 1 else f"{number} judgements"
    return (
        f"{judgements} of inspectors, from {file} (sha256 {digest[:12]})."
        " They stand beside ctcheck's verdicts, positions and gaps and change none of them."
    )


def given(role: str, day: dt.date) -> str:
    """Who judged, and when."""
    return f"{role}, {plain_date(day)}"
