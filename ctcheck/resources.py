"""Finds the data folders that come with the program."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from ctcheck.errors import EngineError

Folder = Literal["rules", "schemas", "examples", "templates"]

_HERE: Final = Path(__file__).resolve().parent


def resource_dir(name: Folder) -> Path:
    """The folder of that name: inside the package in a wheel, one level above it in a checkout."""
    for folder in (_HERE / "_data" / name, _HERE.parent / name):
        if folder.is_dir():
            return folder
    raise EngineError(
        f"The folder '{name}' that belongs to ctcheck is missing.",
        "The installation is incomplete: install ctcheck again.",
    )
