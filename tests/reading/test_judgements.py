"""Files of inspectors' judgements: read strictly, with the line of each problem."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from ctcheck.errors import SubmissionError
from ctcheck.model.judgements import Subject
from ctcheck.reading.judgements import ReadJudgements, beside
from ctcheck.rulebook.loader import LoadedPacks
from ctcheck.rulebook.readers import judgement_reader

SUBJECT = Subject("area.yaml", "Testshire", dt.date(2008, 5, 31), "ab" * 32)
HEAD = "ctcheck_judgements: 1\nabout: area.yaml\njudgements:\n"
ONE = "{about: is-protocol, verdict: met, reason: Seen., role: lead inspector, on: 2008-06-01}"


def read(text: str, loaded: LoadedPacks) -> ReadJudgements:
    return judgement_reader(loaded).read_data(text.encode(), Path("folder/judgements.yaml"), SUBJECT)


def problems(text: str, loaded: LoadedPacks) -> str:
    with pytest.raises(SubmissionError) as raised:
        read(text, loaded)
    return "\n".join(problem.text() for problem in raised.value.problems)


def test_a_judgement_is_read_with_its_place(loaded: LoadedPacks) -> None:
    made = read(f"{HEAD}- {ONE}\n", loaded)
    (one,) = made.judgements.judgements
    assert made.not_about == ""
    assert (one.about, one.verdict, one.reason, one.role) == (
        "is-protocol",
        "met",
        "Seen.",
        "lead inspector",
    )
    assert one.given_on == dt.date(2008, 6, 1)
    assert str(one.place) == "judgements.yaml:4:3"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            ("is-protocol", "is-protocl"),
            ("judgements.yaml:4:11", "found 'is-protocl'", "Did you mean 'is-protocol'?"),
        ),
        (
            ("is-protocol", "safegarding"),
            ("expected a rule id, a finding id (rule/subject), a theme", "'safeguarding'?"),
        ),
        (("verdict: met", "verdict: partly-met"), ("found 'partly-met'", "Did you mean 'partly_met'?")),
        (("verdict: met", "verdict: error"), ("found 'error'; expected a verdict on a rule",)),
        (("verdict: met", "verdict: in_place"), ("found 'in_place'; expected a verdict on a rule",)),
        (
            ("about: is-protocol", "about: safeguarding"),
            ("found 'met'; expected a position of a theme", "in_place"),
        ),
        (
            ("verdict: met", "verdict: 5, scale: jar-grades"),
            ("found '5'; expected a point of jar-grades, best first",),
        ),
        (
            ("verdict: met", "verdict: 4, scale: jar-grade"),
            ("found 'jar-grade'", "Did you mean 'jar-grades'?"),
        ),
        (("verdict: met", "verdict: good, scale: jtai-letter"), ("jtai-letter gives no grades",)),
        (("role: lead inspector, ", ""), ("the key 'role' is missing.",)),
        (("reason: Seen., ", "reason: , "), ("judgements[0].reason", "found nothing")),
        (("2008-06-01", "2008-06-31"), ("judgements[0].on", "2008-06-31")),
        (("role: ", "rle: "), ("this key is not known here.", "Did you mean 'role'?")),
        (("about: area.yaml", "about: {}"), ("judgements.yaml:2:8", "empty mapping")),
        (("ctcheck_judgements: 1", "ctcheck_judgements: 2"), ("1, the version of this format",)),
    ],
)
def test_what_is_wrong_is_named_with_its_line(
    change: tuple[str, str], says: tuple[str, ...], loaded: LoadedPacks
) -> None:
    text = f"{HEAD}- {ONE}\n"
    assert change[0] in text
    found = problems(text.replace(*change), loaded)
    for part in says:
        assert part in found


def test_every_problem_is_listed_by_line(loaded: LoadedPacks) -> None:
    wrong = ONE.replace("met", "nope")
    assert (
        problems(f"{HEAD}- {wrong}\n- {wrong.replace('is-protocol', 'nothing')}\n", loaded).count(".yaml:")
        == 2
    )


def test_the_same_role_judges_a_thing_once_a_day_and_may_judge_again_another_day(loaded: LoadedPacks) -> None:
    twice = problems(f"{HEAD}- {ONE}\n- {ONE.replace('met', 'not_met')}\n", loaded)
    assert "is judged twice by the same role on the same day; the first is on line 4" in twice
    again = read(f"{HEAD}- {ONE}\n- {ONE.replace('2008-06-01', '2008-06-02')}\n", loaded)
    assert len(again.judgements.judgements) == 2


@pytest.mark.parametrize(
    ("about", "why"),
    [
        ("{area: Testshire, as_at: 2008-05-31}", ""),
        ("{area: Testshire}", ""),
        ("other.yaml", "the file is 'other.yaml' there and 'area.yaml' here"),
        ("{area: Othershire}", "the area is 'Othershire' there"),
        ("{file: area.yaml, as_at: 2008-06-01}", "as_at is '2008-06-01' there"),
    ],
)
def test_a_file_says_which_submission_it_is_about(about: str, why: str, loaded: LoadedPacks) -> None:
    text = HEAD.replace("area.yaml", about) + f"- {ONE}\n"
    assert read(text, loaded).not_about.startswith(why)
    assert bool(read(text, loaded).not_about) == bool(why)


def test_a_submission_that_has_changed_since_is_no_longer_what_was_judged(loaded: LoadedPacks) -> None:
    text = HEAD.replace("area.yaml", "{file: area.yaml, sha256: '%s'}") + f"- {ONE}\n"
    assert read(text % SUBJECT.digest, loaded).not_about == ""
    assert "the submission has changed since it was judged" in problems(text % ("cd" * 32), loaded)


@pytest.mark.parametrize(
    "text", ["", "- a\n", "just a word\n", "a: [\n", "a: 1\na: 2\n", "x: !!python/name:os.system\n"]
)
def test_broken_and_hostile_files_are_refused_without_a_traceback(text: str, loaded: LoadedPacks) -> None:
    assert problems(text, loaded)


def test_personal_data_is_reported_by_place_and_never_repeated(loaded: LoadedPacks) -> None:
    made = read(f"{HEAD}- {ONE.replace('Seen.', 'Asked jo@example.org.')}\n", loaded)
    assert made.judgements.warnings
    assert "jo@example.org" not in str([message for _, _, message in made.judgements.warnings])


def test_only_a_plain_file_beside_the_submission_is_taken(tmp_path: Path) -> None:
    submission = tmp_path / "area.yaml"
    assert beside(submission) is None
    wanted = tmp_path / "judgements.yaml"
    os.symlink("/etc/passwd", wanted)
    with pytest.raises(SubmissionError, match="cannot be used"):
        beside(submission)
    wanted.unlink()
    wanted.write_text("x")
    assert beside(submission) == wanted
    assert beside(wanted) is None
