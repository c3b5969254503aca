"""Who may speak for a company here, and who may see what reached it.

Refuses an account that nobody confirmed as soon as people are concerned; before that it may prepare offers.
"""

from uuid import UUID

from services.contracts.actors import Actor, Role
from services.employers.domain.company import Company
from services.employers.domain.holder import Standing
from services.employers.domain.refusals import Forbidden, NotFound
from services.employers.ports import UnitOfWork

STAFF = (Role.REFERENT, Role.COORDINATION)
NOT_YOURS = "Cette entreprise n'est pas la vôtre, ou vous n'en avez pas encore fait la demande."
NOT_YET = (
    "Un référent doit d'abord confirmer que vous parlez pour cette entreprise. "
    "Vos offres sont gardées ; vous serez prévenu dès que c'est fait."
)


def is_staff(actor: Actor) -> bool:
    """True for a referent or the coordination."""
    return actor.has(*STAFF)


def company_for(company_id: UUID, *, by: Actor, uow: UnitOfWork) -> Company:
    """A company that the actor may act for: staff, or an account enrolled and not refused.

    Raises NotFound for a company unknown here, Forbidden for somebody else's.
    """
    company = uow.companies.get(company_id)
    if is_staff(by):
        if company is None:
            raise NotFound("Cette entreprise n'est pas connue dans votre territoire.")
        return company
    if company is None or not may_act(company_id, by=by, uow=uow):
        raise Forbidden(NOT_YOURS)
    return company


def may_act(company_id: UUID, *, by: Actor, uow: UnitOfWork) -> bool:
    """True when the account enrolled for the company (its token says so, or its row) and was not refused."""
    if not by.has(Role.EMPLOYER):
        return False
    holder = uow.holders.get(company_id, by.id)
    if holder is None:
        return company_id in by.company_ids
    return holder.standing is not Standing.REFUSED


def speaks_for(company_id: UUID, *, by: Actor, uow: UnitOfWork) -> bool:
    """True when a referent confirmed that this account speaks for the company."""
    holder = uow.holders.get(company_id, by.id) if by.has(Role.EMPLOYER) else None
    return holder is not None and holder.confirmed


def must_speak_for(company_id: UUID, *, by: Actor, uow: UnitOfWork) -> Company:
    """The company, for whoever may see the people introduced to it. Raises Forbidden."""
    company = company_for(company_id, by=by, uow=uow)
    if is_staff(by):
        return company
    if not (speaks_for(company_id, by=by, uow=uow) and company.confirmed):
        raise Forbidden(NOT_YET, code="holder-not-confirmed")
    return company
