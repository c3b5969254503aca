"""The backup of the databases stops the relays by the locks that relays know."""

import re

from services.contracts.operations import SERVICES
from services.kernel import outbox, relay
from tests.unit.deploy.parts import DEPLOY

SCRIPTS = {name: (DEPLOY / "postgres" / name).read_text() for name in ("backup.sh", "restore.sh", "roles.sh")}


def test_the_locks_are_those_of_the_relays() -> None:
    told = re.search(r"relay_locks=(\d+) relay_buckets=(\d+)", SCRIPTS["backup.sh"])
    assert told is not None
    assert (int(told[1]), int(told[2])) == (relay._ADVISORY_SPACE, outbox.BUCKETS)


def test_every_service_is_kept_and_put_back() -> None:
    for script in SCRIPTS.values():
        assert all(service in script for service in SERVICES)
