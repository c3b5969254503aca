"""Small and large markets of people and places for the tests and the bench of the group's plan. Seeded, invented."""

from collections.abc import Mapping
from itertools import product
from random import Random
from uuid import UUID

from services.matching.domain.assignment.seats import Merit, Seating, Seats, broken_limits, merit_of


def person(number: int) -> UUID:
    """A stable person."""
    return UUID(int=number)


def place(number: int) -> UUID:
    """A stable offer."""
    return UUID(int=10_000 + number)


def seating_of(
    worth: Mapping[tuple[int, int], int],
    *,
    people: int,
    seats: Mapping[int, int] | None = None,
    firms: Mapping[int, str] | None = None,
    rooms: Mapping[str, int] | None = None,
) -> Seating:
    """A seating from ``{(person, offer): worth}``; one seat and one firm per offer unless said."""
    offers = sorted({offer for _, offer in worth} | set(seats or {}))
    rows: dict[UUID, dict[UUID, int]] = {}
    for (who, offer), points in worth.items():
        rows.setdefault(person(who), {})[place(offer)] = points
    made = [Seats(place(one), (firms or {}).get(one, f"firm {one}"), (seats or {}).get(one, 1)) for one in offers]
    return Seating.of([person(number) for number in range(people)], rows, made, dict(rooms or {}))


def a_random_seating(seed: int, *, people: int = 4, offers: int = 4) -> Seating:
    """A few people before a few offers of fewer firms, with tight seats and rooms, and equal worths now and then."""
    draw = Random(seed)
    worth = {
        (who, offer): draw.choice([10, 20, 30, draw.randint(1, 99)])
        for who in range(people)
        for offer in range(offers)
        if draw.random() < 0.6
    }
    firms = {offer: f"firm {draw.randint(0, offers // 2)}" for offer in range(offers)}
    rooms = {firm: draw.randint(0, 3) for firm in sorted(set(firms.values())) if draw.random() < 0.7}
    seats = {offer: draw.randint(0, 2) for offer in range(offers)}
    return seating_of(worth, people=people, seats=seats, firms=firms, rooms=rooms)


def best_by_trying_everything(seating: Seating) -> Merit:
    """The highest merit, by enumeration of every assignment."""
    options = [
        [None, *(one.offer for one in seating.options if one.person == who)] for who in range(len(seating.people))
    ]
    best = Merit(0, 0, 0)
    for tried in product(*options):
        chosen = {who: offer for who, offer in enumerate(tried) if offer is not None}
        if not broken_limits(seating, chosen):
            best = max(best, merit_of(seating, chosen))
    return best


def by_ids(seating: Seating, chosen: Mapping[int, int]) -> dict[UUID, UUID]:
    """What was chosen, by ids."""
    return {seating.people[who]: seating.offers[offer].offer_id for who, offer in chosen.items()}
