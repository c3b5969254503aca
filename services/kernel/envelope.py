"""CloudEvents 1.0 envelope, JSON structured mode, with our extension attributes.

``tenant`` is carried by every event; ``correlationid`` follows a request through the services; ``actor`` says
who caused it (``role:id``), never by name.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.kernel.facts import Fact


class EnvelopeMalformed(ValueError):
    """The record is not an envelope that we can read; the message says why."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """One event as it travels. ``subject`` is the aggregate key; ``data`` the fact as JSON values."""

    id: UUID
    source: str
    type: str
    subject: str
    time: datetime
    tenant: str
    data: dict[str, Any]
    correlation_id: str = ""
    actor: str = ""

    def to_bytes(self) -> bytes:
        """UTF-8 JSON, CloudEvents 1.0 structured mode."""
        return json.dumps(
            {
                "specversion": "1.0",
                "id": str(self.id),
                "source": self.source,
                "type": self.type,
                "subject": self.subject,
                "time": self.time.isoformat(),
                "datacontenttype": "application/json",
                "tenant": self.tenant,
                "correlationid": self.correlation_id,
                "actor": self.actor,
                "data": self.data,
            },
            ensure_ascii=False,
            separators=(",", ":"),
        ).encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> "Envelope":
        """Read an envelope; raises EnvelopeMalformed with the reason."""
        try:
            document = json.loads(raw)
            if document["specversion"] != "1.0":
                raise EnvelopeMalformed(f"version CloudEvents inconnue : {document['specversion']!r}")
            time = datetime.fromisoformat(document["time"])
            if time.tzinfo is None:
                raise EnvelopeMalformed("l'heure de l'événement n'a pas de fuseau")
            if not isinstance(document["data"], dict):
                raise EnvelopeMalformed("les données de l'événement ne sont pas un objet")
            return cls(
                id=UUID(document["id"]),
                source=str(document["source"]),
                type=str(document["type"]),
                subject=str(document["subject"]),
                time=time,
                tenant=str(document["tenant"]),
                data=document["data"],
                correlation_id=str(document.get("correlationid", "")),
                actor=str(document.get("actor", "")),
            )
        except EnvelopeMalformed:
            raise
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise EnvelopeMalformed(f"événement illisible : {type(error).__name__} {error}") from error


def wrap(
    fact: Fact, *, event_id: UUID, source: str, tenant: str, at: datetime, correlation_id: str = "", actor: str = ""
) -> Envelope:
    """Put a fact in its envelope."""
    return Envelope(
        id=event_id,
        source=f"/{source}",
        type=fact.TYPE,
        subject=fact.key(),
        time=at,
        tenant=tenant,
        data=fact.model_dump(mode="json"),
        correlation_id=correlation_id,
        actor=actor,
    )
