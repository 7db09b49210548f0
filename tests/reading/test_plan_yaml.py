"""Actions written into the text of a submission: they say what was meant, and all else stands as it stood."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctcheck.reading.nodes import parse
from ctcheck.reading.plan_yaml import result_of, stated_actions, with_actions

BEFORE = """\
# Before.
title: 'kept' # as it is
"""
BLOCK = """\
actions:
  # One.
  - id: one
    closes: [a-rule]
    action: Do it
    due: 2007-01-31 # agreed
  - id: two
    closes:
      - another-rule/body
    action: |
      Over
      two lines
"""
AFTER = """\

# After.
evidence:   [ ]
"""
WHOLE = BEFORE + BLOCK + AFTER

# What a cell gives: one line, no control characters.
lines = st.text(
    alphabet=st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp"), exclude_characters="\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff"),
    max_size=60,
).map(lambda text: " ".join(text.split()))  # fmt: skip
awkward = st.sampled_from(
    ["yes", "No", "null", "~", "1e3", "0x1f", "12", "2007-01-31", "a: b", "a #b", "- a", "*a", "&a", "!a", "%a", "'", '"',
     "it's", "a:", "[a]", "{a}", "@a", "`a", "|", ">", "?", "? a", "-", "--- a", "...", "a\u2019s", "=1+1", "<<", "#", ",a"]
)  # fmt: skip
values = st.fixed_dictionaries(
    {},
    optional={
        "action": (lines | awkward).filter(bool),
        "owner_role": lines | awkward,
        "success_measure": lines | awkward,
        "due": st.sampled_from(["2007-02-28", "ongoing", "tbc", ""]),
        "status": st.sampled_from(["done", "not-started", ""]),
        "closes": st.lists(
            st.sampled_from(["a-rule", "b-rule/body-1", "no", "1-a", "null"]), min_size=1, max_size=40
        ),
    },
)


def written(text: str, changed: dict[int, dict[str, Any]], added: list[dict[str, Any]]) -> str:
    return with_actions(text, parse(text.encode(), "s.yaml"), changed, added, "s.yaml")


@given(
    st.dictionaries(st.integers(0, 1), values, max_size=2),
    st.lists(values.map(lambda one: {"id": "new", "closes": ["a-rule"], "action": "Act", **one}), max_size=2),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_is_written_is_what_was_meant_and_nothing_else(
    changed: dict[int, dict[str, Any]], added: list[dict[str, Any]], newline: str
) -> None:
    text = WHOLE.replace("\n", newline)
    result = written(text, changed, added)
    before = parse(text.encode(), "s.yaml")
    assert stated_actions(parse(result.encode(), "s.yaml")) == result_of(
        stated_actions(before), changed, added
    )
    assert result.startswith(BEFORE.replace("\n", newline))
    assert result.endswith(AFTER.replace("\n", newline))
    assert result.count("\n") == result.count(newline)
    if not any(changed.values()) and not added:
        assert result == text


@pytest.mark.parametrize(
    "text",
    [
        BEFORE + "actions: &all\n  - {id: one, closes: [a-rule], action: Do it}\n" + AFTER,
        BEFORE + "actions:\n-\n  id: one\n  closes: [a-rule]\n  action: Do it\n" + AFTER,
        BEFORE + "actions: [\n  {id: one, closes: [a-rule], action: Do it}, # one\n]\n" + AFTER,
        BEFORE + '"actions":\n  - id: one\n    closes: [a-rule]\n    "action": "Do\n      it"\n' + AFTER,
        BEFORE
        + "actions:\n  - ? id\n    : one\n    ? closes\n    : [a-rule]\n    ? action\n    : Do it\n"
        + AFTER,
    ],
)
def test_blocks_written_in_other_ways_are_edited_too(text: str) -> None:
    result = written(text, {0: {"owner_role": "chair", "action": "Do more"}}, [])
    (action,) = stated_actions(parse(result.encode(), "s.yaml"))
    assert action == {"id": "one", "closes": ["a-rule"], "action": "Do more", "owner_role": "chair"}
    assert result.startswith(BEFORE)
    assert result.endswith(AFTER)
