"""What badges does of the facts of other services: repeated, out of order, corrected, erased."""

import random
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from services.badges.adapters import tables
from services.badges.adapters.sql import SqlUnitOfWork
from services.contracts.candidates import ProfileErased
from services.contracts.employers import ObservedSkill
from services.contracts.vocabulary import AwardStatus, OfferKind, PlacementOutcome, PlacementStatus
from services.kernel.clock import new_id
from services.kernel.envelope import wrap
from tests.factories.badge_service import TERRITORY, BadgeService, accompanied, configured, ended, person


def states(service: BadgeService) -> list[AwardStatus]:
    return [fact.status for fact in service.told()]


def test_the_same_fact_a_hundred_times_proposes_one_badge(service: BadgeService) -> None:
    fact = ended()
    envelope = wrap(fact, event_id=new_id(), source="matching", tenant=TERRITORY, at=service.now)
    service.publish(*[envelope] * 50)
    service.hear(*[fact] * 50)
    assert states(service) == [AwardStatus.PROPOSED]


@pytest.mark.parametrize(
    "changes",
    [
        {"status": PlacementStatus.VALIDATED, "outcome": None},
        {"status": PlacementStatus.CANCELLED, "outcome": None},
        {"outcome": PlacementOutcome.PARTLY},
        {"outcome": PlacementOutcome.NO_SHOW_PERSON},
        {"outcome": PlacementOutcome.NO_SHOW_EMPLOYER},
        {"kind": OfferKind.VISIT},
        {"kind": OfferKind.MOCK_INTERVIEW},
        {"profile_id": None},
    ],
)
def test_what_was_not_led_to_its_end_earns_no_badge(service: BadgeService, changes: dict[str, object]) -> None:
    service.hear(ended(**changes))
    assert service.told() == []


def test_a_correction_takes_back_a_proposal_and_another_brings_it_again(service: BadgeService) -> None:
    fact = ended()
    service.hear(fact)
    service.hear(fact.model_copy(update={"version": 8, "outcome": PlacementOutcome.PARTLY}))
    service.hear(fact.model_copy(update={"version": 9}))
    assert states(service) == [AwardStatus.PROPOSED, AwardStatus.REVOKED, AwardStatus.PROPOSED]


OUTCOMES = st.sampled_from([PlacementOutcome.COMPLETED, PlacementOutcome.PARTLY, PlacementOutcome.NO_SHOW_PERSON])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(outcomes=st.lists(OUTCOMES, min_size=1, max_size=5), order=st.randoms(use_true_random=False))
def test_whatever_the_order_and_the_repeats_the_newest_version_decides(
    service: BadgeService, outcomes: list[PlacementOutcome], order: random.Random
) -> None:
    placement, profile = uuid4(), uuid4()
    facts = [
        ended(placement_id=placement, profile_id=profile, version=version, outcome=outcome)
        for version, outcome in enumerate(outcomes, start=1)
    ]
    shuffled = facts * 2
    order.shuffle(shuffled)
    service.hear(*shuffled)
    told = [fact for fact in service.told() if fact.placement_id == placement]
    assert len({fact.award_id for fact in told}) <= 1
    stands = bool(told) and told[-1].status is AwardStatus.PROPOSED
    assert stands == (outcomes[-1] is PlacementOutcome.COMPLETED)


def test_an_older_version_heard_late_changes_nothing(service: BadgeService) -> None:
    fact = ended(version=9)
    service.hear(fact)
    service.hear(fact.model_copy(update={"version": 8, "outcome": PlacementOutcome.PARTLY}))
    assert states(service) == [AwardStatus.PROPOSED]


def test_a_correction_never_revokes_what_was_signed(service: BadgeService) -> None:
    fact = ended(profile_id=uuid4())
    award = service.issued(**{name: getattr(fact, name) for name in ("profile_id", "placement_id")})
    service.hear(fact.model_copy(update={"version": 8, "outcome": PlacementOutcome.PARTLY}))
    assert service.told()[-1] == award


def test_skills_corrected_before_the_agreement_are_the_ones_signed(service: BadgeService) -> None:
    award = service.proposed(placement_id=(placement := uuid4()), profile_id=(profile := uuid4()))
    skills = (ObservedSkill(label="Trier le courrier", level=1),)
    service.hear(ended(placement_id=placement, profile_id=profile, version=8, skills=skills))
    service.client(person(award)).post(f"/badges/api/awards/{award.award_id}/accept")
    document = service.client().get(f"/badges/{award.award_id}.json").json()
    described = document["credentialSubject"]["achievement"]["resultDescription"]
    assert [entry["name"] for entry in described] == ["Trier le courrier"]


