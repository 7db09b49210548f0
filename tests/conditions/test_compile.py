"""Compiled conditions: three-valued truth, quantifiers, and reasons that tell the same story."""

from __future__ import annotations

import datetime as dt
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctcheck.conditions.compile import Compiled, ConditionError, compile_condition
from ctcheck.conditions.environment import Environment
from ctcheck.errors import Problem
from ctcheck.model.condition import Condition, facts_of, parameters_of
from ctcheck.model.place import Place
from ctcheck.model.report import Reason
from ctcheck.model.values import NONE, DateValue, Fact, Record, Truth
from ctcheck.reading.nodes import parse
from ctcheck.rulebook.condition_reader import ConditionReader
from ctcheck.rulebook.forms import RuleFile
from ctcheck.rulebook.loader import context_for, load_packs
from ctcheck.rulebook.names import Known, Scoped

BASE = Path(__file__).parent.parent / "corpus" / "rules" / "base"
with pytest.MonkeyPatch.context() as patch:
    patch.setenv("CTCHECK_CACHE", "off")
    PACKS = load_packs(BASE).packs
CONTEXT = context_for(PACKS, dt.date(2007, 5, 31))
KINDS = {row.id: row.label for row in PACKS.tables["relevant-partners"].rows}
HERE = Place("submission.yaml", 7, 3)
SEVERAL = settings(deadline=None, max_examples=200)

TRUTHS: tuple[Truth, ...] = ("T", "F", "U")
RANK = {"F": 0, "U": 1, "T": 2}

# Three leaves that can be made true, false or unknown at will.
LEAVES = ("{plan.signed: {is: 'yes'}}", "{plan.pages: {at_least: 5}}", "{plan.status: {is: in-place}}")
PATHS = ("plan.signed", "plan.pages", "plan.status")
VALUES: tuple[dict[str, Any], ...] = (
    {"T": True, "F": False},
    {"T": 9, "F": 1},
    {"T": "in-place", "F": "proposed"},
)


def condition_in(text: str, *, partner: bool = False, columns: tuple[str, ...] = ()) -> Condition:
    problems: list[Problem] = []
    data = text.encode()
    file = RuleFile("rules.yaml", data, parse(data, "rules.yaml"), problems)
    known = Known(PACKS.vocabulary, PACKS.parameters, PACKS.tables, KINDS, {})
    condition = ConditionReader(file, known).read(
        file.root, "met", Scoped(partner, None, dict.fromkeys(columns, frozenset()))
    )
    assert condition is not None, problems
    return condition


def compiled(text: str, *, partner: bool = False, columns: tuple[str, ...] = ()) -> Compiled:
    return compile_condition(condition_in(text, partner=partner, columns=columns), CONTEXT)


def day(text: str) -> DateValue:
    one = dt.date.fromisoformat(text)
    return DateValue(one, one)


def stated(values: dict[str, Any]) -> dict[str, Fact]:
    return {path: Fact(value, HERE) for path, value in values.items()}


def env(values: dict[str, Any], partners: list[dict[str, Any]] | None = None) -> Environment:
    named = None if partners is None else tuple(stated({"partner.named": True, **one}) for one in partners)
    return Environment(stated(values), named)


def leaves(*truths: Truth) -> dict[str, Any]:
    """Facts that make the three leaves so."""
    return {
        path: values[truth]
        for path, values, truth in zip(PATHS, VALUES, truths, strict=False)
        if truth != "U"
    }


def records(*entries: dict[str, Any]) -> tuple[Record, ...]:
    return tuple(Record(stated(entry), HERE) for entry in entries)


# Joining words


@pytest.mark.parametrize("truths", list(product(TRUTHS, repeat=3)))
def test_all_is_as_weak_as_its_weakest_part(truths: tuple[Truth, ...]) -> None:
    found = compiled(f"all: [{', '.join(LEAVES)}]").decide(env(leaves(*truths)))
    assert found == min(truths, key=lambda truth: RANK[truth])


