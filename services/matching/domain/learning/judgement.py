"""Do referents judge some people otherwise? How often offers are put aside, where trade, way and hours stand alike.

A version learns from what was put aside: a judgement that bears on a group goes into it by allowed signals, and making
the version prudent hides it more than it mends it. So what taught is looked at too, not only what comes out.
This is a test of difference: it refuses what is shown, beyond a tolerance, and few people show little.
Groups are lent for the time of the count, as for the audit.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.contracts.vocabulary import IntroductionState
from services.matching.domain.equity import SMALLEST_CELL
from services.matching.domain.learning.audit import DIMENSIONS, ENOUGH_PEOPLE, Groups
from services.matching.domain.learning.intervals import Interval, drawn_again
from services.matching.domain.learning.outcome import NOT_HERS, Outcome
from services.matching.domain.ranking import prior
from services.matching.domain.ranking.features import FEATURES, VERSION, Missing, Value

TOLERATED = 0.05
"""Part of the offers that may be put aside more often for a group: what no feature holds may explain that much.

Half of what the audit allows of exposure; settled on towns that judge no figure told (seeds 101 to 108).
"""
_ALIKE = tuple(
    (place, prior.PRIOR[feature.name].edges)
    for place, feature in enumerate(FEATURES)
    if feature.name in {"trade", "travel_minutes", "hours"}
)


@dataclass(frozen=True, slots=True)
class GroupJudgement:
    """``gap``: part put aside, less that of the others in the same situations; None under five people."""

    dimension: str
    group: str
    people: int
    others: int
    gap: Interval | None

    @property
    def enough(self) -> bool:
        """True when there are people enough on both sides."""
        return min(self.people, self.others) >= ENOUGH_PEOPLE

    @property
    def shown(self) -> bool:
        """True when the whole interval is beyond what is tolerated."""
        return self.gap is not None and self.gap.low > TOLERATED

    @property
    def said(self) -> str:
        """« non affiché », « insuffisant », « aucun écart montré » or « mis de côté plus souvent »."""
        if self.gap is None:
            return "non affiché"
        if not self.enough:
            return "insuffisant"
        return "mis de côté plus souvent" if self.shown else "aucun écart montré"


def judged_alike(rows: Iterable[Outcome], groups: Groups) -> tuple[GroupJudgement, ...]:
    """The gap of every group that somebody with a judged offer belongs to, in a fixed order."""
    cells: dict[tuple[object, ...], list[tuple[UUID, bool]]] = defaultdict(list)
    for row in rows:
        if row.seen is not None and row.seen.version == VERSION and (answer := _put_aside(row)) is not None:
            cells[_situation(row.seen.values)].append((row.profile_id, answer))
    judged = {person for cell in cells.values() for person, _ in cell}
    told: list[GroupJudgement] = []
    for dimension in DIMENSIONS:
        known = {person: found for person in judged if (found := groups.get(person, {}).get(dimension))}
        for group in sorted(set(known.values())):
            inside = {person: name == group for person, name in known.items()}
            people, others = sum(inside.values()), len(inside) - sum(inside.values())
            hidden = min(people, others) < SMALLEST_CELL
            told.append(GroupJudgement(dimension, group, people, others, None if hidden else _gap(inside, cells)))
    return tuple(told)


def _put_aside(row: Outcome) -> bool | None:
    """Did the referent put it aside for what it is? None when she did for another reason, which says nothing of it."""
    if row.state is IntroductionState.SET_ASIDE:
        return True if row.set_aside in NOT_HERS else None
    return False if row.state is not IntroductionState.PROPOSED else None


def _situation(values: tuple[Value, ...]) -> tuple[object, ...]:
    """Where the trade, the way and the hours stand, by the steps of the documented prior."""
    return tuple(
        value.value if isinstance(value := values[place], Missing) else bisect_right(edges, value)
        for place, edges in _ALIKE
    )


def _gap(
    inside: Mapping[UUID, bool], cells: Mapping[tuple[object, ...], Sequence[tuple[UUID, bool]]]
) -> Interval | None:
    """Each person of the group brings her offers, what was put aside of them, and what would be for the others."""
    brought: dict[UUID, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for cell in cells.values():
        others = [aside for person, aside in cell if inside.get(person) is False]
        if not others:
            continue
        usual = sum(others) / len(others)
        for person, aside in cell:
            if inside.get(person):
                hers = brought[person]
                hers[0], hers[1], hers[2] = hers[0] + aside, hers[1] + usual, hers[2] + 1
    return drawn_again({person: (hers[0], hers[1], hers[2]) for person, hers in brought.items()}, _more_often)


def _more_often(people: Sequence[tuple[float, float, float]]) -> float | None:
    offers = sum(count for _, _, count in people)
    return sum(aside - usual for aside, usual, _ in people) / offers if offers else None


def harsh(judgements: Sequence[GroupJudgement]) -> tuple[str, ...]:
    """Why what taught is refused, in words; none when nothing is shown."""
    return tuple(
        f"Jugements : à métier, trajet et horaires semblables, les offres sont mises de côté plus souvent pour "
        f"« {one.group} » ({DIMENSIONS[one.dimension]}) : {one.gap.said_in_points()}. Ce qui s'apprend de ces choix "
        "les imiterait : relisez-les en équipe."
        for one in judgements
        if one.enough and one.shown and one.gap is not None
    )


def unread(judgements: Sequence[GroupJudgement]) -> tuple[str, ...]:
    """The groups too small for their judgements to be compared, in words: a human has to."""
    few = [f"« {one.group} »" for one in judgements if not one.enough]
    if not few:
        return ()
    return (f"Jugements : insuffisant, moins de {ENOUGH_PEOPLE} personnes à comparer pour {', '.join(few)}.",)
