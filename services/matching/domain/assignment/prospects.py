"""What each person could have in the plan, remembered from one drawing to the next: only what changed is read again.

An offer counts when it is eligible and of a trade at least in the domain of a wish: the plan sends nobody where she
never asked to go. An offer whose trade nobody told, and a person without a wish, have no part in it; both are told.
One per territory and process; thread-safe under the caller's lock. Pure.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from services.matching.domain.assignment.seats import HUNDREDTHS
from services.matching.domain.ranking import eligibility
from services.matching.domain.ranking.dealings import NO_DEALINGS, Dealings
from services.matching.domain.ranking.evidence import TradeLink
from services.matching.domain.ranking.market import OUT_OF_SIGHT_KM, Market, Signals, Trips, case_of, evidence_of
from services.matching.domain.ranking.offer import Offer
from services.matching.domain.ranking.profile import Profile
from services.matching.domain.ranking.score import IN_A_DOMAIN, score
from services.matching.domain.ranking.travel import ToldTrip

Likeness = Callable[[Profile, Collection[UUID]], Mapping[UUID, float]]


@dataclass(frozen=True, slots=True)
class Prospect:
    """One person as the plan sees her: ``links`` are those of her wishes."""

    profile: Profile
    dealings: Dealings = NO_DEALINGS
    links: Mapping[str, TradeLink] = field(default_factory=dict)


@dataclass(slots=True)
class _Remembered:
    profile: Profile
    dealings: Dealings
    told: Mapping[str, ToldTrip] | None
    worth: dict[UUID, int]


class Prospects:
    """The options of everybody, kept between two drawings."""

    def __init__(self) -> None:
        self._ground: tuple[object, ...] = ()
        self._stamps: dict[UUID, tuple[object, ...]] = {}
        self._people: dict[UUID, _Remembered] = {}

    def worth(
        self, people: Sequence[Prospect], market: Market, likeness: Likeness
    ) -> Mapping[UUID, Mapping[UUID, int]]:
        """What each possible offer is worth to each person in this market, in hundredths: by person, by offer."""
        changed = self._changed(market)
        by_rome: dict[str, list[Offer]] = {}
        for offer in market.offers:
            if offer.rome:
                by_rome.setdefault(offer.rome, []).append(offer)
        self._people = {one.profile.id: self._of(one, market, by_rome, changed, likeness) for one in people}
        return {person: held.worth for person, held in self._people.items()}

    def _changed(self, market: Market) -> frozenset[UUID]:
        """Offers that came, changed, or whose employer did; a new day, new stops or another table change everything."""
        ground = (market.today, market.centre, market.stops, market.router, market.table)
        if ground != self._ground:
            self._ground, self._stamps, self._people = ground, {}, {}
        stamps = {offer.id: _stamp(offer, market) for offer in market.offers}
        changed = {offer for offer, stamp in stamps.items() if self._stamps.get(offer) != stamp}
        changed |= self._stamps.keys() - stamps.keys()
        self._stamps = stamps
        return frozenset(changed)

    def _of(
        self,
        one: Prospect,
        market: Market,
        by_rome: Mapping[str, Sequence[Offer]],
        changed: frozenset[UUID],
        likeness: Likeness,
    ) -> _Remembered:
        told = market.told.get(one.profile.id)
        known = self._people.get(one.profile.id)
        if known is None or (known.profile, known.dealings, known.told) != (one.profile, one.dealings, told):
            known = _Remembered(one.profile, one.dealings, told, {})
            looked_at = None
        else:
            looked_at = changed
        worth = {offer: value for offer, value in known.worth.items() if offer not in changed}
        offers = [
            offer
            for rome, link in sorted(one.links.items())
            if link.nearness >= IN_A_DOMAIN
            for offer in by_rome.get(rome, ())
            if looked_at is None or offer.id in looked_at
        ]
        worth.update(_worth(one, offers, market, likeness))
        known.worth = worth
        return known


def _stamp(offer: Offer, market: Market) -> tuple[object, ...]:
    company = offer.company_id
    if company is None:
        return offer, None, None, market.taken.get(offer.id, 0)
    return offer, market.employers.get(company), market.records.get(company), market.taken.get(offer.id, 0)


def _worth(one: Prospect, offers: Sequence[Offer], market: Market, likeness: Likeness) -> Mapping[UUID, int]:
    if not offers:
        return {}
    trips = Trips.of(one.profile, market)
    trips.prepare([offer.place for offer in offers if offer.place is not None])
    cases = []
    for offer in offers:
        if offer.place is not None and not offer.remote and trips.km(offer.place) > OUT_OF_SIGHT_KM:
            continue
        case = case_of(one.profile, offer, market, one.dealings, trips)
        if eligibility.is_eligible(case):
            cases.append(case)
    signals = Signals(one.links, likeness(one.profile, [case.offer.id for case in cases]) if cases else {})
    return {case.offer.id: round(HUNDREDTHS * score(evidence_of(case, signals), market.table).points) for case in cases}
