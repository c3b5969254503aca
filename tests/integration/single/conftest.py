"""The scripts of a single machine work on files: nothing to repeat on PostgreSQL."""

import pytest


@pytest.fixture
def database_url() -> None:
    """None of the services' databases."""
