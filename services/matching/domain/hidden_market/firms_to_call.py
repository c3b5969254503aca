"""Firms of the area likely to welcome a wished trade though they posted nothing in it: « à appeler », with the reason.

Two signs, never a score of the firm: what its sector hires (NAF × ROME counts), or a neighbouring trade that it posted.
Leaves out closed firms, those out of reach, and those that already offer the trade.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from services.matching.domain.ranking.evidence import TradeLink
from services.matching.domain.ranking.market import OUT_OF_SIGHT_KM, Trips
from services.matching.domain.ranking.profile import Wants, Wish
from services.matching.domain.ranking.rules_of_wishes import HORIZON_MINUTES, TOLERANCE
from services.matching.domain.ranking.travel import Point, Trip
from services.matching.domain.ranking.wording import Sentence

SAME_TRADE, NEXT_TRADE = 0.9, 0.5
"""Nearness from which a posted trade is the wished one, or a neighbour that says something of it."""
LEAST_SHARE = 0.02
"""Under one hiring in fifty, the sector says nothing of the trade."""
MOST_PER_TRADE = 6


class Sign(StrEnum):
    SECTOR = "sector"
    NEXT_TRADE = "next_trade"


@dataclass(frozen=True, slots=True)
class Sector:
    """What a sector of activity hired in a year, by ROME code of the older grain (v3)."""

    naf: str
    label: str
    hirings: Mapping[str, int] = field(default_factory=dict)

    def share(self, romes: Iterable[str]) -> float:
        """The part of its hirings made in these trades."""
        total = sum(self.hirings.values())
        return sum(self.hirings.get(rome, 0) for rome in frozenset(romes)) / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm known here: of the club (``company_id``), or only by the offers it published elsewhere.

    ``posted``: the trades that it offers today, with their words.
    """

    key: str
    name: str
    company_id: UUID | None = None
    naf: str = ""
    place: Point | None = None
    open: bool | None = None
    paused: bool = False
    posted: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FirmToCall:
    """``strength`` orders the firms: the share of the sector's hirings, or how near the posted trade is, tempered."""

    firm: Firm
    wish: Wish
    sign: Sign
    strength: float
    share: float
    trip: Trip | None
    sentence: Sentence


def firms_to_call(
    wants: Wants,
    firms: Sequence[Firm],
    sectors: Mapping[str, Sector],
    *,
    links: Mapping[str, TradeLink],
    older: Mapping[str, Sequence[str]],
    trips: Trips,
) -> tuple[FirmToCall, ...]:
    """Firms for each wished trade in turn, the most likely first, at most ``MOST_PER_TRADE`` of each.

    ``links`` are the links of the wishes; ``older`` gives, by wished code, the codes of the older grain to look for.
    """
    within = [firm for firm in firms if firm.open is not False and _in_reach(firm, wants, trips)]
    signs = _Signs(sectors, links, older, trips)
    told: list[FirmToCall] = []
    seen: set[str] = set()
    for wish in sorted(wants.wishes, key=lambda wish: (wish.rank, wish.rome)):
        found = [one for firm in within if (one := signs.of(firm, wish)) is not None]
        fresh = [one for one in sorted(found, key=_order) if one.firm.key not in seen][:MOST_PER_TRADE]
        seen.update(one.firm.key for one in fresh)
        told += fresh
    return tuple(told)


def _order(one: FirmToCall) -> tuple[float, int, str]:
    minutes = one.trip.minutes if one.trip is not None and one.trip.minutes is not None else HORIZON_MINUTES
    return -round(one.strength, 3), minutes, one.firm.key


def _in_reach(firm: Firm, wants: Wants, trips: Trips) -> bool:
    if firm.place is None:
        return firm.company_id is not None
    if trips.km(firm.place) > OUT_OF_SIGHT_KM:
        return False
    trip = trips.to(firm.place)
    if trip is None or (trip.minutes is None and not wants.modes):
        return True
    limit = HORIZON_MINUTES if wants.travel_minutes_max is None else wants.travel_minutes_max * TOLERANCE
    return trip.minutes is not None and trip.minutes <= limit


@dataclass(frozen=True, slots=True)
class _Signs:
    """What tells that a firm may welcome a trade."""

    sectors: Mapping[str, Sector]
    links: Mapping[str, TradeLink]
    older: Mapping[str, Sequence[str]]
    trips: Trips

    def of(self, firm: Firm, wish: Wish) -> FirmToCall | None:
        """The sign of this firm for this wish; None when it has none, or offers the trade already."""
        links = self.links
        near = {rome: links[rome].nearness for rome in firm.posted if rome in links and links[rome].wish == wish}
        if any(nearness >= SAME_TRADE for nearness in near.values()):
            return None
        trip = self.trips.to(firm.place)
        sector = self.sectors.get(firm.naf.replace(".", ""))
        share = sector.share(self.older.get(wish.rome, (wish.rome,))) if sector is not None else 0.0
        if sector is not None and share >= LEAST_SHARE:
            return FirmToCall(firm, wish, Sign.SECTOR, share, share, trip, _tell_sector(sector, wish, share))
        next_to = max(near, key=lambda rome: (near[rome], rome), default=None)
        if next_to is None or near[next_to] < NEXT_TRADE:
            return None
        told = Sentence.same(f"Elle recrute « {firm.posted[next_to]} », un métier proche de « {wish.label} ».")
        return FirmToCall(firm, wish, Sign.NEXT_TRADE, near[next_to] / 10, 0.0, trip, told)


def _tell_sector(sector: Sector, wish: Wish, share: float) -> Sentence:
    """« Dans ce secteur (restauration), environ 1 embauche sur 4 se fait en « cuisinier »."""
    activity = f" ({sector.label[:1].lower()}{sector.label[1:]})" if sector.label else ""
    return Sentence.same(f"Dans ce secteur{activity}, {_part(share)} en « {wish.label} » ou tout près.")


def _part(share: float) -> str:
    for least, words in ((0.75, "la plupart des embauches se font"), (0.58, "deux embauches sur trois se font")):
        if share >= least:
            return words
    return f"environ 1 embauche sur {max(2, round(1 / share))} se fait"
