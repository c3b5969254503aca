"""How long a file is kept: 24 months without activity, the person warned 30 days before, then anonymised.

What stays afterwards tells nobody apart: a year-month, a cohort, an outcome. Refused introductions go after twelve
months. Erasure on request is another act, done at once.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from services.candidates.domain.experience import plus_months

INACTIVE_MONTHS = 24
WARNING_DAYS = 30
REFUSED_MONTHS = 12


class Keeping(StrEnum):
    """What is due for a file on a day."""

    KEEP = "keep"
    WARN = "warn"
    ANONYMISE = "anonymise"


@dataclass(frozen=True, slots=True)
class Remains:
    """What statistics keep of somebody whose file is gone."""

    entered: str
    """``YYYY-MM``."""
    cohort: str
    outcome: str


def anonymise_on(last_activity: date) -> date:
    """Return the day on which a file without activity since is anonymised."""
    return plus_months(last_activity, INACTIVE_MONTHS)


def keeping(last_activity: date, today: date, warned_on: date | None = None) -> Keeping:
    """Say what is due. Nobody is anonymised without having been warned 30 days before."""
    due = anonymise_on(last_activity)
    if today < due - timedelta(days=WARNING_DAYS):
        return Keeping.KEEP
    if warned_on is None or warned_on < last_activity:
        return Keeping.WARN
    ready = today >= due and today >= warned_on + timedelta(days=WARNING_DAYS)
    return Keeping.ANONYMISE if ready else Keeping.KEEP


def refused_is_over(refused_on: date, today: date) -> bool:
    """True when a refused introduction is to be forgotten (12 months)."""
    return today >= plus_months(refused_on, REFUSED_MONTHS)


def remains(*, registered_on: date, cohort: str | None, outcome: str) -> Remains:
    """Return the only line kept of a person."""
    return Remains(f"{registered_on:%Y-%m}", cohort or "", outcome)
