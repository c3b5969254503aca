"""What each sector hires: counts that an operator imported, else the small table shipped (`sector_hirings.csv`).

An import replaces everything in one transaction; sectors that it does not name keep the shipped figures. A running
process sees it within half a minute. Refuses a file without its columns or in which a line does not read.
"""

import csv
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy import Connection, delete, func, insert, inspect, select

from services.kernel.problems import Invalid
from services.matching.adapters.plan_tables import sector_hirings
from services.matching.domain.hidden_market.firms_to_call import Sector

SHIPPED = Path(__file__).parents[1] / "data" / "sector_hirings.csv"
COLUMNS = ("naf", "rome", "hirings")
NAF = re.compile(r"\d{4}[A-Z]", re.ASCII)
ROME = re.compile(r"[A-N]\d{4}", re.ASCII)
WHOLE_SECTOR = 100
OTHER_TRADES = ""
MOST_TOLD = 20
MANY = 2000
LOOKED_AT_EVERY_SECONDS = 30.0


def shipped_sectors(path: Path = SHIPPED) -> Mapping[str, Sector]:
    """The small table: what is not told of a hundred hirings is made in other trades."""
    sectors: dict[str, Sector] = {}
    with path.open(encoding="utf-8", newline="") as written:
        for row in csv.DictReader(written):
            told = {code: int(count) for code, count in (pair.split(":") for pair in row["hirings"].split(";"))}
            others = max(0, WHOLE_SECTOR - sum(told.values()))
            sectors[row["naf"]] = Sector(row["naf"], row["label"], {**told, OTHER_TRADES: others})
    return sectors


def read_hirings(path: Path, labels: Path | None = None) -> Sequence[tuple[str, str, int, str]]:
    """(naf, rome, hirings, label of the sector) of each line. Raises Invalid, which tells the lines to mend."""
    names = {row["naf"]: row["label"].strip()[:300] for _, row in _rows(labels, ("naf", "label"))} if labels else {}
    found: dict[tuple[str, str], int] = {}
    wrong: list[str] = []
    for line, row in _rows(path, COLUMNS):
        naf, rome, count = row["naf"].strip().replace(".", ""), row["rome"].strip(), row["hirings"].strip()
        if NAF.fullmatch(naf) is None or ROME.fullmatch(rome) is None or not count.isdecimal() or len(count) > 9:
            wrong.append(f"ligne {line} : un code NAF, un code ROME et un nombre sont attendus.")
        else:
            found[naf, rome] = found.get((naf, rome), 0) + int(count)
    if wrong or not found:
        more = [f"… et {len(wrong) - MOST_TOLD} autre(s)."] if len(wrong) > MOST_TOLD else []
        told = wrong[:MOST_TOLD] or ["aucune ligne n'a été lue."]
        raise Invalid("\n".join([f"{path.name} : rien n'a été importé. À corriger :", *told, *more]))
    return [(naf, rome, count, names.get(naf, "")) for (naf, rome), count in found.items()]


def _rows(path: Path, columns: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(f"{path.name} ne se lit pas comme un texte UTF-8. Rien n'a été importé.") from error
    rows = csv.DictReader(text.splitlines())
    lacking = [name for name in columns if name not in (rows.fieldnames or ())]
    if lacking:
        raise Invalid(f"{path.name} : il manque la colonne {', '.join(lacking)}. Rien n'a été importé.")
    return [(rows.line_num, {name: row[name] or "" for name in columns}) for row in rows]


def keep_hirings(connection: Connection, hirings: Sequence[tuple[str, str, int, str]]) -> None:
    """Replace what was imported, in the caller's transaction."""
    shipped = shipped_sectors()
    connection.execute(delete(sector_hirings))
    rows = [
        {
            "naf": naf,
            "rome": rome,
            "hirings": count,
            "label": label or (shipped[naf].label if naf in shipped else ""),
        }
        for naf, rome, count, label in hirings
    ]
    for start in range(0, len(rows), MANY):
        connection.execute(insert(sector_hirings), rows[start : start + MANY])


class SqlSectors:
    """Implements ``Sectors``: the imported counts over the shipped table. Thread-safe; read on first use."""

    def __init__(
        self,
        reading: Callable[[], AbstractContextManager[Connection]],
        *,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """``reading`` opens a transaction that only reads matching's database."""
        self._reading, self._seconds = reading, seconds
        self._lock = threading.Lock()
        self._sectors: Mapping[str, Sector] = {}
        self._state: tuple[int, int] = (-1, -1)
        self._looked_at: float | None = None

    def all(self) -> Mapping[str, Sector]:
        """By NAF code without a dot."""
        with self._lock:
            if self._looked_at is None or self._seconds() - self._looked_at >= LOOKED_AT_EVERY_SECONDS:
                self._look()
                self._looked_at = self._seconds()
            return self._sectors

    def _look(self) -> None:
        with self._reading() as connection:
            if not inspect(connection).has_table(sector_hirings.name):
                self._sectors = shipped_sectors()
                return
            count = func.count(), func.coalesce(func.sum(sector_hirings.c.hirings), 0)
            lines, total = connection.execute(select(*count)).one()
            if (lines, total) != self._state:
                self._sectors = {**shipped_sectors(), **_imported(connection)}
                self._state = (lines, total)


def _imported(connection: Connection) -> Mapping[str, Sector]:
    counts: dict[str, dict[str, int]] = {}
    labels: dict[str, str] = {}
    for row in connection.execute(select(sector_hirings)):
        counts.setdefault(row.naf, {})[row.rome] = row.hirings
        labels[row.naf] = row.label
    return {naf: Sector(naf, labels[naf], told) for naf, told in counts.items()}
