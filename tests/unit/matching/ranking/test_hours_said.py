"""The hours that advertisements tell in words: real labels, and what is to be checked with the person."""

from typing import Any

import pytest

from services.contracts.vocabulary import HalfDay
from services.matching.domain.ranking.dealings import NO_DEALINGS
from services.matching.domain.ranking.eligibility import judge
from services.matching.domain.ranking.hours_said import Said, said_in
from services.matching.domain.ranking.market import Trips, case_of
from services.matching.domain.ranking.offer import Hours
from tests.factories.ranking import SCHOOL_WEEK, a_market, a_profile, an_immersion_in_a_kitchen

SPEAKS = "L'annonce parle de travail"


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("35H/semaine Travail en journée", {Said.DAYTIME}),
        ("35H/semaine Travail les week-ends et jours fériés", {Said.WEEKEND}),
        ("24H Travail le samedi", {Said.SATURDAY}),
        ("20H Travail le dimanche", {Said.SUNDAY}),
        ("35H/semaine Travail posté (2x8, 3x8, 5x8, etc.)", {Said.SHIFTS}),
        ("39H Travail en horaires décalés", {Said.SHIFTS}),
        ("35H Travail en horaires fractionnés", {Said.SPLIT}),
        ("35H Horaires variables", {Said.VARIABLE}),
        ("35H Autre", set()),
        ("", set()),
    ],
)
def test_the_words_of_a_label_are_read(label: str, said: set[Said]) -> None:
    assert said_in(label) == said


def told(said: set[Said], **wants: Any) -> list[str]:
    """What is to be checked of an offer of which the hours are told by these words alone."""
    offer, person = an_immersion_in_a_kitchen(hours=Hours(said=frozenset(said))), a_profile(**wants)
    market = a_market(offer)
    verdict = judge(case_of(person, offer, market, NO_DEALINGS, Trips(person.wants, market.centre, None)))
    assert verdict.eligible, "what is told in words bars nothing"
    return [note.sentence.she for note in verdict.reservations]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            {Said.WEEKEND},
            "L'annonce parle de travail le week-end, hors des disponibilités de la personne : à vérifier.",
        ),
        (
            {Said.SHIFTS},
            "L'annonce parle de travail en équipes ou en horaires décalés : à vérifier avec ses disponibilités.",
        ),
        ({Said.DAYTIME}, "Travail en journée, sans heures précises : à demander."),
        (set(), "Les horaires ne sont pas indiqués : à demander."),
    ],
)
def test_what_they_make_doubtful_is_told_in_place_of_silence(said: set[Said], sentence: str) -> None:
    assert told(said, available=SCHOOL_WEEK) == [sentence]


def test_who_is_free_at_that_time_or_said_nothing_has_nothing_to_check() -> None:
    assert told({Said.WEEKEND}, available=SCHOOL_WEEK | {HalfDay.SUN_AM}) == [
        "Les horaires ne sont pas indiqués : à demander."
    ]
    assert told({Said.WEEKEND, Said.SHIFTS}, available=frozenset()) == []
