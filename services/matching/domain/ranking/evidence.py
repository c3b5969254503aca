"""All that a feature may read: what the person wants, the offer, who makes it, and three measured signals.

By its type it has neither legal condition, nor dealings, nor anything of `candidates` but ``Wants``: a test walks it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.matching.domain.ranking.offer import Employer, Offer, Record
from services.matching.domain.ranking.profile import Wants, Wish
from services.matching.domain.ranking.travel import Trip


@dataclass(frozen=True, slots=True)
class TradeLink:
    """The wish that the offer's trade comes nearest to. ``nearness`` in [0, 1]: 1 is that trade itself."""

    nearness: float
    wish: Wish


@dataclass(frozen=True, slots=True)
class Evidence:
    """``employer`` and ``record`` are None for an imported offer; a signal is None when it could not be measured."""

    wants: Wants
    offer: Offer
    today: date
    employer: Employer | None = None
    record: Record | None = None
    places_left: int = 1
    trip: Trip | None = None
    trade: TradeLink | None = None
    likeness: float | None = None
    """How alike the offer's title and the wished words are, in [0, 1], from vectors."""


def trade_links(wishes: Sequence[Wish], nearness: Mapping[str, Mapping[str, float]]) -> Mapping[str, TradeLink]:
    """For each code near some wish, the best link; the dearest wish wins a tie.

    ``nearness`` gives, by wished code, how near other codes are (``TradesCatalogue.nearness``).
    """
    best: dict[str, TradeLink] = {}
    for wish in sorted(wishes, key=lambda wish: (wish.rank, wish.rome)):
        for rome, value in nearness.get(wish.rome, {wish.rome: 1.0}).items():
            known = best.get(rome)
            if known is None or value > known.nearness:
                best[rome] = TradeLink(value, wish)
    return best


def link_of(offer: Offer, wishes: Sequence[Wish], links: Mapping[str, TradeLink]) -> TradeLink | None:
    """The link of this offer; far from the dearest wish when no code is near; None when either side says nothing."""
    if not wishes or not offer.rome:
        return None
    found = links.get(offer.rome)
    return found or TradeLink(0.0, min(wishes, key=lambda wish: (wish.rank, wish.rome)))
