"""What a company promised for the year, and what it did.

Engagement is measured by behaviour: placements and badges count by themselves; a visit, a mock interview or a tutor's
training is recorded by whoever saw it, with its day. Refuses promises that are not whole, small and positive.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.contracts.vocabulary import Labelled, OfferKind
from services.employers.domain.refusals import Fault, Invalid

MOST_PROMISED = 200
FIRST_YEAR = 2018


class Pledge(Labelled):
    """What a firm of the club can commit to."""

    IMMERSION = "immersion", "immersions"
    INTERNSHIP = "internship", "stages"
    JOB = "job", "emplois et alternances"
    VISIT = "visit", "visites de l'entreprise"
    MOCK_INTERVIEW = "mock_interview", "simulations d'entretien"
    MENTORING = "mentoring", "parrainages"
    TUTOR = "tutor", "tuteurs formés"
    BADGE = "badge", "badges co-créés"


ONE = {
    Pledge.IMMERSION: "immersion",
    Pledge.INTERNSHIP: "stage",
    Pledge.JOB: "emploi ou alternance",
    Pledge.VISIT: "visite de l'entreprise",
    Pledge.MOCK_INTERVIEW: "simulation d'entretien",
    Pledge.MENTORING: "parrainage",
    Pledge.TUTOR: "tuteur formé",
    Pledge.BADGE: "badge co-créé",
}
PLEDGES = {pledge.value: pledge for pledge in Pledge}

COUNTED_FROM: dict[OfferKind, Pledge] = {
    OfferKind.IMMERSION: Pledge.IMMERSION,
    OfferKind.INTERNSHIP: Pledge.INTERNSHIP,
    OfferKind.VISIT: Pledge.VISIT,
    OfferKind.MOCK_INTERVIEW: Pledge.MOCK_INTERVIEW,
}
"""Placements of these kinds honour these pledges; of any other kind, a job."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something the firm did, on a day. ``source`` is the id of the placement or award, None when recorded by hand."""

    id: UUID
    company_id: UUID
    territory: str
    pledge: Pledge
    on: date
    count: int = 1
    recorded_by: UUID | None = None
    source: UUID | None = None

    @property
    def told(self) -> str:
        """The act in words."""
        return told(self.pledge, self.count)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the year: promised and honoured."""

    pledge: Pledge
    promised: int
    honoured: int

    @property
    def done(self) -> str:
        """What was honoured, in words: « 1 immersion », « 3 stages »."""
        return told(self.pledge, self.honoured)

    @property
    def kept(self) -> bool:
        return self.honoured >= self.promised > 0


def told(pledge: Pledge, count: int) -> str:
    """A number of acts in words."""
    return f"{count} {pledge.label if count > 1 else ONE[pledge]}"


def pledge_of(kind: OfferKind) -> Pledge:
    """Which pledge a placement of this kind honours."""
    return COUNTED_FROM.get(kind, Pledge.JOB)


def check_promises(promised: Mapping[Pledge, int], *, year: int, today: date) -> dict[Pledge, int]:
    """The promises of a year, zeros dropped. Raises Invalid with the field of the wrong line."""
    if not FIRST_YEAR <= year <= today.year + 1:
        raise Invalid.because(Fault("year", "On s'engage pour cette année ou la suivante."))
    for pledge, count in promised.items():
        if not 0 <= count <= MOST_PROMISED:
            told = f"Indiquez un nombre entre 0 et {MOST_PROMISED} ({pledge.label})."
            raise Invalid.because(Fault(pledge.value, told))
    return {pledge: count for pledge, count in promised.items() if count}


def check_act(*, count: int, on: date, today: date) -> None:
    """An act is in the past and counts at least one. Raises Invalid."""
    if not 1 <= count <= MOST_PROMISED:
        raise Invalid.because(Fault("count", f"Indiquez un nombre entre 1 et {MOST_PROMISED}."))
    if on > today:
        raise Invalid.because(Fault("on", "Cette date n'est pas encore passée : on note ce qui a été fait."))


def so_far(lines: Iterable[Line], *, since: date | None, today: date) -> tuple[int, int] | None:
    """Promised and due by ``today``, and what was done of it; None when nothing is due yet.

    A promise of the year falls due evenly from ``since`` (or the first of January) to the end of the year. What was
    done beyond a promise makes up for no other.
    """
    first = date(today.year, 1, 1)
    start = max(first, since) if since else first
    elapsed = (today - start).days / max(1, (date(today.year, 12, 31) - start).days)
    kept = [line for line in lines if line.promised]
    due = int(sum(line.promised for line in kept) * min(1.0, max(0.0, elapsed)))
    return (due, min(due, sum(min(line.honoured, line.promised) for line in kept))) if due else None


def the_year(promised: Mapping[Pledge, int], acts: Iterable[Act], *, year: int) -> tuple[Line, ...]:
    """Promised and honoured for each pledge that is one or the other, in the order of the list."""
    done = dict.fromkeys(Pledge, 0)
    for act in acts:
        if act.on.year == year:
            done[act.pledge] += act.count
    return tuple(
        Line(pledge, promised.get(pledge, 0), done[pledge])
        for pledge in Pledge
        if promised.get(pledge, 0) or done[pledge]
    )
