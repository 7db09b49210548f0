"""The fixed words of a version for the public, for those who want them reworded."""

from __future__ import annotations

from typing import Final

from ctcheck.model.public import EXEMPT, MARKINGS, PERSONAL, REPEATS, RESTRICTED, PublicVersion
from ctcheck.reports import words

TITLE: Final = "Public version"

INTRODUCTION: Final = (
    "This is a public version. What the submission marks as restricted or exempt is left out."
    " Verdicts and positions rest on the whole submission, and are those of the full report."
)
OF_MARKED: Final = "The submission as a whole is marked {}; this version leaves out what makes it so."
NOTHING: Final = "The submission marks nothing as restricted or exempt."
UNSEARCHED: Final = "Numbers that stand inside texts are shown as they stand there."

MARKED: Final = {
    RESTRICTED: "Withheld because the submission marks it restricted",
    EXEMPT: "Withheld because the submission marks it exempt (Local Government Act 1972, Schedule 12A)",
    PERSONAL: "Withheld because it looks like personal data",
    REPEATS: "Withheld because it repeats words that are withheld",
}

PARTS: Final = {
    "fact": ("fact", "facts"),
    "evidence": ("piece of evidence", "pieces of evidence"),
    "action": ("action", "actions"),
    "partner": ("name of a partner", "names of partners"),
    "self-judgement": ("judgement of the trust's own", "judgements of the trust's own"),
    "indicator": ("performance indicator", "performance indicators"),
    "source": ("document it was made from", "documents it was made from"),
    "signature": ("signature", "signatures"),
    "waiver": (
        "reason for which a rule is said not to apply",
        "reasons for which a rule is said not to apply",
    ),
    "title": ("title", "titles"),
}
"""By what is withheld, as it stands after a number."""


def statement(public: PublicVersion | None) -> tuple[str, ...]:
    """What the first page says of a public version, a sentence each; nothing for a full report."""
    if public is None:
        return ()
    marked = (OF_MARKED.format(public.whole),) if public.whole else ()
    withheld = tuple(_withheld(public, marking) for marking in MARKINGS if _of(public, marking))
    return (INTRODUCTION, *marked, *(withheld or (NOTHING,)), _numbers(public), UNSEARCHED)


def signed(public: PublicVersion | None) -> list[str]:
    """What stands beside the signatures that are shown."""
    number = public.number("signature") if public else 0
    return [f"{words.number(number, 'signature')} withheld"] if number else []


def sources(public: PublicVersion | None) -> list[str]:
    """What stands beside the documents that are shown."""
    number = public.number("source") if public else 0
    return [f"{words.number(number, 'document')} withheld"] if number else []


def judgements(public: PublicVersion | None) -> str:
    """What stands beside the trust's own judgements that are shown; empty where all are."""
    number = public.number("self-judgement") if public else 0
    return (
        f"{words.number(number, 'judgement')} {words.agree(number, 'is', 'are')} withheld." if number else ""
    )


def _of(public: PublicVersion, marking: str) -> list[str]:
    return [
        words.number(one.number, *PARTS.get(one.what, (one.what, f"{one.what}s")))
        for one in public.withheld
        if one.marking == marking
    ]


def _withheld(public: PublicVersion, marking: str) -> str:
    return f"{MARKED[marking]}: {words.series(_of(public, marking))}."


def _numbers(public: PublicVersion) -> str:
    by = "asked for when it was made" if public.chosen else words.BASES[public.basis].lower()
    last = public.below - 1
    return (
        f"Counts of 1 to {last} are shown as “fewer than {public.below}” ({by}), and so is what is left of a"
        f" whole where that is as small; {words.number(public.replaced, 'number')}"
        f" {words.agree(public.replaced, 'is', 'are')} replaced."
    )
