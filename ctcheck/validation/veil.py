"""A validation repeats nothing that looks like personal data, neither on a screen nor for machines."""

from __future__ import annotations

from typing import Final

from ctcheck.model.submission import Submission
from ctcheck.reading.personal import is_worth_a_look, look_at

NOT_REPEATED: Final = "(not repeated: it looks like personal data)"


def veiled(submission: Submission) -> Submission:
    """The submission with titles and names that look like personal data replaced by what can be told of them.

    Places, dates, ids and facts stay, so that the same is found in it.
    """
    paths = {one.path for one in submission.warnings}
    if not paths:
        return submission
    return submission._replace(
        area=submission.area._replace(name=told(submission.area.name)),
        evidence=tuple(
            item._replace(title=f"the evidence {item.id}, whose title is not repeated")
            if f"evidence[{index}].title" in paths
            else item
            for index, item in enumerate(submission.evidence)
        ),
        partners=submission.partners
        and tuple(partner._replace(name=told(partner.name)) for partner in submission.partners),
        signed=tuple(one._replace(role=told(one.role)) for one in submission.signed),
    )


def told(text: str) -> str:
    """The text, or that it is not repeated; the net below everything that a submission has a part in."""
    return NOT_REPEATED if is_worth_a_look(text) and look_at(text) else text
