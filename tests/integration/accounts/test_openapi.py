"""Whatever the OpenAPI document of `accounts` allows is answered as the document says (schemathesis)."""

from pathlib import Path
from uuid import UUID

import pytest

from services.accounts.adapters.sql import SqlUnitOfWork
from services.accounts.domain.territories import Cohort, Structure, Territory
from services.accounts.use_cases.configure_territory import open_territory
from services.accounts.use_cases.register_staff import RegisterStaff, register_staff
from services.contracts.actors import Actor, Role
from tests.factories.openapi import Known, the_api_keeps_its_word
from tests.factories.stage import Stage

HERE, STRUCTURE, CLAIRE, NADIA = "ici", UUID(int=7), UUID(int=8), UUID(int=9)
PASSWORD = "quatre chevaux bleus"


@pytest.mark.timeout(400)
def test_the_api_keeps_its_word(tmp_path: Path) -> None:
    stage = Stage(tmp_path, only=("accounts",))
    accounts = stage.runtime("accounts")
    with accounts.database.transaction() as connection:
        uow = SqlUnitOfWork(connection, now=stage.now)
        open_territory(
            Territory(
                code=HERE, version=1, name="Ici", public_name="Horizons", time_zone="Europe/Paris", latitude=46.15,
                longitude=-1.12, structures=(Structure(STRUCTURE, "CCAS", "ccas"),),
                cohorts=(Cohort("jeunes", "Jeunes", STRUCTURE, 16, 25, True),),
            ),
            by="test", uow=uow,
        )  # fmt: skip
        for account, name, role in ((CLAIRE, "claire", "coordination"), (NADIA, "nadia", "referent")):
            order = RegisterStaff(HERE, f"{name}@ici.example", name, PASSWORD, STRUCTURE, (role,))
            register_staff(order, account_id=account, by="test", uow=uow, hasher=accounts.app.state.counter.hasher)
    roles = {CLAIRE: Role.COORDINATION, NADIA: Role.REFERENT}
    tokens = [
        stage.token(
            Actor(id=account, territory=HERE, roles=frozenset({role}), name="Quelqu'un", structure_id=STRUCTURE)
        )
        for account, role in roles.items()
    ]
    known = Known(email=["claire@ici.example"], password=[PASSWORD], structure_id=[STRUCTURE], issuer=["accounts"])
    statuses = the_api_keeps_its_word(
        accounts.app, "/accounts/api/openapi.json", tokens, known, operations=3, examples=40
    )
    stage.close()
    assert statuses.get(200, 0) > 10, statuses
    assert {401, 403, 422} <= set(statuses), statuses
