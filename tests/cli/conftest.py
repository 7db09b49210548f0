"""Commands run in this process, as a shell would run them."""

from __future__ import annotations

import pytest

from ctcheck.cli.main import run
from tests.cli.outcome import Ctcheck, Outcome


@pytest.fixture
def ctcheck(capsysbinary: pytest.CaptureFixture[bytes]) -> Ctcheck:
    """Takes the arguments of a command."""

    def call(*arguments: object) -> Outcome:
        code = run([str(argument) for argument in arguments])
        out, err = capsysbinary.readouterr()
        return Outcome(int(code), out.decode(), err.decode())

    return call