@pytest.mark.parametrize("truths", list(product(TRUTHS, repeat=3)))
def test_any_is_as_strong_as_its_strongest_part(truths: tuple[Truth, ...]) -> None:
    found = compiled(f"any: [{', '.join(LEAVES)}]").decide(env(leaves(*truths)))
    assert found == max(truths, key=lambda truth: RANK[truth])


@pytest.mark.parametrize(("truth", "opposite"), [("T", "F"), ("F", "T"), ("U", "U")])
def test_not_turns_true_and_false_and_leaves_unknown(truth: Truth, opposite: Truth) -> None:
    assert compiled(f"not: {LEAVES[0]}").decide(env(leaves(truth))) == opposite


@pytest.mark.parametrize("truths", list(product(TRUTHS, repeat=3)))
@pytest.mark.parametrize("count", [1, 2, 3])
def test_at_least_is_settled_only_when_the_unknown_parts_cannot_change_it(
    count: int, truths: tuple[Truth, ...]
) -> None:
    found = compiled(f"at_least: {{count: {count}, of: [{', '.join(LEAVES)}]}}").decide(env(leaves(*truths)))
    sure, possible = truths.count("T"), truths.count("T") + truths.count("U")
    assert found == ("T" if sure >= count else "U" if possible >= count else "F")


def test_several_keys_of_one_mapping_must_all_hold() -> None:
    both = compiled("plan.signed: {is: 'yes'}\nplan.pages: {at_least: 5, at_most: 10}")
    assert [both.decide(env({"plan.signed": True, "plan.pages": pages})) for pages in (4, 5, 10, 11)] == [
        "F",
        "T",
        "T",
        "F",
    ]


# Leaves


@pytest.mark.parametrize(
    ("condition", "of_none"),
    [
        ("plan.signed: {is: 'yes'}", "F"),
        ("plan.signed: {is_not: 'yes'}", "T"),
        ("plan.status: {one_of: [in-place]}", "F"),
        ("plan.status: {none_of: [in-place]}", "T"),
        ("plan.published: {stated: 'yes'}", "F"),
        ("plan.published: {before: 2006-01-01}", "F"),
        ("plan.published: {no_later_than: {days: 3, after: plan.needs.made_on}}", "F"),
        ("plan.pages: {at_most: 3}", "F"),
        ("plan.staff_trained: {at_least: 0}", "F"),
        ("plan.outcomes: {covers: [be-healthy]}", "F"),
        ("plan.outcomes: {covers_at_least: {count: 1, of: {table: five-outcomes}}}", "F"),
        ("plan.priorities: {has_at_least: 1}", "F"),
    ],
)
def test_what_is_not_stated_is_unknown_and_none_is_false_unless_asked_what_it_is_not(
    condition: str, of_none: Truth
) -> None:
    one = compiled(condition)
    path = condition.split(":")[0]
    assert one.decide(env({})) == "U"
    assert one.decide(env({path: NONE})) == of_none


def test_an_operand_that_is_not_stated_or_none_leaves_the_answer_open() -> None:
    one = compiled("plan.published: {on_or_after: plan.needs.made_on}")
    published = {"plan.published": day("2006-03-20")}
    assert one.decide(env(published)) == "U"
    assert one.decide(env({**published, "plan.needs.made_on": NONE})) == "U"
    assert one.decide(env({**published, "plan.needs.made_on": day("2006-03-20")})) == "T"


def test_a_table_stands_for_its_rows_in_force_on_the_law_date() -> None:
    one = compiled("{some: {in: partners, that: {partner.kind: {one_of: {table: relevant-partners}}}}}")
    police = [{"partner.kind": "police-authority"}]
    assert one.decide(env({}, police)) == "T"
    later = context_for(PACKS, dt.date(2020, 1, 1))
    assert "police-authority" not in later.table_words("relevant-partners")


def test_a_row_in_hand_gives_the_word() -> None:
    one = compiled("plan.outcomes: {includes: {row: id}}", columns=("id",))
    here = env({"plan.outcomes": ("stay-safe",)})
    here.row = {"id": "stay-safe"}
    assert one.decide(here) == "T"
    here.row = {"id": "be-healthy"}
    assert one.decide(here) == "F"
    here.row = {}
    assert one.decide(here) == "U"


