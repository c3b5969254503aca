"""The imported ROME in SQL, and the catalogue that merges it with the shipped trades.

An import replaces everything in one transaction. A running process sees it within half a minute. Refuses nothing.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, delete, insert, inspect, select

from services.matching.adapters import trades_tables as tables
from services.matching.adapters.official_rome import OfficialRome
from services.matching.adapters.shipped_trades import shipped_table, shipped_trades
from services.matching.adapters.trade_table import TradeTable
from services.matching.domain.studies import UNKNOWN, Reach, WayIn, leads
from services.matching.domain.trade import A_FAR_MOVE, Trade, TradeName, TradeSkill, merged
from services.matching.ports import TradeSuggestion
from services.matching.text_ports import TradeSense

A_POSSIBLE_MOVE = 0.5
FIRST_MOVES = 5
"""The publisher does not say what its order of moves means; read by hand, the first ones are near and the last far

(from care assistant: childcare first, legal assistant tenth). Without an order, every move counts as possible.
"""
LOOKED_AT_EVERY_SECONDS = 30.0
MANY = 2000


def keep_official_rome(connection: Connection, rome: OfficialRome, *, release: UUID, at: datetime) -> None:
    """Replace the imported ROME by this one, in the caller's transaction."""
    places: dict[str, int] = defaultdict(int)
    skills = []
    for code, ogr, label in rome.skills:
        places[code] += 1
        skills.append({"code": code, "ogr": ogr, "place": places[code], "label": label})
    rows: dict[str, list[dict[str, object]]] = {
        "rome_codes": [
            {"code": code, "label": label, "parent": parent[:20], **_way_in(rome.ways_in.get(code, UNKNOWN))}
            for code, (label, parent) in rome.codes.items()
        ],
        "rome_appellations": [
            {"ogr": ogr, "code": code, "label": label} for ogr, (code, label) in rome.appellations.items()
        ],
        "rome_mobility": [
            {"source": source, "target": target, "place": place}
            for (source, target), place in sorted(rome.mobility.items())
        ],
        "rome_skills": skills,
    }
    for name, given in rows.items():
        table = tables.metadata.tables[name]
        connection.execute(delete(table))
        for start in range(0, len(given), MANY):
            connection.execute(insert(table), given[start : start + MANY])
    connection.execute(delete(tables.rome_releases))
    connection.execute(
        insert(tables.rome_releases).values(
            id=str(release), imported_at=at, codes=len(rome.codes), appellations=len(rome.appellations)
        )
    )


def _way_in(read: WayIn) -> dict[str, object]:
    return {"level": read.level, "own_diploma": read.own}


def imported_trades(connection: Connection) -> Sequence[Trade]:
    """Every imported code as a trade."""
    names: dict[str, list[TradeName]] = defaultdict(list)
    for row in connection.execute(select(tables.rome_appellations).order_by(tables.rome_appellations.c.ogr)):
        names[row.code].append(TradeName(row.label, row.ogr))
    moves: dict[str, dict[str, float]] = defaultdict(dict)
    codes = connection.execute(select(tables.rome_codes).order_by(tables.rome_codes.c.code)).all()
    leading = {row.code for row in codes if leads(row.label)}
    for row in connection.execute(select(tables.rome_mobility)):
        promoted = row.target in leading and row.source not in leading
        far = promoted or row.place > FIRST_MOVES
        moves[row.source][row.target] = A_FAR_MOVE if far else A_POSSIBLE_MOVE
    skills: dict[str, list[TradeSkill]] = defaultdict(list)
    for row in connection.execute(select(tables.rome_skills).order_by(tables.rome_skills.c.place)):
        skills[row.code].append(TradeSkill(row.ogr, row.label))
    return [
        Trade(
            rome=row.code,
            label=row.label,
            names=tuple(names[row.code]),
            skills=tuple(skills[row.code]),
            moves=moves[row.code],
            parent=row.parent,
            way_in=WayIn(row.level, bool(row.own_diploma)),
        )
        for row in codes
    ]


def with_shipped(imported: Sequence[Trade], sense: TradeSense | None = None) -> TradeTable:
    """The table of both: the shipped trades first, completed by the imported ones."""
    if not imported:
        return shipped_table() if sense is None else TradeTable(shipped_trades(), sense)
    official = {trade.rome: trade for trade in imported}
    ours = [merged(trade, official.pop(trade.rome)) if trade.rome in official else trade for trade in shipped_trades()]
    return TradeTable([*ours, *official.values()], sense)


class SqlTrades:
    """Implements ``TradesCatalogue`` over the imported and the shipped trades. Thread-safe; read on first use."""

    def __init__(
        self,
        reading: Callable[[], AbstractContextManager[Connection]],
        *,
        sense: TradeSense | None = None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """``reading`` opens a transaction that only reads matching's database; ``sense`` reads unknown words."""
        self._reading = reading
        self._sense = sense
        self._seconds = seconds
        self._lock = threading.Lock()
        self._table: TradeTable | None = None
        self._release: str | None = None
        self._looked_at = 0.0

    def label(self, rome: str) -> str | None:
        """The name of a code; None for a code that is not in the table."""
        return self._now().label(rome)

    def suggest(self, words: str, *, limit: int = 8) -> Sequence[TradeSuggestion]:
        """Trades for what somebody typed, best first, one per code."""
        return self._now().suggest(words, limit=limit)

    def nearness(self, rome: str) -> Mapping[str, float]:
        """How near other codes are, in (0, 1]."""
        return self._now().nearness(rome)

    def reach(self, romes: Collection[str]) -> Reach:
        """What these wished codes suppose, and the codes that ask for more."""
        return self._now().reach(romes)

    def skills(self, rome: str) -> Sequence[TradeSkill]:
        """The skills of a trade, the most telling first."""
        return self._now().skills(rome)

    def code_of(self, name: str) -> str | None:
        """The one code that bears this very name; None when none or several do."""
        return self._now().code_of(name)

    def trade(self, rome: str) -> Trade | None:
        """The whole of a trade; None when the code is unknown."""
        return self._now().trade(rome)

    def _now(self) -> TradeTable:
        """The table, looked at again when it is time; while one thread reads anew, the others keep the old one."""
        table = self._table
        if table is not None and self._seconds() - self._looked_at < LOOKED_AT_EVERY_SECONDS:
            return table
        if not self._lock.acquire(blocking=table is None):
            return table or shipped_table()
        try:
            if self._table is None or self._seconds() - self._looked_at >= LOOKED_AT_EVERY_SECONDS:
                self._table = self._read()
                self._looked_at = self._seconds()
            return self._table
        finally:
            self._lock.release()

    def _read(self) -> TradeTable:
        with self._reading() as connection:
            if not inspect(connection).has_table(tables.rome_releases.name):
                return self._table or with_shipped((), self._sense)
            release = connection.execute(select(tables.rome_releases.c.id)).scalar_one_or_none()
            if self._table is not None and release == self._release:
                return self._table
            self._release = release
            return with_shipped(imported_trades(connection), self._sense)
