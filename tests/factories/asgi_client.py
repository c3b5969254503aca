"""A synchronous HTTP client that calls an ASGI app in this process, cookies and redirects included."""

import asyncio

import httpx
from starlette.types import ASGIApp


class _InProcess(httpx.BaseTransport):
    def __init__(self, app: ASGIApp) -> None:
        self._inner = httpx.ASGITransport(app, raise_app_exceptions=True)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        asked = httpx.Request(request.method, request.url, headers=request.headers, content=request.read())

        async def call() -> httpx.Response:
            answer = await self._inner.handle_async_request(asked)
            raw = b"".join([part async for part in answer.aiter_raw()])
            return httpx.Response(answer.status_code, headers=answer.headers, content=raw)

        return asyncio.run(call())


def asgi_client(app: ASGIApp, *, base_url: str) -> httpx.Client:
    """A client of this app; it follows no redirect unless asked."""
    return httpx.Client(transport=_InProcess(app), base_url=base_url)
