"""The cache serves what the files say, never anything else, and nothing in it can run."""

from __future__ import annotations

import os
import pickle
import shutil
from pathlib import Path

import pytest

from ctcheck.resources import resource_dir
from ctcheck.rulebook import cache
from ctcheck.rulebook.loader import load_packs

SHIPPED = resource_dir("rules") / "children-act-2004"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of this test's own."""
    monkeypatch.setenv("CTCHECK_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the shipped pack that a test may change."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "children-act-2004"))


def entries(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.pickle"))


def test_a_second_load_is_served_from_the_cache_and_says_the_same(folder: Path) -> None:
    first, second = load_packs(SHIPPED), load_packs(SHIPPED)
    assert (first.from_cache, second.from_cache) == (False, True)
    assert second.cannot_show == first.cannot_show
    bare = tuple(rule._replace(cases=()) for rule in first.packs.rules)
    assert second.packs == first.packs._replace(rules=bare)


def test_a_changed_rule_is_read_anew(folder: Path, pack: Path) -> None:
    load_packs(SHIPPED, [pack])
    file = pack / "parameters" / "evidence.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("value: 12", "value: 13"), encoding="utf-8")
    changed = load_packs(SHIPPED, [pack])
    assert not changed.from_cache
    assert changed.packs.parameters["evidence_age_months"].value == 13


def test_a_change_that_keeps_size_and_time_is_seen(folder: Path, pack: Path) -> None:
    load_packs(SHIPPED, [pack])
    file = pack / "parameters" / "evidence.yaml"
    before = file.stat()
    file.write_text(file.read_text(encoding="utf-8").replace("value: 12", "value: 14"), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert load_packs(SHIPPED, [pack]).packs.parameters["evidence_age_months"].value == 14


def test_an_entry_that_would_run_something_is_not_read(folder: Path, tmp_path: Path) -> None:
    load_packs(SHIPPED)
    (entry,) = entries(folder)
    proof = tmp_path / "proof"

    class Attack:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.system, (f"touch {proof}",)

    entry.write_bytes(pickle.dumps((Attack(), ())))
    assert not load_packs(SHIPPED).from_cache
    assert not proof.exists()


@pytest.mark.parametrize("content", [b"", b"nonsense", pickle.dumps(("x", 1)), pickle.dumps(None)])
def test_a_broken_entry_is_passed_over(folder: Path, content: bytes) -> None:
    load_packs(SHIPPED)
    entries(folder)[0].write_bytes(content)
    assert not load_packs(SHIPPED).from_cache


def test_an_entry_that_others_may_write_is_not_trusted(folder: Path) -> None:
    load_packs(SHIPPED)
    entries(folder)[0].chmod(0o666)
    assert not load_packs(SHIPPED).from_cache


def test_the_cache_can_be_switched_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CTCHECK_CACHE", "off")
    assert cache.cache_folder() is None
    load_packs(SHIPPED)
    assert not load_packs(SHIPPED).from_cache


def test_a_folder_that_cannot_be_written_is_no_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("CTCHECK_CACHE", str(tmp_path / "file"))
    assert not load_packs(SHIPPED).from_cache


def test_packs_read_with_their_cases_have_them_whatever_is_cached(folder: Path) -> None:
    load_packs(SHIPPED)
    assert all(rule.cases for rule in load_packs(SHIPPED, cases=True).packs.rules)
