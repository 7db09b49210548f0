"""`ctcheck rules new` on a terminal: nothing that was typed is lost to one wrong answer."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from ctcheck.cli.main import run

ANSWERS = (
    ("Id of the rule", ("Minutes Kept", "minutes-kept"), "'Minutes Kept' is no id."),
    ("Theme", ("safegarding", "safeguarding"), "Did you mean 'safeguarding'?"),
    ("Title", ("x" * 71, "Minutes are kept"), "71 letters are too many."),
    ("What is expected", ("The partners keep minutes.",), ""),
    ("Whose duty", ("partners", "safeguarding-partners"), "'partners' is not known."),
    ("Force", ("good-practice",), ""),
    ("Where is it said", ("A protocol",), ""),
    ("Section, chapter", ("",), ""),
    ("Have you read it", ("yes", "read"), "'yes' is not known."),
    ("First day", ("1 April 2024", "2024-04-01"), "expected a date"),
    ("Fact that shows it", ("minutes", "local.minutes"), "'minutes' is no path of a fact."),
    ("Its type", ("yes", "yes-no"), "Did you mean 'yes-no'?"),
    ("As a noun phrase", ("whether minutes are kept",), ""),
    ("The question", ("Are minutes kept?",), ""),
    ("What document", ("",), ""),
    ("What goes wrong", ("",), ""),
    ("What closes the gap", ("",), ""),
    ("What would an inspector ask", ("",), ""),
)


class Terminal(io.StringIO):
    """What somebody types."""

    def isatty(self) -> bool:
        return True


def test_a_wrong_answer_is_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = [answer for _, answers, _ in ANSWERS for answer in answers]
    monkeypatch.setattr(sys, "stdin", Terminal("".join(f"{answer}\n" for answer in typed)))
    assert run(["rules", "new", str(tmp_path / "pack")]) == 0
    printed = capsys.readouterr()
    said = printed.out + printed.err
    for question, answers, complaint in ANSWERS:
        assert said.count(question) == len(answers), question
        assert complaint in said
    rule = (tmp_path / "pack" / "safeguarding" / "minutes-kept.yaml").read_text("utf-8")
    assert "    in_force: {from: 2024-04-01, to: null}\n" in rule
    assert run(["rules", "test", str(tmp_path / "pack")]) == 0


def test_a_wrong_option_is_refused_even_on_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(""))
    assert run(["rules", "new", str(tmp_path / "pack"), "--id", "Minutes"]) == 2
    assert "--id: 'Minutes' is no id." in capsys.readouterr().err


def test_without_a_terminal_every_option_that_is_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert run(["rules", "new", str(tmp_path / "pack"), "--theme", "safeguarding"]) == 2
    said = " ".join(capsys.readouterr().err.split())
    wanted = "--id, --title, --expects, --duty-on, --force, --instrument, --certainty, --from, --fact."
    assert f"Not said: {wanted}" in said
    assert list(tmp_path.iterdir()) == []
