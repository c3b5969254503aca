"""A trade as the catalogue knows it, whoever described it: this project's own table or the official ROME.

Pure. ``related`` holds how near other codes are, in (0, 1). Refuses nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.matching.domain.studies import UNKNOWN, WayIn, asks_for_more


@dataclass(frozen=True, slots=True)
class TradeSkill:
    """A skill of a trade. ``code`` is stable: an OGR number, or one of ours (``K2204-1``)."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class TradeName:
    """One name of a trade: an everyday one, or an official appellation with its ``ogr``."""

    text: str
    ogr: str | None = None


@dataclass(frozen=True, slots=True)
class Trade:
    """A ROME 4.0 code with its names. ``licence`` is what the trade usually asks, empty when none."""

    rome: str
    label: str
    names: tuple[TradeName, ...] = ()
    skills: tuple[TradeSkill, ...] = ()
    related: Mapping[str, float] = field(default_factory=dict)
    moves: Mapping[str, float] = field(default_factory=dict)
    """Moves from this trade that the official table states: one way only."""
    parent: str = ""
    licence: str = ""
    dangerous_for_minors: bool = False
    with_children: bool = False
    way_in: WayIn = UNKNOWN
    """How it is usually entered, when the official table says so."""


def merged(ours: Trade, official: Trade) -> Trade:
    """One trade of two descriptions: our words come first, the official names and skills complete them."""
    names = {name.text: name for name in (*official.names, *ours.names)}
    known = {skill.label.casefold() for skill in ours.skills}
    added = tuple(skill for skill in official.skills if skill.label.casefold() not in known)
    ordered = dict.fromkeys((*(name.text for name in ours.names), *(name.text for name in official.names)))
    return Trade(
        rome=ours.rome,
        label=ours.label,
        names=tuple(names[text] for text in ordered),
        skills=(*ours.skills, *added),
        related={**official.related, **ours.related},
        moves=official.moves,
        parent=official.parent,
        licence=ours.licence,
        dangerous_for_minors=ours.dangerous_for_minors,
        with_children=ours.with_children,
        way_in=official.way_in,
    )


A_FAR_MOVE = 0.2
"""An official move of the last ranks, or to a trade that leads: a passage that exists, not the same domain."""
MOVED_BACK = A_FAR_MOVE
"""Who wishes a trade is far from those that lead to it: a midwife may become a care assistant, not the reverse."""
STUDIES_AWAY, STUDIES_AWAY_BUT_NEAR = 0.1, 0.5
"""The most that a trade is worth when it is entered by long studies that the wish does not suppose: far, whatever the

table of moves says; only possible for a trade of the same family, where one learns on the way.
"""


def across_studies(wished: Trade, other: Trade, figure: float) -> float:
    """How near the other trade is once its way in is looked at; the same figure when nothing more is asked."""
    if not asks_for_more(wished.way_in, other.way_in):
        return figure
    return STUDIES_AWAY_BUT_NEAR if figure > STUDIES_AWAY_BUT_NEAR else min(figure, STUDIES_AWAY)


def both_ways(trades: Mapping[str, Trade]) -> dict[str, dict[str, float]]:
    """How near each code is to others: a nearness of ours holds in both directions, the higher one stands.

    An official move holds in its own direction; backwards it says no more than that a passage exists.
    """
    near: dict[str, dict[str, float]] = {rome: {} for rome in trades}
    for trade in trades.values():
        for other, figure in trade.related.items():
            for one, two in ((trade.rome, other), (other, trade.rome)):
                row = near.setdefault(one, {})
                row[two] = max(row.get(two, 0.0), figure)
        for other, figure in trade.moves.items():
            for one, two, held in ((trade.rome, other, figure), (other, trade.rome, min(figure, MOVED_BACK))):
                row = near.setdefault(one, {})
                row[two] = max(row.get(two, 0.0), held)
    return near