def test_words_that_tell_too_much_never_reach_a_badge(service: BadgeService) -> None:
    skills = (
        ObservedSkill(label="Accueillir en QPV", level=2),
        ObservedSkill(label="Saluer les clients", level=3),
        ObservedSkill(label="saluer  les clients", level=1),
    )
    award = service.issued(trade_label="", title="Serveur aux Halles du Port, 06 12 34 56 78", skills=skills)
    document = service.client().get(f"/badges/{award.award_id}.json").json()
    assert document["name"] == "Immersion : métier M1601"
    described = document["credentialSubject"]["achievement"]["resultDescription"]
    assert [entry["name"] for entry in described] == ["Saluer les clients"]


def test_an_offer_title_is_used_when_it_is_plain_and_the_trade_is_not_told(service: BadgeService) -> None:
    assert service.proposed(trade_label="", title="Aide de cuisine").name == "Immersion : aide de cuisine"


def test_an_employer_whose_name_tells_the_district_signs_no_endorsement(service: BadgeService) -> None:
    service.issued(employer_endorses=True, company_name="Boulangerie de Port-Neuf et Laleu")
    with service.runtime.database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(tables.endorsements)).scalar_one() == 0


def test_an_endorsement_told_after_the_badge_is_signed_still_comes(service: BadgeService) -> None:
    placement, profile = uuid4(), uuid4()
    award = service.issued(placement_id=placement, profile_id=profile)
    service.hear(ended(placement_id=placement, profile_id=profile, version=8, employer_endorses=True))
    with service.runtime.database.reading() as connection:
        endorsement = SqlUnitOfWork(connection, now=service.now).endorsements.of_award(award.award_id)
    assert endorsement is not None


def test_an_unsaid_or_indiscreet_public_name_keeps_the_agreement_until_it_is_mended(tmp_path: object) -> None:
    service = BadgeService(tmp_path).ready(public_name="Cité de l’emploi de Port-Neuf")  # type: ignore[arg-type]
    try:
        award = service.proposed()
        answer = service.client(person(award)).post(f"/badges/api/awards/{award.award_id}/accept")
        assert answer.json()["state"] == "accepted"
        assert service.client().get(f"/badges/{award.award_id}.json").status_code == 404
        service.hear(configured(version=2))
        (job,) = service.runtime.jobs
        with service.runtime.database.transaction() as connection:
            job.run(connection, service.now)
        assert service.told()[-1].status is AwardStatus.ISSUED
        assert service.client().get(f"/badges/{award.award_id}.json").json()["issuer"]["name"] == "Parcours Atlantique"
    finally:
        service.close()


def test_a_placement_heard_before_its_territory_waits_for_the_name(tmp_path: object) -> None:
    service = BadgeService(tmp_path)  # type: ignore[arg-type]
    try:
        award = service.proposed()
        service.ready()
        answer = service.client(person(award)).post(f"/badges/api/awards/{award.award_id}/accept")
        assert answer.json()["state"] == "issued"
    finally:
        service.close()


def test_erasing_a_person_takes_down_her_badges_and_leaves_only_their_places(service: BadgeService) -> None:
    award = service.issued(employer_endorses=True, profile_id=(profile := uuid4()))
    waiting = service.proposed(profile_id=profile, placement_id=uuid4())
    document = service.client().get(f"/badges/{award.award_id}.json").json()
    service.hear(ProfileErased(profile_id=profile, version=5))
    last = {fact.award_id: fact for fact in service.told()}
    assert {fact.profile_id for fact in last.values()} == {None}
    assert last[award.award_id].status is AwardStatus.REVOKED
    assert last[waiting.award_id].status is AwardStatus.DECLINED
    assert service.client().get(f"/badges/{award.award_id}.json").status_code == 410
    with service.runtime.database.reading() as connection:
        for table in tables.metadata.sorted_tables:
            rows = str(connection.execute(select(table)).all())
            assert str(profile) not in rows or table.name == "accompaniments", table.name
            assert document["credentialSubject"]["id"] not in rows, table.name
        lists = SqlUnitOfWork(connection, now=service.now).lists
        entry = document["credentialStatus"]
        revoked = lists.revoked(UUID(entry["statusListCredential"].rpartition("/")[2]))
    assert int(entry["statusListIndex"]) in revoked


def test_an_erased_person_is_never_proposed_a_badge_again(service: BadgeService) -> None:
    profile, placement = uuid4(), uuid4()
    service.proposed(profile_id=profile, placement_id=placement)
    service.hear(ProfileErased(profile_id=profile, version=5))
    told = len(service.told())
    service.hear(accompanied(profile, version=3), ended(placement_id=placement, profile_id=profile, version=9))
    service.hear(ended(placement_id=uuid4(), profile_id=profile))
    assert len(service.told()) == told
