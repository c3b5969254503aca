"""Each feature reads what it says, and each reason tells what was read."""

from dataclasses import replace
from datetime import timedelta
from math import isclose
from typing import Any

import pytest

from services.contracts.vocabulary import ActAsked, Objective, OfferKind, TravelMode
from services.matching.domain.ranking.dealings import Dealings
from services.matching.domain.ranking.evidence import Evidence, TradeLink
from services.matching.domain.ranking.features import BY_NAME, FEATURES, NOT_APPLICABLE, UNKNOWN
from services.matching.domain.ranking.market import Signals, Trips, case_of, evidence_of
from services.matching.domain.ranking.offer import Hours, Offer, Record
from services.matching.domain.ranking.profile import Wish
from services.matching.domain.ranking.reasons import best_two, reasons, worst
from services.matching.domain.ranking.score import score
from services.matching.domain.ranking.wording import Voice
from tests.factories.ranking import (
    COOK,
    KITCHEN_HAND,
    TODAY,
    WAITER,
    WEEK,
    a_company,
    a_market,
    a_profile,
    a_world,
    an_immersion_in_a_kitchen,
    signals_for,
    uid,
)


def seen(
    offer: Offer | None = None, *, likeness: float | None = None, record: Record | None = None, **wants: Any
) -> Evidence:
    """What the features see of somebody who seeks a kitchen, before this offer."""
    offer, person = offer or an_immersion_in_a_kitchen(), a_profile(**wants)
    market = a_market(offer, records={uid(900): record} if record else {})
    case = case_of(person, offer, market, Dealings(), Trips(person.wants, market.centre, None))
    found = evidence_of(case, signals_for(person.wants))
    return replace(found, likeness=likeness)


def read(name: str, evidence: Evidence) -> object:
    """The value of one feature."""
    return BY_NAME[name].read(evidence)


def told(name: str, evidence: Evidence, voice: Voice = Voice.PERSON) -> str:
    """The sentence of one reason."""
    return next(r.sentence.said(voice) for r in reasons(evidence, score(evidence)) if r.feature == name)


@pytest.mark.parametrize(("rome", "nearness"), [(COOK, 1.0), (KITCHEN_HAND, 0.75), (WAITER, 0.25), ("N4105", 0.0)])
def test_the_trade_is_as_near_as_the_nearest_wish(rome: str, nearness: float) -> None:
    assert read("trade", seen(an_immersion_in_a_kitchen(rome=rome))) == nearness


def test_a_trade_that_is_not_said_is_unknown() -> None:
    assert read("trade", seen(an_immersion_in_a_kitchen(rome=""))) is UNKNOWN
    assert read("trade", seen(wishes=())) is UNKNOWN


def test_the_trade_is_told_in_the_words_of_the_wish_and_in_both_voices() -> None:
    near = seen(an_immersion_in_a_kitchen(rome=KITCHEN_HAND))

    assert told("trade", near) == "Vous cherchez « cuisinier / cuisinière » ; ce poste en est tout proche."
    assert told("trade", near, Voice.REFERENT).startswith("La personne cherche « cuisinier / cuisinière »")


@pytest.mark.parametrize(
    ("rome", "nearness", "end"),
    [
        ("G1605", 0.5, "ce poste en est assez proche."),
        ("D1505", 0.5, "ce n'est pas ce métier, mais on peut y passer."),
        ("G1605", 0.25, "ce poste est du même domaine."),
        ("D1106", 0.2, "ce n'est pas ce métier, mais on y passe parfois."),
        ("K2111", 0.1, "ce métier en est loin."),
    ],
)
def test_the_same_domain_is_told_of_the_same_domain_alone(rome: str, nearness: float, end: str) -> None:
    evidence = seen(an_immersion_in_a_kitchen(rome=rome))
    linked = replace(evidence, trade=TradeLink(nearness, evidence.wants.wishes[0]))

    assert told("trade", linked) == f"Vous cherchez « cuisinier / cuisinière » ; {end}"


def test_a_way_to_an_advertisement_is_told_as_rough() -> None:
    found_elsewhere = an_immersion_in_a_kitchen(company_id=None, source="france_travail")

    assert told("travel_minutes", seen()).endswith(" (estimation).")
    assert told("travel_minutes", seen(found_elsewhere)).endswith(" (estimation, lieu approché).")


@pytest.mark.parametrize(
    ("record", "sentence"),
    [
        (Record(asked=1, answered=1), "L'employeur a répondu à la présentation reçue."),
        (Record(asked=3, answered=2), "L'employeur a répondu à 2 des 3 présentations reçues."),
        (Record(asked=3), "L'employeur n'a pas encore répondu aux présentations reçues."),
    ],
)
def test_answers_are_told_as_one_would_say_them(record: Record, sentence: str) -> None:
    assert told("answers", seen(record=record)) == sentence


