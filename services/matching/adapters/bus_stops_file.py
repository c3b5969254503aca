"""Bus stops from a CSV file (``id,nom,latitude,longitude``): each refused line with its number and its reason.

The file of an agglomeration's open data, or a list made by hand. Refuses a file without these columns, or in which
no line is good.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from services.kernel.problems import Invalid
from services.matching.domain.ranking.travel import Point

COLUMNS = ("id", "nom", "latitude", "longitude")


@dataclass(frozen=True, slots=True)
class StopsRead:
    """``stops``: (id, name, point), each id once. ``refused``: (line number, reason)."""

    stops: tuple[tuple[str, str, Point], ...]
    refused: tuple[tuple[int, str], ...]


def read_bus_stops(path: Path) -> StopsRead:
    """Read the file. Raises Invalid."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(f"Le fichier {path.name} ne se lit pas comme un texte UTF-8. Rien n'a été changé.") from error
    rows = csv.DictReader(text.splitlines())
    lacking = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if lacking:
        raise Invalid(
            f"Il manque la colonne {', '.join(lacking)}. Attendu : {', '.join(COLUMNS)}. Rien n'a été changé."
        )
    stops: dict[str, tuple[str, str, Point]] = {}
    refused: list[tuple[int, str]] = []
    for number, row in enumerate(rows, 2):
        reason = _reason(row)
        if reason:
            refused.append((number, reason))
            continue
        point = Point(float(row["latitude"]), float(row["longitude"]))
        stops[row["id"].strip()] = (row["id"].strip(), (row["nom"] or "").strip()[:200], point)
    if not stops:
        raise Invalid("Aucune ligne du fichier n'est un arrêt lisible. Rien n'a été changé.")
    return StopsRead(tuple(stops.values()), tuple(refused))


def _reason(row: dict[str, str | None]) -> str:
    identifier = (row["id"] or "").strip()
    if not identifier or len(identifier) > 80:
        return "l'identifiant est vide ou trop long"
    try:
        latitude, longitude = float(row["latitude"] or ""), float(row["longitude"] or "")
    except ValueError:
        return "la latitude ou la longitude n'est pas un nombre"
    return "" if -90 <= latitude <= 90 and -180 <= longitude <= 180 else "ce point n'est pas sur la carte"
