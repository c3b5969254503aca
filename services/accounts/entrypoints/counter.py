"""What the endpoints of `accounts` share: the tools made by bootstrap, and the way from an account to a token."""

from dataclasses import dataclass

from fastapi import Request
from sqlalchemy import Connection

from services.accounts.adapters.sql import SqlUnitOfWork
from services.accounts.domain.accounts import Account
from services.accounts.ports import Hasher, IdentityProvider, UnitOfWork
from services.accounts.settings import AccountsSettings
from services.accounts.use_cases.sign_in import account_of_session
from services.contracts.access import claims_of
from services.contracts.actors import Actor, Role
from services.kernel.auth import Signer, Verifier
from services.kernel.clock import Clock
from services.kernel.database import Database


@dataclass(frozen=True, slots=True)
class Counter:
    """The sign-in counter of one installation."""

    settings: AccountsSettings
    signer: Signer
    verifier: Verifier
    hasher: Hasher
    clock: Clock
    provider: IdentityProvider | None = None

    def work(self, connection: Connection) -> SqlUnitOfWork:
        """A unit of work on this connection."""
        return SqlUnitOfWork(connection, now=self.clock())

    def token_for(self, account: Account, *, uow: UnitOfWork) -> str:
        """A short token that says what the account may do, and how its territory is named."""
        territory = uow.territories.get(account.territory)
        actor = Actor(
            id=account.id,
            territory=account.territory,
            roles=frozenset(Role(role) for role in account.roles),
            name=account.name,
            structure_id=account.structure_id,
            company_ids=account.company_ids,
            site=territory.public_name if territory else "",
            zone=territory.time_zone if territory else "",
        )
        return self.signer.mint(claims_of(actor), lasts=self.settings.token_lasts(), now=self.clock())

    def exchange(self, database: Database, secret: str) -> str | None:
        """Session cookie → short token, None when the session is over: the one step of the gateway."""
        with database.reading() as connection:
            uow = self.work(connection)
            account = account_of_session(secret, uow=uow, now=self.clock())
            return self.token_for(account, uow=uow) if account else None


def counter_of(request: Request) -> Counter:
    """The counter of the app that serves this request."""
    counter: Counter = request.app.state.counter
    return counter
