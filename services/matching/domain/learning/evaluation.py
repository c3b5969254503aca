"""Is an order of offers any good? Figures on lists whose outcomes are known, later than what was learned from.

NDCG at ten, recall in the first tenth of the market, calibration, and what the lists do to the firms: congestion,
coverage, concentration. Every order is judged on the same lists, so that differences are paired.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil, fsum, log2
from statistics import fmean
from uuid import UUID

from services.matching.domain.equity import gini
from services.matching.domain.learning.intervals import Interval, drawn_again
from services.matching.domain.learning.lessons import Lesson
from services.matching.domain.ranking.features import Side, Value
from services.matching.domain.ranking.score import from_values, sigmoid
from services.matching.domain.ranking.table import Table

FIRST = 10
BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """An offer of a list and what came of it. ``grades``: 0 to 3 (`outcome.grade`), once, or once per simulated draw.

    ``known``: other orders to compare with (BM25; in a simulation, what the hidden preferences would say).
    """

    offer_id: UUID
    values: tuple[Value, ...]
    grades: tuple[int, ...]
    places: int = 1
    gained: bool | None = None
    said_yes: bool | None = None
    known: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JudgedList:
    """One person's list on one day, in no order."""

    profile_id: UUID
    on: date
    entries: tuple[Judged, ...]


Order = Callable[[Judged], float]
Listing = Callable[[JudgedList], Sequence[Judged]]
"""Puts a list in the order in which it is shown."""


@dataclass(frozen=True, slots=True)
class Measures:
    """``None`` when nothing in the lists allows the figure."""

    ndcg: Interval | None
    recall: Interval | None
    congestion: float
    coverage: float
    gini: float | None


def by_table(table: Table) -> Order:
    """The order of a table. Remembers what it scored: the same lists are sorted several times."""
    known: dict[int, float] = {}

    def order(one: Judged) -> float:
        if id(one) not in known:
            known[id(one)] = from_values(one.values, table).log_odds
        return known[id(one)]

    return order


def by_known(name: str) -> Order:
    """The order of a figure that came with the lists."""
    return lambda one: one.known[name]


def ordered(entries: Sequence[Judged], order: Order) -> list[Judged]:
    """Best first; ties by offer id, so that no order gains from the one in which rows were read."""
    return sorted(entries, key=lambda one: (-order(one), one.offer_id))


def by_score(order: Order) -> Listing:
    """The listing that follows an order and nothing else."""
    return lambda one: ordered(one.entries, order)


def ndcg(grades: Sequence[int], first: int = FIRST) -> float | None:
    """1 when the best are first. None when nothing good was in the list."""
    best = _gain(sorted(grades, reverse=True)[:first])
    return None if best == 0 else _gain(grades[:first]) / best


def _gain(grades: Sequence[int]) -> float:
    return fsum((2.0**grade - 1) / log2(place + 1) for place, grade in enumerate(grades, 1))


def recall(grades: Sequence[int]) -> float | None:
    """Part of what was received or better that stands in the first tenth of the list: normalised by the market."""
    good = sum(grade > 0 for grade in grades)
    return None if good == 0 else sum(grade > 0 for grade in grades[: ceil(len(grades) / 10)]) / good


def of_lists(
    lists: Sequence[JudgedList], listing: Listing, figure: Callable[[Sequence[int]], float | None]
) -> dict[UUID, tuple[float, int]]:
    """By person: the sum of a figure over her lists and draws, and how many had one."""
    found: dict[UUID, list[float]] = defaultdict(list)
    for one in lists:
        listed = listing(one)
        for draw in range(len(listed[0].grades) if listed else 0):
            value = figure([entry.grades[draw] for entry in listed])
            if value is not None:
                found[one.profile_id].append(value)
    return {profile: (sum(values), len(values)) for profile, values in found.items()}


def _mean(people: Sequence[tuple[float, int]]) -> float | None:
    count = sum(number for _, number in people)
    return sum(total for total, _ in people) / count if count else None


def measure(lists: Sequence[JudgedList], order: Order) -> Measures:
    """Everything that is said of one order."""
    return measure_listing(lists, by_score(order))


def measure_listing(lists: Sequence[JudgedList], listing: Listing) -> Measures:
    """Everything that is said of one way of showing the lists."""
    known = {id(one): listing(one) for one in lists}
    tops = [known[id(one)][:FIRST] for one in lists]
    shown = Counter(entry.offer_id for top in tops for entry in top)
    places = {entry.offer_id: entry.places for one in lists for entry in one.entries}
    weeks = max(1, len({one.on for one in lists}))
    slots = sum(shown.values())
    over = sum(max(0.0, count / weeks - places[offer]) for offer, count in shown.items()) * weeks
    return Measures(
        ndcg=drawn_again(of_lists(lists, lambda one: known[id(one)], ndcg), _mean),
        recall=drawn_again(of_lists(lists, lambda one: known[id(one)], recall), _mean),
        congestion=over / slots if slots else 0.0,
        coverage=len(shown) / len(places) if places else 0.0,
        gini=gini([float(shown.get(offer, 0)) for offer in places]),
    )


def gain_over(lists: Sequence[JudgedList], order: Order, other: Order) -> Interval | None:
    """How much better NDCG at ten is than another order's, relatively, on the same lists."""
    ours, theirs = of_lists(lists, by_score(order), ndcg), of_lists(lists, by_score(other), ndcg)

    def better(pairs: Sequence[tuple[tuple[float, int], tuple[float, int]]]) -> float | None:
        below = sum(their[0] for _, their in pairs)
        return sum(our[0] for our, _ in pairs) / below - 1 if below else None

    return drawn_again({person: (ours[person], theirs[person]) for person in ours}, better)


def calibration_error(table: Table, side: Side, entries: Sequence[Judged]) -> float | None:
    """Mean gap, in ten equal groups, between the probability of a side and what happened. None without answers."""
    told = [
        (sigmoid(table.of_side(side, one.values)), answer)
        for one in entries
        if (answer := one.gained if side is Side.GAIN else one.said_yes) is not None
    ]
    told.sort(key=lambda one: one[0])  # never by answer: equal probabilities must fall in a group as they come
    if not told:
        return None
    bins = [told[len(told) * number // BINS : len(told) * (number + 1) // BINS] for number in range(BINS)]
    gaps = [(len(one), abs(fmean(p for p, _ in one) - fmean(float(yes) for _, yes in one))) for one in bins if one]
    return sum(count * gap for count, gap in gaps) / len(told)


def lists_of(lessons: Sequence[Lesson]) -> tuple[JudgedList, ...]:
    """The decided rows of each person as one list: what the product itself can be judged on. One row orders nothing."""
    found: dict[UUID, list[Lesson]] = defaultdict(list)
    for one in lessons:
        if one.grade is not None:
            found[one.profile_id].append(one)
    return tuple(
        JudgedList(
            profile,
            max(one.on for one in rows),
            tuple(Judged(one.offer_id, one.values, (one.grade or 0,), 1, one.gained, one.said_yes) for one in rows),
        )
        for profile, rows in sorted(found.items())
        if len(rows) > 1
    )
