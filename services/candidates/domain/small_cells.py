"""Hide the small cells of a table that leaves the Cité, so that none can be computed back from its totals.

First every count from 1 to 4 is hidden. Then, as long as a row or a column shows its total and hides exactly one
count, one more is hidden in it: the smallest. Totals under five are hidden as well. A nought stays: it tells
nothing of anybody, unless it is needed to protect another.
"""

from collections.abc import Iterable
from dataclasses import replace

from services.candidates.domain.bilan import SMALLEST_CELL, Table

Spot = tuple[str, str]
TOTAL = "\0total"
"""The margin's name among rows and columns: no label can be a null character."""


def _grid(table: Table) -> dict[Spot, int]:
    shown = {spot: count for spot, count in table.cells.items() if count is not None}
    shown |= {(row, TOTAL): count for row, count in table.row_totals.items() if count is not None}
    shown |= {(TOTAL, column): count for column, count in table.column_totals.items() if count is not None}
    return shown | ({(TOTAL, TOTAL): table.total} if table.total is not None else {})


def _lines(table: Table) -> Iterable[list[Spot]]:
    """Each row and each column with its total, and the two margins with the grand total."""
    for row in (*table.rows, TOTAL):
        yield [(row, column) for column in (*table.columns, TOTAL)]
    for column in (*table.columns, TOTAL):
        yield [(row, column) for row in (*table.rows, TOTAL)]


def _weakest(line: list[Spot], counts: dict[Spot, int], hidden: set[Spot]) -> Spot | None:
    """The next cell to hide in a line: the smallest that is not nought, else a nought, inner cells before totals."""
    open_spots = [spot for spot in line if spot not in hidden]
    return min(open_spots, key=lambda spot: (TOTAL in spot, counts[spot] == 0, counts[spot], spot), default=None)


def for_outside(table: Table) -> Table:
    """Return the table as it may leave: small cells hidden, and enough others that none is computed back."""
    counts = _grid(table)
    hidden = {spot for spot, count in counts.items() if 0 < count < SMALLEST_CELL}
    lines = list(_lines(table))
    changed = True
    while changed:
        changed = False
        for line in lines:
            alone = [spot for spot in line if spot in hidden]
            if len(alone) != 1:
                continue
            companion = _weakest(line, counts, hidden)
            if companion is not None:
                hidden.add(companion)
                changed = True
    return replace(
        table,
        cells={spot: None if spot in hidden else count for spot, count in table.cells.items()},
        row_totals={row: None if (row, TOTAL) in hidden else n for row, n in table.row_totals.items()},
        column_totals={col: None if (TOTAL, col) in hidden else n for col, n in table.column_totals.items()},
        total=None if (TOTAL, TOTAL) in hidden else table.total,
    )
