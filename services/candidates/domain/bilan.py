"""The bilan: where people stand, by cohort, counted one person once, and what may be shown to whom.

Everyone counts in one situation only, the strongest of those that hold on the day. Figures that leave the Cité hide
cells under five, and as many others as it takes so that no hidden cell can be computed from the totals.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from services.candidates.domain.followed_moves import FollowedIntroduction, FollowedPlacement
from services.contracts.vocabulary import (
    HiredAs,
    IntroductionState,
    Labelled,
    OfferKind,
    PlacementOutcome,
    PlacementStatus,
)

SMALLEST_CELL = 5
"""Under this, a figure could give somebody away."""
UNASSIGNED = ""
"""The row of people without a cohort."""


class Situation(Labelled):
    """Where a person stands; the first that holds is the one counted."""

    CDI = "cdi", "CDI"
    CDD = "cdd", "CDD"
    CDDI = "cddi", "CDDI"
    ALTERNANCE = "alternance", "Alternance"
    TEMPORARY = "temporary", "Intérim"
    PART_TIME_BREAK = "part_time_break", "Temps partiel (midi, périscolaire)"
    CIVIC_SERVICE = "civic_service", "Service civique"
    TRAINING = "training", "Formation"
    INTERNSHIP = "internship", "Stage"
    IMMERSION = "immersion", "Immersion"
    INTRODUCED = "introduced", "Présentée à une entreprise"
    SEARCHING = "searching", "En recherche active"
    EARLIER_STEP = "earlier_step", "Étape précédente du parcours"
    LEFT = "left", "Parcours terminé"


class HappeningKind(Labelled):
    """What took place over a period: several may happen to one person."""

    IMMERSION_DONE = "immersion_done", "Immersions terminées"
    INTERNSHIP_DONE = "internship_done", "Stages terminés"
    HIRED = "hired", "Embauches"
    CANCELLED = "cancelled", "Annulées ou non tenues"
    INTRODUCED = "introduced", "Présentations à une entreprise"


BY_KIND = {
    OfferKind.CDI: Situation.CDI,
    OfferKind.CDD: Situation.CDD,
    OfferKind.CDDI: Situation.CDDI,
    OfferKind.TEMPORARY: Situation.TEMPORARY,
    OfferKind.APPRENTICESHIP: Situation.ALTERNANCE,
    OfferKind.PROFESSIONALISATION: Situation.ALTERNANCE,
    OfferKind.PART_TIME_BREAK: Situation.PART_TIME_BREAK,
    OfferKind.CIVIC_SERVICE: Situation.CIVIC_SERVICE,
    OfferKind.TRAINING: Situation.TRAINING,
    OfferKind.INTERNSHIP: Situation.INTERNSHIP,
    OfferKind.IMMERSION: Situation.IMMERSION,
}
BY_HIRING = {
    HiredAs.CDI: Situation.CDI,
    HiredAs.CDD_6: Situation.CDD,
    HiredAs.CDD_SHORT: Situation.CDD,
    HiredAs.ALTERNANCE: Situation.ALTERNANCE,
    HiredAs.AIDED: Situation.CDD,
    HiredAs.CDDI: Situation.CDDI,
    HiredAs.TEMPORARY: Situation.TEMPORARY,
    HiredAs.OTHER: Situation.CDD,
}
WITH_AN_EMPLOYER = frozenset(
    {IntroductionState.INTRODUCED, IntroductionState.SEEN, IntroductionState.MEETING, IntroductionState.MET}
)


def situation(
    *,
    followed: bool,
    in_cite: bool,
    placements: tuple[FollowedPlacement, ...],
    introductions: tuple[FollowedIntroduction, ...],
    by_hand: tuple[tuple[OfferKind, date, date | None], ...],
    day: date,
) -> Situation:
    """Return where the person stands on ``day``. ``by_hand`` are contracts seen on paper: kind, start, end."""
    held: set[Situation] = set()
    for one in placements:
        if one.running(day) and one.kind in BY_KIND:
            held.add(BY_KIND[one.kind])
        if one.status is PlacementStatus.ENDED and one.hired_as in BY_HIRING and one.starts_on <= day:
            held.add(BY_HIRING[one.hired_as])
    for kind, start, end in by_hand:
        if kind in BY_KIND and start <= day and (end is None or day <= end):
            held.add(BY_KIND[kind])
    if any(one.state in WITH_AN_EMPLOYER and one.at.date() <= day for one in introductions):
        held.add(Situation.INTRODUCED)
    found = next((one for one in Situation if one in held), None)
    working = found is not None and found is not Situation.INTRODUCED
    if not followed and not working:
        return Situation.LEFT
    if found is not None:
        return found
    return Situation.SEARCHING if in_cite else Situation.EARLIER_STEP


def happenings(
    placements: tuple[FollowedPlacement, ...],
    introductions: tuple[FollowedIntroduction, ...],
    *,
    since: date,
    until: date,
) -> list[HappeningKind]:
    """Return what took place in the period (both ends included), a cancelled placement being an outcome too."""
    found: list[HappeningKind] = []
    for one in placements:
        when = one.ends_on or one.starts_on
        if not since <= when <= until:
            continue
        no_show = one.outcome in (PlacementOutcome.NO_SHOW_PERSON, PlacementOutcome.NO_SHOW_EMPLOYER)
        if one.status is PlacementStatus.CANCELLED or no_show:
            found.append(HappeningKind.CANCELLED)
        elif one.status is PlacementStatus.ENDED and one.kind is OfferKind.IMMERSION:
            found.append(HappeningKind.IMMERSION_DONE)
        elif one.status is PlacementStatus.ENDED and one.kind is OfferKind.INTERNSHIP:
            found.append(HappeningKind.INTERNSHIP_DONE)
        if one.status is PlacementStatus.ENDED and one.hired_as is not HiredAs.NONE:
            found.append(HappeningKind.HIRED)
    reached = WITH_AN_EMPLOYER | {IntroductionState.PLACED, IntroductionState.REFUSED, IntroductionState.NOT_NOW}
    found += [
        HappeningKind.INTRODUCED for one in introductions if one.state in reached and since <= one.at.date() <= until
    ]
    return found


@dataclass(frozen=True, slots=True)
class Table:
    """Counts by row and column. A cell None is hidden; totals follow what is shown of them."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], int | None]
    row_totals: Mapping[str, int | None]
    column_totals: Mapping[str, int | None]
    total: int | None

    def cell(self, row: str, column: str) -> int | None:
        """The count, 0 when nobody is there, None when hidden."""
        return self.cells.get((row, column), 0)


def table(pairs: Iterable[tuple[str, str]], *, rows: tuple[str, ...], columns: tuple[str, ...]) -> Table:
    """Count (row, column) pairs. A pair outside of the given rows or columns is an error of the caller: KeyError."""
    cells: dict[tuple[str, str], int | None] = {(row, column): 0 for row in rows for column in columns}
    counts = dict.fromkeys(cells, 0)
    for pair in pairs:
        counts[pair] += 1
    cells.update(counts)
    return Table(
        rows=rows,
        columns=columns,
        cells=cells,
        row_totals={row: sum(counts[row, column] for column in columns) for row in rows},
        column_totals={column: sum(counts[row, column] for row in rows) for column in columns},
        total=sum(counts.values()),
    )
