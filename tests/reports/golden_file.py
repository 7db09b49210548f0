"""Compares an output with the file that stands for it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

GOLDEN = Path(__file__).with_name("golden")


def matches_golden(name: str, actual: bytes) -> None:
    """Fails where the output is not the golden file, and writes what it is beside it.

    With CTCHECK_UPDATE_GOLDEN=1 the golden file is rewritten instead: look at the diff before you commit it.
    """
    golden = GOLDEN / name
    beside = GOLDEN / f"{name}.actual"
    if os.environ.get("CTCHECK_UPDATE_GOLDEN") == "1":
        golden.write_bytes(actual)
    if golden.is_file() and golden.read_bytes() == actual:
        beside.unlink(missing_ok=True)
        return
    beside.write_bytes(actual)
    pytest.fail(f"{golden} is not what came out; compare it with {beside.name} beside it")
