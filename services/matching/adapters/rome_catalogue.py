"""What a process opens of trades and sectors: what its database imported, over what is shipped."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Connection

from services.kernel.database import Database
from services.matching.adapters.sector_hirings import SqlSectors
from services.matching.adapters.sql_trades import SqlTrades
from services.matching.adapters.trade_sense import ModelledSense
from services.matching.settings import MatchingSettings

SERVICE = "matching"


def open_trades(settings: MatchingSettings) -> SqlTrades:
    """The catalogue; it holds no connection between two looks at the database."""
    return SqlTrades(_reading(settings), sense=ModelledSense(settings.embedder_url))


def open_sectors(settings: MatchingSettings) -> SqlSectors:
    """What each sector hires; it holds no connection between two looks at the database."""
    return SqlSectors(_reading(settings))


def _reading(settings: MatchingSettings) -> Callable[[], AbstractContextManager[Connection]]:
    @contextmanager
    def reading() -> Iterator[Connection]:
        database = Database(settings.database_for(SERVICE))
        try:
            with database.reading() as connection:
                yield connection
        finally:
            database.close()

    return reading
