"""One database per service on the development server of `cite infra up`: services share no table.

Waits for a server that is just starting. Refuses nothing: a database that exists is left as it is.
"""

import threading
from collections.abc import Sequence

import psycopg
from psycopg import sql

LOOKS = 120
"""Half a second apart."""


def ensure_databases(url: str, services: Sequence[str]) -> list[str]:
    """Create ``cite_<service>`` where absent, at the server of ``…/cite_{service}``; return the new ones."""
    server = url.rsplit("/", 1)[0] + "/postgres"
    with _connected(server) as connection:
        held = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
        made = [name for name in (f"cite_{service}" for service in services) if name not in held]
        for name in made:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return made


def _connected(server: str) -> psycopg.Connection[tuple[str]]:
    for _ in range(LOOKS):
        try:
            return psycopg.connect(server, autocommit=True, connect_timeout=5)
        except psycopg.OperationalError:
            threading.Event().wait(0.5)
    return psycopg.connect(server, autocommit=True, connect_timeout=5)
