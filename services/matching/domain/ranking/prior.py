"""The documented prior: what each value of each feature is worth, in log-odds, before there are outcomes to learn from.

A table of steps per feature, never an interaction; the two sides are joined as weighted log-odds, so that each share
is exact. A learned table (same shape: additive, monotone) takes its place only where it proves better.
Refuses a table whose steps go against the declared direction: `tests/unit/matching/ranking/test_prior.py`.
"""

from services.matching.domain.ranking.features import Side
from services.matching.domain.ranking.table import Steps, Table

VERSION = "prior-1"

PRIOR: dict[str, Steps] = {
    # Wish first: nothing makes up for a trade that the person does not want.
    "trade": Steps((0.2, 0.4, 0.6, 0.9), (-2.0, -0.9, 0.1, 1.0, 1.8)),
    "dearest": Steps((2, 3), (0.3, 0.1, 0.0)),
    "wording": Steps((0.25, 0.4, 0.55, 0.7, 0.85), (-0.5, -0.2, 0.0, 0.3, 0.5, 0.7)),
    "skills_kept": Steps((0.01, 0.25, 0.5, 0.75), (0.0, 0.1, 0.2, 0.35, 0.45)),
    "skills_learned": Steps((1, 3), (0.0, 0.1, 0.2)),
    # Each quarter of an hour costs: long trips are the first cause of giving up that referents name.
    "travel_minutes": Steps((11, 21, 31, 46, 61), (0.6, 0.4, 0.1, -0.3, -0.8, -1.3)),
    "travel_limit": Steps((0.501, 1.001, 1.126), (0.3, 0.1, -0.5, -0.9)),
    "hours": Steps((0.5, 0.75, 1.0), (-1.5, -0.8, -0.3, 0.5)),
    # Six months is the duration from which the follow-up ends (a setting of the territory).
    "stability": Steps((1, 3, 6, 12), (-0.3, 0.0, 0.2, 0.4, 0.6)),
    "opens_door": Steps((1,), (0.0, 0.4)),
    "wait": Steps((8, 31, 61), (0.2, 0.0, -0.2, -0.5)),
    "experience": Steps((1, 7, 13, 37), (0.3, -0.2, -0.6, -1.1, -1.7)),
    "diploma": Steps((1,), (0.0, -0.7)),
    "skills_held": Steps((0.01, 0.34, 0.67), (-0.2, 0.2, 0.5, 0.8)),
    "known_firm": Steps((1,), (-0.5, 0.4)),
    "answers": Steps((0.25, 0.5, 0.75), (-0.8, -0.3, 0.2, 0.5)),
    "welcomes": Steps((0.25, 0.5, 0.75), (-0.6, -0.1, 0.3, 0.6)),
    "places": Steps((2, 4), (0.0, 0.1, 0.2)),
    "room": Steps((0.26, 0.51, 0.76), (-0.4, -0.2, 0.0, 0.1)),
    "hosted": Steps((2,), (0.2, 0.5)),
    "commitments": Steps((0.5, 0.8), (-0.2, 0.1, 0.3)),
}

WEIGHTS = {Side.GAIN: 1.0, Side.CHANCE: 0.7}
"""Gain counts more than chance: the product opens doors, it does not only knock where they are open."""
STARTING_POINT = {Side.GAIN: -0.6, Side.CHANCE: -0.4}
"""Log-odds of each side before any signal: an offer about which nothing is known is at 29 out of 100."""

TABLE = Table(VERSION, PRIOR, WEIGHTS, STARTING_POINT)
"""The prior, ready to score: what is in force until a learned table was promoted."""
