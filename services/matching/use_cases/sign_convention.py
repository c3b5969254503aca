"""One party signs a convention: the person by her link, the employer from its account, or noted by a referent.

Announces PlacementChanged. Refuses somebody who signs for another party online, a channel that proves nothing
(telephone, SMS), a signature that the convention does not wait for, of an older text, or after the start.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.contracts.actors import Actor, Role
from services.contracts.vocabulary import Channel
from services.kernel.problems import Forbidden, Invalid, NotFound
from services.matching.domain.placements.placement import Placement
from services.matching.domain.placements.signatures import Signature, Signer
from services.matching.placement_ports import Work
from services.matching.use_cases.accompanied import UNKNOWN, accompanied
from services.matching.use_cases.local_day import day_of
from services.matching.use_cases.placement_keeping import keep_placement

NOTED = frozenset({Channel.PAPER, Channel.IN_PERSON, Channel.EMAIL, Channel.LETTER})
"""Channels by which a referent may note somebody else's signature: a document exists."""


@dataclass(frozen=True, slots=True)
class Sign:
    """``signed_on`` None: today. ``channel`` LINK: the party signs itself, here and now."""

    placement_id: UUID
    signer: Signer
    channel: Channel = Channel.LINK
    signed_on: date | None = None


def sign_convention(command: Sign, *, by: Actor, uow: Work, now: datetime) -> Placement:
    """Record the signature. Raises NotFound, Forbidden, Invalid, Conflict."""
    known = uow.placements.get(command.placement_id)
    today = day_of(uow.territories, now)
    signed_on = command.signed_on or today
    if signed_on > today:
        told = "Cette date est à venir."
        raise Invalid(told, fields={"signed_on": told}, code="signed-in-future")
    if command.channel is Channel.LINK:
        _must_be(command.signer, known, by=by, uow=uow, today=today)
        signed_on = today
    else:
        accompanied(known.parties.profile_id, by=by, uow=uow, today=today)
        if command.channel not in NOTED:
            told = "Une signature se note sur papier, en personne, par courrier ou par courriel."
            raise Invalid(told, fields={"channel": told}, code="channel-unproven")
    signature = Signature(command.signer, command.channel, signed_on, now, by.reference)
    signed = known.sign(signature, at=now)
    return keep_placement(signed, verb="placement.signed", actor=by.reference, uow=uow, now=now)


def signs_as(placement: Placement, *, by: Actor, uow: Work, today: date) -> tuple[Signer, ...]:
    """The parties that this actor may sign for, online, among those still waited for."""
    return tuple(signer for signer in placement.waits_for if _is(signer, placement, by=by, uow=uow, today=today))


def _must_be(signer: Signer, placement: Placement, *, by: Actor, uow: Work, today: date) -> None:
    if not visible_to(placement, by=by, uow=uow, today=today):
        raise NotFound(UNKNOWN)
    if not _is(signer, placement, by=by, uow=uow, today=today):
        raise Forbidden(f"Vous ne pouvez pas signer pour {signer.label}.", code="signs-for-another")


def _is(signer: Signer, placement: Placement, *, by: Actor, uow: Work, today: date) -> bool:
    if signer is Signer.PERSON:
        return by.has(Role.PERSON) and by.profile_id is not None and by.profile_id == placement.parties.profile_id
    if signer is Signer.EMPLOYER:
        company = placement.parties.company_id
        return by.has(Role.EMPLOYER) and company in by.company_ids and uow.holders.speaks_for(by.id, company)
    if signer in {Signer.PRESCRIBER, Signer.COMPANION} and by.has(Role.REFERENT, Role.COORDINATION):
        terms = placement.terms
        wanted = terms.prescriber_id if signer is Signer.PRESCRIBER else terms.companion_id
        return wanted is not None and by.structure_id == wanted
    return False


def visible_to(placement: Placement, *, by: Actor, uow: Work, today: date) -> bool:
    """Whether this actor is a party of the placement, or accompanies its person."""
    if by.has(Role.PERSON):
        return by.profile_id is not None and by.profile_id == placement.parties.profile_id
    if by.has(Role.EMPLOYER) and placement.parties.company_id in by.company_ids:
        return True
    if not by.has(Role.REFERENT):
        return False
    if by.structure_id is not None and by.structure_id == placement.terms.prescriber_id:
        return placement.parties.profile_id is not None
    try:
        accompanied(placement.parties.profile_id, by=by, uow=uow, today=today)
    except NotFound:
        return False
    return True
