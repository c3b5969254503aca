"""Partner structures, their staff, and the delegations to prescribe, in SQL."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, delete, insert, select, update

from services.kernel.problems import NotFound
from services.matching.adapters.placement_tables import colleagues, delegations, structures, structures_version
from services.matching.adapters.upserts import keep_newest
from services.matching.domain.placements.prescriber import Delegation
from services.matching.placement_ports import Colleague, Structure


class SqlStructures:
    """Structures and staff of one territory, in one transaction."""

    def __init__(self, connection: Connection, territory: str) -> None:
        self._connection, self._territory = connection, territory

    def all(self) -> Mapping[UUID, Structure]:
        """By id."""
        query = select(structures).where(structures.c.territory == self._territory).order_by(structures.c.name)
        return {
            UUID(row.structure_id): Structure(
                UUID(row.structure_id), row.name, row.kind, row.prescribes_by_right, row.phone
            )
            for row in self._connection.execute(query)
        }

    def keep(self, known: Sequence[Structure], version: int) -> None:
        """Replace them all, unless a higher version is held."""
        row = {"territory": self._territory, "version": version}
        if not keep_newest(self._connection, structures_version, [row]):
            return
        self._connection.execute(delete(structures).where(structures.c.territory == self._territory))
        rows = [
            {
                "territory": self._territory,
                "structure_id": str(one.id),
                "name": one.name,
                "kind": one.kind,
                "prescribes_by_right": one.prescribes_by_right,
                "phone": one.phone,
            }
            for one in known
        ]
        if rows:
            self._connection.execute(insert(structures), rows)

    def colleague(self, staff_id: UUID) -> Colleague | None:
        """None when `accounts` never told of them."""
        return self.colleagues([staff_id]).get(staff_id)

    def colleagues(self, staff_ids: Collection[UUID]) -> Mapping[UUID, Colleague]:
        """Several at once."""
        query = select(colleagues).where(
            colleagues.c.territory == self._territory, colleagues.c.staff_id.in_([str(one) for one in staff_ids])
        )
        return {
            UUID(row.staff_id): Colleague(UUID(row.staff_id), row.name, UUID(row.structure_id), row.active)
            for row in self._connection.execute(query)
        }

    def keep_colleague(self, colleague: Colleague, version: int) -> None:
        """Write unless a higher version is held."""
        row = {
            "territory": self._territory,
            "staff_id": str(colleague.id),
            "version": version,
            "name": colleague.name,
            "structure_id": str(colleague.structure_id),
            "active": colleague.active,
        }
        keep_newest(self._connection, colleagues, [row])


class SqlDelegations:
    """Delegations to prescribe of one territory, in one transaction."""

    def __init__(self, connection: Connection, territory: str) -> None:
        self._connection, self._territory = connection, territory

    def all(self) -> Sequence[Delegation]:
        """Every one, by structure then start."""
        query = (
            select(delegations)
            .where(delegations.c.territory == self._territory)
            .order_by(delegations.c.structure_id, delegations.c.starts_on, delegations.c.delegation_id)
        )
        return [_delegation(row) for row in self._connection.execute(query)]

    def get(self, delegation_id: UUID) -> Delegation:
        """Locked. Raise NotFound when there is none."""
        query = select(delegations).where(
            delegations.c.territory == self._territory, delegations.c.delegation_id == str(delegation_id)
        )
        row = self._connection.execute(query.with_for_update()).first()
        if row is None:
            raise NotFound("Cette délégation n'existe pas.")
        return _delegation(row)

    def save(self, delegation: Delegation, *, by: str, at: datetime) -> None:
        """Insert or replace."""
        row = {
            "territory": self._territory,
            "delegation_id": str(delegation.id),
            "structure_id": str(delegation.structure_id),
            "given_by_kind": delegation.given_by_kind,
            "given_by_name": delegation.given_by_name,
            "starts_on": delegation.starts_on,
            "ends_on": delegation.ends_on,
            "withdrawn_on": delegation.withdrawn_on,
            "recorded_by": by,
            "recorded_at": at,
        }
        mine = and_(delegations.c.territory == self._territory, delegations.c.delegation_id == row["delegation_id"])
        if self._connection.execute(update(delegations).where(mine).values(row)).rowcount == 0:
            self._connection.execute(insert(delegations).values(row))


def _delegation(row: Row[Any]) -> Delegation:
    return Delegation(
        UUID(row.delegation_id),
        UUID(row.structure_id),
        row.given_by_kind,
        row.given_by_name,
        row.starts_on,
        row.ends_on,
        row.withdrawn_on,
    )
