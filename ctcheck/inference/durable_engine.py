"""The durable-rules engine, behind its fences.

durable-rules 2.0.28 is a fast forward-chaining network with defects that give silent wrong
answers, hangs or a crash when it is used freely. Each fence below closes one of them;
`docs/architecture.md` tells which.
"""

from __future__ import annotations

import copy
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from durable.engine import Host

from ctcheck.errors import EngineError
from ctcheck.inference.interface import FactValue, Firing, Pattern, Stratum

MAX_FACTS: Final = 90_000
"""Explicit ids `f00000` to `f99999` have no collision in the engine's 32-bit identity."""
MAX_SIBLINGS: Final = 400
"""The 513th sibling pattern hangs the compiler for ever; we split well before."""
MAX_JOINS: Final = 14
_BATCH: Final = 4_000


class _QuietHost(Host):  # type: ignore[misc]
    """A host without the two endless timer threads that would run our actions on their own."""

    def _run(self) -> None:
        return


class DurableEngine:
    """One compiled network for each stratum, kept for the life of the process."""

    name = "durable-rules 2.0.28"

    def __init__(self) -> None:
        self._compiled: dict[Stratum, list[_Network]] = {}
        self._sessions = 0

    def run(self, stratum: Stratum, facts: Sequence[Mapping[str, FactValue]]) -> list[Firing]:
        """Every firing, sorted. Raises `EngineError` where a fact was lost or an action failed."""
        if len(facts) > MAX_FACTS:
            raise EngineError(f"{len(facts):,} facts are more than the engine can tell apart.")
        networks = self._compiled.get(stratum)
        if networks is None:
            networks = [
                _Network(f"{stratum.name}-{part}", rules) for part, rules in enumerate(_split(stratum))
            ]
            self._compiled[stratum] = networks
        self._sessions += 1
        firings: list[Firing] = []
        with warnings.catch_warnings():
            # The engine calls `utcfromtimestamp` at every action, which Python 3.12 warns of.
            warnings.simplefilter("ignore", DeprecationWarning)
            for network in networks:
                firings += network.run(f"s{self._sessions}", facts)
        return sorted(firings)


def _split(stratum: Stratum) -> list[list[tuple[str, tuple[Pattern, ...]]]]:
    """Groups of rules of which none has more sibling patterns than the compiler can bear."""
    groups: list[list[tuple[str, tuple[Pattern, ...]]]] = [[]]
    siblings: set[Pattern] = set()
    for rule in stratum.rules:
        if len(rule.patterns) > MAX_JOINS:
            raise EngineError(f"{rule.id} joins {len(rule.patterns)} patterns; at most {MAX_JOINS} are safe.")
        new = siblings | set(rule.patterns)
        # 250: no more than 256 rules may share one pattern.
        if groups[-1] and (len(new) > MAX_SIBLINGS or len(groups[-1]) >= 250):
            groups.append([])
            new = set(rule.patterns)
        siblings = new
        groups[-1].append((rule.id, rule.patterns))
    return groups


