"""Describe, with the person, the work they look for.

Announces ProfileChanged when something changes. Refuses a description made from an older version of the profile.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.candidates.domain.case_file import CaseFile
from services.candidates.domain.profile import Description, described
from services.candidates.ports import UnitOfWork
from services.candidates.use_cases.keep_case import keep_case
from services.candidates.use_cases.opening import opened
from services.contracts.actors import Actor


def describe_profile(
    person_id: UUID,
    description: Description,
    *,
    seen_version: int | None = None,
    by: Actor,
    uow: UnitOfWork,
    now: datetime,
) -> CaseFile:
    """Return the file with the description kept."""
    case = opened(person_id, by=by, uow=uow, now=now)
    profile = described(case.profile, description, seen_version=seen_version)
    kept = keep_case(replace(case, profile=profile), uow=uow, now=now, actor=by.reference)
    if kept.profile.version != case.profile.version:
        uow.audit("profile.described", f"profile:{kept.profile.id}", actor=by.reference, version=kept.profile.version)
    return kept