def test_a_count_of_working_days_beyond_the_table_is_an_error_and_no_answer() -> None:
    one = compiled("plan.published: {no_later_than: {working_days: 5, after: as_at}}")
    here = env({"plan.published": day("2006-03-20"), "as_at": day("2019-01-01")})
    with pytest.raises(ConditionError, match="bank holidays"):
        one.decide(here)
    # The reasons are told all the same: another part may have settled the verdict before this one was asked.
    told = one.explain(here)
    assert told.result == "U"
    assert "not worked out: plan.published: the table of bank holidays covers" in told.text


@pytest.mark.parametrize(
    "whole",
    [
        "all: [{plan.outcomes: {includes: stay-safe}}, {PART}]",
        "all: [{plan.outcomes: {includes: stay-safe}}, {at_least: {count: 1, of: [{PART}, {PART}]}}]",
    ],
)
def test_a_part_that_cannot_be_worked_out_does_not_keep_a_settled_answer_from_being_explained(
    whole: str,
) -> None:
    part = "plan.published: {no_later_than: {working_days: 5, after: as_at}}"
    one = compiled(whole.replace("PART", part))
    facts = {
        "plan.published": day("2006-03-20"),
        "as_at": day("2019-01-01"),
        "plan.outcomes": ("be-healthy",),
    }
    here = env(facts)
    assert one.decide(here) == one.explain(here).result == "F"


def test_the_parameters_and_facts_in_use_are_named() -> None:
    one = condition_in(
        "all:\n"
        "  - plan.published: {no_older_than: {months: {parameter: review_months}, at: as_at}}\n"
        "  - at_least:\n"
        "      percent: {parameter: staff_share}\n"
        "      in: partners\n"
        "      that: {partner.meetings: {at_least: 1}}\n"
        "  - some: {in: plan.consultation, that: {asked: {at_least: 5}}}\n"
    )
    assert parameters_of(one) == {"review_months", "staff_share"}
    assert facts_of(one) == {"plan.published", "partners", "partner.meetings", "plan.consultation"}


# Quantifiers

CHILD, PARENT, NOBODY = {"who": "children"}, {"who": "parents"}, {"how": "A meeting"}


@pytest.mark.parametrize(
    ("quantifier", "entries", "expected"),
    [
        ("some: {that: X}", (CHILD, PARENT), "T"),
        ("some: {that: X}", (PARENT, NOBODY), "U"),
        ("some: {that: X}", (PARENT,), "F"),
        ("some: {that: X}", (), "F"),
        ("each: {that: X, when_empty: 'yes'}", (CHILD, CHILD), "T"),
        ("each: {that: X, when_empty: 'yes'}", (CHILD, NOBODY), "U"),
        ("each: {that: X, when_empty: 'yes'}", (PARENT, NOBODY), "F"),
        ("each: {that: X, when_empty: 'yes'}", (), "T"),
        ("each: {that: X, when_empty: 'no'}", (), "F"),
        ("each: {that: X, when_empty: unknown}", (), "U"),
        ("at_least: {count: 2, that: X}", (CHILD, CHILD, PARENT), "T"),
        ("at_least: {count: 2, that: X}", (CHILD, NOBODY, PARENT), "U"),
        ("at_least: {count: 2, that: X}", (CHILD, PARENT), "F"),
        ("at_least: {count: 1, that: X}", (), "F"),
        ("at_least: {percent: 50, that: X}", (CHILD, PARENT), "T"),
        ("at_least: {percent: 50, that: X}", (CHILD, PARENT, PARENT), "F"),
        ("at_least: {percent: 50, that: X}", (CHILD, PARENT, NOBODY), "U"),
        ("at_least: {percent: 50, that: X}", (), "F"),
        ("at_least: {percent: 100, that: X}", (CHILD, NOBODY), "U"),
    ],
)
def test_a_quantifier_counts_records(quantifier: str, entries: tuple[Any, ...], expected: Truth) -> None:
    text = quantifier.replace("{", "{in: plan.consultation, ", 1).replace("X", "{who: {is: children}}")
    one = compiled(f"{{{text}}}")
    value = records(*entries) if entries else NONE
    assert one.decide(env({"plan.consultation": value})) == expected
    assert one.decide(env({})) == "U"


