"""What a referent settled before the plan is drawn again: this offer for this person, or never this one.

A pin stands while the offer is still an option of the person and there is room for it; one that no longer stands is
told, never forced. A refusal takes one pair out. Neither introduces anybody: the referent does, by the ordinary act.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.matching.domain.assignment.seats import Picks, Seating


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
    pins: Picks
    fallen: tuple[Chosen, ...]


def settle(seating: Seating, choices: Sequence[Chosen]) -> Settled:
    """Apply the choices, the oldest pin first: of two pins on the last seat, the second falls."""
    kept = without_refused(seating, choices)
    pins: dict[int, int] = {}
    fallen: list[Chosen] = []
    left = kept
    for one in sorted(choices, key=lambda one: (one.at, one.profile_id.int, one.offer_id.int)):
        if one.choice is not Choice.PINNED:
            continue
        pair = kept.pair(one.profile_id, one.offer_id)
        if pair is not None and pair[0] not in pins and left.has_room(pair[1]):
            pins[pair[0]] = pair[1]
            left = left.after({pair[0]: pair[1]}, seats_too=True)
        else:
            fallen.append(one)
    if pins:
        left = left.only(option for option in left.options if option.person not in pins)
    return Settled(kept, left, pins, tuple(fallen))


def without_refused(seating: Seating, choices: Sequence[Chosen]) -> Seating:
    """The seating without the pairs that a referent refused."""
    told = (seating.pair(one.profile_id, one.offer_id) for one in choices if one.choice is Choice.REFUSED)
    refused = {pair for pair in told if pair is not None}
    if not refused:
        return seating
    return seating.only(option for option in seating.options if (option.person, option.offer) not in refused)
