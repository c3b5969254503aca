"""A territory with one structure and two of its staff: ``nadia@ici.example`` (referent), ``chef@ici.example``."""

from uuid import UUID

from services.accounts.adapters.sql import SqlUnitOfWork
from services.accounts.domain.territories import Cohort, Structure, Territory
from services.accounts.entrypoints.counter import Counter
from services.accounts.use_cases.configure_territory import open_territory
from services.accounts.use_cases.register_staff import RegisterStaff, register_staff
from services.kernel.clock import new_id
from tests.factories.stage import Stage

STRUCTURE = UUID(int=7)
PASSWORD = "quatre chevaux bleus"


def open_with_staff(stage: Stage) -> None:
    """Open the territory « ici » and register its two staff."""
    counter: Counter = stage.runtime("accounts").app.state.counter
    with stage.runtime("accounts").database.transaction() as connection:
        uow = SqlUnitOfWork(connection, now=stage.now)
        open_territory(
            Territory(
                code="ici",
                version=1,
                name="Ici",
                public_name="Parcours d'ici",
                time_zone="Europe/Paris",
                latitude=46.15,
                longitude=-1.15,
                structures=(Structure(STRUCTURE, "CCAS", "ccas"),),
                cohorts=(Cohort("jeunes", "Jeunes", STRUCTURE, 16, 25, True),),
            ),
            by="test",
            uow=uow,
        )
        for email, roles in (("nadia@ici.example", {"referent"}), ("chef@ici.example", {"coordination"})):
            register_staff(
                RegisterStaff("ici", email, "Nadia B.", PASSWORD, STRUCTURE, roles),
                account_id=new_id(),
                by="test",
                uow=uow,
                hasher=counter.hasher,
            )
