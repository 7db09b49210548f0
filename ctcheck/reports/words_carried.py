"""The fixed words on answers that are taken over from an earlier self-assessment and not confirmed."""

from __future__ import annotations

import datetime as dt
from typing import Final

from ctcheck.model.report import Finding
from ctcheck.model.values import plain_date
from ctcheck.model.words import EvidenceState
from ctcheck.reports import words

EVIDENCE: Final = "The evidence registered is for an answer that is carried and not confirmed"


def evidence(finding: Finding) -> str:
    """The state of the evidence behind a finding."""
    if finding.carried and finding.evidence is EvidenceState.UNDATED:
        return EVIDENCE
    return words.EVIDENCE[finding.evidence]


def not_confirmed(answers: int, since: dt.date) -> str:
    """How many answers are those of an earlier self-assessment."""
    is_ = words.agree(answers, "answer is", "answers are")
    it = words.agree(answers, "it counts", "each counts")
    return f"{answers:,} {is_} carried from {plain_date(since)} and not confirmed; {it} as no answer."
