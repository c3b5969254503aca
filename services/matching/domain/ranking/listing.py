"""The order in which offers are shown: best first, spread over employers and trades, fair to new offers and full firms.

Deterministic: the same offers, on the same day, give the same list. Adjustments move places, never scores or reasons.
"""

import heapq
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from services.matching.domain.ranking.offer import Employer, Offer, Record
from services.matching.domain.ranking.score import Score

SAME_EMPLOYER = 0.45
"""Log-odds that each offer already listed costs to the next ones of the same employer."""
SAME_TRADE = 0.12
"""The same for a trade: several offers of the wished trade are welcome, all of them in a row less so."""
FULLNESS = 0.6
"""Log-odds that a firm at its monthly maximum of introductions would lose (in proportion before)."""
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
    """Log-odds lessened by what is already listed. It only goes down as the list grows: a lazy heap is exact."""

    def __init__(self) -> None:
        self._employers: Counter[object] = Counter()
        self._trades: Counter[str] = Counter()

    def of(self, candidate: Candidate) -> float:
        firm = self._employers[_firm(candidate.offer)]
        trade = self._trades[candidate.offer.rome] if candidate.offer.rome else 0
        return candidate.score.log_odds - FULLNESS * candidate.load() - SAME_EMPLOYER * firm - SAME_TRADE * trade

    def listed(self, offer: Offer) -> None:
        self._employers[_firm(offer)] += 1
        if offer.rome:
            self._trades[offer.rome] += 1


def _firm(offer: Offer) -> object:
    return offer.company_id or (offer.company_name.casefold() or offer.id)


def arrange(candidates: Sequence[Candidate], *, today: date) -> tuple[Ranked, ...]:
    """Return every candidate once, in the order in which to show them."""
    spread = _Spread()
    heap = [(-spread.of(c), *_newest_first(c.offer), place) for place, c in enumerate(candidates)]
    heapq.heapify(heap)
    fresh = _fresh_first(candidates, today)
    listed: list[Ranked] = []
    done: set[int] = set()
    while len(listed) < len(candidates):
        place = _next(heap, candidates, spread, done)
        looked = _first_look(len(listed), place, fresh, candidates, done)
        chosen = candidates[looked if looked is not None else place]
        if looked is not None:
            heapq.heappush(heap, (-spread.of(candidates[place]), *_newest_first(candidates[place].offer), place))
        done.add(looked if looked is not None else place)
        spread.listed(chosen.offer)
        listed.append(Ranked(chosen.offer, chosen.score, first_look=looked is not None))
    return tuple(listed)


def _fresh_first(candidates: Sequence[Candidate], today: date) -> list[int]:
    fresh = [i for i, c in enumerate(candidates) if today - c.offer.published_at.date() <= FRESH]
    return sorted(fresh, key=lambda i: (-candidates[i].score.log_odds, *_newest_first(candidates[i].offer)))


def _next(
    heap: list[tuple[float, float, UUID, int]], candidates: Sequence[Candidate], spread: _Spread, done: set[int]
) -> int:
    while True:
        key, *_ties, place = heapq.heappop(heap)
        if place in done:
            continue
        now = -spread.of(candidates[place])
        if now <= key:
            return place
        heapq.heappush(heap, (now, *_newest_first(candidates[place].offer), place))


def _first_look(
    position: int, place: int, fresh: list[int], candidates: Sequence[Candidate], done: set[int]
) -> int | None:
    """The new offer that takes this position, None when nobody does."""
    if (position + 1) % FIRST_LOOK_EVERY:
        return None
    while fresh and fresh[0] in done:
        fresh.pop(0)
    if not fresh or fresh[0] == place:
        return None
    behind = candidates[place].score.log_odds - candidates[fresh[0]].score.log_odds
    return fresh[0] if 0 <= behind <= FIRST_LOOK_WITHIN else None
