"""Servers of these tests' own: their data are lost, and put back."""

import gc
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs


@pytest.fixture
def database_url() -> None:
    """None of the shared server's databases."""


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A folder that the user of the servers reaches: another disk."""
    folder = Path(tempfile.mkdtemp(prefix="cite-elsewhere."))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """What the code logs is not drawn on the console; sockets that a fall left open are collected here."""
    with capture_logs():
        yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
