"""What each person could have, remembered: always what reading everything anew would give."""

from dataclasses import replace
from random import Random

import pytest

from services.matching.domain.assignment.prospects import Prospect, Prospects
from services.matching.domain.ranking.evidence import trade_links
from services.matching.domain.ranking.market import Market, Signals, evidence_of, sift
from services.matching.domain.ranking.offer import Record
from services.matching.domain.ranking.profile import Profile
from services.matching.domain.ranking.score import score
from services.matching.domain.ranking.travel import ToldTrip, place_key
from tests.factories.ranking import (
    NEARNESS,
    a_market,
    a_profile,
    a_world,
    an_immersion_in_a_kitchen,
    uid,
)


def prospect(profile: Profile) -> Prospect:
    """A person with the links of her wishes."""
    return Prospect(profile, links=trade_links(profile.wants.wishes, NEARNESS))


def alike(_profile: Profile, offers: object) -> dict:
    """No likeness is known."""
    return {}


def changed(market: Market, draw: Random) -> Market:
    """The same market after one thing happened."""
    offers = list(market.offers)
    place = draw.randrange(len(offers))
    what = draw.choice(["gone", "places", "record", "taken", "employer", "nothing"])
    if what == "gone":
        del offers[place]
    elif what == "places":
        offers[place] = replace(offers[place], experience_months=draw.choice([0, 12, 60]))
    elif what == "taken":
        return replace(market, taken={**market.taken, offers[place].id: draw.randint(0, 3)})
    firm = draw.choice(list(market.employers))
    if what == "record":
        return replace(market, records={**market.records, firm: Record(introduced_this_month=draw.randint(0, 8))})
    if what == "employer":
        paused = replace(market.employers[firm], paused=draw.random() < 0.5)
        return replace(market, employers={**market.employers, firm: paused})
    return replace(market, offers=tuple(offers))


@pytest.mark.parametrize("seed", range(40))
def test_after_any_change_what_is_remembered_is_what_would_be_read_anew(seed: int) -> None:
    draw = Random(seed)
    people = [replace(a_world(seed + i).profile, id=uid(i + 1)) for i in range(5)]
    market, remembered = a_world(seed, offers=40).market, Prospects()
    for _ in range(8):
        market = changed(market, draw)
        if draw.random() < 0.3:
            people[0] = replace(people[0], active=not people[0].active)
        if draw.random() < 0.3:
            place = next(offer.place for offer in market.offers if offer.place is not None)
            market = replace(market, told={people[1].id: {place_key(place): ToldTrip(draw.randint(1, 90))}})
        seen = [prospect(person) for person in people]

        assert remembered.gather(seen, market, alike).worth == Prospects().gather(seen, market, alike).worth


def test_a_trade_outside_every_wished_domain_is_no_option_and_one_of_the_domain_is() -> None:
    person = a_profile()
    market = a_market(
        an_immersion_in_a_kitchen(100), an_immersion_in_a_kitchen(101, rome="G1803"),
        an_immersion_in_a_kitchen(102, rome="N4105"), an_immersion_in_a_kitchen(103, rome=""),
    )  # fmt: skip
    worth = Prospects().gather([prospect(person)], market, alike).worth[person.id]

    assert {offer.int for offer in worth} == {100, 101}


def test_somebody_without_a_wish_has_no_part_in_the_plan() -> None:
    person = a_profile(wishes=())

    found = Prospects().gather([prospect(person)], a_market(an_immersion_in_a_kitchen()), alike)

    assert found.worth == {person.id: {}}


def test_worth_is_the_points_of_the_persons_own_list_in_hundredths() -> None:
    person = a_profile()
    market = a_market(an_immersion_in_a_kitchen())
    (worth,) = Prospects().gather([prospect(person)], market, alike).worth[person.id].values()
    (case,) = sift(person, market).eligible
    links = trade_links(person.wants.wishes, NEARNESS)

    assert worth == round(100 * score(evidence_of(case, Signals(links))).points)
