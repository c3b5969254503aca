"""« Prêt à l'emploi »: the caseworker's judgement, dated and explained, never the system's.

The system shows the freins still open; a caseworker may judge the person ready all the same, with a written reason.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.candidates.domain.freins import Frein, FreinState
from services.candidates.domain.refusals import Invalid
from services.candidates.domain.wording import keepable


@dataclass(frozen=True, slots=True)
class Judgement:
    """The judgement of one caseworker on one day. ``open_freins`` is how many were not lifted then."""

    ready: bool
    on: date
    by: UUID
    reason: str = ""
    open_freins: int = 0


def judge(*, ready: bool, freins: tuple[Frein, ...], on: date, by: UUID, reason: str = "") -> Judgement:
    """Record a judgement. Raises Invalid when freins are open and no reason is written, or the reason is refused."""
    written = keepable(reason, field="reason")
    still_open = sum(frein.state in (FreinState.IDENTIFIED, FreinState.WORKED_ON) for frein in freins)
    if ready and still_open and not written:
        some = "une difficulté n'est pas levée" if still_open == 1 else f"{still_open} difficultés ne sont pas levées"
        raise Invalid(f"Encore {some}. Vous pouvez juger la personne prête : écrivez pourquoi.", field="reason")
    return Judgement(ready, on, by, written, still_open)
