"""A request whose transaction lost a deadlock, or a race between writers, is played again from its first byte.

PostgreSQL ends one of two transactions that wait for each other; what it ends was rolled back whole, so that playing
it again is as if it came a little later. A few times, further and further apart, said in the log; then the refusal
goes out. A commit that nobody answered is never played again: it may have been kept.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.kernel.contention import TRIES, pause_after
from services.kernel.database import lost_a_race

log = structlog.get_logger(__name__)

_PLACE = "cite.attempt"

Pause = Callable[[float], Awaitable[None]]


def note_if_lost(scope: MutableMapping[str, Any], error: Exception) -> bool:
    """Called by whoever turns the error into an answer: whether it is of the kind that another try may mend."""
    if not lost_a_race(error):
        return False
    attempt = scope.get(_PLACE)
    if attempt is not None:
        attempt.lost = str(error).splitlines()[0]
    return True


class PlayedAgain:
    """Pure ASGI, around the app and inside its guards: bodies are already limited, hence kept whole."""

    def __init__(self, app: ASGIApp, *, pause: Pause = asyncio.sleep) -> None:
        self._app = app
        self._pause = pause

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        received: list[Message] = []
        for number in range(1, TRIES + 1):
            attempt = _Attempt(received, receive, send, last=number == TRIES)
            played = {**scope, _PLACE: attempt}
            try:
                await self._app(played, attempt.receive, attempt.send)
            finally:
                # Whoever measures outside names the request by its route.
                scope["route"] = played.get("route")
            if not attempt.withheld:
                return
            log.warning("request.played_again", path=scope["path"], tried=number, reason=attempt.lost)
            await self._pause(pause_after(number))


class _Attempt:
    """One try: what it reads is kept for the next one; its answer is withheld when it lost and another try is left."""

    def __init__(self, received: list[Message], receive: Receive, send: Send, *, last: bool) -> None:
        self.lost = ""
        self.withheld = False
        self._received = received
        self._waiting = list(reversed(received))
        self._receive = receive
        self._send = send
        self._last = last

    async def receive(self) -> Message:
        if self._waiting:
            return self._waiting.pop()
        message = await self._receive()
        if message["type"] == "http.request":
            self._received.append(message)
        return message

    async def send(self, message: Message) -> None:
        self.withheld = self.withheld or (bool(self.lost) and not self._last)
        if not self.withheld:
            await self._send(message)
