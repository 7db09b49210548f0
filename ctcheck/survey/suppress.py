"""Which counts of a table are withheld, so that no small one can be read off or worked out.

A count from 1 to below the threshold is withheld. So are further ones, until every withheld count
could have at least two values as far as the rows, columns and totals that are shown can tell.
Nought is shown where nothing forces it to be withheld. All that is withheld looks alike.
"""

# No `from __future__ import annotations` here: a NamedTuple would compile every annotation from text,
# which makes the import five times slower.

from collections.abc import Iterator, Sequence
from typing import NamedTuple

Shown = int | None
"""A count, or None where it is withheld."""
Cell = tuple[int, int]


class Row(NamedTuple):
    """A row with its total."""

    cells: tuple[Shown, ...]
    total: Shown


class Table(NamedTuple):
    """Rows with their totals, and the totals of the columns."""

    rows: tuple[Row, ...]
    totals: Row


def open_row(cells: Sequence[int]) -> Row:
    """Everything shown."""
    return Row(tuple(cells), sum(cells))


def open_table(rows: Sequence[Sequence[int]]) -> Table:
    """Everything shown."""
    return Table(
        tuple(open_row(row) for row in rows), open_row([sum(column) for column in zip(*rows, strict=True)])
    )


def row(cells: Sequence[int], below: int) -> Row:
    """A row that stands alone, with its total."""
    total = sum(cells)
    hidden = {index for index, count in enumerate(cells) if 0 < count < below}
    if not hidden:
        return open_row(cells)
    while not _row_is_safe([cells[index] for index in hidden], below):
        left = [index for index in range(len(cells)) if index not in hidden]
        if not left:
            return Row((None,) * len(cells), None)
        hidden.add(min(left, key=lambda index: _cost(cells[index])))
    return Row(tuple(None if index in hidden else count for index, count in enumerate(cells)), total)


def _row_is_safe(hidden: Sequence[int], below: int) -> bool:
    """Whether no hidden count follows from their sum: one can go up only where another can go down."""
    least = 0 if 0 in hidden else 1
    return len(hidden) > 1 and sum(hidden) >= below and sum(hidden) > least * len(hidden)


def _cost(count: int) -> tuple[bool, int]:
    """The smallest count is the least loss; a nought is the last, because it says most."""
    return (not count, count)


def table(rows: Sequence[Sequence[int]], below: int) -> Table:
    """A table with the totals of its rows and columns.

    The totals of rows are shown unless the whole is withheld, so rows with a small one have to be put
    together with others first.
    """
    width = len(rows[0]) if rows else 0
    if any(0 < sum(one) < below for one in rows) or not width:
        return _nothing(len(rows), width)
    counts = [*(list(one) for one in rows), [sum(column) for column in zip(*rows, strict=True)]]
    hidden = {(r, c) for r, one in enumerate(counts) for c, count in enumerate(one) if 0 < count < below}
    while (weak := next(_weak(counts, hidden, below), None)) is not None:
        more = _more(counts, hidden, weak, below)
        if more is None:
            return _nothing(len(rows), width)
        hidden.add(more)
    shown = [
        Row(tuple(None if (r, c) in hidden else count for c, count in enumerate(one)), sum(one))
        for r, one in enumerate(counts)
    ]
    return Table(tuple(shown[:-1]), shown[-1])


def _nothing(height: int, width: int) -> Table:
    none = Row((None,) * width, None)
    return Table((none,) * height, none)


def _weak(counts: list[list[int]], hidden: set[Cell], below: int) -> Iterator[Cell]:
    """The withheld cells that could be worked out, or that stand in a row that withholds too little."""
    least = 0 if any(counts[r][c] == 0 for r, c in hidden) else 1
    for cell in sorted(hidden):
        in_row = [counts[r][c] for r, c in hidden if r == cell[0]]
        if sum(in_row) < below or not _can_vary(counts, hidden, cell, least):
            yield cell


def _can_vary(counts: list[list[int]], hidden: set[Cell], cell: Cell, least: int) -> bool:
    """Whether the cell could hold another number and everything that is shown be the same.

    A change by one must be made good along a ring of withheld cells, up and down in turn. Rows and columns
    are the nodes; putting a cell up is an arc from its row to its column, putting it down one back. In the
    last row, which holds the totals of the columns, it is the other way round.
    """
    last = len(counts) - 1
    arcs: dict[tuple[str, int], list[tuple[tuple[str, int], Cell]]] = {}
    for r, c in hidden:
        row_node, column_node = ("row", r), ("column", c)
        start, end = (column_node, row_node) if r == last else (row_node, column_node)
        arcs.setdefault(start, []).append((end, (r, c)))
        if counts[r][c] > least:
            arcs.setdefault(end, []).append((start, (r, c)))
    ends = (("row", cell[0]), ("column", cell[1]))
    up_start, up_end = (ends[1], ends[0]) if cell[0] == last else ends
    if _reaches(arcs, up_end, up_start, cell):
        return True
    return counts[cell[0]][cell[1]] > least and _reaches(arcs, up_start, up_end, cell)


def _reaches(
    arcs: dict[tuple[str, int], list[tuple[tuple[str, int], Cell]]],
    start: tuple[str, int],
    aim: tuple[str, int],
    without: Cell,
) -> bool:
    seen, stack = {start}, [start]
    while stack:
        for node, cell in arcs.get(stack.pop(), ()):
            if cell == without or node in seen:
                continue
            if node == aim:
                return True
            seen.add(node)
            stack.append(node)
    return False


def _more(counts: list[list[int]], hidden: set[Cell], weak: Cell, below: int) -> Cell | None:
    """One more cell to withhold for the sake of a weak one: in its row, else in its column, else anywhere."""
    every = [(r, c) for r, one in enumerate(counts) for c in range(len(one)) if (r, c) not in hidden]
    in_row = [cell for cell in hidden if cell[0] == weak[0]]
    same_row = [cell for cell in every if cell[0] == weak[0]]
    same_column = [cell for cell in every if cell[1] == weak[1]]
    if len(in_row) < 2 or sum(counts[r][c] for r, c in in_row) < below:
        order = (same_row, same_column, every)
    else:
        order = (same_column, same_row, every)
    for choice in order:
        if choice:
            return min(choice, key=lambda cell: (*_cost(counts[cell[0]][cell[1]]), cell))
    return None
