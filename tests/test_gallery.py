"""The gallery tells the truth: its texts are what the program prints today, and its pictures are all there."""

from __future__ import annotations

import importlib
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import click
import pytest

from ctcheck.cli.main import cli, run
from ctcheck.errors import Exit

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGE = (DOCS / "gallery.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```console\n\$ (?P<command>.*)\n(?P<shown>(?:.*\n)*?)```$", re.M)
MAKE = "run `python docs/make_gallery.py --page`, or `make gallery` for the pictures too"
MOST_BYTES = 1_500_000
PNG = b"\x89PNG\r\n\x1a\n"


def load(name: str) -> ModuleType:
    """A script of docs/, which is no package."""
    sys.path.insert(0, str(DOCS))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(DOCS))


make_gallery = load("make_gallery")
entries = load("gallery_entries")
BLOCKS = [(block["command"], block["shown"]) for block in BLOCK.finditer(PAGE)]


@pytest.fixture
def beside_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def as_shown(shown: str) -> re.Pattern[str]:
    """What may be printed: the lines shown, where a line `...` stands for any lines."""
    lines = [r"(?:.*\n)*?" if line == "..." else re.escape(line) + r"\n" for line in shown.splitlines()]
    return re.compile("".join(lines))


def test_the_texts_are_what_the_program_prints_and_the_page_is_what_the_script_writes(
    beside_examples: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    outputs: dict[str, str] = {}
    for command, shown in BLOCKS:
        if not shown:
            continue
        code = run(shlex.split(command)[1:])
        printed = capsysbinary.readouterr()
        assert code in (Exit.OK, Exit.GAPS), f"{command}: {printed.err.decode()}"
        outputs[command] = printed.out.decode()
        assert as_shown(shown).fullmatch(outputs[command]), f"no longer printed so: {command}; {MAKE}"
    assert len(outputs) == len(entries.TEXTS)
    assert {"assess", "explain", "validate", "compare", "survey", "clock"} == {
        command.split()[1] for command in outputs
    }
    assert make_gallery.page(outputs.__getitem__) == PAGE, MAKE


@pytest.mark.parametrize("command", sorted({command for command, shown in BLOCKS if not shown}))
def test_the_commands_behind_the_pictures_can_be_typed(command: str, beside_examples: Path) -> None:
    """Parsed and not run, since a long PDF takes its time; that each file asked for is the one shown."""
    program, *arguments = shlex.split(command)
    assert program == "ctcheck"
    group: click.Command = cli
    parent = cli.make_context("ctcheck", [], resilient_parsing=True)
    while isinstance(group, click.Group):
        name, *arguments = arguments
        found = group.get_command(parent, name)
        assert found, f"there is no {name}"
        group, parent = found, click.Context(found, parent, name)
    group.make_context(group.name, arguments, parent.parent)
    for path in re.findall(r"examples/\S+", command):
        assert Path(path).exists(), path
    for picture in entries.PICTURES:
        if picture.command == command:
            assert re.search(rf"[ =]{re.escape(picture.shown.file)}(?: |$)", command), picture.name


def test_every_picture_is_named_once_and_nothing_else_is_there() -> None:
    named = re.findall(r"\]\(gallery/(\S+)\)", PAGE)
    assert len(named) == len(set(named)) == len(entries.PICTURES)
    assert sorted(named) == sorted(path.name for path in (DOCS / "gallery").iterdir())
    assert all(re.findall(r"!\[([^\]]{20,})\]", PAGE)), "a picture has no words for those who cannot see it"


def test_the_pictures_are_small_and_bear_nothing_of_the_machine() -> None:
    pictures = [path.read_bytes() for path in (DOCS / "gallery").iterdir()]
    assert sum(map(len, pictures)) <= MOST_BYTES
    for data in pictures:
        assert data.startswith(PNG)
        assert not re.search(rb"tEXt|iTXt|zTXt|tIME|eXIf", data), "a PNG that says who, when or where"
    assert str(ROOT) not in PAGE
    assert "/tmp" not in PAGE


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ([("a", 1)], "a\n...\n"),
        ([("b", 2)], "...\nb\nc\n"),
        ([("a", 1), ("b", 2)], "a\nb\nc\n"),
        ([("a", 1), ("c", 9)], "a\n...\nc\n"),
    ],
)
def test_what_is_left_out_is_shown_as_left_out(parts: list[tuple[str, int]], shown: str) -> None:
    assert make_gallery.shorten("a\nb\nc\n", [entries.Part(*part) for part in parts]) == shown


def test_a_line_that_is_no_longer_printed_is_an_error() -> None:
    with pytest.raises(make_gallery.GalleryError, match="no longer prints"):
        make_gallery.shorten("a\n", [entries.Part("b", 1)])


def test_what_is_missing_is_named_with_the_way_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(make_gallery.shutil, "which", lambda name: None)
    assert make_gallery.main(["--only", "comparison-page"]) == 1
    said = capsys.readouterr().err
    for word in ("chromium", "soffice", "poppler-utils", "make gallery", "--page"):
        assert word in said


@pytest.mark.browser
def test_a_picture_can_be_made_again(tmp_path: Path) -> None:
    from PIL import Image

    # A process of its own: the tests of pages may hold this one's browser.
    script = [
        sys.executable,
        str(DOCS / "make_gallery.py"),
        "--only",
        "comparison-page",
        "--into",
        str(tmp_path),
    ]
    subprocess.run(script, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    (made,) = tmp_path.iterdir()
    assert made.name == "comparison-page.png"
    with Image.open(made) as image:
        assert image.width == make_gallery.WIDTH
        assert image.height > 500
        assert len(image.convert("RGB").getcolors(100_000)) > 10, "nothing was drawn"
