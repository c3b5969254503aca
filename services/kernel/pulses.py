"""What the consumers of a service last said of themselves, kept in its database.

A web process does not reach the event log (it often may not): its pages read here how far behind the consumers are,
why one stopped, and since when nothing was heard of one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from services.kernel import tables
from services.kernel.dialects import inserting

EVERY = 10.0
"""Seconds between two words of a consumer."""
SILENT_AFTER = timedelta(seconds=90)


@dataclass(frozen=True, slots=True)
class Pulse:
    """``behind`` is None when the event log did not answer; ``stopped`` says why the consumer stopped, if it did."""

    consumer: str
    behind: int | None
    stopped: str
    at: datetime


def note(connection: Connection, pulse: Pulse) -> None:
    """Keep the last word of a consumer."""
    values = {"behind": pulse.behind, "stopped": pulse.stopped, "at": pulse.at}
    row = inserting(connection, tables.pulses).values(consumer=pulse.consumer, **values)
    connection.execute(row.on_conflict_do_update(index_elements=["consumer"], set_=values))


def heard(connection: Connection) -> Mapping[str, Pulse]:
    """The last word of each consumer that ever said one."""
    return {row.consumer: Pulse(**row._mapping) for row in connection.execute(select(tables.pulses))}


def trouble(name: str, pulse: Pulse | None, *, now: datetime) -> str:
    """What is wrong with a consumer, in French; empty when all is well."""
    if pulse is None:
        return f"{name} : n'a jamais donné de nouvelles"
    if now - pulse.at > SILENT_AFTER:
        return f"{name} : ne donne plus de nouvelles depuis {int((now - pulse.at).total_seconds() // 60)} min"
    if pulse.stopped:
        return f"{name} : {pulse.stopped}"
    return f"{name} : le journal des événements ne répond pas" if pulse.behind is None else ""
