"""Keep a file and publish its profile when, and only when, what may leave it has changed.

Announces ProfileChanged. The version of the profile grows by one at each announcement, whatever changed: a wish, a
birthday, a scheme, a relay.
"""

from dataclasses import replace
from datetime import datetime

from services.candidates.domain.case_file import (
    Announced,
    CaseFile,
    announced,
    fingerprint,
    next_announcement,
)
from services.candidates.ports import UnitOfWork
from services.contracts.candidates import Access, CoarsePoint, KnownSkill, ProfileChanged, Wish


def profile_changed(told: Announced, version: int) -> ProfileChanged:
    """The published fact: ids, closed words, and what the person said of the work sought."""
    said = told.description
    return ProfileChanged(
        profile_id=told.profile_id,
        version=version,
        active=told.active,
        structure_id=told.structure_id,
        access=tuple(Access(staff_id=staff, since=since, until=until) for staff, since, until in told.access),
        wishes=tuple(Wish(rome=w.rome, label=w.label, ogr=w.ogr, rank=w.rank) for w in said.wishes),
        skills=tuple(KnownSkill(code=s.code, label=s.label, level=s.level) for s in said.skills),
        kinds=said.kinds,
        available=said.available,
        available_from=said.available_from,
        weekly_hours_max=said.weekly_hours_max,
        earliest_start=said.earliest_start,
        latest_end=said.latest_end,
        modes=said.modes,
        travel_minutes_max=said.travel_minutes_max,
        licences=said.licences,
        origin=CoarsePoint(latitude=said.origin.latitude, longitude=said.origin.longitude) if said.origin else None,
        legal=told.legal,
        avoids=tuple(avoid.value for avoid in said.avoids),
        languages=said.languages,
    )


def keep_case(case: CaseFile, *, uow: UnitOfWork, now: datetime, actor: str = "", new: bool = False) -> CaseFile:
    """Write the file; return it with the version that was published last."""
    territory = uow.surroundings.territory()
    today = territory.today(now)
    told = announced(case, exclusive=territory.exclusive_schemes, today=today)
    digest = fingerprint(told)
    upcoming = next_announcement(case, exclusive=territory.exclusive_schemes, today=today)
    before = "" if new else uow.people.announced_digest(case.id)
    known = 0 if new else uow.people.get(case.id).profile.version
    version = known + 1 if digest != before else known
    kept = replace(case, profile=replace(case.profile, version=version))
    write = uow.people.add if new else uow.people.keep
    write(kept, announced=digest, next_announcement=upcoming)
    if version != known:
        uow.announce(profile_changed(told, version), actor=actor)
    return kept
