"""Why this offer for this person, or why not: every barrier and reservation, and every reason of the score.

Announces nothing. Refuses a person whom the referent does not accompany, and an offer that was never known.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.contracts.actors import Actor
from services.matching.domain.access import KeptProfile
from services.matching.domain.offer_sheet import OfferSheet
from services.matching.domain.ranking.case import Case
from services.matching.domain.ranking.eligibility import Verdict, judge
from services.matching.domain.ranking.market import Trips, case_of, evidence_of
from services.matching.domain.ranking.reach import is_beyond
from services.matching.domain.ranking.reasons import Reason, reasons
from services.matching.domain.ranking.score import Score, score
from services.matching.ports import UnitOfWork
from services.matching.use_cases.gather_market import gather_market, signals_for
from services.matching.use_cases.rank_offers_for_profile import Tools, visible_profile


@dataclass(frozen=True, slots=True)
class Explanation:
    """The score is computed also when the offer is set aside: it says what it would be worth."""

    kept: KeptProfile
    sheet: OfferSheet
    case: Case
    verdict: Verdict
    score: Score
    reasons: tuple[Reason, ...]
    heard: bool = True
    """False when the index of offers did not answer."""
    beyond: bool = False
    """Possible, and left out of her list: see `domain/ranking/reach`."""


def explain_offer(
    profile_id: UUID, offer_id: UUID, *, by: Actor, uow: UnitOfWork, tools: Tools, now: datetime
) -> Explanation:
    """Explain one offer. Raises NotFound, Unavailable."""
    kept = visible_profile(profile_id, by=by, uow=uow, now=now)
    sheet = uow.offers.get(offer_id)
    market = gather_market(uow, now=now, offers=(sheet.offer,), router=tools.router)
    wants = kept.profile.wants
    dealings = uow.history.dealings(profile_id, today=market.today)
    case = case_of(kept.profile, sheet.offer, market, dealings, Trips.of(kept.profile, market))
    signals = signals_for(wants, (offer_id,), territory=uow.territory, trades=tools.trades, index=tools.index)
    seen = evidence_of(case, signals)
    scored = score(seen, market.table)
    beyond = scored.apart and is_beyond(sheet.offer, signals.reach)
    return Explanation(kept, sheet, case, judge(case), scored, reasons(seen, scored), signals.heard, beyond)


def note_explanation(told: Explanation, *, by: Actor, uow: UnitOfWork, now: datetime) -> None:
    """Write down that the offer was looked at for this person."""
    details = {
        "offer": str(told.sheet.offer.id),
        "barriers": [barrier.code for barrier in told.verdict.barriers],
        "points": round(told.score.points, 3),
        "model": told.score.table.version,
        "heard": told.heard,
    }
    uow.journal.note("offer.explained", f"profile:{told.kept.profile.id}", details, actor=by.reference, at=now)
