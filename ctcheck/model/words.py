"""The closed sets of words that rules and reports are made of (design section 2)."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """What ctcheck says of one rule for one subject."""

    MET = "met"
    PARTLY_MET = "partly_met"
    NOT_MET = "not_met"
    NO_ANSWER = "no_answer"
    NOT_APPLICABLE = "not_applicable"
    ERROR = "error"


class Force(StrEnum):
    """How strongly the source binds, strongest first."""

    DUTY = "duty"
    STATUTORY_GUIDANCE = "statutory-guidance"
    INSPECTION_CRITERION = "inspection-criterion"
    GOOD_PRACTICE = "good-practice"
    POWER = "power"


class EvidenceState(StrEnum):
    """What backs the facts behind a finding, on the inspection date."""

    EVIDENCED = "evidenced"
    UNEVIDENCED = "unevidenced"
    UNDATED = "undated"
    STALE = "stale"


class Standing(StrEnum):
    """Whether the rule was law on the day the submission describes (decision 4)."""

    IN_FORCE = "in-force"
    READINESS = "readiness"
    RESIDUAL = "residual"
    """Still printed as law, and no longer asked for."""


class Certainty(StrEnum):
    """Whether the source itself was read or is from memory."""

    READ = "read"
    RECALLED = "recalled"


class Basis(StrEnum):
    """Who sets a threshold."""

    LAW = "law"
    GUIDANCE = "guidance"
    HOUSE = "house"


class Strength(StrEnum):
    """How firmly a limiter binds in its regime."""

    HARD = "hard"
    NORMALLY = "normally"
    OBSERVED = "observed"


class Level(StrEnum):
    """The indicative position of a theme, best first. Our words, no inspectorate's grade."""

    IN_PLACE = "in_place"
    LARGELY = "largely_in_place"
    PARTLY = "partly_in_place"
    NOT_IN_PLACE = "not_in_place"
    NOT_SHOWN = "not_shown"


LEVELS = (Level.NOT_SHOWN, Level.NOT_IN_PLACE, Level.PARTLY, Level.LARGELY, Level.IN_PLACE)
"""Worst first. Silence ranks below an honest no, so that saying nothing never pays."""

LEVEL_WORDS = {
    Level.IN_PLACE: "in place",
    Level.LARGELY: "largely in place",
    Level.PARTLY: "partly in place",
    Level.NOT_IN_PLACE: "not in place",
    Level.NOT_SHOWN: "not shown",
}
"""Positions in words, to stand inside a sentence."""

LEVEL_RANK = {level: rank for rank, level in enumerate(LEVELS)}
"""Higher is better; a cap takes the lower of two."""

DUTY_ON = {
    "local-authority": "the local authority",
    "partner": "the partner named",
    "section-11-body": "each body bound by section 11",
    "trust-partners": "the trust's partners together",
    "safeguarding-board": "the Local Safeguarding Children Board",
    "safeguarding-partners": "the safeguarding partners",
    "child-death-review-partners": "the child death review partners",
    "health-partners": "the authority and its health partners",
    "inspectorates": "the inspectorates",
    "practitioners": "practitioners in every agency",
}
"""Whose duty it is: the word in a rule and what a report prints."""
