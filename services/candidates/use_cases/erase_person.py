"""Erase a person: the key is destroyed, every row goes, a line of the ledger stays so that a restore erases again.

Announces ProfileErased: every service deletes what it holds of the profile. What remains is a year-month, a cohort
and an outcome. The same act serves a person's request and the end of the legal time (``retire_inactive``).
"""

from datetime import datetime
from uuid import UUID

from services.candidates.domain.bilan import situation
from services.candidates.domain.case_file import CaseFile
from services.candidates.domain.retention import remains
from services.candidates.ports import UnitOfWork
from services.candidates.use_cases.opening import opened, today
from services.contracts.actors import Actor
from services.contracts.candidates import ProfileErased


def erase_person(person_id: UUID, *, by: Actor, uow: UnitOfWork, now: datetime) -> None:
    """Erase on the person's request, told to the referent."""
    erase_case(opened(person_id, by=by, uow=uow, now=now), actor=by.reference, uow=uow, now=now)


def erase_case(case: CaseFile, *, actor: str, uow: UnitOfWork, now: datetime) -> None:
    """Erase a file, whoever asks."""
    day = today(uow, now)
    outcome = situation(
        followed=case.followed,
        in_cite=case.in_cite(day),
        placements=case.placements,
        introductions=case.introductions,
        by_hand=tuple((one.kind, one.starts, one.ends) for one in case.contracts),
        day=day,
    )
    left = remains(registered_on=case.registered_on, cohort=case.cohort, outcome=outcome.value)
    uow.people.erase(case, at=now, remains=left)
    uow.announce(ProfileErased(profile_id=case.profile.id, version=case.profile.version + 1), actor=actor)
    uow.audit("person.erased", f"profile:{case.profile.id}", actor=actor)
