"""The referent's plain changes to a file: identity, legal status, cohort, schemes, steps, judgement, contracts.

Each announces ProfileChanged when what may leave changes (a legal condition, an exclusive scheme, the end of the
follow-up), and nothing otherwise: a new name, a cohort or a step is nobody else's business.
"""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from services.candidates.domain import cohorts, exclusive_schemes, paths, readiness
from services.candidates.domain.case_file import CaseFile
from services.candidates.domain.experience import BY_HAND, Contract
from services.candidates.domain.identity import Identity
from services.candidates.domain.legal_conditions import LegalStatus
from services.candidates.domain.prescriptions import PrescriptionState, moved
from services.candidates.domain.refusals import Invalid
from services.candidates.ports import UnitOfWork
from services.candidates.use_cases.keep_case import keep_case
from services.candidates.use_cases.opening import opened, today
from services.contracts.actors import Actor
from services.contracts.vocabulary import OfferKind


def correct_identity(person_id: UUID, identity: Identity, *, by: Actor, uow: UnitOfWork, now: datetime) -> CaseFile:
    """Correct who the person is and how to reach them."""
    case = opened(person_id, by=by, uow=uow, now=now)
    uow.audit("identity.corrected", f"person:{case.id}", actor=by.reference)
    return keep_case(replace(case, identity=identity), uow=uow, now=now, actor=by.reference)


def record_status(
    person_id: UUID, status: LegalStatus, *, at_mission_locale: bool, by: Actor, uow: UnitOfWork, now: datetime
) -> CaseFile:
    """Record what the person can show: registrations, pass IAE, course, RQTH, record seen."""
    for since, until, field in (
        (status.iae_from, status.iae_until, "iae_until"),
        (status.training_from, status.training_until, "training_until"),
        (status.record_checked_on, status.record_valid_until, "record_valid_until"),
    ):
        if until is not None and (since is None or until < since):
            raise Invalid("La date de fin est avant le début, ou le début manque.", field=field)
    case = opened(person_id, by=by, uow=uow, now=now)
    uow.audit("status.recorded", f"person:{case.id}", actor=by.reference)
    kept = replace(case, status=status, at_mission_locale=at_mission_locale)
    return keep_case(kept, uow=uow, now=now, actor=by.reference)


def assign_cohort(person_id: UUID, code: str | None, *, by: Actor, uow: UnitOfWork, now: datetime) -> CaseFile:
    """Assign a cohort, or none."""
    case = opened(person_id, by=by, uow=uow, now=now)
    if code:
        known = uow.surroundings.territory().cohorts
        cohorts.assign(known, code, case.identity, today(uow, now))
    uow.audit("cohort.assigned", f"person:{case.id}", actor=by.reference)
    return keep_case(replace(case, cohort=code or None), uow=uow, now=now, actor=by.reference)


def record_scheme(
    person_id: UUID, scheme: str, *, since: date, until: date | None, by: Actor, uow: UnitOfWork, now: datetime
) -> CaseFile:
    """Record a scheme the person takes; an exclusive one makes the profile inactive while it runs."""
    case = opened(person_id, by=by, uow=uow, now=now)
    taken = exclusive_schemes.enrolment(scheme, since, until)
    uow.audit("scheme.recorded", f"person:{case.id}", actor=by.reference)
    return keep_case(replace(case, enrolments=(*case.enrolments, taken)), uow=uow, now=now, actor=by.reference)


def end_scheme(person_id: UUID, scheme: str, *, until: date, by: Actor, uow: UnitOfWork, now: datetime) -> CaseFile:
    """Record the end of a scheme."""
    case = opened(person_id, by=by, uow=uow, now=now)
    ended = exclusive_schemes.ended(case.enrolments, scheme, until)
    uow.audit("scheme.ended", f"person:{case.id}", actor=by.reference)
    return keep_case(replace(case, enrolments=ended), uow=uow, now=now, actor=by.reference)


