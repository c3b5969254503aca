"""Everybody's plan together: one main proposal and two reserves each, within seats and rooms.

Mains first: as many people served as possible, then the least served as well as possible, then the highest total.
Reserves next, rank by rank, with the same order of merit: each at another firm (the same one may not be asked twice
within days), on a waiting list no longer than the offer's seats, and so that no firm would receive more than it may
even if every reserve were played. Proposes; introduces nobody.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.matching.domain.assignment.choices import Chosen, Settled, settle
from services.matching.domain.assignment.seats import Merit, Option, Picks, Seating, merit_of

RESERVES = 2
Best = Callable[[Seating], Picks]
"""One offer at most per person, of the highest merit (port ``Assigner``)."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An offer proposed to a person, and what it is worth to her in hundredths of a point."""

    offer_id: UUID
    worth: int


@dataclass(frozen=True, slots=True)
class Reserve:
    """``free`` when a seat is left beside everybody's mains; else it opens only if one of them falls through."""

    placed: Placed
    free: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One person's plan. ``options`` counts the offers she could have; ``contested``: she has some, all are taken."""

    profile_id: UUID
    main: Placed | None
    reserves: tuple[Reserve, ...]
    pinned: bool
    options: int

    @property
    def contested(self) -> bool:
        """True when she is left without a main though offers are possible for her."""
        return self.main is None and self.options > 0


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of everybody. ``fallen``: pins that no longer stand."""

    lines: tuple[Line, ...]
    merit: Merit
    fallen: tuple[Chosen, ...]

    def mains(self) -> Mapping[UUID, UUID]:
        """The main offer of each person served."""
        return {line.profile_id: line.main.offer_id for line in self.lines if line.main is not None}


def mains_of(settled: Settled, best: Best) -> Picks:
    """The pins, and the best of what is left."""
    return {**settled.pins, **best(settled.open)}


def draw(seating: Seating, choices: Sequence[Chosen], best: Best) -> Plan:
    """Draw the plan of everybody."""
    settled = settle(seating, choices)
    mains = mains_of(settled, best)
    ranks = _reserves(settled.seating, mains, best)
    seated = settled.seating.after(mains, seats_too=True)
    lines = tuple(
        Line(
            profile_id=profile_id,
            main=placed(settled.seating, settled.seating.option(person, mains.get(person))),
            reserves=tuple(
                Reserve(held, seated.offers[rank[person]].seats > 0)
                for rank in ranks
                if (held := placed(settled.seating, settled.seating.option(person, rank.get(person)))) is not None
            ),
            pinned=person in settled.pins,
            options=len(settled.seating.by_person.get(person, ())),
        )
        for person, profile_id in enumerate(seating.people)
    )
    return Plan(lines, merit_of(settled.seating, mains), settled.fallen)


def placed(seating: Seating, option: Option | None) -> Placed | None:
    """The option with the id of its offer."""
    return None if option is None else Placed(seating.offers[option.offer].offer_id, option.worth)


def _reserves(seating: Seating, mains: Picks, best: Best) -> list[Picks]:
    firms = [offer.firm for offer in seating.offers]
    asked: list[set[str]] = [set() for _ in seating.people]
    for person, offer in mains.items():
        asked[person].add(firms[offer])
    left = seating.after(mains, seats_too=False)
    ranks: list[Picks] = []
    for _ in range(RESERVES):
        found = best(left.only(one for one in left.options if firms[one.offer] not in asked[one.person]))
        ranks.append(found)
        left = left.after(found, seats_too=False)
        for person, offer in found.items():
            asked[person].add(firms[offer])
    return ranks
