"""Placements in SQL. What queries read is in columns; the whole is in ``data`` as JSON."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, Select, and_, delete, func, insert, or_, select, update

from services.contracts.vocabulary import PlacementStatus
from services.kernel.dialects import alone
from services.kernel.problems import NotFound
from services.matching.adapters.placement_tables import placements
from services.matching.domain.placements.life_cycle import HOLDS_A_PLACE
from services.matching.domain.placements.placement import Placement

_WRITTEN = TypeAdapter(Placement)
UNKNOWN = "Cette immersion ou ce contrat n'existe pas, ou ne vous concerne pas."
T = placements.c


class SqlPlacements:
    """Placements of one territory, in one transaction. ``locks``: rows are read to be changed."""

    def __init__(self, connection: Connection, territory: str, *, locks: bool = True) -> None:
        self._connection, self._territory, self._locks = connection, territory, locks

    def get(self, placement_id: UUID) -> Placement:
        """Locked. Raise NotFound when there is none."""
        found = self._rows(self._locked(self._query(T.id == str(placement_id))))
        if not found:
            raise NotFound(UNKNOWN)
        return found[0]

    def of_person(self, profile_id: UUID) -> Sequence[Placement]:
        """All of them, oldest first, locked; nobody else adds one meanwhile."""
        alone(self._connection, "placements", self._territory, str(profile_id))
        query = self._query(T.profile_id == str(profile_id)).order_by(T.starts_on, T.id)
        return self._rows(self._locked(query))

    def of_introduction(self, introduction_id: UUID) -> Sequence[Placement]:
        """All of them, oldest first."""
        return self._rows(self._query(T.introduction_id == str(introduction_id)).order_by(T.agreed_at, T.id))

    def taken(self, offer_id: UUID) -> int:
        """How many hold a place of this offer. Whoever counts to take one is alone with the offer."""
        alone(self._connection, "offer", self._territory, str(offer_id))
        query = (
            select(func.count())
            .select_from(placements)
            .where(
                T.territory == self._territory,
                T.offer_id == str(offer_id),
                T.status.in_([status.value for status in HOLDS_A_PLACE]),
            )
        )
        return self._connection.execute(query).scalar_one()

    def board(
        self, *, profiles: Collection[UUID], referent: UUID, statuses: Collection[PlacementStatus], limit: int
    ) -> Sequence[Placement]:
        """Those of these people, and those that this referent agreed, in these statuses; first to start first."""
        query = self._hers(profiles, referent, statuses)
        return self._rows(query.order_by(T.starts_on, T.id).limit(limit))

    def page(
        self,
        *,
        profiles: Collection[UUID],
        referent: UUID,
        statuses: Collection[PlacementStatus],
        after: UUID | None,
        limit: int,
    ) -> Sequence[Placement]:
        """The same ones by id (oldest first), beginning after this one."""
        query = self._hers(profiles, referent, statuses)
        if after is not None:
            query = query.where(T.id > str(after))
        return self._rows(query.order_by(T.id).limit(limit))

    def _hers(self, profiles: Collection[UUID], referent: UUID, statuses: Collection[PlacementStatus]) -> Select[Any]:
        hers = or_(T.profile_id.in_([str(one) for one in profiles]), T.referent_id == str(referent))
        return self._query(hers, T.profile_id.is_not(None), T.status.in_([status.value for status in statuses]))

    def over(self, statuses: Collection[PlacementStatus], *, before: date, limit: int) -> Sequence[Placement]:
        """Those in these statuses whose last day is before this one, locked."""
        query = self._query(T.status.in_([status.value for status in statuses]), T.ends_on < before)
        return self._rows(self._locked(query.order_by(T.ends_on, T.id).limit(limit)))

    def expired(self, *, before: datetime, limit: int) -> Sequence[UUID]:
        """Those that nobody moved since before this instant and that no longer concern anybody (erased)."""
        query = select(T.id).where(T.territory == self._territory, T.profile_id.is_(None), T.moved_at < before)
        return [UUID(found) for found in self._connection.execute(query.order_by(T.id).limit(limit)).scalars()]

    def drop(self, placement_id: UUID) -> None:
        """Delete one whose time of keeping is over."""
        self._connection.execute(delete(placements).where(T.territory == self._territory, T.id == str(placement_id)))

    def save(self, placement: Placement) -> None:
        """Insert or replace."""
        row = self._row(placement)
        mine = and_(T.territory == self._territory, T.id == row["id"])
        if self._connection.execute(update(placements).where(mine).values(row)).rowcount == 0:
            self._connection.execute(insert(placements).values(row))

    def _row(self, one: Placement) -> dict[str, Any]:
        parties, terms = one.parties, one.terms
        return {
            "territory": self._territory,
            "id": str(one.id),
            "version": one.version,
            "introduction_id": str(parties.introduction_id),
            "profile_id": str(parties.profile_id) if parties.profile_id else None,
            "offer_id": str(parties.offer_id),
            "company_id": str(parties.company_id) if parties.company_id else None,
            "referent_id": str(parties.referent_id) if parties.referent_id else None,
            "kind": terms.kind.value,
            "status": one.status.value,
            "objective": terms.objective.value if terms.objective else None,
            "outcome": one.bilan.outcome.value if one.bilan else None,
            "starts_on": terms.starts_on,
            "ends_on": terms.ends_on,
            "ended_on": one.ended_on,
            "agreed_at": one.agreed_at,
            "moved_at": one.moved_at,
            "data": _WRITTEN.dump_json(one).decode(),
        }

    def _query(self, *conditions: ColumnElement[bool]) -> Select[Any]:
        return select(T.data).where(T.territory == self._territory, *conditions)

    def _locked(self, query: Select[Any]) -> Select[Any]:
        return query.with_for_update() if self._locks else query

    def _rows(self, query: Select[Any]) -> list[Placement]:
        return [_WRITTEN.validate_json(data) for data in self._connection.execute(query).scalars()]
