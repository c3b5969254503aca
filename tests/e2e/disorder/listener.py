"""A service that only listens: fresh tables, a fresh log, the records that it is given, in the order that they come.

``state`` is all that its tables hold of what it heard, without what differs from one hearing to the next (its own new
ids, the instants at which it heard) and without the plumbing's tables.
"""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from sqlalchemy import text

from services.contracts.operations import SERVICES
from services.kernel import deadletters, migrate
from services.kernel.clock import new_id
from services.kernel.database import Database
from services.kernel.envelope import Envelope
from services.kernel.eventlog.local import LocalEventLog
from services.kernel.eventlog.port import Incoming, Outgoing
from services.kernel.runtime import Runtime
from services.kernel.settings import Settings
from tests.factories.known_state import indexed, known_by

NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
LISTENERS = tuple(name for name in SERVICES if name != "accounts")


def again(record: Incoming | Outgoing, *, anew: bool) -> Outgoing:
    """The record, to be sent: as it was, or announced anew under another event id."""
    value = record.value
    if anew and value is not None:
        value = replace(Envelope.from_bytes(value), id=new_id()).to_bytes()
    return Outgoing(record.topic, record.key, value, dict(record.headers))


def empty_tables(folder: Path, *, erased_in: Path) -> Path:
    """The tables of every listener, empty but for the erasures that `candidates` did itself in the house played."""
    for name in LISTENERS:
        database = Database(f"sqlite:///{folder}/{name}.db")
        migrate.upgrade(database, name, import_module(f"services.{name}.bootstrap").MIGRATIONS)
        if name == "candidates":
            with database.transaction() as connection:
                connection.execute(text("ATTACH :played AS played"), {"played": str(erased_in / "candidates.db")})
                connection.execute(text("INSERT INTO erasures SELECT * FROM played.erasures"))
        database.close()
    return folder


def heard(service: str, records: Sequence[Outgoing], *, empty: Path, folder: Path) -> dict[str, list[str]]:
    """What the service knows once it has heard these records; letters put aside are tried once more at the end."""
    folder.mkdir()
    shutil.copy(empty / f"{service}.db", folder)
    settings = Settings(data_dir=folder, invented=True, public_base="http://testserver")
    log = LocalEventLog(folder / "events.db")
    runtime: Runtime = import_module(f"services.{service}.bootstrap").build(settings, event_log=log, clock=lambda: NOON)
    runtime.declare_topics()
    wanted = {topic for consumer in runtime.consumers for topic in consumer.reactions.topics()}
    log.append([record for record in records if record.topic in wanted])
    for consumer in runtime.consumers:
        subscription = log.subscribe(consumer.name, consumer.reactions.topics())
        while consumer.step(subscription, timeout=0):
            pass
        subscription.close()
        assert not any(log.lag(consumer.name, consumer.reactions.topics()).values()), consumer.name
    with runtime.database.reading() as connection:
        parked = [f"{letter.topic} {letter.reason}" for letter in deadletters.listed(connection)]
    state = {**known_by(runtime.database), "index": indexed(folder)}
    runtime.close()
    log.close()
    assert parked == []
    return state
