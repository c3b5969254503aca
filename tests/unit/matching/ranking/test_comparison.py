"""« Pourquoi pas en tête ? »: differences that add up exactly, and what the list moved told apart."""

from math import isclose

import pytest

from services.matching.domain.ranking.comparison import compare
from services.matching.domain.ranking.features import FEATURES
from services.matching.domain.ranking.listing import Candidate, arrange
from services.matching.domain.ranking.market import evidence_of, sift
from services.matching.domain.ranking.score import score
from services.matching.entrypoints.telling import gaps
from tests.factories.ranking import TODAY, a_market, a_profile, a_world, an_immersion_in_a_kitchen, signals_for, uid


@pytest.mark.parametrize("seed", range(60))
def test_differences_sum_to_the_gap_exactly_and_whole_points_to_the_gap_shown(seed: int) -> None:
    world = a_world(seed, offers=40)
    cases = {case.offer.id: case for case in sift(world.profile, world.market, world.dealings).eligible}
    seen = {offer: evidence_of(case, world.signals) for offer, case in cases.items()}
    listed = arrange(
        [Candidate(c.offer, score(seen[c.offer.id]), c.employer, c.record) for c in cases.values()], today=TODAY
    )
    for position in range(2, len(listed) + 1):
        first, this = listed[0], listed[position - 1]
        told = compare(listed, position, seen[first.offer.id], seen[this.offer.id])
        bars, total = gaps(told)

        assert isclose(sum(one.points for one in told.differences), told.behind, abs_tol=1e-9)
        assert isclose(told.behind, first.score.points - this.score.points, abs_tol=1e-9)
        same = {i for i, (a, b) in enumerate(zip(first.score.shares, this.score.shares, strict=True)) if a == b}
        assert not {FEATURES[i].name for i in same} & {one.feature for one in told.differences}
        assert sum(int(bar["value"].replace("−", "-")) for bar in bars) == int(total.replace("−", "-"))


def test_an_offer_that_the_list_moved_says_so() -> None:
    person = a_profile()
    offers = [an_immersion_in_a_kitchen(i, company_id=uid(900)) for i in (100, 101)]
    other = an_immersion_in_a_kitchen(102, company_id=uid(901), experience_months=6)
    market = a_market(*offers, other)
    signals = signals_for(person.wants)
    seen = {case.offer.id: evidence_of(case, signals) for case in sift(person, market).eligible}
    listed = arrange([Candidate(seen[o.id].offer, score(seen[o.id])) for o in (*offers, other)], today=TODAY)
    told = compare(listed, 3, seen[listed[0].offer.id], seen[listed[2].offer.id])

    assert [ranked.offer.id for ranked in listed][1] == other.id
    assert told.behind == 0
    assert told.moved is not None
    assert "une offre passe avant pour varier les entreprises" in told.moved.she


def test_the_first_is_not_compared_with_itself() -> None:
    person = a_profile()
    (case,) = sift(person, a_market(an_immersion_in_a_kitchen())).eligible
    seen = evidence_of(case, signals_for(person.wants))
    with pytest.raises(ValueError, match="itself"):
        compare(arrange([Candidate(case.offer, score(seen))], today=TODAY), 1, seen, seen)
