"""The law of immersions: a month, one renewal, two conventions and sixty days at one host, a right to prescribe."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.vocabulary import Objective, OfferKind
from services.matching.domain.placements.check import check
from services.matching.domain.placements.findings import Weight
from services.matching.domain.placements.law import LAW
from services.matching.domain.placements.prescriber import ending_soon
from services.matching.domain.placements.spans import Span
from services.matching.domain.placements.standing import PastImmersion
from tests.factories.placements import (
    OFFICE_HOST,
    REGIE,
    TODAY,
    a_delegation,
    an_immersion,
    circumstances,
    judged,
    past,
    the_regie,
)


def test_two_weeks_of_mornings_in_a_bakery_are_in_order() -> None:
    assert judged(an_immersion()) == []


def test_a_month_date_to_date_is_the_longest() -> None:
    assert judged(an_immersion(date(2026, 3, 9), date(2026, 4, 8))) == []
    assert judged(an_immersion(date(2026, 3, 9), date(2026, 4, 9))) == ["too-long"]


def test_a_refusal_tells_the_last_possible_day_and_the_article() -> None:
    finding = check(an_immersion(date(2026, 3, 9), date(2026, 4, 9)), circumstances())[0]
    assert "08/04/2026" in finding.message
    assert "D5135-3" in finding.article
    assert finding.field == "ends_on"


def test_a_start_in_the_past_is_antedated() -> None:
    assert judged(an_immersion(TODAY - timedelta(days=1), TODAY + timedelta(days=4))) == ["antedated"]
    assert judged(an_immersion(TODAY, TODAY + timedelta(days=4))) == []


def test_an_immersion_has_an_objective_hours_an_end_and_a_prescriber() -> None:
    assert judged(an_immersion(objective=None)) == ["no-objective"]
    assert judged(an_immersion(days_off=tuple(Span(date(2026, 3, 9), date(2026, 3, 20)).each_day()))) == ["no-hours"]
    assert judged(an_immersion(), prescriber=None) == ["no-prescriber"]
    assert judged(replace(an_immersion(), ends_on=None)) == ["no-end"]


# --- same host --------------------------------------------------------------------------------------------------


def test_a_second_convention_with_another_objective_is_allowed() -> None:
    assert judged(an_immersion(), past=(past(date(2026, 1, 5), date(2026, 1, 16)),)) == []


def test_a_second_convention_for_the_same_thing_is_refused() -> None:
    same = past(date(2026, 1, 5), date(2026, 1, 16), objective=Objective.DISCOVER, rome="D1102")
    assert judged(an_immersion(), past=(same,)) == ["same-convention"]


def test_another_trade_with_the_same_objective_is_another_convention() -> None:
    other_trade = past(date(2026, 1, 5), date(2026, 1, 16), objective=Objective.DISCOVER, rome="D1106")
    assert judged(an_immersion(), past=(other_trade,)) == []


def test_a_third_convention_in_twelve_months_is_refused() -> None:
    first = past(date(2025, 6, 2), date(2025, 6, 6))
    second = past(date(2026, 1, 5), date(2026, 1, 9), objective=Objective.RECRUIT)
    assert judged(an_immersion(), past=(first, second)) == ["too-many-conventions"]


def test_a_convention_older_than_twelve_months_no_longer_counts() -> None:
    first = past(date(2025, 3, 2), date(2025, 3, 6))
    second = past(date(2026, 1, 5), date(2026, 1, 9), objective=Objective.RECRUIT)
    assert judged(an_immersion(date(2026, 3, 9), date(2026, 3, 20)), past=(first, second)) == []


def test_a_renewal_is_not_one_more_convention() -> None:
    first = past(date(2025, 9, 1), date(2025, 9, 12))
    renewal = past(date(2025, 9, 15), date(2025, 9, 19), renewal_of=first.placement_id)
    assert judged(an_immersion(), past=(first, renewal)) == []


def test_sixty_days_in_twelve_months_are_the_limit_renewals_included() -> None:
    first = past(date(2025, 10, 1), date(2025, 10, 31))
    exactly_sixty = an_immersion(date(2026, 3, 9), date(2026, 4, 6))
    assert first.span.days + 29 == 60
    assert judged(exactly_sixty, past=(first,)) == []
    assert judged(an_immersion(date(2026, 3, 9), date(2026, 4, 7)), past=(first,)) == ["too-many-days"]


def test_another_host_counts_for_nothing() -> None:
    elsewhere = past(date(2025, 10, 1), date(2025, 10, 31), company_id=OFFICE_HOST.company_id)
    assert judged(an_immersion(date(2026, 3, 9), date(2026, 4, 8)), past=(elsewhere,)) == []


def test_a_host_without_account_is_known_by_its_name() -> None:
    first = past(date(2025, 10, 1), date(2025, 10, 31), company_id=None, host_name="LE FOURNIL")
    host = replace(circumstances().host, company_id=None)
    assert judged(an_immersion(date(2026, 3, 9), date(2026, 4, 8)), past=(first,), host=host) == ["too-many-days"]


def test_an_immersion_elsewhere_on_the_same_days_asks_for_a_reason() -> None:
    elsewhere = past(date(2026, 3, 16), date(2026, 3, 27), company_id=OFFICE_HOST.company_id, host_name="Le Port")
    findings = check(an_immersion(), circumstances(past=(elsewhere,)))
    assert [(finding.code, finding.weight) for finding in findings] == [("another-immersion", Weight.TO_CONFIRM)]


PASTS = st.lists(
    st.builds(
        lambda start, length, objective: past(start, start + timedelta(days=length), objective=objective),
        st.dates(date(2024, 9, 1), date(2026, 2, 20)),
        st.integers(0, 30),
        st.sampled_from(list(Objective)),
    ),
    max_size=4,
)


@given(PASTS, st.integers(0, 40), st.integers(0, 29))
def test_whatever_the_past_nothing_accepted_exceeds_sixty_days_or_two_conventions(
    done: list[PastImmersion], wait: int, length: int
) -> None:
    start = date(2026, 3, 9) + timedelta(days=wait)
    terms = an_immersion(start, start + timedelta(days=length))
    found = judged(terms, past=tuple(done))
    spans = [Span(terms.starts_on, terms.ends_on or start), *(one.span for one in done)]
    for first in Span(start - timedelta(days=366), terms.ends_on or start).each_day():
        window = Span(first, date(first.year + 1, first.month, min(first.day, 28)) - timedelta(days=1))
        if not window.meets(spans[0]):
            continue
        if sum(window.shared_days(span) for span in spans) > 60:
            assert "too-many-days" in found
        if sum(window.meets(span) for span in spans) > 2:
            assert "too-many-conventions" in found


# --- renewal ----------------------------------------------------------------------------------------------------


def first_period(**changes: Any) -> PastImmersion:
    same = past(date(2026, 2, 16), date(2026, 2, 27), objective=Objective.DISCOVER, rome="D1102")
    return replace(replace(same, objective_reached=False), **changes)


def test_a_renewal_keeps_trade_and_objective_and_follows_the_first_period() -> None:
    first = first_period()
    assert judged(an_immersion(renewal_of=first.placement_id), past=(first,)) == []
    other = an_immersion(renewal_of=first.placement_id, objective=Objective.CONFIRM)
    assert judged(other, past=(first,)) == ["renewal-differs"]


def test_one_renewal_only() -> None:
    first = first_period()
    renewal = replace(first_period(), renewal_of=first.placement_id, span=Span(date(2026, 3, 2), date(2026, 3, 6)))
    again = an_immersion(renewal_of=first.placement_id)
    assert judged(again, past=(first, renewal)) == ["renewed-already"]
    assert judged(an_immersion(renewal_of=renewal.placement_id), past=(first, renewal)) == ["renewed-already"]


def test_an_objective_that_was_reached_is_not_renewed() -> None:
    reached = first_period(objective_reached=True)
    assert judged(an_immersion(renewal_of=reached.placement_id), past=(reached,)) == ["objective-reached"]


def test_a_renewal_before_the_bilan_asks_what_remains_to_be_done() -> None:
    unknown = first_period(objective_reached=None)
    findings = check(an_immersion(renewal_of=unknown.placement_id), circumstances(past=(unknown,)))
    assert [(finding.code, finding.weight) for finding in findings] == [("objective-unknown", Weight.TO_CONFIRM)]


def test_a_renewal_of_nothing_or_over_the_first_period_is_refused() -> None:
    assert judged(an_immersion(renewal_of=REGIE)) == ["renewal-of-nothing"]
    late = first_period(span=Span(date(2026, 3, 2), date(2026, 3, 13)))
    assert judged(an_immersion(renewal_of=late.placement_id), past=(late,)) == ["renewal-overlaps"]


# --- prescriber -------------------------------------------------------------------------------------------------


def test_a_structure_without_delegation_may_not_prescribe() -> None:
    assert judged(an_immersion(), prescriber=the_regie()) == ["prescriber-without-right"]


def test_a_delegation_gives_the_right_within_its_days() -> None:
    assert judged(an_immersion(), prescriber=the_regie(a_delegation())) == []
    over = a_delegation(date(2025, 1, 1), date(2026, 3, 1))
    assert judged(an_immersion(), prescriber=the_regie(over)) == ["prescriber-without-right"]


def test_a_withdrawn_delegation_stops_at_once() -> None:
    withdrawn = a_delegation(withdrawn_on=TODAY)
    assert judged(an_immersion(), prescriber=the_regie(withdrawn)) == ["prescriber-without-right"]


def test_a_delegation_that_ends_before_the_start_asks_for_a_reason() -> None:
    short = a_delegation(ends=date(2026, 3, 5))
    findings = check(an_immersion(), circumstances(prescriber=the_regie(short)))
    assert [(finding.code, finding.weight) for finding in findings] == [("delegation-ends-before", Weight.TO_CONFIRM)]


@pytest.mark.parametrize(("ends", "warned"), [(60, True), (61, False), (7, True)])
def test_the_end_of_a_delegation_is_told_sixty_days_before(ends: int, warned: bool) -> None:
    regie = the_regie(a_delegation(ends=TODAY + timedelta(days=ends)))
    assert bool(ending_soon([regie], TODAY, LAW)) is warned
    starts = TODAY + timedelta(days=2)
    noted = judged(an_immersion(starts, starts + timedelta(days=3)), prescriber=regie)
    assert ("delegation-ending" in noted) is warned


def test_a_delegation_already_renewed_is_not_told() -> None:
    current, following = a_delegation(ends=date(2026, 3, 31)), a_delegation(date(2026, 4, 1), date(2027, 3, 31))
    assert ending_soon([the_regie(current, following)], TODAY, LAW) == ()


# --- assisted contract ------------------------------------------------------------------------------------------


def test_immersions_take_at_most_a_quarter_of_an_assisted_contract() -> None:
    four_months = Span(date(2026, 1, 1), date(2026, 4, 30))
    assert four_months.days == 120
    thirty_days = an_immersion(date(2026, 3, 9), date(2026, 4, 7), assisted_contract=four_months)
    assert judged(thirty_days) == []
    elsewhere = past(date(2026, 1, 5), date(2026, 1, 5), company_id=OFFICE_HOST.company_id)
    assert judged(thirty_days, past=(elsewhere,)) == ["assisted-contract-share"]


def test_immersions_before_the_contract_do_not_count_in_its_quarter() -> None:
    contract = Span(date(2026, 1, 1), date(2026, 4, 30))
    before = past(date(2025, 12, 1), date(2025, 12, 20), company_id=OFFICE_HOST.company_id)
    thirty_days = an_immersion(date(2026, 3, 9), date(2026, 4, 7), assisted_contract=contract)
    assert judged(thirty_days, past=(before,)) == []


def test_the_law_of_immersions_judges_immersions_only() -> None:
    assert judged(an_immersion(kind=OfferKind.CDD), prescriber=None) == []
