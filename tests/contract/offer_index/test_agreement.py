"""The two indexes side by side: the same offers pass, and the tops of their lists overlap."""

import sys
from statistics import mean

import pytest

from services.matching.ports import OfferQuery
from tests.contract.offer_index.corpus import HERE, filters, offers, searches
from tests.contract.offer_index.stand import ElasticStand, LocalStand

SEARCHES, LEAST_OVERLAP = 200, 0.8
pytestmark = pytest.mark.servers


def test_the_same_filters_leave_exactly_the_same_offers_in_the_same_order(
    both: tuple[LocalStand, ElasticStand],
) -> None:
    local, elastic = _filled(both, seed=21)

    for query in filters(100, seed=22):
        assert local.index.search(HERE, query, limit=2000) == elastic.index.search(HERE, query, limit=2000), query


def test_the_top_tens_of_two_hundred_seeded_searches_overlap(
    both: tuple[LocalStand, ElasticStand], capsys: pytest.CaptureFixture[str]
) -> None:
    local, elastic = _filled(both, seed=23)
    overlaps, same_sets = [], 0

    for query in searches(SEARCHES, seed=24):
        one = local.index.search(HERE, query, limit=10)
        other = elastic.index.search(HERE, query, limit=10)
        overlaps.append(_overlap(one.offer_ids, other.offer_ids))
        same_sets += one.total == other.total

    with capsys.disabled():
        sys.stdout.write(
            f"\noffer index: mean overlap of the top tens {mean(overlaps):.3f} over {SEARCHES} searches"
            f" (identical {sum(o == 1.0 for o in overlaps)}, least {min(overlaps):.2f}), same count {same_sets}\n"
        )
    assert mean(overlaps) >= LEAST_OVERLAP


def test_a_search_for_everything_counts_alike(both: tuple[LocalStand, ElasticStand]) -> None:
    local, elastic = _filled(both, seed=25)

    assert local.index.search(HERE, OfferQuery()).total == elastic.index.search(HERE, OfferQuery()).total > 400


def _filled(both: tuple[LocalStand, ElasticStand], *, seed: int) -> tuple[LocalStand, ElasticStand]:
    held = offers(800, seed=seed)
    for stand in both:
        stand.index.apply(held)
    return both


def _overlap(one: tuple[object, ...], other: tuple[object, ...]) -> float:
    size = max(len(one), len(other))
    return len(set(one) & set(other)) / size if size else 1.0
