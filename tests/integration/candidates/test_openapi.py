"""Whatever the OpenAPI document allows is answered as the document says (schemathesis)."""

from typing import Any

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.factories.candidates_service import CandidatesService, kept, referent


def test_the_api_keeps_its_word(people: CandidatesService) -> None:
    _, profile = people.registered()
    people.hear(kept(profile))
    token = people.token(referent())
    schema = schemathesis.openapi.from_asgi("/candidates/api/openapi.json", people.runtime.app)
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) == 11
    for operation in operations:

        @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def keeps_its_word(case: Any) -> None:
            headers = {"Authorization": f"Bearer {token}"}
            case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])

        keeps_its_word()
