"""The bilan: one situation a person, and nothing under five leaves."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.candidates.domain.bilan import HappeningKind, Situation, happenings, situation, table
from services.candidates.domain.small_cells import for_outside
from services.contracts.vocabulary import (
    HiredAs,
    IntroductionState,
    OfferKind,
    PlacementOutcome,
    PlacementStatus,
)
from tests.factories.people import TODAY, a_placement, an_introduction

ROWS = ("jeunes", "femmes", "seniors")
COLUMNS = ("cdi", "searching", "training")


def stands(**changes: Any) -> Situation:
    given: dict[str, Any] = {
        "followed": True, "in_cite": True, "placements": (), "introductions": (), "by_hand": (), "day": TODAY,
    }  # fmt: skip
    return situation(**{**given, **changes})


def test_without_anything_one_searches_or_is_at_an_earlier_step_or_has_left() -> None:
    assert stands() is Situation.SEARCHING
    assert stands(in_cite=False) is Situation.EARLIER_STEP
    assert stands(followed=False) is Situation.LEFT


def test_the_strongest_situation_is_the_one_counted() -> None:
    immersion = a_placement()
    cdi = a_placement(id=UUID(int=2), kind=OfferKind.CDI, ends_on=None)
    assert stands(placements=(immersion,)) is Situation.IMMERSION
    assert stands(placements=(immersion, cdi)) is Situation.CDI
    assert stands(introductions=(an_introduction(state=IntroductionState.INTRODUCED),)) is Situation.INTRODUCED


def test_somebody_hired_after_an_immersion_counts_in_the_contract() -> None:
    ended = a_placement(status=PlacementStatus.ENDED, ends_on=TODAY - timedelta(days=20), hired_as=HiredAs.CDI)
    assert stands(placements=(ended,), followed=False) is Situation.CDI


def test_a_placement_over_or_not_validated_counts_no_more() -> None:
    assert stands(placements=(a_placement(ends_on=TODAY - timedelta(days=1)),)) is Situation.SEARCHING
    assert stands(placements=(a_placement(status=PlacementStatus.DRAFT),)) is Situation.SEARCHING


def test_a_contract_seen_on_paper_counts_too() -> None:
    assert stands(by_hand=((OfferKind.CIVIC_SERVICE, date(2026, 1, 1), None),)) is Situation.CIVIC_SERVICE


def test_a_cancelled_placement_is_an_outcome_too() -> None:
    placements = (
        a_placement(status=PlacementStatus.CANCELLED),
        a_placement(status=PlacementStatus.ENDED, outcome=PlacementOutcome.NO_SHOW_EMPLOYER),
        a_placement(status=PlacementStatus.ENDED, outcome=PlacementOutcome.COMPLETED, hired_as=HiredAs.CDD_6),
    )
    found = happenings(placements, (), since=date(2026, 1, 1), until=date(2026, 12, 31))
    assert sorted(found) == sorted(
        [HappeningKind.CANCELLED, HappeningKind.CANCELLED, HappeningKind.IMMERSION_DONE, HappeningKind.HIRED]
    )
    assert happenings(placements, (), since=date(2025, 1, 1), until=date(2025, 12, 31)) == []


def test_an_introduction_counts_when_it_reached_the_employer() -> None:
    at = datetime(2026, 3, 9, tzinfo=UTC)
    moves = tuple(an_introduction(state=state, at=at) for state in (IntroductionState.KEPT, IntroductionState.REFUSED))
    assert happenings((), moves, since=TODAY - timedelta(days=9), until=TODAY) == [HappeningKind.INTRODUCED]


def test_the_totals_are_those_of_the_cells() -> None:
    found = table([("jeunes", "cdi")] * 3 + [("femmes", "cdi")] * 2, rows=ROWS, columns=COLUMNS)
    assert (found.cell("jeunes", "cdi"), found.column_totals["cdi"], found.total) == (3, 5, 5)
    with pytest.raises(KeyError):
        table([("ailleurs", "cdi")], rows=ROWS, columns=COLUMNS)


@given(st.lists(st.integers(0, 12), min_size=9, max_size=9))
def test_no_hidden_count_is_computed_back_from_what_is_shown(counts: list[int]) -> None:
    spots = [(row, column) for row in ROWS for column in COLUMNS]
    shown = for_outside(
        table([spot for spot, n in zip(spots, counts, strict=True) for _ in range(n)], rows=ROWS, columns=COLUMNS)
    )
    numbers = [*shown.cells.values(), *shown.row_totals.values(), *shown.column_totals.values(), shown.total]
    assert all(n is None or n == 0 or n >= 5 for n in numbers)
    lines = [([shown.cells[row, column] for column in COLUMNS], shown.row_totals[row]) for row in ROWS]
    lines += [([shown.cells[row, column] for row in ROWS], shown.column_totals[column]) for column in COLUMNS]
    lines += [(list(shown.row_totals.values()), shown.total), (list(shown.column_totals.values()), shown.total)]
    for cells, total in lines:
        assert [*cells, total].count(None) != 1


def test_large_counts_are_left_as_they_are() -> None:
    spots = [(row, column) for row in ROWS for column in COLUMNS for _ in range(7)]
    inside = table(spots, rows=ROWS, columns=COLUMNS)
    assert for_outside(inside) == inside
