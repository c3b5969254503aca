"""The club's service, ready, one per test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories.club_service import ClubService


@pytest.fixture
def club(tmp_path: Path) -> Iterator[ClubService]:
    service = ClubService(tmp_path).ready()
    yield service
    service.close()
