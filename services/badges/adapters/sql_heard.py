"""What badges keep of other services in SQL: territories, who accompanies whom, how far placements were heard."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from services.badges.adapters import tables
from services.badges.domain.access import Accompaniment, Grant
from services.badges.domain.territory import Territory
from services.kernel.dialects import keep_newer


class SqlTerritories:
    """Territories in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, code: str) -> Territory | None:
        query = select(tables.territories).where(tables.territories.c.territory == code)
        row = self._connection.execute(query).mappings().first()
        if row is None:
            return None
        return Territory(
            code=row["territory"],
            version=row["version"],
            name=row["name"],
            public_name=row["public_name"],
            zone=row["zone"],
            schemes=tuple(row["schemes"]),
            invented=row["invented"],
        )

    def save(self, territory: Territory) -> None:
        table = tables.territories
        values = {
            "version": territory.version,
            "name": territory.name,
            "public_name": territory.public_name,
            "zone": territory.zone,
            "schemes": list(territory.schemes),
            "invented": territory.invented,
        }
        known = update(table).where(table.c.territory == territory.code).values(**values)
        if self._connection.execute(known).rowcount == 0:
            self._connection.execute(insert(table).values(territory=territory.code, **values))


class SqlAccompaniments:
    """Who accompanies which profile, in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, profile_id: UUID) -> Accompaniment | None:
        return next(iter(self._where(tables.accompaniments.c.profile_id == str(profile_id))), None)

    def of_staff(self, territory: str, staff_id: UUID) -> Sequence[Accompaniment]:
        named = select(tables.grants.c.profile_id).where(
            tables.grants.c.territory == territory, tables.grants.c.staff_id == str(staff_id)
        )
        return self._where(tables.accompaniments.c.profile_id.in_(named))

    def save(self, accompaniment: Accompaniment) -> None:
        table, profile = tables.accompaniments, str(accompaniment.profile_id)
        values = {
            "territory": accompaniment.territory,
            "version": accompaniment.version,
            "erased": accompaniment.erased,
        }
        known = update(table).where(table.c.profile_id == profile).values(**values)
        if self._connection.execute(known).rowcount == 0:
            self._connection.execute(insert(table).values(profile_id=profile, **values))
        self._connection.execute(delete(tables.grants).where(tables.grants.c.profile_id == profile))
        rows = [
            {
                "territory": accompaniment.territory,
                "profile_id": profile,
                "staff_id": str(grant.staff_id),
                "since": grant.since,
                "until": grant.until,
            }
            for grant in accompaniment.grants
        ]
        if rows:
            self._connection.execute(insert(tables.grants), rows)

    def _where(self, condition: ColumnElement[bool]) -> list[Accompaniment]:
        rows = self._connection.execute(select(tables.accompaniments).where(condition)).mappings().all()
        profiles = [row["profile_id"] for row in rows]
        held: dict[str, list[Grant]] = {profile: [] for profile in profiles}
        query = select(tables.grants).where(tables.grants.c.profile_id.in_(profiles))
        for row in self._connection.execute(query.order_by(tables.grants.c.since)).mappings():
            held[row["profile_id"]].append(Grant(UUID(row["staff_id"]), row["since"], row["until"]))
        return [
            Accompaniment(
                profile_id=UUID(row["profile_id"]),
                territory=row["territory"],
                version=row["version"],
                grants=tuple(held[row["profile_id"]]),
                erased=row["erased"],
            )
            for row in rows
        ]


class SqlPlacements:
    """How far each placement was heard, in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def advance(self, territory: str, placement_id: UUID, version: int) -> bool:
        table = tables.placements
        key = {"territory": territory, "placement_id": str(placement_id)}
        return keep_newer(self._connection, table, key, {"version": version})
