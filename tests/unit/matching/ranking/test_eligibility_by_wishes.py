"""Eligibility: what the person wants, has and speaks sets aside what it must, exactly, in her terms."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from services.contracts.vocabulary import Language, Licence, OfferKind, TravelMode
from services.matching.domain.ranking.effort import Effort
from services.matching.domain.ranking.eligibility import (
    judge,
)
from services.matching.domain.ranking.market import evidence_of, sift
from services.matching.domain.ranking.offer import Hours
from services.matching.domain.ranking.score import score
from tests.factories.cases import a_case, codes, offered, open_to_all
from tests.factories.ranking import (
    PARIS,
    ROCHEFORT,
    SCHOOL_WEEK,
    TODAY,
    WEEK,
    a_profile,
    a_world,
    an_immersion_in_a_kitchen,
)


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
