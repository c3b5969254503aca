"""Search trades by their names and by what the words mean, weighed together.

The names answer at each letter, unfinished words included; the sense answers once there is something to understand.
Refuses nothing: words that name no trade and mean none find nothing.
"""

from collections.abc import Mapping, Sequence

from services.matching.adapters.trade_names import Found, TradeNames
from services.matching.domain.trade import Trade, TradeName
from services.matching.text_ports import TradeSense

NAMED, MEANT = 0.4, 0.6
"""Weighed on the everyday wishes for tuning: anything between 0.2 and 0.5 for the names does as well."""
LEAST_MEANT = 0.42
"""How near the words must be to a name of the trade for their meaning alone to suggest it."""
SHORTEST_MEANT = 3
_LOOKED_AT = 40


def searched(
    words: str, names: TradeNames, sense: TradeSense | None, trades: Mapping[str, Trade], *, limit: int
) -> Sequence[Found]:
    """The best name of each trade that the words may mean, best first."""
    named = names.find(words, limit=_LOOKED_AT if sense is not None else limit)
    if sense is None or limit < 1 or len(words.strip()) < SHORTEST_MEANT:
        return named[:limit]
    meant = sense.alike(words)
    found = {one.rome: one for one in named}
    for rome, alike in meant.items():
        if rome not in found and rome in trades and alike >= LEAST_MEANT:
            found[rome] = Found(rome, TradeName(trades[rome].label), 0.0)
    weighed = [
        Found(one.rome, one.name, round(NAMED * one.score + MEANT * meant.get(one.rome, 0.0), 6))
        for one in found.values()
    ]
    return sorted(weighed, key=lambda one: (-one.score, one.rome))[:limit]
