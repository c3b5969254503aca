"""Transactions: kept whole or not at all, and no update lost between writers."""

import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select, update
from sqlalchemy.exc import OperationalError, StatementError

from services.kernel.database import Database, sqlite_module
from services.kernel.tables import Instant

_metadata = MetaData()
counters = Table("counters", _metadata, Column("id", Integer, primary_key=True), Column("value", Integer))
moments = Table("moments", _metadata, Column("id", Integer, primary_key=True), Column("at", Instant))


@pytest.fixture
def database(tmp_path: Path) -> Database:
    opened = Database(f"sqlite:///{tmp_path}/new/folder/test.db")
    with opened.transaction() as connection:
        _metadata.create_all(connection)
        connection.execute(insert(counters).values(id=1, value=0))
    return opened


def _value(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.execute(select(counters.c.value)).scalar_one())


def test_concurrent_read_then_write_loses_no_update(database: Database) -> None:
    def add() -> None:
        for _ in range(25):
            with database.transaction() as connection:
                value = connection.execute(select(counters.c.value)).scalar_one()
                connection.execute(update(counters).values(value=value + 1))

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60.0)
    assert _value(database) == 100


def test_an_exception_undoes_the_transaction(database: Database) -> None:
    def write_then_fail() -> None:
        with database.transaction() as connection:
            connection.execute(update(counters).values(value=9))
            raise LookupError

    with pytest.raises(LookupError):
        write_then_fail()
    assert _value(database) == 0


def test_what_is_written_while_reading_is_not_kept(database: Database) -> None:
    with database.reading() as connection:
        connection.execute(update(counters).values(value=9))
    assert _value(database) == 0


def test_a_reader_does_not_wait_for_a_writer_and_sees_one_state(database: Database) -> None:
    with database.transaction() as writer, database.reading() as reader:
        assert reader.execute(select(counters.c.value)).scalar_one() == 0
        writer.execute(update(counters).values(value=9))
        assert reader.execute(select(counters.c.value)).scalar_one() == 0
    assert _value(database) == 9


def test_the_bell_rings_once_something_was_committed(database: Database) -> None:
    database.bell.clear()
    with database.transaction():
        assert not database.bell.is_set()
    assert database.bell.is_set()


def test_an_instant_keeps_its_moment_and_comes_back_in_utc(database: Database) -> None:
    in_reunion = datetime(2026, 3, 2, 12, 0, tzinfo=timezone(timedelta(hours=4)))
    with database.transaction() as connection:
        connection.execute(insert(moments).values(id=1, at=in_reunion))
    with database.reading() as connection:
        found = connection.execute(select(moments.c.at)).scalar_one()
    assert found == in_reunion
    assert found.tzinfo is UTC


def test_an_instant_without_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="must carry its zone"), database.transaction() as connection:
        connection.execute(insert(moments).values(id=1, at=datetime(2026, 3, 2)))  # noqa: DTZ001 – what is refused


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    database = Database(f"sqlite:///{tmp_path}/folder")
    with pytest.raises(OperationalError), database.transaction():
        pass


def test_a_file_that_somebody_is_making_at_this_moment_is_waited_for(tmp_path: Path) -> None:
    """SQLite refuses to change the journal of a locked file at once, without its busy timeout."""
    maker = sqlite_module().connect(str(tmp_path / "new.db"), isolation_level=None, check_same_thread=False)
    maker.execute("BEGIN IMMEDIATE")
    maker.execute("CREATE TABLE made (id INTEGER)")
    late = Database(f"sqlite:///{tmp_path}/new.db")
    seen: list[int] = []

    def look() -> None:
        with late.reading() as connection:
            seen.append(connection.exec_driver_sql("SELECT count(*) FROM made").scalar_one())

    looking = threading.Thread(target=look)
    looking.start()
    looking.join(0.3)
    assert looking.is_alive()
    maker.execute("COMMIT")
    maker.close()
    looking.join(20.0)
    assert seen == [0]
    late.close()
