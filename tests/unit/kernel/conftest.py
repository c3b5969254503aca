"""A service reduced to its plumbing, on a folder of the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from tests.factories.plumbing import Plumbing


@pytest.fixture
def plumbing(tmp_path: Path) -> Iterator[Plumbing]:
    opened = Plumbing(tmp_path)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[EventDict]]:
    """What the code logs, kept instead of drawn on the console."""
    with capture_logs() as entries:
        yield entries
