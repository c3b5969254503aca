"""The offers for a person, best first, each with its reasons, and what would unlock more.

Announces nothing; writes down what was proposed (`proposals`, audit) through `note_proposals`, in a transaction of
its own, so that ranking never holds the write lock. Refuses a person whom the referent does not accompany.
The engine proposes and explains; it decides nothing.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from services.contracts.actors import Actor
from services.contracts.vocabulary import OfferKind
from services.kernel.problems import NotFound
from services.matching.domain.access import KeptProfile
from services.matching.domain.offer_sheet import OfferSheet
from services.matching.domain.ranking import eligibility, prior
from services.matching.domain.ranking.case import Case, Lift
from services.matching.domain.ranking.eligibility import Assured, Reservation
from services.matching.domain.ranking.lifting import liftable, lifted
from services.matching.domain.ranking.listing import Candidate, Ranked, arrange
from services.matching.domain.ranking.market import Market, Sifted, Signals, evidence_of, sift
from services.matching.domain.ranking.profile import Wants
from services.matching.domain.ranking.reach import parted
from services.matching.domain.ranking.reasons import Reason, reasons
from services.matching.domain.ranking.score import score
from services.matching.domain.ranking.travel import Router
from services.matching.domain.ranking.unlock import Unlock, unlocks
from services.matching.ports import InShadow, OfferIndex, Shown, TradesCatalogue, UnitOfWork
from services.matching.use_cases.gather_market import day_in, gather_market, settings_of, signals_for
from services.matching.use_cases.rank_in_shadow import in_shadow

UNKNOWN = "Cette personne n'est pas connue ici, ou vous ne l'accompagnez pas."


@dataclass(frozen=True, slots=True)
class Tools:
    """What measures trades, words and, where there is a router, ways to work."""

    trades: TradesCatalogue
    index: OfferIndex
    router: Router | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Which list. ``lifts`` are the « et si … » switched on; ``after`` is where the previous page ended."""

    profile_id: UUID
    lifts: frozenset[Lift] = frozenset()
    kinds: frozenset[OfferKind] = frozenset()
    """Narrows what is shown; empty for all."""
    limit: int = 20
    after: tuple[UUID, int] | None = None
    beyond: bool = False
    """Lists too what supposes studies or years that no wish of hers does: see `domain/ranking/reach`."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An offer at its place (from 1) with everything that is told of it."""

    position: int
    ranked: Ranked
    case: Case
    sheet: OfferSheet
    reasons: tuple[Reason, ...]
    reservations: tuple[Reservation, ...]
    assured: tuple[Assured, ...] = ()
    """What the offer demands and the person says she has."""
    freed: bool = False
    """Only here because of an « et si … »."""


@dataclass(frozen=True, slots=True)
class OfferList:
    """A page of the list. ``held`` counts, by rule, what the person's wishes alone keep out of it."""

    kept: KeptProfile
    items: tuple[Proposal, ...]
    total: int
    next_after: tuple[UUID, int] | None
    unlocks: tuple[Unlock, ...]
    liftable: tuple[Lift, ...]
    held: tuple[tuple[str, int], ...]
    apart: int = 0
    """How many of ``total`` are in none of the domains that the person asked for; they close the list."""
    kinds: tuple[tuple[OfferKind, int], ...] = ()
    """How many eligible offers of each kind, before ``Asked.kinds`` narrowed them."""
    model: str = prior.VERSION
    """The version that ranked it."""
    shadow: Mapping[UUID, InShadow] = field(default_factory=dict)
    """What the version in shadow made of the same offers: noted, never shown."""
    heard: bool = True
    """False when the index of offers did not answer: see `words_of_offers`."""
    beyond: int = 0
    """How many are left out of ``total`` (unless asked for) because they are beyond her reach."""


def visible_profile(profile_id: UUID, *, by: Actor, uow: UnitOfWork, now: datetime) -> KeptProfile:
    """The profile, for who accompanies the person today. Raises NotFound, whether it exists or not."""
    kept = uow.profiles.get(profile_id)
    if not kept.may_be_seen_by(by.id, day_in(settings_of(uow), now)):
        raise NotFound(UNKNOWN)
    return kept


