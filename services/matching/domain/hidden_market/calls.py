"""A call to a firm that posted nothing: who, when, what it answered. No free word about anybody.

Announces nothing. A firm that said no is left in peace for three months, one not reached for a week; « rappeler » says
its own day.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from services.contracts.vocabulary import Labelled
from services.kernel.problems import Invalid


class CallOutcome(Labelled):
    WELCOMES = "welcomes", "d'accord pour accueillir"
    CALL_AGAIN = "call_again", "à rappeler"
    NOT_NOW = "not_now", "pas pour le moment"
    NOT_REACHED = "not_reached", "pas de réponse"


QUIET = {CallOutcome.NOT_NOW: timedelta(days=90), CallOutcome.NOT_REACHED: timedelta(days=7)}
FARTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class FirmCall:
    """``firm`` is the firm's key (`FirmToCall.key`); ``profile_id`` None when it was for nobody in particular."""

    id: UUID
    firm: str
    firm_name: str
    company_id: UUID | None
    profile_id: UUID | None
    rome: str
    outcome: CallOutcome
    again_on: date | None
    staff_id: UUID
    at: datetime


def again_on(outcome: CallOutcome, asked: date | None, today: date) -> date | None:
    """The day from which the firm is proposed again; None when it welcomes. Raises Invalid for a day not to come."""
    if outcome is CallOutcome.WELCOMES:
        return None
    if outcome is not CallOutcome.CALL_AGAIN:
        return today + QUIET[outcome]
    if asked is None or not today < asked <= today + FARTHEST:
        told = "Dites quel jour rappeler : un jour à venir, dans l'année."
        raise Invalid(told, fields={"again_on": told}, code="call-again-day")
    return asked
