"""Shows what was made of cells that could have been clearer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from ctcheck.reading.plan_rows import Remark

_CELL: Final = re.compile(r"(?P<column>.*![A-Z]+)(?P<row>\d+)\Z", re.DOTALL)


def show_remarks(remarks: Iterable[Remark]) -> None:
    """Each on standard error; the same of cells one below the other is said once, as of `Actions!F2:F9`."""
    from ctcheck.reports.safe import prose

    for where, said in _together(remarks):
        click.echo(prose(f"{where}: {said}" if where else said), err=True)


def _together(remarks: Iterable[Remark]) -> Iterator[tuple[str, str]]:
    runs: list[tuple[str, int, int, str]] = []
    """Column with its sheet (or the whole place), first and last row, what is said."""
    for one in remarks:
        cell = _CELL.match(one.where)
        column, row = (cell["column"], int(cell["row"])) if cell else (one.where, 0)
        run = runs[-1] if runs else None
        if run and cell and run[0] == column and run[2] + 1 == row and run[3] == one.said:
            runs[-1] = (column, run[1], row, one.said)
        else:
            runs.append((column, row, row, one.said))
    for column, first, last, said in runs:
        until = f":{column.rpartition('!')[2]}{last}" if last > first else ""
        yield f"{column}{first or ''}{until}", said
