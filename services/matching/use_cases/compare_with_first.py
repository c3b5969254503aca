"""« Pourquoi pas en tête ? » for one listed offer of a person. Announces nothing; one audit row.

Refuses a person whom the referent does not accompany, and an offer that is not in her list today (it was set aside:
`explain_offer` says why).
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.contracts.actors import Actor
from services.kernel.problems import Conflict
from services.matching.domain.offer_sheet import OfferSheet
from services.matching.domain.ranking.comparison import Comparison, compare
from services.matching.domain.ranking.listing import Candidate, arrange
from services.matching.domain.ranking.market import evidence_of, sift
from services.matching.domain.ranking.reach import parted
from services.matching.domain.ranking.score import score
from services.matching.ports import UnitOfWork
from services.matching.use_cases.gather_market import gather_market, signals_for
from services.matching.use_cases.rank_offers_for_profile import Tools, visible_profile

NOT_LISTED = "Cette offre n'est pas dans la liste de la personne : elle est écartée, avec ses raisons."

BEYOND = (
    "Cette offre n'est pas dans la liste de la personne : dans un métier qu'elle ne cherche pas, elle demande "
    "d'ordinaire des études ou des années d'expérience que ses souhaits ne supposent pas."
)


@dataclass(frozen=True, slots=True)
class BesideFirst:
    """``comparison`` None when the offer is the first of ``total``."""

    profile_id: UUID
    offer_id: UUID
    total: int
    comparison: Comparison | None
    first: OfferSheet


def compare_with_first(
    profile_id: UUID, offer_id: UUID, *, by: Actor, uow: UnitOfWork, tools: Tools, now: datetime
) -> BesideFirst:
    """Compare. Raises NotFound, Conflict, Unavailable."""
    kept = visible_profile(profile_id, by=by, uow=uow, now=now)
    uow.offers.get(offer_id)
    market = gather_market(uow, now=now, router=tools.router)
    sifted = sift(kept.profile, market, uow.history.dealings(profile_id, today=market.today))
    cases = {case.offer.id: case for case in sifted.eligible}
    if offer_id not in cases:
        raise Conflict(NOT_LISTED, code="not-listed")
    wants = kept.profile.wants
    signals = signals_for(wants, cases, territory=uow.territory, trades=tools.trades, index=tools.index)
    candidates = [
        Candidate(c.offer, score(evidence_of(c, signals), market.table), c.employer, c.record) for c in cases.values()
    ]
    within, beyond = parted(candidates, signals.reach)
    if any(one.offer.id == offer_id for one in beyond):
        raise Conflict(BEYOND, code="beyond")
    listed = arrange(within, today=market.today)
    position = next(place for place, ranked in enumerate(listed, 1) if ranked.offer.id == offer_id)
    first = listed[0].offer.id
    told = None
    if position > 1:
        told = compare(listed, position, evidence_of(cases[first], signals), evidence_of(cases[offer_id], signals))
    return BesideFirst(profile_id, offer_id, len(listed), told, uow.offers.get(first))


def note_comparison(told: BesideFirst, *, by: Actor, uow: UnitOfWork, now: datetime) -> None:
    """Write down that the offer was compared for this person."""
    details = {
        "offer": str(told.offer_id),
        "first": str(told.first.offer.id),
        "position": told.comparison.position if told.comparison else 1,
    }
    uow.journal.note("offer.compared", f"profile:{told.profile_id}", details, actor=by.reference, at=now)
