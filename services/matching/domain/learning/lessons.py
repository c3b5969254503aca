"""The rows that may teach: decided, shown under today's features, weighed against the bias of their place.

What stands first is looked at more, whatever it is worth: a row from far down speaks for the many that nobody looked
at, up to a limit. Refuses (Conflict) to learn from too few outcomes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import log2
from uuid import UUID

from services.kernel.problems import Conflict
from services.matching.domain.learning.outcome import OUTSIDE, Outcome, gained, grade, said_yes
from services.matching.domain.learning.ranker import ENOUGH_OUTCOMES
from services.matching.domain.ranking.features import VERSION, Side, Value

HEAVIEST = 3.0
"""No row counts for more than three: beyond, one odd case would decide."""
A_JOB, AN_AGREEMENT = 2.0, 0.7
"""A job found counts for two periods carried through; that she agreed, when nothing could follow, for less than one."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """``answers``: by side, what happened; None when this row says nothing of that side."""

    on: date
    profile_id: UUID
    offer_id: UUID
    position: int
    values: tuple[Value, ...]
    gained: bool | None
    said_yes: bool | None
    grade: int | None

    def answer(self, side: Side) -> bool | None:
        """What the row says of a side."""
        return self.gained if side is Side.GAIN else self.said_yes

    @property
    def weight(self) -> float:
        """How many rows it stands for: the inverse of how much its place is looked at; one when it had no place."""
        return 1.0 if self.position == OUTSIDE else min(HEAVIEST, log2(1 + self.position))

    def strength(self, side: Side) -> float:
        """How many rows it stands for on a side: its place, and for what served the person how well it is known."""
        if side is Side.CHANCE or not self.gained:
            return self.weight
        return self.weight * (A_JOB if self.grade == 3 else 1.0 if self.grade == 2 else AN_AGREEMENT)


def lessons_of(rows: Iterable[Outcome]) -> tuple[Lesson, ...]:
    """The rows that teach something, oldest first."""
    taught = [
        Lesson(
            row.seen.on,
            row.profile_id,
            row.offer_id,
            row.seen.position,
            row.seen.values,
            gained(row),
            said_yes(row),
            grade(row),
        )
        for row in rows
        if row.seen is not None and row.seen.version == VERSION
    ]
    told = [one for one in taught if one.gained is not None or one.said_yes is not None]
    return tuple(sorted(told, key=lambda one: (one.on, one.profile_id, one.offer_id)))


def decided(lessons: Sequence[Lesson], side: Side) -> int:
    """How many rows say something of a side."""
    return sum(one.answer(side) is not None for one in lessons)


def must_be_enough(lessons: Sequence[Lesson]) -> None:
    """Raises Conflict under the minimum of either side, or when one of them always ended alike."""
    told = [
        f"{decided(lessons, side)} suites connues pour « {_WORDS[side]} », il en faut {ENOUGH_OUTCOMES}"
        for side in Side
        if decided(lessons, side) < ENOUGH_OUTCOMES
    ]
    told += [
        f"« {_WORDS[side]} » a toujours la même réponse"
        for side in Side
        if len({one.answer(side) for one in lessons} - {None}) == 1
    ]
    if told:
        raise Conflict(
            f"Trop peu pour apprendre : {' ; '.join(told)}. Le classement documenté reste en vigueur.",
            code="too-few-outcomes",
        )


_WORDS = {Side.GAIN: "ce que la personne y gagne", Side.CHANCE: "la réponse de l'employeur"}


def split_in_time(lessons: Sequence[Lesson], part: float) -> tuple[tuple[Lesson, ...], tuple[Lesson, ...]]:
    """The older rows, then the newer ones: ``part`` of the rows or a little more, never one day on both sides."""
    if not lessons:
        return (), ()
    border = lessons[min(len(lessons) - 1, int(len(lessons) * part))].on
    return tuple(one for one in lessons if one.on < border), tuple(one for one in lessons if one.on >= border)
