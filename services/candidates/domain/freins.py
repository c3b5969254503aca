"""Freins périphériques: what stands between a person and work, worked on one by one with a partner.

Sensitive data: encrypted at rest, seen by the person's referents only, never published, never in a ranking. What
may leave is a limit on the work chosen with the person (``profile.Avoid``, hours, travel), without its cause.
For exports each kind maps to a code of France Travail's « contraintes personnelles » (22 to 29); objectives are
matched by label because their codes differ between versions.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from services.candidates.domain.refusals import Conflict, Invalid
from services.candidates.domain.wording import keepable
from services.contracts.vocabulary import Labelled


class FreinKind(Labelled):
    """A kind of obstacle and the code of France Travail's constraint that holds it."""

    constraint: int

    def __new__(cls, value: str, label: str = "", constraint: int = 0) -> "FreinKind":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.constraint = constraint
        return member

    CHILDCARE = "childcare", "Garde d'enfants ou de petits-enfants", 24
    ADMINISTRATIVE = "administrative", "Démarches administratives", 29
    RIGHTS = "rights", "Accès aux droits", 29
    HEALTH = "health", "Santé", 25
    HOUSING = "housing", "Logement", 27
    MOBILITY = "mobility", "Mobilité", 23
    DISABILITY_FILE = "disability_file", "Dossier RQTH ou MDPH à faire", 25
    ADDICTION = "addiction", "Addiction", 25
    ISOLATION = "isolation", "Isolement", 24
    PAPER_FEAR = "paper_fear", "Peur des papiers", 29
    DIGITAL = "digital", "Numérique", 22
    LANGUAGE = "language", "Français, lecture, écriture, calcul", 26
    MONEY = "money", "Budget", 28


CONSTRAINTS = {
    22: "Numérique",
    23: "Mobilité",
    24: "Contraintes familiales",
    25: "Santé",
    26: "Lecture, écriture, calcul",
    27: "Logement",
    28: "Difficultés financières",
    29: "Difficultés administratives et juridiques",
}


class FreinState(StrEnum):
    """Where the work on an obstacle stands, and how France Travail names the state of its objective."""

    label: str
    objective: str

    def __new__(cls, value: str, label: str, objective: str) -> "FreinState":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.objective = objective
        return member

    IDENTIFIED = "identified", "identifié", "non démarré"
    WORKED_ON = "worked_on", "en cours", "en cours"
    LIFTED = "lifted", "levé", "réalisé"
    DROPPED = "dropped", "abandonné", "abandonné"


@dataclass(frozen=True, slots=True)
class Solicitation:
    """A partner asked for help, and what they answered."""

    structure_id: UUID | None
    partner: str
    asked_on: date
    answered_on: date | None = None
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Frein:
    """One obstacle of one person. ``note`` passed the check of free text."""

    id: UUID
    kind: FreinKind
    state: FreinState
    identified_on: date
    worked_on_since: date | None = None
    closed_on: date | None = None
    priority: bool = False
    note: str = ""
    solicitations: tuple[Solicitation, ...] = ()

    @property
    def open(self) -> bool:
        """True while it is neither lifted nor dropped."""
        return self.state in (FreinState.IDENTIFIED, FreinState.WORKED_ON)

    def waiting_since(self) -> date | None:
        """The day of the oldest request to a partner without an answer."""
        return min((one.asked_on for one in self.solicitations if one.answered_on is None), default=None)


def identify(
    known: tuple[Frein, ...], *, frein_id: UUID, kind: FreinKind, on: date, note: str = "", priority: bool = False
) -> Frein:
    """Record an obstacle. Raises Conflict when one of the same kind is already open."""
    if any(frein.open and frein.kind is kind for frein in known):
        raise Conflict(f"« {kind.label} » est déjà suivi pour cette personne.", field="kind")
    return Frein(frein_id, kind, FreinState.IDENTIFIED, on, priority=priority, note=keepable(note, field="note"))


def _must_be_open(frein: Frein) -> None:
    if not frein.open:
        raise Conflict(f"« {frein.kind.label} » est clos : notez-en un nouveau s'il revient.", field="state")


def work_on(
    frein: Frein, *, on: date, partner: str = "", structure_id: UUID | None = None, note: str | None = None
) -> Frein:
    """Start (or go on) working; with a partner named, records the request made to them. Raises Conflict, Invalid."""
    _must_be_open(frein)
    if on < frein.identified_on:
        raise Invalid("Cette date est avant celle où la difficulté a été notée.", field="on")
    named = keepable(partner, field="partner")
    asked = (Solicitation(structure_id, named, on),) if named or structure_id else ()
    return replace(
        frein,
        state=FreinState.WORKED_ON,
        worked_on_since=frein.worked_on_since or on,
        note=frein.note if note is None else keepable(note, field="note"),
        solicitations=frein.solicitations + asked,
    )


def partner_answered(frein: Frein, *, index: int, on: date, answer: str) -> Frein:
    """Record a partner's answer to the request at ``index``. Raises Conflict when it was already answered."""
    if not 0 <= index < len(frein.solicitations):
        raise Invalid("Cette demande au partenaire n'existe pas.", field="index")
    asked = frein.solicitations[index]
    if asked.answered_on is not None:
        raise Conflict("La réponse de ce partenaire est déjà notée.", field="answer")
    if on < asked.asked_on:
        raise Invalid("La réponse ne peut pas précéder la demande.", field="on")
    answered = replace(asked, answered_on=on, answer=keepable(answer, field="answer"))
    kept = frein.solicitations
    return replace(frein, solicitations=(*kept[:index], answered, *kept[index + 1 :]))


def close(frein: Frein, *, on: date, lifted: bool = True) -> Frein:
    """Close as lifted, or as dropped. Raises Conflict when closed already, Invalid when the day is too early."""
    _must_be_open(frein)
    if on < (frein.worked_on_since or frein.identified_on):
        raise Invalid("Cette date est avant le début du travail sur la difficulté.", field="on")
    return replace(frein, state=FreinState.LIFTED if lifted else FreinState.DROPPED, closed_on=on)


@dataclass(frozen=True, slots=True)
class Constraint:
    """A line of the export to France Travail: one per code, explored or not."""

    code: int
    label: str
    explored: bool
    present: bool
    priority: bool
    objectives: tuple[tuple[str, str], ...]
    """Label and state of each objective, in the order they were identified."""
    closed_on: date | None


def constraints(freins: tuple[Frein, ...]) -> tuple[Constraint, ...]:
    """Return the eight lines of « contraintes personnelles » that these freins make."""
    lines = []
    for code, label in CONSTRAINTS.items():
        held = sorted((one for one in freins if one.kind.constraint == code), key=lambda one: one.identified_on)
        present = any(one.open for one in held)
        closing = [one.closed_on for one in held if one.closed_on is not None]
        lines.append(
            Constraint(
                code=code,
                label=label,
                explored=bool(held),
                present=present,
                priority=any(one.open and one.priority for one in held),
                objectives=tuple((one.kind.label, one.state.objective) for one in held),
                closed_on=None if present or not closing else max(closing),
            )
        )
    return tuple(lines)
