"""What every web app of the house refuses at its door, and the headers each answer carries.

Pure ASGI, outermost first: ``SecurityHeaders``, ``SameOrigin``, ``BodyLimit``, ``SoundBody``; ``guarded(app)`` puts
them on. Refuses: writes that come from another site, bodies over the limit (413), null bytes and JSON nested beyond
reason (400). No inline script and no inline style can run: the policy names our own origin only.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.kernel.web.refusals import Refusal
from services.kernel.web.sound_body import SoundBody

MEBIBYTE = 1024 * 1024
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "x-frame-options": "DENY",
}
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def guarded(
    app: ASGIApp,
    *,
    trusted_origins: Iterable[str] = (),
    body_limit: int = MEBIBYTE,
    larger_bodies: Mapping[str, int] | None = None,
    https_only: bool = False,
) -> ASGIApp:
    """The app behind its four guards. ``larger_bodies``: path prefix → bytes, for imports and files."""
    sound = SoundBody(app)
    limited = BodyLimit(sound, limit=body_limit, larger=larger_bodies)
    return SecurityHeaders(SameOrigin(limited, trusted=trusted_origins), https_only=https_only)


def dress(headers: MutableHeaders, *, https_only: bool = False) -> None:
    """Add the security headers that an answer lacks; pages and data are kept by no cache.

    A shared computer must not show a person's page again after sign-out.
    """
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("cache-control", "no-store")
    if https_only:
        headers.setdefault("strict-transport-security", "max-age=31536000; includeSubDomains")


class SecurityHeaders:
    """Adds the security headers that the app did not set itself."""

    def __init__(self, app: ASGIApp, *, https_only: bool = False) -> None:
        """``https_only`` adds HSTS: only for a site that is always behind TLS."""
        self._app = app
        self._https_only = https_only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and dress the answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                dress(MutableHeaders(scope=message), https_only=self._https_only)
            await send(message)

        await self._app(scope, receive, dressed)


class SameOrigin:
    """Refuses writes sent by a page of another site (CSRF), by Sec-Fetch-Site, else by Origin.

    A request that names neither is no browser's doing and passes: browsers always name one of them when they write.
    A bearer token is no excuse: behind the gateway, a cookie has already become one.
    """

    def __init__(self, app: ASGIApp, *, trusted: Iterable[str] = ()) -> None:
        """``trusted``: further origins (« https://portail.exemple.fr ») whose pages may post here."""
        self._app = app
        self._trusted = frozenset(origin.rstrip("/") for origin in trusted)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on or refuse with 403."""
        if scope["type"] == "http" and scope["method"] not in _SAFE_METHODS:
            headers = Headers(scope=scope)
            if not self._same(headers):
                said = "Cet envoi vient d’un autre site : il a été refusé. Rien n’a été changé."
                await Refusal(403, said).send(scope, send)
                return
        await self._app(scope, receive, send)

    def _same(self, headers: Headers) -> bool:
        origin = headers.get("origin", "").rstrip("/")
        if origin and origin in self._trusted:
            return True
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site in {"same-origin", "none"}
        return not origin or urlsplit(origin).netloc == headers.get("host", "")


class BodyLimit:
    """Refuses bodies larger than the limit with 413, announced or found out while reading."""

    def __init__(self, app: ASGIApp, *, limit: int = MEBIBYTE, larger: Mapping[str, int] | None = None) -> None:
        """``limit`` in bytes; ``larger``: path prefix → its own limit (the longest prefix wins)."""
        self._app = app
        self._limit = limit
        self._larger = sorted((larger or {}).items(), key=lambda item: -len(item[0]))

    def limit_of(self, path: str) -> int:
        """The limit in bytes for a path."""
        return next((size for prefix, size in self._larger if path.startswith(prefix)), self._limit)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on while counting."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self.limit_of(scope["path"])
        announced = Headers(scope=scope).get("content-length", "0")
        if announced.isdigit() and int(announced) > limit:
            await _too_large(limit).send(scope, send)
            return
        await _Counted(limit, receive, send).run(self._app, scope)


class _Counted:
    """One request whose body is counted; past the limit, whatever the app answers becomes a 413."""

    def __init__(self, limit: int, receive: Receive, send: Send) -> None:
        self._left = limit
        self._limit = limit
        self._receive = receive
        self._send = send
        self._started = False
        self._exceeded = False

    async def run(self, app: ASGIApp, scope: Scope) -> None:
        try:
            await app(scope, self.receive, self.send)
        except Exception:
            if not self._exceeded:
                raise
        if self._exceeded and not self._started:
            await _too_large(self._limit).send(scope, self._send)

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                self._exceeded = True
                return {"type": "http.disconnect"}
        return message

    async def send(self, message: Message) -> None:
        if self._exceeded and not self._started:
            return
        self._started = True
        await self._send(message)


def _too_large(limit: int) -> Refusal:
    size = f"{limit // MEBIBYTE} Mo" if limit >= MEBIBYTE else f"{limit // 1024} ko"
    said = f"Ce que vous envoyez dépasse {size}. Rien n’a été enregistré. Réduisez-le, puis recommencez."
    return Refusal(413, said)
