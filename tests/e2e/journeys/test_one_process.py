"""The journeys in the embedded product: one process, as `cite` alone starts it."""

from collections.abc import Callable, Iterator

import pytest

from tests.e2e.journeys.houses import House, one_process
from tests.e2e.journeys.loops import JOURNEYS
from tests.e2e.journeys.neighbourhood import Neighbourhood


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with one_process(tmp_path_factory.mktemp("house")) as opened:
        yield opened


@pytest.mark.parametrize("journey", JOURNEYS)
def test_a_journey(house: House, journey: Callable[[Neighbourhood], None]) -> None:
    with Neighbourhood(house) as here:
        journey(here)
