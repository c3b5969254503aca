"""The reverse: people that a referent accompanies who could fit an offer; and, for the employer, a band without names.

Announces nothing. Refuses an unknown or withdrawn offer, an account that does not speak for the company, and any
answer before a referent has confirmed who speaks for it. The band of an offer is frozen the first time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.contracts.actors import Actor, Role
from services.kernel.problems import Conflict, Forbidden, Unavailable
from services.matching.domain.access import KeptProfile
from services.matching.domain.offer_sheet import OfferSheet
from services.matching.domain.ranking import eligibility
from services.matching.domain.ranking.eligibility import Assured, Reservation
from services.matching.domain.ranking.evidence import TradeLink, trade_links
from services.matching.domain.ranking.market import Market, Signals, evidence_of
from services.matching.domain.ranking.offer import Offer
from services.matching.domain.ranking.people import Band, Fit, band_of, people_for
from services.matching.domain.ranking.profile import Profile
from services.matching.domain.ranking.reasons import Reason, reasons
from services.matching.ports import UnitOfWork
from services.matching.use_cases.gather_market import day_in, gather_market, settings_of
from services.matching.use_cases.rank_offers_for_profile import Tools
from services.matching.use_cases.words_of_offers import Alike, asked_of, must_be_heard

WITHDRAWN = "Cette offre n'est plus proposée."
NOT_CONFIRMED = (
    "Un référent doit d'abord confirmer que vous parlez au nom de cette entreprise. "
    "Vous saurez ensuite combien de personnes pourraient convenir."
)
NOT_YOURS = "Cette offre n'est pas celle de votre entreprise."


@dataclass(frozen=True, slots=True)
class PersonFit:
    """A person who may have the offer, and why."""

    fit: Fit
    reasons: tuple[Reason, ...]
    reservations: tuple[Reservation, ...]
    assured: tuple[Assured, ...] = ()


@dataclass(frozen=True, slots=True)
class PeopleList:
    """``total`` of the people that this referent accompanies; ``items`` the first of them."""

    sheet: OfferSheet
    items: tuple[PersonFit, ...]
    total: int
    model: str
    """The version that ranked them."""
    heard: bool = True
    """False when the index of offers did not answer: see `words_of_offers`."""


def rank_people(offer_id: UUID, *, by: Actor, limit: int, uow: UnitOfWork, tools: Tools, now: datetime) -> PeopleList:
    """People whom the referent accompanies today, best first. Raises NotFound, Conflict, Unavailable."""
    sheet = _standing(offer_id, uow)
    today = day_in(settings_of(uow), now)
    kept = [one for one in uow.profiles.active() if one.may_be_seen_by(by.id, today)]
    market = gather_market(uow, now=now, offers=(sheet.offer,), router=tools.router)
    fits, signals = _fits(sheet.offer, kept, market, uow, tools)
    heard = all(one.heard for one in signals.values())
    items = tuple(
        PersonFit(
            fit,
            reasons(evidence_of(fit.case, signals[fit.profile.id]), fit.score),
            eligibility.reservations(fit.case),
            eligibility.assurances(fit.case),
        )
        for fit in fits[:limit]
    )
    return PeopleList(sheet, items, len(fits), market.table.version, heard)


def note_people(found: PeopleList, *, by: Actor, uow: UnitOfWork, now: datetime) -> None:
    """Write down who was proposed for the offer."""
    details = {
        "profiles": [str(item.fit.profile.id) for item in found.items],
        "total": found.total,
        "model": found.model,
        "heard": found.heard,
    }
    subject = f"offer:{found.sheet.offer.id}"
    uow.journal.note("people.proposed", subject, details, actor=by.reference, at=now)


def band_for_offer(offer_id: UUID, *, by: Actor, uow: UnitOfWork, tools: Tools, now: datetime) -> Band:
    """The band, for who speaks for the company or for staff. Raises NotFound, Forbidden, Conflict, Unavailable.

    Writes: call it in a writing transaction. A band is frozen for good: not on less than every signal.
    """
    sheet = _standing(offer_id, uow)
    _must_be_allowed(sheet.offer, by, uow)
    frozen = uow.bands.get(offer_id)
    if frozen is None:
        market = gather_market(uow, now=now, offers=(sheet.offer,), router=tools.router)
        fits, signals = _fits(sheet.offer, uow.profiles.active(), market, uow, tools)
        for one in signals.values():
            must_be_heard(one)
        frozen = uow.bands.freeze(offer_id, band_of(fits).code, at=now)
    uow.journal.note("band.seen", f"offer:{offer_id}", {"band": frozen}, actor=by.reference, at=now)
    return Band.named(frozen)


def _must_be_allowed(offer: Offer, by: Actor, uow: UnitOfWork) -> None:
    if by.has(Role.REFERENT, Role.COORDINATION):
        return
    if offer.company_id is None or offer.company_id not in by.company_ids:
        raise Forbidden(NOT_YOURS)
    cap = settings_of(uow).introductions_per_month
    employer = uow.companies.all(introductions_per_month=cap).get(offer.company_id)
    if employer is None or not employer.confirmed or not uow.holders.speaks_for(by.id, offer.company_id):
        raise Forbidden(NOT_CONFIRMED, code="company-not-confirmed")


def _standing(offer_id: UUID, uow: UnitOfWork) -> OfferSheet:
    sheet = uow.offers.get(offer_id)
    if sheet.withdrawn:
        raise Conflict(WITHDRAWN, code="offer-withdrawn")
    return sheet


def _fits(
    offer: Offer, kept: Sequence[KeptProfile], market: Market, uow: UnitOfWork, tools: Tools
) -> tuple[tuple[Fit, ...], Mapping[UUID, Signals]]:
    profiles = [one.profile for one in kept]
    links = _links(profiles, tools)
    try:
        likeness, heard = _likeness(offer, profiles, asked_of(tools.index, uow.territory)), True
    except Unavailable:
        likeness, heard = {}, False
    dealings = uow.history.dealings_with(offer, today=market.today)
    fits = people_for(offer, profiles, market, links=links, likeness=likeness, dealings=dealings)
    signals = {
        profile.id: Signals(
            links[profile.id], {offer.id: likeness[profile.id]} if profile.id in likeness else {}, heard
        )
        for profile in profiles
    }
    return fits, signals


def _links(profiles: Sequence[Profile], tools: Tools) -> Mapping[UUID, Mapping[str, TradeLink]]:
    romes = {wish.rome for profile in profiles for wish in profile.wants.wishes}
    nearness = {rome: tools.trades.nearness(rome) for rome in romes}
    return {profile.id: trade_links(profile.wants.wishes, nearness) for profile in profiles}


def _likeness(offer: Offer, profiles: Sequence[Profile], alike: Alike) -> Mapping[UUID, float]:
    """Asked once per set of wished labels: people who wish the same thing share the answer."""
    known: dict[tuple[str, ...], float | None] = {}
    found: dict[UUID, float] = {}
    for profile in profiles:
        labels = tuple(dict.fromkeys(wish.label for wish in profile.wants.wishes))
        if labels and labels not in known:
            known[labels] = alike(labels, (offer.id,)).get(offer.id)
        value = known.get(labels)
        if value is not None:
            found[profile.id] = value
    return found
