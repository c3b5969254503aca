"""The service of people on a folder of its own, with its territory configured."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories.candidates_service import CandidatesService


@pytest.fixture
def people(tmp_path: Path) -> Iterator[CandidatesService]:
    service = CandidatesService(tmp_path)
    yield service.ready()
    service.close()
