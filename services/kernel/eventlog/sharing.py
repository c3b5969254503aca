"""Who should own which partition of a group: an even share that moves as little as possible.

A pure function of what every member can read, so that no coordinator is needed: each member releases what the share
gives to another and takes what is free and its own. Applied in any order by the members, it settles.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Place(NamedTuple):
    """A partition of a topic."""

    topic: str
    partition: int


def share(
    wishes: Mapping[str, frozenset[str]], places: Sequence[Place], owners: Mapping[Place, str]
) -> dict[Place, str]:
    """Return the member that should own each place.

    ``wishes`` gives the topics of each live member, ``owners`` who holds a place now. Places of topics that
    nobody wishes are left out. Loads of two members that could exchange a place differ by at most one.
    """
    target: dict[Place, str] = {}
    held: dict[str, list[Place]] = {member: [] for member in sorted(wishes)}
    wished = [place for place in sorted(set(places)) if any(place.topic in topics for topics in wishes.values())]
    for place in wished:
        owner = owners.get(place)
        if owner in held and place.topic in wishes[owner]:
            target[place] = owner
            held[owner].append(place)
    for place in wished:
        if place not in target:
            owner = min((m for m in held if place.topic in wishes[m]), key=lambda m: (len(held[m]), m))
            target[place] = owner
            held[owner].append(place)
    while (move := _levelling_move(wishes, held)) is not None:
        place, giver, taker = move
        held[giver].remove(place)
        held[taker].append(place)
        target[place] = taker
    return target


def _levelling_move(
    wishes: Mapping[str, frozenset[str]], held: Mapping[str, list[Place]]
) -> tuple[Place, str, str] | None:
    """One place to move from a loaded member to one that holds at least two fewer; None when level."""
    for giver in sorted(held, key=lambda m: (-len(held[m]), m)):
        for taker in sorted(held, key=lambda m: (len(held[m]), m)):
            if len(held[giver]) - len(held[taker]) < 2:
                break
            movable = [place for place in held[giver] if place.topic in wishes[taker]]
            if movable:
                return max(movable), giver, taker
    return None
