"""Rows as a file that French spreadsheets open with a double click: semicolons, a mark of UTF-8, Windows line ends.

A cell that somebody wrote never becomes a formula. Figures with a comma are written by the caller, as text.
"""

import csv
import io
from collections.abc import Iterable, Sequence

from starlette.responses import Response

Cell = str | int
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table_text(rows: Iterable[Sequence[Cell]]) -> str:
    """The whole file; the first row is its titles."""
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    writer.writerows([inert(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return "\ufeff" + lines.getvalue()


def inert(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def table_file(rows: Iterable[Sequence[Cell]], *, name: str) -> Response:
    """The file as an answer: ``name`` is what it is saved under, without its ending."""
    headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return Response(table_text(rows), media_type="text/csv; charset=utf-8", headers=headers)
