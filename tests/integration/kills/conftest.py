"""The killed pipeline is the embedded one, on files: nothing to repeat on PostgreSQL."""

import pytest


@pytest.fixture
def database_url() -> None:
    """None of the services' databases."""
