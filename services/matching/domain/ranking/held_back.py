"""An offer held back by wishes alone, judged under each choice of wishes to lift; what stands still is read once.

`unlock` adds up what it finds. Equal to judging and scoring the lifted case anew (property test): a check is made once
for the wishes that its rule depends on, and only the features that a wish moves are read again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import fsum

from services.contracts.vocabulary import OfferKind
from services.matching.domain.ranking.case import Case, Lift, Rule
from services.matching.domain.ranking.evidence import Evidence
from services.matching.domain.ranking.features import BY_NAME, FEATURES, read_all
from services.matching.domain.ranking.lifting import Lifts, combinations_of, lifted, with_wants
from services.matching.domain.ranking.market import Signals, Trips, evidence_of
from services.matching.domain.ranking.offer import NOT_SAID, Offer
from services.matching.domain.ranking.profile import Wants
from services.matching.domain.ranking.score import is_apart
from services.matching.domain.ranking.table import Table

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


class Choices:
    """The wishes that can be lifted, each alone and by pairs, with what does not depend on the offer."""

    def __init__(self, wants: Wants, signals: Signals, trips: Trips, table: Table) -> None:
        self.all = combinations_of(wants)
        self.signals = signals
        self.table = table
        self._trips = trips
        self._wants = wants
        self._lifted: dict[Lifts, Wants] = {}
        self._ways: dict[tuple[Rule, ...], Ways] = {}
        self._apart: dict[str, bool] = {}
        self.moves = {lifts: tuple(_moves(lifts)) for lifts in self.all}

    def ways(self, broken: tuple[Rule, ...]) -> "Ways":
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
        return with_wants(case, self._lifted[lifts], lifts, self._trips)


@dataclass(frozen=True, slots=True)
class Ways:
    """``checks``: is this rule mended by these wishes? ``choices``: each with the places of the checks it needs."""

    checks: tuple[tuple[Rule, Lifts], ...]
    choices: tuple[tuple[Lifts, tuple[int, ...]], ...]


def _ways(choices: Sequence[Lifts], broken: Sequence[Rule]) -> Ways:
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
    return Ways(tuple(checks), tuple(touching))


def _moves(lifts: Lifts) -> Iterator[tuple[str, Lifts]]:
    """Each feature that the choice moves, with the wishes of the choice that move it."""
    for name in sorted(frozenset[str]().union(*(MOVED_BY[lift] for lift in lifts))):
        yield name, frozenset(lift for lift in lifts if name in MOVED_BY[lift])


class Held:
    """One offer held back, judged under each choice without reading twice what does not move."""

    def __init__(self, case: Case, choices: Choices) -> None:
        self._case, self._choices = case, choices
        self._deltas: dict[tuple[str, Lifts], float] = {}
        self._base: tuple[tuple[float, ...], float] | None = None
        self._cases: dict[Lifts, Case] = {}
        self._seen: dict[Lifts, Evidence] = {}

    def freed_by(self, ways: Ways) -> Iterator[Lifts]:
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
