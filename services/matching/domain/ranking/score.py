"""A score that is the sum of its reasons, and nothing else.

``log_odds`` is the starting point plus the shares, summed exactly (``math.fsum``). People read points out of 100:
the starting point's points plus each share's points are the score's points, to the last decimal.
"""

from dataclasses import dataclass
from math import exp, fsum

from services.matching.domain.ranking import prior
from services.matching.domain.ranking.evidence import Evidence
from services.matching.domain.ranking.features import FEATURES, Missing, Side, Value, read_all
from services.matching.domain.ranking.table import Table

TRADE, WORDING = ([feature.name for feature in FEATURES].index(name) for name in ("trade", "wording"))
IN_A_DOMAIN = 0.25
"""Nearness of a trade to a wish from which the offer is in one of the domains asked for: see `TradesCatalogue`."""

RESEMBLES = 0.4
"""Likeness of a title to a wish under which `reasons` says that it does not resemble it."""


def is_apart(nearness: Value, alike: Value) -> bool:
    """True when an offer is in none of the domains asked for: by how near its trade is, else by its words.

    An advertisement whose trade nobody told is not as good as any other: its title resembles a wish, or does not.
    """
    if isinstance(nearness, Missing):
        return not isinstance(alike, Missing) and alike < RESEMBLES
    return nearness < IN_A_DOMAIN


def sigmoid(log_odds: float) -> float:
    """Probability for log-odds, without overflow."""
    if log_odds >= 0:
        return 1 / (1 + exp(-log_odds))
    grown = exp(log_odds)
    return grown / (1 + grown)


@dataclass(frozen=True, slots=True)
class Score:
    """``values`` and ``shares`` follow ``FEATURES``; ``table`` is what gave the shares."""

    values: tuple[Value, ...]
    shares: tuple[float, ...]
    baseline: float
    log_odds: float
    table: Table = prior.TABLE

    @property
    def apart(self) -> bool:
        """True when the offer is in none of the domains that the person asked for."""
        return is_apart(self.values[TRADE], self.values[WORDING])

    @property
    def points(self) -> float:
        """0 to 100."""
        return 100 * sigmoid(self.log_odds)

    @property
    def starting_points(self) -> float:
        """Points of an offer about which nothing is known."""
        return 100 * sigmoid(self.baseline)

    def points_of(self, position: int) -> float:
        """Points that one feature brings: its part of the way from the starting point to the score.

        The sigmoid is a curve; its chord gives every share the same rate, hence sums that are exact and signs that
        never lie.
        """
        return self.shares[position] * self._rate()

    def _rate(self) -> float:
        way = self.log_odds - self.baseline
        if abs(way) < 1e-9:
            middle = sigmoid(self.baseline)
            return 100 * middle * (1 - middle)
        return (self.points - self.starting_points) / way

    def side(self, side: Side) -> float:
        """Weighted log-odds of one side, its starting point included."""
        of_side = (share for feature, share in zip(FEATURES, self.shares, strict=True) if feature.side is side)
        return fsum([self.table.weights[side] * self.table.starting[side], *of_side])


def score(seen: Evidence, table: Table = prior.TABLE) -> Score:
    """Score one offer for one person with the table in force."""
    return from_values(read_all(seen), table)


def from_values(values: tuple[Value, ...], table: Table = prior.TABLE) -> Score:
    """Score values already read, in the order of ``FEATURES``."""
    shares = table.shares(values)
    return Score(values, shares, table.baseline, fsum([table.baseline, *shares]), table)
