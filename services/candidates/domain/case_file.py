"""The file of one person, whole: identity, status, path, profile, freins, contacts, agreements and what moved.

It is the aggregate of this service: loaded, judged by the rules of its parts, kept. What leaves it is decided in
``announced``: the pseudonymous profile, and whether the person can be introduced at all.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from services.candidates.domain import delegations as relays
from services.candidates.domain import exclusive_schemes, legal_conditions, paths
from services.candidates.domain.agreements import Agreement
from services.candidates.domain.contacts import Contact
from services.candidates.domain.delegations import Delegation
from services.candidates.domain.exclusive_schemes import Enrolment
from services.candidates.domain.experience import Contract, Experience, experience
from services.candidates.domain.followed_moves import FollowedAward, FollowedIntroduction, FollowedPlacement
from services.candidates.domain.freins import Frein
from services.candidates.domain.identity import Identity
from services.candidates.domain.legal_conditions import LegalStatus
from services.candidates.domain.paths import StepEntry
from services.candidates.domain.prescriptions import Prescription
from services.candidates.domain.profile import Description, Profile
from services.candidates.domain.readiness import Judgement
from services.contracts.vocabulary import LegalCondition


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything kept about one person. ``profile.id`` is not ``id``: outside, only the first is known."""

    id: UUID
    territory: str
    referent_id: UUID | None
    """None: prescribed, nobody of the structure took the file yet."""
    structure_id: UUID
    registered_on: date
    identity: Identity
    profile: Profile
    followed: bool = True
    """False once the person left, or when only the club and the badges are open to them before a path begins."""
    cohort: str | None = None
    at_mission_locale: bool = False
    status: LegalStatus = field(default_factory=LegalStatus)
    enrolments: tuple[Enrolment, ...] = ()
    steps: tuple[StepEntry, ...] = ()
    judgement: Judgement | None = None
    freins: tuple[Frein, ...] = ()
    contacts: tuple[Contact, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    prescriptions: tuple[Prescription, ...] = ()
    contracts: tuple[Contract, ...] = ()
    introductions: tuple[FollowedIntroduction, ...] = ()
    placements: tuple[FollowedPlacement, ...] = ()
    awards: tuple[FollowedAward, ...] = ()
    ended_on: date | None = None
    warned_on: date | None = None

    def accompanied_by(self, staff_id: UUID, day: date) -> bool:
        """True when this staff member is the referent or stands in on ``day``."""
        return relays.accompanies(staff_id, referent_id=self.referent_id, delegations=self.delegations, day=day)

    def must_be_accompanied_by(self, staff_id: UUID, day: date) -> None:
        """Raise Forbidden unless this staff member accompanies the person on ``day``."""
        relays.must_accompany(staff_id, referent_id=self.referent_id, delegations=self.delegations, day=day)

    def in_cite(self, day: date) -> bool:
        """True when the person has entered the Cité: by the step they are at, else by the caseworker's judgement."""
        if paths.current(self.steps, day) is not None:
            return paths.belongs_to_cite(self.steps, day)
        return self.judgement is not None and self.judgement.ready

    def experience(self, until: date, months_asked: int) -> Experience:
        """Measure the professional experience since the entry, from placements and contracts entered by hand."""
        known = [counted for one in self.placements if (counted := one.counted()) is not None]
        return experience((*known, *self.contracts), until=until, months_asked=months_asked)

    def last_activity(self) -> date:
        """The last day on which something happened with the person (not a reading of the file)."""
        days = [self.registered_on]
        days += [one.at.date() for one in self.contacts]
        days += [one.at.date() for one in self.agreements]
        days += [one.at.date() for one in self.introductions]
        days += [one.ends_on or one.starts_on for one in self.placements]
        days += [one.on for one in self.steps]
        return max(days)


@dataclass(frozen=True, slots=True)
class Announced:
    """All that may leave about a person: what ``ProfileChanged`` is made of."""

    profile_id: UUID
    active: bool
    structure_id: UUID
    access: tuple[tuple[UUID, date, date | None], ...]
    """Staff id, first day, last day (None: no end) of each who may see the profile."""
    description: Description
    legal: tuple[LegalCondition, ...]


def announced(case: CaseFile, *, exclusive: tuple[str, ...], today: date) -> Announced:
    """Return what is published of this file today: no name, age, status, cohort, district, sex nor frein."""
    barred = exclusive_schemes.barring(case.enrolments, exclusive, today) is not None
    standing_in = tuple((one.to_staff, one.since, one.until) for one in case.delegations if one.until >= today)
    referent = ((case.referent_id, case.registered_on, None),) if case.referent_id is not None else ()
    return Announced(
        profile_id=case.profile.id,
        active=case.followed and not barred and case.referent_id is not None,
        structure_id=case.structure_id,
        access=(*referent, *standing_in),
        description=case.profile.description,
        legal=legal_conditions.conditions_on(case.identity.born, case.status, today),
    )


def fingerprint(told: Announced) -> str:
    """A digest of what is published: the same digest means that there is nothing new to announce."""
    return hashlib.sha256(repr(told).encode()).hexdigest()


def next_announcement(case: CaseFile, *, exclusive: tuple[str, ...], today: date) -> date | None:
    """Return the next day on which what is published changes by the calendar alone: the daily job looks at it."""
    days = (
        legal_conditions.next_change(case.identity.born, case.status, today),
        exclusive_schemes.next_change(case.enrolments, exclusive, today),
        relays.next_change(case.delegations, today),
    )
    return min((day for day in days if day is not None), default=None)
