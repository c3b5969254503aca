"""The territory, its staff and its companies as others publish them, in SQL."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, Table, select

from services.candidates.adapters import tables
from services.candidates.adapters.encoding import decoded, encoded
from services.candidates.domain.territory import Company, StaffMember, Territory
from services.kernel.dialects import keep_newer


class SqlSurroundings:
    """Implements ``ports.Surroundings``, and keeps the projections."""

    def __init__(self, connection: Connection, territory: str) -> None:
        self._connection = connection
        self._territory = territory
        self._settings: Territory | None = None

    def territory(self) -> Territory:
        if self._settings is None:
            document = self._document(tables.territories, self._territory)
            self._settings = decoded(Territory, document) if document else Territory(self._territory)
        return self._settings

    def staff(self, staff_id: UUID | None) -> StaffMember | None:
        document = self._document(tables.staff, str(staff_id)) if staff_id else None
        return decoded(StaffMember, document) if document else None

    def staff_of(self, structure_id: UUID) -> Sequence[StaffMember]:
        return [one for one in self.everybody() if one.structure_id == structure_id]

    def everybody(self) -> Sequence[StaffMember]:
        query = select(tables.staff.c.document).where(tables.staff.c.territory == self._territory)
        known = [decoded(StaffMember, document) for document in self._connection.execute(query).scalars()]
        return sorted((one for one in known if one.active), key=lambda one: one.name)

    def company_name(self, company_id: UUID) -> str | None:
        document = self._document(tables.companies, str(company_id))
        return decoded(Company, document).name if document else None

    def keep_territory(self, told: Territory) -> None:
        self._keep(tables.territories, self._territory, told.version, encoded(told))
        self._settings = None

    def keep_staff(self, told: StaffMember) -> None:
        place = {"structure_id": str(told.structure_id)}
        self._keep(tables.staff, str(told.id), told.version, encoded(told), **place)

    def keep_company(self, told: Company) -> None:
        self._keep(tables.companies, str(told.id), told.version, encoded(told))

    def _document(self, table: Table, key: str) -> str | None:
        query = select(table.c.document).where(table.c.territory == self._territory, table.c.id == key)
        document: str | None = self._connection.execute(query).scalar_one_or_none()
        return document

    def _keep(self, table: Table, key: str, version: int, document: bytes, **more: str) -> None:
        values = {"version": version, "document": document.decode(), **more}
        keep_newer(self._connection, table, {"territory": self._territory, "id": key}, values)
