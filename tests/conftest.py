"""What many tests need: the shipped packs, a reader, both engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from ctcheck.cli.common import packs, reader
from ctcheck.inference.durable_engine import DurableEngine
from ctcheck.inference.plain import PlainEngine
from ctcheck.reading.submission import SubmissionReader
from ctcheck.rulebook.loader import LoadedPacks

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session", autouse=True)
def cache_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tests neither read nor leave anything in the cache of whoever runs them."""
    patch = pytest.MonkeyPatch()
    patch.setenv("CTCHECK_CACHE", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture(scope="session")
def loaded() -> LoadedPacks:
    """The shipped packs, cases included."""
    return packs((), cases=True)


@pytest.fixture(scope="session")
def submissions(loaded: LoadedPacks) -> SubmissionReader:
    """A reader for the shipped packs."""
    return reader(loaded)


@pytest.fixture(scope="session")
def durable() -> DurableEngine:
    """The durable-rules engine."""
    return DurableEngine()


@pytest.fixture(scope="session")
def plain() -> PlainEngine:
    """The plain engine, the oracle."""
    return PlainEngine()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `example` runs on every file in examples/."""
    if "example" in metafunc.fixturenames:
        files = sorted((ROOT / "examples").glob("*.yaml"))
        assert files, "examples/ holds no example"
        metafunc.parametrize("example", files, ids=[file.stem for file in files])
