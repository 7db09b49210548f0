"""What can go wrong for a user, and the exit code each ends in.

One class for each thing the user would have to mend.
A problem always says where it is, what was found, what was expected and, where we can tell, what to do.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

from enum import IntEnum
from typing import NamedTuple

from ctcheck.model.place import Place


class Exit(IntEnum):
    """The exit codes of the command line, as the README lists them."""

    OK = 0
    GAPS = 1
    USAGE = 2
    SUBMISSION = 3
    RULES = 4
    OUTPUT = 5
    INTEGRITY = 6
    INTERNAL = 70


class Problem(NamedTuple):
    """One thing that is wrong in one file."""

    place: Place
    message: str
    """What was found and what was expected, one sentence."""
    path: str = ""
    """The dotted path in the file, empty where there is none (broken YAML)."""
    hint: str = ""
    """What to do, one sentence."""
    source_line: str = ""
    """The line of the file, for a caret; only for rule files."""

    def text(self) -> str:
        """Two lines at the most: where and what, then what to do."""
        where = f"{self.place}: "
        path = f"{self.path}: " if self.path else ""
        lines = [f"{where}{path}{self.message}"]
        if self.source_line:
            lines.append(f"    {self.source_line}")
            lines.append(f"    {' ' * (self.place.column - 1)}^")
        if self.hint:
            lines.append(f"    {self.hint}")
        return "\n".join(lines)


class CtcheckError(Exception):
    """Base of all errors that a user is shown without a traceback."""

    exit_code = Exit.INTERNAL

    def __init__(self, message: str, hint: str = "", problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.problems = problems


class UsageError(CtcheckError):
    """The command was called in a way that cannot work."""

    exit_code = Exit.USAGE


class SubmissionError(CtcheckError):
    """A submission cannot be read or is invalid; every problem is listed."""

    exit_code = Exit.SUBMISSION


class RulesError(CtcheckError):
    """A rule pack or a schema is invalid, or nothing in it can be applied."""

    exit_code = Exit.RULES


class OutputError(CtcheckError):
    """The check was made but an output could not be produced."""

    exit_code = Exit.OUTPUT


class IntegrityError(CtcheckError):
    """A sealed archive is not as it was sealed, or is none."""

    exit_code = Exit.INTEGRITY


class EngineError(CtcheckError):
    """The inference engine did not do what it must; never a user's fault."""

    exit_code = Exit.INTERNAL
