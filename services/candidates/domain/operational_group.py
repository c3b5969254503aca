"""Groupe opérationnel « Objectif réussite emploi formation »: every six weeks, each situation is looked at together.

A review names problems and solutions with somebody in charge and a day. It says only what the person agreed to
share (see ``sharing``); its text passes the check of free text.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from services.candidates.domain.refusals import Conflict, Invalid
from services.candidates.domain.wording import keepable
from services.contracts.vocabulary import Labelled

EVERY = timedelta(weeks=6)


class Meeting(Labelled):
    """The meetings of the Cité's partners."""

    OPERATIONAL = "operational", "Groupe opérationnel"
    WEEKLY = "weekly", "Point hebdomadaire État, Diagonales, CCAS"
    STEERING = "steering", "Comité de pilotage"


@dataclass(frozen=True, slots=True)
class Session:
    """A meeting on a day and the structures around the table."""

    id: UUID
    kind: Meeting
    on: date
    structures: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Action:
    """A solution: what, by which structure, until when, done when."""

    id: UUID
    what: str
    structure_id: UUID
    due: date
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """One person's situation at one session."""

    id: UUID
    session_id: UUID
    person_id: UUID
    problem: str
    actions: tuple[Action, ...] = ()


def next_session(last: date | None, today: date) -> date:
    """Return the day of the next groupe opérationnel: six weeks after the last one, today when that is past."""
    return today if last is None else max(last + EVERY, today)


def days_late(last: date | None, today: date) -> int:
    """How many days the six weeks are exceeded by, 0 when not."""
    return 0 if last is None else max(0, (today - (last + EVERY)).days)


def review(*, review_id: UUID, session: Session, person_id: UUID, problem: str) -> Review:
    """Open the review of a person at a session. Raises Invalid."""
    written = keepable(problem, field="problem")
    if not written:
        raise Invalid("Écrivez ce qui bloque, en une phrase.", field="problem")
    return Review(review_id, session.id, person_id, written)


def propose(held: Review, *, action_id: UUID, what: str, structure_id: UUID, due: date, session: Session) -> Review:
    """Add a solution. Raises Invalid when its structure was not there, or its day is before the session."""
    written = keepable(what, field="what")
    if not written:
        raise Invalid("Écrivez ce qui sera fait.", field="what")
    if structure_id not in session.structures:
        raise Invalid("Cette structure n'était pas à la réunion.", field="structure")
    if due < session.on:
        raise Invalid("Le délai est avant la réunion.", field="due")
    return replace(held, actions=(*held.actions, Action(action_id, written, structure_id, due)))


def done(held: Review, action_id: UUID, on: date) -> Review:
    """Mark a solution as done. Raises Conflict when it does not exist or was done already."""
    if not any(one.id == action_id and one.done_on is None for one in held.actions):
        raise Conflict("Cette action n'existe pas, ou elle est déjà faite.", field="action")
    return replace(
        held, actions=tuple(replace(one, done_on=on) if one.id == action_id else one for one in held.actions)
    )
