"""The table of towns: where a postcode or a town's name is, on this machine, without asking anybody.

An address of a person or of a firm is never sent to somebody else to be placed: its town is enough to tell a distance,
and the table says so (``Town`` is the town's centre). Read from an official list of communes imported by
``cite towns import``; empty until then. Refuses a file without its columns, and each row without a name, a postcode
or a point, with its line and the reason.
"""

import csv
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from services.kernel.folding import folded
from services.kernel.problems import Invalid

SHORTENED = {"st": "saint", "ste": "sainte"}
COLUMNS = ("nom", "codes_postaux", "latitude", "longitude")
"""Of the official list; the others are left aside. Several postcodes are parted by a space, a slash or a comma."""


def town_key(text: str) -> str:
    """A town's name as it is compared: « St-Xandre » and « Saint-Xandre » are one."""
    return " ".join(SHORTENED.get(word, word) for word in folded(text).split())


@dataclass(frozen=True, slots=True)
class Town:
    """A town and its centre, in degrees WGS 84."""

    name: str
    postcodes: tuple[str, ...]
    latitude: float
    longitude: float

    @property
    def told(self) -> str:
        """« 17000 La Rochelle »."""
        return " ".join((*self.postcodes[:1], self.name))


@dataclass(frozen=True, slots=True)
class Towns:
    """Every town known here."""

    known: Sequence[Town] = ()
    _by_name: dict[str, list[Town]] = field(init=False, repr=False, default_factory=dict)
    _by_postcode: dict[str, list[Town]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        for town in self.known:
            self._by_name.setdefault(town_key(town.name), []).append(town)
            for postcode in town.postcodes:
                self._by_postcode.setdefault(postcode, []).append(town)

    def suggest(self, words: str, *, limit: int = 8) -> list[Town]:
        """Towns whose name or postcode begins with these words, then those that contain them."""
        sought = town_key(words)
        if not sought:
            return []
        begins = [town for town in self.known if _begins(town, sought)]
        holds = [town for town in self.known if town not in begins and sought in town_key(town.told)]
        return [*begins, *holds][:limit]

    def named(self, words: str) -> list[Town]:
        """The towns that these words name: « La Rochelle », « 17000 la rochelle », « 17140 »."""
        parts = words.split()
        postcode = next((part for part in parts if len(part) == 5 and part.isdigit()), "")
        name = town_key(" ".join(part for part in parts if part != postcode))
        found = self._by_name.get(name, []) if name else self._by_postcode.get(postcode, [])
        return [town for town in found if not postcode or postcode in town.postcodes]

    def one(self, words: str, *, field: str) -> Town:
        """The town that these words name. Raises Invalid on ``field`` when they name none, or several."""
        found = self.named(words)
        if len(found) == 1:
            return found[0]
        if not words.strip():
            said = "Écrivez une commune ou un code postal."
        elif not found:
            said = f"« {words.strip()} » n'est pas dans la table des communes. Essayez une commune proche."
        else:
            said = f"Laquelle : {', '.join(town.told for town in found[:8])} ?"
        raise Invalid(said, fields={field: said}, code="town-unknown")

    def at(self, postcode: str, name: str) -> Town | None:
        """The one town of a written address; None when it is not known, or could be several."""
        found = self.named(f"{postcode} {name}") or (self.named(postcode) if postcode else [])
        return found[0] if len(found) == 1 else None

    def nearest(self, latitude: float, longitude: float) -> Town | None:
        """The town whose centre is nearest to a point (flat enough at this scale); None in an empty table."""
        return min(
            self.known,
            key=lambda town: (town.latitude - latitude) ** 2 + ((town.longitude - longitude) * 0.7) ** 2,
            default=None,
        )


def _begins(town: Town, sought: str) -> bool:
    names = (town_key(town.name), town_key(town.told), *town.postcodes)
    return any(name.startswith(sought) for name in names)


@dataclass(frozen=True, slots=True)
class Read:
    """What a file held. ``refused``: line number (the header is line 1) and reason."""

    towns: tuple[Town, ...]
    refused: tuple[tuple[int, str], ...]


def read_towns(path: Path) -> Read:
    """Read an official list of communes (CSV, UTF-8). Raises Invalid, in words."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as trouble:
        raise Invalid(f"{path} : ce fichier ne se lit pas ({trouble.strerror}).") from trouble
    except UnicodeDecodeError as trouble:
        raise Invalid(f"{path} : ce texte n'est pas en UTF-8.") from trouble
    rows = csv.DictReader(text.splitlines(), delimiter=";" if text.partition("\n")[0].count(";") else ",")
    missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
    if missing:
        raise Invalid(f"{path} : il manque la colonne {', '.join(missing)}.")
    towns: list[Town] = []
    refused: list[tuple[int, str]] = []
    for row in rows:
        try:
            towns.append(_town(row))
        except ValueError as wrong:
            refused.append((rows.line_num, str(wrong)))
    return Read(tuple(towns), tuple(refused))


def _town(row: dict[str, str | None]) -> Town:
    name = " ".join((row["nom"] or "").split())
    postcodes = tuple((row["codes_postaux"] or "").replace("/", " ").replace(",", " ").split())
    if not name or len(name) > 120:
        raise ValueError("le nom manque ou dépasse 120 caractères")
    if not postcodes or not all(len(code) == 5 and code.isdigit() for code in postcodes):
        raise ValueError("un code postal a cinq chiffres")
    try:
        latitude, longitude = float(row["latitude"] or ""), float(row["longitude"] or "")
    except ValueError:
        raise ValueError("le point n'est pas un nombre") from None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError("le point n'est pas sur la Terre")
    return Town(name, postcodes, latitude, longitude)


def write_towns(towns: Iterable[Town], path: Path) -> None:
    """Write the table whole, or leave the former one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        writer.writerows(_rows(towns))
    fresh.replace(path)


def _rows(towns: Iterable[Town]) -> Iterator[tuple[object, ...]]:
    for town in sorted(towns, key=lambda town: (town_key(town.name), town.postcodes)):
        yield town.name, " ".join(town.postcodes), town.latitude, town.longitude


class TownsFile:
    """The table of a file, read again when the file changes; an empty one while there is no file. Thread-safe."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._stamp = 0
        self._towns = Towns()

    def __call__(self) -> Towns:
        """The table as it stands."""
        try:
            stamp = self._path.stat().st_mtime_ns
        except OSError:
            return self._towns
        with self._lock:
            if stamp != self._stamp:
                self._towns, self._stamp = Towns(read_towns(self._path).towns), stamp
            return self._towns
