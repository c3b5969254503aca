"""Keep the companies, the accounts that speak for them, and the territory's settings. Announces nothing."""

from services.contracts.accounts import TerritoryConfigured
from services.contracts.employers import CompanyChanged, HolderChanged
from services.matching.domain.ranking.offer import Employer
from services.matching.domain.ranking.travel import Point
from services.matching.ports import KeptCompany, Territory, UnitOfWork

EXISTS = {"open": True, "closed": False}


def project_company(fact: CompanyChanged, *, uow: UnitOfWork) -> None:
    """Keep the company at its newest version."""
    employer = Employer(
        id=fact.company_id,
        name=fact.name,
        naf=fact.naf,
        open=EXISTS.get(fact.existence),
        confirmed=fact.confirmed,
        paused=fact.paused,
        accredited_civic_service=fact.accredited_civic_service,
        is_temp_agency=fact.is_temp_agency,
        is_siae=fact.is_siae,
        promised=fact.commitments_promised,
        honoured=fact.commitments_honoured,
    )
    place = fact.place
    located = place is not None and place.latitude is not None and place.longitude is not None
    point = Point(place.latitude or 0.0, place.longitude or 0.0) if place is not None and located else None
    uow.companies.keep(KeptCompany(employer, fact.version, fact.introductions_per_month, point))


def project_holder(fact: HolderChanged, *, uow: UnitOfWork) -> None:
    """Keep whether the account speaks for the company."""
    uow.holders.keep(fact.account_id, fact.company_id, fact.version, confirmed=fact.confirmed)


def project_territory(fact: TerritoryConfigured, *, uow: UnitOfWork) -> None:
    """Keep what the ranking reads of the settings."""
    territory = Territory(
        territory=fact.territory,
        public_name=fact.public_name,
        time_zone=fact.time_zone,
        centre=Point(fact.latitude, fact.longitude),
        introductions_per_month=fact.introductions_per_month,
        invented=fact.invented,
    )
    uow.territories.keep(territory, fact.version)
