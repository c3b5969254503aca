"""Who could have what, and how many may: the shape of an assignment, before anybody is chosen.

People have options (offers worth so many hundredths of a point); offers have seats; firms receive only so many
introductions a month. Pure. Refuses options of an offer that is not described, and negative seats.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

HUNDREDTHS = 100
"""Points are compared by hundredths, as whole numbers: two sums in another order are then the same sum."""


@dataclass(frozen=True, slots=True)
class Option:
    """An offer that a person may have, and what it is worth to her plan, in hundredths of a point."""

    profile_id: UUID
    offer_id: UUID
    worth: int


@dataclass(frozen=True, slots=True)
class Seats:
    """``seats`` left on an offer; ``firm`` names who makes it, several offers may share it."""

    firm: str
    seats: int


@dataclass(frozen=True, slots=True)
class Seating:
    """``people`` in all, with or without options; ``rooms`` is how many introductions each firm may still receive.

    A firm without a room has no limit of its own (an advertisement from elsewhere).
    """

    people: tuple[UUID, ...]
    options: tuple[Option, ...]
    offers: Mapping[UUID, Seats]
    rooms: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raise ValueError for what cannot be assigned."""
        known = set(self.people)
        for option in self.options:
            if option.offer_id not in self.offers or option.profile_id not in known:
                raise ValueError(f"an option of nobody or of no offer: {option}")
        if any(offer.seats < 0 for offer in self.offers.values()) or any(room < 0 for room in self.rooms.values()):
            raise ValueError("seats are never negative")

    def by_person(self) -> Mapping[UUID, tuple[Option, ...]]:
        """The options of each person who has some, the best first, ties by offer id."""
        found: dict[UUID, list[Option]] = {}
        for option in self.options:
            found.setdefault(option.profile_id, []).append(option)
        return {
            person: tuple(sorted(options, key=lambda one: (-one.worth, one.offer_id.int)))
            for person, options in found.items()
        }

    def firm_of(self, offer_id: UUID) -> str:
        """Who makes the offer."""
        return self.offers[offer_id].firm

    def has_room(self, offer_id: UUID) -> bool:
        """True when one more person may have this offer."""
        offer = self.offers[offer_id]
        return offer.seats > 0 and self.rooms.get(offer.firm, 1) > 0

    def only(self, options: Iterable[Option]) -> "Seating":
        """The same seats with fewer options."""
        return replace(self, options=tuple(options))

    def after(self, taken: Mapping[UUID, UUID], *, seats_too: bool) -> "Seating":
        """What is left once these people have these offers: rooms always, seats when asked; nobody goes under 0."""
        rooms = dict(self.rooms)
        offers = dict(self.offers)
        for offer_id in taken.values():
            firm = self.offers[offer_id].firm
            if firm in rooms:
                rooms[firm] = max(0, rooms[firm] - 1)
            if seats_too:
                offers[offer_id] = replace(offers[offer_id], seats=max(0, offers[offer_id].seats - 1))
        return replace(self, rooms=rooms, offers=offers)


@dataclass(frozen=True, slots=True, order=True)
class Merit:
    """How good an assignment is, compared in this order: people served, then the least served, then the total."""

    served: int
    least: int
    total: int


def merit_of(seating: Seating, chosen: Mapping[UUID, UUID]) -> Merit:
    """The merit of a choice of one offer at most per person. Raises KeyError for a pair that is not an option."""
    worth = {(option.profile_id, option.offer_id): option.worth for option in seating.options}
    values = [worth[pair] for pair in chosen.items()]
    return Merit(len(values), min(values, default=0), sum(values))


def broken_limits(seating: Seating, chosen: Mapping[UUID, UUID]) -> tuple[str, ...]:
    """What a choice crosses: seats, rooms, pairs that are no option; none for a sound one."""
    pairs = {(option.profile_id, option.offer_id) for option in seating.options}
    found = [f"{person}: not an option" for person, offer in chosen.items() if (person, offer) not in pairs]
    seated: dict[UUID, int] = {}
    received: dict[str, int] = {}
    for offer in chosen.values():
        seated[offer] = seated.get(offer, 0) + 1
        firm = seating.firm_of(offer)
        received[firm] = received.get(firm, 0) + 1
    found += [f"{offer}: {count} seated" for offer, count in seated.items() if count > seating.offers[offer].seats]
    found += [f"{firm}: {count} received" for firm, count in received.items() if count > seating.rooms.get(firm, count)]
    return tuple(found)
