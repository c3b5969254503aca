"""What the entrypoints share: the settings, the clock, the register, the tokens; and a unit of work per request.

Refuses to guess the territory of a visitor: with one territory it is that one, with several the visitor says which.
"""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request
from sqlalchemy import Connection

from services.contracts.actors import Actor
from services.employers.adapters.sql import SqlUnitOfWork
from services.employers.adapters.sql_surroundings import known_territories
from services.employers.adapters.tokens import SignedTokens
from services.employers.domain.refusals import Fault, Invalid
from services.employers.ports import Register
from services.employers.settings import EmployersSettings
from services.kernel.clock import Clock
from services.kernel.problems import Unavailable
from services.kernel.towns import Towns


@dataclass(frozen=True, slots=True)
class Desk:
    """The service, as its entrypoints see it. One per app, in ``app.state.desk``."""

    settings: EmployersSettings
    register: Register
    tokens: SignedTokens
    clock: Clock
    towns: Callable[[], Towns]

    def public_address(self, path: str) -> str:
        """An address to send by e-mail or to print."""
        return f"{self.settings.public_base.rstrip('/')}{path}"


def desk_of(request: Request) -> Desk:
    """The desk of the app that serves this request."""
    desk: Desk = request.app.state.desk
    return desk


def writing_uow(request: Request, connection: Connection, actor: Actor) -> SqlUnitOfWork:
    """A unit of work that changes things, in the actor's territory and name."""
    return uow_in(request, connection, actor.territory, who=actor.reference)


def reading_uow(request: Request, connection: Connection, actor: Actor) -> SqlUnitOfWork:
    """A unit of work that locks nothing."""
    return uow_in(request, connection, actor.territory, who=actor.reference, locks=False)


def uow_in(request: Request, connection: Connection, territory: str, *, who: str, locks: bool = True) -> SqlUnitOfWork:
    """A unit of work for a visitor without account; ``who`` names the way in, for the audit."""
    desk = desk_of(request)
    return SqlUnitOfWork(connection, territory=territory, now=desk.clock(), actor=who, locks=locks, towns=desk.towns())


def territory_for(connection: Connection, said: str | None) -> str:
    """The territory of a visitor. Raises Invalid when it must be chosen, Unavailable when none is known yet."""
    served = [code for code, _ in known_territories(connection)]
    if said:
        if said not in served:
            raise Invalid.because(Fault("territory", "Ce territoire n'est pas connu ici."))
        return said
    if not served:
        raise Unavailable("Le territoire n'est pas encore configuré. Réessayez dans quelques instants.")
    if len(served) > 1:
        raise Invalid.because(Fault("territory", "Choisissez votre territoire."))
    return served[0]
