"""Register a person: at a first contact by a referent, or from a partner's prescription.

Announces ProfileChanged. Refuses an identity that cannot be, a double (unless it is said to be somebody else), a
cohort whose age is a criterion not met, a structure that is not of the territory.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.candidates.domain import cohorts
from services.candidates.domain.case_file import CaseFile
from services.candidates.domain.identity import Identity
from services.candidates.domain.name_search import possible_doubles
from services.candidates.domain.profile import Profile
from services.candidates.domain.refusals import Conflict, Forbidden
from services.candidates.ports import UnitOfWork
from services.candidates.use_cases.keep_case import keep_case
from services.candidates.use_cases.opening import today
from services.contracts.actors import Actor, Role

DOUBLE = (
    "Une personne du même nom, née le même jour, a déjà un dossier sur ce territoire. Rien n'a été créé. "
    "Si c'est quelqu'un d'autre, cochez « c'est une autre personne »."
)


@dataclass(frozen=True, slots=True)
class RegisterPerson:
    """What is known at the start. ``structure_id`` None: the structure of whoever registers."""

    identity: Identity
    structure_id: UUID | None = None
    cohort: str | None = None
    somebody_else: bool = False
    """The referent has seen the possible double and says that it is another person."""


def register_person(
    command: RegisterPerson, *, by: Actor, uow: UnitOfWork, now: datetime, new_id: Callable[[], UUID]
) -> CaseFile:
    """Open a file accompanied by the referent who registers it."""
    if not by.has(Role.REFERENT) or by.structure_id is None:
        raise Forbidden("Seul un référent peut ouvrir un dossier.")
    must_be_no_double(command.identity, uow=uow, somebody_else=command.somebody_else)
    territory = uow.surroundings.territory()
    day = today(uow, now)
    if command.cohort:
        cohorts.assign(territory.cohorts, command.cohort, command.identity, day)
    case = CaseFile(
        id=new_id(),
        territory=uow.territory,
        referent_id=by.id,
        structure_id=command.structure_id or by.structure_id,
        registered_on=day,
        identity=command.identity,
        profile=Profile(new_id()),
        cohort=command.cohort or None,
    )
    kept = keep_case(case, uow=uow, now=now, actor=by.reference, new=True)
    uow.audit("person.registered", f"person:{kept.id}", actor=by.reference)
    return kept


def must_be_no_double(identity: Identity, *, uow: UnitOfWork, somebody_else: bool) -> None:
    """Raise Conflict when somebody of the same name and birth date has a file, unless it is told to be another."""
    if somebody_else:
        return
    known = [(str(case.id), case.identity) for case in uow.people.all()]
    if possible_doubles(identity, known):
        raise Conflict(DOUBLE, field="somebody_else", code="possible-double")
