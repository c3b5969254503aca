"""Transactions on either database: kept whole or not at all, isolated, and no update lost between writers."""

import threading
from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import JSON, Boolean, Column, Date, LargeBinary, MetaData, String, Table, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from services.kernel.database import Database
from services.kernel.dialects import alone, inserting, keep_newer, locked
from services.kernel.tables import Instant
from tests.contract.database.conftest import PATIENCE, aggregates, together
from tests.factories.plumbing import Plumbing

values = Table(
    "stored_values",
    MetaData(),
    Column("id", String(36), primary_key=True),
    Column("at", Instant),
    Column("day", Date),
    Column("yes", Boolean),
    Column("raw", LargeBinary),
    Column("document", JSON),
)


def put(database: Database, name: str, number: int) -> None:
    with database.transaction() as connection:
        connection.execute(insert(aggregates).values(name=name, number=number))


def number_of(database: Database, name: str) -> int | None:
    with database.reading() as connection:
        return connection.execute(select(aggregates.c.number).where(aggregates.c.name == name)).scalar_one_or_none()


def test_writers_that_lock_what_they_read_lose_no_update(plumbing: Plumbing) -> None:
    put(plumbing.database, "a", 0)

    def add() -> None:
        for _ in range(25):
            with plumbing.database.transaction() as connection:
                number = connection.execute(locked(select(aggregates.c.number), connection)).scalar_one()
                connection.execute(update(aggregates).values(number=number + 1))

    together(*[add] * 4)
    assert number_of(plumbing.database, "a") == 100


def test_a_budget_judged_alone_is_never_exceeded(plumbing: Plumbing) -> None:
    """Ten writers each want one of three places: a rule about several rows, that no lock of a row can guard."""

    def take(budget: int, writer: int) -> None:
        with plumbing.database.transaction() as connection:
            alone(connection, "budget", str(budget))
            taken = connection.execute(select(aggregates.c.name).where(aggregates.c.number == budget)).all()
            if len(taken) < 3:
                connection.execute(insert(aggregates).values(name=f"{budget}-{writer}", number=budget))

    for budget in range(6):
        together(*[lambda b=budget, w=writer: take(b, w) for writer in range(10)])  # type: ignore[misc]
    with plumbing.reading() as connection:
        counted = Counter(connection.execute(select(aggregates.c.number)).scalars())
    assert counted == dict.fromkeys(range(6), 3)


def test_an_exception_undoes_everything_even_the_tables_made(plumbing: Plumbing) -> None:
    made = Table("made_then_undone", MetaData(), Column("id", String(3), primary_key=True))

    def write_then_fail() -> None:
        with plumbing.database.transaction() as connection:
            made.create(connection)
            connection.execute(insert(aggregates).values(name="a", number=1))
            raise LookupError

    with pytest.raises(LookupError):
        write_then_fail()
    assert number_of(plumbing.database, "a") is None
    with plumbing.database.transaction() as connection:
        made.create(connection)


def test_the_bell_rings_for_what_was_committed_only(plumbing: Plumbing) -> None:
    plumbing.database.bell.clear()
    with pytest.raises(LookupError), plumbing.database.transaction():
        raise LookupError
    assert not plumbing.database.bell.is_set()
    with plumbing.database.transaction():
        pass
    assert plumbing.database.bell.is_set()


def test_a_key_is_taken_once_whoever_comes_at_the_same_time(plumbing: Plumbing) -> None:
    refused: list[int] = []

    def take(number: int) -> None:
        try:
            put(plumbing.database, "a", number)
        except IntegrityError:
            refused.append(number)

    together(*[lambda n=n: take(n) for n in range(4)])  # type: ignore[misc]
    assert len(refused) == 3
    assert number_of(plumbing.database, "a") not in refused


def test_a_reader_sees_one_instant_while_others_write_and_waits_for_nobody(plumbing: Plumbing) -> None:
    put(plumbing.database, "a", 0)
    with plumbing.reading() as reader:
        assert reader.execute(select(aggregates.c.number)).scalars().all() == [0]
        with plumbing.database.transaction() as writer:
            writer.execute(update(aggregates).values(number=1))
            assert reader.execute(select(aggregates.c.number)).scalars().all() == [0]
        put(plumbing.database, "b", 2)
        assert reader.execute(select(aggregates.c.number)).scalars().all() == [0]
    assert number_of(plumbing.database, "a") == 1


def test_nothing_written_while_reading_is_kept(plumbing: Plumbing) -> None:
    put(plumbing.database, "a", 0)
    try:
        with plumbing.reading() as connection:
            connection.execute(update(aggregates).values(number=9))
    except DBAPIError:
        """PostgreSQL refuses it at once, SQLite undoes it at the end."""
    assert number_of(plumbing.database, "a") == 0


def test_what_is_not_committed_is_seen_by_nobody(plumbing: Plumbing) -> None:
    with plumbing.database.transaction() as connection:
        connection.execute(insert(aggregates).values(name="a", number=1))
        assert number_of(plumbing.database, "a") is None
    assert number_of(plumbing.database, "a") == 1


def test_two_that_open_the_same_database_see_each_other(plumbing: Plumbing, url: str) -> None:
    other = Database(url)
    put(other, "a", 1)
    assert number_of(plumbing.database, "a") == 1
    other.close()


def test_of_two_versions_written_at_once_the_newer_stays_whatever_the_order(plumbing: Plumbing) -> None:
    versions = Table(
        "versions", MetaData(), Column("name", String(9), primary_key=True), Column("version", aggregates.c.number.type)
    )
    with plumbing.database.transaction() as connection:
        versions.create(connection)

    def keep(version: int) -> None:
        with plumbing.database.transaction() as connection:
            keep_newer(connection, versions, {"name": "a"}, {"version": version})

    together(*[lambda n=n: keep(n) for n in (3, 1, 4, 2)])  # type: ignore[misc]
    with plumbing.database.transaction() as connection:
        assert not keep_newer(connection, versions, {"name": "a"}, {"version": 4})
        assert keep_newer(connection, versions, {"name": "b"}, {"version": 4})
        assert keep_newer(connection, versions, {"name": "a"}, {"version": 5})
        assert sorted(connection.execute(select(versions.c.version)).scalars()) == [4, 5]


def test_values_of_every_kind_come_back_as_they_went(plumbing: Plumbing) -> None:
    in_reunion = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=4)))
    told = {
        "id": "1",
        "at": in_reunion,
        "day": date(2026, 2, 28),
        "yes": False,
        "raw": b"\x00\xff'\\",
        "document": {"é": [1, None, {"a": "«"}]},
    }
    with plumbing.database.transaction() as connection:
        values.create(connection)
        connection.execute(insert(values).values(told))
        connection.execute(inserting(connection, values).values(id="1").on_conflict_do_nothing())
    with plumbing.reading() as connection:
        found = dict(connection.execute(select(values)).mappings().one())
    assert found == told
    assert found["at"].tzinfo is UTC
    assert found["yes"] is False


def test_a_writer_waits_for_the_one_before(plumbing: Plumbing) -> None:
    put(plumbing.database, "a", 0)
    first_has_it, order = threading.Event(), []

    def first() -> None:
        with plumbing.database.transaction() as connection:
            connection.execute(locked(select(aggregates), connection)).all()
            first_has_it.set()
            order.append("first")
        order.append("first done")

    def second() -> None:
        assert first_has_it.wait(PATIENCE)
        with plumbing.database.transaction() as connection:
            connection.execute(locked(select(aggregates), connection)).all()
            order.append("second")

    together(first, second)
    assert order.index("first") < order.index("second")
