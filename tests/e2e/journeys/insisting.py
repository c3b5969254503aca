"""A client that sends again what got no answer, under the key that it bore: what a program does that must be sure.

Behind a reverse proxy 502 says that the service went away under the request: nobody knows whether it was done. Under
processes that die, any 5xx is the word of somebody who is dying.
"""

import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from uuid import uuid4

import httpx

PATIENCE = 240.0


def went_away(status: int) -> bool:
    """Nobody answered."""
    return status == HTTPStatus.BAD_GATEWAY


def is_dying(status: int) -> bool:
    """Nobody answered, or somebody who could not."""
    return status >= HTTPStatus.INTERNAL_SERVER_ERROR


class Insisting(httpx.BaseTransport):
    """Counts what it sent again; ``unanswered`` says which status is no answer."""

    def __init__(self, unanswered: Callable[[int], bool]) -> None:
        self._sending = httpx.HTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))
        self._unanswered = unanswered
        self.insisted = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.method != "GET":
            request.headers.setdefault("idempotency-key", uuid4().hex)
        deadline, pause = time.monotonic() + PATIENCE, threading.Event()
        while True:
            try:
                answer = self._sending.handle_request(request)
                if not self._unanswered(answer.status_code) or time.monotonic() > deadline:
                    return answer
                answer.close()
            except httpx.TransportError:
                if time.monotonic() > deadline:
                    raise
            self.insisted += 1
            pause.wait(0.2)

    def close(self) -> None:
        self._sending.close()
