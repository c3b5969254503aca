"""Flip sex, cohort, district, and age within the same legal eligibility: the same list, to the last decimal."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.candidates.domain.case_file import CaseFile, announced
from services.candidates.domain.identity import Sex
from services.candidates.use_cases.keep_case import profile_changed
from services.contracts.candidates import Access, ProfileChanged
from services.matching.adapters.sql_unit_of_work import Memory, SqlUnitOfWork
from services.matching.domain.learning.ranker import Standing
from tests.factories.matching_service import (
    PROFILE,
    REFERENT,
    STRUCTURE,
    TERRITORY,
    MatchingService,
    company,
    configured,
    holder,
    offer,
    referent,
)
from tests.factories.people import TODAY, a_file
from tests.factories.rankers import a_ranker
from tests.factories.ranking import CLEANER, COOK

LIST = f"/matching/api/profiles/{PROFILE}/offers"


@pytest.fixture(params=["documenté", "appris"])
def service(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[MatchingService]:
    """A territory with three offers, ranked by the prior, then by a learned table."""
    running = MatchingService(tmp_path)
    running.hear(configured(), company(), holder())
    running.hear(offer(), offer(2, title="Ménage", rome=CLEANER), offer(3, title="Plonge", experience_months=24))
    if request.param == "appris":
        with running.runtime.database.transaction() as connection:
            uow = SqlUnitOfWork(connection, TERRITORY, Memory())
            uow.rankings.save(a_ranker(standing=Standing.IN_FORCE))
    yield running
    running.close()


def told_of(case: CaseFile, version: int) -> ProfileChanged:
    """What `candidates` publishes of this file, seen by our referent."""
    fact = profile_changed(announced(case, exclusive=(), today=TODAY), version)
    access = (Access(staff_id=REFERENT, since=date(2026, 1, 1)),)
    return fact.model_copy(update={"profile_id": PROFILE, "structure_id": STRUCTURE, "access": access})


def somebody(**identity: Any) -> CaseFile:
    case = a_file()
    wishes = tuple(replace(wish, rome=COOK) for wish in case.profile.description.wishes)
    described = replace(case.profile.description, wishes=wishes, available=(), kinds=())
    return replace(
        case, identity=replace(case.identity, **identity), profile=replace(case.profile, description=described)
    )


def test_the_list_is_the_same_whatever_nobody_may_ask(service: MatchingService) -> None:
    service.hear(told_of(somebody(), 1))
    before = service.client(referent()).get(LIST).json()
    flipped = [
        somebody(sex=Sex.MAN),
        somebody(sex=None),
        somebody(in_district=False),
        somebody(in_district=None),
        replace(somebody(), cohort="seniors"),
        replace(somebody(), cohort="jeunes"),
        somebody(first_name="Jean", last_name="Martin", address="3 place Vendôme", phone="", email="j@example.org"),
        somebody(born=date(2001, 1, 2)),  # 25, like 20: adult and under 26
    ]

    assert len(before["items"]) == 3
    for version, case in enumerate(flipped, 2):
        service.hear(told_of(case, version))
        assert service.client(referent()).get(LIST).json() == before


def test_where_travel_starts_is_known_to_about_a_kilometre_and_no_better() -> None:
    origin = told_of(somebody(), 1).origin

    assert origin is not None
    assert (round(origin.latitude, 2), round(origin.longitude, 2)) == (origin.latitude, origin.longitude)


def test_a_list_does_move_when_what_was_said_moves(service: MatchingService) -> None:
    service.hear(told_of(somebody(), 1))
    before = service.client(referent()).get(LIST).json()
    case = somebody()
    nearer = replace(case.profile.description, travel_minutes_max=10)
    service.hear(told_of(replace(case, profile=replace(case.profile, description=nearer)), 2))

    assert service.client(referent()).get(LIST).json() != before
