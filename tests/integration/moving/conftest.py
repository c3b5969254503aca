"""A move opens both sides by itself: nothing to repeat."""

import pytest


@pytest.fixture
def database_url() -> None:
    """None of the services' databases."""
