"""The offers of a territory at one instant, and who makes them: what a list is drawn from.

Also says which offers one person may have (`sift`), in one pass: eligible, or held back by wishes alone.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from services.contracts.vocabulary import TravelMode
from services.matching.domain.ranking import eligibility, prior
from services.matching.domain.ranking.case import Case, Rule
from services.matching.domain.ranking.dealings import NO_DEALINGS, Dealings
from services.matching.domain.ranking.evidence import Evidence, TradeLink, link_of
from services.matching.domain.ranking.offer import NO_RECORD, Employer, Offer, Record
from services.matching.domain.ranking.profile import Profile, Wants
from services.matching.domain.ranking.table import Table
from services.matching.domain.ranking.travel import (
    MEANS,
    Point,
    Router,
    Stops,
    ToldTrip,
    Trip,
    TripSource,
    crow_fly_km,
    place_key,
    trip,
)
from services.matching.domain.studies import UNKNOWN_REACH, Reach

OUT_OF_SIGHT_KM = max(means.reach_km / means.detour for means in MEANS.values())
"""Beyond this no means of anybody goes, whatever is lifted: such offers are not even examined."""


@dataclass(frozen=True, slots=True)
class Market:
    """``taken`` counts places held, by offer; ``employers`` and ``records`` are by company; ``table`` scores here.

    ``told`` is what referents say of ways to work: by person, then by ``place_key``.
    """

    offers: Sequence[Offer]
    today: date
    centre: Point
    employers: Mapping[UUID, Employer] = field(default_factory=dict)
    records: Mapping[UUID, Record] = field(default_factory=dict)
    taken: Mapping[UUID, int] = field(default_factory=dict)
    stops: Stops | None = None
    table: Table = prior.TABLE
    told: Mapping[UUID, Mapping[str, ToldTrip]] = field(default_factory=dict)
    router: Router | None = None


@dataclass(frozen=True, slots=True)
class Signals:
    """Measured outside: the links of the wished trades, and the likeness of each offer's title to the wishes.

    ``heard`` False while the index of offers does not answer: no likeness is known then, of any offer.
    """

    links: Mapping[str, TradeLink] = field(default_factory=dict)
    likeness: Mapping[UUID, float] = field(default_factory=dict)
    heard: bool = True
    reach: Reach = UNKNOWN_REACH
    """What the wished trades suppose of studies, and what asks for more."""


class Trips:
    """Trips of one person, remembered by place: offers of one firm share theirs.

    What her referent says of a place stands, whatever the means; then the router's trip; then the estimate.
    """

    def __init__(
        self,
        wants: Wants,
        centre: Point,
        stops: Stops | None,
        told: Mapping[str, ToldTrip] | None = None,
        router: Router | None = None,
    ) -> None:
        self._wants, self._centre, self._stops = wants, centre, stops
        self._told, self._router = told or {}, router
        self._known: dict[Point, tuple[Trip | None, float]] = {}
        self._driven: dict[Point, Trip | None] = {}

    @classmethod
    def of(cls, profile: Profile, market: Market) -> "Trips":
        """The trips of this person in this market, with what was said of hers."""
        return cls(profile.wants, market.centre, market.stops, market.told.get(profile.id), market.router)

    def prepare(self, places: Collection[Point]) -> None:
        """Ask the router for these places at once, if there is one."""
        if self._router is None or self._wants.origin is None:
            return
        asked = [place for place in dict.fromkeys(places) if place not in self._known]
        for place, found in self._router.trips(self._wants.origin, asked, self._wants.modes).items():
            self._known[place] = (self._said(place) or found, found.km)

    def to(self, place: Point | None) -> Trip | None:
        """The trip with her own means; None when her origin or the place is unknown."""
        return None if place is None else self._at(place)[0]

    def by_car_too(self, place: Point | None) -> Trip | None:
        """The trip had she a car besides; as it is when she said no means at all."""
        if place is None or self._wants.origin is None or not self._wants.modes:
            return self.to(place)
        if place not in self._driven:
            modes = self._wants.modes | {TravelMode.CAR}
            self._driven[place] = self._said(place) or self._quickest(self._wants.origin, place, modes)
        return self._driven[place]

    def km(self, place: Point) -> float:
        """From her origin, or from the centre of the territory while she has said none."""
        return self._at(place)[1]

    def _at(self, place: Point) -> tuple[Trip | None, float]:
        known = self._known.get(place)
        if known is None:
            origin = self._wants.origin
            if origin is None:
                known = self._said(place), crow_fly_km(self._centre, place)
            else:
                found = self._said(place) or self._quickest(origin, place, self._wants.modes)
                known = found, found.km
            self._known[place] = known
        return known

    def _said(self, place: Point) -> Trip | None:
        """What the referent says, None when she said nothing of this place."""
        said = self._told.get(place_key(place)) if self._told else None
        if said is None:
            return None
        return Trip(
            crow_fly_km(self._wants.origin or self._centre, place), said.minutes, said.mode, TripSource.REFERENT
        )

    def _quickest(self, origin: Point, place: Point, modes: Collection[TravelMode]) -> Trip:
        routed = self._router.trips(origin, [place], modes).get(place) if self._router is not None else None
        return routed or trip(origin, place, modes, self._stops)


def case_of(profile: Profile, offer: Offer, market: Market, dealings: Dealings, trips: Trips) -> Case:
    """Put one person before one offer."""
    company = offer.company_id
    return Case(
        profile.wants,
        offer,
        market.today,
        profile.legal,
        profile.active,
        market.employers.get(company) if company else None,
        market.records.get(company, NO_RECORD) if company else NO_RECORD,
        market.taken.get(offer.id, 0),
        dealings,
        trips.to(offer.place),
        trips.km(offer.place) if offer.place is not None and profile.wants.origin is None else None,
        profile.languages,
    )


def evidence_of(case: Case, signals: Signals) -> Evidence:
    """What the features may read of a case."""
    offer = case.offer
    return Evidence(
        wants=case.wants,
        offer=offer,
        today=case.today,
        employer=case.employer,
        record=case.record if case.employer is not None else None,
        places_left=max(0, offer.places - case.taken),
        trip=case.trip,
        trade=link_of(offer, case.wants.wishes, signals.links),
        likeness=signals.likeness.get(offer.id),
    )


@dataclass(frozen=True, slots=True)
class Sifted:
    """``eligible`` cases, and those ``held`` back by the person's wishes alone, with the rules that hold them."""

    eligible: tuple[Case, ...]
    held: tuple[tuple[Case, tuple[Rule, ...]], ...]
    trips: Trips


def sift(profile: Profile, market: Market, dealings: Dealings = NO_DEALINGS) -> Sifted:
    """Examine every offer of the market once. What the law or the employer bars is in neither list."""
    trips = Trips.of(profile, market)
    trips.prepare([offer.place for offer in market.offers if offer.place is not None])
    eligible: list[Case] = []
    held: list[tuple[Case, tuple[Rule, ...]]] = []
    for offer in market.offers:
        if offer.place is not None and not offer.remote and trips.km(offer.place) > OUT_OF_SIGHT_KM:
            continue
        case = case_of(profile, offer, market, dealings, trips)
        if eligibility.firmly_barred(case):
            continue
        broken = eligibility.blocking(case)
        if broken:
            held.append((case, broken))
        else:
            eligible.append(case)
    return Sifted(tuple(eligible), tuple(held), trips)


def count_eligible(profile: Profile, market: Market, *, at_most: int) -> int:
    """How many offers the person may have, counted up to ``at_most``; what already happened is left aside."""
    trips = Trips.of(profile, market)
    found = 0
    for offer in market.offers:
        if eligibility.is_eligible(case_of(profile, offer, market, NO_DEALINGS, trips)):
            found += 1
            if found == at_most:
                break
    return found
