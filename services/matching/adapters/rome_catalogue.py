"""The catalogue of trades that a process opens: the imported ROME of its database, over the shipped trades."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from services.kernel.database import Database
from services.matching.adapters.sql_trades import SqlTrades
from services.matching.settings import MatchingSettings

SERVICE = "matching"


def open_trades(settings: MatchingSettings) -> SqlTrades:
    """The catalogue; it holds no connection between two looks at the database."""

    @contextmanager
    def reading() -> Iterator[Connection]:
        database = Database(settings.database_for(SERVICE))
        try:
            with database.reading() as connection:
                yield connection
        finally:
            database.close()

    return SqlTrades(reading)
