"""Professional experience from the dates of contracts: a person stays followed until it reaches six months.

Days worked under several contracts at once count once; immersions and stages are counted apart. A period is
measured date to date: whole months first, then days, thirty of which make a month. How many months are asked is
a setting of the territory.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from services.contracts.vocabulary import OfferKind, PlacementOutcome

PROFESSIONAL = frozenset(
    {
        OfferKind.CDI,
        OfferKind.CDD,
        OfferKind.CDDI,
        OfferKind.TEMPORARY,
        OfferKind.APPRENTICESHIP,
        OfferKind.PROFESSIONALISATION,
        OfferKind.PART_TIME_BREAK,
        OfferKind.CIVIC_SERVICE,
    }
)
BY_HAND = PROFESSIONAL | {OfferKind.TRAINING}
"""What a referent adds from a paper seen: a training is told in the bilan and counts for no experience."""
APART = frozenset({OfferKind.IMMERSION, OfferKind.INTERNSHIP})
DAYS_A_MONTH = 30
NOT_DONE = frozenset({PlacementOutcome.NO_SHOW_PERSON, PlacementOutcome.NO_SHOW_EMPLOYER})


@dataclass(frozen=True, slots=True)
class Contract:
    """A period of work. ``ends`` None: no end agreed. ``placement_id`` None: entered by hand, from a paper seen."""

    kind: OfferKind
    starts: date
    ends: date | None
    placement_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Experience:
    """What was worked up to a day. ``reached_on`` is the day the threshold was, or will be, met; None if never."""

    days: int
    months: int
    spare_days: int
    reached: bool
    reached_on: date | None
    immersion_days: int

    def in_words(self) -> str:
        """« 4 mois et 12 jours », « 3 jours », « aucune »."""
        parts = [f"{self.months} mois"] if self.months else []
        if self.spare_days:
            parts.append("1 jour" if self.spare_days == 1 else f"{self.spare_days} jours")
        return " et ".join(parts) or "aucune"


def plus_months(day: date, months: int) -> date:
    """Return the same day of the month ``months`` later, or the last day of that month when it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))


def merged(periods: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """Join periods (both ends included) that overlap or touch. An inverted period counts for nothing."""
    joined: list[tuple[date, date]] = []
    for start, end in sorted(period for period in periods if period[0] <= period[1]):
        if joined and start <= joined[-1][1] + timedelta(days=1):
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def length(start: date, end: date) -> tuple[int, int]:
    """Return the whole months and the spare days of a period, date to date, both ends included."""
    after = end + timedelta(days=1)
    months = max(0, (after.year - start.year) * 12 + after.month - start.month)
    while plus_months(start, months) > after:
        months -= 1
    return months, (after - plus_months(start, months)).days


def _total(periods: list[tuple[date, date]]) -> tuple[int, int]:
    lengths = [length(start, end) for start, end in periods]
    extra, spare = divmod(sum(days for _, days in lengths), DAYS_A_MONTH)
    return sum(months for months, _ in lengths) + extra, spare


def _clipped(contracts: Iterable[Contract], kinds: frozenset[OfferKind], until: date) -> list[tuple[date, date]]:
    return merged(
        (one.starts, min(one.ends or until, until)) for one in contracts if one.kind in kinds and one.starts <= until
    )


def _reached_on(contracts: tuple[Contract, ...], threshold: int, horizon: date) -> date | None:
    """The first day by whose end the threshold is met, searched by halves: experience only grows with time."""
    starts = [one.starts for one in contracts if one.kind in PROFESSIONAL]
    if not starts:
        return None
    low, high = min(starts).toordinal(), horizon.toordinal()
    if _total(_clipped(contracts, PROFESSIONAL, horizon))[0] < threshold:
        return None
    while low < high:
        middle = (low + high) // 2
        if _total(_clipped(contracts, PROFESSIONAL, date.fromordinal(middle)))[0] >= threshold:
            high = middle
        else:
            low = middle + 1
    return date.fromordinal(low)


def experience(contracts: tuple[Contract, ...], *, until: date, months_asked: int) -> Experience:
    """Measure the experience of these contracts up to ``until`` (included).

    ``reached_on`` also looks at contracts already signed for later: up to their end, or ``months_asked`` more.
    """
    periods = _clipped(contracts, PROFESSIONAL, until)
    months, spare = _total(periods)
    ends = [one.ends or plus_months(max(one.starts, until), months_asked) for one in contracts]
    horizon = max([until, *ends])
    return Experience(
        days=sum((end - start).days + 1 for start, end in periods),
        months=months,
        spare_days=spare,
        reached=months >= months_asked,
        reached_on=_reached_on(contracts, months_asked, horizon),
        immersion_days=sum((end - start).days + 1 for start, end in _clipped(contracts, APART, until)),
    )
