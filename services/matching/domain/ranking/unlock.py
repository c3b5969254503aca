"""« Et si … »: what each wish of the person costs her, alone and by pairs.

One pass over what her wishes alone hold back; equal to ranking everything again with the wish lifted (property test).
Only what she set can be lifted; the law and the employer's side never are.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import fsum

from services.contracts.vocabulary import Licence, OfferKind, TravelMode
from services.matching.domain.ranking import prior
from services.matching.domain.ranking.case import Case, Lift, Rule
from services.matching.domain.ranking.evidence import Evidence
from services.matching.domain.ranking.features import BY_NAME, FEATURES, read_all
from services.matching.domain.ranking.market import Sifted, Signals, Trips, evidence_of
from services.matching.domain.ranking.offer import NOT_SAID, Offer
from services.matching.domain.ranking.profile import Wants
from services.matching.domain.ranking.rules_of_wishes import HORIZON_MINUTES, TOLERANCE
from services.matching.domain.ranking.score import is_apart, sigmoid
from services.matching.domain.ranking.table import Table
from services.matching.domain.ranking.wording import Sentence, plural

Lifts = frozenset[Lift]

MOVED_BY: dict[Lift, frozenset[str]] = {
    Lift.KINDS: frozenset({"opens_door"}),
    Lift.DATES: frozenset({"wait"}),
    Lift.HOURS: frozenset({"hours"}),
    Lift.DISTANCE: frozenset({"travel_limit"}),
    Lift.VEHICLE: frozenset({"travel_minutes", "travel_limit"}),
    Lift.LICENCE: frozenset(),
    Lift.EFFORTS: frozenset(),
}
"""Features whose value may change when a wish is lifted."""
STANDS_STILL: dict[str, Callable[[Offer], bool]] = {
    "opens_door": lambda offer: offer.kind is not OfferKind.IMMERSION,
    "wait": lambda offer: offer.starts_on is None,
    "hours": lambda offer: offer.hours == NOT_SAID,
    "travel_minutes": lambda offer: offer.remote or offer.place is None,
    "travel_limit": lambda offer: offer.remote or offer.place is None,
}
"""Offers about which a feature that may move does not: most advertisements say neither hours nor a first day."""
_TRADE, _WORDING = BY_NAME["trade"], BY_NAME["wording"]
_POSITION = {feature.name: place for place, feature in enumerate(FEATURES)}
WORTH_IT = 50.0 - 1e-9
"""Points from which an offer counts as close to what the person looks for (a half, whatever the rounding)."""


def lifted(wants: Wants, lifts: Lifts) -> Wants:
    """The same wants with some of them unsaid (or, for the vehicle and the licences, granted). Never bars more."""
    return Wants(
        wishes=wants.wishes,
        skills=wants.skills,
        kinds=frozenset() if Lift.KINDS in lifts else wants.kinds,
        available=frozenset() if Lift.HOURS in lifts else wants.available,
        available_from=None if Lift.DATES in lifts else wants.available_from,
        weekly_hours_max=None if Lift.HOURS in lifts else wants.weekly_hours_max,
        earliest_start=None if Lift.HOURS in lifts else wants.earliest_start,
        latest_end=None if Lift.HOURS in lifts else wants.latest_end,
        modes=wants.modes | {TravelMode.CAR} if Lift.VEHICLE in lifts and wants.modes else wants.modes,
        travel_minutes_max=_longest(wants) if Lift.DISTANCE in lifts else wants.travel_minutes_max,
        licences=frozenset(Licence) if Lift.LICENCE in lifts else wants.licences,
        origin=wants.origin,
        avoids=frozenset() if Lift.EFFORTS in lifts else wants.avoids,
    )


def _longest(wants: Wants) -> int | None:
    wished = wants.travel_minutes_max
    return wished if wished is not None and wished * TOLERANCE > HORIZON_MINUTES else None


def liftable(wants: Wants) -> tuple[Lift, ...]:
    """The wishes that this person did set."""
    return tuple(lift for lift in Lift if lifted(wants, frozenset({lift})) != wants)


def combinations_of(wants: Wants) -> tuple[Lifts, ...]:
    """Each wish alone, then each pair."""
    one = liftable(wants)
    return (*(frozenset({lift}) for lift in one), *(frozenset(pair) for pair in combinations(one, 2)))


@dataclass(frozen=True, slots=True)
class Unlock:
    """``more`` newly eligible offers, of which ``asked`` in the domains that the person asked for (all, if she named

    none). Of these, ``close`` are at least ``WORTH_IT``, ``together`` need both of a pair, and ``gain`` is how many
    points the best is above the best of today (0 when it is not).
    """

    lifts: Lifts
    more: int
    asked: int
    close: int
    together: int
    gain: float


def lifted_case(case: Case, lifts: Lifts, trips: Trips) -> Case:
    """The same case with some wishes lifted."""
    return _with_wants(case, lifted(case.wants, lifts), lifts, trips)


def _with_wants(case: Case, wants: Wants, lifts: Lifts, trips: Trips) -> Case:
    there = trips.by_car_too(case.offer.place) if Lift.VEHICLE in lifts else case.trip
    return Case(
        wants,
        case.offer,
        case.today,
        case.legal,
        case.active,
        case.employer,
        case.record,
        case.taken,
        case.dealings,
        there,
        case.km_from_centre,
        case.languages,
    )


class _Choices:
    """The wishes that can be lifted, each alone and by pairs, with what does not depend on the offer."""

    def __init__(self, wants: Wants, signals: Signals, trips: Trips, table: Table) -> None:
        self.all = combinations_of(wants)
        self.signals = signals
        self.table = table
        self._trips = trips
        self._wants = wants
        self._lifted: dict[Lifts, Wants] = {}
        self._ways: dict[tuple[Rule, ...], _Ways] = {}
        self._apart: dict[str, bool] = {}
        self.moves = {lifts: tuple(_moves(lifts)) for lifts in self.all}

    def ways(self, broken: tuple[Rule, ...]) -> "_Ways":
        """The choices that touch every broken rule, and what each asks."""
        found = self._ways.get(broken)
        if found is None:
            found = self._ways[broken] = _ways(self.all, broken)
        return found

    def apart(self, case: Case) -> bool:
        """True when the offer is in none of the domains asked for; one answer per trade, where one is told."""
        rome = case.offer.rome
        known = self._apart.get(rome) if rome else None
        if known is None:
            seen = evidence_of(case, self.signals)
            known = self._apart[rome] = is_apart(_TRADE.read(seen), _WORDING.read(seen))
        return known

    def case(self, case: Case, lifts: Lifts) -> Case:
        """The case with these wishes lifted."""
        if lifts not in self._lifted:
            self._lifted[lifts] = lifted(self._wants, lifts)
        return _with_wants(case, self._lifted[lifts], lifts, self._trips)


@dataclass(frozen=True, slots=True)
class _Ways:
    """``checks``: is this rule mended by these wishes? ``choices``: each with the places of the checks it needs."""

    checks: tuple[tuple[Rule, Lifts], ...]
    choices: tuple[tuple[Lifts, tuple[int, ...]], ...]


def _ways(choices: Sequence[Lifts], broken: Sequence[Rule]) -> _Ways:
    places: dict[tuple[str, Lifts], int] = {}
    checks: list[tuple[Rule, Lifts]] = []
    touching: list[tuple[Lifts, tuple[int, ...]]] = []
    for lifts in choices:
        if not all(lifts & rule.lifts for rule in broken):
            continue
        needed = []
        for rule in broken:
            check = rule.code, lifts & rule.lifts
            if check not in places:
                places[check] = len(checks)
                checks.append((rule, check[1]))
            needed.append(places[check])
        touching.append((lifts, tuple(needed)))
    return _Ways(tuple(checks), tuple(touching))


def _moves(lifts: Lifts) -> Iterator[tuple[str, Lifts]]:
    """Each feature that the choice moves, with the wishes of the choice that move it."""
    for name in sorted(frozenset[str]().union(*(MOVED_BY[lift] for lift in lifts))):
        yield name, frozenset(lift for lift in lifts if name in MOVED_BY[lift])


class _Held:
    """One offer held back, judged under each choice without reading twice what does not move."""

    def __init__(self, case: Case, choices: _Choices) -> None:
        self._case, self._choices = case, choices
        self._deltas: dict[tuple[str, Lifts], float] = {}
        self._base: tuple[tuple[float, ...], float] | None = None
        self._cases: dict[Lifts, Case] = {}
        self._seen: dict[Lifts, Evidence] = {}

    def freed_by(self, ways: _Ways) -> Iterator[Lifts]:
        """The choices under which no rule is broken any more, in their order; each check is made once."""
        mended: dict[int, bool] = {}
        for lifts, needed in ways.choices:
            for place in needed:
                verdict = mended.get(place)
                if verdict is None:
                    rule, asked = ways.checks[place]
                    verdict = mended[place] = not rule.broken(self._under(asked))
                if not verdict:
                    break
            else:
                yield lifts

    def log_odds(self, lifts: Lifts) -> float:
        """The score with these wishes lifted."""
        if self._base is None:
            table = self._choices.table
            shares = table.shares(read_all(evidence_of(self._case, self._choices.signals)))
            self._base = shares, fsum([table.baseline, *shares])
        shares, total = self._base
        for name, relevant in self._choices.moves[lifts]:
            if STANDS_STILL[name](self._case.offer):
                continue
            key = (name, relevant)
            if key not in self._deltas:
                self._deltas[key] = self._moved(name, relevant) - shares[_POSITION[name]]
            total += self._deltas[key]
        return total

    def _under(self, lifts: Lifts) -> Case:
        """The case with these wishes lifted, made once."""
        case = self._cases.get(lifts)
        if case is None:
            case = self._cases[lifts] = self._choices.case(self._case, lifts)
        return case

    def _moved(self, name: str, lifts: Lifts) -> float:
        seen = self._seen.get(lifts)
        if seen is None:
            seen = self._seen[lifts] = evidence_of(self._under(lifts), self._choices.signals)
        return self._choices.table.share_of(_POSITION[name], BY_NAME[name].read(seen))


def unlocks(
    sifted: Sifted, signals: Signals, wants: Wants, best_now: float | None, table: Table = prior.TABLE
) -> tuple[Unlock, ...]:
    """Return, for each wish and each pair, what lifting it would bring; those that bring nothing are left out.

    ``best_now`` is the log-odds of today's best offer in the domains asked for, None when there is none. What is apart
    is counted, not scored: no wish makes a far trade a near one.
    """
    choices = _Choices(wants, signals, sifted.trips, table)
    freed: dict[Lifts, _Freed] = {lifts: _Freed() for lifts in choices.all}
    for case, broken in sifted.held:
        held, apart = _Held(case, choices), choices.apart(case)
        alone: set[Lift] = set()
        for lifts in held.freed_by(choices.ways(broken)):
            found = freed[lifts]
            found.more += 1
            if not apart:
                found.asked.append(held.log_odds(lifts))
                if len(lifts) == 1:
                    alone |= lifts
                else:
                    found.together += alone.isdisjoint(lifts)
    floor = 0.0 if best_now is None else 100 * sigmoid(best_now)
    return tuple(_summed(lifts, found, floor) for lifts, found in freed.items() if found.more)


@dataclass(slots=True)
class _Freed:
    """What one choice frees: how many, and the log-odds of those in the domains asked for."""

    more: int = 0
    together: int = 0
    asked: list[float] = field(default_factory=list)


def _summed(lifts: Lifts, found: _Freed, floor: float) -> Unlock:
    points = [100 * sigmoid(log_odds) for log_odds in found.asked]
    return Unlock(
        lifts,
        more=found.more,
        asked=len(points),
        close=sum(value >= WORTH_IT for value in points),
        together=found.together,
        gain=max(0.0, max(points, default=0.0) - floor),
    )


_IF = {
    Lift.KINDS: ("d'autres types d'offres", "d'autres types d'offres"),
    Lift.DATES: ("un début plus tôt", "un début plus tôt"),
    Lift.HOURS: ("d'autres horaires", "d'autres horaires"),
    Lift.DISTANCE: ("un trajet plus long", "un trajet plus long"),
    Lift.VEHICLE: ("une voiture", "une voiture"),
    Lift.LICENCE: ("les permis demandés", "les permis demandés"),
    Lift.EFFORTS: ("les efforts que vous évitez", "les efforts évités aujourd'hui"),
}


def tell(unlock: Unlock) -> Sentence:
    """« Avec d'autres horaires et une voiture : 7 offres de plus, dont 3 proches de la recherche. »

    Those of other domains are counted apart: « 7 offres de plus dans les domaines demandés, … ; 12 ailleurs ».
    """
    words = [_IF[lift] for lift in Lift if lift in unlock.lifts]
    elsewhere = unlock.more - unlock.asked
    more = plural(unlock.asked, "offre de plus", "offres de plus") if unlock.asked else "aucune offre de plus"
    close = f", dont {plural(unlock.close, 'proche', 'proches')} de la recherche" if unlock.close else ""
    if elsewhere:
        more, close = f"{more} dans les domaines demandés", f"{close} ; {elsewhere} dans d'autres domaines"
    you, she = (" et ".join(pair[voice] for pair in words) for voice in (0, 1))
    return Sentence(f"Avec {you} : {more}{close}.", f"Avec {she} : {more}{close}.")
