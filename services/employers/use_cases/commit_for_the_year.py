"""What a firm promises for the year, and what somebody saw it do.

Announces CompanyChanged when what is due or done changed. Refuses absurd numbers and acts of the future.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from services.contracts.actors import Actor
from services.employers.domain.commitment import Act, Line, Pledge, check_act, check_promises, the_year
from services.employers.ports import UnitOfWork
from services.employers.use_cases.standing import company_for
from services.employers.use_cases.tell_engagement import tell_engagement_of


def commit_for_the_year(
    company_id: UUID, year: int, promised: Mapping[Pledge, int], *, by: Actor, uow: UnitOfWork
) -> None:
    """Replace the promises of a year. Raises Invalid, Forbidden."""
    company = company_for(company_id, by=by, uow=uow)
    kept = check_promises(promised, year=year, today=uow.today)
    uow.commitments.promise(company.id, year, kept)
    tell_engagement_of(company.id, uow=uow)
    uow.audit("company.committed", f"company:{company.id}", year=year)


def record_act(company_id: UUID, pledge: Pledge, on: date, count: int, *, by: Actor, uow: UnitOfWork) -> None:
    """Record something done that nothing else counts: a visit, a mock interview, a tutor trained."""
    company = company_for(company_id, by=by, uow=uow)
    check_act(count=count, on=on, today=uow.today)
    act = Act(uow.new_id(), company.id, uow.territory, pledge, on, count, recorded_by=by.id)
    uow.commitments.record(act)
    tell_engagement_of(company.id, uow=uow)
    uow.audit("company.acted", f"company:{company.id}", pledge=pledge.value, count=count)


def year_of(company_id: UUID, *, uow: UnitOfWork) -> tuple[Line, ...]:
    """Promised and honoured this year."""
    year = uow.today.year
    return the_year(uow.commitments.promised(company_id, year), uow.commitments.acts(company_id), year=year)
