"""Appending to Kafka in order, and nothing after a failure.

The client sends a partition's records in batches and, when one batch fails for good, still sends the next: a record
could then overtake an earlier one of its key. So records go in waves that fit in one batch of any partition; a wave
starts once the one before is acknowledged by all replicas, and the first failure ends the append and its client.
"""

import threading
from collections.abc import Iterator, Sequence
from typing import Any

from kafka import KafkaProducer
from kafka.errors import KafkaError

from services.kernel.eventlog.kafka_connection import KafkaAddress, port_errors
from services.kernel.eventlog.port import Outgoing

_WAVE_BYTES = 256_000
_BATCH_BYTES = 2 * _WAVE_BYTES
_LINGER_MS = 10_000
_REQUEST_MS = 10_000
_DELIVERY_MS = 30_000
_OVERHEAD_BYTES = 120
"""More than what the format adds to a record."""


class KafkaAppender:
    """An idempotent producer, opened at the first append and opened anew after a failure. Thread-safe."""

    def __init__(self, address: KafkaAddress) -> None:
        self._address = address
        self._turn = threading.Lock()
        self._producer: Any = None

    def append(self, records: Sequence[Outgoing]) -> None:
        """See the port. Topics are known to exist."""
        with self._turn, port_errors():
            try:
                for wave in waves(records):
                    self._send(wave)
            except KafkaError:
                self._discard()
                raise

    def close(self) -> None:
        """Release the producer; nothing is left to send, an append waits for its acknowledgements."""
        with self._turn:
            self._discard()

    def _send(self, wave: Sequence[Outgoing]) -> None:
        producer = self._opened()
        waiting = [
            producer.send(
                record.topic,
                key=record.key.encode(),
                value=record.value,
                headers=[(name, text.encode()) for name, text in record.headers.items()],
            )
            for record in wave
        ]
        # The batches linger until this flush: each partition's records of the wave leave together.
        producer.flush(timeout=_DELIVERY_MS / 1000 + 5)
        for future in waiting:
            future.get(timeout=0)

    def _opened(self) -> Any:
        if self._producer is None:
            self._producer = KafkaProducer(
                **self._address.client_options(),
                acks="all",
                enable_idempotence=True,
                batch_size=_BATCH_BYTES,
                linger_ms=_LINGER_MS,
                request_timeout_ms=_REQUEST_MS,
                delivery_timeout_ms=_DELIVERY_MS,
                max_block_ms=_REQUEST_MS,
                allow_auto_create_topics=False,
                metrics_enabled=False,
            )
        return self._producer

    def _discard(self) -> None:
        if self._producer is not None:
            producer, self._producer = self._producer, None
            producer.close(timeout=0)


def waves(records: Sequence[Outgoing]) -> Iterator[list[Outgoing]]:
    """Cut the records, in order, into runs of at most ``_WAVE_BYTES``; a larger record goes alone."""
    wave: list[Outgoing] = []
    size = 0
    for record in records:
        weight = _weight(record)
        if wave and size + weight > _WAVE_BYTES:
            yield wave
            wave, size = [], 0
        wave.append(record)
        size += weight
    if wave:
        yield wave


def _weight(record: Outgoing) -> int:
    headers = sum(len(name.encode()) + len(text.encode()) + 10 for name, text in record.headers.items())
    return len(record.key.encode()) + len(record.value or b"") + headers + _OVERHEAD_BYTES
