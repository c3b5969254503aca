"""An offer found on another board, in our words, or the row that was left aside and why.

Pure. It becomes an offer of ours when it is imported; the board stays the one that answers.
"""

from dataclasses import dataclass
from datetime import datetime

from services.contracts.vocabulary import ActAsked
from services.employers.domain.offer_terms import Terms


@dataclass(frozen=True, slots=True)
class FoundOffer:
    """An offer of another board, in our words. ``ref`` is its id there; ``url`` is empty when it gives none."""

    line: int
    ref: str
    company_name: str
    terms: Terms
    url: str = ""
    posted_at: datetime | None = None

    @property
    def act(self) -> ActAsked:
        """What a person may do: answer where it was published, else call."""
        return ActAsked.APPLY if self.url else ActAsked.CALL


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row left aside. ``reason`` is French, for whoever imports."""

    line: int
    ref: str
    reason: str

    def told(self) -> str:
        """One line of the report."""
        named = f" (offre {self.ref})" if self.ref else ""
        return f"ligne {self.line}{named} : {self.reason}"