class _Network:
    """One durable ruleset."""

    def __init__(self, name: str, rules: list[tuple[str, tuple[Pattern, ...]]]) -> None:
        self._name = name
        self._fired: list[Firing] = []
        self._errors: list[BaseException] = []
        definition: dict[str, Any] = {}
        for number, (rule_id, patterns) in enumerate(rules):
            definition[f"r{number:05d}"] = self._rule(rule_id, patterns)
        # Every fact matches the sink: an unmatched fact would raise and be dropped, and a
        # session in which no action fired crashes the interpreter when it is deleted.
        definition["~sink"] = {
            "pri": 60_000,
            "cap": _BATCH,
            "dist": 0,
            "all": [{"m": {"$ex": {"t": 1}}}],
            "run": _action(lambda context: None),
        }
        # A deep copy, because the host takes the actions out of the dictionary it is given.
        self._host = _QuietHost({name: copy.copy(definition)})

    def _rule(self, rule_id: str, patterns: tuple[Pattern, ...]) -> dict[str, Any]:
        joined = len(patterns) > 1
        # A chain rule waits for `go`, which is asserted last, so that the order of facts cannot matter.
        whole: list[dict[str, Any]] = [{"m": _pattern(patterns[0])}]
        if joined:
            whole = [{"go": {"$and": [{"t": "go"}]}}]
            whole += [{f"p{index}": _pattern(pattern)} for index, pattern in enumerate(patterns)]
        definition: dict[str, Any] = {
            "pri": 10,
            # Without this a fact that fits two patterns of a rule would never fire it.
            "dist": 0,
            "all": whole,
            "run": _action(self._recorder(rule_id, len(patterns), joined)),
        }
        if not joined:
            definition["cap"] = _BATCH
        return definition

    def _recorder(self, rule_id: str, width: int, joined: bool) -> Callable[[Any], None]:
        def record(context: Any) -> None:
            # The engine swallows what an action raises; it is kept here and raised after the run.
            try:
                if joined:
                    found = tuple(_number(getattr(context, f"p{index}")) for index in range(width))
                    self._fired.append(Firing(rule_id, found))
                    return
                # With `cap` the engine hands over a list of matches, or a single match bare.
                matches = context.m if isinstance(context.m, list) else [context.m]
                self._fired += [Firing(rule_id, (_number(match),)) for match in matches]
            except BaseException as error:
                self._errors.append(error)

        return record

    def run(self, session: str, facts: Sequence[Mapping[str, FactValue]]) -> list[Firing]:
        """Asserts all facts in order, then `go`; checks that each was kept."""
        self._fired.clear()
        self._errors.clear()
        batch = [{**fact, "id": f"f{index:05d}", "sid": session} for index, fact in enumerate(facts)]
        go = {"t": "go", "id": "f99999", "sid": session}
        state: Any = None
        try:
            if batch:
                self._checked(self._host.assert_facts(self._name, batch))
            state = self._host.assert_fact(self._name, go)
            self._checked(state)
            kept = len(self._host.get_facts(self._name, session))
        except EngineError:
            raise
        except Exception as error:
            raise EngineError(f"durable-rules failed in {self._name}: {error}") from error
        finally:
            if state is not None:
                self._host.delete_state(self._name, session)
        if self._errors:
            raise EngineError(f"an action failed in {self._name}.") from self._errors[0]
        if kept != len(batch) + 1:
            raise EngineError(f"durable-rules kept {kept} of {len(batch) + 1} facts in {self._name}.")
        return list(self._fired)

    def _checked(self, state: Any) -> None:
        """No state, or an exception in it, means that the engine stopped before the end."""
        if state is None:
            raise EngineError(f"durable-rules stopped early in {self._name}.")
        if isinstance(state, dict) and state.get("exception"):
            raise EngineError(f"durable-rules reports an exception in {self._name}: {state['exception']}")


def _action(run: Callable[[Any], None]) -> Callable[[Any], None]:
    """A callable with exactly one parameter; the engine counts them."""

    def act(context: Any) -> None:
        run(context)

    return act


def _number(message: Any) -> int:
    """The position of a fact, which its id tells."""
    return int(message._d["id"][1:])


def _pattern(pattern: Pattern) -> dict[str, Any]:
    """The allow-list: equality and `$gte` on our own counts, led by the fact's type."""
    parts: list[dict[str, Any]] = []
    for name, value in pattern.equals:
        if not isinstance(value, (str, int)) or isinstance(value, bool):
            raise EngineError(f"the value {value!r} may not enter the engine.")
        parts.append({name: value})
    if not parts or "t" not in parts[0]:
        raise EngineError("a pattern must be led by the type of the fact.")
    parts += [{"$gte": {name: least}} for name, least in pattern.at_least]
    return {"$and": parts}
