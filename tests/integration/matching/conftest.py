"""The records of the service, at work."""

from collections.abc import Iterator

import pytest

from tests.factories.placing import Bench


@pytest.fixture
def bench(database_url: str) -> Iterator[Bench]:
    """Firms, people and offers, on this database."""
    made = Bench(database_url)
    yield made
    made.database.close()
