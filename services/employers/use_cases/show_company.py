"""What a firm's page shows: the next act, offers, introductions, placements, the year, the badges. Changes nothing.

People introduced stay out of sight of whoever nobody confirmed: only their number is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.contracts.actors import Actor
from services.contracts.vocabulary import AwardStatus, IntroductionState
from services.employers.domain.commitment import Line
from services.employers.domain.company import Company
from services.employers.domain.engagement import Behaviour, behaviour
from services.employers.domain.evaluation import Evaluation, Hosting
from services.employers.domain.introduction import Introduction
from services.employers.domain.offer import Offer, Status
from services.employers.domain.surroundings import Colleague, KnownAward
from services.employers.ports import UnitOfWork
from services.employers.use_cases.commit_for_the_year import year_of
from services.employers.use_cases.standing import is_staff, speaks_for

NO_LONGER_SHOWN = frozenset({IntroductionState.CLOSED, IntroductionState.DECLINED})


@dataclass(frozen=True, slots=True)
class Hosted:
    """A placement and its evaluation, if any."""

    hosting: Hosting
    evaluation: Evaluation | None
    to_evaluate: bool


@dataclass(frozen=True, slots=True)
class CompanyView:
    """A firm, whole, as its own people or a referent see it."""

    company: Company
    sees_people: bool
    """Whether this actor may open the introductions."""
    offers: Sequence[Offer]
    introductions: Sequence[Introduction]
    hosted: Sequence[Hosted]
    year: Sequence[Line]
    behaviour: Behaviour
    awards: Sequence[KnownAward]
    room_left: int
    colleagues: Mapping[UUID, Colleague]

    @property
    def waiting(self) -> Sequence[Introduction]:
        """Introductions that wait for the firm's answer, oldest first."""
        return sorted((one for one in self.introductions if one.waits), key=lambda one: one.received_at)

    @property
    def open_offers(self) -> Sequence[Offer]:
        return [offer for offer in self.offers if offer.is_open]

    @property
    def past_offers(self) -> Sequence[Offer]:
        return [offer for offer in self.offers if not offer.is_open]

    @property
    def to_confirm(self) -> Sequence[Offer]:
        """Offers that a referent wrote and the firm has not confirmed."""
        return [offer for offer in self.offers if offer.status is Status.WAITING and offer.is_from_the_door]

    @property
    def to_evaluate(self) -> Sequence[Hosted]:
        return [one for one in self.hosted if one.to_evaluate]


def show_company(company: Company, *, by: Actor, uow: UnitOfWork) -> CompanyView:
    """Everything about a firm that this actor may see."""
    received = uow.introductions.of_company(company.id)
    evaluations = {evaluation.placement_id: evaluation for evaluation in uow.placements.evaluations_of(company.id)}
    sees = is_staff(by) or (company.confirmed and speaks_for(company.id, by=by, uow=uow))
    known = uow.surroundings.territory()
    awards = [award for award in uow.surroundings.awards_of(company.id) if award.status is AwardStatus.ISSUED]
    return CompanyView(
        company=company,
        sees_people=sees,
        offers=uow.offers.of_company(company.id),
        introductions=[one for one in received if one.state not in NO_LONGER_SHOWN] if sees else (),
        hosted=[
            Hosted(
                one, evaluations.get(one.id), one.waits_for_evaluation(today=uow.today, evaluated=one.id in evaluations)
            )
            for one in uow.placements.of_company(company.id)
            if sees and one.took_a_place
        ],
        year=year_of(company.id, uow=uow),
        behaviour=behaviour(received, now=uow.now),
        awards=awards,
        room_left=company.room_left(
            _this_month(received, uow.today), default=known.introductions_per_month if known else 8
        ),
        colleagues=uow.surroundings.colleagues(),
    )


def _this_month(received: Sequence[Introduction], today: date) -> int:
    return sum((one.received_at.year, one.received_at.month) == (today.year, today.month) for one in received)


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """A colleague who knows the firm: how many people introduced, last when, and whether they met at the door."""

    colleague: Colleague
    introductions: int
    last_at: datetime | None
    met: bool


def who_knows_whom(view: CompanyView) -> Sequence[Acquaintance]:
    """Colleagues who dealt with the firm, the most recent first."""
    met = {view.company.entered_by, view.company.confirmed_by}
    moments: dict[UUID, list[datetime]] = {staff: [] for staff in met if staff is not None}
    for one in view.introductions:
        if one.referent_id is not None:
            moments.setdefault(one.referent_id, []).append(one.received_at)
    known = [
        Acquaintance(view.colleagues[staff], len(times), max(times, default=None), staff in met)
        for staff, times in moments.items()
        if staff in view.colleagues
    ]
    return sorted(known, key=lambda one: (one.last_at is None, -(one.last_at.timestamp() if one.last_at else 0)))
