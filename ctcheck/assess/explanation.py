"""One plain sentence for each finding, and the facts that would settle an open one."""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

from typing import NamedTuple

from ctcheck.model.report import MissingFact, Reason
from ctcheck.model.rules import Vocabulary
from ctcheck.model.values import FALSE, TRUE, UNKNOWN, Truth
from ctcheck.model.words import Verdict

_OPPOSITE: dict[str, Truth] = {TRUE: FALSE, FALSE: TRUE, UNKNOWN: UNKNOWN}
_MOST = 3
"""A sentence names so many reasons; the tree has them all."""


WITHHELD = "something that is withheld"
"""Stands for a reason that is not for publication: which fact it is would tell what it states."""


def veiled(reason: Reason | None) -> Reason | None:
    """The tree without the results that a withheld fact has a part in; the verdict alone tells those."""
    return None if reason is None else _veiled(reason)


def _veiled(reason: Reason) -> Reason:
    parts = tuple(_veiled(part) for part in reason.parts)
    if not (reason.withheld or any(part.withheld for part in parts)):
        return reason
    return reason._replace(result=UNKNOWN, parts=parts, withheld=True)


class Cause(NamedTuple):
    """A fact or list that decided a result."""

    reason: Reason
    negated: bool
    over: str
    """The list fact that a record's field belongs to; empty elsewhere."""


def causes(reason: Reason | None, wanted: str, negated: bool = False, over: str = "") -> list[Cause]:
    """The leaves that made the reason come out as wanted."""
    if reason is None or reason.result != wanted:
        return []
    if reason.clause == "fact":
        return [Cause(reason, negated, over)]
    if reason.clause == "not":
        return causes(reason.parts[0], _OPPOSITE[wanted], not negated, over)
    quantified = reason.clause in ("each", "some") or (reason.clause == "at_least" and reason.path)
    if quantified:
        # That no entry will do is a statement about the list, not about each entry.
        of_the_list = wanted == FALSE and reason.clause != "each"
        if of_the_list or not reason.parts or all(part.result != wanted for part in reason.parts):
            return [Cause(reason, negated, over)]
        over = reason.path
    found = [cause for part in reason.parts for cause in causes(part, wanted, negated, over)]
    if not found and reason.clause == "at_least":
        found = [c for part in reason.parts for r in (FALSE, UNKNOWN) for c in causes(part, r, negated, over)]
    return found


def sentence(
    verdict: Verdict,
    applies: Reason | None,
    met: Reason | None,
    partly: Reason | None,
    absent: str,
    failure: str,
) -> str:
    """Why the verdict is what it is, in one sentence that begins small and ends in a full stop."""
    if verdict is Verdict.ERROR:
        return _finish(f"this rule could not be evaluated ({failure})")
    if verdict is Verdict.NOT_APPLICABLE:
        why = absent or _joined(causes(applies, FALSE), expected=False) or "it does not bind here"
        return _finish(f"does not apply: {why}")
    if verdict is Verdict.MET:
        return _finish(f"met: {_joined(causes(met, TRUE), expected=False) or 'all that is asked is stated'}")
    if verdict is Verdict.PARTLY_MET:
        short = causes(met, FALSE) or causes(met, UNKNOWN)
        shown = _joined(causes(partly, TRUE), expected=False)
        so_far = f". Shown is: {shown}" if shown else ""
        return _finish(f"partly met; wanting is: {_joined(short)}{so_far}")
    if verdict is Verdict.NO_ANSWER:
        open_questions = causes(applies, UNKNOWN) + causes(met, UNKNOWN)
        return _finish(f"no answer: {_joined(open_questions) or 'nothing is stated'}")
    return _finish(f"not met: {_joined(causes(met, FALSE) or causes(met, UNKNOWN))}")


def missing_facts(
    applies: Reason | None, met: Reason | None, vocabulary: Vocabulary
) -> tuple[MissingFact, ...]:
    """Exactly the facts that would settle an open question, each once, in order."""
    found: dict[str, MissingFact] = {}
    for cause in causes(applies, UNKNOWN) + causes(met, UNKNOWN):
        reason = cause.reason
        if reason.withheld:
            # That a fact leaves something open tells of its value.
            continue
        path = f"{cause.over}[].{reason.path}" if cause.over and "." not in reason.path else reason.path
        declared = vocabulary.facts.get(reason.path)
        if declared is not None:
            found[path] = MissingFact(path, declared.ask, declared.supplied_by)
        elif path == "partners":
            found[path] = MissingFact(
                path, "Who are the partners? List each with its kind.", "partnership officer"
            )
        elif path == "partner.named":
            found[path] = MissingFact(
                path,
                "Is there such a body in the area? Name it among the partners, or list its kind in area.bodies_absent.",
                "partnership officer",
            )
        else:
            found[path] = MissingFact(path, f"State {reason.label}.", "")
    return tuple(found.values())


def _joined(found: list[Cause], *, expected: bool = True) -> str:
    said = list(dict.fromkeys(_clause(cause, expected) for cause in found))
    if len(said) > _MOST:
        said = [*said[:_MOST], f"and {len(said) - _MOST} more"]
    return "; ".join(said)


def _clause(cause: Cause, expected: bool) -> str:
    """A fact by its noun phrase, with what is stated, where, and what was expected in brackets."""
    reason = cause.reason
    if reason.withheld:
        return WITHHELD
    label = "the list of partners" if reason.label == "partners" else reason.label
    if not reason.found:
        return f"{label} (not stated)"
    if reason.carried:
        at = f", line {reason.place.line}" if reason.place and reason.place.line else ""
        return f"{label} ({reason.found}{at})"
    line = f", line {reason.place.line}" if reason.place and reason.place.line else ""
    said = f"{label} (stated: {reason.found}{line}"
    if reason.clause != "fact":
        if reason.result == TRUE or reason.found == "none" or not expected:
            return f"{said})"
        return f"{said}; not what is expected {reason.text})"
    if reason.result == UNKNOWN:
        return f"{said}; this leaves open whether it {reason.text})"
    good = (reason.result == TRUE) != cause.negated
    if good or not expected:
        return f"{said})"
    if cause.negated:
        return f"{said}; expected otherwise)"
    if reason.text == "is given":
        return f"{said})"
    return f"{said}; expected: {reason.text.removeprefix('is ')})"


def _finish(text: str) -> str:
    return f"{text}."
