"""An identity provider through OpenID Connect Core 1.0: authorization code, PKCE (RFC 7636), signed identity token.

What the provider publishes (Discovery 1.0) and its keys are kept an hour; a key it has just changed is fetched at
once. Answers about the user may be JSON or a signed JWT (ProConnect). Refuses unsigned tokens and secrets shared as
keys. One per process; thread-safe.
"""

import base64
import hashlib
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import httpx
import structlog
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from services.accounts.domain.vouched import Departure, Vouched
from services.kernel.problems import Unauthenticated, Unavailable

log = structlog.get_logger(__name__)

ALGORITHMS = ["RS256", "PS256", "ES256", "Ed25519", "EdDSA"]
KEPT_SECONDS = 3600.0
LEEWAY = 60
"""Seconds by which two clocks may differ."""


@dataclass(frozen=True, slots=True)
class Registration:
    """What the provider and the territory agreed on."""

    name: str
    issuer: str
    client_id: str
    client_secret: str
    scope: str = "openid email"
    vouches_for_email: bool = False
    """The provider checked every address itself, even where it does not say ``email_verified``."""


class OpenIdProvider:
    """See ``ports.IdentityProvider``."""

    def __init__(
        self,
        registration: Registration,
        *,
        transport: httpx.BaseTransport | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name, self.issuer = registration.name, registration.issuer
        self._with = registration
        self._client = httpx.Client(transport=transport, timeout=httpx.Timeout(5.0))
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[float, Mapping[str, Any]]] = {}

    def leave(self, *, back_to: str) -> tuple[str, Departure]:
        """See the port."""
        departure = Departure(*(secrets.token_urlsafe(32) for _ in range(3)))
        asked = {
            "response_type": "code",
            "client_id": self._with.client_id,
            "scope": self._with.scope,
            "redirect_uri": back_to,
            "state": departure.state,
            "nonce": departure.nonce,
            "code_challenge": _challenge(departure.verifier),
            "code_challenge_method": "S256",
        }
        return _with_query(self._published("authorization_endpoint"), asked), departure

    def arrive(self, code: str, departure: Departure, *, back_to: str, now: datetime) -> Vouched:
        """See the port."""
        given = self._exchange(code, departure, back_to)
        token = str(given.get("id_token", ""))
        claims = self._verified(token, now=now, nonce=departure.nonce)
        user = self._user(str(given.get("access_token", "")), now=now)
        if user.get("sub", claims["sub"]) != claims["sub"]:  # Core 5.3.2: the two must tell of the same human
            raise _proves_nothing()
        said = {**user, **claims}
        return Vouched(
            issuer=self.issuer,
            subject=str(claims["sub"]),
            email=str(said.get("email") or ""),
            is_email_vouched=said.get("email_verified") is True
            or (self._with.vouches_for_email and said.get("email_verified") is not False),
            token=token,
        )

    def farewell(self, token: str, *, back_to: str) -> str:
        """See the port."""
        try:
            end = self._published("end_session_endpoint")
        except Unavailable:
            return ""
        return _with_query(end, {"id_token_hint": token, "post_logout_redirect_uri": back_to}) if end else ""

    def close(self) -> None:
        """Release connections."""
        self._client.close()

    def _exchange(self, code: str, departure: Departure, back_to: str) -> Mapping[str, Any]:
        sent = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back_to,
            "code_verifier": departure.verifier,
        }
        known = self._with
        methods = self._discovered().get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if "client_secret_post" in methods:
            secret = {"client_id": known.client_id, "client_secret": known.client_secret}
            return self._asked("POST", self._published("token_endpoint"), data={**sent, **secret})
        basic = httpx.BasicAuth(known.client_id, known.client_secret)
        return self._asked("POST", self._published("token_endpoint"), data=sent, auth=basic)

    def _user(self, access_token: str, *, now: datetime) -> Mapping[str, Any]:
        """What ``userinfo`` adds; nothing where the provider has no such address."""
        address = self._published("userinfo_endpoint")
        if not address or not access_token:
            return {}
        headers = {"authorization": f"Bearer {access_token}", "accept": "application/json, application/jwt"}
        answer = self._send("GET", address, headers=headers)
        if answer.headers.get("content-type", "").startswith("application/jwt"):
            return self._verified(answer.text.strip(), now=now, is_identity=False)
        return _document(answer)

    def _verified(self, token: str, *, now: datetime, nonce: str = "", is_identity: bool = True) -> dict[str, Any]:
        """The claims of a token that the provider signed for us. Raises Unauthenticated."""
        asked: dict[str, Any] = {
            "iss": {"essential": is_identity, "value": self.issuer},
            "aud": {"essential": is_identity, "value": self._with.client_id},
            "sub": {"essential": True, "allow_blank": False},
        }
        if is_identity:
            asked |= {
                "exp": {"essential": True},
                "iat": {"essential": True},
                "nonce": {"essential": True, "value": nonce},
            }
        try:
            claims = self._decoded(token)
            jwt.JWTClaimsRegistry(now=int(now.timestamp()), leeway=LEEWAY, **asked).validate(claims)
        except (JoseError, ValueError, LookupError, TypeError) as error:
            log.warning("identity.refused", provider=self.issuer, reason=type(error).__name__)
            raise _proves_nothing() from error
        if claims.get("azp", self._with.client_id) != self._with.client_id:
            raise _proves_nothing()
        return claims

    def _decoded(self, token: str) -> dict[str, Any]:
        """Read with the keys at hand, then once more with the provider's newest."""
        try:
            return dict(jwt.decode(token, self._keys(), algorithms=ALGORITHMS).claims)
        except (JoseError, ValueError):
            return dict(jwt.decode(token, self._keys(newest=True), algorithms=ALGORITHMS).claims)

    def _keys(self, *, newest: bool = False) -> KeySet:
        return KeySet.import_key_set(dict(self._fetched(self._published("jwks_uri"), newest=newest)))  # type: ignore[arg-type]

    def _published(self, what: str) -> str:
        return str(self._discovered().get(what, ""))

    def _discovered(self) -> Mapping[str, Any]:
        document = self._fetched(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if document.get("issuer") != self.issuer:
            log.error("identity.misconfigured", issuer=self.issuer, published=document.get("issuer"))
            raise self._away()
        return document

    def _fetched(self, address: str, *, newest: bool = False) -> Mapping[str, Any]:
        with self._lock:
            kept = self._kept.get(address)
        if kept is not None and not newest and self._monotonic() - kept[0] < KEPT_SECONDS:
            return kept[1]
        document = self._asked("GET", address)
        with self._lock:
            self._kept[address] = (self._monotonic(), document)
        return document

    def _asked(self, method: str, address: str, **sent: Any) -> Mapping[str, Any]:
        return _document(self._send(method, address, **sent))

    def _send(self, method: str, address: str, **sent: Any) -> httpx.Response:
        """Raises Unavailable when the provider is away, Unauthenticated when it refuses what we bring."""
        try:
            answer = self._client.request(method, address, **sent)
        except httpx.HTTPError as error:
            log.warning("identity.unreachable", provider=self.issuer, reason=type(error).__name__)
            raise self._away() from error
        if answer.is_server_error or answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
            log.warning("identity.unreachable", provider=self.issuer, reason=answer.status_code)
            raise self._away()
        if not answer.is_success:
            log.warning("identity.refused", provider=self.issuer, reason=answer.status_code)
            raise _proves_nothing()
        return answer

    def _away(self) -> Unavailable:
        return Unavailable(f"{self.name} ne répond pas. Entrez avec votre mot de passe, ou réessayez plus tard.")


def _proves_nothing() -> Unauthenticated:
    said = "Cette connexion n'a pas pu être vérifiée. Rien n'est perdu : recommencez."
    return Unauthenticated(said, code="not-proven")


def _document(answer: httpx.Response) -> Mapping[str, Any]:
    try:
        document = answer.json()
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise _proves_nothing()
    return document


def _challenge(verifier: str) -> str:
    """S256 of RFC 7636, section 4.2."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _with_query(address: str, values: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(values)}"
