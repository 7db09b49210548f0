"""From conditions to verdicts: the first stratum of inference.

The conditions give, for each rule and subject, three truths: does it apply, is it met, is it
partly met. The verdict follows from these by the table in `docs/writing-rules.md`, which
stands here as inference rules, one for each combination.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from ctcheck.assess.subjects import Bound, Subjects
from ctcheck.conditions.compile import ConditionError
from ctcheck.conditions.environment import Environment
from ctcheck.errors import EngineError
from ctcheck.inference.interface import Engine, FactValue, InferenceRule, Pattern, Stratum
from ctcheck.model.values import FALSE, TRUE, UNKNOWN, Fact, Truth
from ctcheck.model.words import Verdict
from ctcheck.rulebook.book import CompiledRule


class Truths(NamedTuple):
    """What the conditions of a rule give for a subject."""

    applies: Truth
    met: Truth
    partly: Truth


class Judgement(NamedTuple):
    """The verdict on one rule for one subject."""

    compiled: CompiledRule
    bound: Bound
    truths: Truths
    verdict: Verdict
    waived: bool
    failure: str
    """What went wrong, for `error`."""


def verdict_for(truths: Truths) -> Verdict:
    """The table of verdicts. Without a `partly` condition, `partly` equals `met`."""
    applies, met, partly = truths
    if applies == FALSE:
        return Verdict.NOT_APPLICABLE
    if met == TRUE:
        return Verdict.MET
    if applies == UNKNOWN:
        return Verdict.NO_ANSWER
    if partly == TRUE:
        return Verdict.PARTLY_MET
    if met == UNKNOWN and partly == UNKNOWN:
        return Verdict.NO_ANSWER
    return Verdict.NOT_MET


_EACH: tuple[Truth, ...] = (TRUE, FALSE, UNKNOWN)
_ALL_TRUTHS = tuple(Truths(*three) for three in product(_EACH, repeat=3))

_VERDICT_OF = {"-".join(("verdict", *truths)): verdict_for(truths) for truths in _ALL_TRUTHS}

JUDGE = Stratum(
    "judge",
    tuple(
        InferenceRule(
            "-".join(("verdict", *truths)),
            (Pattern((("t", "exp"), ("v", "".join(truths)))),),
        )
        for truths in _ALL_TRUTHS
    ),
)
"""All 27 combinations, so that none can fall through."""


def judge(
    rules: Sequence[CompiledRule],
    subjects: Subjects,
    facts: Mapping[str, Fact],
    waived: Callable[[str], bool],
    engine: Engine,
) -> list[Judgement]:
    """One judgement for each rule and subject, in the order of the rules and subjects.

    Raises `EngineError` if the engine gives anything but one verdict for each.
    """
    environment = subjects.environment(facts)
    pending: list[tuple[CompiledRule, Bound, Truths | None, str, bool]] = []
    # One fact for each rule and each way its conditions came out: fourteen bodies of which
    # nothing is stated are one fact and one inference, and fourteen findings.
    asserted: dict[tuple[str, Truths], int] = {}
    for compiled in rules:
        waiver = waived(compiled.rule.id)
        for bound in subjects.of(compiled.rule.for_each):
            try:
                truths = evaluate(compiled, bound, environment, waiver)
            except ConditionError as error:
                pending.append((compiled, bound, None, str(error), waiver))
                continue
            pending.append((compiled, bound, truths, "", waiver))
            asserted.setdefault((compiled.rule.id, truths), len(asserted))
    verdicts = _infer(engine, list(asserted))
    unknown = Truths(UNKNOWN, UNKNOWN, UNKNOWN)
    return [
        Judgement(compiled, bound, unknown, Verdict.ERROR, waiver, failure)
        if found is None
        else Judgement(compiled, bound, found, verdicts[asserted[compiled.rule.id, found]], waiver, failure)
        for compiled, bound, found, failure, waiver in pending
    ]


def evaluate(compiled: CompiledRule, bound: Bound, environment: Environment, waived: bool) -> Truths:
    """The three truths of a rule for a subject. Raises `ConditionError`."""
    environment.partner = bound.partner
    environment.row = bound.row
    if bound.absent or waived:
        return Truths(FALSE, UNKNOWN, UNKNOWN)
    if compiled.unless and compiled.unless.decide(environment) == TRUE:
        return Truths(FALSE, UNKNOWN, UNKNOWN)
    applies = compiled.applies.decide(environment) if compiled.applies else TRUE
    met = compiled.met.decide(environment)
    return Truths(applies, met, compiled.partly.decide(environment) if compiled.partly else met)


def _infer(engine: Engine, expectations: Sequence[tuple[str, Truths]]) -> list[Verdict]:
    asserted: list[dict[str, FactValue]] = [
        {"t": "exp", "e": rule, "v": "".join(truths)} for rule, truths in expectations
    ]
    verdicts: list[Verdict | None] = [None] * len(asserted)
    for firing in engine.run(JUDGE, asserted):
        (index,) = firing.facts
        if verdicts[index] is not None:
            raise EngineError(f"two verdicts were inferred for expectation {index}.")
        verdicts[index] = _VERDICT_OF[firing.rule]
    good = [verdict for verdict in verdicts if verdict is not None]
    if len(good) != len(asserted):
        raise EngineError(f"{len(asserted) - len(good)} expectations were given no verdict.")
    return good
