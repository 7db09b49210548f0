"""The two commands of the README are there, and what they make is not committed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("target", ["demo", "test"])
def test_the_readme_names_a_command_that_the_makefile_has(target: str) -> None:
    assert f"make {target}" in read("README.md")
    assert re.search(rf"^{target}: ", read("Makefile"), re.MULTILINE)


@pytest.mark.parametrize("folder", [".venv", "demo"])
def test_what_the_commands_make_is_ignored_by_git(folder: str) -> None:
    assert f"/{folder}/" in read(".gitignore").splitlines()


def test_every_make_command_in_the_contributing_guide_exists() -> None:
    named = set(re.findall(r"`make (\w+)", read("CONTRIBUTING.md")))
    assert named <= set(re.findall(r"^(\w+):", read("Makefile"), re.MULTILINE))