@pytest.mark.parametrize(
    ("promised", "honoured", "sentence"),
    [
        (1, 1, "L'employeur a tenu l'engagement attendu à ce jour."),
        (1, 0, "L'employeur n'a pas encore tenu l'engagement attendu."),
        (3, 3, "L'employeur a tenu les 3 engagements attendus à ce jour."),
        (3, 2, "L'employeur a tenu 2 des 3 engagements attendus à ce jour."),
        (3, 0, "L'employeur n'a pas encore tenu les 3 engagements attendus."),
    ],
)
def test_commitments_are_told_as_one_would_say_them(promised: int, honoured: int, sentence: str) -> None:
    firm = a_company(promised=promised, honoured=honoured)

    assert told("commitments", replace(seen(), employer=firm)) == sentence


def test_a_silence_says_whose_it_is() -> None:
    assert (
        told("hours", seen(an_immersion_in_a_kitchen(hours=Hours()))) == "Les horaires de l'offre ne sont pas indiqués."
    )
    assert told("hours", seen(available=frozenset())) == "Votre profil ne dit pas encore quand vous êtes disponible."
    assert told("skills_held", seen(skills=())) == "Votre profil ne dit pas encore ce que vous savez faire."
    silent = seen(an_immersion_in_a_kitchen(skills=()))
    assert told("skills_held", silent) == "Les compétences demandées ne sont pas indiquées."


def test_an_advertisement_that_names_no_diploma_is_not_said_to_demand_none() -> None:
    elsewhere = seen(an_immersion_in_a_kitchen(company_id=None, source="france_travail"))

    assert told("diploma", elsewhere) == "L'annonce ne parle pas de diplôme."
    assert told("diploma", seen()) == "Aucun diplôme n'est demandé."


def test_skills_are_compared_by_words_without_accents_or_case() -> None:
    evidence = seen(an_immersion_in_a_kitchen(skills=("EPLUCHER des légumes ", "Dresser une assiette")))

    assert read("skills_held", evidence) == 0.5
    assert read("skills_kept", evidence) == 0.5
    assert read("skills_learned", evidence) == 1
    assert told("skills_held", evidence) == "Vous avez 1 des 2 compétences demandées."


def test_an_offer_that_names_no_skill_is_unknown_not_bad() -> None:
    evidence = seen(an_immersion_in_a_kitchen(skills=()))

    assert read("skills_held", evidence) is UNKNOWN
    reason = next(r for r in reasons(evidence, score(evidence)) if r.feature == "skills_kept")
    assert (reason.share, reason.points, reason.known) == (0.0, 0.0, False)


def test_travel_is_told_with_its_means_and_said_to_be_an_estimate() -> None:
    evidence = seen()

    assert read("travel_minutes", evidence) == evidence.trip.minutes if evidence.trip else False
    assert told("travel_minutes", evidence).endswith("min à vélo (estimation).")
    assert told("travel_limit", evidence) == "C'est dans les 30 min indiquées."


def test_a_longer_trip_than_said_is_told_as_in_the_house_words() -> None:
    offer = an_immersion_in_a_kitchen()
    evidence = seen(offer, modes=frozenset({TravelMode.BUS}), travel_minutes_max=22)
    assert evidence.trip is not None

    assert told("travel_limit", evidence) == (
        f"{evidence.trip.minutes} min en bus : c'est plus que les 22 min indiquées."
    )
    assert worst(reasons(evidence, score(evidence))) is not None


@pytest.mark.parametrize(
    ("wants", "offer", "words"),
    [
        ({"origin": None}, {}, "Le point de départ n'est pas indiqué"),
        ({"modes": frozenset()}, {}, "Les moyens de transport ne sont pas indiqués (à 2,6 km)"),
        ({}, {"place": None}, "Le lieu exact n'est pas indiqué"),
    ],
)
def test_an_unknown_trip_is_told_and_says_what_is_missing(
    wants: dict[str, Any], offer: dict[str, Any], words: str
) -> None:
    evidence = seen(an_immersion_in_a_kitchen(**offer), **wants)

    assert read("travel_minutes", evidence) is UNKNOWN
    assert told("travel_minutes", evidence).startswith(words)


def test_hours_of_school_are_told_as_such() -> None:
    assert told("hours", seen()) == "Aux heures d'école, comme souhaité."
    mornings = frozenset(half for half in WEEK if half.value.endswith("am"))
    assert told("hours", seen(an_immersion_in_a_kitchen(hours=Hours(mornings)), available=WEEK)) == (
        "Le matin, du lundi au vendredi, comme souhaité."
    )


@pytest.mark.parametrize(
    ("kind", "ends", "value", "words"),
    [
        (OfferKind.CDI, None, 36.0, "C'est un CDI, sans date de fin."),
        (OfferKind.CDD, TODAY + timedelta(days=7 + 183), 6.0, "Le contrat dure environ 6 mois."),
        (OfferKind.IMMERSION, None, NOT_APPLICABLE, ""),
        (OfferKind.CDD, None, UNKNOWN, "La durée du contrat n'est pas indiquée."),
    ],
)
def test_stability_is_the_length_of_a_contract(kind: OfferKind, ends: Any, value: Any, words: str) -> None:
    evidence = seen(an_immersion_in_a_kitchen(kind=kind, ends_on=ends))
    found = read("stability", evidence)

    assert found is value if not isinstance(value, float) else found == pytest.approx(value, abs=0.1)
    assert not words or told("stability", evidence) == words


