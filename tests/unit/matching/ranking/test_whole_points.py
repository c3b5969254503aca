"""What is shown beside the bars adds up to the score shown."""

from hypothesis import given
from hypothesis import strategies as st

from services.matching.domain.ranking.whole_points import whole_points


@given(st.lists(st.floats(-50, 50, allow_nan=False), max_size=25))
def test_whole_points_add_up_and_stay_within_one_of_the_truth(points: list[float]) -> None:
    whole = whole_points(points)

    assert sum(whole) == round(sum(points))
    assert all(abs(shown - true) < 1 + 1e-9 for shown, true in zip(whole, points, strict=True))


def test_a_list_of_bars_is_rounded_together() -> None:
    assert whole_points([28.6, 10.4, -3.4, 0.4]) == (29, 10, -3, 0)
