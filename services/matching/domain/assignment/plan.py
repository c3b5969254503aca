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
from services.matching.domain.assignment.seats import Merit, Option, Seating, merit_of

RESERVES = 2
Best = Callable[[Seating], Mapping[UUID, UUID]]
"""One offer at most per person, of the highest merit (port ``Assigner``)."""


@dataclass(frozen=True, slots=True)
class Reserve:
    """``free`` when a seat is left beside everybody's mains; else it opens only if one of them falls through."""

    option: Option
    free: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One person's plan. ``options`` counts the offers she could have; ``contested``: she has some, all are taken."""

    profile_id: UUID
    main: Option | None
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


def mains_of(settled: Settled, best: Best) -> Mapping[UUID, UUID]:
    """The pins, and the best of what is left."""
    return {**settled.pins, **best(settled.open)}


def draw(seating: Seating, choices: Sequence[Chosen], best: Best) -> Plan:
    """Draw the plan of everybody."""
    settled = settle(seating, choices)
    mains = mains_of(settled, best)
    ranks = [mains, *_reserves(settled.seating, mains, best)]
    options = settled.seating.by_person()
    seated = settled.seating.after(mains, seats_too=True)
    lines = tuple(
        Line(
            profile_id=person,
            main=_option(options, person, mains),
            reserves=tuple(
                Reserve(option, seated.offers[option.offer_id].seats > 0)
                for rank in ranks[1:]
                if (option := _option(options, person, rank)) is not None
            ),
            pinned=person in settled.pins,
            options=len(options.get(person, ())),
        )
        for person in seating.people
    )
    return Plan(lines, merit_of(settled.seating, mains), settled.fallen)


def _reserves(seating: Seating, mains: Mapping[UUID, UUID], best: Best) -> list[Mapping[UUID, UUID]]:
    asked: dict[UUID, set[str]] = {person: {seating.firm_of(offer)} for person, offer in mains.items()}
    left = seating.after(mains, seats_too=False)
    ranks: list[Mapping[UUID, UUID]] = []
    for _ in range(RESERVES):
        others = left.only(
            option
            for option in left.options
            if left.firm_of(option.offer_id) not in asked.get(option.profile_id, frozenset())
        )
        found = best(others)
        ranks.append(found)
        left = left.after(found, seats_too=False)
        for person, offer in found.items():
            asked.setdefault(person, set()).add(seating.firm_of(offer))
    return ranks


def _option(options: Mapping[UUID, Sequence[Option]], person: UUID, chosen: Mapping[UUID, UUID]) -> Option | None:
    wanted = chosen.get(person)
    return next((option for option in options.get(person, ()) if option.offer_id == wanted), None)
