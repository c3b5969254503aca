"""Eligibility: what the law, the host and the dealings so far rule out, and that the rules hold together."""

from datetime import time, timedelta
from typing import Any

import pytest

from services.contracts.vocabulary import HalfDay, LegalCondition, Objective, OfferKind
from services.matching.domain.ranking.dealings import Dealings, Hosting
from services.matching.domain.ranking.eligibility import (
    FIRM_RULES,
    WISH_RULES,
    blocking,
    firmly_barred,
    is_eligible,
    judge,
)
from services.matching.domain.ranking.market import Trips, case_of, sift
from services.matching.domain.ranking.offer import Hours, Record
from tests.factories.cases import a_case, codes, offered, open_to_all
from tests.factories.ranking import (
    A_MINOR,
    TODAY,
    a_company,
    a_profile,
    a_world,
    an_immersion_in_a_kitchen,
    uid,
)

ADULT, SIXTEEN = LegalCondition.ADULT, LegalCondition.AT_LEAST_16


def test_a_suitable_immersion_is_eligible_without_reservation() -> None:
    verdict = judge(a_case())

    assert verdict.eligible
    assert verdict.reservations == ()


@pytest.mark.parametrize(
    ("kind", "needs", "code"),
    [
        (OfferKind.IMMERSION, SIXTEEN, "immersion_age"),
        (OfferKind.CDI, SIXTEEN, "work_age"),
        (OfferKind.CDD, SIXTEEN, "work_age"),
        (OfferKind.PART_TIME_BREAK, SIXTEEN, "work_age"),
        (OfferKind.TEMPORARY, SIXTEEN, "work_age"),
        (OfferKind.CDDI, SIXTEEN, "work_age"),
        (OfferKind.CDDI, LegalCondition.IAE_ELIGIBLE, "iae_eligibility"),
        (OfferKind.INTERNSHIP, LegalCondition.IN_TRAINING_COURSE, "internship_course"),
        (OfferKind.APPRENTICESHIP, LegalCondition.MAY_BE_APPRENTICE, "apprenticeship_age"),
        (OfferKind.PROFESSIONALISATION, LegalCondition.MAY_PROFESSIONALISE, "professionalisation_conditions"),
        (OfferKind.CIVIC_SERVICE, LegalCondition.MAY_SERVE_CIVIC, "civic_service_conditions"),
    ],
)
def test_a_kind_is_barred_exactly_while_its_legal_condition_is_not_met(
    kind: OfferKind, needs: LegalCondition, code: str
) -> None:
    everything = frozenset(LegalCondition)
    host = {uid(900): a_company(accredited_civic_service=True, is_temp_agency=True, is_siae=True)}
    offer = offered(kind)

    assert codes(a_case(offer, open_to_all(legal=everything), employers=host)) == []
    assert codes(a_case(offer, open_to_all(legal=everything - {needs}), employers=host)) == [code]


@pytest.mark.parametrize("kind", [OfferKind.VISIT, OfferKind.MOCK_INTERVIEW, OfferKind.TRAINING])
def test_a_visit_an_interview_or_a_training_asks_no_legal_condition(kind: OfferKind) -> None:
    assert codes(a_case(offered(kind), open_to_all(legal=frozenset()))) == []


@pytest.mark.parametrize(
    ("kind", "trait", "code"),
    [
        (OfferKind.CIVIC_SERVICE, "accredited_civic_service", "civic_service_host"),
        (OfferKind.TEMPORARY, "is_temp_agency", "temporary_agency"),
        (OfferKind.CDDI, "is_siae", "cddi_host"),
    ],
)
def test_some_kinds_ask_a_particular_host(kind: OfferKind, trait: str, code: str) -> None:
    person = open_to_all(legal=frozenset(LegalCondition))
    fit, unfit = {uid(900): a_company(**{trait: True})}, {uid(900): a_company()}

    assert codes(a_case(offered(kind), person, employers=fit)) == []
    assert codes(a_case(offered(kind), person, employers=unfit)) == [code]


