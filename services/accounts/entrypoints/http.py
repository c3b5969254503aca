"""The JSON API of `accounts`: tokens for programs, public keys, the exchange that a reverse proxy asks."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Cookie, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from services.accounts.entrypoints.counter import counter_of
from services.accounts.use_cases.register_staff import RegisterStaff, register_staff
from services.accounts.use_cases.sign_in import WrongPassword, verify_password
from services.contracts.access import Coordination
from services.kernel.auth import KeyRing
from services.kernel.clock import new_id
from services.kernel.gateway import SESSION_COOKIE
from services.kernel.problems import Unauthenticated
from services.kernel.web.transactions import Reading, Writing, database_of

router = APIRouter(tags=["accounts"])


class Credentials(BaseModel):
    """An e-mail and its password."""

    model_config = ConfigDict(extra="forbid")

    email: str = Field(min_length=3, max_length=254, examples=["nadia@demo.example"])
    password: str = Field(min_length=1, max_length=200)


class Token(BaseModel):
    """A short bearer token; ``expires_in`` in seconds."""

    access_token: str
    token_type: str = "Bearer"  # noqa: S105  the word of RFC 6750
    expires_in: int


@router.post("/accounts/api/tokens")
def create_token(credentials: Credentials, request: Request, connection: Reading) -> Token:
    """Give a short token for a right pair of e-mail and password."""
    counter = counter_of(request)
    uow = counter.work(connection)
    try:
        account = verify_password(
            credentials.email,
            credentials.password,
            uow=uow,
            hasher=counter.hasher,
            allowed=counter.settings.password_failures,
            now=counter.clock(),
        )
    except WrongPassword:
        note_failure(request, credentials.email)
        raise
    token = counter.token_for(account, uow=uow)
    return Token(access_token=token, expires_in=int(counter.settings.token_lasts().total_seconds()))


def note_failure(request: Request, email: str) -> None:
    """Keep a failed sign-in in a transaction of its own: the refusal rolls back the request's."""
    counter = counter_of(request)
    with database_of(request).transaction() as connection:
        counter.work(connection).sessions.note_failure(email.strip().lower()[:254], at=counter.clock())


class NewStaff(BaseModel):
    """Somebody to register."""

    model_config = ConfigDict(extra="forbid")

    email: str = Field(max_length=254)
    name: str = Field(min_length=1, max_length=200)
    password: str = Field(max_length=200)
    structure_id: UUID
    roles: list[str] = Field(min_length=1, max_length=4)
    phone: str = Field(default="", max_length=40)


class Registered(BaseModel):
    """The id of what was created."""

    id: UUID


@router.post("/accounts/api/staff", status_code=201)
def register(body: NewStaff, request: Request, actor: Coordination, connection: Writing) -> Registered:
    """Register somebody of a structure of one's territory (coordination)."""
    counter = counter_of(request)
    account = register_staff(
        RegisterStaff(territory=actor.territory, **body.model_dump()),
        account_id=new_id(),
        by=actor.reference,
        uow=counter.work(connection),
        hasher=counter.hasher,
    )
    return Registered(id=account.id)


@router.get("/accounts/api/keys/{issuer}")
def public_keys(issuer: str, request: Request) -> dict[str, Any]:
    """The public keys (JWK set) of an issuer: accounts, candidates or employers."""
    if issuer not in {"accounts", "candidates", "employers"}:
        raise Unauthenticated("Émetteur inconnu.")
    ring = KeyRing(counter_of(request).settings.keys())
    ring.private("accounts")
    return ring.jwks(issuer)


@router.get("/accounts/gateway/token", include_in_schema=False)
def exchange(request: Request, session: Annotated[str | None, Cookie(alias=SESSION_COOKIE)] = None) -> Response:
    """What a reverse proxy asks before each request: the session cookie's token as an Authorization header."""
    token = counter_of(request).exchange(database_of(request), session) if session else None
    return Response(status_code=200, headers={"Authorization": f"Bearer {token}"} if token else {})
