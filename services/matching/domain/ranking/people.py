"""The reverse: people who could fit an offer, and the band that an employer may read, without any name.

The reciprocal score is the same as in the person's own list: what she gains and the chance that the employer says yes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from services.matching.domain.ranking import eligibility
from services.matching.domain.ranking.case import Case
from services.matching.domain.ranking.dealings import NO_DEALINGS, Dealings
from services.matching.domain.ranking.evidence import TradeLink
from services.matching.domain.ranking.market import Market, Signals, Trips, case_of, evidence_of
from services.matching.domain.ranking.offer import Offer
from services.matching.domain.ranking.profile import Profile
from services.matching.domain.ranking.score import Score, score

FITS_FROM = 50.0 - 1e-9
"""Points from which a person counts in the band: eligible and closer to the offer than not."""


class Band(Enum):
    """How many people could fit, told by bands so that nobody can be counted one by one."""

    UNDER_5 = ("under_5", "moins de 5", 0)
    FROM_5 = ("5_9", "5 à 9", 5)
    FROM_10 = ("10_19", "10 à 19", 10)
    FROM_20 = ("20_49", "20 à 49", 20)
    FROM_50 = ("50_plus", "50 ou plus", 50)

    def __init__(self, code: str, label: str, at_least: int) -> None:
        self.code, self.label, self.at_least = code, label, at_least

    @classmethod
    def of(cls, count: int) -> "Band":
        """The band of a count."""
        return max((band for band in cls if band.at_least <= count), key=lambda band: band.at_least)

    @classmethod
    def named(cls, code: str) -> "Band":
        """The band of a code. Raises ``ValueError`` for another word."""
        for band in cls:
            if band.code == code:
                return band
        raise ValueError(f"no band is called {code!r}")


@dataclass(frozen=True, slots=True)
class Fit:
    """A person who may have the offer."""

    profile: Profile
    score: Score
    case: Case


def people_for(
    offer: Offer,
    profiles: Sequence[Profile],
    market: Market,
    *,
    links: Mapping[UUID, Mapping[str, TradeLink]],
    likeness: Mapping[UUID, float],
    dealings: Mapping[UUID, Dealings],
) -> tuple[Fit, ...]:
    """Return the people for whom the offer is possible, best first, ties by profile id.

    Those who asked for nothing in its domain come after all the others.

    ``links``, ``likeness`` and ``dealings`` are by profile id.
    """
    fits: list[Fit] = []
    for profile in profiles:
        trips = Trips.of(profile, market)
        case = case_of(profile, offer, market, dealings.get(profile.id, NO_DEALINGS), trips)
        if not eligibility.is_eligible(case):
            continue
        alike = {offer.id: likeness[profile.id]} if profile.id in likeness else {}
        scored = score(evidence_of(case, Signals(links.get(profile.id, {}), alike)), market.table)
        fits.append(Fit(profile, scored, case))
    return tuple(sorted(fits, key=lambda fit: (fit.score.apart, -fit.score.log_odds, fit.profile.id)))


def band_of(fits: Sequence[Fit]) -> Band:
    """The band of people who could fit."""
    return Band.of(sum(fit.score.points >= FITS_FROM and not fit.score.apart for fit in fits))
