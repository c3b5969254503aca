"""The life of a placement, as data: draft → to sign → partly signed → to validate → validated → ended.

Two tables: kinds with a convention go through signatures, the others (a job, a visit) are agreed at once. Refuses a
step that the table does not hold. Any edit of a convention sends it back to « à signer » and clears the signatures;
it is cancelled only once validated, refused or given up only before.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from services.contracts.vocabulary import Labelled, PlacementStatus
from services.kernel.problems import Conflict

S = PlacementStatus


class Step(Labelled):
    EDIT = "edit", "modifier"
    SIGN = "sign", "signer"
    VALIDATE = "validate", "valider"
    REFUSE = "refuse", "refuser"
    DEPRECATE = "deprecate", "abandonner"
    CANCEL = "cancel", "annuler"
    END = "end", "terminer"


@dataclass(frozen=True, slots=True)
class Way:
    """``step`` leads from any of ``sources`` to one of ``targets``."""

    step: Step
    sources: frozenset[PlacementStatus]
    targets: frozenset[PlacementStatus]


def _way(step: Step, sources: Iterable[PlacementStatus], *targets: PlacementStatus) -> Way:
    return Way(step, frozenset(sources), frozenset(targets))


UNFINISHED = frozenset({S.DRAFT, S.READY_TO_SIGN, S.PARTLY_SIGNED, S.IN_REVIEW})
"""A convention that is not validated yet."""

HOLDS_A_PLACE = UNFINISHED | {S.VALIDATED, S.ENDED}
"""Takes one of the offer's places, and counts in the person's history."""

CONVENTION_WAYS: tuple[Way, ...] = (
    _way(Step.EDIT, UNFINISHED, S.DRAFT, S.READY_TO_SIGN),
    _way(Step.SIGN, {S.READY_TO_SIGN, S.PARTLY_SIGNED}, S.PARTLY_SIGNED, S.IN_REVIEW),
    _way(Step.VALIDATE, {S.IN_REVIEW}, S.VALIDATED),
    _way(Step.REFUSE, UNFINISHED, S.REFUSED),
    _way(Step.DEPRECATE, UNFINISHED, S.DEPRECATED),
    _way(Step.CANCEL, {S.VALIDATED}, S.CANCELLED),
    _way(Step.END, {S.VALIDATED}, S.ENDED),
)

PLAIN_WAYS: tuple[Way, ...] = (
    _way(Step.EDIT, {S.VALIDATED}, S.VALIDATED),
    _way(Step.CANCEL, {S.VALIDATED}, S.CANCELLED),
    _way(Step.END, {S.VALIDATED}, S.ENDED),
)


def ways(needs_convention: bool) -> tuple[Way, ...]:
    """The table that a kind follows."""
    return CONVENTION_WAYS if needs_convention else PLAIN_WAYS


def must_be_possible(step: Step, status: PlacementStatus, *, needs_convention: bool) -> Way:
    """The row that this step follows. Raises Conflict when there is none from this status."""
    for way in ways(needs_convention):
        if way.step is step and status in way.sources:
            return way
    told = f"Cette immersion ou ce contrat est à l'état « {status.label} » : il n'est pas possible de {step.label}."
    if step is Step.EDIT and status is S.VALIDATED:
        told += " Annulez, puis convenez-en de nouveau."
    raise Conflict(told, code="placement-status")


def steps_from(status: PlacementStatus, *, needs_convention: bool) -> tuple[Step, ...]:
    """What may be done from a status, in the order of the table."""
    return tuple(way.step for way in ways(needs_convention) if status in way.sources)
