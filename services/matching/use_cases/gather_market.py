"""Everything that a list is drawn from, read once: a fixed number of queries whatever the number of offers.

Refuses (Unavailable) while the territory's settings have not arrived.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from services.kernel.problems import Unavailable
from services.matching.domain.ranking.evidence import trade_links
from services.matching.domain.ranking.market import Market, Signals
from services.matching.domain.ranking.offer import Offer
from services.matching.domain.ranking.profile import Wants
from services.matching.domain.ranking.travel import Router
from services.matching.ports import OfferIndex, Territory, TradesCatalogue, UnitOfWork
from services.matching.use_cases.words_of_offers import asked_of

NOT_READY = "Les réglages du territoire ne sont pas encore arrivés. Réessayez dans une minute."


def settings_of(uow: UnitOfWork) -> Territory:
    """The territory's settings. Raises Unavailable."""
    territory = uow.territories.get()
    if territory is None:
        raise Unavailable(NOT_READY)
    return territory


def day_in(territory: Territory, now: datetime) -> date:
    """The day it is in the territory."""
    return now.astimezone(ZoneInfo(territory.time_zone)).date()


def month_start(territory: Territory, now: datetime) -> datetime:
    """When the present calendar month began there."""
    return now.astimezone(ZoneInfo(territory.time_zone)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def gather_market(
    uow: UnitOfWork, *, now: datetime, offers: Sequence[Offer] | None = None, router: Router | None = None
) -> Market:
    """The market of today; ``offers`` restricts it to some. Raises Unavailable."""
    territory = settings_of(uow)
    today = day_in(territory, now)
    return Market(
        offers=uow.offers.standing() if offers is None else offers,
        today=today,
        centre=territory.centre,
        employers=uow.companies.all(introductions_per_month=territory.introductions_per_month),
        records=uow.history.records(now=now, month_start=month_start(territory, now)),
        taken=uow.history.places_taken(),
        stops=uow.bus_stops.stops(),
        table=uow.rankings.in_force(),
        told=uow.told_trips.all(),
        router=router,
    )


def signals_for(
    wants: Wants, offers: Iterable[UUID], *, territory: str, trades: TradesCatalogue, index: OfferIndex
) -> Signals:
    """What is measured of these offers for these wishes; without their words while the index does not answer."""
    nearness = {wish.rome: trades.nearness(wish.rome) for wish in wants.wishes}
    links = trade_links(wants.wishes, nearness)
    labels = tuple(dict.fromkeys(wish.label for wish in wants.wishes))
    wanted, reach = frozenset(offers), trades.reach(nearness)
    try:
        return Signals(links, asked_of(index, territory)(labels, wanted), reach=reach)
    except Unavailable:
        return Signals(links, heard=False, reach=reach)
