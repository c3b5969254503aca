"""What every use case of an introduction ends with: keep it, announce it, note who did it and what it teaches."""

from datetime import datetime

from services.contracts.actors import Actor
from services.matching.domain.introductions.agreement import Agreement, standing_agreement
from services.matching.domain.introductions.introduction import Introduction, Proposal, WorkPlace
from services.matching.domain.offer_sheet import OfferSheet
from services.matching.placement_ports import Work
from services.matching.use_cases.note_outcomes import note_introduction
from services.matching.use_cases.telling import introduction_moved

CLOCK = "matching:clock"
PERSON, FIRM = "candidates:person", "employers:firm"


def keep(introduction: Introduction, *, verb: str, by: Actor | str | None, uow: Work, now: datetime) -> Introduction:
    """Keep, announce and note it. ``by``: who acts, the « service:who » that told it; None the calendar."""
    who = by.reference if isinstance(by, Actor) else by or CLOCK
    uow.introductions.save(introduction)
    uow.announce(introduction_moved(introduction, at=now), at=now, actor=who)
    note_introduction(introduction, uow=uow, now=now)
    details = {
        "profile": str(introduction.profile_id),
        "offer": str(introduction.proposal.offer_id),
        "state": introduction.state.value,
        "reason": introduction.reason,
    }
    uow.journal.note(verb, f"introduction:{introduction.id}", details, actor=who, at=now)
    return introduction


def agreement_for(introduction: Introduction, uow: Work) -> Agreement:
    """The agreement that stands for this introduction. Raises AgreementMissing."""
    about = introduction.proposal
    person = introduction.profile_id
    known = uow.agreements.of_person(person) if person else ()
    return standing_agreement(
        known,
        profile_id=person or introduction.id,
        company_id=about.company_id,
        company_name=about.company_name,
        offer_id=about.offer_id,
        introduction_id=introduction.id,
    )


def proposal_of(sheet: OfferSheet) -> Proposal:
    """What is remembered of an offer: it may change or go, the introduction stays."""
    offer = sheet.offer
    place = WorkPlace(
        label=sheet.place_label,
        postcode=sheet.postcode,
        commune=offer.commune,
        latitude=offer.place.latitude if offer.place else None,
        longitude=offer.place.longitude if offer.place else None,
    )
    return Proposal(
        offer_id=offer.id,
        company_id=offer.company_id,
        company_name=offer.company_name,
        title=offer.title,
        kind=offer.kind,
        act=offer.act,
        rome=offer.rome,
        place=place,
        starts_on=offer.starts_on,
        ends_on=offer.ends_on,
    )
