"""The weeks of the simulated town: lists, what the referent looks at, agreements, answers, what is completed.

The rows it gives are those that the product keeps (`Outcome`), the features are read by the product's own code, and
the market moves as in the product: records of firms, places taken, offers that expire. Everything comes from one seed.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

from bench.simulator import hidden
from bench.simulator.hidden import FAIR, Scenario
from bench.simulator.town import CENTRE, Firm, Resident, firm, posted, resident
from services.contracts.vocabulary import (
    HiredAs,
    IntroductionState,
    OfferKind,
    PlacementOutcome,
    RefusalReason,
)
from services.matching.adapters.shipped_trades import shipped_table
from services.matching.adapters.text_lexical import Bm25, CharacterCosine
from services.matching.domain.learning.audit import Pair
from services.matching.domain.learning.evaluation import Judged, JudgedList
from services.matching.domain.learning.outcome import Outcome, Seen
from services.matching.domain.ranking import prior
from services.matching.domain.ranking.evidence import Evidence, trade_links
from services.matching.domain.ranking.features import read_all
from services.matching.domain.ranking.market import Market, Signals, evidence_of, sift
from services.matching.domain.ranking.offer import NO_RECORD, Offer, Record
from services.matching.domain.ranking.score import from_values
from services.matching.domain.ranking.table import Table

FIRST_DAY = date(2025, 1, 6)
CONTRACTS = frozenset({OfferKind.CDD, OfferKind.CDI})
DEPTH = 20
"""How far down a list a referent may go."""
KEPT_AT_ONCE = 2
BM25, ORACLE = "bm25", "oracle"
DRAWS = 4
"""How many times the outcomes of a later list are drawn: less chance in the figures, nothing else."""


@dataclass(frozen=True, slots=True)
class Size:
    """How big the town is and how long it lives. The last ``later`` weeks are kept to judge, never to learn."""

    people: int = 110
    firms: int = 45
    weeks: int = 44
    later: int = 8
    newcomers: int = 2
    looked_at: float = 0.25


@dataclass(frozen=True)
class Played:
    """``pairs``: everyone before every offer of the last day, for the audit of exposure; ``groups`` by profile id.

    In ``later``, ``bm25`` and ``oracle`` (what who knows the hidden preferences expects) are known of each offer.
    """

    rows: tuple[Outcome, ...]
    later: tuple[JudgedList, ...]
    pairs: tuple[Pair, ...]
    groups: dict[UUID, dict[str, str]]
    judged_from: date


@dataclass
class Town:
    """What stands at one moment."""

    draw: Random
    scenario: Scenario
    policy: Table
    residents: list[Resident] = field(default_factory=list)
    firms: dict[str, Firm] = field(default_factory=dict)
    standing: list[Offer] = field(default_factory=list)
    records: dict[UUID, Record] = field(default_factory=dict)
    taken: dict[UUID, int] = field(default_factory=lambda: defaultdict(int))
    known: dict[UUID, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    """Offers that a person already had in hand, by profile."""
    month: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def market(self, day: date) -> Market:
        employers = {one.employer.id: one.employer for one in self.firms.values() if one.in_club}
        return Market(self.standing, day, CENTRE, employers, dict(self.records), dict(self.taken), table=self.policy)

    def opens(self, day: date, newcomers: int) -> None:
        """A week begins: offers expire, firms post with their season, people come and go."""
        if day.day <= 7:
            self.month.clear()
            for company, record in self.records.items():
                self.records[company] = replace(record, introduced_this_month=0)
        self.standing = [offer for offer in self.standing if offer.expires_on is None or offer.expires_on >= day]
        for maker in self.firms.values():
            if self.draw.random() < (0.7 if day.month in maker.habits.busy_months else 0.35):
                self.standing.append(posted(self.draw, maker, day))
        self.residents = [one for one in self.residents if one.leaves > day]
        self.residents += [resident(self.draw, day, self.scenario) for _ in range(newcomers)]


def play(seed: int, *, size: Size = Size(), scenario: Scenario = FAIR, policy: Table = prior.TABLE) -> Played:
    """Play the town from its first day. The same seed gives the same town, to the last row."""
    draw = Random(seed)
    town = Town(draw, scenario, policy)
    for number in range(size.firms):
        made = firm(draw, number)
        town.firms[made.employer.name] = made
    town.residents = [resident(draw, FIRST_DAY, scenario) for _ in range(size.people)]
    rows: list[Outcome] = []
    later: list[JudgedList] = []
    groups: dict[UUID, dict[str, str]] = {}
    days = [FIRST_DAY + timedelta(weeks=week) for week in range(size.weeks)]
    judged_from = days[-size.later]
    for day in days:
        town.opens(day, size.newcomers)
        words = _Words(town.standing)
        market = town.market(day)
        for person in [one for one in town.residents if draw.random() < size.looked_at]:
            groups[person.profile.id] = person.groups
            seen = list(_eligible(person, market, words, town))
            if not seen:
                continue
            if day >= judged_from:
                later.append(_judged(person, day, seen, words, town))
            rows += _looked_through(person, day, seen, town)
    words, market = _Words(town.standing), town.market(days[-1])
    groups |= {person.profile.id: person.groups for person in town.residents}
    pairs = [
        Pair(person.profile.id, one.offer.id, read_all(one))
        for person in town.residents
        for one in _eligible(person, market, words, town)
    ]
    return Played(tuple(rows), tuple(later), tuple(pairs), groups, judged_from)


class _Words:
    """The titles of a week against the wishes: the order by BM25, and the likeness that stands for the vectors."""

    def __init__(self, standing: Sequence[Offer]) -> None:
        self._places = {offer.id: place for place, offer in enumerate(standing)}
        self._bm25 = Bm25([f"{offer.title} {offer.trade_label}" for offer in standing])
        self._alike = CharacterCosine([offer.title for offer in standing])
        self._known: dict[tuple[str, ...], tuple[list[float], list[float]]] = {}

    def of(self, labels: tuple[str, ...]) -> tuple[list[float], list[float]]:
        if labels not in self._known:
            bm25 = self._bm25.scores([" ".join(labels)])[0]
            alike = self._alike.scores(labels).max(axis=0)
            self._known[labels] = ([float(one) for one in bm25], [float(one) for one in alike])
        return self._known[labels]

    def place(self, offer_id: UUID) -> int:
        return self._places[offer_id]


def _labels(person: Resident) -> tuple[str, ...]:
    return tuple(wish.label for wish in person.profile.wants.wishes)


def _eligible(person: Resident, market: Market, words: _Words, town: Town) -> Iterator[Evidence]:
    wants = person.profile.wants
    nearness = {wish.rome: shipped_table().nearness(wish.rome) for wish in wants.wishes}
    alike = words.of(_labels(person))[1]
    links = trade_links(wants.wishes, nearness)
    for case in sift(person.profile, market).eligible:
        if case.offer.id not in town.known[person.profile.id]:
            yield evidence_of(case, Signals(links, {case.offer.id: alike[words.place(case.offer.id)]}))


def _judged(person: Resident, day: date, seen: Sequence[Evidence], words: _Words, town: Town) -> JudgedList:
    """What would come of each offer of the list, drawn once; chance of its own, so that nothing else moves."""
    bm25 = words.of(_labels(person))[0]
    draw = Random(f"{day}:{person.profile.id}")
    entries = []
    for one in seen:
        odds = _odds(one, person, town, day)
        drawn = [[draw.random() < part for part in odds] for _ in range(DRAWS)]
        agrees, received, completed, _ = drawn[0]
        entries.append(
            Judged(
                offer_id=one.offer.id,
                places=one.offer.places,
                values=read_all(one),
                known={
                    BM25: bm25[words.place(one.offer.id)],
                    ORACLE: odds[0] * odds[1] * (1 + odds[2] * (2 + 4 * odds[3])),
                },
                grades=tuple(_grade(*one_draw) for one_draw in drawn),
                gained=False if not agrees else completed if received else None,
                said_yes=received,
            )
        )
    return JudgedList(person.profile.id, day, tuple(entries))


def _grade(agrees: bool, received: bool, completed: bool, hired: bool) -> int:
    if not (agrees and received):
        return 0
    return 1 if not completed else 3 if hired else 2


def _odds(seen: Evidence, person: Resident, town: Town, day: date) -> tuple[float, float, float, float]:
    """Probabilities: the person agrees, the firm receives her, she sees it through, she is hired."""
    maker = town.firms[seen.offer.company_name]
    wished = hidden.wish(seen, person.taste, maker.habits)
    sent = town.month[maker.employer.name]
    welcomed = hidden.welcome(seen, person.taste, maker.habits, on=day, introduced_this_month=sent)
    through = hidden.carried_through(wished, person.taste, maker.habits)
    hired = hidden.hired(person.taste, maker.habits, contract=seen.offer.kind in CONTRACTS)
    return hidden.chance(wished), hidden.chance(welcomed), hidden.chance(through), hidden.chance(hired)


def _looked_through(person: Resident, day: date, seen: Sequence[Evidence], town: Town) -> Iterator[Outcome]:
    """The referent goes down the list, puts aside or keeps; what is kept goes to its end at once."""
    draw, kept = town.draw, 0
    values = {one.offer.id: read_all(one) for one in seen}
    scored = {offer: from_values(one, town.policy).log_odds for offer, one in values.items()}
    listed = sorted(seen, key=lambda one: (-scored[one.offer.id], one.offer.id))
    for position, one in enumerate(listed[:DEPTH], 1):
        if draw.random() >= hidden.looked_at(position):
            continue
        noted = Seen(day, position, town.policy.version, values[one.offer.id])
        row = Outcome(
            introduction_id=UUID(int=draw.getrandbits(128)),
            profile_id=person.profile.id,
            offer_id=one.offer.id,
            company_id=one.offer.company_id,
            kind=one.offer.kind,
            opened_on=day,
            moved_on=day,
            seen=noted,
        )
        town.known[person.profile.id].add(one.offer.id)
        if _put_aside(one, person, town):
            reason = hidden.why_aside(one, person.taste, draw)
            yield replace(row, state=IntroductionState.SET_ASIDE, set_aside=reason)
            continue
        yield _followed(row, one, person, town, day)
        kept += 1
        if kept == KEPT_AT_ONCE:
            return


def _put_aside(seen: Evidence, person: Resident, town: Town) -> bool:
    """The referent guesses the wish, with her own mistake, and with the town's bias."""
    guess = hidden.wish(seen, person.taste, town.firms[seen.offer.company_name].habits)
    guess += town.draw.gauss(0, hidden.MISJUDGES)
    far = seen.trip is not None and (seen.trip.minutes or 0) > 20
    if far and person.groups["cohort"] == town.scenario.against:
        guess += town.scenario.bias
    return guess < 0


