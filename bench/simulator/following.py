"""What comes of a list in the simulated town: what the referent looks at, agreements, answers, what is completed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from bench.simulator import hidden
from bench.simulator.standing import Town
from bench.simulator.town import Resident
from services.contracts.vocabulary import HiredAs, IntroductionState, OfferKind, PlacementOutcome, RefusalReason
from services.matching.domain.learning.outcome import Outcome, Seen
from services.matching.domain.ranking.evidence import Evidence
from services.matching.domain.ranking.features import Value, read_all
from services.matching.domain.ranking.listing import Candidate, arrange
from services.matching.domain.ranking.offer import NO_RECORD, Offer, Record
from services.matching.domain.ranking.score import from_values

CONTRACTS = frozenset({OfferKind.CDD, OfferKind.CDI})
DEPTH = 20
"""How far down a list a referent may go."""
KEPT_AT_ONCE = 2


def odds_of(seen: Evidence, person: Resident, town: Town, day: date) -> tuple[float, float, float, float]:
    """Probabilities: the person agrees, the firm receives her, she sees it through, she is hired."""
    maker = town.firms[seen.offer.company_name]
    wished = hidden.wish(seen, person.taste, maker.habits)
    sent = town.month[maker.employer.name]
    welcomed = hidden.welcome(seen, person.taste, maker.habits, on=day, introduced_this_month=sent)
    through = hidden.carried_through(wished, person.taste, maker.habits)
    hired = hidden.hired(person.taste, maker.habits, contract=seen.offer.kind in CONTRACTS)
    return hidden.chance(wished), hidden.chance(welcomed), hidden.chance(through), hidden.chance(hired)


def looked_through(person: Resident, day: date, seen: Sequence[Evidence], town: Town) -> Iterator[Outcome]:
    """The referent goes down the list, puts aside or keeps; what is kept goes to its end at once."""
    kept = 0
    values = {one.offer.id: read_all(one) for one in seen}
    for position, one in enumerate(_listed(seen, values, day, town)[:DEPTH], 1):
        if town.draw.random() >= hidden.looked_at(position):
            continue
        row, is_kept = decided(one, person, day, position, town)
        yield row
        kept += is_kept
        if kept == KEPT_AT_ONCE:
            return


def decided(one: Evidence, person: Resident, day: date, position: int, town: Town) -> tuple[Outcome, bool]:
    """What a referent does with an offer that she looked at, and whether she kept it; ``position`` from 1, or OUTSIDE.

    What is kept goes to its end at once.
    """
    draw = town.draw
    noted = Seen(day, position, town.policy.version, read_all(one))
    row = Outcome(
        introduction_id=UUID(int=draw.getrandbits(128)),
        profile_id=person.profile.id,
        offer_id=one.offer.id,
        company_id=one.offer.company_id,
        kind=one.offer.kind,
        opened_on=day,
        moved_on=day,
        seen=noted,
    )
    town.known[person.profile.id].add(one.offer.id)
    if _put_aside(one, person, town):
        reason = hidden.why_aside(one, person.taste, draw)
        return replace(row, state=IntroductionState.SET_ASIDE, set_aside=reason), False
    return _followed(row, one, person, town, day), True


def _listed(
    seen: Sequence[Evidence], values: Mapping[UUID, tuple[Value, ...]], day: date, town: Town
) -> list[Evidence]:
    """The list as the referent reads it."""
    scored = {offer: from_values(one, town.policy) for offer, one in values.items()}
    if town.spreading is None:
        return sorted(seen, key=lambda one: (-scored[one.offer.id].log_odds, one.offer.id))
    by_offer = {one.offer.id: one for one in seen}
    candidates = [Candidate(one.offer, scored[one.offer.id], one.employer, one.record) for one in seen]
    return [by_offer[ranked.offer.id] for ranked in arrange(candidates, today=day, spreading=town.spreading)]


def _put_aside(seen: Evidence, person: Resident, town: Town) -> bool:
    """The referent guesses the wish, with her own mistake, and with the town's bias."""
    guess = hidden.wish(seen, person.taste, town.firms[seen.offer.company_name].habits)
    guess += town.draw.gauss(0, hidden.MISJUDGES)
    far = seen.trip is not None and (seen.trip.minutes or 0) > 20
    if far and person.groups["cohort"] == town.scenario.against:
        guess += town.scenario.bias
    return guess < 0


def _followed(row: Outcome, seen: Evidence, person: Resident, town: Town, day: date) -> Outcome:
    draw = town.draw
    agrees, received, completed, hired = (draw.random() < part for part in odds_of(seen, person, town, day))
    if not agrees:
        return replace(row, state=IntroductionState.DECLINED, moved_on=day + timedelta(days=2))
    answered = received or draw.random() < 0.55
    _count(seen.offer, town, answered=answered, received=received, hosted=received and completed)
    if not received:
        told = {"state": IntroductionState.REFUSED, "refused": draw.choice(list(RefusalReason))}
        silent = {"state": IntroductionState.CLOSED}
        return replace(
            row, introduced=True, moved_on=day + timedelta(days=7 if answered else 60), **(told if answered else silent)
        )
    town.taken[seen.offer.id] += 1
    failed = draw.choice([PlacementOutcome.PARTLY, PlacementOutcome.NO_SHOW_PERSON])
    return replace(
        row,
        state=IntroductionState.PLACED,
        introduced=True,
        welcomed=True,
        met=True,
        placed=True,
        outcome=PlacementOutcome.COMPLETED if completed else failed,
        hired=HiredAs.CDD_6 if completed and hired else HiredAs.NONE,
        moved_on=day + timedelta(days=30),
    )


def _count(offer: Offer, town: Town, *, answered: bool, received: bool, hosted: bool) -> None:
    town.month[offer.company_name] += 1
    if offer.company_id is None:
        return
    record = town.records.get(offer.company_id, NO_RECORD)
    town.records[offer.company_id] = Record(
        introduced_this_month=record.introduced_this_month + 1,
        waiting=record.waiting,
        asked=record.asked + 1,
        answered=record.answered + answered,
        accepted=record.accepted + received,
        hosted=record.hosted + hosted,
        hosted_romes=record.hosted_romes | ({offer.rome} if hosted else frozenset()),
    )
