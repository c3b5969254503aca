"""What a verification tells: one step after another, in French, and what the badge says once read.

A step is right, wrong, or could not be checked here; nothing is guessed. The verdict is the worst step.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    RIGHT = "right"
    UNSURE = "unsure"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Step:
    """``title`` is what was checked, ``text`` what was found."""

    title: str
    verdict: Verdict
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """What the badge says, copied from the signed content. Empty fields were not said."""

    id: str = ""
    name: str = ""
    description: str = ""
    criteria: str = ""
    issuer_id: str = ""
    issuer_name: str = ""
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    alignments: tuple[tuple[str, str], ...] = ()
    """Pairs of a name and an https address (or an empty one)."""
    results: tuple[str, ...] = ()
    endorsement: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The steps in the order they were taken, the first wrong one ending the walk."""

    steps: tuple[Step, ...]
    told: Told | None = None

    @property
    def verdict(self) -> Verdict:
        found = {step.verdict for step in self.steps}
        if Verdict.WRONG in found or not self.steps:
            return Verdict.WRONG
        return Verdict.UNSURE if Verdict.UNSURE in found else Verdict.RIGHT
