"""`cite dead-letters list|retry|drop` on a real broker, while the consumer works: the order of the key is kept.

An unreadable version of an offer is put aside by both consumers of `matching`; its later versions wait behind it, come
after it what may, until an operator gives it up.
"""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from typer.testing import CliRunner, Result

from services.__main__ import cite
from services.contracts.employers import OFFERS
from services.contracts.operations import SERVICES
from services.kernel import deadletters
from services.kernel.clock import new_id
from services.kernel.envelope import wrap
from services.kernel.eventlog.port import Outgoing
from tests.factories import postgresql
from tests.factories.matching_service import offer
from tests.factories.servers import own_server
from tests.integration.faults.district import HEARING, TERRITORY, District

pytestmark = pytest.mark.servers

BROKEN, WELL = 1, 2
NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)


@pytest.fixture
def district(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[District]:
    with own_server("kafka", tmp_path / "kafka") as kafka, postgresql.databases(SERVICES) as databases:
        environment = {"CITE_EVENT_LOG_URL": kafka.kafka, "CITE_DATABASE_URL": databases}
        (tmp_path / "data").mkdir()
        with District(tmp_path / "data", environment) as opened:
            for name, value in opened.environment.items():
                monkeypatch.setenv(name, value)
            yield opened


def published(number: int, version: int) -> Outgoing:
    """A version of an offer; the second of the broken one says of itself nothing that can be read."""
    fact = offer(number, version=version)
    envelope = wrap(fact, event_id=event(number, version), source="t", tenant=TERRITORY, at=NOON)
    value = envelope.to_bytes()
    if (number, version) == (BROKEN, 2):
        value = value.replace(b'"offer_id"', b'"offer_di"')
    return Outgoing(OFFERS.name, f"{TERRITORY}:{fact.key()}", value)


def event(number: int, version: int) -> UUID:
    return EVENTS.setdefault((number, version), new_id())


EVENTS: dict[tuple[int, int], UUID] = {}


def handled(district: District, consumer: str) -> list[tuple[int, int]]:
    """The (offer, version) that it handled, in order."""
    names = {event: name for name, event in EVENTS.items()}
    return [names[one] for one in district.heard_by(consumer)]


def aside(district: District) -> list[deadletters.DeadLetter]:
    with district.matching.database.reading() as connection:
        return list(deadletters.listed(connection))


def until(district: District, *, parked: int, well: int) -> None:
    deadline = time.monotonic() + 90.0
    while len(aside(district)) != parked or any((WELL, well) not in handled(district, one) for one in HEARING):
        assert time.monotonic() < deadline, [(one.consumer, one.reason) for one in aside(district)]
        time.sleep(0.1)


def cite_letters(*words: str) -> Result:
    return CliRunner().invoke(cite, ["dead-letters", *words])


@pytest.mark.timeout(300)
def test_what_waits_behind_a_dropped_message_is_handled_in_order(district: District) -> None:
    log = district.house.event_log
    district.start("matching consume 1")
    log.append([published(BROKEN, 1), published(BROKEN, 2), published(WELL, 1), published(BROKEN, 3)])
    log.append([published(BROKEN, 4), published(WELL, 2)])
    until(district, parked=6, well=2)

    told = cite_letters("list").output
    assert told.count("(attend derrière)") == 4
    assert told.count(": cite.employers.offer-published") == 2
    heads = [letter for letter in aside(district) if not letter.behind]
    assert [letter.consumer for letter in heads] in ([*HEARING], [*reversed(HEARING)])

    retried = cite_letters("retry", "matching", str(heads[0].id))
    assert retried.output.startswith("0 message(s) traité(s)")
    log.append([published(BROKEN, 5), published(WELL, 3)])
    until(district, parked=8, well=3)

    for head in heads:
        dropped = cite_letters("drop", "matching", str(head.id))
        assert "Ensuite : 3 message(s) traité(s)." in dropped.output, dropped.output
    log.append([published(BROKEN, 6), published(WELL, 4)])
    until(district, parked=0, well=4)

    for consumer in HEARING:
        order = handled(district, consumer)
        assert [version for number, version in order if number == BROKEN] == [1, 3, 4, 5, 6]
        assert [version for number, version in order if number == WELL] == [1, 2, 3, 4]
    assert "Ce message n'est plus de côté" in str(cite_letters("drop", "matching", str(heads[0].id)).exception)
    assert cite_letters("list").output == ""
