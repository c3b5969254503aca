"""What spreading the lists does: to those who read them, to firms, to new offers; and what each strength costs.

Two measures. On the later lists of a town, the same lists shown with each strength. And the town played anew with and
without spreading: what reaches the firms when referents read spread lists all year.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log2
from statistics import fmean
from typing import Any
from uuid import UUID

from bench.simulator.play import Played
from services.matching.domain.equity import gini
from services.matching.domain.learning.evaluation import (
    FIRST,
    Judged,
    JudgedList,
    Listing,
    by_score,
    by_table,
    measure_listing,
)
from services.matching.domain.learning.intervals import over_seeds
from services.matching.domain.learning.outcome import grade
from services.matching.domain.ranking.listing import FRESH, Candidate, arrange
from services.matching.domain.ranking.offer import firm_key
from services.matching.domain.ranking.score import from_values
from services.matching.domain.ranking.spreading import SPREADING, Spreading
from services.matching.domain.ranking.table import Table

Tell = Callable[[str], None]
STRENGTHS = (0.0, 0.5, 1.0, 2.0, 4.0)
BY_SCORE, SPREAD = "au score seul", "répartie"


def spread_listing(played: Played, table: Table, spreading: Spreading) -> Listing:
    """The lists of the judged days as the product would show them."""

    def listing(one: JudgedList) -> Sequence[Judged]:
        market = played.markets[one.on]
        entries = {entry.offer_id: entry for entry in one.entries}
        candidates = []
        for entry in one.entries:
            offer = played.offers[entry.offer_id]
            company = offer.company_id
            employer = market.employers.get(company) if company else None
            record = market.records.get(company) if company else None
            candidates.append(Candidate(offer, from_values(entry.values, table), employer, record))
        listed = arrange(candidates, today=one.on, spreading=spreading)
        return [entries[ranked.offer.id] for ranked in listed]

    return listing


def ways(played: Played, table: Table) -> dict[str, Listing]:
    """By name: the score alone, then each strength of the spreading."""
    return {BY_SCORE: by_score(by_table(table))} | {
        _name(strength): spread_listing(played, table, SPREADING.times(strength)) for strength in STRENGTHS
    }


def _name(strength: float) -> str:
    return f"répartition × {strength:g}".replace(".", ",")


def shown(played: Played, listing: Listing) -> dict[str, float]:
    """The figures of one way of showing the lists."""
    known = {id(one): listing(one) for one in played.later}
    found = measure_listing(played.later, lambda one: known[id(one)])
    firms: dict[object, float] = defaultdict(float)
    new = old = standing_new = standing = 0.0
    for one in played.later:
        for place, entry in enumerate(known[id(one)], 1):
            offer = played.offers[entry.offer_id]
            fresh = one.on - offer.published_at.date() <= FRESH
            standing_new, standing = standing_new + fresh, standing + 1
            if place <= FIRST:
                weight = 1 / log2(1 + place)
                firms[firm_key(offer)] += weight
                new, old = (new + weight, old) if fresh else (new, old + weight)
    everyone = {firm_key(played.offers[entry.offer_id]) for one in played.later for entry in one.entries}
    return {
        "ndcg_10": found.ndcg.mean if found.ndcg else 0.0,
        "congestion": found.congestion,
        "coverage": found.coverage,
        "gini_offers": found.gini or 0.0,
        "gini_firms": gini([firms.get(firm, 0.0) for firm in everyone]) or 0.0,
        "firm_most_shown": max(firms.values()) / sum(firms.values()),
        "new_offers": new / (new + old),
        "new_offers_standing": standing_new / standing,
    }


HEADS = {
    "ndcg_10": "NDCG@10", "congestion": "engorgement", "coverage": "couverture", "gini_offers": "Gini offres",
    "gini_firms": "Gini entreprises", "firm_most_shown": "la plus montrée", "new_offers": "offres nouvelles",
}  # fmt: skip


def told_spreading(found: Mapping[str, Sequence[Mapping[str, float]]], tell: Tell) -> dict[str, Any]:
    """The table of the strengths, over the towns."""
    tell("")
    tell("Répartir la liste (classement appris) : ce que chaque force donne, ce qu'elle coûte")
    tell(f"{'':18}" + "".join(f"{head:>18}" for head in HEADS.values()))
    written: dict[str, Any] = {}
    for name, towns in found.items():
        means = {key: fmean(one[key] for one in towns) for key in towns[0]}
        tell(f"{name:18}" + "".join(f"{means[key]:>18.3f}".replace(".", ",") for key in HEADS))
        written[name] = means | {"ndcg_interval": over_seeds([one["ndcg_10"] for one in towns]).written()}
    standing = fmean(one["new_offers_standing"] for towns in found.values() for one in towns)
    tell(f"(les offres de moins de sept jours font {100 * standing:.0f} % des offres possibles)")
    return written


@dataclass(frozen=True, slots=True)
class Year:
    """What a year of lists did to the firms of the club."""

    sent: int
    over_attention: float
    """Part of the introductions that reached a firm beyond the third of its month (``FULL``)."""
    gini: float
    never: float
    """Part of the firms of the club that received nobody."""
    first_look: float
    """Part of the offers that somebody looked at in their first two weeks."""
    answered: float
    succeeded: float
    """Per hundred offers looked at: carried through or hired."""


def year_of(played: Played) -> Year:
    """The figures of a town as it was played."""
    sent = [row for row in played.rows if row.introduced and row.company_id is not None]
    months = Counter((row.company_id, row.opened_on.year, row.opened_on.month) for row in sent)
    club = {offer.company_id for offer in played.offers.values() if offer.company_id is not None}
    received = Counter(row.company_id for row in sent)
    many = sum(max(0, count - FULL) for count in months.values())
    first: dict[UUID, date] = {}
    for row in played.rows:
        first[row.offer_id] = min(first.get(row.offer_id, row.opened_on), row.opened_on)
    soon = sum(
        one.id in first and (first[one.id] - one.published_at.date()).days < 14 for one in played.offers.values()
    )
    good = sum((grade(row) or 0) >= 2 for row in played.rows)
    return Year(
        sent=len(sent),
        over_attention=many / max(1, len(sent)),
        gini=gini([float(received.get(company, 0)) for company in club]) or 0.0,
        never=sum(company not in received for company in club) / max(1, len(club)),
        first_look=soon / max(1, len(played.offers)),
        answered=sum(row.welcomed or row.refused is not None for row in sent) / max(1, len(sent)),
        succeeded=100 * good / max(1, len(played.rows)),
    )


FULL = 3
"""Introductions of one month that the firms of the town read with care, on the average (`hidden.Habits.attention`)."""
YEARS = {
    "over_attention": "au-delà de l'attention", "gini": "Gini des envois", "never": "jamais sollicitées",
    "first_look": "regardées en 2 semaines", "answered": "répondent", "succeeded": "réussites pour 100",
}  # fmt: skip


def told_years(years: Mapping[str, Sequence[Year]], tell: Tell) -> dict[str, Any]:
    """The table of the towns played with and without spreading: what reached the firms."""
    tell("")
    tell(f"Une année de listes lues par les référents, {len(years[SPREAD])} villes jouées deux fois")
    tell(f"{'':18}" + "".join(f"{head:>25}" for head in YEARS.values()))
    written: dict[str, Any] = {}
    for name, towns in years.items():
        means = {key: fmean(getattr(one, key) for one in towns) for key in YEARS}
        tell(f"{name:18}" + "".join(f"{means[key]:>25.3f}".replace(".", ",") for key in YEARS))
        written[name] = means
    return written
