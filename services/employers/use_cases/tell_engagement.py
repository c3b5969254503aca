"""Tell what a firm has done of what it promised, so far in the year, when that changed.

Announces CompanyChanged. A promise is due little by little, from the day the firm joined or the year began: a firm
that has just promised is not late. Nothing due yet is told as nothing.
"""

from uuid import UUID

from services.employers.domain.commitment import so_far, the_year
from services.employers.domain.company import Company
from services.employers.ports import UnitOfWork
from services.employers.use_cases.keeping import keep_company


def tell_engagement_of(company_id: UUID, *, uow: UnitOfWork) -> None:
    """Tell it for one firm, after a promise or an act."""
    company = uow.companies.get(company_id)
    if company is None:
        return
    year = uow.today.year
    lines = the_year(uow.commitments.promised(company.id, year), uow.commitments.acts(company.id), year=year)
    _keep(company, so_far(lines, since=company.joined_on, today=uow.today), uow)


def tell_engagements(uow: UnitOfWork) -> int:
    """Tell it for every member, once a day, since promises fall due with time; return how many were looked at."""
    year = uow.today.year
    promised, acts = uow.commitments.of_territory(year)
    members = uow.companies.listed(member=True)
    for company in members:
        done = [act for act in acts if act.company_id == company.id]
        lines = the_year(promised.get(company.id, {}), done, year=year)
        _keep(company, so_far(lines, since=company.joined_on, today=uow.today), uow)
    return len(members)


def _keep(company: Company, told: tuple[int, int] | None, uow: UnitOfWork) -> None:
    keep_company(uow, company.with_engagement(told), company)
