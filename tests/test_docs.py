"""The documentation tells the truth: its commands run and print what it shows."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from ctcheck.cli.main import cli, run
from ctcheck.conditions.operators import JOINING_WORDS, OPERATORS
from ctcheck.errors import Exit
from ctcheck.model.words import DUTY_ON, Force, Verdict
from ctcheck.rulebook.loader import LoadedPacks
from ctcheck.rulebook.pack_reader import PACK_KEYS
from ctcheck.rulebook.rule_reader import RULE_KEYS

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])


Shown = tuple[str, list[str]]
"""A command, and the output that the page shows below it."""


def blocks(page: Path) -> list[list[Shown]]:
    """The commands of each block of a page; those of one block build on each other."""
    made: list[list[Shown]] = []
    for block in re.findall(r"^```console\n(.*?)^```", page.read_text(encoding="utf-8"), re.S | re.M):
        found: list[Shown] = []
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
        made.append(found)
    return made


# Each step of a tutorial builds on those before it; tests/test_tutorial.py follows them in one folder.
# The gallery is made by a script; tests/test_gallery.py runs what is quick of it.
ELSEWHERE = re.compile(r"tutorial-.*|gallery\.md")
BLOCKS = [(page, block) for page in PAGES if not ELSEWHERE.fullmatch(page.name) for block in blocks(page)]
ALL = [(page, command, shown) for page, block in BLOCKS for command, shown in block]


def test_the_documentation_shows_commands() -> None:
    assert len(ALL) >= 15


@pytest.mark.parametrize(
    "block",
    [block for _, block in BLOCKS if any(command.startswith("ctcheck ") for command, _ in block)],
    ids=lambda block: block[0][0],
)
def test_the_commands_of_the_documentation_run_and_print_what_is_shown(
    block: list[Shown],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    for command, shown in block:
        if not command.startswith("ctcheck "):
            continue
        code = run(shlex.split(command)[1:])
        printed = capsysbinary.readouterr()
        assert code in (Exit.OK, Exit.GAPS), f"{command}: {printed.err.decode()}"
        prints(printed.out.decode(), shown)


def prints(out: str, shown: list[str]) -> None:
    """`...` stands for any lines, and at the end of a line for the rest of it."""
    at = 0
    for line in shown:
        if line == "...":
            continue
        start = line.removesuffix("...")
        index = out.find(start, at)
        assert index >= 0, f"not printed: {line}"
        assert index == 0 or out[index - 1] == "\n", f"not at the beginning of a line: {line}"
        at = index + len(start)


def test_every_other_command_is_a_target_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for page, command, _ in ALL:
        if not command.startswith("ctcheck "):
            name, target = command.split()[:2]
            assert name == "make", f"{page.name}: {command}"
            assert re.search(rf"^{target}:", makefile, re.M), f"{page.name}: {command}"


def test_the_exit_codes_of_the_readme_are_those_of_the_program() -> None:
    table = (ROOT / "README.md").read_text(encoding="utf-8").split("## Exit codes")[1].split("\n## ")[0]
    assert [int(code) for code in re.findall(r"^\| (\d+) \|", table, re.M)] == [int(code) for code in Exit]


def test_every_command_is_documented() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    for name, command in cli.commands.items():
        below = getattr(command, "commands", None)
        for path in [f"{name} {inner}" for inner in below] if below else [name]:
            assert f"ctcheck {path}" in text, path


def test_every_word_of_the_rule_language_is_documented() -> None:
    text = (ROOT / "docs" / "writing-rules.md").read_text(encoding="utf-8")
    for word in (*OPERATORS, *JOINING_WORDS, *PACK_KEYS, *RULE_KEYS, *DUTY_ON, *Force, *Verdict):
        assert f"`{word}" in text or f"{word}:" in text, word


def test_prose_has_one_sentence_a_line() -> None:
    for page in PAGES:
        prose = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.S | re.M)
        for line in prose.splitlines():
            if not line.startswith(("|", "#")):
                assert not re.search(r"[a-z`)]\. [A-Z]", line), f"{page.name}: {line}"


def test_the_pack_of_the_page_on_rules_loads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs" / "writing-rules.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```", page, re.S | re.M)
    for name in ("pack", "limiters", "risks"):
        (block,) = (block for block in blocks if block.startswith(f"{name}:"))
        (tmp_path / f"{name}.yaml").write_text(block, encoding="utf-8")
    assert run(["rules", "lint", str(tmp_path)]) == Exit.OK, capsys.readouterr()
    (tmp_path / "limiters.yaml").write_text("limiters: [{id: none}]", encoding="utf-8")
    assert run(["rules", "lint", str(tmp_path)]) == Exit.RULES


def test_the_readme_says_how_many_rules_there_are(loaded: LoadedPacks) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"holds (\d+) rules", text) == [str(len(loaded.packs.rules))]
    assert len(loaded.packs.rules) > 200
