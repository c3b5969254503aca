"""Bus stops laid on a grid, so that the nearest one is found without reading them all.

Built once per import of stops. Refuses nothing; a place without a stop within a kilometre has no bus.
"""

from collections import defaultdict
from collections.abc import Iterable
from math import cos, floor, radians

from services.matching.domain.ranking.travel import FARTHEST_STOP_KM, Point, crow_fly_km

_KM_PER_DEGREE = 111.195


class StopGrid:
    """An immutable set of stops. ``nearest_km`` is memoised: offers of one firm share their place."""

    def __init__(self, stops: Iterable[Point]) -> None:
        points = list(stops)
        middle = sum(point.latitude for point in points) / len(points) if points else 0.0
        self._lat_step = FARTHEST_STOP_KM / _KM_PER_DEGREE
        self._lon_step = self._lat_step / max(0.1, cos(radians(abs(middle) + 1.0)))
        self._cells: dict[tuple[int, int], list[Point]] = defaultdict(list)
        for point in points:
            self._cells[self._cell(point)].append(point)
        self._known: dict[Point, float | None] = {}

    def _cell(self, point: Point) -> tuple[int, int]:
        return floor(point.latitude / self._lat_step), floor(point.longitude / self._lon_step)

    def nearest_km(self, point: Point) -> float | None:
        """Crow-fly distance to the nearest stop; None when there is none within ``FARTHEST_STOP_KM``."""
        if point not in self._known:
            self._known[point] = self._search(point)
        return self._known[point]

    def _search(self, point: Point) -> float | None:
        row, column = self._cell(point)
        around = (self._cells.get((row + i, column + j), ()) for i in (-1, 0, 1) for j in (-1, 0, 1))
        nearest = min((crow_fly_km(point, stop) for cell in around for stop in cell), default=None)
        return nearest if nearest is not None and nearest <= FARTHEST_STOP_KM else None
