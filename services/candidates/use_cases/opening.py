"""Open the file of a person for somebody who accompanies them; every opening and act is written to the audit trail."""

from datetime import date, datetime
from uuid import UUID

from services.candidates.domain.case_file import CaseFile
from services.candidates.domain.delegations import Colleague
from services.candidates.domain.refusals import Forbidden
from services.candidates.ports import UnitOfWork
from services.contracts.actors import Actor, Role


def opened(person_id: UUID, *, by: Actor, uow: UnitOfWork, now: datetime) -> CaseFile:
    """Return the file. Raises NotFound, or Forbidden when ``by`` neither accompanies the person nor stands in."""
    if not by.has(Role.REFERENT):
        raise Forbidden("Seul un référent peut ouvrir le dossier d'une personne.")
    case = uow.people.get(person_id)
    case.must_be_accompanied_by(by.id, today(uow, now))
    return case


def today(uow: UnitOfWork, now: datetime) -> date:
    """The calendar day in the territory's zone."""
    return uow.surroundings.territory().today(now)


def colleague(staff_id: UUID, uow: UnitOfWork) -> Colleague | None:
    """A staff member as a possible relay, or None when unknown."""
    known = uow.surroundings.staff(staff_id)
    return Colleague(known.id, known.structure_id, known.name, known.active) if known is not None else None
