"""The fixed words of a survey, for those who want them reworded."""

from __future__ import annotations

from typing import Final

TITLE: Final = "Survey of self-assessments"
PARTIAL: Final = (
    "PARTIAL: the survey was stopped. It is about {done} of the {total} submissions found; nothing can be"
    " said of the others."
)
FICTIONAL: Final = "FICTIONAL: {} of the submissions describe no real area."
PUBLIC: Final = (
    "This is a public version: no area is named. Counts from 1 to {last} are withheld, and so are others from"
    " which they could be worked out; what is withheld shows as “{mark}”."
)
POOLED: Final = "Types of area with fewer than {} submissions are put together as “{}”."
INDICATIVE: Final = (
    "Positions are indicative, not a prediction of an inspectorate's grade, and follow from what each submission"
    " states. Nothing is averaged: every number is a count of submissions."
)
STRUCTURE: Final = (
    "A self-assessment says what is stated to be in place, not what children experience."
    " A report on one submission says what that cannot show."
)
SILENCE: Final = "A submission that does not say is counted as no answer, never as met and never as no."

WITHHELD: Final = "x"
OTHER_TYPES: Final = "other types together"
OVERALL: Final = "overall"

SECTIONS: Final = {
    "received": "What was received",
    "returns": "Who sent one and who did not",
    "matrix": "Areas by theme",
    "gaps": "Commonest gaps",
    "rules": "Verdicts by rule",
    "levels": "Positions by type of area",
    "table": "Facts counted",
    "also": "What the other rules would change",
    "unreadable": "Submissions that could not be read",
}
LEVELS: Final = {
    "in_place": "in place",
    "largely_in_place": "largely in place",
    "partly_in_place": "partly in place",
    "not_in_place": "not in place",
    "not_shown": "not shown",
    "none": "no position",
}
SHORT_LEVELS: Final = {
    "in_place": "in",
    "largely_in_place": "largely",
    "partly_in_place": "partly",
    "not_in_place": "not in",
    "not_shown": "unshown",
    "none": "-",
}
"""For the cells of a narrow table; the legend says what they mean."""

VERDICTS: Final = ("met", "partly met", "not met", "no answer", "does not apply", "error")
HEAT_MAP: Final = "Positions, as a heat map"
MATRIX: Final = "Each cell: the indicative position, and how many findings that apply are met."
LEGEND: Final = (
    "in: in place; largely, partly: largely or partly in place; not in: not in place; unshown: more than half has"
    " no answer; -: no position."
)
GAPS: Final = (
    "Rules that fall short most often. Where a rule is about several bodies, the worst of its verdicts counts"
    " for the submission. Powers are left out, since using one is a choice."
)
RULES: Final = "How many submissions meet each rule, of those to which it applies; those without an answer are among these."
NO_GAPS: Final = "No rule falls short anywhere."
NOTHING_JUDGED: Final = (
    "No rule was in force for any submission; nothing was judged. --law-at chooses another day."
)
NOT_JUDGED: Final = (
    "{} of those read could not be judged, because no rule was in force on the day; --law-at chooses another."
)
PERSONAL: Final = (
    "As good as certain to hold personal data: {}. Nothing of it is repeated here; `ctcheck validate` names the"
    " places, and the output jsonl the submissions."
)
TABLE: Final = "How many submissions state each; N is every submission that was read."
MEANS: Final = "A mean is over the submissions that state the number."
ALSO: Final = (
    "Rules that would come to another verdict under the packs of --also-rules; where a rule is about several"
    " bodies, the worst of its verdicts is compared."
)
NO_ALSO: Final = "No verdict would change."
ALL_CAME: Final = "Every area on the list sent one."
NOT_LISTED: Final = "Not on the list: {}."
ALL: Final = "all types"
NO_VERDICT: Final = "no finding"
UNREADABLE: Final = "Not counted in anything above."
"""Below the list of what could not be read."""
