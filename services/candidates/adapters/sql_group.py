"""The groupe opérationnel in SQL: sessions and sharing agreements in the open (ids, closed words), reviews sealed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, insert, select, update

from services.candidates.adapters import tables
from services.candidates.adapters.encoding import decoded, encoded
from services.candidates.adapters.sql_people import SqlPeople
from services.candidates.domain.operational_group import Review, Session
from services.candidates.domain.refusals import NotFound
from services.candidates.domain.sharing import SharingAgreement
from services.kernel.dialects import locked


class SqlGroup:
    """Implements ``ports.Group``."""

    def __init__(self, connection: Connection, territory: str, people: SqlPeople) -> None:
        self._connection = connection
        self._territory = territory
        self._people = people

    def sessions(self) -> Sequence[Session]:
        table = tables.group_sessions
        query = select(table.c.document).where(table.c.territory == self._territory)
        ordered = query.order_by(table.c.held_on.desc(), table.c.id.desc())
        return [decoded(Session, document) for document in self._connection.execute(ordered).scalars()]

    def session(self, session_id: UUID) -> Session:
        table = tables.group_sessions
        query = select(table.c.document).where(table.c.territory == self._territory, table.c.id == str(session_id))
        document = self._connection.execute(locked(query, self._connection)).scalar_one_or_none()
        if document is None:
            raise NotFound("Cette réunion n'existe pas.")
        return decoded(Session, document)

    def save_session(self, session: Session) -> None:
        values = {"held_on": session.on, "document": encoded(session).decode()}
        self._save(tables.group_sessions, session.id, values)

    def reviews(self, session_id: UUID) -> Sequence[Review]:
        return self._reviews(tables.reviews.c.session_id == str(session_id))

    def reviews_of(self, person_id: UUID) -> Sequence[Review]:
        return self._reviews(tables.reviews.c.person_id == str(person_id))[::-1]

    def review(self, review_id: UUID) -> Review:
        found = self._reviews(tables.reviews.c.id == str(review_id))
        if not found:
            raise NotFound("Cette situation n'a pas été examinée, ou le dossier de la personne a été effacé.")
        return found[0]

    def save_review(self, review: Review) -> None:
        key = self._people.key_of(str(review.person_id))
        if key is None:
            raise NotFound("Cette personne n'est pas connue, ou son dossier a été effacé.")
        sealed = key.seal(encoded(review), table=tables.reviews.name, row=str(review.id))
        values = {"session_id": str(review.session_id), "person_id": str(review.person_id), "secret": sealed}
        self._save(tables.reviews, review.id, values)

    def sharing(self, person_id: UUID | None = None) -> Sequence[SharingAgreement]:
        table = tables.sharing_agreements
        query = select(table.c.document).where(table.c.territory == self._territory)
        if person_id is not None:
            query = query.where(table.c.person_id == str(person_id))
        documents = self._connection.execute(query.order_by(table.c.id)).scalars()
        return [decoded(SharingAgreement, document) for document in documents]

    def save_sharing(self, agreement: SharingAgreement) -> None:
        values = {
            "person_id": str(agreement.person_id),
            "structure_id": str(agreement.structure_id),
            "until": agreement.until,
            "document": encoded(agreement).decode(),
        }
        self._save(tables.sharing_agreements, agreement.id, values)

    def _reviews(self, which: ColumnElement[bool]) -> list[Review]:
        table = tables.reviews
        query = select(table).where(table.c.territory == self._territory, which).order_by(table.c.id)
        query = locked(query, self._connection)
        found = []
        for row in self._connection.execute(query).mappings().all():
            key = self._people.key_of(row["person_id"])
            if key is not None:
                found.append(decoded(Review, key.open(row["secret"], table=table.name, row=row["id"])))
        return found

    def _save(self, table: Any, thing_id: UUID, values: dict[str, Any]) -> None:
        place = (table.c.territory == self._territory) & (table.c.id == str(thing_id))
        if self._connection.execute(update(table).where(place).values(**values)).rowcount == 0:
            row = {"territory": self._territory, "id": str(thing_id), **values}
            self._connection.execute(insert(table).values(**row))
