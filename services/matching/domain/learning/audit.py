"""Does a ranking show some people less than others who said the same? Gaps of exposure between groups, with intervals.

Groups come from outside (`candidates`, or the simulator) for the time of the audit; no feature ever reads them.
A person's exposure is the attention that she gets before each offer: 1 / log2(1 + her place among the eligible).
The gap that decides is conditional: inside each offer, among people whose wished trade and skills stand alike. It is a
test of equivalence: the version must prove that it stays within ±10 %, so few people prove little, and are told so.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, log2
from uuid import UUID

from services.matching.domain.equity import SMALLEST_CELL
from services.matching.domain.learning.intervals import Interval, drawn_again
from services.matching.domain.ranking import prior
from services.matching.domain.ranking.features import FEATURES, Value
from services.matching.domain.ranking.score import from_values
from services.matching.domain.ranking.table import Table

ALLOWED = 0.10
ENOUGH_PEOPLE = 30
DIMENSIONS = {"cohort": "groupe", "sex": "sexe", "age": "tranche d'âge"}
_SAME = tuple(place for place, feature in enumerate(FEATURES) if feature.name in {"trade", "skills_held"})

Groups = Mapping[UUID, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Pair:
    """A person before an offer that she may have."""

    profile_id: UUID
    offer_id: UUID
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class GroupGap:
    """``conditional`` decides. ``change``: what the table adds to or takes from it, against the documented prior.

    Both None under five people; ``enough`` False under thirty on either side.
    """

    dimension: str
    group: str
    people: int
    others: int
    conditional: Interval | None
    change: Interval | None

    @property
    def enough(self) -> bool:
        """True when there are people enough on both sides."""
        return min(self.people, self.others) >= ENOUGH_PEOPLE

    @property
    def leaves(self) -> bool:
        """True when the interval of the conditional gap goes out of what is allowed."""
        found = self.conditional
        return found is not None and (found.low < -ALLOWED or found.high > ALLOWED)

    @property
    def vague(self) -> bool:
        """True when the interval leaves what is allowed without showing any gap: it holds nought, and is too wide."""
        found = self.conditional
        return found is not None and self.leaves and found.low <= 0 <= found.high and abs(found.mean) < ALLOWED

    @property
    def needed(self) -> int | None:
        """About how many people of the group would settle it, were the gap what it seems; None when none would.

        An interval narrows like the square root of the people it rests on.
        """
        found = self.conditional
        if found is None or abs(found.mean) >= ALLOWED:
            return None
        half = max(found.high - found.mean, found.mean - found.low)
        return ceil(self.people * (half / (ALLOWED - abs(found.mean))) ** 2)

    @property
    def said(self) -> str:
        """« conforme », « insuffisant », « trop imprécis » or « écart trop grand »."""
        if not self.enough:
            return "insuffisant"
        if not self.leaves:
            return "conforme"
        return "trop imprécis" if self.vague else "écart trop grand"


def exposures(pairs: Sequence[Pair], table: Table) -> dict[UUID, float]:
    """Each person's attention, over all the offers that she may have."""
    found: dict[UUID, float] = defaultdict(float)
    for (profile, _offer), weight in _places(pairs, table).items():
        found[profile] += weight
    return dict(found)


def _places(pairs: Sequence[Pair], table: Table) -> dict[tuple[UUID, UUID], float]:
    by_offer: dict[UUID, list[tuple[float, UUID]]] = defaultdict(list)
    for one in pairs:
        by_offer[one.offer_id].append((-from_values(one.values, table).log_odds, one.profile_id))
    return {
        (profile, offer): 1 / log2(1 + place)
        for offer, people in by_offer.items()
        for place, (_, profile) in enumerate(sorted(people), 1)
    }


