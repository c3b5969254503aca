"""What learning needs kept: outcomes, the versions of the ranking, and the last check of its fairness.

Every port is bound to one territory and one transaction. None ever sees a name, an age, a sex or a cohort.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from services.matching.domain.learning.outcome import Outcome, Seen
from services.matching.domain.learning.ranker import Ranker
from services.matching.domain.ranking.table import Table


class Outcomes(Protocol):
    """What became of the offers that were shown: one row per introduction."""

    def seen(self, profile_id: UUID, offer_id: UUID, *, until: date) -> Seen | None:
        """The offer as it was last shown for this person up to this day; None when it never was."""

    def get(self, introduction_id: UUID) -> Outcome | None:
        """None when nothing is kept of it."""

    def save(self, outcome: Outcome) -> None:
        """Insert or replace."""

    def drop(self, introduction_id: UUID) -> None:
        """Delete the row of an introduction that no longer concerns anybody."""

    def forget(self, profile_id: UUID) -> None:
        """Delete every row of an erased person."""

    def forget_before(self, day: date) -> int:
        """Delete what was opened, or shown, before this day; return how many outcomes went."""

    def since(self, day: date) -> Sequence[Outcome]:
        """Rows opened from this day on, oldest first, then by introduction."""

    def shadowed(self, model: str, since: date) -> Sequence[tuple[int, int]]:
        """For each offer shown while this version was in shadow: its place in the list, its place in the shadow."""


class Rankings(Protocol):
    """The versions of the ranking of the territory."""

    def in_force(self) -> Table:
        """The table that scores; the prior while nothing was promoted. Decoded once per process and version."""

    def shadow(self) -> Table | None:
        """The table that scores silently; None when there is none."""

    def all(self) -> Sequence[Ranker]:
        """Every version, newest first."""

    def get(self, version: str) -> Ranker:
        """Raise NotFound when there is none of that name."""

    def save(self, ranker: Ranker) -> None:
        """Insert or replace. The table of a version never changes."""


class FairnessChecks(Protocol):
    """The last check of fairness of the territory: counts, parts and gaps of groups, none under five people."""

    def last(self) -> Mapping[str, Any] | None:
        """None when none was ever made."""

    def keep(self, check: Mapping[str, Any], *, at: datetime) -> None:
        """Replace the one before."""
