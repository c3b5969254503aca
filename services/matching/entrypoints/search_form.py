"""The free search as a form in the address: what is typed, understood, and told back."""

from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.contracts.vocabulary import OfferKind
from services.matching.domain.ranking.travel import Point
from services.matching.ports import OfferQuery, TradesCatalogue

NEAR_ENOUGH = 0.75
"""Trades that are an easy move away are searched with the one that is named."""
DISTANCES = ((2, "2 km"), (5, "5 km"), (10, "10 km"), (20, "20 km"), (50, "50 km"))
AROUND_KM = 10
"""How far around a town that is named without a distance."""
AT_ONCE = 20


class SearchTyped(BaseModel):
    """Names are those of the address: `/offres?q=…&metier=…&rome=…&type=…&km=…&lieu=…&du=…&au=…&personne=…`."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    q: str = Field(default="", max_length=200)
    trade: str = Field(default="", max_length=120, alias="metier")
    rome: str = Field(default="", pattern=r"^([A-N]\d{4})?$")
    kinds: list[OfferKind] = Field(default_factory=list, alias="type")
    within_km: int | None = Field(default=None, ge=1, le=500, alias="km")
    place: str = Field(default="", max_length=120, alias="lieu")
    starts_from: date | None = Field(default=None, alias="du")
    starts_until: date | None = Field(default=None, alias="au")
    person: UUID | None = Field(default=None, alias="personne")
    offset: int = Field(default=0, ge=0, le=10_000, alias="debut")

    @property
    def refined(self) -> bool:
        """Whether something less usual than words and a trade was asked."""
        return bool(self.within_km or self.place or self.starts_from or self.starts_until or self.kinds)

    def address(self, **changes: object) -> str:
        """The address of this search with some fields changed; from its start unless said otherwise."""
        told = self.model_copy(update={"offset": 0, **changes}).model_dump(by_alias=True, mode="json")
        pairs = [(name, value) for name, value in told.items() if value not in (None, "", 0, [])]
        return f"/offres?{urlencode(pairs, doseq=True)}" if pairs else "/offres"


def understood_trade(typed: SearchTyped, trades: TradesCatalogue) -> tuple[str, str] | None:
    """(code, name) of the trade that was chosen, or of the nearest to the words; None when there is none."""
    if typed.rome:
        return typed.rome, trades.label(typed.rome) or typed.trade or typed.rome
    words = typed.trade.strip()
    best = trades.suggest(words, limit=1) if words else ()
    return (best[0].rome, best[0].label) if best else None


def query_of(typed: SearchTyped, trades: TradesCatalogue, around: Point | None) -> OfferQuery:
    """What to ask the index. ``around`` is where distance is counted from."""
    within_km = typed.within_km or (AROUND_KM if typed.place.strip() else None)
    trade = understood_trade(typed, trades)
    near = trades.nearness(trade[0]) if trade else {}
    return OfferQuery(
        words=typed.q.strip(),
        romes=frozenset(rome for rome, value in near.items() if value >= NEAR_ENOUGH),
        kinds=frozenset(typed.kinds),
        around=around if within_km else None,
        within_km=float(within_km) if within_km and around else None,
        starts_from=typed.starts_from,
        starts_until=typed.starts_until,
    )
