"""The migrated database has exactly the tables that the adapters expect."""

from sqlalchemy import inspect

from services.employers.adapters.tables import metadata
from services.employers.bootstrap import MIGRATIONS, NAME
from services.kernel import migrate
from tests.factories.club_service import ClubService


def test_the_migrations_make_the_tables_that_the_code_declares(club: ClubService) -> None:
    engine = club.runtime.database.engine
    inspector = inspect(engine)
    for table in metadata.sorted_tables:
        made = {column["name"]: column for column in inspector.get_columns(table.name)}
        assert set(made) == {column.name for column in table.columns}, table.name
        for column in table.columns:
            assert made[column.name]["nullable"] == column.nullable, f"{table.name}.{column.name}"
            kinds = [kind.compile(engine.dialect) for kind in (made[column.name]["type"], column.type)]
            assert len({kind.replace("FLOAT", "DOUBLE PRECISION") for kind in kinds}) == 1, kinds
        assert inspector.get_pk_constraint(table.name)["constrained_columns"] == [c.name for c in table.primary_key]
        indexes = {index["name"] for index in inspector.get_indexes(table.name) if index["name"]}
        assert {str(index.name) for index in table.indexes} <= indexes


def test_a_migrated_service_is_ready_and_migrating_again_does_nothing(club: ClubService) -> None:
    assert club.client().get("/health/ready").status_code == 200
    assert migrate.upgrade(club.runtime.database, NAME, MIGRATIONS) == []
