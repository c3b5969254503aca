"""Who is asking: FastAPI dependencies that read a request's token into an Actor, and say what it may do.

A token comes as ``Authorization: Bearer``; a page opened by a personal link gives a short one as ``?jeton=``
(or as a form field, read by the endpoint with ``actor_from_token``).
"""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from services.contracts.actors import MINTED_BY, Actor, Role
from services.kernel.auth import REFUSED, Claims, Verifier
from services.kernel.clock import utc_now
from services.kernel.problems import Forbidden, Unauthenticated


def actor_from_claims(claims: Claims) -> Actor:
    """Read verified claims; an issuer that claims a role it may not give is refused."""
    try:
        roles = frozenset(Role(role) for role in claims["roles"])
        if not roles or not roles <= MINTED_BY[claims["iss"]]:
            raise Unauthenticated(REFUSED)
        return Actor(
            id=UUID(claims["sub"]),
            territory=str(claims["territory"]),
            roles=roles,
            name=str(claims.get("name", "")),
            structure_id=_identifier(claims.get("structure")),
            company_ids=frozenset(UUID(company) for company in claims.get("companies", [])),
            profile_id=_identifier(claims.get("profile")),
            introduction_id=_identifier(claims.get("introduction")),
            site=str(claims.get("site", "")),
            zone=str(claims.get("zone", "")),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise Unauthenticated(REFUSED) from error


def claims_of(actor: Actor) -> dict[str, object]:
    """The claims to mint for an actor."""
    return {
        "sub": str(actor.id),
        "territory": actor.territory,
        "roles": sorted(actor.roles),
        "name": actor.name,
        "structure": str(actor.structure_id) if actor.structure_id else None,
        "companies": sorted(str(company) for company in actor.company_ids),
        "profile": str(actor.profile_id) if actor.profile_id else None,
        "introduction": str(actor.introduction_id) if actor.introduction_id else None,
        "site": actor.site,
        "zone": actor.zone,
    }


def _identifier(value: object) -> UUID | None:
    return UUID(str(value)) if value else None


def actor_from_token(request: Request, token: str) -> Actor:
    """The actor of a token, or Unauthenticated."""
    verifier: Verifier = request.app.state.verifier
    return actor_from_claims(verifier.claims(token, now=utc_now()))


def actor_if_any(request: Request) -> Actor | None:
    """The actor of this request, None for a visitor. A token that is present must be valid."""
    header = request.headers.get("authorization", "")
    scheme, _, token = header.partition(" ")
    if scheme.lower() == "bearer" and token:
        return actor_from_token(request, token.strip())
    if header:
        raise Unauthenticated("L'en-tête Authorization doit être de la forme « Bearer jeton ».")
    if given := request.query_params.get("jeton"):
        return actor_from_token(request, given)
    return None


def signed_in(*roles: Role) -> Callable[[Request], Actor]:
    """A dependency that demands one of these roles (any role when none is named)."""

    def demand(request: Request) -> Actor:
        actor = actor_if_any(request)
        if actor is None:
            raise Unauthenticated("Connectez-vous pour continuer.")
        if roles and not actor.has(*roles):
            raise Forbidden("Votre compte ne permet pas de faire cela. Demandez à la coordination de votre territoire.")
        return actor

    return demand


MaybeActor = Annotated[Actor | None, Depends(actor_if_any)]
AnyActor = Annotated[Actor, Depends(signed_in())]
Referent = Annotated[Actor, Depends(signed_in(Role.REFERENT))]
Staff = Annotated[Actor, Depends(signed_in(Role.REFERENT, Role.COORDINATION))]
Coordination = Annotated[Actor, Depends(signed_in(Role.COORDINATION))]
Employer = Annotated[Actor, Depends(signed_in(Role.EMPLOYER))]
Operator = Annotated[Actor, Depends(signed_in(Role.OPERATOR))]
