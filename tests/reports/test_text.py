"""The text report: every gap, no line too long, nothing that drives a terminal."""

from __future__ import annotations

import re

import pytest

from ctcheck.errors import UsageError
from ctcheck.model.place import Place
from ctcheck.model.words import Verdict
from ctcheck.reports import FORMATS, make_reporter
from ctcheck.reports.text import render_finding, render_tree
from ctcheck.reports.view_findings import place_list
from tests.reports.golden_file import matches_golden
from tests.reports.sample import ATTACKS, attacked, sample, tree


def text(width: int = 80, *, colour: bool = False, explain: bool = False, hostile: bool = True) -> str:
    reporter = make_reporter("text", width=width, colour=colour, explain=explain)
    return reporter.render(sample(attacked()) if hostile else sample()).decode()


def blocks(report: str) -> list[str]:
    """The gaps and options, each with its labelled lines."""
    listed = report[report.index("\nGaps, in the order") : report.index("\nAll other findings")]
    return [block for block in listed.split("\n\n") if "    Finding:" in block]


def finding_ids(block: str) -> list[str]:
    """The ids in a gap's line `Finding:`; `rule/{a, b}` stands for two."""
    found = re.search(r"Finding: +(.*?)\n +[A-Z]", block, re.S)
    assert found
    rule, brace, rest = " ".join(found[1].split()).partition("/{")
    return [f"{rule}/{name}" for name in rest.rstrip("}").split(", ")] if brace else [rule]


def test_the_report_is_the_golden_file() -> None:
    matches_golden("sample.txt", text().encode())


def test_the_explained_report_is_the_golden_file() -> None:
    matches_golden("sample-explained.txt", text(explain=True, hostile=False).encode())


@pytest.mark.parametrize("width", [40, 63, 64, 80, 132])
@pytest.mark.parametrize("explain", [False, True])
def test_no_line_is_wider_than_asked_unless_one_word_is(width: int, explain: bool) -> None:
    for line in text(width, explain=explain).splitlines():
        # The part before the text (indent, label, branch of a tree) never holds the unbreakable word.
        words = re.sub(r"^[ |`-]*(\[\w+\] |[\w ]+: +)?", "", line).split()
        assert len(line) <= width or len(words) <= 1, line


@pytest.mark.parametrize("attack", ATTACKS)
def test_without_colour_nothing_drives_the_terminal(attack: str) -> None:
    report = make_reporter("text", explain=True).render(sample(lambda word: word + attack)).decode()
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]", report)


def test_colour_adds_only_our_own_sequences() -> None:
    coloured = text(colour=True)
    assert "\x1b[31mNot met\x1b[0m" in coloured
    assert re.sub(r"\x1b\[(?:0|1|1;31|3[1-6])m", "", coloured) == text()


def test_every_gap_is_shown_in_order_with_what_to_do() -> None:
    report = sample()
    shown = blocks(text(hostile=False))
    assert len(shown) == len(report.gap_groups) < len(report.gaps)
    for group, block in zip(report.gap_groups, shown, strict=True):
        assert finding_ids(block) == [gap.finding.id for gap in group.gaps]
        for gap in group.gaps:
            assert gap.finding.subject.label in " ".join(block.split())
        for label in ("Why:", "Source:", "In the file:", "Matters because:", "Next:"):
            assert f"    {label}" in block


def test_a_line_on_which_several_facts_stand_is_named_once() -> None:
    here, there = Place("a.yaml", 12, 3), Place("a.yaml", 14, 3)
    assert place_list([here, here._replace(column=20), there]) == ["a.yaml:12", "a.yaml:14"]


def test_every_finding_is_shown() -> None:
    report = text(hostile=False)
    in_gaps = [name for block in blocks(report) for name in finding_ids(block)]
    elsewhere = re.findall(r"\[([a-z/-]+)\]", report[report.index("\nAll other findings") :])
    assert sorted([*in_gaps, *elsewhere]) == sorted(finding.id for finding in sample().findings)