def test_an_immersion_opens_a_door_only_to_somebody_who_looks_for_a_job() -> None:
    recruiting = an_immersion_in_a_kitchen(objectives=(Objective.RECRUIT,))

    assert read("opens_door", seen(recruiting)) == 1
    assert read("opens_door", seen()) == 0
    assert read("opens_door", seen(recruiting, kinds=frozenset({OfferKind.IMMERSION}))) is NOT_APPLICABLE


def test_an_employer_without_a_past_is_unknown_and_one_that_answers_is_better_than_one_that_does_not() -> None:
    new, good, bad = seen(), seen(record=Record(asked=8, answered=8, accepted=6)), seen(record=Record(asked=8))

    assert read("answers", new) is UNKNOWN
    assert score(bad).log_odds < score(new).log_odds < score(good).log_odds
    assert told("answers", good) == "L'employeur a répondu aux 8 présentations reçues."


def test_an_imported_offer_has_no_past_to_tell_and_must_be_applied_for() -> None:
    imported = seen(an_immersion_in_a_kitchen(company_id=None, act=ActAsked.APPLY))

    assert read("answers", imported) is NOT_APPLICABLE
    assert (
        told("known_firm", imported) == "L'annonce vient d'ailleurs : c'est à vous de candidater, sans être présenté."
    )


def test_having_hosted_in_the_trade_is_worth_more_than_having_hosted() -> None:
    same = seen(record=Record(hosted=2, hosted_romes=frozenset({COOK})))

    assert read("hosted", same) == 2
    assert read("hosted", seen(record=Record(hosted=2))) == 1
    assert told("hosted", seen(record=Record(hosted=2))) == "L'employeur a déjà accueilli 2 personnes de la Cité."


def test_the_order_of_wishes_counts_a_little() -> None:
    cleaning = an_immersion_in_a_kitchen(rome="K2204")

    assert read("dearest", seen()) == 1
    assert read("dearest", seen(cleaning)) == 2
    assert read("dearest", seen(wishes=(Wish(COOK, "cuisinier"),))) is NOT_APPLICABLE
    assert told("dearest", seen(cleaning)) == "C'est votre deuxième souhait."


def test_reasons_go_from_what_weighs_most_to_what_is_unknown() -> None:
    evidence = seen(likeness=0.9)
    found = reasons(evidence, score(evidence))
    weights = [abs(reason.share) for reason in found if reason.known]

    assert weights == sorted(weights, reverse=True)
    assert [reason.known for reason in found] == sorted((reason.known for reason in found), reverse=True)
    assert found[0].feature == "trade"


def test_the_two_best_reasons_speak_for_and_the_reservation_against() -> None:
    evidence = seen(an_immersion_in_a_kitchen(experience_months=36, starts_on=TODAY + timedelta(days=90)))
    found = reasons(evidence, score(evidence))
    against = worst(found)

    assert all(reason.share > 0 for reason in best_two(found))
    assert len(best_two(found)) == 2
    assert against is not None
    assert against.share < 0


def test_the_two_best_reasons_are_about_two_different_things() -> None:
    evidence = seen(likeness=0.99)

    assert [reason.feature for reason in best_two(reasons(evidence, score(evidence)))] == ["trade", "hours"]


@pytest.mark.parametrize("seed", range(80))
def test_random_reasons_are_all_told_in_french_and_sum_to_the_score(seed: int) -> None:
    world = a_world(seed)
    trips = Trips(world.profile.wants, world.market.centre, None)
    for offer in world.market.offers:
        case = case_of(world.profile, offer, world.market, world.dealings, trips)
        evidence = evidence_of(case, world.signals)
        scored = score(evidence)
        found = reasons(evidence, scored)

        assert isclose(sum(reason.share for reason in found) + scored.baseline, scored.log_odds, abs_tol=1e-12)
        assert isclose(sum(r.points for r in found) + scored.starting_points, scored.points, abs_tol=1e-9)
        for reason in found:
            assert reason.sentence.you.endswith(".")
            assert not {"None", "nan", "  "} & set(reason.sentence.you.split(" "))
        assert len({reason.feature for reason in found}) == len(found)


def test_random_worlds_make_every_feature_speak() -> None:
    spoke: set[str] = set()
    for seed in range(80):
        world = a_world(seed)
        trips = Trips(world.profile.wants, world.market.centre, None)
        for offer in world.market.offers:
            evidence = evidence_of(case_of(world.profile, offer, world.market, world.dealings, trips), world.signals)
            spoke |= {reason.feature for reason in reasons(evidence, score(evidence)) if reason.known}

    assert spoke == {feature.name for feature in FEATURES}


def test_the_same_wants_and_another_legal_status_give_the_same_score() -> None:
    offer = an_immersion_in_a_kitchen()
    market = a_market(offer)
    scores = set()
    for person in (a_profile(), a_profile(legal=frozenset())):
        case = case_of(person, offer, market, Dealings(), Trips(person.wants, market.centre, None))
        scores.add(score(evidence_of(case, Signals())).log_odds)

    assert len(scores) == 1
