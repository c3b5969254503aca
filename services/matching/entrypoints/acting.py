"""One act asked over HTTP, in the transaction of its request: who acts, when, on which records, once per key.

Refuses nothing by itself: the use cases do. The transaction is committed before the answer leaves.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel
from sqlalchemy import Connection

from services.contracts.access import AnyActor, Coordination, Referent
from services.contracts.actors import Actor
from services.kernel import idempotency
from services.kernel.web.transactions import Reading, Writing
from services.matching.adapters.sql_work import SqlWork
from services.matching.entrypoints.desk import desk_of
from services.matching.use_cases.rank_offers_for_profile import Tools

IdempotencyKey = Annotated[str | None, Header(max_length=200, pattern=r"^[ -~]*$")]


@dataclass(frozen=True, slots=True)
class Act:
    """What an endpoint needs to act. ``key``: the Idempotency-Key header, if any."""

    request: Request
    connection: Connection
    actor: Actor
    uow: SqlWork
    now: datetime
    key: str | None = None

    @property
    def tools(self) -> Tools:
        """What measures trades and words."""
        return desk_of(self.request).tools

    def once(self, body: BaseModel | None, act: Callable[[], BaseModel], *, status: int = 200) -> Response:
        """Do it once per key; the same answer is given again, byte for byte."""
        path = self.request.url.path
        asked = path.encode() + (body.model_dump_json().encode() if body else b"")

        def answer() -> tuple[int, bytes]:
            return status, act().model_dump_json().encode()

        found, content = idempotency.once(
            self.connection,
            scope=f"{self.actor.id}:POST {path}",
            key=self.key,
            request=asked,
            now=self.now,
            act=answer,
        )
        return Response(content, found, media_type="application/json")


def _act(request: Request, connection: Connection, actor: Actor, key: str | None, *, locks: bool) -> Act:
    desk = desk_of(request)
    return Act(request, connection, actor, desk.work_on(connection, actor.territory, locks=locks), desk.clock(), key)


def _referent_writes(
    request: Request, connection: Writing, actor: Referent, idempotency_key: IdempotencyKey = None
) -> Act:
    return _act(request, connection, actor, idempotency_key, locks=True)


def _referent_reads(request: Request, connection: Reading, actor: Referent) -> Act:
    return _act(request, connection, actor, None, locks=False)


def _anyone_writes(
    request: Request, connection: Writing, actor: AnyActor, idempotency_key: IdempotencyKey = None
) -> Act:
    return _act(request, connection, actor, idempotency_key, locks=True)


def _anyone_reads(request: Request, connection: Reading, actor: AnyActor) -> Act:
    return _act(request, connection, actor, None, locks=False)


def _coordination_writes(
    request: Request, connection: Writing, actor: Coordination, idempotency_key: IdempotencyKey = None
) -> Act:
    return _act(request, connection, actor, idempotency_key, locks=True)


ReferentWrites = Annotated[Act, Depends(_referent_writes)]
ReferentReads = Annotated[Act, Depends(_referent_reads)]
AnyoneWrites = Annotated[Act, Depends(_anyone_writes)]
AnyoneReads = Annotated[Act, Depends(_anyone_reads)]
CoordinationWrites = Annotated[Act, Depends(_coordination_writes)]
