"""Which engine runs: durable-rules where it is there, else the plain one, and says so."""

from __future__ import annotations

from ctcheck.errors import UsageError
from ctcheck.inference.interface import Engine
from ctcheck.inference.plain import PlainEngine

ENGINES = ("auto", "durable-rules", "plain")


def choose_engine(wanted: str = "auto") -> Engine:
    """The engine asked for. `auto` falls back to the plain engine where durable-rules is not installed.

    Raises `UsageError` if durable-rules is asked for by name and is not there.
    """
    if wanted == "plain":
        return PlainEngine()
    try:
        from ctcheck.inference.durable_engine import DurableEngine
    except ImportError as error:
        if wanted == "durable-rules":
            raise UsageError(
                "durable-rules is not installed here.",
                "Install it (it needs Python 3.11 or 3.12 and a C compiler), or use --engine plain.",
            ) from error
        return PlainEngine()
    return DurableEngine()
