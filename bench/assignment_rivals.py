"""Other ways to share the same seats, to be compared with the group's plan: each its own first choice, greedy, stable.

Written to be clear, not quick. They keep the same limits (seats, firms' rooms), but for ``own_first``, which has none.
"""

import heapq
from random import Random

from services.matching.domain.assignment.seats import Option, Picks, Seating

LIKING = 900
"""How far a firm's own order goes from the person's, in hundredths of a point, at most: it knows other things."""


def own_first(seating: Seating) -> Picks:
    """Everybody the first of her own list, as if she were alone: what separate lists do."""
    return {person: options[0].offer for person, options in seating.by_person.items()}


def greedy(seating: Seating) -> Picks:
    """The best pair of all, then the best that is left, and so on."""
    return _in_turn(seating, sorted(seating.options, key=lambda one: (-one.worth, one.person, one.offer)))


def first_come(seating: Seating, seed: int = 17) -> Picks:
    """People one after the other, in a drawn order, each taking the best seat left: desks working separately."""
    by_person = seating.by_person
    people = sorted(by_person)
    Random(seed).shuffle(people)
    return _in_turn(seating, [option for person in people for option in by_person[person]])


def stable(seating: Seating, seed: int = 17) -> Picks:
    """Deferred acceptance: people ask in the order of their list; offers and firms keep those they like best.

    A firm's liking is the worth, moved by what it alone knows (drawn): with one order for both sides, stable is greedy.
    """
    drawn = Random(seed)
    liking = {(one.person, one.offer): one.worth + drawn.randint(-LIKING, LIKING) for one in seating.options}
    held: dict[int, list[tuple[int, int]]] = {}
    asked = dict.fromkeys(seating.by_person, 0)
    free = sorted(asked, reverse=True)
    while free:
        person = free.pop()
        hers = seating.by_person[person]
        if asked[person] == len(hers):
            continue
        offer = hers[asked[person]].offer
        asked[person] += 1
        heapq.heappush(held.setdefault(offer, []), (liking[person, offer], person))
        free += _let_go(seating, held, offer)
    return {person: offer for offer, kept in held.items() for _, person in kept}


def _let_go(seating: Seating, held: dict[int, list[tuple[int, int]]], offer: int) -> list[int]:
    gone: list[int] = []
    if len(held[offer]) > seating.offers[offer].seats:
        gone.append(heapq.heappop(held[offer])[1])
    firm = seating.offers[offer].firm
    if firm in seating.rooms:
        ours = [key for key in held if seating.offers[key].firm == firm and held[key]]
        if sum(len(held[key]) for key in ours) > seating.rooms[firm]:
            least = min(ours, key=lambda key: held[key][0])
            gone.append(heapq.heappop(held[least])[1])
    return gone


def _in_turn(seating: Seating, options: list[Option]) -> Picks:
    seats = [offer.seats for offer in seating.offers]
    rooms = dict(seating.rooms)
    chosen: dict[int, int] = {}
    for option in options:
        firm = seating.offers[option.offer].firm
        if option.person in chosen or seats[option.offer] < 1 or rooms.get(firm, 1) < 1:
            continue
        chosen[option.person] = option.offer
        seats[option.offer] -= 1
        if firm in rooms:
            rooms[firm] -= 1
    return chosen
