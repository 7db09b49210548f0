"""From bytes to nodes: places, what is refused, and that the limits hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctcheck.errors import Problem
from ctcheck.reading import nodes
from ctcheck.reading.files import UnreadableError, read_bytes
from ctcheck.reading.nodes import LIST, MAP, MAX_DEPTH, MAX_NODES, MAX_PROBLEMS, MAX_SCALAR, Node, parse

SEVERAL = settings(deadline=None, max_examples=150)


def refused(data: bytes | str) -> list[Problem]:
    with pytest.raises(UnreadableError) as raised:
        parse(data.encode() if isinstance(data, str) else data, "it.yaml")
    return raised.value.problems


def places(problems: list[Problem]) -> list[tuple[int, int]]:
    return [(problem.place.line, problem.place.column) for problem in problems]


def value(node: Node) -> Any:
    if node.kind == LIST:
        return [value(item) for item in node.items]
    if node.kind == MAP:
        return {key.text: value(below) for key, below in node.entries}
    return node.text


def height(node: Node) -> int:
    below = [*node.items, *(entry for _, entry in node.entries)]
    return (node.kind in (LIST, MAP)) + max((height(one) for one in below), default=0)


def test_every_value_knows_its_line_and_column() -> None:
    root = parse(b"plan:\n  pages: 12\n  outcomes: [a, 'b']\n", "it.yaml")
    plan = root.get("plan")
    assert plan is not None
    pages, outcomes = plan.get("pages"), plan.get("outcomes")
    assert pages is not None
    assert outcomes is not None
    assert [(node.line, node.column) for node in (plan, pages, outcomes, *outcomes.items)] == [
        (2, 3),
        (2, 10),
        (3, 13),
        (3, 14),
        (3, 17),
    ]
    assert [item.plain for item in outcomes.items] == [True, False]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_marks_and_line_ends_move_no_place(mark: str, end: str) -> None:
    root = parse(f"{mark}a: 1{end}b: caf\u00e9 x{end}c: 3{end}".encode(), "it.yaml")
    assert [(key.line, node.line, node.column) for key, node in root.entries] == [
        (1, 1, 4),
        (2, 2, 4),
        (3, 3, 4),
    ]


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_a_blank_is_blank_only_without_quotes(text: str) -> None:
    bare, quoted = parse(f"a: {text}\nb: '{text}'\n".encode(), "it.yaml").entries
    assert bare[1].is_blank()
    assert not quoted[1].is_blank()


def test_words_keep_their_spelling_until_somebody_wants_a_meaning() -> None:
    root = parse(b"[no, yes, 010, 1.10, 2006-09, 12:30, 1_000, 0x1F]", "it.yaml")
    assert value(root) == ["no", "yes", "010", "1.10", "2006-09", "12:30", "1_000", "0x1F"]


def test_a_merge_key_is_a_key_like_any_other() -> None:
    root = parse(b"a: &a {x: 1}\nb: {<<: *a}\n", "it.yaml")
    assert value(root) == {"a": {"x": "1"}, "b": {"<<": {"x": "1"}}}


def test_an_alias_stands_for_what_it_names() -> None:
    assert value(parse(b"[&a {x: [1]}, *a, &b y, *b]", "it.yaml")) == [{"x": ["1"]}, {"x": ["1"]}, "y", "y"]


def test_duplicate_keys_are_all_named_with_the_line_before() -> None:
    problems = refused("a: 1\nb: {x: 1, x: 2}\na: 2\na: 3\n")
    assert places(problems) == [(2, 11), (3, 1), (4, 1)]
    assert "first is on line 1" in problems[1].message


def test_the_same_key_in_two_mappings_is_fine() -> None:
    assert value(parse(b"[{a: 1}, {a: 2}]", "it.yaml")) == [{"a": "1"}, {"a": "2"}]


def test_tags_are_all_named_and_none_is_obeyed() -> None:
    problems = refused("a: !!python/object/apply:os.getcwd []\nb: !!binary aGk=\nc: !own {x: ! y}\n")
    assert places(problems) == [(1, 4), (2, 4), (3, 4), (3, 13)]


def test_a_directive_for_tags_is_refused_wherever_it_stands() -> None:
    assert places(refused("# x\n%TAG !e! tag:example.com,2000:\n---\na: 1\n")) == [(2, 1)]
    assert value(parse(b"a: |\n  %TAG is a word\n", "it.yaml")) == {"a": "%TAG is a word\n"}


@pytest.mark.parametrize("key", ["[a]", "{a: 1}", '"a\\nb"', '"a\\u2028b"', '"a\\rb"'])
def test_a_key_that_is_not_one_word_on_one_line_is_refused(key: str) -> None:
    problems = refused(f"x: 1\n? {key}\n: 2\n")
    assert places(problems) == [(2, 3)]
    assert problems[0].message == "a key must be one word."


def test_nesting_ends_at_the_limit() -> None:
    deepest = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert height(parse(deepest.encode(), "it.yaml")) == MAX_DEPTH
    assert places(refused(f"[{deepest}]")) == [(1, MAX_DEPTH + 1)]


def test_aliases_do_not_nest_deeper_than_the_limit() -> None:
    def chain(length: int) -> str:
        lines = [f"a{number}: &a{number} [*a{number - 1}]\n" for number in range(1, length)]
        return "a0: &a0 [x]\n" + "".join(lines)

    assert height(parse(chain(MAX_DEPTH - 1).encode(), "it.yaml")) == MAX_DEPTH
    assert places(refused(chain(MAX_DEPTH))) == [(MAX_DEPTH, 12)]


def test_a_deep_alias_counts_where_it_stands() -> None:
    half = MAX_DEPTH // 2
    deep = "[" * half + "]" * half
    assert (
        height(parse(f"[&a {deep}, {'[' * (half - 1)}*a{']' * (half - 1)}]".encode(), "it.yaml")) == MAX_DEPTH
    )
    assert refused(f"[&a {deep}, {'[' * half}*a{']' * half}]")


def test_aliases_do_not_multiply_beyond_the_limit() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"{y}: &{y} [{', '.join([f'*{x}'] * 10)}]" for x, y in zip("abcde", "bcdef", strict=True)]
    problems = refused("\n".join(lines))
    assert f"beyond {MAX_NODES:,} values" in problems[0].message
    assert problems[0].place.line == 6


def test_an_alias_inside_itself_or_of_nothing_is_refused() -> None:
    assert "inside itself" in refused("a: &a {b: *a}\n")[0].message
    assert "has no anchor" in refused("a: *b\nb: &b 1\n")[0].message


def test_a_value_may_be_as_long_as_the_limit_and_no_longer() -> None:
    assert value(parse(b"a: " + b"x" * MAX_SCALAR, "it.yaml"))["a"] == "x" * MAX_SCALAR
    assert places(refused(b"a: " + b"x" * (MAX_SCALAR + 1))) == [(1, 4)]


def test_endless_problems_end_the_reading() -> None:
    problems = refused("a: 1\n" * 50_000)
    assert len(problems) == MAX_PROBLEMS + 1
    assert "the rest is not listed" in problems[-1].message


@pytest.mark.parametrize(
    ("data", "place", "words"),
    [
        (b"", (0, 0), "is empty"),
        (b"# only this\n", (0, 0), "is empty"),
        ("a: 1".encode("utf-16"), (1, 1), "UTF-16"),
        ("a: 1".encode("utf-16-be"), (1, 1), "U+0000"),
        (b"a: 1\nb: caf\xe9\n", (2, 7), "byte 0xe9"),
        (b"a: 1\nb: x\x00\n", (2, 5), "U+0000"),
        (b"a: \x1b[31m\n", (1, 4), "U+001B"),
        ("a: \u202ex\n".encode(), (1, 4), "U+202E"),
        ("a: x\u2066\n".encode(), (1, 5), "U+2066"),
        ("a: \ufffex\n".encode(), (1, 4), "U+FFFE"),
        (b"a: 1\n---\nb: 2\n", (2, 1), "second document"),
        (b"a: [1, 2\nb: 3\n", (2, 2), "that begins on line 1"),
        (b'a: 1\nb: "x\n\n', (4, 1), "that begins on line 2"),
        (b"a:\n\tb: 1\n", (2, 1), "cannot start any token"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(
    data: bytes, place: tuple[int, int], words: str
) -> None:
    problems = refused(data)
    assert places(problems) == [place]
    assert words in problems[0].message


@pytest.mark.parametrize("escape", ["\\0", "\\e", "\\u202e", "\\x9b", "\\u2069", "\\x07"])
def test_a_hidden_character_is_refused_when_it_is_written_as_an_escape(escape: str) -> None:
    assert places(refused(f'a: 1\nb: "x{escape}y"\n')) == [(2, 4)]
    assert places(refused(f'"x{escape}y": 1\n')) == [(1, 1)]


def test_words_of_other_languages_are_text() -> None:
    text = "\u062a\u0642\u064a\u064a\u0645 "
    text += "\u05ea\u05d5\u05db\u05e0\u05d9\u05ea \U0001f469\u200d\U0001f467 Ynys M\u00f4n"
    assert value(parse(f"a: {text}\n".encode(), "it.yaml")) == {"a": text}


JSON = st.recursive(
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12),
    lambda below: (
        st.lists(below, max_size=4)
        | st.dictionaries(
            st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=8), below, max_size=4
        )
    ),
    max_leaves=20,
)


@SEVERAL
@given(data=JSON)
def test_what_is_written_as_json_is_read_as_it_was(data: Any) -> None:
    assert value(parse(json.dumps(data).encode(), "it.yaml")) == data


@SEVERAL
@given(data=st.binary(max_size=120) | st.text("ab:[]{},&*!|>-?'\"%@# \n\t", max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused_inside_the_file(data: bytes) -> None:
    try:
        root = parse(data, "it.yaml")
    except UnreadableError as error:
        for problem in error.problems:
            assert problem.place.file == "it.yaml"
            assert problem.place.line <= data.count(b"\n") + data.count(b"\r") + 2
        return
    assert height(root) <= MAX_DEPTH


@SEVERAL
@given(text=st.text("ab:[]{},&*!|>-?'\"#\\ \n", max_size=60))
def test_the_parser_in_python_reads_the_same(text: str) -> None:
    found = []
    for c_loader in (True, False):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(nodes, "HAS_C_LOADER", c_loader)
            try:
                found.append(value(parse(text.encode(), "it.yaml")))
            except UnreadableError:
                found.append(UnreadableError)
    # The two disagree on some broken YAML; what both read, they must read alike.
    assert found[0] == found[1] or UnreadableError in found


def test_a_file_is_read_to_its_limit_and_no_further(tmp_path: Path) -> None:
    path = tmp_path / "it.yaml"
    path.write_bytes(b"12345678")
    assert read_bytes(path, "it", limit=8) == b"12345678"
    with pytest.raises(UnreadableError, match="larger than"):
        read_bytes(path, "it", limit=7)


@pytest.mark.parametrize(
    ("name", "words"), [("", "is a folder"), ("nothing", "does not exist"), ("a\0b", "is not a path")]
)
def test_what_is_no_file_is_refused(name: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=words):
        read_bytes(tmp_path / name, "it")
