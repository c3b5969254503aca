"""Keep what `accounts` and `employers` publish: the territory's settings, its staff, the names of companies."""

from services.candidates.domain.cohorts import Cohort
from services.candidates.domain.identity import Sex
from services.candidates.domain.territory import Company, StaffMember, Structure, Territory
from services.candidates.ports import UnitOfWork
from services.contracts.accounts import CohortListed, StaffChanged, TerritoryConfigured
from services.contracts.employers import CompanyChanged


def _cohort(listed: CohortListed) -> Cohort:
    known = {sex.value: sex for sex in Sex}
    return Cohort(
        code=listed.code,
        label=listed.label,
        structure_id=listed.structure_id,
        from_age=listed.suggested_from_age,
        to_age=listed.suggested_to_age,
        age_is_criterion=listed.age_is_criterion,
        sex=known.get(listed.suggested_sex or ""),
    )


def project_territory(fact: TerritoryConfigured, *, uow: UnitOfWork) -> None:
    """Keep the settings as last told."""
    uow.surroundings.keep_territory(
        Territory(
            code=fact.territory,
            version=fact.version,
            name=fact.name,
            public_name=fact.public_name,
            zone=fact.time_zone,
            latitude=fact.latitude,
            longitude=fact.longitude,
            structures=tuple(Structure(one.structure_id, one.name, one.kind, one.phone) for one in fact.structures),
            cohorts=tuple(_cohort(one) for one in fact.cohorts),
            exclusive_schemes=fact.exclusive_schemes,
            experience_months=fact.experience_months,
            emergency_fund_cents=fact.emergency_fund_cents,
            invented=fact.invented,
        )
    )


def project_staff(fact: StaffChanged, *, uow: UnitOfWork) -> None:
    """Keep a staff member as last told."""
    uow.surroundings.keep_staff(
        StaffMember(
            id=fact.staff_id,
            structure_id=fact.structure_id,
            name=fact.display_name,
            phone=fact.phone,
            roles=fact.roles,
            active=fact.active,
            version=fact.version,
        )
    )


def project_company(fact: CompanyChanged, *, uow: UnitOfWork) -> None:
    """Keep a company's name as last told."""
    uow.surroundings.keep_company(Company(fact.company_id, fact.version, fact.name))
