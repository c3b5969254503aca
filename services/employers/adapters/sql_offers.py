"""Offers and drafts in SQL."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, select

from services.contracts.vocabulary import OfferKind
from services.employers.adapters import tables
from services.employers.adapters.stored import Stored
from services.employers.domain.draft import Draft
from services.employers.domain.offer import Offer, Source, Status

OPEN = (Status.WAITING.value, Status.PUBLISHED.value, Status.FILLED.value)


class StoredOffers(Stored[Offer]):
    """An offer's row: its reference elsewhere is NULL when it has none, so that unicity bears on real ones."""

    def read(self, row: Mapping[str, Any]) -> Offer:
        return super().read({**row, "source_ref": row["source_ref"] or ""})

    def written(self, value: Offer) -> dict[str, Any]:
        terms = value.terms
        return {
            **super().written(value),
            "source_ref": value.source_ref or None,
            "kind": terms.kind.value,
            "title": terms.title[:300],
            "expires_on": terms.expires_on,
        }


class SqlOffers:
    """Offers in SQL."""

    def __init__(self, connection: Connection, territory: str, *, locks: bool) -> None:
        self._rows = StoredOffers(connection, territory, tables.offers, Offer, locks=locks)

    def get(self, offer_id: UUID) -> Offer | None:
        return self._rows.one(tables.offers.c.id == str(offer_id))

    def by_source(self, source: Source, source_ref: str) -> Offer | None:
        return self._rows.one(tables.offers.c.source == source.value, tables.offers.c.source_ref == source_ref)

    def open_refs(self, source: Source) -> Sequence[str]:
        table = tables.offers
        query = select(table.c.source_ref).where(
            table.c.territory == self._rows.territory,
            table.c.source == source.value,
            table.c.source_ref.is_not(None),
            table.c.status.in_(OPEN),
        )
        return self._rows.connection.execute(query.order_by(table.c.source_ref)).scalars().all()

    def save(self, offer: Offer) -> None:
        self._rows.put(offer)

    def of_company(self, company_id: UUID, statuses: Sequence[Status] = ()) -> Sequence[Offer]:
        query = self._rows.query(tables.offers.c.company_id == str(company_id))
        if statuses:
            query = query.where(tables.offers.c.status.in_([status.value for status in statuses]))
        return self._rows.many(query.order_by(tables.offers.c.id.desc()))

    def over_on(self, today: date, *, most: int) -> Sequence[Offer]:
        table = tables.offers
        query = self._rows.query(table.c.status.in_(OPEN), table.c.expires_on < today)
        return self._rows.many(query.order_by(table.c.expires_on).limit(most))

    def page(
        self,
        *,
        company_ids: Sequence[UUID] | None,
        statuses: Sequence[Status],
        kind: OfferKind | None,
        before: UUID | None,
        most: int,
    ) -> Sequence[Offer]:
        table = tables.offers
        query = self._rows.query()
        if company_ids is None:
            query = query.where(table.c.source != Source.FRANCE_TRAVAIL.value)
        else:
            query = query.where(table.c.company_id.in_([str(company_id) for company_id in company_ids]))
        if statuses:
            query = query.where(table.c.status.in_([status.value for status in statuses]))
        if kind is not None:
            query = query.where(table.c.kind == kind.value)
        if before is not None:
            query = query.where(table.c.id < str(before))
        return self._rows.many(query.order_by(table.c.id.desc()).limit(most))


class SqlDrafts:
    """Drafts in SQL."""

    def __init__(self, connection: Connection, territory: str, *, locks: bool) -> None:
        self._rows = Stored(connection, territory, tables.drafts, Draft, locks=locks)

    def get(self, company_id: UUID, author_id: UUID) -> Draft | None:
        table = tables.drafts
        return self._rows.one(table.c.company_id == str(company_id), table.c.author_id == str(author_id))

    def save(self, draft: Draft) -> None:
        self._rows.put(draft)

    def drop(self, company_id: UUID, author_id: UUID) -> None:
        table = tables.drafts
        self._rows.connection.execute(
            delete(table).where(
                table.c.territory == self._rows.territory,
                table.c.company_id == str(company_id),
                table.c.author_id == str(author_id),
            )
        )

    def drop_before(self, moment: datetime) -> int:
        table = tables.drafts
        return self._rows.connection.execute(delete(table).where(table.c.saved_at < moment)).rowcount
