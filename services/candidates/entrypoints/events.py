"""What `candidates` does with the facts of others: keep them to be read beside the files."""

from sqlalchemy import delete

from services.candidates.adapters import tables
from services.candidates.adapters.sql_unit_of_work import SqlUnitOfWork
from services.candidates.adapters.vault import Vault
from services.candidates.use_cases.project_moves import project_award, project_introduction, project_placement
from services.candidates.use_cases.project_surroundings import project_company, project_staff, project_territory
from services.contracts.accounts import StaffChanged, TerritoryConfigured
from services.contracts.badges import AwardChanged
from services.contracts.employers import CompanyChanged
from services.contracts.matching import IntroductionMoved, PlacementChanged
from services.kernel.reactions import Moment, Reactions
from services.kernel.rebuilding import Projection

HEARD = (
    tables.territories,
    tables.staff,
    tables.companies,
    tables.introductions,
    tables.placements,
    tables.awards,
)
"""Tables that hold nothing but what other services said."""


def reactions(vault: Vault) -> Reactions:
    """The table fact → projection."""

    def work(moment: Moment) -> SqlUnitOfWork:
        return SqlUnitOfWork(moment.connection, territory=moment.tenant, vault=vault, now=moment.now)

    return (
        Reactions()
        .on(TerritoryConfigured, lambda fact, moment: project_territory(fact, uow=work(moment)))
        .on(StaffChanged, lambda fact, moment: project_staff(fact, uow=work(moment)))
        .on(CompanyChanged, lambda fact, moment: project_company(fact, uow=work(moment)))
        .on(IntroductionMoved, lambda fact, moment: project_introduction(fact, uow=work(moment)))
        .on(PlacementChanged, lambda fact, moment: project_placement(fact, uow=work(moment)))
        .on(AwardChanged, lambda fact, moment: project_award(fact, uow=work(moment)))
    )


def projections(vault: Vault) -> tuple[Projection, ...]:
    """What can be made anew from the log."""
    return (Projection("candidates.heard", reactions(vault), tuple(delete(table) for table in HEARD)),)
