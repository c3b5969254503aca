"""Everybody's plan: nobody left out when it can be avoided, limits kept, pins and refusals, the price of a choice."""

from datetime import UTC, datetime, timedelta

import pytest

from services.matching.adapters.highs_assigner import HighsAssigner
from services.matching.domain.assignment.choices import Choice, Chosen, settle
from services.matching.domain.assignment.plan import draw
from services.matching.domain.assignment.prices import other_choices, price
from services.matching.domain.assignment.seats import Merit, Seating, Seats, broken_limits, merit_of
from tests.factories.assignment import (
    a_random_seating,
    best_by_trying_everything,
    by_ids,
    person,
    place,
    seating_of,
)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BY = person(999)
best = HighsAssigner().best


def pin(who: int, offer: int, *, minute: int = 0) -> Chosen:
    """A pin by a referent."""
    return Chosen(person(who), place(offer), Choice.PINNED, BY, NOW + timedelta(minutes=minute))


def refusal(who: int, offer: int) -> Chosen:
    """A refusal by a referent."""
    return Chosen(person(who), place(offer), Choice.REFUSED, BY, NOW)


@pytest.mark.parametrize("hundred", range(4))
def test_the_solver_finds_the_merit_that_trying_everything_finds(hundred: int) -> None:
    for seed in range(100 * hundred, 100 * hundred + 100):
        seating = a_random_seating(seed)
        chosen = best(seating)

        assert broken_limits(seating, chosen) == ()
        assert merit_of(seating, chosen) == best_by_trying_everything(seating), seed


def test_nobody_is_left_out_so_that_somebody_else_has_better() -> None:
    both = seating_of({(0, 0): 9900, (0, 1): 2000, (1, 0): 3000}, people=2)

    assert by_ids(both, best(both)) == {person(0): place(1), person(1): place(0)}


def test_the_least_served_comes_before_the_total() -> None:
    tempting = seating_of({(0, 0): 9000, (0, 1): 5000, (1, 0): 4900, (1, 1): 1000}, people=2)

    assert by_ids(tempting, best(tempting)) == {person(0): place(1), person(1): place(0)}, (
        "4900 at least rather than 10000 in all"
    )


def test_a_firm_receives_no_more_than_its_month_allows_over_all_its_offers() -> None:
    one_firm = seating_of({(0, 0): 50, (1, 1): 60}, people=2, firms={0: "bistro", 1: "bistro"}, rooms={"bistro": 1})

    assert by_ids(one_firm, best(one_firm)) == {person(1): place(1)}


def test_the_same_market_gives_the_same_plan_whatever_the_order_of_what_is_read() -> None:
    for seed in range(30):
        seating = a_random_seating(seed, people=8, offers=8)
        backwards = seating.only(reversed(seating.options))

        assert draw(seating, (), best) == draw(backwards, (), best)


def test_each_person_has_two_reserves_at_two_other_firms() -> None:
    worth = {(who, offer): 50 + offer for who in range(2) for offer in range(6)}
    firms = {offer: f"firm {offer // 2}" for offer in range(6)}
    plan = draw(seating_of(worth, people=2, firms=firms), (), best)

    for line in plan.lines:
        assert line.main is not None
        offers = [line.main.offer_id, *(reserve.placed.offer_id for reserve in line.reserves)]
        assert len({firms[offer.int - 10_000] for offer in offers}) == 3


@pytest.mark.parametrize("seed", range(60))
def test_no_firm_would_receive_more_than_it_may_even_if_every_reserve_were_played(seed: int) -> None:
    seating = a_random_seating(seed, people=8, offers=8)
    plan = draw(seating, (), best)
    received: dict[str, int] = {}
    for line in plan.lines:
        for held in [line.main, *(reserve.placed for reserve in line.reserves)]:
            if held is not None:
                firm = seating.offers[seating.offer_number[held.offer_id]].firm
                received[firm] = received.get(firm, 0) + 1

    assert all(received.get(firm, 0) <= room for firm, room in seating.rooms.items())


def test_a_reserve_says_whether_a_seat_is_free_beside_the_mains() -> None:
    wanted = seating_of(
        {(0, 0): 90, (0, 1): 50, (1, 1): 80, (1, 0): 40, (0, 2): 10}, people=2, seats={0: 1, 1: 1, 2: 1}
    )
    first, _ = draw(wanted, (), best).lines

    assert [(reserve.placed.offer_id, reserve.free) for reserve in first.reserves] == [
        (place(1), False),
        (place(2), True),
    ]


