"""Whatever the OpenAPI document of `badges` allows is answered so, to a person and her referent."""

from uuid import uuid4

from tests.factories.badge_service import BadgeService, coordination, person, referent
from tests.factories.openapi import Known, the_api_keeps_its_word


def test_the_api_keeps_its_word(service: BadgeService) -> None:
    issued = service.issued(placement_id=uuid4(), employer_endorses=True)
    proposed = [service.proposed(placement_id=uuid4()) for _ in range(3)]
    known = Known(award_id=[issued.award_id, *(one.award_id for one in proposed)])
    tokens = [service.token(actor) for actor in (person(proposed[0]), referent(), coordination())]
    statuses = the_api_keeps_its_word(
        service.runtime.app, "/badges/api/openapi.json", tokens, known, operations=16, examples=15
    )
    assert statuses.get(200, 0) > 10, statuses
    assert {403, 404} <= set(statuses), statuses
