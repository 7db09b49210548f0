"""What a shell completes: rules, themes, formats, readers; and `ctcheck completion`.

A completion that fails completes nothing: it must never print into the line that somebody types.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ctcheck.errors import Exit

if TYPE_CHECKING:
    from ctcheck.model.rules import RulePacks

VARIABLE = "_CTCHECK_COMPLETE"
"""The setting by which a shell asks for completions; click makes it from the name of the command."""


@click.command("completion")
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def completion_command(shell: str) -> int:
    """Print the script that lets a shell complete commands, options, rules, themes and partners.

    For bash write it to a file that ~/.bashrc reads, for fish to
    ~/.config/fish/completions/ctcheck.fish.

    \b
    Example:
      ctcheck completion fish
    """
    from click.shell_completion import get_completion_class

    from ctcheck.cli.main import cli

    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(cli, {}, "ctcheck", VARIABLE).source())
    return Exit.OK


def rules(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """Ids of rules."""
    return _fitting((rule.id for rule in _packs(context).rules), begun)


def themes(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """Ids of themes."""
    return _fitting((name for name, _ in _packs(context).themes), begun)


def area_types(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """Types of authority."""
    from ctcheck.rulebook.names import AREA_TYPES

    return _fitting(AREA_TYPES, begun)


def regimes(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """Inspection regimes."""
    from ctcheck.rulebook.names import regimes as known

    return _fitting(known(_packs(context).tables), begun)


def formats(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """Formats of a report."""
    from ctcheck.reports import FORMATS

    return _fitting(FORMATS, begun)


def readers(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """Kinds of reader, and the partners of the file that stands in the line already."""
    known = ["team", "inspector", "cabinet"]
    # In a line that is not finished, click has not yet put the files where they belong.
    for file in context.params.get("files") or context.args:
        known += [f"partner:{name}" for name in _partners(file)]
    return _fitting(known, begun)


def _fitting(words: Iterable[str], begun: str) -> list[str]:
    return [word for word in words if word.startswith(begun)]


def _packs(context: click.Context) -> RulePacks:
    from ctcheck.cli.common import packs

    return packs(tuple(context.params.get("rule_folders") or ())).packs


def _partners(file: str) -> list[str]:
    """Ids of the partners in a file; none where it cannot be read."""
    from ctcheck.reading.files import UnreadableError, read_bytes
    from ctcheck.reading.nodes import MAP, parse

    try:
        partners = parse(read_bytes(Path(file), file), file).get("partners")
    except UnreadableError:
        return []
    found = (item.get("id") for item in (partners.items if partners else ()) if item.kind == MAP)
    return [one.text for one in found if one is not None]