def test_who_has_no_main_waits_for_a_seat_and_is_told_apart_from_who_has_no_offer() -> None:
    short = seating_of({(0, 0): 90, (1, 0): 80}, people=3)
    first, second, third = draw(short, (), best).lines

    assert first.main is not None
    assert (second.main, second.contested, [r.placed.offer_id for r in second.reserves]) == (None, True, [place(0)])
    assert (third.contested, third.options) == (False, 0)


def test_a_pin_holds_and_the_others_are_drawn_again_around_it() -> None:
    pair = seating_of({(0, 0): 90, (0, 1): 80, (1, 0): 70, (1, 1): 60}, people=2)
    plan = draw(pair, [pin(1, 0)], best)

    assert plan.mains() == {person(0): place(1), person(1): place(0)}
    assert [line.pinned for line in plan.lines] == [False, True]


def test_the_second_of_two_pins_on_one_seat_falls_and_is_told() -> None:
    pair = seating_of({(0, 0): 90, (1, 0): 80, (1, 1): 10}, people=2)
    plan = draw(pair, [pin(1, 0, minute=5), pin(0, 0)], best)

    assert plan.mains() == {person(0): place(0), person(1): place(1)}
    assert [one.profile_id for one in plan.fallen] == [person(1)]


def test_a_refused_pair_appears_nowhere_not_even_as_a_reserve() -> None:
    pair = seating_of({(0, 0): 90, (0, 1): 80}, people=1)
    (line,) = draw(pair, [refusal(0, 0)], best).lines

    assert line.main is not None
    assert line.main.offer_id == place(1)
    assert line.reserves == ()


def test_a_pin_of_a_refused_or_vanished_offer_falls() -> None:
    pair = seating_of({(0, 0): 90}, people=1)

    assert settle(pair, [refusal(0, 0), pin(0, 0)]).fallen != ()
    assert settle(pair, [pin(0, 7)]).fallen != ()


def test_the_price_of_a_choice_names_who_is_deprived() -> None:
    short = seating_of({(0, 0): 50, (0, 1): 90, (1, 1): 80}, people=2)
    plan = draw(short, (), best)
    assert plan.mains() == {person(0): place(0), person(1): place(1)}
    (other,) = other_choices(short, (), person(0), place(0))
    told = price(short, (), Chosen(person(0), other, Choice.PINNED, BY, NOW), plan.mains(), best)

    assert told.possible
    assert [one.profile_id for one in told.deprived] == [person(1)]
    assert told.merit == Merit(1, 90, 90)


def test_the_price_of_a_choice_without_rivals_is_nothing() -> None:
    wide = seating_of({(0, 0): 90, (0, 1): 80, (1, 2): 70}, people=2)
    told = price(wide, (), pin(0, 1), draw(wide, (), best).mains(), best)

    assert told.moved == ()
    assert (plan_merit(wide).total - told.merit.total) == 10


def test_a_choice_whose_seats_are_all_pinned_is_told_impossible() -> None:
    pair = seating_of({(0, 0): 90, (0, 1): 20, (1, 0): 80}, people=2)
    told = price(pair, [pin(1, 0)], pin(0, 0, minute=9), {person(1): place(0), person(0): place(1)}, best)

    assert not told.possible


def test_a_new_pin_replaces_the_old_one_of_the_same_person() -> None:
    pair = seating_of({(0, 0): 90, (0, 1): 80}, people=1)
    told = price(pair, [pin(0, 0)], pin(0, 1, minute=3), {person(0): place(0)}, best)

    assert told.possible


@pytest.mark.parametrize("seed", range(40))
def test_no_other_choice_is_better_than_the_plan(seed: int) -> None:
    seating = a_random_seating(seed, people=6, offers=6)
    plan = draw(seating, (), best)
    for who in seating.people:
        for offer in other_choices(seating, (), who, plan.mains().get(who)):
            told = price(seating, (), Chosen(who, offer, Choice.PINNED, BY, NOW), plan.mains(), best)
            assert not told.possible or told.merit <= plan.merit


def plan_merit(seating: Seating) -> Merit:
    """The merit of the plan without choices."""
    return draw(seating, (), best).merit


def test_a_market_without_options_gives_everybody_an_empty_line() -> None:
    plan = draw(seating_of({}, people=2), (), best)

    assert [line.main for line in plan.lines] == [None, None]
    assert plan.merit == Merit(0, 0, 0)


def test_an_option_of_an_offer_that_is_not_described_is_refused() -> None:
    with pytest.raises(ValueError, match="no offer"):
        Seating.of([person(0)], {person(0): {place(0): 1}}, [], {})
    with pytest.raises(ValueError, match="never negative"):
        Seating.of([person(0)], {}, [Seats(place(0), "firm", -1)], {})
