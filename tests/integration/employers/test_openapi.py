"""Whatever the OpenAPI document allows is answered as the document says (schemathesis).

A request of the right shape may still be refused: no schema says what a SIRET's key or the law of contracts is.
"""

from typing import Any
from uuid import uuid4

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.factories.club_service import ClubService, introduced, placed


def test_the_api_keeps_its_word(club: ClubService) -> None:
    holder = club.confirmed()
    offer = club.posted(holder)
    company_id = next(iter(holder.company_ids))
    club.hear(introduced(company_id, offer["offer_id"]), placed(company_id, uuid4()))
    token = club.token(holder)
    schema = schemathesis.openapi.from_asgi("/employers/api/openapi.json", club.runtime.app)
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) == 10
    for operation in operations:

        @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def keeps_its_word(case: Any) -> None:
            headers = {"Authorization": f"Bearer {token}"}
            case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])

        keeps_its_word()
