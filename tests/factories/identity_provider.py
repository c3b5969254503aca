"""An identity provider that keeps to OpenID Connect Core 1.0, behind an httpx transport: it signs, and checks PKCE.

Tests change what it says (``says``), what it signs over (``claims``), or how it fails (``away``). A real, certified one
is run by the tests on servers.
"""

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey

ISSUER = "https://identite.example"


def _new_key() -> ECKey:
    return ECKey.generate_key("P-256", parameters={"alg": "ES256", "use": "sig"}, auto_kid=True)


@dataclass(slots=True)
class Provider:
    """The provider; ``grant`` is the user who signs in over there."""

    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    client_id: str = "cite"
    secret: str = "secret partagé"
    user: dict[str, Any] = field(default_factory=lambda: {"sub": "s-1", "email": "nadia@ici.example"})
    claims: dict[str, Any] = field(default_factory=dict)
    """What replaces the claims of the identity token."""
    signs_user: bool = False
    posts_secret: bool = True
    away: bool = False
    key: ECKey = field(default_factory=_new_key)
    signing: ECKey | None = None
    """Another key than the published one."""
    asked: list[str] = field(default_factory=list)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def grant(self, address: str) -> dict[str, str]:
        """Sign the user in at the address that the product sent to; what the browser brings back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert address.startswith(f"{ISSUER}/entrer?"), address
        told = (asked["response_type"], asked["code_challenge_method"], asked["client_id"])
        assert told == ("code", "S256", self.client_id), asked
        assert "openid" in asked["scope"].split(), asked
        code = f"code-{len(self._codes)}"
        self._codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def renew_key(self) -> None:
        """Publish and sign with a new key."""
        self.key = _new_key()

    def transport(self) -> httpx.MockTransport:
        """What stands for the network."""
        return httpx.MockTransport(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        if self.away:
            raise httpx.ConnectError("refused", request=request)
        match request.url.path:
            case "/.well-known/openid-configuration":
                return httpx.Response(200, json=self._published())
            case "/cles":
                return httpx.Response(200, json={"keys": [self.key.as_dict(private=False)]})
            case "/jeton":
                return self._exchange(request)
            case "/moi" if request.headers["authorization"] == "Bearer acces":
                return self._me()
        return httpx.Response(401, json={"error": "invalid_token"})

    def _published(self) -> dict[str, Any]:
        return {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/entrer",
            "token_endpoint": f"{ISSUER}/jeton",
            "userinfo_endpoint": f"{ISSUER}/moi",
            "jwks_uri": f"{ISSUER}/cles",
            "end_session_endpoint": f"{ISSUER}/sortir",
            "token_endpoint_auth_methods_supported": [
                "client_secret_post" if self.posts_secret else "client_secret_basic"
            ],
        }

    def _exchange(self, request: httpx.Request) -> httpx.Response:
        sent = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        asked = self._codes.pop(sent.get("code", ""), None)
        if asked is None or sent.get("redirect_uri") != asked["redirect_uri"] or not self._knows(request, sent):
            return httpx.Response(400, json={"error": "invalid_grant"})
        digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return httpx.Response(400, json={"error": "invalid_grant"})
        now = int(self.clock().timestamp())
        claims = {
            "iss": ISSUER,
            "aud": self.client_id,
            "sub": self.user["sub"],
            "iat": now,
            "exp": now + 60,
            "nonce": asked["nonce"],
            **self.claims,
        }
        return httpx.Response(
            200, json={"token_type": "Bearer", "access_token": "acces", "id_token": self._signed(claims)}
        )

    def _knows(self, request: httpx.Request, sent: dict[str, str]) -> bool:
        if self.posts_secret:
            return (sent.get("client_id"), sent.get("client_secret")) == (self.client_id, self.secret)
        pair = base64.b64encode(f"{self.client_id}:{self.secret}".encode()).decode()
        return request.headers.get("authorization") == f"Basic {pair}"

    def _me(self) -> httpx.Response:
        if not self.signs_user:
            return httpx.Response(200, content=json.dumps(self.user), headers={"content-type": "application/json"})
        signed = self._signed({**self.user, "iss": ISSUER, "aud": self.client_id})
        return httpx.Response(200, content=signed, headers={"content-type": "application/jwt"})

    def _signed(self, claims: dict[str, Any]) -> str:
        key = self.signing or self.key
        return jwt.encode({"alg": "ES256", "kid": self.key.kid}, claims, key, algorithms=["ES256"])
