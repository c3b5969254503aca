"""What became of the people of each group, from their outcomes: the part of those who carried something through.

Groups are lent for the time of the count, as for the audit. Under five people nothing is told; under thirty the part
is told with « insuffisant », and a human reads it. No test of difference is made: a gap between groups also holds what
they wished and what was around them; it is a question to ask, never a verdict.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from services.matching.domain.equity import SMALLEST_CELL
from services.matching.domain.learning.audit import DIMENSIONS, ENOUGH_PEOPLE, Groups
from services.matching.domain.learning.intervals import Interval, proportion
from services.matching.domain.learning.outcome import Outcome, grade

CARRIED_THROUGH = 2
"""The grade from which something was a success: a period carried through, or a job (`outcome.grade`)."""


@dataclass(frozen=True, slots=True)
class GroupSuccess:
    """``part`` of the people with a known outcome who carried one through; None under five people."""

    dimension: str
    group: str
    people: int
    part: Interval | None

    @property
    def enough(self) -> bool:
        """True when there are people enough to read the part by itself."""
        return self.people >= ENOUGH_PEOPLE

    @property
    def said(self) -> str:
        """« lisible », « insuffisant » or « non affiché »."""
        if self.part is None:
            return "non affiché"
        return "lisible" if self.enough else "insuffisant"


def success_by_group(rows: Iterable[Outcome], groups: Groups) -> tuple[GroupSuccess, ...]:
    """Every group that somebody with a known outcome belongs to, in a fixed order."""
    done: dict[UUID, bool] = {}
    for row in rows:
        found = grade(row)
        if found is not None:
            done[row.profile_id] = done.get(row.profile_id, False) or found >= CARRIED_THROUGH
    told: list[GroupSuccess] = []
    for dimension in DIMENSIONS:
        by_group: dict[str, list[bool]] = {}
        for person, good in sorted(done.items()):
            name = groups.get(person, {}).get(dimension)
            if name:
                by_group.setdefault(name, []).append(good)
        for name, people in sorted(by_group.items()):
            part = proportion(sum(people), len(people)) if len(people) >= SMALLEST_CELL else None
            told.append(GroupSuccess(dimension, name, len(people), part))
    return tuple(told)


def to_be_read_by_a_human(found: Iterable[GroupSuccess]) -> tuple[str, ...]:
    """The groups too small to be read by themselves, in words."""
    few = [f"« {one.group} »" for one in found if one.part is not None and not one.enough]
    if not few:
        return ()
    return (
        f"Réussites : insuffisant, moins de {ENOUGH_PEOPLE} personnes pour {', '.join(few)} ; à lire par un humain.",
    )
