"""What the law lets a person sign on a given day, judged from age and status, with the article of each.

Only the conditions leave this service (``ProfileChanged.legal``): neither the age nor the status does. A
condition holds during a window of days; the next day on which any of them changes is told, so that a daily job
announces the profile again on that day and on no other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from services.candidates.domain import legal_figures as law
from services.candidates.domain.age import birthday
from services.candidates.domain.legal_figures import Figure, in_force
from services.contracts.vocabulary import LegalCondition


@dataclass(frozen=True, slots=True)
class LegalStatus:
    """What the person can show besides a birth date. Days are included on both ends."""

    rqth: bool = False
    """Recognised as a disabled worker (RQTH): never leaves this service."""
    left_lower_secondary: bool = False
    """Has finished collège: apprenticeship from 15 (code du travail, art. L6222-1, al. 2)."""
    registered_jobseeker: bool = False
    minimum_income: bool = False
    """Receives RSA, ASS or AAH, or comes from an assisted contract (code du travail, art. L6325-1, 3°)."""
    iae_from: date | None = None
    iae_until: date | None = None
    """Pass IAE (code du travail, art. L5132-3)."""
    training_from: date | None = None
    training_until: date | None = None
    """Course that allows a stage (code de l'éducation, art. L124-1)."""
    record_checked_on: date | None = None
    """Record seen (bulletin n° 2, FIJAIS) for work with children (code de l'action sociale, art. L133-6)."""
    record_valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """The condition holds from ``start`` to ``end``, both included; ``end`` None when nothing closes it."""

    condition: LegalCondition
    start: date
    end: date | None
    article: str

    def holds_on(self, day: date) -> bool:
        """True when ``day`` is inside the window."""
        return self.start <= day and (self.end is None or day <= self.end)


def _through(born: date, last_age: int) -> date:
    """The last day at ``last_age`` (« révolus »): the eve of the next birthday."""
    return birthday(born, last_age + 1) - timedelta(days=1)


def _ages(
    condition: LegalCondition, born: date, first: Figure, last: Figure | None = None, article: str = ""
) -> Window:
    end = None if last is None else _through(born, last.value)
    return Window(condition, birthday(born, first.value), end, article or (last or first).source)


def _apprenticeship(born: date, status: LegalStatus, day: date) -> Window:
    figures = law.APPRENTICE_AFTER_LOWER_SECONDARY if status.left_lower_secondary else law.APPRENTICE_FROM
    first = in_force(figures, day)
    if status.rqth:
        article = "code du travail, art. L6222-2, 3°"
        return _ages(LegalCondition.MAY_BE_APPRENTICE, born, first, article=article)
    return _ages(LegalCondition.MAY_BE_APPRENTICE, born, first, in_force(law.APPRENTICE_LAST_AGE, day))


def _professionalisation(born: date, status: LegalStatus, day: date) -> Window:
    first = in_force(law.PROFESSIONALISE_FROM, day)
    if status.minimum_income:
        article = "code du travail, art. L6325-1, 3°"
        return _ages(LegalCondition.MAY_PROFESSIONALISE, born, first, article=article)
    if status.registered_jobseeker:
        article = "code du travail, art. L6325-1, 1° et 2°"
        return _ages(LegalCondition.MAY_PROFESSIONALISE, born, first, article=article)
    return _ages(LegalCondition.MAY_PROFESSIONALISE, born, first, in_force(law.PROFESSIONALISE_LAST_AGE, day))


def windows(born: date, status: LegalStatus, day: date) -> Iterator[Window]:
    """Yield the window of each condition the person may ever meet, under the figures in force on ``day``."""
    yield _ages(LegalCondition.AT_LEAST_16, born, in_force(law.IMMERSION_FROM, day))
    yield _ages(LegalCondition.ADULT, born, in_force(law.ADULT_FROM, day))
    yield _apprenticeship(born, status, day)
    yield _professionalisation(born, status, day)
    civic = law.CIVIC_LAST_AGE_RQTH if status.rqth else law.CIVIC_LAST_AGE
    yield _ages(LegalCondition.MAY_SERVE_CIVIC, born, in_force(law.CIVIC_FROM, day), in_force(civic, day))
    if status.iae_from is not None:
        article = "code du travail, art. L5132-3"
        yield Window(LegalCondition.IAE_ELIGIBLE, status.iae_from, status.iae_until, article)
    if status.training_from is not None:
        article = "code de l'éducation, art. L124-1"
        yield Window(LegalCondition.IN_TRAINING_COURSE, status.training_from, status.training_until, article)
    if status.record_checked_on is not None:
        article = "code de l'action sociale et des familles, art. L133-6"
        yield Window(LegalCondition.RECORD_CHECKED, status.record_checked_on, status.record_valid_until, article)


def conditions_on(born: date, status: LegalStatus, day: date) -> tuple[LegalCondition, ...]:
    """Return the conditions met on ``day``, in the order of the vocabulary."""
    met = {window.condition for window in windows(born, status, day) if window.holds_on(day)}
    return tuple(condition for condition in LegalCondition if condition in met)


def next_change(born: date, status: LegalStatus, day: date) -> date | None:
    """Return the first day after ``day`` on which the conditions may differ, or None when nothing is in sight."""
    edges = set(law.changes_after(day))
    for window in windows(born, status, day):
        edges.add(window.start)
        if window.end is not None:
            edges.add(window.end + timedelta(days=1))
    later = [edge for edge in edges if edge > day]
    return min(later) if later else None
