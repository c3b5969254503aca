"""The records of one territory, opened for a command of the operator; a code that nobody knows is said at once.

Refuses (NotFound) a territory whose settings never came here, naming those that did.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection

from services.kernel.database import Database
from services.kernel.problems import NotFound
from services.matching.adapters.sql_surroundings import known_territories
from services.matching.adapters.sql_unit_of_work import Memory, SqlUnitOfWork


@dataclass(frozen=True, slots=True)
class Records:
    """``open_database`` gives matching's database, migrated."""

    open_database: Callable[[], Database]

    @contextmanager
    def reading(self, territory: str) -> Iterator[SqlUnitOfWork]:
        """What stands, without writing."""
        with self._opened() as database, database.reading() as connection:
            yield _opened_of(connection, territory)

    @contextmanager
    def work(self, territory: str) -> Iterator[SqlUnitOfWork]:
        """One short transaction."""
        with self._opened() as database, database.transaction() as connection:
            yield _opened_of(connection, territory)

    @contextmanager
    def _opened(self) -> Iterator[Database]:
        database = self.open_database()
        try:
            yield database
        finally:
            database.close()


def _opened_of(connection: Connection, territory: str) -> SqlUnitOfWork:
    known = known_territories(connection)
    if territory not in known:
        here = f"Ceux d'ici : {', '.join(known)}." if known else "Aucun n'est encore arrivé ici : cite territories."
        raise NotFound(f"Aucun territoire n'a le code « {territory} ». {here}")
    return SqlUnitOfWork(connection, territory, Memory())
