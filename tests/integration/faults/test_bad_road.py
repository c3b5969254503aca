"""A slow network, cut again and again while transactions are committed: nothing lost, nothing doubled."""

import os
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from tests.factories import postgresql
from tests.factories.bad_road import BadRoad
from tests.factories.plumbing import Plumbing
from tests.integration.faults.crowd import Crowd

pytestmark = pytest.mark.servers

WRITERS, EACH, CUTS = 4, 60, 6


def test_slow_and_cut_between_the_services_and_postgresql(tmp_path: Path) -> None:
    with postgresql.database() as url:
        road = BadRoad(make_url(os.environ["CITE_TEST_POSTGRESQL"]).port or 5432, delay=0.004)
        far = make_url(url).set(port=road.port).render_as_string(hide_password=False)
        plumbing = Plumbing(tmp_path, database_url=far)
        with Crowd(plumbing) as crowd:
            crowd.start(writers=WRITERS, each=EACH)
            for turn in range(1, CUTS + 1):
                crowd.await_handled(turn * 15)
                road.cut()
            figures = crowd.finish(WRITERS * EACH)
        plumbing.close()
        cuts = road.cuts
        road.close()
    print(f"\n4 ms each way, {cuts} connections cut in {CUTS} times: {figures}")  # noqa: T201 – the figures of the note
    assert (figures["lost"], figures["doubled"], figures["inverted"]) == (0, 0, 0)
    assert figures["interrupted"] > 0
