"""Whatever the OpenAPI document of `matching` allows is answered as the document says, on introductions and
placements at every stage, by a referent, a coordination, an employer and the person herself (schemathesis)."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.factories.openapi import Known, the_api_keeps_its_word
from tests.factories.placing import REGIE, coordination, employer, person, referent
from tests.factories.placing_service import PlacingService
from tests.integration.matching.test_placing_over_http import terms


@pytest.mark.timeout(400)
def test_the_api_keeps_its_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITE_EMBEDDER_URL", "characters://")
    service = PlacingService(tmp_path)
    nadia = service.client(referent())
    introduced = [service.introduced() for _ in range(4)]
    placements = [_agreed(nadia, introduction) for introduction, _, _ in introduced[:3]]
    for placement in placements[:2]:
        _sign(nadia, placement)
    assert nadia.post(f"/matching/api/placements/{placements[0]}/validate").status_code == 200
    wanted, _, offered = service.market()
    _, profile, company = introduced[0]
    tokens = [
        service.token(actor) for actor in (referent(), referent(), coordination(), employer(company), person(profile))
    ]
    known = Known(
        introduction_id=[introduction for introduction, _, _ in introduced],
        profile_id=[wanted, *(profile for _, profile, _ in introduced)],
        placement_id=placements,
        offer_id=[offered],
        delegation_id=[],
        structure_id=[REGIE],
        rome=["D1102", "G1602"],
    )  # fmt: skip
    statuses = the_api_keeps_its_word(
        service.runtime.app, "/matching/api/openapi.json", tokens, known, operations=28, examples=16
    )
    service.close()
    assert statuses.get(200, 0) > 60, f"too few requests reach what they are about: {statuses}"
    assert {403, 404, 409, 422} <= set(statuses), statuses


def _agreed(nadia: Any, introduction: UUID) -> str:
    answer = nadia.post("/matching/api/placements", json=terms(introduction))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["placement_id"])


def _sign(nadia: Any, placement: str) -> None:
    for signer in ("person", "employer", "prescriber"):
        told = {"signer": signer, "channel": "paper"}
        assert nadia.post(f"/matching/api/placements/{placement}/signatures", json=told).status_code == 200
