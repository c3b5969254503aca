"""Keep what `matching` and `badges` publish about a profile, to be read beside the file.

An older version changes nothing; a fact whose profile was erased deletes what was kept of it.
"""

from services.candidates.domain.followed_moves import (
    FollowedAward,
    FollowedIntroduction,
    FollowedPlacement,
    Where,
)
from services.candidates.ports import UnitOfWork
from services.contracts.badges import AwardChanged
from services.contracts.employers import Place
from services.contracts.matching import IntroductionMoved, PlacementChanged


def _where(place: Place | None) -> Where:
    if place is None:
        return Where()
    return Where(place.label, place.postcode, place.commune, place.latitude, place.longitude)


def project_introduction(fact: IntroductionMoved, *, uow: UnitOfWork) -> None:
    """Keep an introduction as last told."""
    if fact.profile_id is None:
        uow.moves.forget("introduction", fact.introduction_id)
        return
    uow.moves.keep_introduction(
        FollowedIntroduction(
            id=fact.introduction_id,
            version=fact.version,
            profile_id=fact.profile_id,
            offer_id=fact.offer_id,
            company_id=fact.company_id,
            company_name=fact.company_name,
            offer_title=fact.offer_title,
            kind=fact.kind,
            act=fact.act,
            state=fact.state,
            at=fact.at,
            reason=fact.reason,
            where=_where(fact.place),
            starts_on=fact.starts_on,
            ends_on=fact.ends_on,
            meeting_at=fact.meeting_at,
            due_at=fact.due_at,
        )
    )


def project_placement(fact: PlacementChanged, *, uow: UnitOfWork) -> None:
    """Keep a placement as last told."""
    if fact.profile_id is None:
        uow.moves.forget("placement", fact.placement_id)
        return
    uow.moves.keep_placement(
        FollowedPlacement(
            id=fact.placement_id,
            version=fact.version,
            introduction_id=fact.introduction_id,
            profile_id=fact.profile_id,
            company_id=fact.company_id,
            company_name=fact.company_name,
            kind=fact.kind,
            title=fact.title,
            starts_on=fact.starts_on,
            ends_on=fact.ends_on,
            status=fact.status,
            at=fact.at,
            objective=fact.objective,
            hours_label=_hours(fact),
            where=_where(fact.place),
            outcome=fact.outcome,
            hired_as=fact.hired_as,
            signed_by=fact.signed_by,
        )
    )


def _hours(fact: PlacementChanged) -> str:
    hours = fact.hours
    if hours.label:
        return hours.label
    if hours.daily_start and hours.daily_end:
        return f"de {hours.daily_start.replace(':', ' h ')} à {hours.daily_end.replace(':', ' h ')}"
    return ", ".join(half.label for half in hours.half_days)


def project_award(fact: AwardChanged, *, uow: UnitOfWork) -> None:
    """Keep a badge as last told."""
    if fact.profile_id is None:
        uow.moves.forget("award", fact.award_id)
        return
    uow.moves.keep_award(
        FollowedAward(
            id=fact.award_id,
            version=fact.version,
            placement_id=fact.placement_id,
            profile_id=fact.profile_id,
            name=fact.name,
            status=fact.status,
            at=fact.at,
            page=fact.page,
        )
    )
