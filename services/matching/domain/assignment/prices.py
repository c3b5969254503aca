"""The price of another choice: give this offer to this person instead, and see what it changes for everybody.

Exact: the plan's mains are drawn again with the choice pinned, and both are compared person by person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.matching.domain.assignment.choices import Choice, Chosen, settle
from services.matching.domain.assignment.plan import Best, mains_of
from services.matching.domain.assignment.seats import Merit, Option, Seating, merit_of

OTHER_CHOICES = 5
"""Choices whose price is told at once: each one draws the plan again."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody else whose main changes. ``to`` None: she is left without one; ``before`` None: she gets one."""

    profile_id: UUID
    before: Option | None
    to: Option | None


@dataclass(frozen=True, slots=True)
class Price:
    """What giving ``option`` to its person does. ``possible`` False: pins hold every seat; nothing else is told."""

    option: Option
    possible: bool
    merit: Merit
    moved: tuple[Moved, ...] = ()

    @property
    def deprived(self) -> tuple[Moved, ...]:
        """Those who lose their main and get no other."""
        return tuple(one for one in self.moved if one.to is None)


def other_choices(seating: Seating, choices: Sequence[Chosen], person: UUID, main: UUID | None) -> tuple[Option, ...]:
    """The best options of a person but her main and those refused."""
    options = settle(seating, [one for one in choices if one.choice is Choice.REFUSED]).seating.by_person()
    return tuple(option for option in options.get(person, ()) if option.offer_id != main)[:OTHER_CHOICES]


def price(seating: Seating, choices: Sequence[Chosen], pin: Chosen, now: Mapping[UUID, UUID], best: Best) -> Price:
    """The price of one more pin, which replaces any other of its person, compared with the mains of ``now``.

    Raises KeyError when the offer is no option of the person.
    """
    options = {(option.profile_id, option.offer_id): option for option in seating.options}
    option = options[pin.profile_id, pin.offer_id]
    others = [one for one in choices if not (one.choice is Choice.PINNED and one.profile_id == pin.profile_id)]
    settled = settle(seating, [*others, pin])
    if pin in settled.fallen:
        return Price(option, possible=False, merit=Merit(0, 0, 0))
    mains = mains_of(settled, best)
    moved = tuple(
        Moved(person, _of(options, person, now), _of(options, person, mains))
        for person in seating.people
        if person != pin.profile_id and now.get(person) != mains.get(person)
    )
    return Price(option, possible=True, merit=merit_of(settled.seating, mains), moved=moved)


def _of(options: Mapping[tuple[UUID, UUID], Option], person: UUID, chosen: Mapping[UUID, UUID]) -> Option | None:
    return options[person, chosen[person]] if person in chosen else None
