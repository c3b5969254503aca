"""The pages of whoever runs the installation, as the services carry them when each runs alone.

Each shows its own part under `/NAME/exploitation/…`. `accounts`, which answers for what nobody owns, gathers them at
the addresses that the embedded product has (there the front answers before it).
"""

from functools import partial

from fastapi import Request

from services.contracts.access import actor_if_any
from services.contracts.actors import Role
from services.kernel.clock import Clock
from services.kernel.operations import PartHealth, health_told, operations_routes, together_routes
from services.kernel.problems import Forbidden, Unauthenticated
from services.kernel.runtime import Runtime

SERVICES = ("accounts", "candidates", "employers", "matching", "badges")


def must_operate(request: Request) -> None:
    """Raises Unauthenticated, Forbidden unless an operator asks."""
    actor = actor_if_any(request)
    if actor is None:
        raise Unauthenticated("Connectez-vous pour continuer.")
    if not actor.has(Role.OPERATOR):
        raise Forbidden("Cette page est réservée à l'exploitation.")


def operated(runtime: Runtime, *, clock: Clock, gathers: bool = False) -> Runtime:
    """The service, with its own pages of operations; ``gathers`` adds those of all, one below the other."""

    def health(one: Runtime) -> PartHealth:
        return health_told(one, now=clock())

    state = runtime.app.state
    own = partial(operations_routes, [runtime], state.pages, state.context_of, must_operate)
    runtime.app.include_router(own(under=f"/{runtime.name}/exploitation", health=health))
    if gathers:
        runtime.app.include_router(together_routes(SERVICES, state.pages, state.context_of, must_operate))
    return runtime
