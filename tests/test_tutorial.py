"""The tutorial can be followed: from an empty folder, each step in order, with what it shows printed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import NamedTuple

import pytest

from ctcheck.cli.main import run
from ctcheck.errors import Exit

PAGE = Path(__file__).parent.parent / "docs" / "tutorial-rules.md"
BLOCK = re.compile(r"^```(?P<kind>\S+)(?: title=\"(?P<file>[^\"]+)\")?\n(?P<text>.*?)^```$", re.S | re.M)


class Step(NamedTuple):
    """A file to write as it is shown, or a command to run and the lines shown below it."""

    line: int
    file: str
    command: str
    shown: str


def steps(page: str) -> list[Step]:
    found: list[Step] = []
    for block in BLOCK.finditer(page):
        line = page.count("\n", 0, block.start()) + 1
        if block["file"]:
            found.append(Step(line, block["file"], "", block["text"]))
        elif block["kind"] == "console":
            whole = block["text"].replace("\\\n", "")
            for part in re.split(r"^\$ ", whole, flags=re.M)[1:]:
                command, _, shown = part.partition("\n")
                found.append(Step(line, "", command, shown))
    return found


STEPS = steps(PAGE.read_text(encoding="utf-8"))


def as_shown(shown: str) -> re.Pattern[str]:
    """What may be printed: the lines shown, where a line `...` stands for any lines."""
    lines = [r"(?:.*\n)*?" if line == "..." else re.escape(line) + r"\n" for line in shown.splitlines()]
    return re.compile("".join(lines))


def test_the_tutorial_can_be_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.chdir(tmp_path)
    for step in STEPS:
        where = f"{PAGE.name}:{step.line}: {step.command or step.file}"
        if step.file:
            Path(step.file).parent.mkdir(exist_ok=True)
            Path(step.file).write_text(step.shown, encoding="utf-8")
            continue
        program, *arguments = shlex.split(step.command)
        assert program == "ctcheck", where
        code = run(arguments)
        printed = capsysbinary.readouterr()
        out = printed.out.decode()
        # A self-assessment with gaps on duties ends in 1; everything else must end well.
        assert code == (Exit.GAPS if arguments[0] == "assess" else Exit.OK), (where, printed.err.decode())
        assert as_shown(step.shown).fullmatch(out), f"{where}\nprinted was:\n{out}"


def test_the_text_before_a_file_names_it() -> None:
    """A page on the web shows the fenced text without its title."""
    page = PAGE.read_text(encoding="utf-8").splitlines()
    files = [step for step in STEPS if step.file]
    assert len(files) >= 3
    for step in files:
        before = [line for line in page[: step.line - 1] if line][-1]
        assert f"`{step.file}`" in before, step.file


def test_the_tutorial_shows_the_commands_of_somebody_who_writes_a_rule() -> None:
    commands = [step.command for step in STEPS if step.command]
    wanted = ("rules new", "rules show", "rules lint", "rules test", "assess", "explain", "rules diff")
    for name in wanted:
        assert any(command.startswith(f"ctcheck {name}") for command in commands), name


def test_every_block_of_the_page_is_a_step() -> None:
    page = PAGE.read_text(encoding="utf-8")
    blocks = list(BLOCK.finditer(page))
    assert page.count("\n```") == 2 * len(blocks)
    assert {(block["kind"], bool(block["file"])) for block in blocks} == {("console", False), ("yaml", True)}
