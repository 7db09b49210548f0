"""Which themes, partners and signatures a submission lacks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from ctcheck.assess.carried import carried_answers
from ctcheck.conditions.environment import confirmed
from ctcheck.model.submission import Submission
from ctcheck.rulebook.book import RuleBook
from ctcheck.validation.result import Complete, MissingPartner, MissingReturn, ThemeAnswers

_OTHER_BODY: Final = re.compile(
    r"\b(?:trust|nhs|hospital|health (?:authority|board)|primary care|care board|clinical|commissioning|police"
    r"|constabulary|probation|college|school|nursing|charity|company)\b"
)
_UNDER: Final = re.compile(r"\b(?:assistant|deputy|associate|service director)\b")
_CHIEF: Final = re.compile(r"\b(?:chief executive|head of paid service|dcs)\b|^(?:the )?director$")
_DIRECTOR: Final = re.compile(
    r"\bdirector (?:of|for)\b.*\b(?:children|young people|education|social services)"
)
_MEMBER: Final = re.compile(
    r"\b(?:lead|cabinet|executive) (?:member|councillor)\b|\bportfolio holder\b|\belected mayor\b"
    r"|\bleader of the council\b"
)


def _is_chief_officer(role: str) -> bool:
    """The council's own: partners have chief executives too, and theirs bind nobody else."""
    if _OTHER_BODY.search(role) or _UNDER.search(role):
        return False
    return bool(_CHIEF.search(role) or _DIRECTOR.search(role))


def _is_lead_member(role: str) -> bool:
    return bool(_MEMBER.search(role))


SIGNATURES: Final[dict[str, Callable[[str], bool]]] = {
    "chief-officer": _is_chief_officer,
    "lead-member": _is_lead_member,
}
"""The two signatures that every submission needs, and by which roles they are known."""

_OPEN_RETURNS: Final = ("started", "invited", "not-returned")


def completeness(submission: Submission, book: RuleBook) -> Complete:
    """What is missing under the law of the book."""
    partners = submission.partners or ()
    return Complete(
        themes=tuple(_themes(submission, book)),
        partners_listed=submission.partners is not None,
        partners_missing=tuple(_partners(submission, book)),
        signatures_missing=tuple(
            name
            for name, signs in SIGNATURES.items()
            if not any(signs(one.role.casefold().strip()) for one in submission.signed)
        ),
        signatures_undated=tuple(one.role for one in submission.signed if one.on is None),
        returns_missing=tuple(
            MissingReturn(partner.id, partner.name, partner.return_status, partner.place)
            for partner in partners
            if partner.return_status in _OPEN_RETURNS
        ),
        returns_unknown=sum(not partner.return_status for partner in partners),
        carried=carried_answers(submission),
    )


def _themes(submission: Submission, book: RuleBook) -> Iterator[ThemeAnswers]:
    """Only what a pack asks for is a question: the frame's own facts are always there."""
    questions = book.packs.vocabulary.facts.keys() | {"indicators"}
    asked: dict[str, set[str]] = {}
    for compiled in book.rules:
        paths = questions & set(compiled.rule.reads)
        asked.setdefault(compiled.rule.theme, set()).update(paths)
    parts = (submission.facts, *(partner.facts for partner in submission.partners or ()))
    stated = {path for facts in parts for path in confirmed(facts)}
    for theme, title in book.packs.themes:
        paths = asked.get(theme, set())
        if paths:
            yield ThemeAnswers(theme, title, len(paths), len(paths & stated))


def _partners(submission: Submission, book: RuleBook) -> Iterator[MissingPartner]:
    """The kinds that every area of this type has, by the lists in force on the law date.

    The authority is no partner of itself, and a body that the area is said not to have is not expected.
    Nothing is listed where the submission names no partners at all: that is one thing missing, not thirty.
    """
    if submission.partners is None:
        return
    named = {partner.kind for partner in submission.partners} | set(submission.area.bodies_absent)
    found: dict[str, tuple[str, list[str]]] = {}
    for table in book.packs.tables.values():
        if not table.partner_kinds:
            continue
        for row in table.rows:
            elsewhere = row.only_in and submission.area.type not in row.only_in
            residual = row.in_force.residual_from
            ended = residual is not None and residual <= book.law_date
            if (
                not row.in_force.on(book.law_date)
                or ended
                or not row.everywhere
                or row.the_authority
                or elsewhere
                or row.id in named
            ):
                continue
            lists = found.setdefault(row.id, (row.label, []))[1]
            if table.title not in lists:
                lists.append(table.title)
    for kind, (label, lists) in found.items():
        yield MissingPartner(kind, label, tuple(lists))
