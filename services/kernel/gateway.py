"""One origin for all services: each path goes to the service that owns it; a session cookie becomes a token.

The same exchange serves the embedded product (this ASGI app) and a reverse proxy (which asks `accounts`). A
write that comes with a cookie from another site is refused here, before the cookie turns into a token.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from http.cookies import SimpleCookie

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from services.kernel.database import DATABASE_AWAY
from services.kernel.web.safety import SameOrigin

SESSION_COOKIE = "cite_session"

Exchange = Callable[[str], str | None]
"""Session cookie value → short token, None when the session is over."""


class Gateway:
    """Dispatches by path prefix, longest first; ``own`` answers health, metrics and what nobody owns.

    ``away`` answers the request of somebody whose session cannot be looked up, since the database does not answer.
    """

    def __init__(
        self,
        services: Mapping[str, tuple[Sequence[str], ASGIApp]],
        *,
        exchange: Exchange,
        own: ASGIApp,
        away: Callable[[Scope, Exception], ASGIApp] | None = None,
    ) -> None:
        self._routes = sorted(
            ((prefix, app) for paths, app in services.values() for prefix in paths), key=lambda pair: -len(pair[0])
        )
        self._exchange = exchange
        self._own = own
        self._away = away
        self._guard = SameOrigin(self._dispatch)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        await self._guard(scope, receive, send)

    async def _dispatch(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self.owner(scope["path"]) or self._own
        try:
            scope = await self._with_token(scope)
        except DATABASE_AWAY as error:
            if self._away is None:
                raise
            app = self._away(scope, error)
        await app(scope, receive, send)

    def owner(self, path: str) -> ASGIApp | None:
        """The app that owns a path: its prefix is the whole path or ends at a slash or a dot."""
        for prefix, app in self._routes:
            if path == prefix or (path.startswith(prefix) and (prefix == "/" or path[len(prefix)] in "/.")):
                if prefix == "/" and path != "/":
                    continue
                return app
        return None

    async def _with_token(self, scope: Scope) -> Scope:
        headers = Headers(scope=scope)
        if "authorization" in headers or "cookie" not in headers:
            return scope
        cookie = SimpleCookie(headers["cookie"]).get(SESSION_COOKIE)
        token = await run_in_threadpool(self._exchange, cookie.value) if cookie and cookie.value else None
        if token is None:
            return scope
        return {**scope, "headers": [*scope["headers"], (b"authorization", f"Bearer {token}".encode())]}


def routing_table(services: Mapping[str, Sequence[str]]) -> str:
    """The table prefix → service as JSON: a reverse proxy's configuration is checked against it."""
    return json.dumps({prefix: name for name, paths in services.items() for prefix in sorted(paths)}, indent=2)
