"""What the answers tell when they are held against those of last time."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ctcheck.model.comparison import LEAST_LETTERS, LEAST_WORDS
from tests.cli.outcome import Ctcheck
from tests.comparing.conftest import Compared, Write

Compare = Callable[..., Compared]
YEAR, NEXT = "2007-05-31", "2008-05-31"
TEXT = "We meet every month and talk about all that matters to children"


def named(found: Compared, what: str) -> list[str]:
    return [one["path"] for one in found.all[what]]


def test_a_text_of_some_length_that_is_the_same_is_asked_about(compare: Compare, write: Write) -> None:
    old = write("old", YEAR, f"plan: {{summary: {TEXT}}}\n")
    # Other line breaks do not make it another text.
    new = write("new", NEXT, "plan:\n  summary: >\n    " + TEXT.replace(" and ", "\n    and ") + "\n")
    found = compare(old, new)
    assert named(found, "copied") == ["plan.summary"]
    assert found.all["copied"][0]["text"] == TEXT
    assert found.all["copied"][0]["place"]["line"] == 5
    assert "1 text copied word for word" in " ".join(found.all["summary"])


@pytest.mark.parametrize("text", ["director of children's services", "Short", TEXT + "."])
def test_a_short_text_or_one_that_differs_is_not(compare: Compare, write: Write, text: str) -> None:
    assert len("Short") < LEAST_LETTERS
    assert len(["director", "of", "children's", "services"]) < LEAST_WORDS
    before = TEXT if text.startswith("We") else text
    old = write("old", YEAR, f"plan: {{summary: {before}}}\n")
    assert named(compare(old, write("new", NEXT, f"plan: {{summary: {text}}}\n")), "copied") == []


def test_texts_in_lists_and_entries_are_looked_at_wherever_they_stand(compare: Compare, write: Write) -> None:
    old = write(
        "old", YEAR, f"plan:\n  priorities: [{TEXT}]\n  consultation: [{{who: children, how: {TEXT} too}}]\n"
    )
    new = write(
        "new",
        NEXT,
        f"plan:\n  priorities: [another, {TEXT}]\n  consultation: [{{who: parents}}, {{how: {TEXT} too}}]\n",
    )
    assert named(compare(old, new), "copied") == ["plan.priorities", "plan.consultation.how"]


def test_what_is_carried_is_told_as_carried_and_not_as_copied(compare: Compare, write: Write) -> None:
    old = write("old", YEAR, f"plan: {{summary: {TEXT}, needs: {{made_on: 2006-06-30}}}}\n")
    carried = f"carried: [{{from: {YEAR}, facts: [plan]}}]\n"
    found = compare(
        old, write("new", NEXT, f"plan: {{summary: {TEXT}, needs: {{made_on: 2006-06-30}}}}\n{carried}")
    )
    assert (named(found, "copied"), named(found, "unmoved")) == ([], [])
    assert found.all["new"]["carried"] == 2
    assert found.all["old"]["carried"] == 0


def test_a_yearly_date_that_has_not_moved_on_is_asked_about(compare: Compare, write: Write) -> None:
    answer = "plan: {needs: {made_on: 2007-01-01}, published: 2006-03-01}\n"
    found = compare(write("old", YEAR, answer), write("new", NEXT, answer))
    # When the plan was published is asked once; when needs were assessed, each year.
    assert named(found, "unmoved") == ["plan.needs.made_on"]
    assert found.all["unmoved"][0]["within"] == "12 months"
    assert found.all["unmoved"][0]["rule"] == "needs-fresh"


def test_a_date_that_is_still_fresh_or_has_moved_is_not(compare: Compare, write: Write) -> None:
    answer = "plan: {needs: {made_on: 2007-05-01}}\n"
    later = "plan: {needs: {made_on: 2007-05-02}}\n"
    assert named(compare(write("old", YEAR, answer), write("new", "2007-11-30", answer)), "unmoved") == []
    assert named(compare(write("old2", YEAR, answer), write("new2", NEXT, later)), "unmoved") == []


JUMP = ("plan: {published: 2006-05-01}\n", "plan: {published: 2006-03-01}\n")
EVIDENCE = "evidence:\n  - {id: e, title: E, kind: minutes, date: %s, supports: [%s]}\n"


@pytest.mark.parametrize(
    ("before", "after", "jumps"),
    [
        ("", "", True),
        ("", EVIDENCE % ("2008-03-01", "plan.published"), False),
        (EVIDENCE % ("2007-01-01", "plan.published"), EVIDENCE % ("2007-01-01", "plan.published"), True),
        (EVIDENCE % ("2007-01-01", "plan.published"), EVIDENCE % ("2008-01-01", "plan.published"), False),
        ("", EVIDENCE % ("2008-03-01", "plan.summary"), True),
        ("", "actions:\n  - {id: a, closes: [plan-published], action: A, status: done}\n", False),
        ("", "actions:\n  - {id: a, closes: [plan-published], action: A, status: on-track}\n", True),
        ("", "history:\n  - {id: a, closes: [plan-published], action: A, status: done}\n", False),
        ("actions:\n  - {id: a, closes: [plan-published], action: A, status: done}\n",) * 2 + (True,),
    ],
)
def test_two_grades_up_want_new_evidence_or_an_action_done(
    compare: Compare, write: Write, before: str, after: str, jumps: bool
) -> None:
    kinds = write("old", YEAR, JUMP[0] + before), write("new", NEXT, JUMP[1] + after)
    found = compare(*kinds)
    assert found.told("plan-published") == ("closed", ["submission"])
    assert ("plan-published" in [one["about"] for one in found.all["jumps"]]) is jumps


def test_a_position_and_a_self_judgement_two_grades_up_are_jumps_too(compare: Compare, write: Write) -> None:
    def judged(word: str) -> str:
        return f"self_judgements: [{{about: overall, scale: four-words, judgement: {word}}}]\n"

    full = (
        "plan: {published: %s, summary: S, outcomes: [be-healthy, stay-safe, enjoy-and-achieve],"
        " pages: 10, needs: {made_on: 2007-05-01}}\n"
    )
    old = write(
        "old",
        "2007-05-31",
        "plan: {published: 2006-05-01, pages: 30, summary: none, needs: {made_on: none}}\n"
        + judged("inadequate"),
    )
    new = write("new", "2007-11-30", (full % "2006-03-01") + judged("good"))
    found = compare(old, new)
    assert [(one["what"], one["about"]) for one in found.all["jumps"]] == [
        ("finding", "ended-law"),
        ("finding", "needs-fresh"),
        ("finding", "plan-published"),
        ("finding", "plan-summary"),
        ("position", "plan"),
        ("self-judgement", "overall"),
    ]
    one_up = compare(old, write("newer", "2007-11-30", (full % "2006-03-01") + judged("adequate")))
    assert "self-judgement" not in [one["what"] for one in one_up.all["jumps"]]


def test_what_the_date_did_is_no_jump(compare: Compare, write: Write) -> None:
    # Out of force and into force again is no claim of anybody.
    answer = "plan: {signed: yes}\n"
    found = compare(write("old", YEAR, answer), write("new", NEXT, answer))
    assert found.all["jumps"] == []


def actions(*entries: str) -> str:
    return "actions:\n" + "".join(
        f"  - {{{one}, closes: [plan-published], action: Act}}\n" for one in entries
    )


def test_what_became_of_the_actions_of_last_time(compare: Compare, write: Write) -> None:
    old = write(
        "old",
        YEAR,
        actions(
            "id: late, due: 2007-12-31",
            "id: put-off, due: 2007-12-31",
            "id: gone, due: 2007-12-31",
            "id: done, due: 2007-12-31",
            "id: filed, due: 2007-12-31",
            "id: to-come, due: 2009-01-01",
            "id: undated",
            "id: long-done, due: 2007-01-01, status: done",
        ),
    )
    new = write(
        "new",
        NEXT,
        actions(
            "id: late, due: 2007-12-31, status: slipping",
            "id: put-off, due: 2009-12-31",
            "id: done, due: 2007-12-31, status: done",
            "id: to-come, due: 2009-01-01",
            "id: undated",
        )
        + "history:\n  - {id: filed, closes: [plan-published], action: Act, status: done}\n",
    )
    found = compare(old, new)
    assert {one["id"]: one["how"] for one in found.all["actions"]} == {
        "late": "overdue",
        "gone": "gone",
        "put-off": "put-off",
        "done": "finished",
        "filed": "finished",
    }
    assert [one["id"] for one in found.all["history"]] == ["filed"]
    assert "3 actions of last time fell due and are not done." in found.all["summary"]


# assess --since


def test_since_adds_a_section_and_the_json_has_the_comparison(
    ctcheck: Ctcheck, compare: Compare, write: Write, rules: Path
) -> None:
    old = write("old", YEAR, JUMP[0])
    new = write("new", NEXT, JUMP[1])
    plain = ctcheck("assess", new, "--rules", rules, "--fail-on", "never")
    assert "Since last time" not in plain.out
    outcome = ctcheck("assess", new, "--since", old, "--rules", rules, "--fail-on", "never")
    assert "Since last time" in outcome.out
    assert "Held against old.yaml, which describes 31 May 2007" in outcome.prose
    for reader in ("inspector", "cabinet"):
        told = ctcheck("assess", new, "--since", old, "--rules", rules, "--for", reader, "--fail-on", "never")
        assert "Since last time" in told.out
    made = ctcheck("assess", new, "--since", old, "--rules", rules, "-f", "json", "--fail-on", "never")
    assert json.loads(made.out)["since"] == compare(old, new).all


def test_since_is_refused_where_it_would_tell_or_overwrite(
    ctcheck: Ctcheck, write: Write, rules: Path
) -> None:
    old, new = write("old", YEAR), write("new", NEXT)
    before = old.read_bytes()
    public = ctcheck("assess", new, "--since", old, "--public", "--rules", rules)
    assert (public.code, public.out) == (2, "")
    assert "public version" in public.err
    assert ctcheck("assess", new, new, "--since", old, "--rules", rules).code == 2
    assert ctcheck("assess", new, "--since", old, "--rules", rules, "-f", f"json={old}").code == 2
    assert old.read_bytes() == before


# The command line


def test_a_report_in_place_of_a_submission_is_told_from_one(
    ctcheck: Ctcheck, write: Write, rules: Path, tmp_path: Path
) -> None:
    new = write("new", NEXT)
    report = tmp_path / "report.json"
    assert ctcheck("assess", new, "--rules", rules, "-f", f"json={report}", "--fail-on", "never").code == 0
    outcome = ctcheck("compare", report, new, "--rules", rules)
    assert outcome.code == 2
    assert "is a report and no self-assessment" in outcome.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("-f", "pdf"),
        ("-f", "json", "-f", "text"),
        ("-f", "json="),
        ("--law-at-old", "2007-02-30"),
        ("-f", "html={new}"),
    ],
)
def test_a_mistake_on_the_command_line_is_found_before_anything_is_written(
    ctcheck: Ctcheck, write: Write, rules: Path, arguments: tuple[str, ...]
) -> None:
    old, new = write("old", YEAR), write("new", NEXT)
    before = new.read_bytes()
    outcome = ctcheck("compare", old, new, "--rules", rules, *(one.format(new=new) for one in arguments))
    assert (outcome.code, outcome.out) == (2, "")
    assert new.read_bytes() == before


def test_a_submission_that_is_broken_ends_in_its_exit_code(
    ctcheck: Ctcheck, write: Write, rules: Path
) -> None:
    old, new = write("old", YEAR, "plan: {publishd: 2006-01-01}\n"), write("new", NEXT)
    outcome = ctcheck("compare", old, new, "--rules", rules)
    assert outcome.code == 3
    assert "published" in outcome.err


def test_hostile_words_of_a_submission_send_nothing_to_a_terminal_and_become_no_markup(
    ctcheck: Ctcheck, write: Write, rules: Path, tmp_path: Path
) -> None:
    hostile = '"<script>alert(1)</script> \\u200b =cmd| {{ 7*7 }} and so on and on and on"'
    rest = f"plan: {{summary: {hostile}, published: 2006-05-01}}\n"
    people = f"partners:\n  - {{id: a, name: {hostile}, kind: probation-board}}\n"
    old = write("old", YEAR, rest)
    new = write("new", NEXT, rest.replace("05-01", "03-01") + people)
    page = tmp_path / "page.html"
    outcome = ctcheck("compare", old, new, "--rules", rules, "-f", "text", "-f", f"html={page}")
    assert outcome.code == 0, outcome.err
    assert not {char for char in outcome.out if not char.isprintable() and char != "\n"}
    text = page.read_text("utf-8")
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text
    assert "\u200b" not in text
