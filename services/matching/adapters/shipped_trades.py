"""The trades shipped with the product: ``data/trades.csv``, written for this project (see its README).

Refuses a table that does not read: ValueError with the line, since it is ours to mend.
"""

import csv
from functools import lru_cache
from pathlib import Path

from services.matching.adapters.trade_table import TradeTable
from services.matching.domain.trade import Trade, TradeName, TradeSkill

SHIPPED = Path(__file__).parents[1] / "data" / "trades.csv"


def shipped_trades(path: Path = SHIPPED) -> tuple[Trade, ...]:
    """Every trade of the table, by code."""
    with path.open(encoding="utf-8", newline="") as written:
        rows = csv.DictReader(written)
        return tuple(_trade(row, rows.line_num) for row in rows)


@lru_cache(maxsize=1)
def shipped_table() -> TradeTable:
    """The catalogue of the shipped trades alone, by their names; read once per process."""
    return TradeTable(shipped_trades())


def _trade(row: dict[str, str], line: int) -> Trade:
    try:
        return Trade(
            rome=row["rome"],
            label=row["label"],
            names=tuple(TradeName(name) for name in row["names"].split(";")),
            skills=tuple(TradeSkill(*skill.split(":", 1)) for skill in row["skills"].split(";")),
            related={code: float(near) for code, near in (pair.split(":") for pair in row["related"].split(";"))},
            licence=row["licence"],
            dangerous_for_minors=row["dangerous_for_minors"] == "yes",
            with_children=row["with_children"] == "yes",
        )
    except (KeyError, TypeError, ValueError) as wrong:
        raise ValueError(f"trades.csv, line {line}: {wrong}") from wrong
