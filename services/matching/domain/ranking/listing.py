"""The order in which offers are shown: best first, spread over employers and trades, fair to new offers and full firms.

What is in none of the domains that the person asked for comes after all the rest, and is told apart: a handy place or
good hours do not make a trade wished.

Deterministic: the same offers, on the same day, give the same list. Adjustments move places, never scores or reasons.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from services.matching.domain.ranking.offer import Employer, Offer, Record, firm_key
from services.matching.domain.ranking.score import Score
from services.matching.domain.ranking.spreading import SPREADING, Spreading

FRESH = timedelta(days=7)
FIRST_LOOK_EVERY = 5
"""Each fifth place goes to the best new offer not yet listed …"""
FIRST_LOOK_WITHIN = 1.5
"""… unless it is this much (log-odds) under the offer whose place it would take."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """An offer with its score; ``first_look`` when its place was kept for a new offer."""

    offer: Offer
    score: Score
    first_look: bool = False
    apart: bool = False
    """In none of the domains that the person asked for: listed after all those that are."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An eligible offer before it has a place."""

    offer: Offer
    score: Score
    employer: Employer | None = None
    record: Record | None = None

    def load(self) -> float:
        """How full the employer's month is, 0 to 1; 0 for an imported offer."""
        if self.employer is None or self.record is None:
            return 0.0
        return min(
            1.0,
            (self.record.introduced_this_month + self.record.waiting) / max(1, self.employer.introductions_per_month),
        )


def _newest_first(offer: Offer) -> tuple[float, UUID]:
    return -offer.published_at.timestamp(), offer.id


class _Spread:
    """Log-odds lessened by what is already listed. It only goes down as the list grows: a lazy heap is exact.

    Firms and trades are numbered once, so that asking again, which is done thousands of times, is three additions.
    """

    def __init__(self, candidates: Sequence[Candidate], hard: Spreading) -> None:
        self._hard = hard
        firms = _numbered([firm_key(candidate.offer) for candidate in candidates])
        trades = _numbered([candidate.offer.rome or candidate.offer.id for candidate in candidates])
        words = _numbered([_words(candidate.offer) for candidate in candidates])
        self._of = [
            (candidate.score.log_odds - hard.fullness * candidate.load(), firm, trade, twins)
            for candidate, firm, trade, twins in zip(candidates, firms, trades, words, strict=True)
        ]
        self._firms, self._trades, self._words = ([0] * len(candidates) for _ in range(3))

    def of(self, place: int) -> float:
        base, firm, trade, twins = self._of[place]
        hard = self._hard
        spread = hard.same_employer * self._firms[firm] + hard.same_trade * self._trades[trade]
        return base - spread - hard.same_words * self._words[twins]

    def listed(self, place: int) -> None:
        _, firm, trade, twins = self._of[place]
        self._firms[firm] += 1
        self._trades[trade] += 1
        self._words[twins] += 1


def _words(offer: Offer) -> object:
    """What two publications of one advertisement have in common; an offer of the club is like no other."""
    if offer.company_id is not None:
        return offer.id
    title = " ".join(offer.title.casefold().split())
    return title, offer.company_name.casefold(), offer.kind, offer.commune.casefold(), offer.rome, offer.hours.weekly


def _numbered(names: Sequence[object]) -> list[int]:
    """The same small number for the same name."""
    numbers: dict[object, int] = {}
    return [numbers.setdefault(name, len(numbers)) for name in names]


def arrange(candidates: Sequence[Candidate], *, today: date, spreading: Spreading = SPREADING) -> tuple[Ranked, ...]:
    """Return every candidate once, in the order in which to show them."""
    asked_for = [candidate for candidate in candidates if not candidate.score.apart]
    apart = [candidate for candidate in candidates if candidate.score.apart]
    return (*_arranged(asked_for, today, spreading), *_arranged(apart, today, spreading))


def _arranged(candidates: Sequence[Candidate], today: date, spreading: Spreading) -> list[Ranked]:
    by_date = sorted(candidates, key=lambda candidate: _newest_first(candidate.offer))
    queue = _Queue(by_date, spreading)
    fresh = _fresh_first(by_date, today) if spreading.first_look else []
    listed: list[Ranked] = []
    while len(listed) < len(by_date):
        place = queue.best()
        newcomer = _first_look(len(listed), place, fresh, by_date, queue)
        queue.take(place if newcomer is None else newcomer)
        chosen = by_date[place if newcomer is None else newcomer]
        listed.append(Ranked(chosen.offer, chosen.score, first_look=newcomer is not None, apart=chosen.score.apart))
    return listed


class _Queue:
    """The candidates not yet listed, the best first; ties go to the first in order, the newest."""

    def __init__(self, candidates: Sequence[Candidate], spreading: Spreading) -> None:
        self._spread = _Spread(candidates, spreading)
        self._heap = [(-self._spread.of(place), place) for place in range(len(candidates))]
        heapq.heapify(self._heap)
        self.taken: set[int] = set()

    def best(self) -> int:
        """The place of the best one left. Worth only goes down: one that was overtaken is put back."""
        while True:
            key, place = self._heap[0]
            if place in self.taken:
                heapq.heappop(self._heap)
                continue
            now = -self._spread.of(place)
            if now <= key:
                return place
            heapq.heapreplace(self._heap, (now, place))

    def take(self, place: int) -> None:
        """List it."""
        self.taken.add(place)
        self._spread.listed(place)


def _fresh_first(candidates: Sequence[Candidate], today: date) -> list[int]:
    fresh = [place for place, c in enumerate(candidates) if today - c.offer.published_at.date() <= FRESH]
    return sorted(fresh, key=lambda place: (-candidates[place].score.log_odds, place))


def _first_look(
    position: int, place: int, fresh: list[int], candidates: Sequence[Candidate], queue: _Queue
) -> int | None:
    """The new offer that takes this position, None when nobody does."""
    if (position + 1) % FIRST_LOOK_EVERY:
        return None
    while fresh and fresh[0] in queue.taken:
        fresh.pop(0)
    if not fresh or fresh[0] == place:
        return None
    behind = candidates[place].score.log_odds - candidates[fresh[0]].score.log_odds
    return fresh[0] if 0 <= behind <= FIRST_LOOK_WITHIN else None
