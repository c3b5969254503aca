"""The features of an offer that was taken up outside of any list (free search, plan, a sheet), read there and then.

Announces nothing. Written in the transaction of the act, on the row of the introduction, before anything else moves.
What was shown in a list keeps what was shown. Where nothing can be measured (no settings yet), the row stays without
features: it counts, and teaches nothing.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.kernel.problems import Unavailable
from services.matching.domain.introductions.introduction import Introduction
from services.matching.domain.learning.outcome import OUTSIDE, Seen
from services.matching.domain.ranking.features import read_all
from services.matching.domain.ranking.market import Signals, Trips, case_of, evidence_of
from services.matching.domain.ranking.profile import Wants
from services.matching.placement_ports import Work
from services.matching.use_cases.gather_market import gather_market, signals_for
from services.matching.use_cases.rank_offers_for_profile import Tools


def read_outside_lists(introduction: Introduction, *, uow: Work, tools: Tools, now: datetime) -> None:
    """Give the row of this introduction its features when no list did."""
    row = uow.outcomes.get(introduction.id)
    if row is None or row.seen is not None:
        return
    seen = _seen(introduction, uow, tools, now)
    if seen is not None:
        uow.outcomes.save(replace(row, seen=seen))


def _seen(introduction: Introduction, uow: Work, tools: Tools, now: datetime) -> Seen | None:
    if introduction.profile_id is None:
        return None
    profile = uow.profiles.get(introduction.profile_id).profile
    offer = uow.offers.get(introduction.proposal.offer_id).offer
    try:
        market = gather_market(uow, now=now, offers=[offer], router=tools.router)
    except Unavailable:
        return None
    dealings = uow.history.dealings(profile.id, today=market.today)
    case = case_of(profile, offer, market, dealings, Trips.of(profile, market))
    signals = _signals(profile.wants, offer.id, uow, tools)
    return Seen(market.today, OUTSIDE, market.table.version, read_all(evidence_of(case, signals)))


def _signals(wants: Wants, offer_id: UUID, uow: Work, tools: Tools) -> Signals:
    """With an index out of reach the words stay unknown, and the act goes on."""
    try:
        return signals_for(wants, [offer_id], territory=uow.territory, trades=tools.trades, index=tools.index)
    except Unavailable:
        return signals_for(wants, [], territory=uow.territory, trades=tools.trades, index=tools.index)
