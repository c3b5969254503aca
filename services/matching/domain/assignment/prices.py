"""The price of another choice: give this offer to this person instead, and see what it changes for everybody.

Exact: the plan's mains are drawn again with the choice pinned, and both are compared person by person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.matching.domain.assignment.choices import Choice, Chosen, settle, without_refused
from services.matching.domain.assignment.plan import Best, Placed, mains_of, placed
from services.matching.domain.assignment.seats import Merit, Seating, merit_of

OTHER_CHOICES = 5
"""Choices whose price is told at once: each one draws the plan again."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody else whose main changes. ``to`` None: she is left without one; ``before`` None: she gets one."""

    profile_id: UUID
    before: Placed | None
    to: Placed | None


@dataclass(frozen=True, slots=True)
class Price:
    """What giving ``placed`` to its person does. ``possible`` False: pins hold every seat; nothing else is told."""

    placed: Placed
    possible: bool
    merit: Merit
    moved: tuple[Moved, ...] = ()

    @property
    def deprived(self) -> tuple[Moved, ...]:
        """Those who lose their main and get no other."""
        return tuple(one for one in self.moved if one.to is None)


def other_choices(seating: Seating, choices: Sequence[Chosen], person: UUID, main: UUID | None) -> tuple[UUID, ...]:
    """The best offers of a person but her main and those refused."""
    kept = without_refused(seating, choices)
    options = kept.by_person.get(kept.person_number[person], ())
    offers = (kept.offers[option.offer].offer_id for option in options)
    return tuple(offer for offer in offers if offer != main)[:OTHER_CHOICES]


def price(seating: Seating, choices: Sequence[Chosen], pin: Chosen, now: Mapping[UUID, UUID], best: Best) -> Price:
    """The price of one more pin, which replaces any other of its person, compared with the mains of ``now``.

    Raises KeyError when the offer is no option of the person.
    """
    pair = seating.pair(pin.profile_id, pin.offer_id)
    given = placed(seating, seating.option(*pair)) if pair else None
    if given is None:
        raise KeyError((pin.profile_id, pin.offer_id))
    others = [one for one in choices if not (one.choice is Choice.PINNED and one.profile_id == pin.profile_id)]
    settled = settle(seating, [*others, pin])
    if pin in settled.fallen:
        return Price(given, possible=False, merit=Merit(0, 0, 0))
    mains = mains_of(settled, best)
    moved = []
    for person, profile_id in enumerate(seating.people):
        before = seating.offer_number.get(now[profile_id]) if profile_id in now else None
        if profile_id != pin.profile_id and before != mains.get(person):
            steps = (seating.option(person, offer) for offer in (before, mains.get(person)))
            moved.append(Moved(profile_id, *(placed(seating, step) for step in steps)))
    return Price(given, possible=True, merit=merit_of(settled.seating, mains), moved=tuple(moved))
