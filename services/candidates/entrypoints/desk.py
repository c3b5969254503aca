"""What the endpoints of `candidates` share: settings, the vault, the signer of personal pages, the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fastapi import Request
from sqlalchemy import Connection

from services.candidates.adapters.sql_unit_of_work import SqlUnitOfWork, find_link
from services.candidates.adapters.vault import Vault
from services.candidates.domain.case_file import CaseFile
from services.candidates.domain.personal_links import hashed, must_open
from services.candidates.settings import CandidatesSettings
from services.candidates.use_cases.issue_personal_link import open_link
from services.contracts.access import claims_of
from services.contracts.actors import Actor, Role
from services.kernel.auth import Signer
from services.kernel.clock import Clock, new_id
from services.kernel.towns import Towns


@dataclass(frozen=True, slots=True)
class Desk:
    """The working tools of the endpoints, made once in the bootstrap."""

    settings: CandidatesSettings
    vault: Vault
    signer: Signer
    clock: Clock
    towns: Callable[[], Towns]
    """The table of towns as it stands."""

    def work(self, connection: Connection, territory: str, *, now: datetime | None = None) -> SqlUnitOfWork:
        """A unit of work on the request's transaction."""
        return SqlUnitOfWork(connection, territory=territory, vault=self.vault, now=now or self.clock())

    def opened_by(self, connection: Connection, token: str) -> tuple[SqlUnitOfWork, CaseFile]:
        """The unit of work and the file that a personal link opens. Raises NotFound."""
        found = find_link(connection, hashed(token[:200]))
        territory, link = found if found is not None else ("", None)
        now = self.clock()
        must_open(link, now)
        uow = self.work(connection, territory, now=now)
        return uow, open_link(link, uow=uow, now=now)

    def person_token(self, case: CaseFile, uow: SqlUnitOfWork) -> str:
        """A short token with which the person's page may ask other services."""
        territory = uow.surroundings.territory()
        actor = Actor(
            id=case.profile.id,
            territory=uow.territory,
            roles=frozenset({Role.PERSON}),
            profile_id=case.profile.id,
            site=territory.public_name,
            zone=territory.zone,
        )
        return self.signer.mint(claims_of(actor), lasts=self.settings.person_token_lasts(), now=self.clock())

    @staticmethod
    def new_id() -> UUID:
        """A new identifier."""
        return new_id()


def desk_of(request: Request) -> Desk:
    """The tools of the service that serves this request."""
    desk: Desk = request.app.state.desk
    return desk
