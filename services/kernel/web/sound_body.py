"""Refuses, before any app reads them, addresses and bodies that no one could have meant.

Null bytes (in the path, the query, form fields or JSON text) cannot be stored by PostgreSQL and hide in logs; JSON
nested hundreds deep exhausts a parser. Both get a 400 in French. Files in multipart bodies are bytes and stay free.
"""

import re

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.kernel.web.refusals import Refusal

DEEPEST_JSON = 64
_FORM = "application/x-www-form-urlencoded"
_ESCAPED_NULL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
# The closing quote is optional so that a match never fails and starts again: linear on any input.
_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_BRACKETS = b"[]{}"
_ALL_BUT_BRACKETS = bytes(sign for sign in range(256) if sign not in _BRACKETS)
_NULL = Refusal(400, "La demande contient un caractère invisible (nul). Rien n’a été enregistré. Effacez-le.")
_DEEP = Refusal(400, f"Le JSON envoyé a plus de {DEEPEST_JSON} niveaux. Rien n’a été enregistré.")


class SoundBody:
    """Reads JSON and form bodies whole (they are small: put ``BodyLimit`` outside), judges, and replays them."""

    def __init__(self, app: ASGIApp) -> None:
        """``app``: what is guarded."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on or refuse with 400."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if "\x00" in scope["path"] or b"%00" in scope.get("query_string", b""):
            await _NULL.send(scope, send)
            return
        kind = Headers(scope=scope).get("content-type", "").partition(";")[0].strip().lower()
        if not (kind == _FORM or kind.endswith(("/json", "+json"))):
            await self._app(scope, receive, send)
            return
        messages, body = await _whole(receive)
        refused = form_refusal(body) if kind == _FORM else json_refusal(body)
        if refused is not None:
            await refused.send(scope, send)
            return
        await self._app(scope, _replayed(messages, receive), send)


def form_refusal(body: bytes) -> Refusal | None:
    """Why a form body is refused, or None."""
    return _NULL if b"%00" in body or b"\x00" in body else None


def json_refusal(body: bytes) -> Refusal | None:
    """Why a JSON body is refused, or None. Whether it is JSON at all is for the app to say."""
    if b"\x00" in body or _ESCAPED_NULL.search(body):
        return _NULL
    depth = 0
    for sign in _STRINGS.sub(b"", body).translate(None, _ALL_BUT_BRACKETS):
        depth += 1 if sign in b"[{" else -1
        if depth > DEEPEST_JSON:
            return _DEEP
    return None


async def _whole(receive: Receive) -> tuple[list[Message], bytes]:
    messages: list[Message] = []
    while True:
        message = await receive()
        messages.append(message)
        if message["type"] != "http.request" or not message.get("more_body", False):
            return messages, b"".join(part.get("body", b"") for part in messages)


def _replayed(messages: list[Message], receive: Receive) -> Receive:
    waiting = iter(messages)

    async def replay() -> Message:
        message = next(waiting, None)
        return await receive() if message is None else message

    return replay