@pytest.mark.parametrize("kind", [OfferKind.CIVIC_SERVICE, OfferKind.TEMPORARY, OfferKind.CDDI])
def test_the_host_of_an_imported_offer_is_a_check_to_make_not_a_barrier(kind: OfferKind) -> None:
    offer = offered(kind, company_id=None)
    verdict = judge(a_case(offer, open_to_all(legal=frozenset(LegalCondition))))

    assert verdict.eligible
    assert len(verdict.reservations) == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"dangerous_for_minors": True}, "dangerous_for_minors"),
        ({"adults_only": True}, "adults_only"),
        ({"hours": Hours(start=time(21), end=time(23))}, "night_for_minors"),
        ({"hours": Hours(night=True)}, "night_for_minors"),
        ({"hours": Hours(weekly=39)}, "weekly_hours_of_minors"),
    ],
)
def test_the_law_protects_a_minor_and_leaves_an_adult_free(changes: dict[str, Any], code: str) -> None:
    offer = an_immersion_in_a_kitchen(**changes)
    anytime = {"available": frozenset[HalfDay]()}

    assert codes(a_case(offer, a_profile(legal=A_MINOR, **anytime))) == [code]
    assert codes(a_case(offer, a_profile(**anytime))) == []


def test_work_with_children_asks_a_check_before_the_start_and_bars_nobody() -> None:
    offer = an_immersion_in_a_kitchen(with_children=True)
    checked = a_profile(legal=frozenset({ADULT, SIXTEEN, LegalCondition.RECORD_CHECKED}))

    assert [r.code for r in judge(a_case(offer)).reservations] == ["record_check"]
    assert judge(a_case(offer)).eligible
    assert judge(a_case(offer, checked)).reservations == ()


def test_a_sunday_is_to_be_checked_for_a_minor_only() -> None:
    offer = an_immersion_in_a_kitchen(hours=Hours(frozenset({HalfDay.SUN_AM})))
    free = {"available": frozenset(HalfDay)}

    assert "sunday_for_minors" in {r.code for r in judge(a_case(offer, a_profile(legal=A_MINOR, **free))).reservations}
    assert judge(a_case(offer, a_profile(**free))).reservations == ()


@pytest.mark.parametrize(
    ("firm", "code"),
    [
        ({"open": False}, "company_closed"),
        ({"confirmed": False}, "company_not_confirmed"),
        ({"paused": True}, "company_paused"),
    ],
)
def test_a_firm_that_may_not_receive_anybody_is_left_out(firm: dict[str, Any], code: str) -> None:
    assert codes(a_case(employers={uid(900): a_company(**firm)})) == [code]


def test_a_firm_whose_existence_is_to_be_verified_stays_with_a_reservation() -> None:
    verdict = judge(a_case(employers={uid(900): a_company(open=None)}))

    assert verdict.eligible
    assert [r.code for r in verdict.reservations] == ["company_to_verify"]


def test_a_firm_that_is_not_known_yet_is_left_out() -> None:
    assert codes(a_case(employers={})) == ["company_unknown"]


def test_the_monthly_maximum_of_introductions_is_exact() -> None:
    firm = {uid(900): a_company(introductions_per_month=3)}

    assert codes(a_case(employers=firm, records={uid(900): Record(introduced_this_month=2)})) == []
    assert codes(a_case(employers=firm, records={uid(900): Record(introduced_this_month=3)})) == ["introductions_cap"]


def test_places_left_are_exact() -> None:
    offer = an_immersion_in_a_kitchen(places=2)

    assert codes(a_case(offer, taken={offer.id: 1})) == []
    assert codes(a_case(offer, taken={offer.id: 2})) == ["no_place_left"]


@pytest.mark.parametrize(
    ("past", "barred"),
    [
        (Hosting(1, 30), False),
        (Hosting(2, 40), True),
        (Hosting(1, 60), True),
        (Hosting(1, 59), False),
    ],
)
def test_the_same_host_twice_and_sixty_days_is_the_most_in_a_year(past: Hosting, barred: bool) -> None:
    case = a_case(dealings=Dealings(hosting={uid(900): past}))
    job = a_case(offered(OfferKind.CDD), dealings=Dealings(hosting={uid(900): past}))

    assert (codes(case) == ["host_limit"]) is barred
    assert codes(job) == []


def test_a_second_immersion_at_one_host_asks_another_objective() -> None:
    past = Hosting(1, 10, frozenset({Objective.DISCOVER}))
    case = a_case(dealings=Dealings(hosting={uid(900): past}))

    assert [r.code for r in judge(case).reservations] == ["another_objective_needed"]


def test_what_is_under_way_or_put_aside_is_not_proposed_again() -> None:
    offer = an_immersion_in_a_kitchen()

    assert codes(a_case(dealings=Dealings(open_offers=frozenset({offer.id})))) == ["already_open"]
    assert codes(a_case(dealings=Dealings(set_aside={offer.id: TODAY}))) == ["set_aside"]
    assert codes(a_case(dealings=Dealings(not_before={uid(900): TODAY + timedelta(days=1)}))) == ["too_soon_again"]
    assert codes(a_case(dealings=Dealings(not_before={uid(900): TODAY}))) == []
    assert codes(a_case(dealings=Dealings(not_before={offer.id: TODAY + timedelta(days=7)}))) == ["too_soon_again"]
    assert codes(a_case(dealings=Dealings(declined={offer.id: TODAY}))) == ["declined"]
    assert codes(a_case(dealings=Dealings(refused={offer.id: TODAY}))) == ["refused_before"]


