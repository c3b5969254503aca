"""Whatever the OpenAPI document allows is answered as the document says (schemathesis)."""

from typing import Any
from uuid import uuid4

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.core.result import Ok

from tests.factories.badge_service import BadgeService, person


def test_the_api_keeps_its_word(service: BadgeService) -> None:
    service.issued(placement_id=uuid4(), employer_endorses=True)
    token = service.token(person(service.proposed()))
    schema = schemathesis.openapi.from_asgi("/badges/api/openapi.json", service.runtime.app)
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) > 15
    for operation in operations:

        @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def keeps_its_word(case: Any) -> None:
            case.call_and_validate(headers={"Authorization": f"Bearer {token}"})

        keeps_its_word()
