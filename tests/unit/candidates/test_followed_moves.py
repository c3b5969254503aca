"""What is still waited for, among what others told: it decides whether a file has something under way."""

from datetime import timedelta

import pytest

from services.contracts.vocabulary import IntroductionState, PlacementStatus
from tests.factories.people import TODAY, a_placement, an_introduction

RESTS = {"proposed", "set_aside", "declined", "refused", "closed", "placed"}


@pytest.mark.parametrize("state", list(IntroductionState))
def test_an_introduction_is_under_way_until_it_rests(state: IntroductionState) -> None:
    assert an_introduction(state=state).under_way is (state.value not in RESTS)


def test_a_placement_lies_ahead_until_its_last_day_is_over() -> None:
    assert a_placement(ends_on=TODAY).lies_ahead(TODAY)
    assert a_placement(ends_on=None).lies_ahead(TODAY)
    assert not a_placement(ends_on=TODAY - timedelta(days=1)).lies_ahead(TODAY)


@pytest.mark.parametrize("status", [PlacementStatus.CANCELLED, PlacementStatus.REFUSED, PlacementStatus.DEPRECATED])
def test_a_placement_called_off_is_nothing_to_come(status: PlacementStatus) -> None:
    assert not a_placement(status=status, ends_on=None).lies_ahead(TODAY)
