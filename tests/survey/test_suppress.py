"""No count that is withheld can be worked out from what is shown: every table is tried out by brute force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ctcheck.survey.suppress import Row, Table, row, table

COUNTS = st.integers(min_value=0, max_value=6)
BELOW = st.integers(min_value=3, max_value=5)


def sums(total: int, cells: int, least: int) -> Iterator[tuple[int, ...]]:
    if cells == 0:
        if total == 0:
            yield ()
        return
    for first in range(least, total + 1):
        for rest in sums(total - first, cells - 1, least):
            yield (first, *rest)


def fillings(shown: Row, least: int) -> Iterator[tuple[int, ...]]:
    """Every row that looks like this one to its reader."""
    hidden = [index for index, cell in enumerate(shown.cells) if cell is None]
    assert shown.total is not None
    left = shown.total - sum(cell for cell in shown.cells if cell is not None)
    for values in sums(left, len(hidden), least):
        filled = list(shown.cells)
        for index, value in zip(hidden, values, strict=True):
            filled[index] = value
        yield tuple(cell for cell in filled if cell is not None)


def possible(shown: Table, least: int) -> dict[tuple[int, int], set[int]]:
    """For each cell, the totals of the columns last, every value that fits all that is shown."""
    seen: dict[tuple[int, int], set[int]] = defaultdict(set)
    for rows in product(*(list(fillings(one, least)) for one in shown.rows)):
        totals = [sum(column) for column in zip(*rows, strict=True)]
        fits = all(
            (total >= least if cell is None else cell == total)
            for cell, total in zip(shown.totals.cells, totals, strict=True)
        )
        if fits:
            for r, one in enumerate((*rows, totals)):
                for c, value in enumerate(one):
                    seen[r, c].add(value)
    return seen


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(COUNTS, min_size=3, max_size=3), min_size=2, max_size=3), BELOW)
def test_no_cell_of_a_table_can_be_worked_out(counts: list[list[int]], below: int) -> None:
    shown = table(counts, below)
    every = [*counts, [sum(column) for column in zip(*counts, strict=True)]]
    cells = [*(one.cells for one in shown.rows), shown.totals.cells]
    for r, one in enumerate(cells):
        for c, cell in enumerate(one):
            assert cell is None or cell == every[r][c]
            assert cell is None or not 0 < cell < below
    if shown.totals.total is None:
        assert all(cell is None for one in cells for cell in one)
        return
    hidden = [(r, c) for r, one in enumerate(cells) for c, cell in enumerate(one) if cell is None]
    assume(hidden)
    # Whoever knows that nought is shown knows that what is withheld is at least one.
    least = 0 if any(every[r][c] == 0 for r, c in hidden) else 1
    values = possible(shown, least)
    for cell_at in hidden:
        assert len(values[cell_at]) > 1, (counts, below, shown)


@settings(deadline=None)
@given(st.lists(COUNTS, min_size=2, max_size=5), BELOW)
def test_no_cell_of_a_row_can_be_worked_out(counts: list[int], below: int) -> None:
    shown = row(counts, below)
    assert all(cell is None or not 0 < cell < below for cell in shown.cells)
    hidden = [index for index, cell in enumerate(shown.cells) if cell is None]
    if shown.total is None:
        assert len(hidden) == len(counts)
        return
    least = 0 if any(counts[index] == 0 for index in hidden) else 1
    left = shown.total - sum(cell for cell in shown.cells if cell is not None)
    for position in range(len(hidden)):
        assert len({values[position] for values in sums(left, len(hidden), least)}) > 1


def test_a_total_does_not_give_a_cell_away() -> None:
    assert row((9, 2, 24, 0), 5) == Row((None, None, 24, 0), 35)
    assert row((9, 6, 20, 0), 5) == Row((9, 6, 20, 0), 35)
    shown = table([[6, 1], [7, 8]], 5)
    assert all(cell is None for one in (*shown.rows,) for cell in one.cells)
    assert [one.total for one in shown.rows] == [7, 15]
