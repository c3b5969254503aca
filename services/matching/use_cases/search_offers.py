"""Search offers freely: words, trade, kind, place, dates; for a person or not.

Announces nothing. With a person, each offer found says whether it is possible for her and what it is worth.
Refuses a person whom the referent does not accompany.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.contracts.actors import Actor
from services.matching.domain.offer_sheet import OfferSheet
from services.matching.domain.ranking.case import Case
from services.matching.domain.ranking.eligibility import Verdict, judge
from services.matching.domain.ranking.market import Trips, case_of, evidence_of
from services.matching.domain.ranking.offer import Offer
from services.matching.domain.ranking.score import Score, score
from services.matching.ports import OfferQuery, TradesCatalogue, UnitOfWork
from services.matching.use_cases.gather_market import day_in, gather_market, settings_of, signals_for
from services.matching.use_cases.rank_offers_for_profile import Tools, visible_profile

SURELY_MEANT = 0.9
"""Score of a suggestion whose name the words say nearly whole."""


@dataclass(frozen=True, slots=True)
class ForPerson:
    """What an offer found is for the person."""

    case: Case
    verdict: Verdict
    score: Score


@dataclass(frozen=True, slots=True)
class Found:
    """An offer of the search."""

    sheet: OfferSheet
    for_person: ForPerson | None = None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """``total`` counts every offer that matches; ``model`` scored them, when it is for a person."""

    items: tuple[Found, ...]
    total: int
    offset: int
    model: str


@dataclass(frozen=True, slots=True)
class Search:
    """What is searched, from where in the results, and for whom if for anybody."""

    query: OfferQuery
    offset: int = 0
    limit: int = 30
    profile_id: UUID | None = None


def search_offers(search: Search, *, by: Actor, uow: UnitOfWork, tools: Tools, now: datetime) -> SearchPage:
    """Offers that match and still stand. Raises NotFound, Unavailable."""
    today = day_in(settings_of(uow), now)
    query = OfferQuery(
        words=search.query.words,
        also=search.query.also or other_names(search.query.words, tools.trades),
        romes=search.query.romes,
        kinds=search.query.kinds,
        around=search.query.around,
        within_km=search.query.within_km,
        starts_from=search.query.starts_from,
        starts_until=search.query.starts_until,
        on=search.query.on or today,
    )
    hits = tools.index.search(uow.territory, query, offset=search.offset, limit=search.limit)
    sheets = uow.offers.sheets(hits.offer_ids)
    standing = [sheets[offer] for offer in hits.offer_ids if offer in sheets and not sheets[offer].withdrawn]
    judged: Mapping[UUID, ForPerson] = {}
    if search.profile_id is not None:
        offers = [sheet.offer for sheet in standing]
        judged = _judged(search.profile_id, offers, by=by, uow=uow, tools=tools, now=now)
    items = tuple(Found(sheet, judged.get(sheet.offer.id)) for sheet in standing)
    return SearchPage(items, hits.total, search.offset, uow.rankings.in_force().version)


def other_names(words: str, trades: TradesCatalogue) -> tuple[str, ...]:
    """The names of the trades that the words surely mean: an offer may be written with one of these."""
    if not words.strip():
        return ()
    meant = [one for one in trades.suggest(words, limit=2) if one.score >= SURELY_MEANT]
    return tuple(dict.fromkeys(name for one in meant for name in (one.label, one.matched)))


def note_search(search: Search, found: SearchPage, *, by: Actor, uow: UnitOfWork, now: datetime) -> None:
    """Write down what was shown of a search made for a person; the words typed are not kept."""
    if search.profile_id is None:
        return
    details = {"offers": [str(item.sheet.offer.id) for item in found.items], "total": found.total, "model": found.model}
    uow.journal.note("offers.searched", f"profile:{search.profile_id}", details, actor=by.reference, at=now)


def _judged(
    profile_id: UUID, offers: Sequence[Offer], *, by: Actor, uow: UnitOfWork, tools: Tools, now: datetime
) -> Mapping[UUID, ForPerson]:
    kept = visible_profile(profile_id, by=by, uow=uow, now=now)
    market = gather_market(uow, now=now, offers=offers, router=tools.router)
    dealings = uow.history.dealings(profile_id, today=market.today)
    wants = kept.profile.wants
    trips = Trips.of(kept.profile, market)
    ids = [offer.id for offer in offers]
    signals = signals_for(wants, ids, territory=uow.territory, trades=tools.trades, index=tools.index)
    found: dict[UUID, ForPerson] = {}
    for offer in offers:
        case = case_of(kept.profile, offer, market, dealings, trips)
        found[offer.id] = ForPerson(case, judge(case), score(evidence_of(case, signals), market.table))
    return found
