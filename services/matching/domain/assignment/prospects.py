"""What each person could have in the plan, remembered from one drawing to the next: only what changed is read again.

An offer counts when it is eligible and of a trade at least in the domain of a wish: the plan sends nobody where she
never asked to go. An offer whose trade nobody told, and a person without a wish, have no part in it; both are told.
The first reading of a large territory is long: whoever is hurried stops between two people and goes on later.
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
"""How alike the titles of these offers are to what a person wishes."""
Worth = Mapping[UUID, Mapping[UUID, int]]
"""Hundredths of points: by person, by offer."""
Hurried = Callable[[], bool]
"""True when whoever waits has waited enough."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """One person as the plan sees her: ``links`` are those of her wishes."""

    profile: Profile
    dealings: Dealings = NO_DEALINGS
    links: Mapping[str, TradeLink] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gathered:
    """How many people of ``total`` are ``read``; ``worth`` is that of everybody once all are."""

    read: int
    total: int
    worth: Worth

    @property
    def whole(self) -> bool:
        """True when nobody is left to be read."""
        return self.read == self.total


@dataclass(slots=True)
class _Remembered:
    """A person as she was read: ``at`` which look, and the offers in the index of which nothing was said then."""

    profile: Profile
    dealings: Dealings
    told: Mapping[str, ToldTrip] | None
    worth: dict[UUID, int]
    at: int
    unsaid: frozenset[UUID] = frozenset()


class Prospects:
    """The options of everybody, kept between two drawings."""

    def __init__(self) -> None:
        self._ground: tuple[object, ...] = ()
        self._stamps: dict[UUID, tuple[object, ...]] = {}
        self._people: dict[UUID, _Remembered] = {}
        self._look = 0
        self._changes: dict[int, frozenset[UUID]] = {}
        """By look, the offers that had changed since the one before: people may be several looks behind."""

    def gather(
        self, people: Sequence[Prospect], market: Market, likeness: Likeness | None, hurried: Hurried = lambda: False
    ) -> Gathered:
        """Read what changed, of one person at least, until all is read or who waits is hurried.

        ``likeness`` None: words are compared for nobody.
        """
        self._look_at(market)
        by_rome: dict[str, list[Offer]] = {}
        for offer in market.offers:
            if offer.rome:
                by_rome.setdefault(offer.rome, []).append(offer)
        followed = {one.profile.id for one in people}
        self._people = {person: held for person, held in self._people.items() if person in followed}
        read, enough = 0, False
        for one in people:
            if self._is_current(one, market):
                read += 1
            elif not enough:
                self._people[one.profile.id] = self._read(one, market, by_rome, likeness)
                read, enough = read + 1, hurried()
        if read == len(people):
            self._changes.clear()
        return Gathered(read, len(people), {one.profile.id: self._worth_of(one) for one in people})

    def _worth_of(self, one: Prospect) -> Mapping[UUID, int]:
        held = self._people.get(one.profile.id)
        return held.worth if held else {}

    def _look_at(self, market: Market) -> None:
        """Note what came or changed, or whose employer did; a new day, stops or table change everything."""
        ground = (market.today, market.centre, market.stops, market.router, market.table)
        if ground != self._ground:
            self._ground, self._stamps, self._people, self._changes = ground, {}, {}, {}
        stamps = {offer.id: _stamp(offer, market) for offer in market.offers}
        changed = {offer for offer, stamp in stamps.items() if self._stamps.get(offer) != stamp}
        changed |= self._stamps.keys() - stamps.keys()
        self._stamps = stamps
        if changed:
            self._look += 1
            self._changes[self._look] = frozenset(changed)

    def _is_current(self, one: Prospect, market: Market) -> bool:
        held = self._people.get(one.profile.id)
        return held is not None and held.at == self._look and not held.unsaid and _same(held, one, market)

    def _read(
        self, one: Prospect, market: Market, by_rome: Mapping[str, Sequence[Offer]], likeness: Likeness | None
    ) -> _Remembered:
        held = self._people.get(one.profile.id)
        changed: frozenset[UUID] | None = None
        worth: dict[UUID, int] = {}
        if held is not None and _same(held, one, market):
            since = (some for look, some in self._changes.items() if look > held.at)
            changed = held.unsaid.union(*since)
            worth = {offer: value for offer, value in held.worth.items() if offer not in changed}
        offers = [
            offer
            for rome, link in sorted(one.links.items())
            if link.nearness >= IN_A_DOMAIN
            for offer in by_rome.get(rome, ())
            if changed is None or offer.id in changed
        ]
        found, unsaid = _worth(one, offers, market, likeness)
        told = market.told.get(one.profile.id)
        return _Remembered(one.profile, one.dealings, told, worth | found, self._look, unsaid)


def _same(held: _Remembered, one: Prospect, market: Market) -> bool:
    """True when nothing of her own changed since she was read."""
    told = market.told.get(one.profile.id)
    return (held.profile, held.dealings, held.told) == (one.profile, one.dealings, told)


def _stamp(offer: Offer, market: Market) -> tuple[object, ...]:
    company = offer.company_id
    if company is None:
        return offer, None, None, market.taken.get(offer.id, 0)
    return offer, market.employers.get(company), market.records.get(company), market.taken.get(offer.id, 0)


def _worth(
    one: Prospect, offers: Sequence[Offer], market: Market, likeness: Likeness | None
) -> tuple[dict[UUID, int], frozenset[UUID]]:
    """What these offers are worth to her, and those whose words the index did not know yet."""
    trips = Trips.of(one.profile, market)
    trips.prepare([offer.place for offer in offers if offer.place is not None])
    cases = []
    for offer in offers:
        if offer.place is not None and not offer.remote and trips.km(offer.place) > OUT_OF_SIGHT_KM:
            continue
        case = case_of(one.profile, offer, market, one.dealings, trips)
        if eligibility.is_eligible(case):
            cases.append(case)
    possible = frozenset(case.offer.id for case in cases)
    signals = Signals(one.links, likeness(one.profile, possible) if possible and likeness else {})
    worth = {
        case.offer.id: round(HUNDREDTHS * score(evidence_of(case, signals), market.table).points) for case in cases
    }
    return worth, possible - signals.likeness.keys() if likeness else frozenset()
