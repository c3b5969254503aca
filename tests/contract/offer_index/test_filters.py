"""Filters are exact: what a search leaves out, it leaves out over either index."""

from datetime import timedelta

from services.contracts.vocabulary import OfferKind
from services.matching.domain.ranking.travel import Point, crow_fly_km
from services.matching.ports import OfferDocument, OfferQuery
from tests.contract.offer_index.corpus import CENTRE, ELSEWHERE, HERE, TODAY, document, filters, offers
from tests.contract.offer_index.stand import Stand


def expected(held: list[OfferDocument], query: OfferQuery) -> set[object]:
    """The offers of the territory that pass, judged one by one."""
    return {one.offer_id for one in held if one.territory == HERE and _passes(one, query)}


def _passes(one: OfferDocument, query: OfferQuery) -> bool:
    near = query.within_km is None or query.around is None
    if not near and one.place is not None and query.around is not None and query.within_km is not None:
        near = crow_fly_km(query.around, one.place) <= query.within_km
    return (
        near
        and (not query.romes or one.rome in query.romes)
        and (not query.kinds or one.kind in query.kinds)
        and (query.on is None or one.expires_on is None or one.expires_on >= query.on)
        and (query.on is None or one.ends_on is None or one.ends_on >= query.on)
        and (query.starts_from is None or one.starts_on is None or one.starts_on >= query.starts_from)
        and (query.starts_until is None or one.starts_on is None or one.starts_on <= query.starts_until)
    )


def test_two_hundred_seeded_filters_give_exactly_the_offers_that_pass(stand: Stand) -> None:
    held = offers(600, seed=11)
    stand.index.apply(held)

    for query in filters(200, seed=12):
        found = stand.index.search(HERE, query, limit=1000)
        assert set(found.offer_ids) == expected(held, query), query
        assert found.total == len(found.offer_ids)


def test_a_distance_is_a_circle_not_a_box(stand: Stand) -> None:
    corner = Point(CENTRE.latitude + 0.08, CENTRE.longitude + 0.115)
    assert 12 < crow_fly_km(CENTRE, corner) < 13
    stand.index.apply([document(1, place=corner), document(2, place=None), document(3)])

    def within(km: float) -> tuple[object, ...]:
        return stand.index.search(HERE, OfferQuery(around=CENTRE, within_km=km)).offer_ids

    assert within(10.0) == (document(3).offer_id,)
    assert set(within(13.0)) == {document(1).offer_id, document(3).offer_id}


def test_a_day_of_the_end_still_counts(stand: Stand) -> None:
    stand.index.apply([document(1, expires_on=TODAY), document(2, ends_on=TODAY - timedelta(days=1))])

    assert stand.index.search(HERE, OfferQuery(on=TODAY)).offer_ids == (document(1).offer_id,)


def test_a_territory_sees_its_own_offers_alone(stand: Stand) -> None:
    stand.index.apply(
        [document(1), document(1, territory=ELSEWHERE, title="Grutier"), document(2, territory=ELSEWHERE)]
    )

    assert stand.index.search(HERE, OfferQuery()).offer_ids == (document(1).offer_id,)
    assert stand.index.search("nulle-part", OfferQuery()).total == 0


def test_without_words_the_newest_comes_first_and_pages_follow_each_other(stand: Stand) -> None:
    same = document(1).published_at
    held = [document(number, published_at=same + timedelta(microseconds=number // 2)) for number in range(1, 30)]
    stand.index.apply(held)
    ordered = [one.offer_id for one in sorted(held, key=lambda o: (-o.published_at.timestamp(), o.offer_id))]

    pages = [stand.index.search(HERE, OfferQuery(), offset=start, limit=7) for start in range(0, 35, 7)]

    assert [one for page in pages for one in page.offer_ids] == ordered
    assert {page.total for page in pages} == {29}


def test_pages_of_a_search_by_words_hold_every_offer_once(stand: Stand) -> None:
    held = [document(number, kind=OfferKind.CDD, trade_label="", skills=()) for number in range(1, 420)]
    stand.index.apply(held)

    query = OfferQuery(words="boulangère", kinds=frozenset({OfferKind.CDD}))
    pages = [stand.index.search(HERE, query, offset=start, limit=100) for start in range(0, 500, 100)]
    seen = [one for page in pages for one in page.offer_ids]

    assert len(seen) == len(set(seen)) == 419
    assert {page.total for page in pages} == {419}


def test_a_page_beyond_the_end_is_empty(stand: Stand) -> None:
    stand.index.apply([document(1)])

    assert stand.index.search(HERE, OfferQuery(), offset=30_000).offer_ids == ()
    assert stand.index.search(HERE, OfferQuery(words="boulanger"), offset=30_000).offer_ids == ()
