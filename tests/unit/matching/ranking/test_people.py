"""The reverse: people for an offer, and the band without names."""

import pytest

from services.contracts.vocabulary import Licence
from services.matching.domain.ranking.dealings import Dealings
from services.matching.domain.ranking.evidence import trade_links
from services.matching.domain.ranking.market import evidence_of, sift
from services.matching.domain.ranking.people import Band, band_of, people_for
from services.matching.domain.ranking.profile import Profile, Wish
from services.matching.domain.ranking.score import score
from tests.factories.ranking import (
    CLEANER,
    NEARNESS,
    TODAY,
    a_market,
    a_profile,
    a_world,
    an_immersion_in_a_kitchen,
    uid,
)


def links_of(*profiles: Profile) -> dict[object, object]:
    """The links of everybody's wishes."""
    return {profile.id: trade_links(profile.wants.wishes, NEARNESS) for profile in profiles}


@pytest.mark.parametrize(
    ("count", "label"),
    [(0, "moins de 5"), (4, "moins de 5"), (5, "5 à 9"), (9, "5 à 9"), (10, "10 à 19"), (19, "10 à 19"),
     (20, "20 à 49"), (49, "20 à 49"), (50, "50 ou plus"), (4000, "50 ou plus")],
)  # fmt: skip
def test_people_are_counted_by_bands(count: int, label: str) -> None:
    assert Band.of(count).label == label
    assert Band.named(Band.of(count).code) is Band.of(count)


def test_a_word_that_is_no_band_is_refused() -> None:
    with pytest.raises(ValueError, match="no band"):
        Band.named("12")


def test_who_wants_the_trade_most_comes_first_and_who_may_not_is_absent() -> None:
    cook = a_profile(number=1)
    cleaner = a_profile(number=2, wishes=(Wish(CLEANER, "agent d'entretien"),))
    inactive = a_profile(number=3, active=False)
    offer = an_immersion_in_a_kitchen()
    found = people_for(
        offer,
        [cleaner, inactive, cook],
        a_market(offer),
        links=links_of(cook, cleaner),
        likeness={},
        dealings={},  # type: ignore[arg-type]
    )

    assert [fit.profile.id for fit in found] == [cook.id, cleaner.id]


def test_somebody_already_introduced_is_not_listed_again() -> None:
    offer, person = an_immersion_in_a_kitchen(), a_profile()
    known = {person.id: Dealings(open_offers=frozenset({offer.id}))}

    assert people_for(offer, [person], a_market(offer), links={}, likeness={}, dealings=known) == ()


def test_ties_go_by_profile_so_that_the_list_is_the_same_every_time() -> None:
    offer, people = an_immersion_in_a_kitchen(), [a_profile(number=n) for n in (4, 2, 9)]
    found = people_for(offer, people, a_market(offer), links={}, likeness={}, dealings={})

    assert [fit.profile.id for fit in found] == [uid(2), uid(4), uid(9)]


@pytest.mark.parametrize("seed", range(40))
def test_the_score_for_an_offer_is_the_one_of_the_persons_own_list(seed: int) -> None:
    world = a_world(seed)
    own = {
        case.offer.id: score(evidence_of(case, world.signals)).log_odds
        for case in sift(world.profile, world.market, world.dealings).eligible
    }
    for offer in world.market.offers:
        likeness = {world.profile.id: world.signals.likeness[offer.id]} if offer.id in world.signals.likeness else {}
        found = people_for(
            offer,
            [world.profile],
            world.market,
            links={world.profile.id: world.signals.links},
            likeness=likeness,
            dealings={world.profile.id: world.dealings},
        )
        assert [fit.score.log_odds for fit in found] == ([own[offer.id]] if offer.id in own else [])


def test_the_band_counts_only_those_for_whom_the_offer_is_close() -> None:
    offer = an_immersion_in_a_kitchen()
    near = [a_profile(number=n) for n in range(1, 7)]
    far = [a_profile(number=n, wishes=(Wish("N4105", "conducteur livreur"),)) for n in range(20, 40)]
    everybody = [*near, *far]
    found = people_for(offer, everybody, a_market(offer), links=links_of(*everybody), likeness={}, dealings={})  # type: ignore[arg-type]

    assert len(found) == 26
    assert band_of(found) is Band.FROM_5


def test_a_licence_asked_leaves_nobody_who_lacks_it() -> None:
    offer = an_immersion_in_a_kitchen(licences=frozenset({Licence.B}), starts_on=TODAY)

    assert (
        band_of(people_for(offer, [a_profile()], a_market(offer), links={}, likeness={}, dealings={})) is Band.UNDER_5
    )
