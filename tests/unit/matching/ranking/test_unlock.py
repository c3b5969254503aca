"""« Et si … »: one pass, equal to ranking everything again."""

from dataclasses import replace
from math import isclose

import pytest

from services.contracts.vocabulary import Licence, TravelMode
from services.matching.domain.ranking.case import Lift
from services.matching.domain.ranking.features import FEATURES
from services.matching.domain.ranking.held_back import MOVED_BY
from services.matching.domain.ranking.lifting import Lifts, combinations_of, liftable, lifted, lifted_case
from services.matching.domain.ranking.market import evidence_of, sift
from services.matching.domain.ranking.offer import Hours
from services.matching.domain.ranking.score import Score, score
from services.matching.domain.ranking.unlock import WORTH_IT, Unlock, tell, unlocks
from tests.factories.ranking import (
    ROCHEFORT,
    WEEK,
    World,
    a_market,
    a_profile,
    a_world,
    an_immersion_in_a_kitchen,
    signals_for,
)


def found_in_one_pass(world: World) -> dict[Lifts, Unlock]:
    """What the product computes."""
    sifted = sift(world.profile, world.market, world.dealings)
    scored = [score(evidence_of(case, world.signals)) for case in sifted.eligible]
    best = max((one.log_odds for one in scored if not one.apart), default=None)
    return {unlock.lifts: unlock for unlock in unlocks(sifted, world.signals, world.profile.wants, best)}


def ranked_again(world: World, lifts: Lifts) -> dict[object, Score]:
    """The score of every eligible offer, with the wishes rewritten and everything computed anew."""
    profile = replace(world.profile, wants=lifted(world.profile.wants, lifts))
    sifted = sift(profile, world.market, world.dealings)
    return {case.offer.id: score(evidence_of(case, world.signals)) for case in sifted.eligible}


def check(world: World) -> int:
    """Compare both ways for every wish and pair; return how many unlocks were compared."""
    today = ranked_again(world, frozenset())
    found = found_in_one_pass(world)
    floor = max((one.points for one in today.values() if not one.apart), default=0.0)
    freed: dict[Lifts, set[object]] = {}
    for lifts in combinations_of(world.profile.wants):
        again = ranked_again(world, lifts)
        assert today.keys() <= again.keys(), "lifting a wish never takes an offer away"
        new = {offer: one for offer, one in again.items() if offer not in today}
        asked = {offer: one.points for offer, one in new.items() if not one.apart}
        freed[lifts] = set(asked)
        if not new:
            assert lifts not in found
            continue
        unlock = found.pop(lifts)
        alone = [freed[frozenset({lift})] for lift in lifts] if len(lifts) == 2 else []
        assert unlock.more == len(new)
        assert unlock.asked == len(asked)
        assert unlock.close == sum(points >= WORTH_IT for points in asked.values())
        assert unlock.together == (len(set(asked).difference(*alone)) if alone else 0)
        assert isclose(unlock.gain, max(0.0, max(asked.values(), default=0.0) - floor), abs_tol=1e-9)
        assert isclose(unlock.best, max(asked.values(), default=0.0), abs_tol=1e-9)
    assert not found
    return len(freed)


@pytest.mark.parametrize("hundred", range(10))
def test_one_pass_equals_ranking_everything_again_on_a_thousand_random_cases(hundred: int) -> None:
    compared = sum(check(a_world(seed, offers=14)) for seed in range(100 * hundred, 100 * hundred + 100))

    assert compared > 1000


@pytest.mark.parametrize("seed", range(30))
def test_lifting_moves_no_other_feature_than_declared(seed: int) -> None:
    world = a_world(seed)
    sifted = sift(world.profile, world.market, world.dealings)
    for case, _ in sifted.held:
        before = score(evidence_of(case, world.signals)).values
        for lift in Lift:
            after = score(evidence_of(lifted_case(case, frozenset({lift}), sifted.trips), world.signals)).values
            moved = {FEATURES[i].name for i, (a, b) in enumerate(zip(before, after, strict=True)) if a != b}
            assert moved <= MOVED_BY[lift]


def test_a_wednesday_holds_back_one_offer_and_is_told() -> None:
    person = a_profile()
    market = a_market(an_immersion_in_a_kitchen(), an_immersion_in_a_kitchen(101, hours=Hours(WEEK)))
    (hours,) = unlocks(sift(person, market), signals_for(person.wants), person.wants, None)[:1]

    assert hours.lifts == {Lift.HOURS}
    assert (hours.more, hours.close) == (1, 1)
    said = "Avec d'autres horaires : 1 offre de plus, dont 1 proche de la recherche."
    assert tell(replace(hours, gain=0.4)).you == said
    assert tell(replace(hours, gain=12.2)).you == (
        f"{said} La meilleure aurait 12 points de plus que la meilleure d'aujourd'hui."
    )
    assert tell(replace(hours, gain=61.8, best=61.8)).she == f"{said} La meilleure aurait 62 points."


def test_what_is_in_another_domain_is_counted_apart_and_is_close_to_nothing() -> None:
    person = a_profile()
    market = a_market(
        an_immersion_in_a_kitchen(hours=Hours(WEEK)), an_immersion_in_a_kitchen(101, hours=Hours(WEEK), rome="N4105")
    )
    (hours,) = unlocks(sift(person, market), signals_for(person.wants), person.wants, None)[:1]

    assert (hours.more, hours.asked, hours.close) == (2, 1, 1)
    assert tell(replace(hours, gain=0.0)).she == (
        "Avec d'autres horaires : 1 offre de plus dans les domaines cherchés, dont 1 proche de la recherche ; "
        "1 dans d'autres domaines."
    )


def test_an_offer_that_needs_two_changes_appears_only_for_the_pair() -> None:
    person = a_profile()
    far_and_licensed = an_immersion_in_a_kitchen(place=ROCHEFORT, licences=frozenset({Licence.B}))
    signals = signals_for(person.wants)
    found = {u.lifts: u for u in unlocks(sift(person, a_market(far_and_licensed)), signals, person.wants, None)}

    pair = frozenset({Lift.VEHICLE, Lift.LICENCE})
    assert frozenset({Lift.LICENCE}) not in found
    assert pair not in found, "a car would still be longer than the thirty minutes said"
    nearer = a_profile(travel_minutes_max=40)
    found = {u.lifts: u for u in unlocks(sift(nearer, a_market(far_and_licensed)), signals, nearer.wants, None)}
    assert found[pair].together == 1


def test_what_was_not_said_cannot_be_lifted() -> None:
    person = a_profile(
        available=frozenset(), modes=frozenset(TravelMode), licences=frozenset(Licence), travel_minutes_max=None
    )

    assert liftable(person.wants) == (Lift.KINDS, Lift.DATES)


def test_somebody_who_goes_farther_than_the_horizon_keeps_her_own_limit() -> None:
    wants = a_profile(travel_minutes_max=120).wants

    assert lifted(wants, frozenset({Lift.DISTANCE})).travel_minutes_max == 120
