"""Migrations bring a database to its newest shape, once, whoever asks."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from services.kernel import migrate, tables
from services.kernel.database import Database


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path}/empty.db")
    yield opened
    opened.close()


def test_an_empty_database_gets_the_tables_of_the_plumbing_once(empty: Database) -> None:
    assert not migrate.is_current(empty, "kernel", migrate.PLUMBING)
    applied = migrate.upgrade(empty, "kernel", migrate.PLUMBING)
    assert applied == ["kernel: vide → kernel_0002"]
    assert migrate.is_current(empty, "kernel", migrate.PLUMBING)
    assert migrate.upgrade(empty, "kernel", migrate.PLUMBING) == []
    with empty.reading() as connection:
        assert set(tables.metadata.tables) <= set(inspect(connection).get_table_names())


def test_two_that_migrate_together_do_it_once(empty: Database, tmp_path: Path) -> None:
    other = Database(f"sqlite:///{tmp_path}/empty.db")
    applied: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda db=db: applied.append(migrate.upgrade(db, "kernel", migrate.PLUMBING)))
        for db in (empty, other)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60.0)
    assert sorted(applied) == [[], ["kernel: vide → kernel_0002"]]
    other.close()


def test_a_database_of_before_the_pulses_gets_them(empty: Database) -> None:
    migrate.upgrade(empty, "kernel", migrate.PLUMBING)
    with empty.transaction() as connection:
        tables.pulses.drop(connection)
        connection.execute(text("UPDATE version_kernel SET version_num = 'kernel_0001'"))
    assert migrate.upgrade(empty, "kernel", migrate.PLUMBING) == ["kernel: kernel_0001 → kernel_0002"]
    with empty.reading() as connection:
        assert "pulses" in inspect(connection).get_table_names()
