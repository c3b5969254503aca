"""What a consumer does with each kind of event: a table, and the reading of a record into a fact."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from pydantic import ValidationError
from sqlalchemy import Connection

from services.kernel.envelope import Envelope, EnvelopeMalformed
from services.kernel.eventlog.port import Topic
from services.kernel.facts import Fact

F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class Moment:
    """The circumstances in which a fact is handled: its envelope, the open transaction, the present."""

    envelope: Envelope
    connection: Connection
    now: datetime

    @property
    def tenant(self) -> str:
        """The tenant of the event."""
        return self.envelope.tenant


Handler = Callable[[Any, Moment], None]


@dataclass(slots=True)
class Reactions:
    """Event type → (model, handler). A type that is not in the table is none of this consumer's business."""

    table: dict[str, tuple[type[Fact], Handler]] = field(default_factory=dict)

    def on(self, fact: type[F], handler: Callable[[F, Moment], None]) -> "Reactions":
        """Handle this fact with this function; returns itself to be chained."""
        if fact.TYPE in self.table:
            raise ValueError(f"two handlers for {fact.TYPE}")
        self.table[fact.TYPE] = (fact, handler)
        return self

    def only(self, *facts: type[Fact]) -> "Reactions":
        """Those to these facts alone."""
        return Reactions({fact.TYPE: self.table[fact.TYPE] for fact in facts})

    def topics(self) -> tuple[str, ...]:
        """The topics that these reactions need, sorted."""
        return tuple(sorted({fact.TOPIC.name for fact, _ in self.table.values()}))

    def declared(self) -> tuple[Topic, ...]:
        """The same topics, as declared by their producers."""
        return tuple({fact.TOPIC.name: fact.TOPIC for fact, _ in self.table.values()}.values())

    def read(self, envelope: Envelope) -> tuple[Fact, Handler] | None:
        """The fact and its handler, or None when nobody here cares. Raises EnvelopeMalformed."""
        entry = self.table.get(envelope.type)
        if entry is None:
            return None
        model, handler = entry
        try:
            return model.model_validate(envelope.data), handler
        except ValidationError as error:
            where = "; ".join(".".join(str(p) for p in e["loc"]) + f" : {e['type']}" for e in error.errors())
            raise EnvelopeMalformed(f"{envelope.type} illisible ({where})") from error
