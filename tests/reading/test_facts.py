"""Facts of a section: stated, stated to be none, or not stated; and nothing dropped in silence."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctcheck.errors import Problem
from ctcheck.model.values import NONE, DateValue, Fact, Record, Share
from ctcheck.reading.facts import MAX_ITEMS, FactReader
from ctcheck.reading.nodes import parse
from ctcheck.reading.suggest import MAX_HINTS, hint_for, nearest
from ctcheck.rulebook.loader import load_packs

BASE = Path(__file__).parent.parent / "corpus" / "rules" / "base"
with pytest.MonkeyPatch.context() as patch:
    patch.setenv("CTCHECK_CACHE", "off")
    VOCABULARY = load_packs(BASE).packs.vocabulary


def read(text: str, section: str = "plan") -> tuple[dict[str, Fact], list[Problem]]:
    problems: list[Problem] = []
    facts: dict[str, Fact] = {}
    node = parse(text.encode(), "it.yaml")
    FactReader(VOCABULARY, "folder/it.yaml", problems, "it.yaml").section(
        section, node, section, section, facts
    )
    return facts, problems


def good(text: str) -> dict[str, Fact]:
    facts, problems = read(text)
    assert problems == []
    return facts


def day(text: str) -> DateValue:
    one = dt.date.fromisoformat(text)
    return DateValue(one, one)


def test_each_type_is_read_as_it_is_declared() -> None:
    facts = good(
        "published: 2006-03-20\nstatus: in-place\noutcomes: [stay-safe, be-healthy]\nassessed_in: 2006-02\n"
        "signed: no\npages: 12\ncost: 12.5\nstaff_trained: 4 of 5\nsummary: A plan\npriorities: [one, two]\n"
    )
    assert {path: fact.value for path, fact in facts.items()} == {
        "plan.published": day("2006-03-20"),
        "plan.status": "in-place",
        "plan.outcomes": ("stay-safe", "be-healthy"),
        "plan.assessed_in": DateValue(dt.date(2006, 2, 1), dt.date(2006, 2, 28)),
        "plan.signed": False,
        "plan.pages": 12,
        "plan.cost": 12.5,
        "plan.staff_trained": Share(4, 5),
        "plan.summary": "A plan",
        "plan.priorities": ("one", "two"),
    }


def test_a_fact_knows_its_place_by_the_name_of_the_file_alone() -> None:
    facts = good("signed: yes\nneeds:\n  made_on: 2006-03-20\n")
    assert str(facts["plan.needs.made_on"].place) == "it.yaml:3:12"


def test_a_problem_names_the_file_as_the_user_gave_it() -> None:
    _, problems = read("signed: maybe\n")
    assert str(problems[0].place) == "folder/it.yaml:1:9"


@pytest.mark.parametrize("text", ["", "~", "null"])
@pytest.mark.parametrize("name", ["published", "outcomes", "consultation", "needs", "signed", "summary"])
def test_what_is_left_blank_is_not_stated(name: str, text: str) -> None:
    assert good(f"{name}: {text}\n") == {}


@pytest.mark.parametrize("name", ["outcomes", "priorities", "consultation"])
@pytest.mark.parametrize("text", ["none", "[]"])
def test_none_and_an_empty_list_say_that_there_is_none(name: str, text: str) -> None:
    assert good(f"{name}: {text}\n")[f"plan.{name}"].value is NONE


def test_a_blank_section_states_nothing() -> None:
    facts, problems = read("~")
    assert (facts, problems) == ({}, [])


def test_records_keep_their_fields_with_their_places() -> None:
    value = good("consultation:\n  - {who: children, 'on': 2006-01-05}\n  - who: parents\n")[
        "plan.consultation"
    ].value
    assert isinstance(value, tuple)
    assert [set(record.fields) for record in value if isinstance(record, Record)] == [{"who", "on"}, {"who"}]
    assert [record.place.line for record in value if isinstance(record, Record)] == [2, 3]


@pytest.mark.parametrize("blank", ["- ", "- who:", "- {}", "- {who: , 'on': ~}"])
def test_an_entry_in_which_nothing_is_stated_is_no_entry(blank: str) -> None:
    value = good(f"consultation:\n  {blank}\n  - who: parents\n  {blank}\n")["plan.consultation"].value
    assert isinstance(value, tuple)
    assert len(value) == 1
    assert good(f"consultation:\n  {blank}\n") == {}


def test_every_problem_of_a_section_is_found_in_one_reading() -> None:
    _, problems = read(
        "signed: maybe\npages: many\noutcomes: [stay-save, none, be-healthy, be-healthy]\n"
        "consultation: [{who: childen, when: 2006}, word]\nneeds: {made_onn: 2006-03-20}\nbudget: 12\n"
    )
    assert [problem.path for problem in problems] == [
        "plan.signed",
        "plan.pages",
        "plan.outcomes[0]",
        "plan.outcomes[1]",
        "plan.outcomes[3]",
        "plan.consultation[0].who",
        "plan.consultation[0].when",
        "plan.consultation[1]",
        "plan.needs.made_onn",
        "plan.budget",
    ]


def test_a_list_with_a_problem_is_not_stated_in_part() -> None:
    facts, problems = read("outcomes: [be-healthy, stay-save]\n")
    assert facts == {}
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("publishd", "Did you mean 'published'?"),
        ("Published", "Did you mean 'published'?"),
        ("staff-trained", "Did you mean 'staff_trained'?"),
        ("made_on", "It stands at plan.needs.made_on."),
        ("zzz", "Known here: assessed_in, consultation"),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest(key: str, hint: str) -> None:
    _, problems = read(f"{key}: 2006-03-20\n")
    assert len(problems) == 1
    assert problems[0].hint.startswith(hint)


def test_a_list_may_have_as_many_entries_as_the_limit_and_no_more() -> None:
    entries = [f"p{number}" for number in range(MAX_ITEMS + 1)]
    assert len(good(f"priorities: [{', '.join(entries[:-1])}]\n")) == 1
    _, problems = read(f"priorities: [{', '.join(entries)}]\n")
    assert "5,001 entries" in problems[0].message


def test_facts_of_a_partner_are_read_below_it() -> None:
    facts, problems = read("agreement: {signed: 2006-01-31}\nmeetings: 3\n", "partner")
    assert problems == []
    assert {path: fact.value for path, fact in facts.items()} == {
        "partner.agreement.signed": day("2006-01-31"),
        "partner.meetings": 3,
    }


SCALARS = st.sampled_from(
    [
        "yes",
        "no",
        "none",
        "",
        "12",
        "2006-03-20",
        "2006-02-30",
        "stay-safe",
        "45 of 50",
        "[a]",
        "{x: 1}",
        "[]",
    ]
)


@settings(deadline=None, max_examples=200)
@given(
    values=st.dictionaries(st.sampled_from(sorted(VOCABULARY.sections["plan"].facts)), SCALARS, max_size=6)
)
def test_every_line_is_a_fact_or_a_problem_or_blank(values: dict[str, str]) -> None:
    lines = {name: text for name, text in values.items() if "." not in name}
    text = "".join(f"{name}: {value}\n" for name, value in lines.items())
    facts, problems = read(text or "{}")
    spoken = {path.removeprefix("plan.") for path in facts} | {
        p.path.split(".")[1].split("[")[0] for p in problems
    }
    assert spoken == {name for name, value in lines.items() if value}


def test_suggestions_end_where_nobody_would_read_them() -> None:
    assert nearest("publishd", ["published"]) == hint_for("publishd", ["published"], MAX_HINTS - 1) != ""
    assert hint_for("publishd", ["published"], MAX_HINTS) == ""
