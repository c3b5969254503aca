"""The catalogue over a set of trades held in memory: labels, suggestions, nearness, skills.

Refuses nothing: a code that it does not know has no label, no skill, and is near itself only. Thread-safe.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

from services.matching.adapters.trade_names import TradeNames
from services.matching.adapters.trade_search import searched
from services.matching.domain.studies import BAC_3, Reach, asks_for_more, furthest, leads
from services.matching.domain.trade import A_FAR_MOVE, Trade, TradeSkill, across_studies, both_ways
from services.matching.ports import TradeSuggestion
from services.matching.text_ports import TradeSense

SAME_PARENT, SAME_DOMAIN = 0.75, 0.25
REMEMBERED = 500
"""Sets of wishes whose reach is kept: people who wish the same trades share it."""


class TradeTable:
    """Implements ``TradesCatalogue``; read-only once built."""

    def __init__(self, trades: Iterable[Trade], sense: TradeSense | None = None) -> None:
        """``sense`` reads the words that no name holds; without it, names alone are searched."""
        self._sense = sense
        self._trades = {trade.rome: trade for trade in trades}
        self._near = both_ways(self._trades)
        self._of_domain: dict[str, list[str]] = defaultdict(list)
        self._of_parent: dict[str, list[str]] = defaultdict(list)
        for trade in self._trades.values():
            self._of_domain[trade.rome[:3]].append(trade.rome)
            if trade.parent:
                self._of_parent[trade.parent].append(trade.rome)
        self._reach = lru_cache(maxsize=REMEMBERED)(self._reached)

    @cached_property
    def _names(self) -> TradeNames:
        """Cut at the first search: labels, skills and nearness need none of it."""
        return TradeNames(self._trades.values())

    def __len__(self) -> int:
        return len(self._trades)

    def trade(self, rome: str) -> Trade | None:
        """The whole of a trade; None when the code is unknown."""
        return self._trades.get(rome)

    def label(self, rome: str) -> str | None:
        """The name of a code; None for a code that is not in the table."""
        found = self._trades.get(rome)
        return found.label if found else None

    def suggest(self, words: str, *, limit: int = 8) -> Sequence[TradeSuggestion]:
        """Trades for what somebody typed, best first, one per code."""
        return [
            TradeSuggestion(
                rome=found.rome,
                label=self._trades[found.rome].label,
                matched=found.name.text,
                ogr=found.name.ogr,
                score=found.score,
            )
            for found in searched(words, self._names, self._sense, self._trades, limit=limit)
        ]

    def code_of(self, name: str) -> str | None:
        """The one code that bears this very name (gender and « H/F » aside); None when none or several do."""
        return self._names.code_of(name)

    def nearness(self, rome: str) -> Mapping[str, float]:
        """How near other codes are, in (0, 1]; ``{rome: 1.0}`` for a code that is not in the table."""
        trade = self._trades.get(rome)
        if trade is None:
            return {rome: 1.0}
        near = {other: self._in_domain(trade, self._trades[other]) for other in self._of_domain[rome[:3]]}
        for other, figure in self._near.get(rome, {}).items():
            near[other] = max(near.get(other, 0.0), figure)
        for other in self._of_parent.get(trade.parent, ()):
            near[other] = max(near.get(other, 0.0), SAME_PARENT)
        near = {other: self._across(trade, other, figure) for other, figure in near.items()}
        near[rome] = 1.0
        return near

    @staticmethod
    def _in_domain(wished: Trade, other: Trade) -> float:
        """The same domain, but for who would be led there."""
        return A_FAR_MOVE if leads(other.label) and not leads(wished.label) else SAME_DOMAIN

    def _across(self, wished: Trade, rome: str, figure: float) -> float:
        other = self._trades.get(rome)
        return figure if other is None else across_studies(wished, other, figure)

    def reach(self, romes: Collection[str]) -> Reach:
        """What these wished codes suppose of studies, and the codes that ask for more."""
        return self._reach(frozenset(romes))

    def _reached(self, romes: frozenset[str]) -> Reach:
        supposed = furthest(self._trades[rome].way_in for rome in romes if rome in self._trades)
        beyond = {rome for rome, trade in self._trades.items() if asks_for_more(supposed, trade.way_in)}
        unlearnt = {rome for rome in beyond if (self._trades[rome].way_in.level or 0) >= BAC_3}
        led = any(leads(self._trades[rome].label) for rome in romes if rome in self._trades)
        return Reach(supposed, frozenset(beyond - romes), frozenset(unlearnt - romes), led)

    def skills(self, rome: str) -> Sequence[TradeSkill]:
        """The skills of a trade, the most telling first; none for an unknown code."""
        found = self._trades.get(rome)
        return found.skills if found else ()
