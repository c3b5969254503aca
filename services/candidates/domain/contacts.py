"""Contacts: each exchange with a person, where and how it took place, and what comes next.

Outreach in the street counts as much as an appointment; a contact may be made by somebody else than the referent
(the médiatrice at the market desk). The note passes the check of free text.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from services.candidates.domain.refusals import Invalid
from services.candidates.domain.wording import keepable
from services.contracts.vocabulary import Channel, Labelled


class ContactPlace(Labelled):
    STREET = "street", "dans le quartier (aller vers)"
    WALK_IN = "walk_in", "accueil sans rendez-vous"
    APPOINTMENT = "appointment", "rendez-vous à la structure"
    MARKET_DESK = "market_desk", "permanence du marché, le mercredi matin"
    DEFI_POINT = "defi_point", "point emploi DEFI"
    COMPANY = "company", "dans l'entreprise"
    HOME = "home", "au domicile"
    PARTNER = "partner", "chez un partenaire"
    REMOTE = "remote", "à distance"


class Reached(Labelled):
    REACHED = "reached", "personne jointe"
    MESSAGE_LEFT = "message_left", "message laissé"
    NOT_REACHED = "not_reached", "pas joignable"
    MISSED = "missed", "rendez-vous manqué"


@dataclass(frozen=True, slots=True)
class Contact:
    """One exchange. ``next_on`` is the day agreed for the next one."""

    id: UUID
    at: datetime
    place: ContactPlace
    channel: Channel
    reached: Reached
    by: UUID | None
    """Staff member, or None when the person wrote by the personal link."""
    note: str = ""
    next_on: date | None = None


def contact(
    *,
    contact_id: UUID,
    at: datetime,
    place: ContactPlace,
    channel: Channel,
    by: UUID | None,
    now: datetime,
    reached: Reached = Reached.REACHED,
    note: str = "",
    next_on: date | None = None,
) -> Contact:
    """Build a checked contact. Raises Invalid: a contact is recorded after it took place, never before."""
    if at > now + timedelta(minutes=5):
        raise Invalid("Un contact se note après avoir eu lieu : vérifiez la date et l'heure.", field="at")
    if next_on is not None and next_on < at.date():
        raise Invalid("Le prochain contact est avant celui-ci.", field="next_on")
    return Contact(contact_id, at, place, channel, reached, by, keepable(note, field="note"), next_on)


def last_reached(contacts: tuple[Contact, ...]) -> Contact | None:
    """Return the latest contact where the person was really reached."""
    return max((one for one in contacts if one.reached is Reached.REACHED), key=lambda one: one.at, default=None)


def planned(contacts: tuple[Contact, ...]) -> date | None:
    """Return the day agreed for the next contact, as the latest contact that names one says it."""
    latest = max(contacts, key=lambda one: one.at, default=None)
    return latest.next_on if latest else None
