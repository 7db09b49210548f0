"""The tutorials can be followed: from an empty folder, each step in order, with what it shows printed."""

from __future__ import annotations

import io
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from ctcheck.cli.main import run
from ctcheck.errors import Exit

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```(?P<kind>\S+)(?: title=\"(?P<file>[^\"]+)\")?\n(?P<text>.*?)^```$", re.S | re.M)

TUTORIALS = {
    "tutorial-rules.md": (
        "rules new", "rules show", "rules lint", "rules test", "assess", "explain", "rules diff",
    ),
    "tutorial-officer.md": (
        "doctor", "init", "workbook make", "workbook read", "validate", "returns split", "returns merge", "assess",
        "clock", "actions import", "carry", "compare",
    ),
    "tutorial-inspector.md": ("validate", "assess", "explain", "seal", "verify", "survey"),
}  # fmt: skip
"""Each page, with the commands that its reader needs to have seen."""

OTHER_PROGRAMS = {"cp", "sed"}

pages = pytest.mark.parametrize("name", TUTORIALS)


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


def read(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def as_shown(shown: str) -> re.Pattern[str]:
    """What may be printed: the lines shown, where a line `...` stands for any lines."""
    lines = [r"(?:.*\n)*?" if line == "..." else re.escape(line) + r"\n" for line in shown.splitlines()]
    return re.compile("".join(lines))


def terminal(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """The exit code, and what a terminal shows: standard output and standard error as they come."""
    screen = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="", write_through=True)
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", screen)
        patched.setattr(sys, "stderr", screen)
        code = run(arguments)
    screen.flush()
    screen.seek(0)
    return code, screen.read()


def expected_code(step: Step, after: Step | None) -> int:
    """What `echo $?` says below the command; else a self-assessment with gaps on duties ends in 1, all else well."""
    if after is not None and after.command == "echo $?":
        return int(after.shown)
    arguments = step.command.split()
    return Exit.GAPS if arguments[1] == "assess" and "never" not in arguments else Exit.OK


@pages
def test_the_tutorial_can_be_followed(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = read(name)
    all_steps = steps(page)
    if any("examples/" in step.command for step in all_steps):
        assert "copy the folder `examples`" in page, "the reader must be told where it comes from"
        shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    for step, after in zip(all_steps, [*all_steps[1:], None], strict=True):
        where = f"{name}:{step.line}: {step.command or step.file}"
        if step.file:
            Path(step.file).parent.mkdir(exist_ok=True)
            Path(step.file).write_text(step.shown, encoding="utf-8")
            continue
        if step.command == "echo $?":
            continue
        program, *arguments = shlex.split(step.command)
        if program == "ctcheck":
            code, seen = terminal(arguments, monkeypatch)
            assert code == expected_code(step, after), f"{where}\nprinted was:\n{seen}"
            assert as_shown(step.shown).fullmatch(seen), f"{where}\nprinted was:\n{seen}"
        else:
            assert program in OTHER_PROGRAMS, where
            subprocess.run(step.command, shell=True, check=True)


@pages
def test_the_text_before_a_file_names_it(name: str) -> None:
    """A page on the web shows the fenced text without its title."""
    page = read(name)
    lines = page.splitlines()
    files = [step for step in steps(page) if step.file]
    assert len(files) >= 3
    for step in files:
        before = [line for line in lines[: step.line - 1] if line][-1]
        assert f"`{step.file}`" in before, step.file


@pages
def test_the_tutorial_shows_the_commands_that_its_reader_needs(name: str) -> None:
    commands = [step.command for step in steps(read(name)) if step.command]
    for wanted in TUTORIALS[name]:
        assert any(command.startswith(f"ctcheck {wanted}") for command in commands), wanted


@pages
def test_every_block_of_the_page_is_a_step(name: str) -> None:
    page = read(name)
    blocks = list(BLOCK.finditer(page))
    assert page.count("\n```") == 2 * len(blocks)
    kinds = {(block["kind"], bool(block["file"])) for block in blocks}
    assert kinds <= {("console", False), ("yaml", True), ("csv", True)}


def test_every_tutorial_is_followed() -> None:
    assert {page.name for page in (ROOT / "docs").glob("tutorial-*.md")} == set(TUTORIALS)
