"""Completion, help and the doctor; and files as Windows, word processors and editors leave them."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from ctcheck.cli import doctor_command
from ctcheck.cli.main import cli
from ctcheck.errors import Exit
from ctcheck.reading.submission import SubmissionReader
from tests.cli.outcome import Ctcheck

ROOT = Path(__file__).parents[2]


def commands(group: click.Group = cli, above: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{above}{name} ")
        else:
            yield f"{above}{name}", command


@pytest.mark.parametrize("path", [path for path, _ in commands()])
def test_the_help_of_every_command_has_an_example_that_can_be_typed(
    path: str, ctcheck: Ctcheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = ctcheck(*path.split(), "--help").out
    found = re.search(r"^  Example:\n((?:    .*\n)+)", shown, re.M)
    assert found, shown
    for line in found[1].splitlines():
        assert len(line) <= 80, line
        program, *words = shlex.split(line)
        assert program == "ctcheck"
        command: click.Command = cli
        while isinstance(command, click.Group):
            command = command.commands[words.pop(0)]
        assert command is dict(commands())[path]
        command.make_context(path, words)  # raises where an option or argument is wrong
        for word in words:
            if word.startswith("examples/"):
                assert (ROOT / word).exists(), word
        if path in READS_ONLY:
            monkeypatch.chdir(ROOT)
            assert ctcheck(*shlex.split(line)[1:]).code in (Exit.OK, Exit.GAPS)


READS_ONLY = ("validate", "explain", "clock", "rules list", "rules show", "rules coverage", "completion")


def completions(*words: str, cwd: Path) -> list[str]:
    """What bash is offered for a line of which the last word is begun."""
    done = subprocess.run(
        [sys.executable, "-m", "ctcheck"],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "_CTCHECK_COMPLETE": "bash_complete",
            "COMP_WORDS": " ".join(["ctcheck", *words]),
            "COMP_CWORD": str(len(words)),
        },
        capture_output=True,
        text=True,
        cwd=cwd,
        check=False,
        timeout=60,
    )
    assert done.stderr == ""
    return [line.partition(",")[2] for line in done.stdout.splitlines() if line]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("as",), "assess"),
        (("explain", "s10-arr"), "s10-arrangements-current"),
        (("rules", "show", "s10-arr"), "s10-arrangements-current"),
        (("rules", "list", "--theme", "pl"), "plan"),
        (("assess", "a.yaml", "-f", "js"), "json"),
        (("assess", "a.yaml", "--for", "partner:po"), "partner:police"),
        (("assess", "a.yaml", "--for", "cab"), "cabinet"),
        (("init", "--regime", "ilacs-"), "ilacs-2026"),
        (("init", "--type", "lon"), "london-borough"),
    ],
)
def test_a_shell_completes(words: tuple[str, ...], offered: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("ctcheck: 1\npartners: [{id: police, name: P, kind: x}, other]\n")
    assert offered in completions(*words, cwd=tmp_path)


def test_a_completion_that_cannot_be_made_is_silent(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("partners: [")
    assert completions("assess", "a.yaml", "--for", "partner:", cwd=tmp_path) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_is_printed(shell: str, ctcheck: Ctcheck) -> None:
    done = ctcheck("completion", shell)
    assert done.code == Exit.OK
    assert f"_CTCHECK_COMPLETE={shell}_complete" in done.out


def test_the_doctor_looks_at_everything(ctcheck: Ctcheck) -> None:
    done = ctcheck("doctor", "-f", "json")
    shown = json.loads(done.out)
    names = [one["name"] for one in shown["checks"]]
    assert names == [
        "Python", "engine", "YAML", "rule book", "schemas", "rule cache", "bank holidays", "PDF", "fonts",
    ]  # fmt: skip
    assert shown["works"] == (done.code == Exit.OK)
    assert shown["works"] == all(one["state"] != "fail" for one in shown["checks"])
    by_name = {one["name"]: one for one in shown["checks"]}
    assert "digest" in by_name["rule book"]["found"]
    assert by_name["bank holidays"]["found"] == "England, 2003 to 2031"


def test_the_doctor_tells_what_is_broken_and_what_to_do(
    ctcheck: Ctcheck, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken() -> doctor_command.Check:
        raise OSError("no Pango\x1b[31m here")

    monkeypatch.setattr(doctor_command, "_pdf", broken)
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CTCHECK_CACHE", str(tmp_path / "file" / "below"))
    done = ctcheck("doctor")
    assert done.code == Exit.GAPS
    assert re.search(r"^fail +PDF", done.out, re.M)
    assert "\x1b" not in done.out
    assert re.search(r"^warn +rule cache .*\n? +.*CTCHECK_CACHE", done.out, re.M | re.S)


TEXT = """\
ctcheck: 1
area: {name: Anywhere, type: county}
as_at: 2008-04-01
cooperation:
  arrangement:
    status: in-place
"""


@pytest.mark.parametrize(
    "data",
    [
        TEXT.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("Anywhere", "“Anywhere” area").encode(),
        TEXT.replace("in-place", "'in-place'").encode(),
    ],
    ids=["crlf", "bom", "both", "curly-in-text", "quoted"],
)
def test_files_from_windows_and_word_processors_are_read(
    data: bytes, ctcheck: Ctcheck, tmp_path: Path
) -> None:
    file = tmp_path / "a b.yaml"
    file.write_bytes(data)
    done = ctcheck("validate", file)
    assert done.code == Exit.OK, done.err
    assert "valid; 1 fact stated" in done.out


CURLY = (
    TEXT.replace("status: in-place", "\u2018status\u2019: \u201cin-place\u201d")
    .replace("type: county", "type: \u201ccounty\u201d")
    .replace("as_at: 2008-04-01", "as_at: \u201c2008-04-01\u201d")
    .replace("name: Anywhere", "name: \u201cBeing well\u201d and \u201cstaying safe\u201d")
)


def test_a_word_processors_quotes_around_a_value_are_quotes(
    submissions: SubmissionReader, ctcheck: Ctcheck, tmp_path: Path
) -> None:
    read = submissions.read_data(CURLY.encode(), tmp_path / "a.yaml")
    assert read.facts["cooperation.arrangement.status"].value == "in-place"
    assert read.area.name == "\u201cBeing well\u201d and \u201cstaying safe\u201d"
    # As with straight quotes, a number in them is a text.
    file = tmp_path / "a.yaml"
    file.write_text(TEXT.replace("ctcheck: 1", "ctcheck: \u201c1\u201d"), encoding="utf-8")
    assert ctcheck("validate", file).code == Exit.SUBMISSION


def test_a_path_of_windows_stays_one_word_in_what_is_to_be_typed(ctcheck: Ctcheck, tmp_path: Path) -> None:
    folder = tmp_path / "C Users" / "a b"
    done = ctcheck("init", folder, "--authority", "A", "--type", "county", "--law-at", "2026-06-01")
    assert done.code == Exit.OK, done.err
    assert f'ctcheck assess "{folder / "a-2026-06-01.yaml"}"' in done.out