def _followed(row: Outcome, seen: Evidence, person: Resident, town: Town, day: date) -> Outcome:
    draw = town.draw
    agrees, received, completed, hired = (draw.random() < part for part in _odds(seen, person, town, day))
    if not agrees:
        return replace(row, state=IntroductionState.DECLINED, moved_on=day + timedelta(days=2))
    answered = received or draw.random() < 0.55
    _count(seen.offer, town, answered=answered, received=received, hosted=received and completed)
    if not received:
        told = {"state": IntroductionState.REFUSED, "refused": draw.choice(list(RefusalReason))}
        silent = {"state": IntroductionState.CLOSED}
        return replace(
            row, introduced=True, moved_on=day + timedelta(days=7 if answered else 60), **(told if answered else silent)
        )
    town.taken[seen.offer.id] += 1
    failed = draw.choice([PlacementOutcome.PARTLY, PlacementOutcome.NO_SHOW_PERSON])
    return replace(
        row,
        state=IntroductionState.PLACED,
        introduced=True,
        welcomed=True,
        met=True,
        placed=True,
        outcome=PlacementOutcome.COMPLETED if completed else failed,
        hired=HiredAs.CDD_6 if completed and hired else HiredAs.NONE,
        moved_on=day + timedelta(days=30),
    )


def _count(offer: Offer, town: Town, *, answered: bool, received: bool, hosted: bool) -> None:
    town.month[offer.company_name] += 1
    if offer.company_id is None:
        return
    record = town.records.get(offer.company_id, NO_RECORD)
    town.records[offer.company_id] = Record(
        introduced_this_month=record.introduced_this_month + 1,
        waiting=record.waiting,
        asked=record.asked + 1,
        answered=record.answered + answered,
        accepted=record.accepted + received,
        hosted=record.hosted + hosted,
        hosted_romes=record.hosted_romes | ({offer.rome} if hosted else frozenset()),
    )


def moved(row: Outcome, by: timedelta) -> Outcome:
    """The same row at another time: a demonstration wants its past to end today."""
    seen = replace(row.seen, on=row.seen.on + by) if row.seen else None
    return replace(row, opened_on=row.opened_on + by, moved_on=row.moved_on + by, seen=seen)
