"""Lend, for one audit of fairness, the groups of the people followed: cohort, sex, age band, by pseudonymous profile.

Announces nothing and writes nothing. They go to the operator's command that measures gaps and to nothing else: no
event carries them, no other service keeps them, and what is told of a group is never told under five people.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from services.candidates.domain.age import age_on
from services.candidates.domain.identity import Sex
from services.candidates.ports import UnitOfWork

SEXES = {Sex.WOMAN: "femme", Sex.MAN: "homme"}
BANDS = ((16, 25, "16-25"), (26, 49, "26-49"), (50, 120, "50+"))
"""The bands of the three cohorts as they were observed; under sixteen nobody is audited."""


def lend_groups(*, uow: UnitOfWork, today: date) -> Mapping[UUID, Mapping[str, str]]:
    """By profile id: what is known of each of the three, absent when it was not said."""
    found: dict[UUID, Mapping[str, str]] = {}
    for case in uow.people.all():
        told = {
            "cohort": case.cohort or "",
            "sex": SEXES[case.identity.sex] if case.identity.sex else "",
            "age": _band(age_on(case.identity.born, today)),
        }
        found[case.profile.id] = {name: value for name, value in told.items() if value}
    return found


def _band(age: int) -> str:
    return next((name for low, high, name in BANDS if low <= age <= high), "")
