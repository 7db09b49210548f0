"""The desk on which workbooks are filled in."""

from __future__ import annotations

import pytest

from ctcheck.reading.submission import SubmissionReader
from ctcheck.rulebook.loader import LoadedPacks
from tests.cli.conftest import ctcheck as ctcheck
from tests.workbook.desk import Desk


@pytest.fixture(scope="session")
def desk(loaded: LoadedPacks, submissions: SubmissionReader) -> Desk:
    return Desk(loaded, submissions)