ASKED = {"asked": 10}
FEW = {"asked": 1}


@pytest.mark.parametrize(
    ("word", "entries", "expected"),
    [
        ("some", ({**CHILD, **FEW}, {**PARENT, **ASKED}), "F"),
        ("some", ({**CHILD, **ASKED},), "T"),
        ("some", (ASKED,), "U"),
        ("some", (FEW,), "F"),
        ("some", ({**PARENT},), "F"),
        ("each", ({**CHILD, **ASKED}, {**PARENT, **FEW}), "T"),
        ("each", ({**CHILD, **FEW},), "F"),
        ("each", ({**CHILD, **ASKED}, FEW), "U"),
        ("each", ({**PARENT, **FEW},), "U"),
    ],
)
def test_where_leaves_out_records_and_an_open_where_leaves_the_answer_open(
    word: str, entries: tuple[Any, ...], expected: Truth
) -> None:
    empty = ", when_empty: unknown" if word == "each" else ""
    one = compiled(
        f"{word}: {{in: plan.consultation, where: {{who: {{is: children}}}},"
        f" that: {{asked: {{at_least: 5}}}}{empty}}}"
    )
    assert one.decide(env({"plan.consultation": records(*entries)})) == expected


def test_each_over_records_of_which_perhaps_none_counts_is_not_settled_as_true() -> None:
    # Whether it counts is not stated; if it does not, nothing counts, and `when_empty` says no.
    one = compiled(
        "each: {in: plan.consultation, where: {who: {is: children}},"
        " that: {asked: {at_least: 5}}, when_empty: 'no'}"
    )
    assert one.decide(env({"plan.consultation": records({**PARENT, **ASKED})})) == "F"
    assert one.decide(env({"plan.consultation": records(ASKED)})) == "U"


def test_a_quantifier_over_partners_is_unknown_until_the_list_is_given() -> None:
    one = compiled("some: {in: partners, that: {partner.meetings: {at_least: 1}}}")
    assert one.decide(env({}, None)) == "U"
    assert one.decide(env({}, [])) == "F"
    assert one.decide(env({}, [{}])) == "U"
    assert one.decide(env({}, [{}, {"partner.meetings": 2}])) == "T"


def test_a_quantifier_puts_back_what_was_in_hand() -> None:
    one = compiled(
        "all:\n"
        "  - some: {in: partners, that: {partner.meetings: {at_least: 1}}}\n"
        "  - partner.meetings: {at_least: 7}\n",
        partner=True,
    )
    here = env({}, [{"partner.meetings": 1}, {"partner.meetings": 2}])
    here.partner = stated({"partner.meetings": 7})
    assert one.decide(here) == "T"
    assert one.explain(here).result == "T"
    assert here.partner["partner.meetings"].value == 7
    assert here.record == {}


def test_an_explanation_lists_sixty_records_and_counts_the_rest() -> None:
    one = compiled("some: {in: plan.consultation, that: {who: {is: children}}}")
    reason = one.explain(env({"plan.consultation": records(*[PARENT] * 75)}))
    assert len(reason.parts) == 61
    assert "15 more" in reason.parts[-1].text


# Any condition on any facts

