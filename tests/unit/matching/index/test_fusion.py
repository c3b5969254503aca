"""Lists are fused by rank; what every list likes comes first."""

from services.matching.domain.text.fusion import fused


def test_what_two_lists_hold_comes_before_what_one_holds() -> None:
    assert fused([(1.0, ["a", "b", "c"]), (1.0, ["d", "b"])])[0] == "b"


def test_a_heavier_list_decides_between_two_first_ranks() -> None:
    assert fused([(1.0, ["a"]), (3.0, ["b"])]) == ["b", "a"]


def test_equal_sums_keep_the_order_of_the_lists_and_nothing_is_told_twice() -> None:
    assert fused([(1.0, ["a", "b"]), (1.0, ["b", "a"]), (1.0, [])]) == ["a", "b"]
    assert fused([]) == []