def test_only_a_breach_is_called_a_breach() -> None:
    for block in blocks(text(hostile=False)):
        said = " ".join(block.split())
        free = said.replace("not a breach", "").replace("never a breach", "")
        assert ("breach" in free) == ("(breach of duty)" in said)
    assert sum("(breach of duty)" in block for block in blocks(text(hostile=False))) == 1


def test_a_readiness_gap_says_that_it_was_not_yet_law() -> None:
    ready = [" ".join(block.split()) for block in blocks(text(hostile=False)) if "(readiness gap)" in block]
    assert len(ready) == 1
    assert "not yet law on 5 February 2003: a readiness gap, not a breach" in ready[0]


def test_a_power_is_an_option_under_its_own_heading() -> None:
    report = text(hostile=False)
    assert report.index("Optional powers, and law no longer asked for\n") < report.index(
        "(option): Expectation pooled-fund"
    )
    assert "an option, never a breach" in report


def test_the_counts_add_up() -> None:
    report = text(hostile=False)
    counted = re.findall(
        r"^ +(\d+)  (?:Met|Partly met|Not met|No answer|Does not apply|Error):", report, re.M
    )
    assert len(counted) == len(Verdict)
    assert sum(map(int, counted)) == len(sample().findings)
    assert f"    {len(sample().findings)}  findings in all\n" in report


def test_no_percentage_and_no_prediction() -> None:
    report = text(explain=True, hostile=False)
    assert "%" not in report
    assert "indicative, not a prediction of an inspectorate's grade" in " ".join(report.split())


def test_it_ends_with_what_to_do_next() -> None:
    last = text(hostile=False).rsplit("What to do next\n", 1)[1]
    assert "Type: ctcheck explain board-agreed northshire.yaml" in last
    # A command holds no name that a shell could read as anything else.
    assert "Type: ctcheck explain board-agreed FILE\n" in text(hostile=True)


def test_a_tree_is_drawn_in_ascii_with_value_and_line() -> None:
    drawn = render_tree(tree(str, "a.yaml", "F"))
    assert drawn[0] == "[no] all of these hold"
    assert "|  |- [no] whether the plan is published is yes; found: no (a.yaml:41)" in drawn
    assert all(line.isascii() for line in drawn)
    assert any(line.endswith("nothing is stated") for line in drawn)


def test_one_finding_can_be_rendered_alone() -> None:
    report = sample()
    finding = next(one for one in report.findings if one.rule == "plan-reviewed")
    drawn = render_finding(finding, report, 72, False)
    assert drawn.startswith("No answer: Expectation plan-reviewed\n")
    assert "strategy officer: When was the plan last reviewed?" in drawn
    assert "Met if:" in drawn
    assert max(map(len, drawn.splitlines())) <= 72


def test_what_follows_from_a_finding_is_told_through_limits_and_risks() -> None:
    report = sample()
    limited = next(limit for limit in report.limits if limit.findings)
    risk = next(risk for risk in report.risks if risk.findings)
    for names, title in ((limited.findings, limited.title), (risk.findings, risk.title)):
        finding = next(one for one in report.findings if one.id == names[0])
        drawn = " ".join(render_finding(finding, report, 100).split())
        assert drawn.count("What follows from it:") == 1
        assert title in drawn.split("What follows from it:")[1]
        assert all(name in drawn for name in names)
    free = {name for one in (*report.limits, *report.risks) for name in one.findings}
    other = next(one for one in report.findings if one.id not in free)
    assert "What follows" not in render_finding(other, report)


def test_an_unknown_format_or_a_width_too_small_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="no format 'word'"):
        make_reporter("word")
    with pytest.raises(UsageError) as raised:
        make_reporter("out.html")
    assert raised.value.hint == "Did you mean html=out.html?"
    with pytest.raises(UsageError, match="39 columns"):
        make_reporter("text", width=39)


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_makes_what_its_entry_says(name: str) -> None:
    entry, reporter = FORMATS[name], make_reporter(name)
    assert (reporter.name, reporter.suffix, reporter.media) == (name, entry.suffix, entry.media)
