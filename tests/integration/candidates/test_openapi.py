"""Whatever the OpenAPI document of `candidates` allows is answered so, to a referent and a partner."""

from tests.factories.candidates_service import CandidatesService, kept, prescriber, referent
from tests.factories.openapi import Known, the_api_keeps_its_word


def test_the_api_keeps_its_word(people: CandidatesService) -> None:
    registered = [people.registered(first_name=name) for name in ("Amina", "Sofia", "Inès")]
    proposed = [kept(profile) for _, profile in registered]
    people.hear(*proposed)
    known = Known(
        person_id=[person for person, _ in registered],
        profile_id=[profile for _, profile in registered],
        introduction_id=[one.introduction_id for one in proposed],
        agreement_id=[],
        cohort=["jeunes"],
        rome=["D1102"],
    )
    tokens = [people.token(referent()), people.token(referent()), people.token(prescriber())]
    statuses = the_api_keeps_its_word(
        people.runtime.app, "/candidates/api/openapi.json", tokens, known, operations=11, examples=15
    )
    assert statuses.get(200, 0) > 10, statuses
    assert {403, 404, 422} <= set(statuses), statuses
