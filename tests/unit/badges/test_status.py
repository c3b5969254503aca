"""Status lists: drawn at random, one bit each, read by openbadgeslib as by us."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openbadgeslib.ob3.status import decode_encoded_list, set_indices

from services.badges.adapters.status_list import StatusUnreadable, decode, encode, entry_revoked
from services.badges.domain.status import SMALLEST, ListFull, bits, draw_index, is_set
from tests.factories.badges import BadgeHouse

INDEXES = st.sets(st.integers(min_value=0, max_value=SMALLEST - 1), max_size=30)


@settings(max_examples=25, deadline=None)
@given(INDEXES)
def test_exactly_the_revoked_places_are_set_for_us_and_for_the_third_party(revoked: set[int]) -> None:
    encoded = encode(bits(revoked))
    assert set_indices(decode_encoded_list(encoded)) == revoked
    content = decode(encoded)
    assert {index for index in revoked if is_set(content, index)} == revoked
    assert sum(byte.bit_count() for byte in content) == len(revoked)


def test_a_list_hides_each_badge_among_at_least_131072() -> None:
    assert len(bits([])) * 8 == 131_072
    with pytest.raises(ValueError, match="131 072"):
        bits([], size=1024)


def test_bit_zero_is_the_leftmost() -> None:
    assert bits([0])[0] == 0b1000_0000


def test_a_place_is_drawn_among_the_free_ones() -> None:
    draws = iter([5, 5, 9])
    assert draw_index(taken={5}.__contains__, count=1, below=lambda size: next(draws)) == 9


def test_places_do_not_follow_the_order_of_issue() -> None:
    source = random.Random(3)
    taken: set[int] = set()
    for _ in range(50):
        taken.add(draw_index(taken=taken.__contains__, count=len(taken), below=source.randrange))
    assert max(taken) > SMALLEST // 2
    assert len(taken) == 50


def test_a_list_half_full_is_closed() -> None:
    with pytest.raises(ListFull):
        draw_index(taken=lambda index: False, count=SMALLEST // 2, below=lambda size: 0)


def test_the_entry_of_a_badge_points_at_its_bit() -> None:
    house = BadgeHouse()
    badge = house.content(index=12)
    assert not entry_revoked(badge["credentialStatus"], house.status_content())
    house.revoked = {12}
    assert entry_revoked(badge["credentialStatus"], house.status_content())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("type", "1EdTechRevocationList"),
        ("statusPurpose", "suspension"),
        ("statusListIndex", "-1"),
        ("statusListIndex", "²"),
        ("statusListIndex", 12),
        ("statusListIndex", "999999999"),
    ],
)
def test_an_entry_that_cannot_be_read_is_refused(field: str, value: object) -> None:
    house = BadgeHouse()
    entry = house.content()["credentialStatus"] | {field: value}
    with pytest.raises(StatusUnreadable):
        entry_revoked(entry, house.status_content())


@pytest.mark.parametrize("encoded", ["", "u", "uAAAA", "zH4sI", "u€", encode(b"\0" * 40)[:20]])
def test_a_list_that_cannot_be_inflated_is_refused(encoded: str) -> None:
    with pytest.raises(StatusUnreadable):
        decode(encoded)


def test_a_list_that_inflates_without_end_is_refused() -> None:
    with pytest.raises(StatusUnreadable, match="démesurée"):
        decode(encode(b"\0" * 60_000_000))
