"""Whatever the OpenAPI document of `employers` allows is answered so, to a holder and a referent."""

from tests.factories.club_service import ClubService, introduced, placed, referent
from tests.factories.openapi import Known, the_api_keeps_its_word


def test_the_api_keeps_its_word(club: ClubService) -> None:
    holder = club.confirmed()
    offers = [club.posted(holder)["offer_id"] for _ in range(2)]
    company_id = next(iter(holder.company_ids))
    received, hosted = introduced(company_id, offers[0]), placed(company_id, offers[1])
    club.hear(received, hosted)
    known = Known(
        company_id=[company_id],
        offer_id=offers,
        introduction_id=[received.introduction_id],
        placement_id=[hosted.placement_id],
        rome=["D1102"],
    )
    tokens = [club.token(holder), club.token(holder), club.token(referent())]
    statuses = the_api_keeps_its_word(
        club.runtime.app, "/employers/api/openapi.json", tokens, known, operations=10, examples=20
    )
    assert statuses.get(200, 0) > 10, statuses
    assert {404, 422} <= set(statuses), statuses
