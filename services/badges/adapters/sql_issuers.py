"""Issuers, achievements and status lists in SQL."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from services.badges.adapters import tables
from services.badges.domain.achievement import Achievement
from services.badges.domain.issuer import Issuer, IssuerKey, IssuerKind
from services.badges.domain.status import SMALLEST, ListFull, StatusEntry, draw_index
from services.badges.ports import ListState
from services.kernel.dialects import locked


class SqlIssuers:
    """Issuers and their public keys in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, issuer_id: UUID) -> Issuer | None:
        return next(iter(self._where(tables.issuers.c.id == str(issuer_id))), None)

    def of_territory(self, territory: str) -> Issuer | None:
        return self._owned(territory, IssuerKind.TERRITORY, "")

    def of_company(self, territory: str, company_id: UUID) -> Issuer | None:
        return self._owned(territory, IssuerKind.EMPLOYER, str(company_id))

    def all_of(self, territory: str) -> Sequence[Issuer]:
        return self._where(tables.issuers.c.territory == territory)

    def save(self, issuer: Issuer) -> None:
        table = tables.issuers
        values = {
            "territory": issuer.territory,
            "kind": issuer.kind.value,
            "company_id": str(issuer.company_id) if issuer.company_id else "",
            "name": issuer.name,
        }
        known = update(table).where(table.c.id == str(issuer.id)).values(**values)
        if self._connection.execute(known).rowcount == 0:
            self._connection.execute(insert(table).values(id=str(issuer.id), **values))
        for key in issuer.keys:
            self._save_key(issuer, key)

    def _save_key(self, issuer: Issuer, key: IssuerKey) -> None:
        table = tables.issuer_keys
        same = (table.c.issuer_id == str(issuer.id)) & (table.c.key_id == key.key_id)
        ends = {"retired_at": key.retired_at, "stolen_at": key.stolen_at}
        if self._connection.execute(update(table).where(same).values(**ends)).rowcount == 0:
            row = {"territory": issuer.territory, "issuer_id": str(issuer.id), "key_id": key.key_id}
            created = {"public": key.public, "created_at": key.created_at}
            self._connection.execute(insert(table).values(**row, **created, **ends))

    def _owned(self, territory: str, kind: IssuerKind, company: str) -> Issuer | None:
        table = tables.issuers.c
        owner = (table.territory == territory) & (table.kind == kind.value) & (table.company_id == company)
        return next(iter(self._where(owner)), None)

    def _where(self, condition: ColumnElement[bool]) -> list[Issuer]:
        query = locked(select(tables.issuers).where(condition).order_by(tables.issuers.c.id), self._connection)
        return [self._issuer(row) for row in self._connection.execute(query).mappings().all()]

    def _issuer(self, row: Any) -> Issuer:
        table = tables.issuer_keys
        query = select(table).where(table.c.issuer_id == row["id"]).order_by(table.c.created_at, table.c.key_id)
        keys = tuple(
            IssuerKey(key["key_id"], key["public"], key["created_at"], key["retired_at"], key["stolen_at"])
            for key in self._connection.execute(query).mappings()
        )
        company = UUID(row["company_id"]) if row["company_id"] else None
        return Issuer(UUID(row["id"]), row["territory"], IssuerKind(row["kind"]), row["name"], keys, company)


class SqlAchievements:
    """Achievements in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, achievement_id: UUID) -> Achievement | None:
        query = select(tables.achievements).where(tables.achievements.c.id == str(achievement_id))
        row = self._connection.execute(query).mappings().first()
        return Achievement(**{**row, "id": UUID(row["id"])}) if row else None

    def keep(self, achievement: Achievement) -> None:
        if self.get(achievement.id) is None:
            names = ("territory", "family", "label", "trade", "rome", "name", "description", "criteria")
            values = {name: getattr(achievement, name) for name in names}
            self._connection.execute(insert(tables.achievements).values(id=str(achievement.id), **values))


class SqlStatusLists:
    """Status lists in SQL. The row of a list is locked while a place is drawn in it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def place(self, territory: str, issuer_id: UUID, *, below: Callable[[int], int], at: datetime) -> StatusEntry:
        list_id = self._open_list(territory, issuer_id, at)
        try:
            index = draw_index(taken=lambda one: self._taken(list_id, one), count=self._count(list_id), below=below)
        except ListFull:
            table = tables.status_lists
            self._connection.execute(update(table).where(table.c.id == list_id).values(closed=True))
            return self.place(territory, issuer_id, below=below, at=at)
        values = {"territory": territory, "list_id": list_id, "place": index, "revoked_at": None}
        self._connection.execute(insert(tables.status_places).values(**values))
        return StatusEntry(UUID(list_id), index)

    def revoke(self, entry: StatusEntry, *, at: datetime) -> None:
        place, listed = tables.status_places, tables.status_lists
        same = (place.c.list_id == str(entry.list_id)) & (place.c.place == entry.index) & place.c.revoked_at.is_(None)
        if self._connection.execute(update(place).where(same).values(revoked_at=at)).rowcount:
            grown = update(listed).where(listed.c.id == str(entry.list_id)).values(revision=listed.c.revision + 1)
            self._connection.execute(grown)

    def get(self, list_id: UUID) -> ListState | None:
        query = select(tables.status_lists).where(tables.status_lists.c.id == str(list_id))
        row = self._connection.execute(query).mappings().first()
        return ListState(list_id, UUID(row["issuer_id"]), row["size"], row["revision"]) if row else None

    def revoked(self, list_id: UUID) -> frozenset[int]:
        place = tables.status_places.c
        query = select(place.place).where(place.list_id == str(list_id), place.revoked_at.is_not(None))
        return frozenset(self._connection.execute(query).scalars())

    def _open_list(self, territory: str, issuer_id: UUID, at: datetime) -> str:
        table = tables.status_lists
        open_one = select(table.c.id).where(table.c.issuer_id == str(issuer_id), table.c.closed.is_(False))
        found = self._connection.execute(locked(open_one.limit(1), self._connection)).scalar_one_or_none()
        if found is not None:
            return str(found)
        list_id = str(uuid4())
        values = {"territory": territory, "id": list_id, "issuer_id": str(issuer_id), "size": SMALLEST}
        self._connection.execute(insert(table).values(**values, revision=0, closed=False, opened_at=at))
        return list_id

    def _taken(self, list_id: str, index: int) -> bool:
        place = tables.status_places.c
        query = select(place.place).where(place.list_id == list_id, place.place == index)
        return self._connection.execute(query).first() is not None

    def _count(self, list_id: str) -> int:
        query = select(func.count()).select_from(tables.status_places).where(tables.status_places.c.list_id == list_id)
        return self._connection.execute(query).scalar_one()
