"""What stands before separate processes: one origin, each path to its service, a session cookie turned into a token.

It does what the installation's reverse proxy does, with the product's own table of paths: asks `accounts` for the
token, forwards, and knocks again while a service starts anew. What only reads is asked again when a service goes
under it, as reverse proxies do; any other request that was sent is never sent twice.
"""

import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager

import httpx
import uvicorn
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from services.kernel.gateway import SESSION_COOKIE, Gateway

KNOCKS = 9
"""Tries of a connection that is refused, further and further apart: two minutes in all."""
WENT_AWAY = (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)
READS = frozenset({"GET", "HEAD"})
HOP_BY_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length"})


class Upstream:
    """Forwards to one address."""

    def __init__(self, address: str) -> None:
        knocking = httpx.AsyncHTTPTransport(retries=KNOCKS, limits=httpx.Limits(max_keepalive_connections=0))
        self._client = httpx.AsyncClient(base_url=address, transport=knocking, timeout=180.0)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        path = scope["raw_path"].decode() + (f"?{scope['query_string'].decode()}" if scope["query_string"] else "")
        headers = [(name, value) for name, value in request.headers.raw if name.decode() not in HOP_BY_HOP]
        try:
            answer = await self._asked(scope["method"], path, headers, await request.body())
        except WENT_AWAY:
            # It went under it: nobody knows whether it was done, as a reverse proxy says.
            await Response(status_code=502)(scope, receive, send)
            return
        told = Response(answer.content, answer.status_code)
        own = {b"content-encoding", *(name.encode() for name in HOP_BY_HOP)}
        told.raw_headers.extend((name, value) for name, value in answer.headers.raw if name.lower() not in own)
        await told(scope, receive, send)

    async def _asked(self, method: str, path: str, headers: list[tuple[bytes, bytes]], body: bytes) -> httpx.Response:
        for _ in range(KNOCKS if method in READS else 0):
            try:
                return await self._client.request(method, path, headers=headers, content=body)
            except WENT_AWAY:
                continue
        return await self._client.request(method, path, headers=headers, content=body)


@contextmanager
def front(services: Mapping[str, tuple[Sequence[str], str]], listening: socket.socket) -> Iterator[None]:
    """Serve on this socket, to services known by their paths and their address, until the end of the block."""
    knocking = httpx.HTTPTransport(retries=KNOCKS, limits=httpx.Limits(max_keepalive_connections=0))
    with closing(httpx.Client(base_url=services["accounts"][1], transport=knocking, timeout=180.0)) as accounts:

        def exchange(secret: str) -> str | None:
            answer = accounts.get("/accounts/gateway/token", headers={"cookie": f"{SESSION_COOKIE}={secret}"})
            return answer.headers.get("authorization", "").removeprefix("Bearer ") or None

        owners = {name: (paths, Upstream(address)) for name, (paths, address) in services.items()}
        # What nobody owns goes to `accounts`, as behind the reverse proxy.
        gateway = Gateway(owners, exchange=exchange, own=owners["accounts"][1])
        server = uvicorn.Server(uvicorn.Config(gateway, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.should_exit = True
            thread.join(20)