def rank_offers(asked: Asked, *, by: Actor, uow: UnitOfWork, tools: Tools, now: datetime) -> OfferList:
    """The page that was asked. Raises NotFound, Unavailable."""
    kept = visible_profile(asked.profile_id, by=by, uow=uow, now=now)
    market = gather_market(uow, now=now, router=tools.router)
    dealings = uow.history.dealings(kept.profile.id, today=market.today)
    wants = lifted(kept.profile.wants, asked.lifts)
    profile = replace(kept.profile, wants=wants)
    sifted = sift(profile, market, dealings)
    signals = _signals(wants, sifted, uow, tools)
    candidates = [
        Candidate(c.offer, score(evidence_of(c, signals), market.table), c.employer, c.record) for c in sifted.eligible
    ]
    within, beyond = parted(candidates, signals.reach)
    wide = candidates if asked.beyond else within
    shown = [c for c in wide if not asked.kinds or c.offer.kind in asked.kinds]
    listed = arrange(shown, today=market.today)
    start = _start(listed, asked.after)
    page = listed[start : start + asked.limit]
    end = start + len(page)
    best = max((one.score.log_odds for one in candidates if not one.score.apart), default=None)
    return OfferList(
        kept=kept,
        items=_told(page, start, sifted, signals, uow, before=_without_lifts(kept, market, asked, uow)),
        total=len(listed),
        next_after=(page[-1].offer.id, end) if page and end < len(listed) else None,
        unlocks=unlocks(sifted, signals, wants, best, market.table),
        liftable=liftable(kept.profile.wants),
        held=tuple(Counter(rule.code for _, broken in sifted.held for rule in broken).most_common()),
        apart=sum(ranked.apart for ranked in listed),
        kinds=tuple(Counter(candidate.offer.kind for candidate in wide).most_common()),
        model=market.table.version,
        shadow=in_shadow(uow.rankings.shadow(), shown, today=market.today),
        heard=signals.heard,
        beyond=len(beyond),
    )


def _signals(wants: Wants, sifted: Sifted, uow: UnitOfWork, tools: Tools) -> Signals:
    near = (*(case.offer.id for case in sifted.eligible), *(case.offer.id for case, _ in sifted.held))
    return signals_for(wants, near, territory=uow.territory, trades=tools.trades, index=tools.index)


def _without_lifts(kept: KeptProfile, market: Market, asked: Asked, uow: UnitOfWork) -> frozenset[UUID] | None:
    """Offers eligible as things stand; None when nothing is lifted."""
    if not asked.lifts:
        return None
    dealings = uow.history.dealings(kept.profile.id, today=market.today)
    return frozenset(case.offer.id for case in sift(kept.profile, market, dealings).eligible)


def _start(listed: tuple[Ranked, ...], after: tuple[UUID, int] | None) -> int:
    """Where the page begins: behind the last offer seen, or its place when it has gone since."""
    if after is None:
        return 0
    places = {ranked.offer.id: place for place, ranked in enumerate(listed, 1)}
    return min(places.get(after[0], after[1]), len(listed))


def _told(
    page: tuple[Ranked, ...],
    start: int,
    sifted: Sifted,
    signals: Signals,
    uow: UnitOfWork,
    *,
    before: frozenset[UUID] | None,
) -> tuple[Proposal, ...]:
    cases = {case.offer.id: case for case in sifted.eligible}
    sheets = uow.offers.sheets([ranked.offer.id for ranked in page])
    return tuple(
        Proposal(
            position=start + place,
            ranked=ranked,
            case=cases[ranked.offer.id],
            sheet=sheets[ranked.offer.id],
            reasons=reasons(evidence_of(cases[ranked.offer.id], signals), ranked.score),
            reservations=eligibility.reservations(cases[ranked.offer.id]),
            assured=eligibility.assurances(cases[ranked.offer.id]),
            freed=before is not None and ranked.offer.id not in before,
        )
        for place, ranked in enumerate(page, 1)
        if ranked.offer.id in sheets
    )


def note_proposals(found: OfferList, *, lifts: frozenset[Lift], by: Actor, uow: UnitOfWork, now: datetime) -> None:
    """Write down what was shown to whom, for the evidence that a high-risk system must keep (AI Act, art. 12)."""
    profile_id = found.kept.profile.id
    details = {
        "offers": [str(item.ranked.offer.id) for item in found.items],
        "from": found.items[0].position if found.items else 0,
        "total": found.total,
        "model": found.model,
        "profile_version": found.kept.version,
        "lifts": sorted(lifts),
        "heard": found.heard,
    }
    uow.journal.note("offers.proposed", f"profile:{profile_id}", details, actor=by.reference, at=now)
    if lifts:
        return
    shown = [
        Shown(
            offer_id=item.ranked.offer.id,
            company_id=item.ranked.offer.company_id,
            company_name=item.ranked.offer.company_name,
            position=item.position,
            points=item.ranked.score.points,
            values=item.ranked.score.values,
            shadow=found.shadow.get(item.ranked.offer.id),
        )
        for item in found.items
    ]
    uow.proposals.note(profile_id, shown, day=day_in(settings_of(uow), now), model=found.model)
