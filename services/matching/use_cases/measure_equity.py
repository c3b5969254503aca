"""The figures of `/equite`: what the lists of the last weeks showed, and how many people have few offers.

Announces nothing. Gives aggregates only: firms by name, people by counts of five or more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from services.matching.domain.equity import STEPS, gini, spread
from services.matching.domain.ranking.market import count_eligible
from services.matching.ports import Exposure, UnitOfWork
from services.matching.use_cases.gather_market import gather_market

WINDOWS = (30, 90, 365)
"""Days that may be looked at; the middle one by default."""
SHOWN_FIRMS = 12
ENOUGH = STEPS[-1][0]


@dataclass(frozen=True, slots=True)
class FirmExposure:
    """``part`` of all the attention of the window, 0 to 1."""

    name: str
    part: float
    offers: int


@dataclass(frozen=True, slots=True)
class Equity:
    """``gini`` over the firms of the club whose offers stand, those never shown counting for nought."""

    since: date
    lists_shown: bool
    gini: float | None
    club_firms: int
    club_firms_never_shown: int
    firms: tuple[FirmExposure, ...]
    standing_offers: int
    offers_shown: int
    people: int
    people_by_offers: tuple[tuple[int, int | None, int | None], ...]


def measure_equity(*, uow: UnitOfWork, now: datetime, days: int = WINDOWS[1]) -> Equity:
    """The figures of the last ``days``. Raises Unavailable."""
    market = gather_market(uow, now=now)
    since = market.today - timedelta(days=days)
    exposures = uow.proposals.exposure(since)
    shown = uow.proposals.offers_shown(since)
    club = {offer.company_id for offer in market.offers if offer.company_id is not None}
    seen = {one.company_id: one.weight for one in exposures if one.company_id is not None}
    counts = [count_eligible(kept.profile, market, at_most=ENOUGH) for kept in uow.profiles.active()]
    return Equity(
        since=since,
        lists_shown=bool(exposures),
        gini=gini([seen.get(company, 0.0) for company in club]) if exposures else None,
        club_firms=len(club),
        club_firms_never_shown=len(club - seen.keys()),
        firms=_firms(exposures, {company: employer.name for company, employer in market.employers.items()}),
        standing_offers=len(market.offers),
        offers_shown=sum(offer.id in shown for offer in market.offers),
        people=len(counts),
        people_by_offers=spread(counts),
    )


def _firms(exposures: Sequence[Exposure], names: Mapping[UUID | None, str]) -> tuple[FirmExposure, ...]:
    total = sum(one.weight for one in exposures) or 1.0
    return tuple(
        FirmExposure(names.get(one.company_id) or one.company_name or "Entreprise", one.weight / total, one.offers)
        for one in exposures[:SHOWN_FIRMS]
    )
