"""The whole house in this process, with a territory, a referent and a coordination: what bad input is sent to."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from sqlalchemy import MetaData, select

from services.accounts.adapters.sql import SqlUnitOfWork
from services.accounts.domain.territories import Cohort, Structure, Territory
from services.accounts.use_cases.configure_territory import open_territory
from services.accounts.use_cases.register_staff import RegisterStaff, register_staff
from services.contracts.actors import Actor, Role
from tests.factories.stage import Stage

HERE, STRUCTURE = "ici", UUID(int=0x51)
STAFF = {Role.REFERENT: UUID(int=0xA1), Role.COORDINATION: UUID(int=0xA2)}


@dataclass(frozen=True, slots=True)
class Doors:
    """The house and who knocks."""

    stage: Stage

    def as_(self, role: Role) -> httpx.Client:
        """A program of this role."""
        actor = Actor(id=STAFF[role], territory=HERE, roles=frozenset({role}), name="Nadia", structure_id=STRUCTURE)
        return self.stage.client(actor)

    def state(self) -> str:
        """A hash of every row of every service."""
        digest = sha256()
        for runtime in self.stage.house.runtimes:
            known = MetaData()
            known.reflect(runtime.database.engine)
            with runtime.database.reading() as connection:
                for table in known.sorted_tables:
                    for row in connection.execute(select(table).order_by(*table.primary_key.columns)):
                        digest.update(repr(tuple(row)).encode())
        return digest.hexdigest()


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CITE_EMBEDDER_URL", "characters://")
        stage = _opened(tmp_path_factory.mktemp("house"))
        yield Doors(stage)
        stage.close()


def _opened(folder: Path) -> Stage:
    stage = Stage(folder)
    accounts = stage.runtime("accounts")
    with accounts.database.transaction() as connection:
        uow = SqlUnitOfWork(connection, now=stage.now)
        territory = Territory(
            code=HERE, version=1, name="Ici", public_name="Horizons", time_zone="Europe/Paris", latitude=46.15,
            longitude=-1.12, structures=(Structure(STRUCTURE, "Mission locale", "mission_locale"),),
            cohorts=(Cohort("jeunes", "Jeunes", STRUCTURE, 16, 25, True),),
        )  # fmt: skip
        open_territory(territory, by="test", uow=uow)
        for role, account in STAFF.items():
            order = RegisterStaff(HERE, f"{role}@ici.example", "Nadia", "quatre chevaux", STRUCTURE, (role.value,))
            register_staff(order, account_id=account, by="test", uow=uow, hasher=accounts.app.state.counter.hasher)
    stage.pump()
    return stage
