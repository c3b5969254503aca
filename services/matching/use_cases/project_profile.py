"""Keep the pseudonymous profile that `candidates` tells, and forget it when the person is erased.

Announces nothing. A stale fact changes nothing; after an erasure none is ever taken again.
"""

from datetime import time

from services.contracts.candidates import ProfileChanged, ProfileErased
from services.matching.domain.access import Access, KeptProfile
from services.matching.domain.ranking import effort
from services.matching.domain.ranking.profile import Profile, Skill, Wants, Wish
from services.matching.domain.ranking.travel import Point
from services.matching.ports import UnitOfWork


def project_profile(fact: ProfileChanged, *, uow: UnitOfWork) -> None:
    """Keep the profile at its newest version."""
    profile = Profile(
        id=fact.profile_id,
        territory=uow.territory,
        wants=_wants(fact),
        legal=frozenset(fact.legal),
        active=fact.active,
        languages=frozenset(fact.languages),
    )
    access = tuple(Access(one.staff_id, one.since, one.until) for one in fact.access)
    uow.profiles.keep(KeptProfile(profile, fact.version, fact.structure_id, access))


def erase_profile(fact: ProfileErased, *, uow: UnitOfWork) -> None:
    """Delete the profile, what was proposed to it and what was learned from it; ids and versions alone remain."""
    uow.profiles.erase(fact.profile_id, fact.version)
    uow.proposals.forget(fact.profile_id)
    uow.outcomes.forget(fact.profile_id)
    uow.plan_choices.forget(fact.profile_id)
    uow.told_trips.forget(fact.profile_id)
    uow.firm_calls.forget(fact.profile_id)


def clock_time(written: str) -> time | None:
    """``HH:MM`` as a time; None when it is empty or not one (readers are tolerant)."""
    try:
        return time.fromisoformat(written) if written else None
    except ValueError:
        return None


def _wants(fact: ProfileChanged) -> Wants:
    origin = fact.origin
    return Wants(
        wishes=tuple(Wish(wish.rome, wish.label, wish.rank) for wish in fact.wishes),
        skills=tuple(Skill(skill.code, skill.label, skill.level) for skill in fact.skills),
        kinds=frozenset(fact.kinds),
        available=frozenset(fact.available),
        available_from=fact.available_from,
        weekly_hours_max=fact.weekly_hours_max,
        earliest_start=clock_time(fact.earliest_start),
        latest_end=clock_time(fact.latest_end),
        modes=frozenset(fact.modes),
        travel_minutes_max=fact.travel_minutes_max,
        licences=frozenset(fact.licences),
        origin=Point(origin.latitude, origin.longitude) if origin else None,
        avoids=effort.known(fact.avoids),
    )
