"""Give a person a copy of all that is kept about them (RGPD art. 15 and 20), as plain JSON with French titles."""

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from services.candidates.domain.freins import constraints
from services.candidates.ports import UnitOfWork
from services.candidates.use_cases.opening import opened
from services.contracts.actors import Actor

KEPT_ELSEWHERE = (
    "Les conventions signées et les badges délivrés sont gardés par d'autres parties du service ; ils vous sont remis "
    "sur demande. Les conventions sont conservées cinq ans : c'est une obligation légale."
)


def export_person(person_id: UUID, *, by: Actor, uow: UnitOfWork, now: datetime) -> dict[str, Any]:
    """Return the access file. The export itself is written to the audit trail."""
    case = opened(person_id, by=by, uow=uow, now=now)
    uow.audit("person.exported", f"person:{case.id}", actor=by.reference)
    referent = uow.surroundings.staff(case.referent_id)
    return {
        "titre": "Copie des données vous concernant",
        "etabli_le": now.isoformat(),
        "territoire": uow.surroundings.territory().name,
        "referent": referent.name if referent else "",
        "identite": plain(case.identity),
        "statut": plain(case.status),
        "cohorte": case.cohort,
        "suivi": {"en_cours": case.followed, "ouvert_le": plain(case.registered_on), "fin": plain(case.ended_on)},
        "profil": plain(case.profile.description),
        "parcours": plain(case.steps),
        "dispositifs": plain(case.enrolments),
        "jugement": plain(case.judgement),
        "difficultes": plain(case.freins),
        "contraintes_france_travail": plain(constraints(case.freins)),
        "contacts": plain(case.contacts),
        "prescriptions": plain(case.prescriptions),
        "accords": plain(case.agreements),
        "partage": plain(tuple(uow.group.sharing(case.id))),
        "groupe_operationnel": plain(tuple(uow.group.reviews_of(case.id))),
        "fonds": plain(tuple(one for one in uow.fund.all() if one.person_id == case.id)),
        "releves": plain(case.delegations),
        "contrats": plain(case.contracts),
        "mises_en_relation": plain(case.introductions),
        "immersions_et_contrats": plain(case.placements),
        "badges": plain(case.awards),
        "liens_personnels": [
            {"remis_le": one.issued_at.isoformat(), "valable_jusqu_au": one.expires_at.isoformat()}
            for one in uow.links.of_person(case.id)
        ],
        "ailleurs": KEPT_ELSEWHERE,
    }


def plain(value: object) -> Any:
    """A domain value as JSON: closed words by their French label, days and instants in ISO 8601."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Enum):
        return getattr(value, "label", value.value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, tuple | list | frozenset):
        return [plain(one) for one in value]
    if is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    return str(value)
