"""The fixed words of a validation; a policy team may reword any of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ctcheck.reports.words import agree, number, series

YES: Final = "yes"
NO: Final = "no"

READABLE: Final = "Readable"
COMPLETE: Final = "Complete"
CONSISTENT: Final = "Consistent"
FILES: Final = "Evidence files"
PERSONAL: Final = "Personal data"
CLAIMS: Final = "Claims"

MISSING: Final = "What is missing"
NOT_FITTING: Final = "What does not fit together"
FILES_WRONG: Final = "Evidence files that are not what the submission says"
ASK: Final = "What to ask"

NOTHING_MISSING: Final = "every theme has an answer, and no partner or signature is missing"
ALL_FITS: Final = "days are in order, sums add up, and what is referred to is there"
NO_FILES: Final = "none is named"
NO_PERSONAL: Final = "none found"
NO_CLAIMS: Final = "none to ask about"
NOT_JUDGED: Final = "not held against findings: no rule of the loaded packs is in force for it"
NO_PARTNERS: Final = "The submission does not say who the partners are (`partners`)."

SIGNATURES: Final = {
    "chief-officer": "the chief executive or the director of children's services",
    "lead-member": "the lead member for children's services",
}
RETURNS: Final = {
    "started": "has begun its return and not sent it",
    "invited": "was asked for its return and has not begun it",
    "not-returned": "has not sent its return",
}
CLAIM_COUNTS: Final = {
    "over-claim": "on judgements above the findings",
    "under-claim": "on judgements below the findings",
    "unproved": "on what is met on the trust's own word",
    "stale": "on evidence out of date",
    "undated": "on evidence without a date",
    "cited-often": "on documents cited for much",
    "process-only": "on process without practice or impact",
    "own-word": "on papers of the trust's own alone",
}
"""What so many lines of enquiry are on."""
FILE_STATES: Final = {
    "matches": "as declared",
    "unsealed": "found, no digest declared",
    "changed": "changed: the digest is another than the submission gives",
    "missing": "missing",
    "refused": "not read",
}


def silent(title: str, asked: int) -> str:
    """A theme without any answer."""
    return f"{title}: none of its {number(asked, 'question')} has an answer."


def missing_partner(label: str, lists: Sequence[str]) -> str:
    """A kind of body that is not named."""
    return f"No {label} is among the partners (list: {'; '.join(lists)})."


def missing_signature(name: str) -> str:
    """A signature that is not there."""
    return f"No signature of {SIGNATURES[name]}."


def undated_signature(role: str) -> str:
    """A signature without its day."""
    return f"The signature of the {role} has no day."


def missing_return(name: str, status: str) -> str:
    """A partner whose return has not come."""
    return f"{name} {RETURNS[status]}."


def incomplete(
    themes: int, all_themes: int, partners: int, listed: bool, signatures: int, returns: int, carried: int
) -> str:
    """What is missing, in numbers; empty where nothing is."""
    parts = []
    if themes:
        parts.append(f"{themes} of {number(all_themes, 'theme')} without any answer")
    if not listed:
        parts.append("no list of partners")
    if partners:
        parts.append(f"{number(partners, 'partner')} not named")
    if signatures:
        parts.append(f"{number(signatures, 'signature')} missing or undated")
    if returns:
        parts.append(f"{number(returns, 'return')} of partners not in")
    if carried:
        parts.append(f"{number(carried, 'answer')} carried and not confirmed")
    return series(parts)


def unknown_returns(count: int) -> str:
    """What stands beside a complete submission whose returns are not spoken of."""
    return f"of {number(count, 'partner')} it is not said whether the return is in"


def not_consistent(count: int) -> str:
    """How many things do not fit together."""
    return f"{number(count, 'thing')} {agree(count, 'does', 'do')} not fit together"


def file_counts(states: Sequence[str]) -> str:
    """How many files are in each state."""
    short = {**FILE_STATES, "changed": "changed"}
    return series([f"{states.count(state)} {short[state]}" for state in short if state in states])


def unplaced(count: int) -> str:
    """Digests that nothing could be held against."""
    return f"{number(count, 'digest')} {agree(count, 'is', 'are')} given of what is kept elsewhere; nothing was compared"


def personal_counts(certain: int, certain_lines: str, likely: int, likely_lines: str) -> str:
    """How many places look like personal data, and on which lines."""
    parts = []
    if certain:
        parts.append(
            f"as good as certain in {number(certain, 'place')} ({certain_lines}), so that no report is made"
            " without leave"
        )
    if likely:
        parts.append(f"possible in {number(likely, 'place')} ({likely_lines})")
    return "; ".join(parts) or NO_PERSONAL


def small_counts(count: int, below: int) -> str:
    """How many counts are small."""
    return f"{number(count, 'count')} below {below}"


def claim_counts(counts: Sequence[tuple[str, int]]) -> str:
    """How many lines of enquiry there are of each kind."""
    total = sum(count for _, count in counts)
    if not total:
        return NO_CLAIMS
    parts = [f"{count} {CLAIM_COUNTS[kind]}" for kind, count in counts if count]
    return f"{number(total, 'line')} of enquiry: {series(parts)}"