CHOICES = {
    "plan.signed": st.booleans(),
    "plan.pages": st.integers(0, 9),
    "plan.status": st.sampled_from(["in-place", "proposed"]),
    "plan.published": st.sampled_from([day("2006-03-20"), day("2007-05-31")]),
    "plan.assessed_in": st.sampled_from(
        [DateValue(dt.date(2006, 3, 1), dt.date(2006, 3, 31)), day("2006-03-01")]
    ),
    "plan.outcomes": st.sampled_from([("be-healthy",), ("be-healthy", "stay-safe")]),
}
ENTRY = st.fixed_dictionaries(
    {}, optional={"who": st.sampled_from(["children", "parents"]), "asked": st.integers(0, 9)}
)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        **{path: values | st.just(NONE) for path, values in CHOICES.items()},
        "plan.consultation": st.lists(ENTRY, min_size=1, max_size=4).map(lambda entries: records(*entries)),
    },
)
LEAF = st.sampled_from(
    [
        *LEAVES,
        "{plan.signed: {is_not: 'yes'}}",
        "{plan.published: {on_or_before: as_at}}",
        "{plan.published: {before: plan.assessed_in}}",
        "{plan.assessed_in: {before: 2006-03-15}}",
        "{plan.assessed_in: {no_older_than: {months: 12, at: plan.published}}}",
        "{plan.outcomes: {covers: {table: five-outcomes}}}",
        "{plan.outcomes: {includes: stay-safe}}",
    ]
)
INNER = st.sampled_from(["{who: {is: children}}", "{asked: {at_least: 5}}", "{not: {who: {is: children}}}"])
OVER = st.builds(
    lambda word, that, where, rest: f"{{{word}: {{in: plan.consultation, that: {that}{where}{rest[word]}}}}}",
    st.sampled_from(["some", "each", "at_least"]),
    INNER,
    st.just("") | INNER.map(lambda inner: f", where: {inner}"),
    st.fixed_dictionaries(
        {
            "some": st.just(""),
            "each": st.sampled_from([", when_empty: 'yes'", ", when_empty: 'no'", ", when_empty: unknown"]),
            "at_least": st.sampled_from([", count: 2", ", percent: 50", ", percent: 100"]),
        }
    ),
)
CONDITION = st.recursive(
    LEAF | OVER,
    lambda below: (
        st.lists(below, min_size=1, max_size=3).map(lambda parts: f"{{all: [{', '.join(parts)}]}}")
        | st.lists(below, min_size=1, max_size=3).map(lambda parts: f"{{any: [{', '.join(parts)}]}}")
        | below.map(lambda part: f"{{not: {part}}}")
        | st.lists(below, min_size=2, max_size=3).map(
            lambda parts: f"{{at_least: {{count: 2, of: [{', '.join(parts)}]}}}}"
        )
    ),
    max_leaves=8,
)
AS_AT = {"as_at": day("2007-05-31")}


@SEVERAL
@given(text=CONDITION, facts=FACTS)
def test_the_reason_ends_in_what_was_decided(text: str, facts: dict[str, Any]) -> None:
    one, here = compiled(text), env({**AS_AT, **facts})
    assert one.explain(here).result == one.decide(here)


def _kleene(reason: Reason) -> None:
    results = [part.result for part in reason.parts]
    if reason.clause == "all":
        assert reason.result == min(results, key=RANK.__getitem__)
    elif reason.clause == "any":
        assert reason.result == max(results, key=RANK.__getitem__)
    elif reason.clause == "not":
        assert RANK[reason.result] == 2 - RANK[results[0]]
    for part in reason.parts:
        _kleene(part)


@SEVERAL
@given(text=CONDITION, facts=FACTS)
def test_every_step_of_a_reason_follows_from_the_steps_below_it(text: str, facts: dict[str, Any]) -> None:
    _kleene(compiled(text).explain(env({**AS_AT, **facts})))


@SEVERAL
@given(text=CONDITION, facts=FACTS)
def test_a_condition_is_decided_alike_each_time_it_is_asked(text: str, facts: dict[str, Any]) -> None:
    one, here = compiled(text), env({**AS_AT, **facts})
    assert one.decide(here) == one.decide(here) == compiled(text).decide(here)


@settings(deadline=None, max_examples=400, derandomize=True)
@given(text=CONDITION, facts=FACTS, data=st.data())
def test_taking_a_fact_away_never_settles_anything_or_turns_it_round(
    text: str, facts: dict[str, Any], data: st.DataObject
) -> None:
    one = compiled(text)
    fewer = dict(facts)
    for path in data.draw(st.lists(st.sampled_from(sorted(facts)), unique=True)) if facts else ():
        if path != "plan.consultation" or data.draw(st.booleans()):
            del fewer[path]
            continue
        fewer[path] = tuple(
            Record({name: fact for name, fact in record.fields.items() if data.draw(st.booleans())}, HERE)
            for record in facts[path]
        )
    less = one.decide(env({**AS_AT, **fewer}))
    assert less in ("U", one.decide(env({**AS_AT, **facts})))
