"""Moving a whole installation from its databases and its log to others, without losing or doubling anything.

The installation is stopped and first comes to rest: what waits in the outboxes is published, what is in the log is
handled. Then rows, records and positions are copied, and both sides are compared. The old side is left as it is: until
the new one has been started, the way back is not to start it. Run again after an interruption, it goes on.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from services.kernel import migrate
from services.kernel.consumer import Consumer
from services.kernel.eventlog.port import EventLog
from services.kernel.moving.records import await_log, copy_records
from services.kernel.moving.rows import content_of, copy_rows, state_hash
from services.kernel.problems import Conflict
from services.kernel.relay import Relay
from services.kernel.runtime import Runtime

Say = Callable[[str], None]
PATIENCE = 15.0
"""Seconds without anything handled after which what waits is declared stuck."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved."""

    rows: int
    records: int
    hashes: dict[str, str]
    """By service: the same on both sides, or the move would have been refused."""


def move(source: Sequence[Runtime], target: Sequence[Runtime], *, again: bool, say: Say) -> Moved:
    """Move everything; ``target`` has the same services. Raises Conflict, and then the old side still holds all."""
    for runtime in source:
        if not migrate.is_current(runtime.database, runtime.name, runtime.migrations):
            raise Conflict(f"La base de {runtime.name} n'est pas à jour. Lancez d'abord : cite migrate.")
    settled = come_to_rest(source)
    say(f"Tout est traité ici ({settled} messages et envois en attente l'ont été).")
    for runtime in target:
        migrate.upgrade(runtime.database, runtime.name, runtime.migrations)
        runtime.declare_topics()
    rows, hashes = 0, {}
    for here, there in zip(source, target, strict=True):
        copied = copy_rows(here.database, there.database, name=here.name)
        hashes[here.name] = _same(here.name, state_hash(copied), state_hash(content_of(there.database)))
        count = sum(content.rows for content in copied.values())
        say(f"{here.name:12} {count:8} lignes, {len(copied)} tables, empreinte {hashes[here.name][:16]}")
        rows += count
    topics = _topics(source)
    await_log(target[0].event_log, topics)
    records = copy_records(source[0].event_log, target[0].event_log, topics, again=again)
    say(f"{'journal':12} {records:8} événements, {len(topics)} sujets")
    _settle_groups(target, target[0].event_log)
    return Moved(rows, records, hashes)


def come_to_rest(runtimes: Sequence[Runtime]) -> int:
    """Publish and handle until nothing moves; return how many steps that took. Raises Conflict when something stays."""
    total, quiet = 0, 0
    for runtime in runtimes:
        runtime.declare_topics()
    while quiet < 2:
        moved = sum(Relay(one.name, one.database, one.event_log).publish_waiting() for one in runtimes)
        moved += sum(_consume(one) for one in runtimes)
        total, quiet = total + moved, 0 if moved else quiet + 1
    for runtime in runtimes:
        for consumer in runtime.consumers:
            if left := _lag(consumer):
                told = f"{consumer.name} a encore {left} messages à traiter : voir cite dead-letters list."
                raise Conflict(f"{told} Rien n'a été déplacé.")
    return total


def _consume(runtime: Runtime) -> int:
    return sum(_read_to_the_end(consumer) for consumer in runtime.consumers if _lag(consumer))


def _read_to_the_end(consumer: Consumer) -> int:
    """Handle what waits; a member may need some seconds to receive its partitions."""
    subscription = consumer.event_log.subscribe(consumer.name, consumer.reactions.topics())
    settled, deadline = 0, time.monotonic() + PATIENCE
    try:
        while _lag(consumer) and time.monotonic() < deadline:
            if done := consumer.step(subscription, timeout=0.5):
                settled, deadline = settled + done, time.monotonic() + PATIENCE
    finally:
        subscription.close()
    return settled


def _lag(consumer: Consumer) -> int:
    return sum(consumer.event_log.lag(consumer.name, consumer.reactions.topics()).values())


def _settle_groups(runtimes: Sequence[Runtime], log: EventLog) -> None:
    for runtime in runtimes:
        for consumer in runtime.consumers:
            log.catch_up(consumer.name, consumer.reactions.topics())


def _topics(runtimes: Sequence[Runtime]) -> list[str]:
    names = {topic.name for runtime in runtimes for topic in runtime.topics}
    names |= {name for one in runtimes for consumer in one.consumers for name in consumer.reactions.topics()}
    return sorted(names)


def _same(name: str, here: str, there: str) -> str:
    if here != there:
        raise Conflict(
            f"{name} : la copie n'est pas pareille ({here[:16]} ici, {there[:16]} là-bas). Gardez l'ancienne."
        )
    return there
