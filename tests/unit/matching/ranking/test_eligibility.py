"""Eligibility: each rule sets aside what it must, and says so in the person's terms."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from services.contracts.vocabulary import HalfDay, Language, LegalCondition, Licence, Objective, OfferKind, TravelMode
from services.matching.domain.ranking.case import Case
from services.matching.domain.ranking.dealings import Dealings, Hosting
from services.matching.domain.ranking.effort import Effort
from services.matching.domain.ranking.eligibility import (
    FIRM_RULES,
    WISH_RULES,
    blocking,
    firmly_barred,
    is_eligible,
    judge,
)
from services.matching.domain.ranking.market import Trips, case_of, evidence_of, sift
from services.matching.domain.ranking.offer import Hours, Offer, Record
from services.matching.domain.ranking.profile import Profile
from services.matching.domain.ranking.score import score
from tests.factories.ranking import (
    A_MINOR,
    PARIS,
    ROCHEFORT,
    SCHOOL_WEEK,
    TODAY,
    WEEK,
    a_company,
    a_market,
    a_profile,
    a_world,
    an_immersion_in_a_kitchen,
    uid,
)


def a_case(
    offer: Offer | None = None, profile: Profile | None = None, dealings: Dealings | None = None, **market: Any
) -> Case:
    """This person before this offer (a suitable one by default)."""
    offer, profile = offer or an_immersion_in_a_kitchen(), profile or a_profile()
    around = a_market(offer, **market)
    return case_of(profile, offer, around, dealings or Dealings(), Trips(profile.wants, around.centre, around.stops))


def codes(case: Case) -> list[str]:
    """The codes of the barriers."""
    return [barrier.code for barrier in judge(case).barriers]


def offered(kind: OfferKind, **changes: Any) -> Offer:
    """The kitchen, under another kind of offer."""
    return an_immersion_in_a_kitchen(kind=kind, **changes)


def open_to_all(**changes: Any) -> Profile:
    """Somebody who takes every kind."""
    return a_profile(kinds=frozenset(), **changes)


def test_a_suitable_immersion_is_eligible_without_reservation() -> None:
    verdict = judge(a_case())

    assert verdict.eligible
    assert verdict.reservations == ()


ADULT, SIXTEEN = LegalCondition.ADULT, LegalCondition.AT_LEAST_16


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


def test_a_person_who_is_not_followed_now_is_proposed_nothing() -> None:
    assert codes(a_case(profile=a_profile(active=False))) == ["not_followed"]


def test_a_kind_that_nobody_asked_for_is_set_aside_and_none_said_means_all() -> None:
    assert codes(a_case(offered(OfferKind.VISIT))) == ["kind_not_wanted"]
    assert codes(a_case(offered(OfferKind.VISIT), open_to_all())) == []


@pytest.mark.parametrize(
    ("kind", "free_in_days", "barred"),
    [
        (OfferKind.IMMERSION, 15, False),  # the window lasts until day 20
        (OfferKind.IMMERSION, 21, True),
        (OfferKind.CDD, 21, False),  # a job that starts on day 7 waits two weeks
        (OfferKind.CDD, 22, True),
        (OfferKind.TRAINING, 7, False),
        (OfferKind.TRAINING, 8, True),
    ],
)
def test_the_date_from_which_one_is_free_is_exact_by_kind(kind: OfferKind, free_in_days: int, barred: bool) -> None:
    person = open_to_all(available_from=TODAY + timedelta(days=free_in_days))

    assert (codes(a_case(offered(kind), person)) == ["not_free_then"]) is barred


def test_an_offer_on_a_half_day_that_was_not_offered_is_set_aside_by_its_name() -> None:
    offer = an_immersion_in_a_kitchen(hours=Hours(WEEK))
    barrier = judge(a_case(offer)).barriers[0]

    assert barrier.code == "hours"
    assert barrier.sentence.you == "Il faut travailler le mercredi : vous n'êtes pas disponible à ce moment-là."
    assert "la personne n'est pas disponible" in barrier.sentence.she


@pytest.mark.parametrize(
    ("wants", "hours", "words"),
    [
        ({"available": SCHOOL_WEEK}, Hours(start=time(19), end=time(22)), "le soir"),
        ({"earliest_start": time(8, 30)}, Hours(start=time(7)), "commence à 7 h : c'est avant 8 h 30"),
        ({"latest_end": time(16, 30)}, Hours(end=time(17)), "finit à 17 h : c'est après 16 h 30"),
        ({"weekly_hours_max": 24}, Hours(weekly=35), "35 h par semaine : c'est plus que les 24 h"),
    ],
)
def test_hours_that_do_not_suit_are_told_exactly(wants: dict[str, Any], hours: Hours, words: str) -> None:
    barriers = judge(a_case(an_immersion_in_a_kitchen(hours=hours), a_profile(**wants))).barriers

    assert [barrier.code for barrier in barriers] == ["hours"]
    assert words in barriers[0].sentence.you


def test_a_licence_that_is_asked_is_needed() -> None:
    offer = an_immersion_in_a_kitchen(licences=frozenset({Licence.B}))

    assert codes(a_case(offer)) == ["licence"]
    assert judge(a_case(offer)).barriers[0].sentence.you == "Il faut le permis B."
    assert codes(a_case(offer, a_profile(licences=frozenset({Licence.B})))) == []


def test_an_effort_to_avoid_sets_aside_and_never_tells_why_it_is_avoided() -> None:
    offer = an_immersion_in_a_kitchen(efforts=frozenset({Effort.HEAVY_LOADS}))
    barrier = judge(a_case(offer, a_profile(avoids=frozenset({Effort.HEAVY_LOADS})))).barriers[0]

    assert barrier.code == "efforts"
    assert barrier.sentence.you == "Ce poste demande de porter des charges lourdes : vous souhaitez l'éviter."


def test_a_little_more_travel_than_said_stays_with_a_reservation_and_much_more_does_not() -> None:
    minutes = a_case().trip
    assert minutes is not None
    assert minutes.minutes is not None
    exact = minutes.minutes
    a_bit, much = round(exact / 1.2), round(exact / 1.4)

    little = judge(a_case(profile=a_profile(travel_minutes_max=a_bit)))
    assert [r.code for r in little.reservations] == ["a_little_far"]
    assert little.reservations[0].sentence.you == f"{exact} min à vélo : c'est plus que les {a_bit} min indiquées."
    assert little.eligible
    assert codes(a_case(profile=a_profile(travel_minutes_max=much))) == ["too_far"]


def test_travel_uses_the_quickest_means_and_tells_when_none_goes_there() -> None:
    far = an_immersion_in_a_kitchen(place=ROCHEFORT)
    driver = a_profile(modes=frozenset({TravelMode.BIKE, TravelMode.CAR}), travel_minutes_max=45)
    walker = a_profile(modes=frozenset({TravelMode.WALK}))

    assert codes(a_case(far, driver)) == []
    assert judge(a_case(far, walker)).barriers[0].sentence.you.endswith("vos moyens de transport n'y mènent pas.")


def test_without_an_origin_only_what_is_far_from_the_territory_is_left_out() -> None:
    nowhere = a_profile(origin=None)

    assert codes(a_case(profile=nowhere)) == []
    assert codes(a_case(an_immersion_in_a_kitchen(place=PARIS), nowhere)) == ["too_far"]


def test_without_a_limit_said_nobody_travels_more_than_an_hour_and_a_half() -> None:
    no_limit = a_profile(travel_minutes_max=None, modes=frozenset({TravelMode.CAR}))

    assert codes(a_case(an_immersion_in_a_kitchen(place=ROCHEFORT), no_limit)) == []
    assert codes(a_case(an_immersion_in_a_kitchen(place=PARIS), no_limit)) == ["too_far"]


def test_remote_work_is_never_too_far() -> None:
    assert codes(a_case(an_immersion_in_a_kitchen(place=PARIS, remote=True))) == []


def test_a_club_offer_without_coordinates_stays_and_says_so_an_imported_one_does_not() -> None:
    here = an_immersion_in_a_kitchen(place=None)

    assert [r.code for r in judge(a_case(here)).reservations] == ["place_unknown"]
    assert codes(a_case(replace(here, company_id=None))) == ["place_unknown"]


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


@pytest.mark.parametrize(
    ("spoken", "to_check", "met"),
    [
        (set(), "L'offre demande l'anglais et l'espagnol : à voir avec votre référent.", None),
        (
            {Language.FRENCH},
            "L'offre demande l'anglais et l'espagnol, que votre profil n'indique pas : à voir avec votre référent.",
            None,
        ),
        (
            {Language.ENGLISH},
            "L'offre demande l'espagnol, que votre profil n'indique pas : à voir avec votre référent.",
            "L'offre demande l'anglais : vous pouvez travailler dans cette langue.",
        ),
        (
            {Language.ENGLISH, Language.SPANISH},
            None,
            "L'offre demande l'anglais et l'espagnol : vous pouvez travailler dans ces langues.",
        ),
    ],
)
def test_a_language_demanded_is_met_or_to_be_checked_and_never_bars(
    spoken: set[Language], to_check: str | None, met: str | None
) -> None:
    asking = an_immersion_in_a_kitchen(languages=(Language.ENGLISH, Language.SPANISH))
    verdict = judge(a_case(asking, replace(a_profile(), languages=frozenset(spoken))))

    assert verdict.eligible
    assert [note.sentence.you for note in verdict.reservations] == ([to_check] if to_check else [])
    assert [note.sentence.you for note in verdict.assured] == ([met] if met else [])


def test_a_licence_demanded_that_she_holds_is_told_so() -> None:
    driving = an_immersion_in_a_kitchen(licences=frozenset({Licence.B}))
    verdict = judge(a_case(driving, a_profile(licences=frozenset({Licence.B, Licence.CACES}))))

    assert [note.sentence.she for note in verdict.assured] == ["L'offre demande le permis B : la personne l'a."]


@pytest.mark.parametrize("seed", range(20))
def test_what_she_speaks_changes_neither_who_is_eligible_nor_any_score(seed: int) -> None:
    world = a_world(seed)
    asking = [replace(offer, languages=tuple(Language)[seed % 5 :: 3]) for offer in world.market.offers]
    market = replace(world.market, offers=asking)

    def listed(languages: frozenset[Language]) -> list[tuple[object, float]]:
        cases = sift(replace(world.profile, languages=languages), market, world.dealings).eligible
        return [(case.offer.id, score(evidence_of(case, world.signals)).log_odds) for case in cases]

    assert listed(frozenset()) == listed(frozenset(Language)) == listed(frozenset({Language.ARABIC}))
