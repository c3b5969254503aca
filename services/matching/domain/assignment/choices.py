"""What a referent settled before the plan is drawn again: this offer for this person, or never this one.

A pin stands while the offer is still an option of the person and there is room for it; one that no longer stands is
told, never forced. A refusal takes one pair out. Neither introduces anybody: the referent does, by the ordinary act.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.matching.domain.assignment.seats import Seating


class Choice(StrEnum):
    PINNED = "pinned"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Chosen:
    """One choice of a referent about one person and one offer."""

    profile_id: UUID
    offer_id: UUID
    choice: Choice
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Settled:
    """``seating`` without the refused pairs; ``open`` what is left to assign once the pins have their seats.

    ``fallen``: pins that no longer stand, with nothing taken from anybody for them.
    """

    seating: Seating
    open: Seating
    pins: Mapping[UUID, UUID]
    fallen: tuple[Chosen, ...]


def settle(seating: Seating, choices: Sequence[Chosen]) -> Settled:
    """Apply the choices, the oldest pin first: of two pins on the last seat, the second falls."""
    refused = {(one.profile_id, one.offer_id) for one in choices if one.choice is Choice.REFUSED}
    kept = seating.only(option for option in seating.options if (option.profile_id, option.offer_id) not in refused)
    possible = {(option.profile_id, option.offer_id) for option in kept.options}
    pins: dict[UUID, UUID] = {}
    fallen: list[Chosen] = []
    left = kept
    for one in sorted(choices, key=lambda one: (one.at, one.profile_id.int, one.offer_id.int)):
        if one.choice is not Choice.PINNED:
            continue
        if (one.profile_id, one.offer_id) in possible and one.profile_id not in pins and left.has_room(one.offer_id):
            pins[one.profile_id] = one.offer_id
            left = left.after({one.profile_id: one.offer_id}, seats_too=True)
        else:
            fallen.append(one)
    still_open = left.only(option for option in left.options if option.profile_id not in pins)
    return Settled(kept, still_open, pins, tuple(fallen))
