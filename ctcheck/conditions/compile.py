"""Conditions compiled to closures: one that decides, one that gives the reasons.

Both walk the same parts and share every test, so a reason can never tell another story
than the decision.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from ctcheck.conditions.environment import CARRIED, Context, Environment
from ctcheck.conditions.operands import (
    OPEN,
    Fields,
    LiveOperand,
    constant_words,
    getter,
    number_of,
    operand_of,
)
from ctcheck.conditions.operators import OPERATORS
from ctcheck.conditions.wording import (
    carried_words,
    fact_words,
    label_for,
)
from ctcheck.model.condition import (
    AtLeastOf,
    Condition,
    Join,
    Leaf,
    Named,
    Not,
    Quantifier,
)
from ctcheck.model.report import Reason
from ctcheck.model.values import (
    FALSE,
    NONE,
    TRUE,
    UNKNOWN,
    Fact,
    Nothing,
    Record,
    Truth,
)

MAX_ITEM_REASONS = 60
"""A reason lists at most so many records; the rest are counted."""


class ConditionError(Exception):
    """A condition cannot be evaluated; the finding becomes an error, never a pass."""


class Compiled(NamedTuple):
    """A condition ready to run."""

    decide: Callable[[Environment], Truth]
    explain: Callable[[Environment], Reason]


def compile_condition(condition: Condition, context: Context, fields: Fields | None = None) -> Compiled:
    """Compiles a checked condition for one rule book. `fields` are those of the record in hand."""
    if isinstance(condition, Leaf):
        return _leaf(condition, context, fields)
    if isinstance(condition, Join):
        return _join(condition, context, fields)
    if isinstance(condition, Not):
        return _not(condition, context, fields)
    if isinstance(condition, AtLeastOf):
        return _at_least_of(condition, context, fields)
    if isinstance(condition, Named):
        return _named(condition, context)
    return _quantifier(condition, context)


def _leaf(leaf: Leaf, context: Context, fields: Fields | None) -> Compiled:
    operator = OPERATORS[leaf.operator]
    declared = fields[leaf.path] if leaf.scope == "field" and fields else context.declaration(leaf.path)
    wanted = declared.type if declared else None
    get, get_carried = getter(leaf.path, leaf.scope), getter(f"{CARRIED}{leaf.path}", leaf.scope)
    operand = operand_of(leaf.operand, operator, wanted, context, fields)
    test, none_is = operator.test, operator.none_is

    if isinstance(operand, LiveOperand):
        value_in, words_in, hidden = operand

        def decide(env: Environment) -> Truth:
            fact = get(env)
            if fact is None:
                return UNKNOWN
            if fact.value is NONE:
                return none_is
            against = value_in(env)
            return UNKNOWN if against is OPEN else test(fact.value, against)
    else:

        def decide(env: Environment) -> Truth:
            fact = get(env)
            if fact is None:
                return UNKNOWN
            return none_is if fact.value is NONE else test(fact.value, operand)

        def words_in(env: Environment) -> str:
            return constant_words(operand, wanted)

        def hidden(env: Environment) -> bool:
            return False

    def explain(env: Environment) -> Reason:
        label = label_for(leaf.path, context.vocabulary, fields)
        text = operator.phrase.format(words_in(env))
        fact = get(env)
        if fact is None:
            before = get_carried(env)
            if before is None:
                return Reason("fact", UNKNOWN, text, leaf.path, label)
            said = carried_words(before, wanted)
            return Reason(
                "fact",
                UNKNOWN,
                text,
                leaf.path,
                label,
                said,
                before.place,
                withheld=before.withheld,
                carried=True,
            )
        found = fact_words(fact, wanted)
        withheld = is_withheld(env)
        try:
            result = decides(env)
        except ConditionError as error:
            # The verdict may have been settled before anybody came to this part.
            result, text = UNKNOWN, f"{text} (not worked out: {error})"
        return Reason("fact", result, text, leaf.path, label, found, fact.place, withheld=withheld)

    def is_withheld(env: Environment) -> bool:
        fact = get(env)
        return (fact is not None and fact.withheld) or hidden(env)

    counts_days = leaf.operator in ("no_later_than", "no_older_than")
    decides = _guarded(decide, leaf, is_withheld) if counts_days else decide
    return Compiled(decides, explain)


def _guarded(
    run: Callable[[Environment], Truth], leaf: Leaf, is_withheld: Callable[[Environment], bool]
) -> Callable[[Environment], Truth]:
    def guarded(env: Environment) -> Truth:
        try:
            return run(env)
        except ValueError as error:
            # The error names a year that the dates lead to.
            why = "it rests on something that is withheld" if is_withheld(env) else error
            raise ConditionError(f"{leaf.path}: {why}") from error

    return guarded


def _as_far_as_known(decide: Callable[[Environment], Truth], env: Environment) -> Truth:
    """What a condition comes to, for a reason; unknown where it cannot be evaluated."""
    try:
        return decide(env)
    except ConditionError:
        return UNKNOWN


def _join(join: Join, context: Context, fields: Fields | None) -> Compiled:
    parts = [compile_condition(part, context, fields) for part in join.parts]
    deciders = tuple(part.decide for part in parts)
    # `all` looks for a false part, `any` for a true one; each ends the search.
    ends: Truth = FALSE if join.word == "all" else TRUE
    otherwise: Truth = TRUE if join.word == "all" else FALSE

    def decide(env: Environment) -> Truth:
        unknown = False
        for part in deciders:
            result = part(env)
            if result == ends:
                return ends
            if result == UNKNOWN:
                unknown = True
        return UNKNOWN if unknown else otherwise

    text = "all of these hold" if join.word == "all" else "at least one of these holds"

    def explain(env: Environment) -> Reason:
        reasons = tuple([part.explain(env) for part in parts])
        results = {reason.result for reason in reasons}
        result = ends if ends in results else UNKNOWN if UNKNOWN in results else otherwise
        return Reason(join.word, result, text, parts=reasons)

    if len(parts) == 1:
        return parts[0]
    return Compiled(decide, explain)


def _not(negation: Not, context: Context, fields: Fields | None) -> Compiled:
    inner = compile_condition(negation.part, context, fields)
    opposite: dict[Truth, Truth] = {TRUE: FALSE, FALSE: TRUE, UNKNOWN: UNKNOWN}

    def decide(env: Environment) -> Truth:
        return opposite[inner.decide(env)]

    def explain(env: Environment) -> Reason:
        reason = inner.explain(env)
        return Reason("not", opposite[reason.result], "this does not hold", parts=(reason,))

    return Compiled(decide, explain)


def _named(condition: Named, context: Context) -> Compiled:
    inner = compile_condition(condition.part, context)

    def explain(env: Environment) -> Reason:
        reason = inner.explain(env)
        return Reason("named", reason.result, condition.says, parts=(reason,))

    return Compiled(inner.decide, explain)


def _enough(true: int, unknown: int, count: float) -> Truth:
    if true >= count:
        return TRUE
    return UNKNOWN if true + unknown >= count else FALSE


def _at_least_of(condition: AtLeastOf, context: Context, fields: Fields | None) -> Compiled:
    parts = [compile_condition(part, context, fields) for part in condition.parts]
    count = number_of(condition.number, context)

    def decide(env: Environment) -> Truth:
        results = [part.decide(env) for part in parts]
        return _enough(results.count(TRUE), results.count(UNKNOWN), count)

    def explain(env: Environment) -> Reason:
        return Reason(
            "at_least",
            _as_far_as_known(decide, env),
            f"at least {count:g} of these {len(parts)} hold",
            parts=tuple(part.explain(env) for part in parts),
        )

    return Compiled(decide, explain)


def _quantifier(condition: Quantifier, context: Context) -> Compiled:
    declared = context.declaration(condition.over)
    fields = declared.type.fields if declared else None
    that = compile_condition(condition.that, context, fields)
    where = compile_condition(condition.where, context, fields) if condition.where else None
    amount = condition.number if condition.number is not None else condition.percent
    limit = number_of(amount, context) if amount is not None else 0

    def results(env: Environment) -> Iterator[tuple[Truth, Truth]]:
        """For each item: whether it counts, and whether what is asked holds."""
        for _ in items_of(condition.over, env):
            yield (where.decide(env) if where else TRUE), that.decide(env)

    def decide(env: Environment) -> Truth:
        known = _known(condition.over, env)
        if known != TRUE:
            # `none` is an empty list: nothing is there for `some` and `at_least`.
            return UNKNOWN if known == UNKNOWN else _of_none(condition)
        return _judge(condition, list(results(env)), limit)

    def explain(env: Environment) -> Reason:
        everybody = condition.over == "partners"
        over = "partners" if everybody else label_for(condition.over, context.vocabulary)
        text = _quantifier_words(condition, over, limit)
        parts: list[Reason] = []
        left_out = 0
        declared_here = _list_fact(condition.over, env)
        # How many entries a list has, and what each comes to, is as little for publication as the list.
        before = None if declared_here else _list_fact(condition.over, env, CARRIED)
        closed = any(one is not None and one.withheld for one in (declared_here, before))
        for label, place in () if closed else items_of(condition.over, env):
            counts = _as_far_as_known(where.decide, env) if where else TRUE
            if env.veiled and where and rests_on_withheld(where.explain(env)):
                # Whether it counts here would tell what is withheld, so it stands here either way.
                parts.append(Reason("item", UNKNOWN, label, place=place, withheld=True))
                continue
            if counts == FALSE:
                continue
            if len(parts) >= MAX_ITEM_REASONS:
                left_out += 1
                continue
            inner = that.explain(env)
            parts.append(Reason("item", inner.result, label, place=place, parts=(inner,)))
        if left_out:
            parts.append(Reason("item", UNKNOWN, f"and {left_out} more, not listed here"))
        return Reason(
            condition.word,
            _as_far_as_known(decide, env),
            text,
            path=condition.over,
            label=over,
            found=_list_found(condition.over, declared_here, before, env),
            place=at.place if (at := declared_here or before) else None,
            parts=tuple(parts),
            withheld=closed,
            carried=before is not None,
        )

    return Compiled(decide, explain)


def rests_on_withheld(reason: Reason) -> bool:
    """Whether anything in the tree rests on a fact that is not for publication."""
    return reason.withheld or any(rests_on_withheld(part) for part in reason.parts)


def _partners_found(over: str, env: Environment) -> str:
    if over != "partners" or env.partners is None:
        return ""
    return f"{len(env.partners)} named" if env.partners else "none"


def _quantifier_words(condition: Quantifier, over: str, limit: float) -> str:
    which = " that count here" if condition.where else ""
    entries = "partners" if over == "partners" else f"entries in {over}"
    if condition.word == "each":
        return f"for every one of the {entries}{which}"
    if condition.word == "some":
        return f"for at least one of the {entries}{which}"
    share = f"{limit:g}%" if condition.percent is not None else f"{limit:g}"
    return f"for at least {share} of the {entries}{which}"


def _known(over: str, env: Environment) -> Truth:
    if over == "partners":
        return UNKNOWN if env.partners is None else TRUE
    fact = _list_fact(over, env)
    if fact is None:
        return UNKNOWN
    return FALSE if isinstance(fact.value, Nothing) else TRUE


def _list_fact(over: str, env: Environment, prefix: str = "") -> Fact | None:
    """The list itself: the partner's own where a partner is in hand and the path says so."""
    return (env.partner if over.startswith("partner.") else env.facts).get(f"{prefix}{over}")


