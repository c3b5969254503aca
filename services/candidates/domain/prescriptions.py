"""Prescriptions: a partner refers a person to the Cité and hears what became of it.

What the prescriber hears is a closed list (contacted, joined, directed elsewhere …): the accompaniment itself is
not told. The reason passes the check of free text.
"""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.candidates.domain.refusals import Conflict, Invalid
from services.candidates.domain.wording import keepable
from services.contracts.vocabulary import Labelled

CALL_WITHIN_DAYS = 7


class PrescriptionState(Labelled):
    RECEIVED = "received", "reçue"
    CONTACTED = "contacted", "personne contactée"
    JOINED = "joined", "entrée à la Cité"
    DIRECTED = "directed", "orientée vers un autre partenaire"
    UNREACHABLE = "unreachable", "personne pas joignable"
    DECLINED = "declined", "la personne ne souhaite pas"


class Motive(Labelled):
    FIND_WORK = "find_work", "chercher un emploi"
    DISCOVER = "discover", "découvrir des métiers"
    TRAIN = "train", "se former"
    LIFT = "lift", "avancer sur des difficultés"
    NETWORK = "network", "rencontrer des employeurs"
    CLUB_ONLY = "club_only", "accéder au club d'entreprises et aux badges seulement"


MOVES: dict[PrescriptionState, frozenset[PrescriptionState]] = {
    PrescriptionState.RECEIVED: frozenset(
        {
            PrescriptionState.CONTACTED,
            PrescriptionState.JOINED,
            PrescriptionState.DIRECTED,
            PrescriptionState.UNREACHABLE,
            PrescriptionState.DECLINED,
        }
    ),
    PrescriptionState.CONTACTED: frozenset(
        {
            PrescriptionState.JOINED,
            PrescriptionState.DIRECTED,
            PrescriptionState.UNREACHABLE,
            PrescriptionState.DECLINED,
        }
    ),
    PrescriptionState.UNREACHABLE: frozenset({PrescriptionState.CONTACTED, PrescriptionState.JOINED}),
    PrescriptionState.DECLINED: frozenset({PrescriptionState.CONTACTED, PrescriptionState.JOINED}),
    PrescriptionState.DIRECTED: frozenset({PrescriptionState.JOINED}),
    PrescriptionState.JOINED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Prescription:
    """Who refers, from which structure, why, when, and what became of it."""

    id: UUID
    by: UUID
    structure_id: UUID
    motive: Motive
    on: date
    state: PrescriptionState = PrescriptionState.RECEIVED
    moved_on: date | None = None
    reason: str = ""


def prescribe(
    *, prescription_id: UUID, by: UUID, structure_id: UUID, motive: Motive, on: date, reason: str = ""
) -> Prescription:
    """Build a checked prescription. Raises Invalid when the reason holds sensitive words."""
    return Prescription(prescription_id, by, structure_id, motive, on, reason=keepable(reason, field="reason"))


def moved(prescription: Prescription, state: PrescriptionState, on: date) -> Prescription:
    """Say what became of it. Raises Conflict for a move that makes no sense, Invalid when dated too early.

    The same state again changes nothing.
    """
    if state is prescription.state:
        return prescription
    if state not in MOVES[prescription.state]:
        raise Conflict(
            f"La prescription est « {prescription.state.label} » : elle ne peut pas devenir « {state.label} ».",
            field="state",
        )
    if on < (prescription.moved_on or prescription.on):
        raise Invalid("Cette date est avant la dernière étape.", field="on")
    return replace(prescription, state=state, moved_on=on)


def waits(prescription: Prescription, today: date) -> bool:
    """True when the person should have been called already (seven days without a word to them)."""
    return prescription.state is PrescriptionState.RECEIVED and (today - prescription.on).days >= CALL_WITHIN_DAYS
