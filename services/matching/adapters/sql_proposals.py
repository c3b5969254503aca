"""What was proposed to whom, in SQL: one row per person, offer and day, at its best position."""

import json
from collections.abc import Sequence
from datetime import date
from math import log2
from uuid import UUID

from sqlalchemy import Connection, case, delete, select

from services.kernel.dialects import inserting
from services.matching.adapters.tables import proposals
from services.matching.domain.learning.outcome import noted
from services.matching.domain.ranking.features import VERSION
from services.matching.ports import Exposure, Shown

_AS_LAST_SHOWN = (
    "points", "model", "features", "features_version", "shadow_model", "shadow_points", "shadow_position",
)  # fmt: skip


class SqlProposals:
    """Proposals of one territory, in one transaction."""

    def __init__(self, connection: Connection, territory: str) -> None:
        self._connection, self._territory = connection, territory

    def note(self, profile_id: UUID, shown: Sequence[Shown], *, day: date, model: str) -> None:
        """Keep the best position of the day."""
        if not shown:
            return
        rows = [
            {
                "territory": self._territory,
                "profile_id": str(profile_id),
                "offer_id": str(one.offer_id),
                "day": day,
                "company_id": str(one.company_id) if one.company_id else None,
                "company_name": one.company_name[:300],
                "position": one.position,
                "points": one.points,
                "model": model,
                "features": json.dumps(noted(one.values)) if one.values else "",
                "features_version": VERSION if one.values else 0,
                "shadow_model": one.shadow.model if one.shadow else None,
                "shadow_points": one.shadow.points if one.shadow else None,
                "shadow_position": one.shadow.position if one.shadow else None,
            }
            for one in sorted(shown, key=lambda one: one.offer_id)
        ]
        insert = inserting(self._connection, proposals)
        better = insert.excluded.position < proposals.c.position
        upsert = insert.on_conflict_do_update(
            index_elements=["territory", "profile_id", "offer_id", "day"],
            set_={
                "position": case((better, insert.excluded.position), else_=proposals.c.position),
                **{name: insert.excluded[name] for name in _AS_LAST_SHOWN},
            },
        )
        self._connection.execute(upsert, rows)

    def exposure(self, since: date) -> Sequence[Exposure]:
        """By employer, most exposed first."""
        query = select(
            proposals.c.company_id,
            proposals.c.company_name,
            proposals.c.profile_id,
            proposals.c.offer_id,
            proposals.c.position,
        ).where(proposals.c.territory == self._territory, proposals.c.day >= since)
        firms: dict[tuple[str | None, str], tuple[list[float], set[str], set[str]]] = {}
        for row in self._connection.execute(query):
            key = (row.company_id, "" if row.company_id else row.company_name)
            weights, people, offers = firms.setdefault(key, ([], set(), set()))
            weights.append(1 / log2(1 + row.position))
            people.add(row.profile_id)
            offers.add(row.offer_id)
        found = [
            Exposure(UUID(key[0]) if key[0] else None, key[1], sum(weights), len(people), len(offers))
            for key, (weights, people, offers) in firms.items()
        ]
        return sorted(found, key=lambda one: (-one.weight, str(one.company_id), one.company_name))

    def offers_shown(self, since: date) -> frozenset[UUID]:
        """Offers that were shown to anybody."""
        query = (
            select(proposals.c.offer_id)
            .where(proposals.c.territory == self._territory, proposals.c.day >= since)
            .distinct()
        )
        return frozenset(UUID(offer_id) for offer_id in self._connection.execute(query).scalars())

    def forget(self, profile_id: UUID) -> None:
        """Delete what was proposed to an erased person."""
        self._connection.execute(
            delete(proposals).where(proposals.c.territory == self._territory, proposals.c.profile_id == str(profile_id))
        )