def enter_step(person_id: UUID, path: str, step: paths.Step, *, by: Actor, uow: UnitOfWork, now: datetime) -> CaseFile:
    """Enter a step of a path today. Entering the Cité tells the prescriber « entrée à la Cité »."""
    case = opened(person_id, by=by, uow=uow, now=now)
    day = today(uow, now)
    entries = paths.enter(
        case.steps,
        paths.StepEntry(path, step, day, by.id),
        today=day,
        enrolments=case.enrolments,
        exclusive=uow.surroundings.territory().exclusive_schemes,
        judgement=case.judgement,
    )
    sent = case.prescriptions
    if paths.belongs_to_cite(entries, day):
        joined = PrescriptionState.JOINED
        sent = tuple(moved(one, joined, max(day, one.moved_on or one.on)) for one in sent)
    uow.audit("step.entered", f"person:{case.id}", actor=by.reference, step=step.value)
    return keep_case(replace(case, steps=entries, prescriptions=sent), uow=uow, now=now, actor=by.reference)


def judge_readiness(
    person_id: UUID, *, ready: bool, reason: str, by: Actor, uow: UnitOfWork, now: datetime
) -> CaseFile:
    """Record the caseworker's judgement: « prêt à l'emploi », or not yet."""
    case = opened(person_id, by=by, uow=uow, now=now)
    judged = readiness.judge(ready=ready, freins=case.freins, on=today(uow, now), by=by.id, reason=reason)
    uow.audit("readiness.judged", f"person:{case.id}", actor=by.reference, ready=ready)
    return keep_case(replace(case, judgement=judged), uow=uow, now=now, actor=by.reference)


def add_contract(
    person_id: UUID, kind: OfferKind, *, starts: date, ends: date | None, by: Actor, uow: UnitOfWork, now: datetime
) -> CaseFile:
    """Add a contract seen on paper: it counts towards the six months; a training does not, and is told."""
    if kind not in BY_HAND:
        told = "Seuls les contrats de travail, le service civique et les formations s'ajoutent ici."
        raise Invalid(told, field="kind")
    if ends is not None and ends < starts:
        raise Invalid("La fin du contrat est avant son début.", field="ends")
    case = opened(person_id, by=by, uow=uow, now=now)
    added = Contract(kind, starts, ends)
    if added in case.contracts:
        return case
    uow.audit("contract.added", f"person:{case.id}", actor=by.reference, kind=kind.value)
    return keep_case(replace(case, contracts=(*case.contracts, added)), uow=uow, now=now, actor=by.reference)


def end_follow_up(person_id: UUID, *, by: Actor, uow: UnitOfWork, now: datetime) -> CaseFile:
    """End the follow-up: the profile leaves the engine, the file is kept for the legal time."""
    case = opened(person_id, by=by, uow=uow, now=now)
    uow.audit("follow_up.ended", f"person:{case.id}", actor=by.reference)
    kept = replace(case, followed=False, ended_on=today(uow, now))
    return keep_case(kept, uow=uow, now=now, actor=by.reference)


def resume_follow_up(person_id: UUID, *, by: Actor, uow: UnitOfWork, now: datetime) -> CaseFile:
    """Take the follow-up up again: the person came back."""
    case = opened(person_id, by=by, uow=uow, now=now)
    uow.audit("follow_up.resumed", f"person:{case.id}", actor=by.reference)
    kept = replace(case, followed=True, ended_on=None)
    return keep_case(kept, uow=uow, now=now, actor=by.reference)


def note_warning(person_id: UUID, *, by: Actor, uow: UnitOfWork, now: datetime) -> CaseFile:
    """The person was told that the file will be anonymised in 30 days unless they come back."""
    case = opened(person_id, by=by, uow=uow, now=now)
    uow.audit("retention.warned", f"person:{case.id}", actor=by.reference)
    return keep_case(replace(case, warned_on=today(uow, now)), uow=uow, now=now, actor=by.reference)
