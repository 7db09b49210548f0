"""What validating one submission gives."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

import datetime as dt
from typing import Final, NamedTuple

from ctcheck.assess.small_counts import SmallCount
from ctcheck.errors import Problem
from ctcheck.model.papers import Enquiry
from ctcheck.model.place import Place
from ctcheck.model.report import CarriedAnswers
from ctcheck.model.submission import Area, Warning_
from ctcheck.validation.evidence_files import EvidenceFile

CLAIMS: Final = (
    "over-claim",
    "under-claim",
    "unproved",
    "stale",
    "undated",
    "cited-often",
    "process-only",
    "own-word",
)
"""The lines of enquiry that hold a claim against its evidence; `model.papers.Enquiry` has the others."""


class ThemeAnswers(NamedTuple):
    """How many questions of the rules in force one theme asks, and how many have any answer."""

    theme: str
    title: str
    asked: int
    answered: int


class MissingPartner(NamedTuple):
    """A kind of body that a list in force names, and the submission does not."""

    kind: str
    label: str
    lists: tuple[str, ...]
    """Titles of the lists."""


class MissingReturn(NamedTuple):
    """A partner whose own return has not come."""

    id: str
    name: str
    status: str
    """As the submission states it: `started`, `invited` or `not-returned`."""
    place: Place


class Complete(NamedTuple):
    """What is there and what is not."""

    themes: tuple[ThemeAnswers, ...]
    """The themes that have rules in force, in report order."""
    partners_listed: bool
    partners_missing: tuple[MissingPartner, ...]
    """Those expected on the law date for this type of authority."""
    signatures_missing: tuple[str, ...]
    """`chief-officer`, `lead-member`."""
    signatures_undated: tuple[str, ...]
    """Roles that have signed without a day."""
    returns_missing: tuple[MissingReturn, ...]
    returns_unknown: int
    """Partners of whom it is not said whether their return has come."""
    carried: tuple[CarriedAnswers, ...] = ()
    """Answers of an earlier self-assessment that nobody has confirmed; each counts as none."""

    @property
    def silent(self) -> tuple[ThemeAnswers, ...]:
        """The themes without any answer."""
        return tuple(one for one in self.themes if not one.answered)

    @property
    def holds(self) -> bool:
        """Whether nothing is missing. A return of which nothing is said may be there."""
        return not (
            self.silent
            or not self.partners_listed
            or self.partners_missing
            or self.signatures_missing
            or self.signatures_undated
            or self.returns_missing
            or self.carried
        )


class Remark(NamedTuple):
    """Two things in a submission that do not fit together, or one that cannot be."""

    code: str
    """One of our own words, the same for the same kind of thing."""
    place: Place | None
    path: str
    """As in the file; may be empty."""
    message: str
    """A sentence."""


class Validation(NamedTuple):
    """Whether one submission can be trusted, as far as the file itself tells."""

    shown: str
    """The file as the user named it."""
    problems: tuple[Problem, ...]
    """Why it cannot be read; everything below is empty then."""
    digest: str = ""
    area: Area | None = None
    as_at: dt.date | None = None
    law_date: dt.date | None = None
    stated: int = 0
    """Facts stated, those of partners apart."""
    declared: int = 0
    """Facts that the rule packs declare, those of partners apart."""
    partners: int | None = None
    evidence: int = 0
    complete: Complete | None = None
    remarks: tuple[Remark, ...] = ()
    """What is not consistent, by line."""
    judged: bool = False
    """Whether any rule was in force, so that claims could be held against findings."""
    claims: tuple[Enquiry, ...] = ()
    """The lines of enquiry of the kinds in `CLAIMS`, in the order in which to ask."""
    files: tuple[EvidenceFile, ...] = ()
    unplaced_digests: int = 0
    """Digests given for evidence that names no file, so that nothing was compared."""
    personal: tuple[Warning_, ...] = ()
    small: tuple[SmallCount, ...] = ()
    small_below: int = 0

    @property
    def readable(self) -> bool:
        """Whether it could be read at all."""
        return not self.problems

    @property
    def files_hold(self) -> bool:
        """Whether every file that is named is there, was read, and is what the submission says."""
        return all(one.state in ("matches", "unsealed") for one in self.files)

    @property
    def holds(self) -> bool:
        """What `--strict` asks for."""
        return bool(
            self.readable
            and self.complete
            and self.complete.holds
            and not self.remarks
            and self.files_hold
            and not any(one.certain for one in self.personal)
        )