def audit(pairs: Sequence[Pair], table: Table, groups: Groups) -> tuple[GroupGap, ...]:
    """The gap of every group that somebody belongs to, in a fixed order."""
    under, documented = exposures(pairs, table), exposures(pairs, prior.TABLE)
    places = _places(pairs, table)
    gaps: list[GroupGap] = []
    for dimension in DIMENSIONS:
        known = {person: told[dimension] for person, told in groups.items() if person in under and told.get(dimension)}
        for group in sorted(set(known.values())):
            inside = {person: name == group for person, name in known.items()}
            people, others = sum(inside.values()), len(inside) - sum(inside.values())
            hidden = min(people, others) < SMALLEST_CELL
            gaps.append(
                GroupGap(
                    dimension,
                    group,
                    people,
                    others,
                    None if hidden else _conditional(inside, pairs, places),
                    None if hidden else _change(inside, under, documented),
                )
            )
    return tuple(gaps)


def _change(
    inside: Mapping[UUID, bool], under: Mapping[UUID, float], documented: Mapping[UUID, float]
) -> Interval | None:
    """How the table changes the exposure of the group, against how it changes that of the others."""

    def gap(people: Sequence[tuple[bool, float, float]]) -> float | None:
        ours, theirs = _ratio(people, inside=True), _ratio(people, inside=False)
        return None if ours is None or not theirs else ours / theirs - 1

    return drawn_again({who: (is_in, under[who], documented[who]) for who, is_in in inside.items()}, gap)


def _ratio(people: Sequence[tuple[bool, float, float]], *, inside: bool) -> float | None:
    before = sum(documented for is_in, _, documented in people if is_in is inside)
    return sum(now for is_in, now, _ in people if is_in is inside) / before if before else None


def _conditional(
    inside: Mapping[UUID, bool], pairs: Sequence[Pair], places: Mapping[tuple[UUID, UUID], float]
) -> Interval | None:
    """Mean gap inside each cell (offer, nearness of the trade, skills held), each person bringing her own cells."""
    cells: dict[tuple[object, ...], list[tuple[UUID, float]]] = defaultdict(list)
    for one in pairs:
        if one.profile_id in inside:
            key = (one.offer_id, *(one.values[place] for place in _SAME))
            cells[key].append((one.profile_id, places[(one.profile_id, one.offer_id)]))
    brought: dict[UUID, list[float]] = {person: [0.0, 0.0] for person in inside}
    for cell in cells.values():
        others = [weight for person, weight in cell if not inside[person]]
        if others:
            mean = sum(others) / len(others)
            for person, weight in cell:
                if inside[person]:
                    brought[person][0] += weight
                    brought[person][1] += mean
    hers = {person: (told[0], told[1]) for person, told in brought.items() if inside[person]}
    return drawn_again(hers, _relative)


def _relative(people: Sequence[tuple[float, float]]) -> float | None:
    expected = sum(mean for _, mean in people)
    return sum(weight for weight, _ in people) / expected - 1 if expected else None


def refusals(gaps: Sequence[GroupGap]) -> tuple[str, ...]:
    """Why the audit refuses, in words; none when it does not. To be near is to be proven: a doubt refuses too."""
    return tuple(_refusal(gap) for gap in gaps if gap.enough and gap.leaves)


def _refusal(gap: GroupGap) -> str:
    found = gap.conditional.said_in_percent() if gap.conditional else ""
    named = f"« {gap.group} » ({DIMENSIONS[gap.dimension]})"
    if not gap.vague:
        return f"Équité : l'exposition de {named} s'écarte de {found} : l'intervalle sort des ±10 % admis."
    settled = f"il en faudrait environ {gap.needed}" if gap.needed else "davantage de personnes n'y suffirait pas"
    return (
        f"Équité : l'exposition de {named} s'écarte de {found} : aucun écart n'est montré, mais l'intervalle sort des "
        f"±10 % admis. La preuve manque : avec {gap.people} personnes la mesure est trop imprécise, {settled}."
    )


def doubts(gaps: Sequence[GroupGap]) -> tuple[str, ...]:
    """What the audit could not conclude, in words: a human has to."""
    if not gaps:
        return ("Équité : aucun groupe n'est connu, rien n'a pu être comparé (insuffisant).",)
    unsure = [f"« {gap.group} »" for gap in gaps if not gap.enough]
    if not unsure:
        return ()
    return (f"Équité : insuffisant, moins de {ENOUGH_PEOPLE} personnes à comparer pour {', '.join(unsure)}.",)
