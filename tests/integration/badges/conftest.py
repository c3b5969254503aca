"""The service of badges, real and alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories.badge_service import BadgeService


@pytest.fixture
def service(tmp_path: Path) -> Iterator[BadgeService]:
    """The service, with its territory configured."""
    running = BadgeService(tmp_path).ready()
    yield running
    running.close()
