"""Both engines fire alike, and the fences around durable-rules hold."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctcheck.errors import EngineError, UsageError
from ctcheck.inference.choose import choose_engine
from ctcheck.inference.interface import FactValue, Firing, InferenceRule, Pattern, Stratum
from ctcheck.inference.plain import PlainEngine

durable_engine = pytest.importorskip("ctcheck.inference.durable_engine")
DurableEngine = durable_engine.DurableEngine

Facts = list[Mapping[str, FactValue]]
DURABLE = DurableEngine()
PLAIN = PlainEngine()

WORDS = st.sampled_from(["T", "F", "U", "", "1", "T1"])
VERDICT = st.builds(
    lambda rule, truth, count: {"t": "v", "rule": rule, "truth": truth, "n": count},
    st.sampled_from(["r1", "r2", "r3"]),
    WORDS,
    st.integers(0, 4),
)
COUNT = st.builds(
    lambda theme, count: {"t": "c", "theme": theme, "n": count},
    st.sampled_from(["plan", "partners"]),
    st.integers(0, 4),
)
FACTS = st.lists(VERDICT | COUNT, max_size=8)


def _pattern(equals: dict[str, FactValue], least: int | None) -> Pattern:
    led = sorted(equals.items(), key=lambda item: item[0] != "t")
    return Pattern(tuple(led), (("n", least),) if least is not None else ())


LEAST = st.none() | st.integers(0, 4)
PATTERN = st.builds(
    _pattern,
    st.fixed_dictionaries(
        {"t": st.just("v")}, optional={"rule": st.sampled_from(["r1", "r2", "r3"]), "truth": WORDS}
    )
    | st.fixed_dictionaries({"t": st.just("c")}, optional={"theme": st.sampled_from(["plan", "partners"])}),
    LEAST,
)
STRATUM = st.lists(st.lists(PATTERN, min_size=1, max_size=3), min_size=1, max_size=6).map(
    lambda rules: Stratum(
        "generated",
        tuple(InferenceRule(f"rule-{number}", tuple(patterns)) for number, patterns in enumerate(rules)),
    )
)


def one(rule: str, *patterns: dict[str, FactValue]) -> InferenceRule:
    return InferenceRule(rule, tuple(Pattern(tuple(equals.items())) for equals in patterns))


def verdict(rule: str, truth: str = "F") -> dict[str, FactValue]:
    return {"t": "v", "rule": rule, "truth": truth}


@settings(deadline=None, max_examples=200)
@given(stratum=STRATUM, facts=FACTS)
def test_both_engines_give_the_same_firings(stratum: Stratum, facts: Facts) -> None:
    assert DurableEngine().run(stratum, facts) == PLAIN.run(stratum, facts)


@settings(deadline=None, max_examples=60)
@given(facts=st.lists(FACTS, min_size=2, max_size=4))
def test_a_network_that_is_used_again_remembers_nothing(facts: list[Facts]) -> None:
    stratum = Stratum(
        "again",
        (one("one", {"t": "v", "truth": "T"}), one("two", {"t": "v"}, {"t": "c", "theme": "plan"})),
    )
    for some in facts:
        assert DURABLE.run(stratum, some) == PLAIN.run(stratum, some)


@settings(deadline=None, max_examples=40)
@given(facts=FACTS, data=st.data())
def test_the_order_of_facts_changes_only_their_numbers(facts: Facts, data: st.DataObject) -> None:
    stratum = Stratum("order", (one("pair", {"t": "v", "truth": "T"}, {"t": "c"}), one("all", {"t": "v"})))
    order = data.draw(st.permutations(range(len(facts))))
    mixed = DURABLE.run(stratum, [facts[index] for index in order])
    back = sorted(Firing(fired.rule, tuple(order[index] for index in fired.facts)) for fired in mixed)
    assert back == DURABLE.run(stratum, facts)


@pytest.mark.parametrize("width", range(1, 13))
def test_rules_that_join_up_to_twelve_patterns_fire_alike(width: int) -> None:
    rules = (one(f"join-{width}", *(verdict(f"r{number}") for number in range(width))),)
    facts = [verdict(f"r{number}") for number in range(width)]
    stratum = Stratum(f"width-{width}", rules)
    assert (
        DURABLE.run(stratum, facts) == PLAIN.run(stratum, facts) == [Firing(rules[0].id, tuple(range(width)))]
    )
    assert DURABLE.run(stratum, facts[1:]) == PLAIN.run(stratum, facts[1:]) == []


@pytest.mark.parametrize("many", [249, 250, 251, 399, 400, 401, 520, 700])
def test_hundreds_of_rules_are_split_and_fire_alike(many: int) -> None:
    rules = tuple(
        one(f"rule-{n:04}", verdict(f"r{n}"), *([verdict(f"r{n + 1}")] if n % 3 else [])) for n in range(many)
    )
    facts = [verdict(f"r{n}", "F" if n % 5 else "T") for n in range(many)]
    fired = DURABLE.run(Stratum(f"many-{many}", rules), facts)
    assert fired == PLAIN.run(Stratum(f"many-{many}", rules), facts)
    assert len(fired) > many // 3


def test_hundreds_of_rules_may_share_one_pattern() -> None:
    rules = tuple(one(f"rule-{number:04}", verdict("same")) for number in range(600))
    stratum = Stratum("shared", rules)
    assert DURABLE.run(stratum, [verdict("same")]) == [Firing(rule.id, (0,)) for rule in rules]


def test_no_facts_fire_nothing() -> None:
    stratum = Stratum("none", (one("rule", verdict("r1")), one("pair", verdict("r1"), verdict("r2"))))
    assert DURABLE.run(stratum, []) == PLAIN.run(stratum, []) == []


def test_no_rules_fire_nothing() -> None:
    assert (
        DURABLE.run(Stratum("empty", ()), [verdict("r1")])
        == PLAIN.run(Stratum("empty", ()), [verdict("r1")])
        == []
    )


def test_thousands_of_facts_are_all_matched() -> None:
    facts = [verdict(f"r{number}") for number in range(9_000)]
    stratum = Stratum("thousands", (one("rule", {"t": "v", "truth": "F"}),))
    assert DURABLE.run(stratum, facts) == [Firing("rule", (number,)) for number in range(9_000)]


def test_one_fact_that_fits_two_patterns_of_a_rule_fires_it() -> None:
    stratum = Stratum("twice", (one("rule", {"t": "v"}, {"t": "v", "truth": "F"}),))
    assert DURABLE.run(stratum, [verdict("r1")]) == [Firing("rule", (0, 0))]


@pytest.mark.parametrize(
    ("truth", "fires"), [("1", True), ("", False), ("T", False), ("one", False), ("11", False)]
)
def test_a_word_is_never_taken_for_another(truth: str, fires: bool) -> None:
    stratum = Stratum("words", (one("rule", {"t": "v", "truth": "1"}),))
    assert bool(DURABLE.run(stratum, [verdict("r1", truth)])) is fires


@pytest.mark.parametrize("least", range(5))
def test_at_least_counts_from_the_limit_itself(least: int) -> None:
    stratum = Stratum(f"least-{least}", (InferenceRule("rule", (Pattern((("t", "c"),), (("n", least),)),)),))
    facts: Facts = [{"t": "c", "n": count} for count in range(5)]
    assert [fired.facts[0] for fired in DURABLE.run(stratum, facts)] == list(range(least, 5))


# Fences


@pytest.mark.parametrize("value", [True, False, None, 1.5, b"T", ("T",)])
def test_a_value_of_another_type_does_not_enter_the_engine(value: Any) -> None:
    stratum = Stratum("bad", (InferenceRule("rule", (Pattern((("t", "v"), ("truth", value))),)),))
    with pytest.raises(EngineError, match="may not enter"):
        DurableEngine().run(stratum, [])


def test_a_pattern_that_is_not_led_by_a_type_is_refused() -> None:
    for equals in ((), (("truth", "T"), ("t", "v"))):
        stratum = Stratum("headless", (InferenceRule("rule", (Pattern(equals),)),))
        with pytest.raises(EngineError, match="led by the type"):
            DurableEngine().run(stratum, [])


def test_more_joins_than_are_safe_are_refused() -> None:
    stratum = Stratum("wide", (one("rule", *(verdict(f"r{number}") for number in range(15))),))
    with pytest.raises(EngineError, match="joins 15 patterns"):
        DurableEngine().run(stratum, [])


def test_more_facts_than_can_be_told_apart_are_refused() -> None:
    with pytest.raises(EngineError, match="more than the engine"):
        DURABLE.run(Stratum("none", ()), [verdict("r1")] * 90_001)


def test_no_group_of_rules_is_larger_than_the_compiler_bears() -> None:
    rules = tuple(one(f"rule-{n:04}", verdict(f"r{n}"), verdict(f"s{n}")) for n in range(900))
    groups = durable_engine._split(Stratum("many", rules))
    assert [rule for group in groups for rule, _ in group] == [rule.id for rule in rules]
    for group in groups:
        assert len({pattern for _, patterns in group for pattern in patterns}) <= 400
        assert len(group) <= 250
    assert all(groups)
    assert all(first[-1][0] < second[0][0] for first, second in pairwise(groups))


def test_no_thread_is_started() -> None:
    before = set(threading.enumerate())
    DurableEngine().run(Stratum("threads", (one("rule", verdict("r1")),)), [verdict("r1")])
    assert set(threading.enumerate()) == before


def test_what_an_action_raises_is_raised_after_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(message: Any) -> int:
        raise KeyError("o")

    monkeypatch.setattr(durable_engine, "_number", fails)
    for name, rule in (
        ("single", one("rule", verdict("r1"))),
        ("joined", one("rule", verdict("r1"), verdict("r1"))),
    ):
        with pytest.raises(EngineError, match="an action failed") as raised:
            DurableEngine().run(Stratum(f"failing-{name}", (rule,)), [verdict("r1")])
        assert isinstance(raised.value.__cause__, KeyError)


def test_an_engine_works_again_after_an_action_has_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    engine, stratum = DurableEngine(), Stratum("recovers", (one("rule", verdict("r1")),))
    number = durable_engine._number
    monkeypatch.setattr(durable_engine, "_number", lambda message: 1 / 0)
    with pytest.raises(EngineError):
        engine.run(stratum, [verdict("r1")])
    monkeypatch.setattr(durable_engine, "_number", number)
    assert engine.run(stratum, [verdict("r1")]) == [Firing("rule", (0,))]


def _host(monkeypatch: pytest.MonkeyPatch, name: str, replacement: Any) -> None:
    monkeypatch.setattr(durable_engine._QuietHost, name, replacement)


def test_a_lost_fact_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = durable_engine._QuietHost.get_facts
    _host(monkeypatch, "get_facts", lambda self, *where: whole(self, *where)[1:])
    with pytest.raises(EngineError, match="kept 2 of 3 facts"):
        DurableEngine().run(Stratum("lost", (one("rule", verdict("r1")),)), [verdict("r1"), verdict("r2")])


@pytest.mark.parametrize(
    ("state", "words"), [(None, "stopped early"), ({"sid": "s1", "exception": "boom"}, "boom")]
)
def test_an_engine_that_stops_early_is_an_error(
    state: Any, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = durable_engine._QuietHost.assert_fact

    def stops(self: Any, *what: Any) -> Any:
        whole(self, *what)
        return state

    _host(monkeypatch, "assert_fact", stops)
    with pytest.raises(EngineError, match=words):
        DurableEngine().run(Stratum("stops", (one("rule", verdict("r1")),)), [verdict("r1")])


def test_what_the_engine_itself_raises_is_our_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def raises(self: Any, *what: Any) -> Any:
        raise RuntimeError("out of nodes")

    _host(monkeypatch, "assert_facts", raises)
    with pytest.raises(EngineError, match="out of nodes"):
        DurableEngine().run(Stratum("raises", (one("rule", verdict("r1")),)), [verdict("r1")])


# The choice


def test_durable_rules_runs_where_it_is_there() -> None:
    assert choose_engine("auto").name == choose_engine("durable-rules").name == DurableEngine.name
    assert choose_engine("plain").name == "plain"


def test_without_durable_rules_the_plain_engine_runs_unless_the_other_was_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "ctcheck.inference.durable_engine", None)
    assert choose_engine("auto").name == "plain"
    with pytest.raises(UsageError, match="not installed"):
        choose_engine("durable-rules")
