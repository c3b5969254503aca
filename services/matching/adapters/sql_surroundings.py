"""The territory's settings, its bus stops, and the bands already shown, in SQL."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Connection, delete, insert, select

from services.kernel.dialects import inserting
from services.matching.adapters.shelf import Shelf, advance, counter
from services.matching.adapters.tables import bands, bus_stops, territories
from services.matching.adapters.upserts import keep_newest
from services.matching.domain.ranking.stops import StopGrid
from services.matching.domain.ranking.travel import Point
from services.matching.ports import Territory

StopsShelf = Shelf[int, StopGrid]
_WRITTEN = TypeAdapter(Territory)
STOPS = "bus_stops"


def known_territories(connection: Connection) -> tuple[str, ...]:
    """The codes of the territories whose settings have arrived."""
    return tuple(connection.execute(select(territories.c.territory).order_by(territories.c.territory)).scalars())


class SqlTerritories:
    """The settings of one territory."""

    def __init__(self, connection: Connection, territory: str) -> None:
        self._connection, self._territory = connection, territory

    def get(self) -> Territory | None:
        """None until `accounts` has published them."""
        query = select(territories.c.data).where(territories.c.territory == self._territory)
        data = self._connection.execute(query).scalar_one_or_none()
        return None if data is None else _WRITTEN.validate_json(data)

    def keep(self, territory: Territory, version: int) -> None:
        """Write unless a higher version is held."""
        data = _WRITTEN.dump_json(territory).decode()
        row = {"territory": self._territory, "version": version, "data": data}
        keep_newest(self._connection, territories, [row])


class SqlBusStops:
    """Stops imported for one territory."""

    def __init__(self, connection: Connection, territory: str, shelf: StopsShelf) -> None:
        self._connection, self._territory, self._shelf = connection, territory, shelf

    def stops(self) -> StopGrid | None:
        """None when none was imported."""
        now = counter(self._connection, self._territory, STOPS)
        return self._shelf.rows(self._territory, now, self._grid).get(0) if now else None

    def replace(self, stops: Sequence[tuple[str, str, Point]]) -> int:
        """Replace them all; return how many are kept."""
        advance(self._connection, self._territory, STOPS)
        self._connection.execute(delete(bus_stops).where(bus_stops.c.territory == self._territory))
        rows = {
            stop_id: {
                "territory": self._territory,
                "stop_id": stop_id,
                "name": name,
                "latitude": point.latitude,
                "longitude": point.longitude,
            }
            for stop_id, name, point in stops
        }
        if rows:
            self._connection.execute(insert(bus_stops), list(rows.values()))
        return len(rows)

    def _grid(self, _since: int) -> Iterator[tuple[int, StopGrid | None]]:
        query = select(bus_stops.c.latitude, bus_stops.c.longitude).where(bus_stops.c.territory == self._territory)
        points = [Point(row.latitude, row.longitude) for row in self._connection.execute(query)]
        yield 0, StopGrid(points) if points else None


class SqlBands:
    """Bands already shown to employers, each frozen the first time."""

    def __init__(self, connection: Connection, territory: str) -> None:
        self._connection, self._territory = connection, territory

    def get(self, offer_id: UUID) -> str | None:
        """The frozen band's code."""
        query = select(bands.c.band).where(bands.c.territory == self._territory, bands.c.offer_id == str(offer_id))
        return self._connection.execute(query).scalar_one_or_none()

    def freeze(self, offer_id: UUID, band: str, *, at: datetime) -> str:
        """Keep the band unless one is kept already; return the one that stands."""
        row = {"territory": self._territory, "offer_id": str(offer_id), "band": band, "frozen_at": at}
        self._connection.execute(inserting(self._connection, bands).values(row).on_conflict_do_nothing())
        return self.get(offer_id) or band
