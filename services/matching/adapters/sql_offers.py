"""Offers as projected from `employers`, in SQL, with the standing ones kept decoded in memory."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, select

from services.kernel.problems import NotFound
from services.matching.adapters.shelf import Shelf, advance, counter
from services.matching.adapters.tables import offers
from services.matching.adapters.upserts import keep_newest
from services.matching.domain.offer_sheet import OfferSheet
from services.matching.domain.ranking.offer import Offer

OffersShelf = Shelf[UUID, Offer]
_WRITTEN = TypeAdapter(Offer)
_WORDS = TypeAdapter(dict[str, str])
_SPOKEN = ("description", "source_url", "place_label", "postcode", "hours_label", "salary")
NAME = "offers"
UNKNOWN = "Cette offre n'est pas connue ici."
_AT_ONCE = 400


def holds_advertisements(connection: Connection) -> bool:
    """True when an offer of another board is kept, in any territory."""
    query = select(offers.c.offer_id).where(offers.c.company_id.is_(None)).limit(1)
    return connection.execute(query).first() is not None


class SqlOffers:
    """Offers of one territory, in one transaction."""

    def __init__(self, connection: Connection, territory: str, shelf: OffersShelf) -> None:
        self._connection, self._territory, self._shelf = connection, territory, shelf
        self._wrote = False

    def standing(self) -> Sequence[Offer]:
        """Every offer not withdrawn, by id."""
        if self._wrote:
            return [offer for _, offer in self._read_since(-1) if offer is not None]
        now = counter(self._connection, self._territory, NAME)
        return tuple(self._shelf.rows(self._territory, now, self._read_since).values())

    def get(self, offer_id: UUID) -> OfferSheet:
        """Raise ``NotFound`` when it was never known."""
        found = self.sheets([offer_id]).get(offer_id)
        if found is None:
            raise NotFound(UNKNOWN)
        return found

    def sheets(self, offer_ids: Collection[UUID]) -> Mapping[UUID, OfferSheet]:
        """Several at once. Unknown ids are absent."""
        found: dict[UUID, OfferSheet] = {}
        wanted = [str(offer_id) for offer_id in offer_ids]
        for start in range(0, len(wanted), _AT_ONCE):
            query = select(offers).where(
                offers.c.territory == self._territory, offers.c.offer_id.in_(wanted[start : start + _AT_ONCE])
            )
            for row in self._connection.execute(query):
                sheet = _sheet(row)
                if sheet is not None:
                    found[sheet.offer.id] = sheet
        return found

    def keep(self, sheets: Sequence[OfferSheet]) -> None:
        """Write each unless a higher version is held."""
        if sheets:
            self._write([_row(self._territory, sheet) for sheet in sheets])

    def withdraw(self, offer_id: UUID, version: int, reason: str) -> None:
        """Note that the offer no longer stands; its words are kept for what was already begun with it."""
        query = (
            select(offers.c.company_id, offers.c.data, offers.c.words)
            .where(offers.c.territory == self._territory, offers.c.offer_id == str(offer_id))
            .with_for_update()
        )
        held = self._connection.execute(query).first()
        self._write(
            [
                {
                    "territory": self._territory,
                    "offer_id": str(offer_id),
                    "version": version,
                    "company_id": held.company_id if held else None,
                    "withdrawn": reason[:20],
                    "data": held.data if held else "",
                    "words": held.words if held else "",
                }
            ]
        )

    def _write(self, rows: list[dict[str, Any]]) -> None:
        now = advance(self._connection, self._territory, NAME)
        keep_newest(self._connection, offers, [{**row, "changed": now} for row in rows])
        self._wrote = True

    def _read_since(self, since: int) -> Iterator[tuple[UUID, Offer | None]]:
        query = (
            select(offers.c.offer_id, offers.c.withdrawn, offers.c.data)
            .where(offers.c.territory == self._territory, offers.c.changed > since)
            .order_by(offers.c.offer_id)
        )
        for row in self._connection.execute(query):
            gone = row.withdrawn or not row.data
            yield UUID(row.offer_id), None if gone else _WRITTEN.validate_json(row.data)


def _row(territory: str, sheet: OfferSheet) -> dict[str, Any]:
    words = {name: value for name, value in asdict(sheet).items() if name in _SPOKEN}
    return {
        "territory": territory,
        "offer_id": str(sheet.offer.id),
        "version": sheet.version,
        "company_id": str(sheet.offer.company_id) if sheet.offer.company_id else None,
        "withdrawn": sheet.withdrawn,
        "data": _WRITTEN.dump_json(sheet.offer).decode(),
        "words": _WORDS.dump_json(words).decode(),
    }


def _sheet(row: Row[Any]) -> OfferSheet | None:
    if not row.data:
        return None
    words = _WORDS.validate_json(row.words)
    return OfferSheet(_WRITTEN.validate_json(row.data), row.version, withdrawn=row.withdrawn, **words)
