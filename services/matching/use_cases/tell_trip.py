"""A referent says how long one person takes to one place, or that she cannot go there: it stands over any estimate.

Announces nothing; each word is an audit row. It holds for every offer at that door, and everywhere at once: list,
plan, people for an offer, « et si … ». Refuses a person whom the referent does not accompany, and a place unknown.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.contracts.actors import Actor
from services.contracts.vocabulary import TravelMode
from services.kernel.problems import Invalid
from services.matching.domain.ranking.travel import ToldTrip, place_key
from services.matching.plan_ports import Said
from services.matching.ports import UnitOfWork
from services.matching.use_cases.rank_offers_for_profile import visible_profile

LONGEST_MINUTES = 300
NO_PLACE = "L'offre ne dit pas où se fait le travail : il n'y a pas de trajet à corriger."


@dataclass(frozen=True, slots=True)
class TellTrip:
    """``minutes`` None with ``reachable`` True takes back what was said."""

    profile_id: UUID
    offer_id: UUID
    reachable: bool = True
    minutes: int | None = None
    mode: TravelMode | None = None


def tell_trip(command: TellTrip, *, by: Actor, uow: UnitOfWork, now: datetime) -> None:
    """Keep or take back what is said of this way. Raises NotFound, Invalid."""
    visible_profile(command.profile_id, by=by, uow=uow, now=now)
    place = _place(command.offer_id, uow)
    details: dict[str, object] = {"offer": str(command.offer_id), "place": place}
    subject = f"profile:{command.profile_id}"
    if command.reachable and command.minutes is None:
        uow.told_trips.drop(command.profile_id, place)
        uow.journal.note("trip.released", subject, details, actor=by.reference, at=now)
        return
    minutes = command.minutes if command.reachable else None
    if minutes is not None and not 1 <= minutes <= LONGEST_MINUTES:
        told = f"Un trajet se dit en minutes, de 1 à {LONGEST_MINUTES}."
        raise Invalid(told, fields={"minutes": told}, code="trip-minutes")
    said = ToldTrip(minutes, command.mode if minutes is not None else None)
    uow.told_trips.keep(command.profile_id, place, said, by=by.id, at=now)
    details |= {"minutes": minutes, "mode": said.mode.value if said.mode else ""}
    uow.journal.note("trip.told", subject, details, actor=by.reference, at=now)


def said_of(profile_id: UUID, offer_id: UUID, *, uow: UnitOfWork) -> Said | None:
    """What is said of this person's way to this offer; None when nothing is, or its place is unknown."""
    place = uow.offers.get(offer_id).offer.place
    return uow.told_trips.get(profile_id, place_key(place)) if place is not None else None


def _place(offer_id: UUID, uow: UnitOfWork) -> str:
    place = uow.offers.get(offer_id).offer.place
    if place is None:
        raise Invalid(NO_PLACE, fields={"minutes": NO_PLACE}, code="place-unknown")
    return place_key(place)
