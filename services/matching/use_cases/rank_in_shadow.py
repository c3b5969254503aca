"""What a version in shadow would have listed: computed beside the list, noted with it, never shown to anybody."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from services.matching.domain.ranking.listing import Candidate, arrange
from services.matching.domain.ranking.score import from_values
from services.matching.domain.ranking.table import Table
from services.matching.ports import InShadow


def in_shadow(table: Table | None, candidates: Sequence[Candidate], *, today: date) -> Mapping[UUID, InShadow]:
    """The place and points of each offer under this table; nothing when none is in shadow."""
    if table is None:
        return {}
    scored = [
        Candidate(one.offer, from_values(one.score.values, table), one.employer, one.record) for one in candidates
    ]
    return {
        ranked.offer.id: InShadow(table.version, place, ranked.score.points)
        for place, ranked in enumerate(arrange(scored, today=today), 1)
    }
