"""The contract of the index holds on the 8.x that comes after the one of the other tests."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.factories.search_node import SearchNode

pytestmark = [pytest.mark.servers, pytest.mark.timeout(900)]
VERSION = "8.19.0"
HERE = Path(__file__).parent
LEFT_OUT = ("test_next_version.py", "test_out_of_reach.py")
"""This one, and the falls of a node, which are those of a process."""


def test_the_same_tests_pass_on_it(tmp_path: Path) -> None:
    node = SearchNode(tmp_path, version=VERSION)
    node.start()
    chosen = [str(one) for one in sorted(HERE.glob("test_*.py")) if one.name not in LEFT_OUT]
    command = [sys.executable, "-m", "pytest", "-m", "servers", "-n", "0", "-p", "no:cacheprovider", *chosen]
    try:
        environment = {**os.environ, "CITE_TEST_ELASTICSEARCH": node.url}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    finally:
        node.close()
    assert done.returncode == 0, done.stdout[-4000:]
    print(f"\nElasticsearch {VERSION}: {done.stdout.strip().splitlines()[-1]}")  # noqa: T201
