"""How the suites are shared between workers: what starts a whole house, a browser or a server is played by one alone.

``pytest -n 2 --dist loadgroup`` takes the groups from here, by the place of a test: the marks that pytest-xdist
reads do not travel with the identifiers of recent versions of pytest.
"""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

ALONE = {
    "tests/e2e/browser/": "a browser",
    "tests/e2e/containers/": "many processes",
    "tests/e2e/journeys/test_fifteen_processes.py": "many processes",
    "tests/integration/kills/test_product_kills.py": "many processes",
    "tests/integration/demo/test_on_real_servers.py": "servers that fall",
    "tests/integration/faults/": "servers that fall",
    "tests/contract/offer_index/test_out_of_reach.py": "servers that fall",
}
"""Place of tests → who they are played with, one after another."""


class SharedByPlace(LoadScopeScheduling):
    """Each test goes to any worker, but those of one group to one worker."""

    def _split_scope(self, nodeid: str) -> str:
        return next((group for place, group in ALONE.items() if nodeid.startswith(place)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling | None:
    """Take the place of « loadgroup »."""
    return SharedByPlace(config, log) if config.getoption("dist") == "loadgroup" else None
