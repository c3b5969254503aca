"""What a referent finds by typing words for somebody, outside of any list: rows whose place is ``OUTSIDE``.

She types one of the person's trades, in one gender: « commis de cuisine ». BM25 answers on titles and trades, whether
their codes are near or not; what is not possible for the person is passed over. Features, judgement and what follows
are those of a list; only how the offer was come by differs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from bench.simulator import hidden
from bench.simulator.following import decided
from bench.simulator.standing import Town, Words
from bench.simulator.town import Resident
from services.matching.domain.learning.outcome import OUTSIDE, Outcome
from services.matching.domain.ranking.evidence import Evidence
from services.matching.domain.text.inclusive import canonical

SEARCHES = 0.2
"""How often, after a list, words are typed as well: a guess, like all the figures of the town."""
ANSWERS = 10
"""How many answers a referent looks at."""


@dataclass(frozen=True, slots=True)
class Typing:
    """Chance of the words typed, apart from that of the town."""

    draw: Random

    def searched(
        self, person: Resident, day: date, seen: Sequence[Evidence], words: Words, town: Town
    ) -> Iterator[Outcome]:
        """What is put aside and what is kept, one at most, of the answers to words typed for the person."""
        if self.draw.random() >= SEARCHES:
            return
        typed = canonical(self.draw.choice(person.profile.wants.wishes).label)
        possible = {one.offer.id: one for one in seen if one.offer.id not in town.known[person.profile.id]}
        answers = [possible[offer] for offer in words.found(typed) if offer in possible]
        for place, one in enumerate(answers[:ANSWERS], 1):
            if self.draw.random() >= hidden.looked_at(place):
                continue
            row, kept = decided(one, person, day, OUTSIDE, town)
            yield row
            if kept:
                return
