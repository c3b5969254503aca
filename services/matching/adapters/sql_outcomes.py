"""Outcomes in SQL: one row per introduction, written in the transaction of the act itself."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, select

from services.contracts.vocabulary import (
    HiredAs,
    IntroductionState,
    OfferKind,
    PlacementOutcome,
    RefusalReason,
    SetAsideReason,
)
from services.kernel.dialects import inserting
from services.matching.adapters.learning_tables import outcomes
from services.matching.adapters.tables import proposals
from services.matching.domain.learning.outcome import Outcome, Seen, noted, recalled
from services.matching.domain.placements.bilan import StopReason


class SqlOutcomes:
    """Outcomes of one territory, in one transaction."""

    def __init__(self, connection: Connection, territory: str) -> None:
        self._connection, self._territory = connection, territory

    def seen(self, profile_id: UUID, offer_id: UUID, *, until: date) -> Seen | None:
        """The offer as it was last shown for this person up to this day."""
        table = proposals
        query = (
            select(table.c.day, table.c.position, table.c.model, table.c.features, table.c.features_version)
            .where(
                table.c.territory == self._territory,
                table.c.profile_id == str(profile_id),
                table.c.offer_id == str(offer_id),
                table.c.day <= until,
                table.c.features != "",
            )
            .order_by(table.c.day.desc())
            .limit(1)
        )
        row = self._connection.execute(query).one_or_none()
        if row is None:
            return None
        return Seen(row.day, row.position, row.model, recalled(json.loads(row.features)), row.features_version)

    def get(self, introduction_id: UUID) -> Outcome | None:
        """None when nothing is kept of it."""
        query = select(outcomes.c.data).where(
            outcomes.c.territory == self._territory, outcomes.c.introduction_id == str(introduction_id)
        )
        data = self._connection.execute(query).scalar_one_or_none()
        return None if data is None else _read(json.loads(data))

    def save(self, outcome: Outcome) -> None:
        """Insert or replace."""
        row = {
            "territory": self._territory,
            "introduction_id": str(outcome.introduction_id),
            "profile_id": str(outcome.profile_id),
            "offer_id": str(outcome.offer_id),
            "opened_on": outcome.opened_on,
            "moved_on": outcome.moved_on,
            "data": json.dumps(_written(outcome)),
        }
        insert = inserting(self._connection, outcomes).values(row)
        upsert = insert.on_conflict_do_update(
            index_elements=["territory", "introduction_id"],
            set_={"moved_on": insert.excluded.moved_on, "data": insert.excluded.data},
        )
        self._connection.execute(upsert)

    def drop(self, introduction_id: UUID) -> None:
        """Delete the row of an introduction that no longer concerns anybody."""
        self._delete(outcomes.c.introduction_id == str(introduction_id))

    def forget(self, profile_id: UUID) -> None:
        """Delete every row of an erased person."""
        self._delete(outcomes.c.profile_id == str(profile_id))

    def forget_before(self, day: date) -> int:
        """Delete what was opened, or shown, before this day."""
        shown = delete(proposals).where(proposals.c.territory == self._territory, proposals.c.day < day)
        self._connection.execute(shown)
        return self._delete(outcomes.c.opened_on < day)

    def since(self, day: date) -> Sequence[Outcome]:
        """Rows opened from this day on, oldest first, then by introduction."""
        query = (
            select(outcomes.c.data)
            .where(outcomes.c.territory == self._territory, outcomes.c.opened_on >= day)
            .order_by(outcomes.c.opened_on, outcomes.c.introduction_id)
        )
        return [_read(json.loads(data)) for data in self._connection.execute(query).scalars()]

    def shadowed(self, model: str, since: date) -> Sequence[tuple[int, int]]:
        """For each offer shown while this version was in shadow: its place in the list, its place in the shadow."""
        query = select(proposals.c.position, proposals.c.shadow_position).where(
            proposals.c.territory == self._territory, proposals.c.shadow_model == model, proposals.c.day >= since
        )
        return [(row.position, row.shadow_position) for row in self._connection.execute(query)]

    def _delete(self, where: Any) -> int:
        gone = delete(outcomes).where(outcomes.c.territory == self._territory, where)
        return self._connection.execute(gone).rowcount


def _written(row: Outcome) -> dict[str, Any]:
    seen = row.seen
    return {
        "introduction": str(row.introduction_id),
        "profile": str(row.profile_id),
        "offer": str(row.offer_id),
        "company": str(row.company_id) if row.company_id else None,
        "kind": row.kind.value,
        "opened_on": row.opened_on.isoformat(),
        "moved_on": row.moved_on.isoformat(),
        "seen": None
        if seen is None
        else {
            "on": seen.on.isoformat(),
            "position": seen.position,
            "model": seen.model,
            "version": seen.version,
            "features": noted(seen.values),
        },
        "state": row.state.value,
        "introduced": row.introduced,
        "welcomed": row.welcomed,
        "met": row.met,
        "placed": row.placed,
        "set_aside": row.set_aside.value if row.set_aside else None,
        "refused": row.refused.value if row.refused else None,
        "stopped": row.stopped.value if row.stopped else None,
        "outcome": row.outcome.value if row.outcome else None,
        "hired": row.hired.value,
    }


def _read(data: dict[str, Any]) -> Outcome:
    seen = data["seen"]
    return Outcome(
        introduction_id=UUID(data["introduction"]),
        profile_id=UUID(data["profile"]),
        offer_id=UUID(data["offer"]),
        company_id=UUID(data["company"]) if data["company"] else None,
        kind=OfferKind(data["kind"]),
        opened_on=date.fromisoformat(data["opened_on"]),
        moved_on=date.fromisoformat(data["moved_on"]),
        seen=None
        if seen is None
        else Seen(
            date.fromisoformat(seen["on"]),
            seen["position"],
            seen["model"],
            recalled(seen["features"]),
            seen["version"],
        ),
        state=IntroductionState(data["state"]),
        introduced=data["introduced"],
        welcomed=data["welcomed"],
        met=data["met"],
        placed=data["placed"],
        set_aside=SetAsideReason(data["set_aside"]) if data["set_aside"] else None,
        refused=RefusalReason(data["refused"]) if data["refused"] else None,
        stopped=StopReason(data["stopped"]) if data["stopped"] else None,
        outcome=PlacementOutcome(data["outcome"]) if data["outcome"] else None,
        hired=HiredAs(data["hired"]),
    )
