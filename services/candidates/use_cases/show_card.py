"""The nominative card an employer sees: only while the person's agreement for this employer holds.

The agreement is judged on the rows of this service at the moment of showing, because projections elsewhere lag. The
card says how to call the person and what they look for; never the district, the scheme, the cohort, the age, an
obstacle or the accompanying structure's kind.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.candidates.domain.agreements import must_allow_card
from services.candidates.domain.followed_moves import FollowedIntroduction
from services.candidates.domain.refusals import Forbidden, NotFound
from services.candidates.ports import UnitOfWork
from services.contracts.actors import Actor, Role
from services.contracts.vocabulary import HalfDay, Licence


@dataclass(frozen=True, slots=True)
class Card:
    """What the employer reads."""

    first_name: str
    last_name: str
    phone: str
    email: str
    wishes: tuple[str, ...]
    skills: tuple[tuple[str, int], ...]
    available: tuple[HalfDay, ...]
    available_from: date | None
    licences: tuple[Licence, ...]
    referent_name: str
    referent_phone: str
    introduction: FollowedIntroduction | None
    public_name: str


def show_card(introduction_id: UUID, *, by: Actor, uow: UnitOfWork, now: datetime) -> Card:
    """Return the card. Raises NotFound or Forbidden; each showing is written to the audit trail."""
    companies = by.company_ids
    if by.has(Role.EMPLOYER_LINK):
        if by.introduction_id != introduction_id:
            raise NotFound("Cette fiche n'existe pas.")
    elif not by.has(Role.EMPLOYER):
        raise Forbidden("Cette fiche est destinée à l'entreprise à qui la personne est présentée.")
    found = uow.agreements.of_introduction(introduction_id)
    agreement = must_allow_card(found[1] if found else None, company_ids=companies, introduction_id=introduction_id)
    case = uow.people.of_profile(agreement.profile_id)
    referent = uow.surroundings.staff(case.referent_id)
    said = case.profile.description
    uow.audit("card.shown", f"profile:{agreement.profile_id}", actor=by.reference, introduction=introduction_id)
    return Card(
        first_name=case.identity.first_name,
        last_name=case.identity.last_name,
        phone=case.identity.phone,
        email=case.identity.email,
        wishes=tuple(wish.label for wish in said.wishes),
        skills=tuple((skill.label, skill.level) for skill in said.skills),
        available=said.available,
        available_from=said.available_from,
        licences=said.licences,
        referent_name=referent.name if referent else "",
        referent_phone=referent.phone if referent else "",
        introduction=uow.moves.introduction(introduction_id),
        public_name=uow.surroundings.territory().public_name,
    )
