"""Conditions are typed when they are read: what reads without a problem can be compiled and asked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from ctcheck.conditions.compile import compile_condition
from ctcheck.conditions.environment import Environment
from ctcheck.conditions.operators import OPERATORS
from ctcheck.errors import Problem
from ctcheck.model.condition import (
    AtLeastOf,
    Condition,
    FactRef,
    Join,
    Leaf,
    Not,
    ParameterRef,
    Quantifier,
    RowRef,
    Span,
    TableRef,
)
from ctcheck.model.values import Fact
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
PARTNER = Scoped(partner=True)


def read(text: str, scoped: Scoped | None = None) -> tuple[Condition | None, list[Problem]]:
    problems: list[Problem] = []
    data = text.encode()
    file = RuleFile("it.yaml", data, parse(data, "it.yaml"), problems)
    known = Known(PACKS.vocabulary, PACKS.parameters, PACKS.tables, KINDS, {})
    return ConditionReader(file, known).read(file.root, "met", scoped or Scoped()), problems


def good(text: str, scoped: Scoped | None = None) -> Any:
    condition, problems = read(text, scoped)
    assert problems == []
    assert condition is not None
    return condition


def test_a_leaf_names_fact_operator_and_operand_with_its_place() -> None:
    leaf = good("\nplan.published: {on_or_before: 2006-04-01}\n")
    assert leaf == Leaf("plan.published", "fact", "on_or_before", dt.date(2006, 4, 1), leaf.place)
    assert str(leaf.place) == "it.yaml:2:1"


@pytest.mark.parametrize(
    ("text", "operand"),
    [
        ("plan.published: {before: as_at}", FactRef("as_at")),
        ("plan.published: {before: plan.needs.made_on}", FactRef("plan.needs.made_on")),
        ("plan.pages: {at_least: plan.needs.seen_by}", FactRef("plan.needs.seen_by")),
        ("plan.pages: {at_least: {parameter: deadline_days}}", ParameterRef("deadline_days")),
        ("plan.cost: {at_least: -12.5}", -12.5),
        ("plan.pages: {at_least: 12}", 12),
        ("plan.outcomes: {covers: {table: five-outcomes}}", TableRef("five-outcomes")),
        ("plan.status: {one_of: [in-place, proposed]}", ("in-place", "proposed")),
        ("plan.signed: {is: yes}", True),
        ("plan.signed: {is: 'no'}", False),
        ("area.type: {is: county}", "county"),
        ("inspection.regime: {is: jar-2005}", "jar-2005"),
        ("inspection.regime: {one_of: {table: inspection-regimes}}", TableRef("inspection-regimes")),
        (
            "plan.published: {no_older_than: {months: {parameter: review_months}, at: as_at}}",
            Span(ParameterRef("review_months"), "months", FactRef("as_at")),
        ),
        (
            "plan.published: {no_later_than: {working_days: 2000, after: 2006-01-03}}",
            Span(2000, "working_days", dt.date(2006, 1, 3)),
        ),
    ],
)
def test_an_operand_is_read_as_what_it_is(text: str, operand: Any) -> None:
    found = good(text).operand
    assert found == operand
    assert type(found) is type(operand)


def test_a_regime_is_one_that_a_table_of_the_pack_lists() -> None:
    condition, problems = read("inspection.regime: {is: jar-2006}")
    assert condition is None
    assert (problems[0].message, problems[0].hint) == (
        "found 'jar-2006'; expected one of jar-2005.",
        "Did you mean 'jar-2005'?",
    )
    assert "'inspection.regime'" in read("inspection.regme: {is: jar-2005}")[1][0].hint


def test_a_regime_that_no_submission_names_is_unknown() -> None:
    asked = compile_condition(good("inspection.regime: {is: jar-2005}"), CONTEXT)
    place = good("inspection.regime: {is: jar-2005}").place
    facts = {"inspection.regime": Fact("jar-2005", place)}
    assert [asked.decide(Environment(said, None)) for said in ({}, facts)] == ["U", "T"]


def test_joining_words_nest() -> None:
    condition = good(
        "any:\n"
        "  - not: {plan.signed: {is: 'yes'}}\n"
        "  - at_least: {count: 2, of: [{plan.pages: {at_least: 1}}, {plan.pages: {at_least: 2}}]}\n"
        "  - some: {in: plan.consultation, where: {who: {is: children}}, that: {'on': {before: as_at}}}\n"
    )
    assert isinstance(condition, Join)
    assert [type(part) for part in condition.parts] == [Not, AtLeastOf, Quantifier]
    assert condition.parts[2].that.scope == "field"  # type: ignore[union-attr]


def test_two_keys_and_two_operators_are_all_of_them() -> None:
    both = good("plan.pages: {at_least: 1, at_most: 9}\nplan.signed: {is: 'yes'}\n")
    assert isinstance(both, Join)
    assert both.word == "all"
    assert [type(part) for part in both.parts] == [Join, Leaf]


def test_a_partner_is_in_hand_below_partners_and_with_for_each() -> None:
    text = "partner.meetings: {at_least: 1}"
    assert good(text, PARTNER).scope == "partner"
    assert good(f"some: {{in: partners, that: {{{text}}}}}").that.scope == "partner"
    assert "no partner is in hand" in read(text)[1][0].message


@pytest.mark.parametrize(
    "text",
    [
        "plan.pages: {at_least: partner.meetings}",
        "plan.published: {before: partner.agreement.signed}",
        "plan.published: {no_later_than: {days: 4, after: partner.agreement.signed}}",
    ],
)
def test_an_operand_about_a_partner_needs_a_partner_in_hand(text: str) -> None:
    condition, problems = read(text)
    assert condition is None
    assert len(problems) == 1
    assert good(text, PARTNER)


def test_a_field_stands_for_the_record_in_hand_only() -> None:
    assert read("who: {is: children}")[1][0].message == "no fact or joining word is called 'who'."
    inside = "some: {in: partners, that: {some: {in: plan.consultation, that: {asked: {at_least: 1}}}}}"
    assert good(inside).that.that.scope == "field"
    outside = "some: {in: plan.consultation, that: {some: {in: partners, that: {asked: {at_least: 1}}}}}"
    assert len(read(outside)[1]) == 1


def test_a_column_is_known_where_a_row_is_in_hand() -> None:
    text = "plan.outcomes: {includes: {row: letter}}"
    in_hand = Scoped(row_columns={"id": frozenset(("x",)), "letter": frozenset(("stay-safe",))})
    assert good(text, in_hand).operand == RowRef("letter")
    assert "expected a column of the row in hand" in read(text)[1][0].message


def test_a_column_that_holds_what_the_fact_can_never_be_is_refused() -> None:
    in_hand = Scoped(row_columns={"letter": frozenset(("stay-safe", "z"))})
    condition, problems = read("plan.outcomes: {includes: {row: letter}}", in_hand)
    assert condition is None
    assert "'z', which this fact can never be" in problems[0].message


FACT_OF_KIND = {
    "yes-no": "plan.signed",
    "choice": "plan.status",
    "choices": "plan.outcomes",
    "date": "plan.published",
    "integer": "plan.pages",
    "number": "plan.cost",
    "share": "plan.staff_trained",
    "text": "plan.summary",
    "texts": "plan.priorities",
    "records": "plan.consultation",
}
WORD_OF_KIND = {"yes-no": "yes", "choice": "in-place", "choices": "stay-safe"}


def _operand(operand: str, kind: str) -> str:
    return {
        "yes": "yes",
        "word": WORD_OF_KIND.get(kind, "x"),
        "words": f"[{WORD_OF_KIND.get(kind, 'x')}]",
        "number": "5",
        "date": "2006-04-01",
        "back": "{months: 6, at: as_at}",
        "forward": "{days: 6, after: as_at}",
        "count": "2",
        "count-of": "{count: 2, of: {table: five-outcomes}}",
    }[operand]


@pytest.mark.parametrize("kind", FACT_OF_KIND)
@pytest.mark.parametrize("name", OPERATORS)
def test_an_operator_is_taken_on_the_types_it_is_for_and_refused_on_all_others(name: str, kind: str) -> None:
    operator = OPERATORS[name]
    condition, problems = read(f"{FACT_OF_KIND[kind]}: {{{name}: {_operand(operator.operand, kind)}}}")
    if kind not in operator.kinds:
        assert f"`{name}` does not fit" in problems[0].message
        assert condition is None
        return
    assert problems == []
    assert condition is not None
    unknown = Environment({}, None)
    assert compile_condition(condition, CONTEXT).decide(unknown) == "U"


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("at_least: {count: 3, of: [{plan.signed: {is: yes}}, {plan.signed: {is: no}}]}", 19, "3 of 2"),
        ("at_least: {count: {parameter: review_months}, of: [{plan.signed: {is: yes}}]}", 19, "12 of 1"),
        ("at_least: {count: 0, in: partners, that: {partner.meetings: {at_least: 1}}}", 19, "1 or more"),
        ("at_least: {count: 1.5, in: partners, that: {partner.meetings: {at_least: 1}}}", 19, "whole number"),
        ("at_least: {percent: 0, in: partners, that: {partner.meetings: {at_least: 1}}}", 21, "more than 0"),
        (
            "at_least: {percent: 101, in: partners, that: {partner.meetings: {at_least: 1}}}",
            21,
            "at most 100",
        ),
        ("plan.staff_trained: {at_least: {parameter: far_too_many}}", 32, "from 0 to 100"),
        ("plan.staff_trained: {at_least: -1}", 32, "from 0 to 100"),
        ("plan.priorities: {has_at_least: {parameter: half_a_year_and_a_bit}}", 33, "whole number"),
        ("plan.outcomes: {covers_at_least: {count: 4, of: {table: five-outcomes}}}", 42, "4 of 3"),
        ("plan.outcomes: {covers_at_least: {count: 3, of: [stay-safe, be-healthy]}}", 42, "3 of 2"),
        ("plan.published: {no_later_than: {working_days: 2001, after: as_at}}", 48, "0 to 2,000"),
        ("plan.published: {no_later_than: {days: 40001, after: as_at}}", 40, "0 to 40,000"),
        ("plan.published: {no_later_than: {days: -1, after: as_at}}", 40, "0 to 40,000"),
        (
            "plan.published: {no_older_than: {months: {parameter: half_a_year_and_a_bit}, at: as_at}}",
            42,
            "whole number",
        ),
        ("plan.pages: {at_least: 1_000}", 24, "expected a number"),
        ("plan.pages: {at_least: none}", 24, "expected a number"),
        ("plan.pages: {at_least: [1]}", 24, "expected a number"),
    ],
)
def test_a_number_that_can_never_be_right_is_refused_where_it_stands(
    text: str, column: int, words: str
) -> None:
    condition, problems = read(text)
    assert condition is None
    assert [(problem.place.line, problem.place.column) for problem in problems] == [(1, column)]
    assert words in problems[0].message


def test_every_problem_of_a_condition_is_found_in_one_reading() -> None:
    _, problems = read(
        "all:\n"
        "  - plan.publishd: {before: 2006-04-01}\n"
        "  - plan.published: {befor: 2006-04-01}\n"
        "  - any:\n"
        "      - plan.status: {is: in-plaice}\n"
        "      - not: {plan.pages: {includes: x}}\n"
    )
    assert [problem.place.line for problem in problems] == [2, 3, 5, 6]
    assert [problem.hint for problem in problems[:3]] == [
        "Did you mean 'plan.published'?",
        "Did you mean 'before'?",
        "Did you mean 'in-place'?",
    ]
    assert all(problem.source_line for problem in problems)


def test_no_caret_is_drawn_far_to_the_right() -> None:
    _, problems = read(f"{{plan.signed: {{is: yes}},{' ' * 500}plan.publishd: {{before: 2006-04-01}}}}")
    assert problems[0].place.column > 500
    assert len(problems[0].text()) < 300
