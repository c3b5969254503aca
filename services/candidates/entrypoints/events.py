"""What `candidates` does with the facts of others: keep them to be read beside the files."""

from services.candidates.adapters.sql_unit_of_work import SqlUnitOfWork
from services.candidates.adapters.vault import Vault
from services.candidates.use_cases.project_moves import project_award, project_introduction, project_placement
from services.candidates.use_cases.project_surroundings import project_company, project_staff, project_territory
from services.contracts.accounts import StaffChanged, TerritoryConfigured
from services.contracts.badges import AwardChanged
from services.contracts.employers import CompanyChanged
from services.contracts.matching import IntroductionMoved, PlacementChanged
from services.kernel.reactions import Moment, Reactions


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
