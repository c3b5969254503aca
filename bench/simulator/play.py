"""The weeks of the simulated town: lists and searches, what the referent looks at, agreements, answers, what is done.

The rows it gives are those that the product keeps (`Outcome`), the features are read by the product's own code, and
the market moves as in the product: records of firms, places taken, offers that expire. Everything comes from one seed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

from bench.simulator.following import looked_through, odds_of
from bench.simulator.hidden import FAIR, Scenario
from bench.simulator.searching import Typing
from bench.simulator.standing import Town, Words, labels_of
from bench.simulator.town import Resident, firm, resident
from services.matching.adapters.shipped_trades import shipped_table
from services.matching.domain.learning.audit import Pair
from services.matching.domain.learning.evaluation import Judged, JudgedList
from services.matching.domain.learning.outcome import Outcome
from services.matching.domain.ranking import prior
from services.matching.domain.ranking.evidence import Evidence, trade_links
from services.matching.domain.ranking.features import read_all
from services.matching.domain.ranking.market import Market, Signals, evidence_of, sift
from services.matching.domain.ranking.offer import Offer
from services.matching.domain.ranking.spreading import Spreading
from services.matching.domain.ranking.table import Table

FIRST_DAY = date(2025, 1, 6)
BM25, ORACLE = "bm25", "oracle"
DRAWS = 16
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

    In ``later``, ``bm25`` and ``oracle`` (what who knows the hidden preferences expects) are known of each offer;
    ``markets`` holds the days of those lists, ``offers`` every offer that was ever posted.
    """

    rows: tuple[Outcome, ...]
    later: tuple[JudgedList, ...]
    pairs: tuple[Pair, ...]
    groups: dict[UUID, dict[str, str]]
    judged_from: date
    markets: Mapping[date, Market] = field(default_factory=dict)
    offers: Mapping[UUID, Offer] = field(default_factory=dict)


def play(
    seed: int,
    *,
    size: Size = Size(),
    scenario: Scenario = FAIR,
    policy: Table = prior.TABLE,
    spreading: Spreading | None = None,
) -> Played:
    """Play the town from its first day. The same seed gives the same town, to the last row.

    Without ``spreading`` the referents read the lists in the order of the score alone.
    """
    draw = Random(seed)
    town, typing = Town(draw, scenario, policy, spreading), Typing(Random(f"{seed}:typing"))
    for number in range(size.firms):
        made = firm(draw, number)
        town.firms[made.employer.name] = made
    town.residents = [resident(draw, FIRST_DAY, scenario) for _ in range(size.people)]
    rows: list[Outcome] = []
    later: list[JudgedList] = []
    groups: dict[UUID, dict[str, str]] = {}
    markets: dict[date, Market] = {}
    offers: dict[UUID, Offer] = {}
    days = [FIRST_DAY + timedelta(weeks=week) for week in range(size.weeks)]
    judged_from = days[-size.later]
    for day in days:
        town.opens(day, size.newcomers)
        offers |= {one.id: one for one in town.standing}
        words, market = Words(town.standing), town.market(day)
        if day >= judged_from:
            markets[day] = market
        for person in [one for one in town.residents if draw.random() < size.looked_at]:
            groups[person.profile.id] = person.groups
            seen = list(_eligible(person, market, words, town))
            if not seen:
                continue
            if day >= judged_from:
                later.append(_judged(person, day, seen, words, town))
            rows += looked_through(person, day, seen, town)
            rows += typing.searched(person, day, seen, words, town)
    words, market = Words(town.standing), town.market(days[-1])
    groups |= {person.profile.id: person.groups for person in town.residents}
    pairs = [
        Pair(person.profile.id, one.offer.id, read_all(one))
        for person in town.residents
        for one in _eligible(person, market, words, town)
    ]
    return Played(tuple(rows), tuple(later), tuple(pairs), groups, judged_from, markets, offers)


def _eligible(person: Resident, market: Market, words: Words, town: Town) -> Iterator[Evidence]:
    wants = person.profile.wants
    nearness = {wish.rome: shipped_table().nearness(wish.rome) for wish in wants.wishes}
    alike = words.of(labels_of(person))[1]
    links = trade_links(wants.wishes, nearness)
    for case in sift(person.profile, market).eligible:
        if case.offer.id not in town.known[person.profile.id]:
            yield evidence_of(case, Signals(links, {case.offer.id: alike[words.place(case.offer.id)]}))


def _judged(person: Resident, day: date, seen: Sequence[Evidence], words: Words, town: Town) -> JudgedList:
    """What would come of each offer of the list, drawn once; chance of its own, so that nothing else moves."""
    bm25 = words.of(labels_of(person))[0]
    draw = Random(f"{day}:{person.profile.id}")
    entries = []
    for one in seen:
        odds = odds_of(one, person, town, day)
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


def moved(row: Outcome, by: timedelta) -> Outcome:
    """The same row at another time: a demonstration wants its past to end today."""
    seen = replace(row.seen, on=row.seen.on + by) if row.seen else None
    return replace(row, opened_on=row.opened_on + by, moved_on=row.moved_on + by, seen=seen)
