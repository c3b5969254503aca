"""How a placement ended, for the tutor and for the person, and why one did not take place.

Closed lists only: no free text about a person, no word of health (a reason that would say one is « empêchement »).
Reminders of the bilan come 3 and 10 days after the end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.contracts.vocabulary import HiredAs, Labelled, PlacementOutcome, PlacementStatus
from services.kernel.problems import Invalid
from services.matching.domain.placements.law import Law, Rule
from services.matching.domain.placements.spans import last_day


class StopReason(Labelled):
    """Why a placement was refused, given up or cancelled."""

    PERSON = "person", "la personne ne peut ou ne souhaite plus"
    EMPLOYER = "employer", "l'entreprise ne peut plus accueillir"
    RULES = "rules", "les règles ne le permettent pas"
    TOO_LATE = "too_late", "les dates sont passées"
    FOUND_WORK = "found_work", "la personne a trouvé un emploi"
    OUTSIDE = "outside", "événement extérieur"
    ERASED = "erased", "la personne a demandé l'effacement"
    OTHER = "other", "autre raison"


class Why(Labelled):
    """Why somebody did not come, or why it was done in part."""

    PREVENTED = "prevented", "empêchement"
    CHANGED_MIND = "changed_mind", "changement d'avis"
    NOT_THE_WORK = "not_the_work", "le travail n'était pas celui prévu"
    FOUND_WORK = "found_work", "un emploi trouvé"
    NO_TUTOR = "no_tutor", "pas de tuteur présent"
    ACTIVITY = "activity", "baisse ou arrêt de l'activité"
    OUTSIDE = "outside", "événement extérieur"
    OTHER = "other", "autre raison"


NO_SHOW = frozenset({PlacementOutcome.NO_SHOW_PERSON, PlacementOutcome.NO_SHOW_EMPLOYER})


@dataclass(frozen=True, slots=True)
class Bilan:
    """``objective_reached`` None when nobody said. ``why`` tells a partial placement or one that did not start."""

    outcome: PlacementOutcome
    hired_as: HiredAs = HiredAs.NONE
    objective_reached: bool | None = None
    why: Why | None = None

    def __post_init__(self) -> None:
        if self.outcome is PlacementOutcome.COMPLETED and self.why is not None:
            told = "Une mise en situation menée à son terme n'appelle pas de raison."
            raise Invalid(told, fields={"why": told}, code="why-unneeded")
        if self.outcome in NO_SHOW and self.objective_reached:
            told = "L'objectif n'a pas pu être atteint : elle n'a pas eu lieu."
            raise Invalid(told, fields={"objective_reached": told}, code="reached-without-coming")


@dataclass(frozen=True, slots=True)
class Observed:
    """A skill as the tutor saw it. ``level``: 1 discovered, 2 done with help, 3 done alone."""

    label: str
    level: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The tutor's own words stay in `employers`; here are its closed answers. ``version`` grows by one."""

    version: int
    outcome: PlacementOutcome
    hired_as: HiredAs = HiredAs.NONE
    skills: Sequence[Observed] = ()
    endorses_badge: bool = False


def bilan_reminders_due(status: PlacementStatus, ends_on: date | None, done: int, today: date, law: Law) -> int | None:
    """How many reminders of the bilan should have been made by today, None when none is due."""
    if status is not PlacementStatus.VALIDATED or ends_on is None:
        return None
    after = (
        law.value(Rule.BILAN_FIRST_REMINDER_DAYS, ends_on),
        law.value(Rule.BILAN_SECOND_REMINDER_DAYS, ends_on),
    )
    due = sum(1 for days in after if today >= ends_on + timedelta(days=days))
    return due if due > done else None


def given_up(status_unfinished: bool, ends_on: date | None, today: date, law: Law) -> bool:
    """True for a convention that nobody validated and that ended more than a month ago."""
    if not status_unfinished or ends_on is None:
        return False
    return today > last_day(ends_on, law.value(Rule.UNFINISHED_MONTHS, ends_on))
