"""Who could have what, and how many may: the shape of an assignment, before anybody is chosen.

People have options (offers worth so many hundredths of a point); offers have seats; firms receive only so many
introductions a month. People and offers are numbered by their place in the seating: there may be a hundred thousand
options. Pure. Refuses options of nobody or of no offer, and negative seats.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

HUNDREDTHS = 100
"""Points are compared by hundredths, as whole numbers: two sums in another order are then the same sum."""

Picks = Mapping[int, int]
"""One offer at most per person, by their numbers."""


class Option(NamedTuple):
    """An offer that a person may have, both by number, and what it is worth to her, in hundredths of a point."""

    person: int
    offer: int
    worth: int


@dataclass(frozen=True, slots=True)
class Seats:
    """``seats`` left on an offer; ``firm`` names who makes it, several offers may share it."""

    offer_id: UUID
    firm: str
    seats: int


@dataclass(frozen=True)
class Seating:
    """``people`` in all, with or without options; ``rooms`` is how many introductions each firm may still receive.

    A firm without a room has no limit of its own (an advertisement from elsewhere).
    """

    people: tuple[UUID, ...]
    options: Sequence[Option]
    offers: tuple[Seats, ...]
    rooms: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        people: Sequence[UUID],
        worth: Mapping[UUID, Mapping[UUID, int]],
        offers: Sequence[Seats],
        rooms: Mapping[str, int],
    ) -> "Seating":
        """From worths by person and offer. Raises ValueError for what cannot be assigned."""
        seating = cls(tuple(people), (), tuple(offers), rooms)
        if any(offer.seats < 0 for offer in offers) or any(room < 0 for room in rooms.values()):
            raise ValueError("seats are never negative")
        try:
            options = [
                Option(seating.person_number[person], seating.offer_number[offer], value)
                for person, row in worth.items()
                for offer, value in row.items()
            ]
        except KeyError as unknown:
            raise ValueError(f"an option of nobody or of no offer: {unknown}") from unknown
        return seating.only(sorted(options))

    @cached_property
    def person_number(self) -> Mapping[UUID, int]:
        """The number of each person."""
        return {person: number for number, person in enumerate(self.people)}

    @cached_property
    def offer_number(self) -> Mapping[UUID, int]:
        """The number of each offer."""
        return {offer.offer_id: number for number, offer in enumerate(self.offers)}

    @cached_property
    def by_person(self) -> Mapping[int, Sequence[Option]]:
        """The options of each person who has some, the best first, ties by offer id."""
        found: dict[int, list[Option]] = {}
        for option in self.options:
            found.setdefault(option.person, []).append(option)
        for options in found.values():
            options.sort(key=lambda one: (-one.worth, self.offers[one.offer].offer_id.int))
        return found

    def option(self, person: int, offer: int | None) -> Option | None:
        """The option of this person on this offer; None when there is none."""
        return next((one for one in self.by_person.get(person, ()) if one.offer == offer), None)

    def pair(self, person: UUID, offer: UUID) -> tuple[int, int] | None:
        """The numbers of a person and of an offer that is an option of hers; None when it is not."""
        who, what = self.person_number.get(person), self.offer_number.get(offer)
        return (who, what) if who is not None and what is not None and self.option(who, what) is not None else None

    def has_room(self, offer: int) -> bool:
        """True when one more person may have this offer."""
        known = self.offers[offer]
        return known.seats > 0 and self.rooms.get(known.firm, 1) > 0

    def only(self, options: Iterable[Option]) -> "Seating":
        """The same seats with fewer options."""
        return replace(self, options=list(options))

    def after(self, taken: Picks, *, seats_too: bool) -> "Seating":
        """What is left once these people have these offers: rooms always, seats when asked; nobody goes under 0."""
        rooms = dict(self.rooms)
        offers = list(self.offers)
        for offer in taken.values():
            known = offers[offer]
            if known.firm in rooms:
                rooms[known.firm] = max(0, rooms[known.firm] - 1)
            if seats_too:
                offers[offer] = replace(known, seats=max(0, known.seats - 1))
        return replace(self, rooms=rooms, offers=tuple(offers))


@dataclass(frozen=True, slots=True, order=True)
class Merit:
    """How good an assignment is, compared in this order: people served, then the least served, then the total."""

    served: int
    least: int
    total: int


def merit_of(seating: Seating, chosen: Picks) -> Merit:
    """The merit of a choice of one offer at most per person. Raises KeyError for a pair that is not an option."""
    found = {one.person: one.worth for one in seating.options if chosen.get(one.person) == one.offer}
    values = [found[person] for person in chosen]
    return Merit(len(values), min(values, default=0), sum(values))


def broken_limits(seating: Seating, chosen: Picks) -> tuple[str, ...]:
    """What a choice crosses: seats, rooms, pairs that are no option; none for a sound one."""
    found = [f"{pair}: not an option" for pair in chosen.items() if seating.option(*pair) is None]
    seated: dict[int, int] = {}
    received: dict[str, int] = {}
    for offer in chosen.values():
        seated[offer] = seated.get(offer, 0) + 1
        firm = seating.offers[offer].firm
        received[firm] = received.get(firm, 0) + 1
    found += [f"{offer}: {count} seated" for offer, count in seated.items() if count > seating.offers[offer].seats]
    found += [f"{firm}: {count} received" for firm, count in received.items() if count > seating.rooms.get(firm, count)]
    return tuple(found)