@pytest.mark.parametrize(
    ("changes", "codes_expected"),
    [
        ({"expires_on": TODAY}, []),
        ({"expires_on": TODAY - timedelta(days=1)}, ["expired"]),
        ({"ends_on": TODAY}, []),
        ({"ends_on": TODAY - timedelta(days=1)}, ["over", "not_free_then"]),
    ],
)
def test_dates_of_an_offer_are_exact(changes: dict[str, Any], codes_expected: list[str]) -> None:
    assert codes(a_case(an_immersion_in_a_kitchen(**changes))) == codes_expected


def test_every_rule_has_a_code_of_its_own_a_source_and_two_french_voices() -> None:
    rules = (*FIRM_RULES, *WISH_RULES)

    assert len({rule.code for rule in rules}) == len(rules)
    assert all(rule.source for rule in rules)
    assert all(not rule.lifts for rule in FIRM_RULES)
    assert all(rule.lifts for rule in WISH_RULES)


def test_no_two_wishes_rules_share_a_wish() -> None:
    lifts = [lift for rule in WISH_RULES for lift in rule.lifts]

    assert len(lifts) == len(set(lifts))


@pytest.mark.parametrize("seed", range(60))
def test_the_quick_answer_and_the_explained_one_agree_on_random_cases(seed: int) -> None:
    world = a_world(seed)
    sifted = sift(world.profile, world.market, world.dealings)
    eligible = {case.offer.id for case in sifted.eligible}
    held = {case.offer.id for case, _ in sifted.held}
    for offer in world.market.offers:
        trips = Trips(world.profile.wants, world.market.centre, world.market.stops)
        case = case_of(world.profile, offer, world.market, world.dealings, trips)
        verdict = judge(case)
        assert verdict.eligible == is_eligible(case) == (offer.id in eligible)
        assert all(barrier.sentence.you and barrier.sentence.she for barrier in verdict.barriers)
        if offer.id in held:
            assert blocking(case)
            assert not firmly_barred(case)


def test_random_worlds_hold_all_three_sorts_of_offers() -> None:
    sifted = [sift(world.profile, world.market, world.dealings) for world in map(a_world, range(60))]

    assert sum(len(s.eligible) for s in sifted) > 60
    assert sum(len(s.held) for s in sifted) > 200


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Monteur électricien grands déplacements (H/F)", True),
        ("Formateur itinérant", True),
        ("Aide-soignant (H/F)", False),
    ],
)
def test_a_title_that_speaks_of_travelling_for_work_is_told(title: str, *, told: bool) -> None:
    found = judge(a_case(an_immersion_in_a_kitchen(title=title)))

    assert ("work_away" in {note.code for note in found.reservations}) is told
    assert found.eligible


@pytest.mark.parametrize(
    ("trade", "code"),
    [
        ("Aide-soignant / Aide-soignante", "regulated_trade"),
        ("Infirmier / Infirmière de soins généraux", "regulated_trade"),
        ("Agent / Agente de sécurité", "guards_card"),
        ("Secrétaire médical / Secrétaire médicale", None),
        ("Cuisinier / Cuisinière", None),
    ],
)
def test_a_trade_that_the_law_keeps_for_some_is_told_and_bars_nobody(trade: str, code: str | None) -> None:
    offer = an_immersion_in_a_kitchen(title=trade, trade_label=trade)
    verdict = judge(a_case(offer=offer))

    told = {note.code for note in verdict.reservations} & {"regulated_trade", "guards_card"}
    assert told == ({code} if code else set())
    assert verdict.eligible == judge(a_case()).eligible


@pytest.mark.parametrize(("name", "asked"), [("ADEQUAT INTERIM", False), ("Boulangerie du Port", True)])
def test_a_mission_whose_firm_says_that_it_is_an_agency_needs_no_check(name: str, asked: bool) -> None:
    mission = an_immersion_in_a_kitchen(kind=OfferKind.TEMPORARY, company_id=None, company_name=name)
    notes = {note.code for note in judge(a_case(mission, open_to_all())).reservations}

    assert ("agency_to_check" in notes) is asked
