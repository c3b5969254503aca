"""The simulated town at one moment: who is there, what stands, what its firms did, and the titles of the week."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from uuid import UUID

from bench.simulator.hidden import Scenario
from bench.simulator.town import CENTRE, Firm, Resident, posted, resident
from services.matching.adapters.text_lexical import Bm25, CharacterCosine
from services.matching.domain.ranking.market import Market
from services.matching.domain.ranking.offer import Offer, Record
from services.matching.domain.ranking.spreading import Spreading
from services.matching.domain.ranking.table import Table


@dataclass
class Town:
    """What stands at one moment."""

    draw: Random
    scenario: Scenario
    policy: Table
    spreading: Spreading | None = None
    """How the lists that referents read are spread; None: by score alone."""
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


class Words:
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

    def found(self, typed: str) -> list[UUID]:
        """The offers that words typed find, the nearest first."""
        scores = self._bm25.scores([typed])[0]
        order = sorted(self._places.items(), key=lambda one: (-scores[one[1]], one[0]))
        return [offer for offer, place in order if scores[place] > 0]

    def place(self, offer_id: UUID) -> int:
        return self._places[offer_id]


def labels_of(person: Resident) -> tuple[str, ...]:
    return tuple(wish.label for wish in person.profile.wants.wishes)
