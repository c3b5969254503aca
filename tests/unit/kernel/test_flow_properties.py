"""Whatever the log delivers, and in whatever order, the state is the one that was announced."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, String, Table, select, update
from sqlalchemy.dialects.sqlite import insert

from services.kernel import deadletters
from services.kernel.clock import new_id
from services.kernel.consumer import Patience
from services.kernel.eventlog.port import Outgoing
from services.kernel.reactions import Moment
from tests.factories.plumbing import TOPIC, Counted, Plumbing, Poison, by_name, record

NAMES = ("a", "b", "c", "d", "e")

states = Table(
    "states", MetaData(), Column("name", String(60), primary_key=True), Column("number", Integer, nullable=False)
)


def project(fact: Counted, moment: Moment) -> None:
    """A projection as services write theirs: an older version than the one kept changes nothing."""
    moment.connection.execute(insert(states).values(name=fact.name, number=-1).on_conflict_do_nothing())
    moment.connection.execute(
        update(states).where(states.c.name == fact.name, states.c.number < fact.number).values(number=fact.number)
    )


@contextmanager
def _plumbing(factory: pytest.TempPathFactory) -> Iterator[Plumbing]:
    opened = Plumbing(factory.mktemp("flow"))
    with opened.database.transaction() as connection:
        states.metadata.create_all(connection)
    yield opened
    opened.close()


def _states(plumbing: Plumbing) -> dict[str, int]:
    with plumbing.reading() as connection:
        return {row.name: row.number for row in connection.execute(select(states))}


def test_the_same_event_a_thousand_times_is_handled_once(plumbing: Plumbing) -> None:
    event = new_id()
    plumbing.log.append([record("a", 1, event_id=event)] * 1_000)
    handler = Poison()
    consumer = plumbing.consumer(handler)

    plumbing.work(consumer, plumbing.subscribe(consumer))

    assert handler.calls == [("a", 1)]
    assert sum(plumbing.log.lag(consumer.name, [TOPIC.name]).values()) == 0


@settings(max_examples=25, deadline=None)
@given(st.data(), st.lists(st.sampled_from(NAMES), min_size=1, max_size=30), st.sampled_from((1, 7, 50)))
def test_events_doubled_and_out_of_order_leave_the_state_that_was_announced(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, names: list[str], batch_size: int
) -> None:
    announced = [record(name, number) for number, name in enumerate(names)]
    delivered = data.draw(st.permutations(announced + data.draw(st.lists(st.sampled_from(announced), max_size=20))))
    with _plumbing(tmp_path_factory) as plumbing:
        plumbing.log.append(delivered)
        consumer = plumbing.consumer(project, batch_size=batch_size)
        plumbing.work(consumer, plumbing.subscribe(consumer))

        assert _states(plumbing) == {name: number for number, name in enumerate(names)}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=25),
    st.frozensets(st.integers(min_value=0, max_value=24), max_size=6),
    st.sampled_from((1, 50)),
)
def test_a_poison_parks_the_later_ones_of_its_key_and_a_retry_restores_their_order(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], poisonous: frozenset[int], batch_size: int
) -> None:
    facts = [(name, number) for number, name in enumerate(names)]
    handler = Poison({fact: RuntimeError("poison") for fact in facts if fact[1] in poisonous})
    with _plumbing(tmp_path_factory) as plumbing:
        plumbing.append(*facts)
        consumer = plumbing.consumer(handler, batch_size=batch_size, patience=Patience(attempts=2, ceiling=99))
        plumbing.work(consumer, plumbing.subscribe(consumer))

        before_poison = {name: _until_poison(numbers, poisonous) for name, numbers in by_name(facts).items()}
        assert by_name(plumbing.written()) == {name: kept for name, kept in before_poison.items() if kept}
        with plumbing.reading() as connection:
            parked = deadletters.listed(connection)
        assert len(parked) == len(facts) - sum(map(len, before_poison.values()))

        handler.fails.clear()
        for topic, key in sorted({(letter.topic, letter.key) for letter in parked}):
            consumer.retry_key(topic, key)
        assert by_name(plumbing.written()) == by_name(facts)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.binary(max_size=200), min_size=1, max_size=4))
def test_no_sequence_of_bytes_stops_a_consumer(tmp_path_factory: pytest.TempPathFactory, junk: list[bytes]) -> None:
    with _plumbing(tmp_path_factory) as plumbing:
        plumbing.log.append([Outgoing(TOPIC.name, f"junk-{n}", raw) for n, raw in enumerate(junk)] + [record("a", 1)])
        consumer = plumbing.consumer()
        plumbing.work(consumer, plumbing.subscribe(consumer))

        assert plumbing.written() == [("a", 1)]
        with plumbing.reading() as connection:
            assert [letter.value for letter in sorted(deadletters.listed(connection), key=lambda x: x.key)] == junk


def test_a_deep_json_is_parked_and_the_consumer_goes_on(plumbing: Plumbing) -> None:
    deep = b"[" * 200_000 + b"]" * 200_000
    plumbing.log.append([Outgoing(TOPIC.name, "deep", deep), record("a", 1)])
    consumer = plumbing.consumer()

    plumbing.work(consumer, plumbing.subscribe(consumer))

    assert plumbing.written() == [("a", 1)]


def _until_poison(numbers: list[int], poisonous: frozenset[int]) -> list[int]:
    first = next((n for n, number in enumerate(numbers) if number in poisonous), len(numbers))
    return numbers[:first]