def _list_found(over: str, stated: Fact | None, before: Fact | None, env: Environment) -> str:
    if stated:
        return fact_words(stated, None)
    return carried_words(before, None) if before else _partners_found(over, env)


def _of_none(condition: Quantifier) -> Truth:
    return condition.when_empty if condition.word == "each" else FALSE


def items_of(over: str, env: Environment) -> Iterator[tuple[str, Any]]:
    """Steps through the partners or records, putting each in hand; restores what was in hand before."""
    if over == "partners":
        before = env.partner
        try:
            for partner in env.partners or ():
                env.partner = partner
                name = partner.get("partner.name")
                named = partner["partner.named"]
                yield (str(name.value) if name else "partner"), named.place
        finally:
            env.partner = before
        return
    fact = _list_fact(over, env)
    kept = env.record
    try:
        for number, record in enumerate(fact.value if fact and isinstance(fact.value, tuple) else (), 1):
            assert isinstance(record, Record)
            env.record = record.fields
            yield f"entry {number}", record.place
    finally:
        env.record = kept


def _judge(condition: Quantifier, results: list[tuple[Truth, Truth]], limit: float) -> Truth:
    counted = [(counts, holds) for counts, holds in results if counts != FALSE]
    if not counted:
        return _of_none(condition)
    if condition.word == "each":
        # An item that may not count can only leave the answer open, never settle it as false.
        if any(counts == TRUE and holds == FALSE for counts, holds in counted):
            return FALSE
        if any(holds != TRUE for _, holds in counted):
            return UNKNOWN
        # All hold; but if none is sure to count, there may be none, and then `when_empty` decides.
        return TRUE if condition.when_empty == TRUE or any(c == TRUE for c, _ in counted) else UNKNOWN
    true = sum(counts == TRUE and holds == TRUE for counts, holds in counted)
    possible = sum(holds != FALSE for _, holds in counted) - true
    if condition.word == "some":
        return _enough(true, possible, 1)
    if condition.percent is None:
        return _enough(true, possible, limit)
    sure = sum(counts == TRUE for counts, _ in counted)
    if true * 100 >= limit * len(counted):
        return TRUE
    best = (true + possible) * 100 >= limit * max(sure, true + possible)
    return UNKNOWN if best else FALSE
