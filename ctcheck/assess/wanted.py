"""What sort of proof a rule asks for, told from the words in which its pack names the evidence wanted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from ctcheck.model.submission import EvidenceItem

_AT_WORK: Final = re.compile(
    r"\b(?:outcomes?|impact|evaluation|surveys?|samples?|sampled|audits?|performance|take-up|figures"
    r"|statistical|census|families said|children's views|case (?:records|register|data)|observation"
    r"|scorecard|dashboard|improvements|reach)\b"
)
_ONLY_PAPER: Final = re.compile(
    r"\b(?:programme|self-audit|plan|framework|strategy|policy|forms?|procedure|certificate)\b"
)
_BY_OTHERS: Final = re.compile(
    r"\b(?:survey of children|user survey|independent|scrutiny|inspection (?:reports?|letters?)|peer"
    r"|families said|children's views|parents'|youth council|young people|responses?|reply"
    r"|accreditation|audited|complaint|observation|moderation|challenge)\b"
)
_KINDS_OF_OTHERS: Final = frozenset(
    ("inspection-report", "peer-report", "survey-of-children-or-parents", "complaint-learning", "case-review")
)
_OTHER_OWNERS: Final = re.compile(
    r"\b(?:independent|external|inspect\w*|ofsted|cqc|hmic\w*|peer|auditors?|reviewing officer|scrutin\w*|youth council)\b",
    re.IGNORECASE,
)


def at_work(wanted: Iterable[str]) -> tuple[str, ...]:
    """Those of the documents wanted that would show practice or impact, and not only that there is a process."""
    return tuple(one for one in wanted if _AT_WORK.search(one) and not _ONLY_PAPER.search(one))


def by_others(wanted: Iterable[str]) -> tuple[str, ...]:
    """Those of the documents wanted that come from somebody else than those who run the service."""
    return tuple(one for one in wanted if _BY_OTHERS.search(one) and not _ONLY_PAPER.search(one))


def is_by_others(item: EvidenceItem) -> bool:
    """Whether its kind or the role of its owner says that it comes from outside."""
    return item.kind in _KINDS_OF_OTHERS or bool(_OTHER_OWNERS.search(item.owner_role))
