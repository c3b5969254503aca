"""One request, one transaction: opened and committed at the edge, before the response leaves.

The dependencies have the scope ``function``: with FastAPI's default scope the client would be told 200 before
the commit, and could be told so wrongly.
"""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import Connection

from services.kernel.database import Database


def database_of(request: Request) -> Database:
    """The database of the service that serves this request."""
    database: Database = request.app.state.database
    return database


def _writing(request: Request) -> Iterator[Connection]:
    with database_of(request).transaction() as connection:
        yield connection


def _reading(request: Request) -> Iterator[Connection]:
    with database_of(request).reading() as connection:
        yield connection


Writing = Annotated[Connection, Depends(_writing, scope="function")]
Reading = Annotated[Connection, Depends(_reading, scope="function")]
