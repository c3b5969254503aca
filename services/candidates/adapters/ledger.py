"""The erasure ledger: a file beside the keys, outside of the backups, that says who must stay erased.

A backup still holds the wrapped keys of people erased since. After a restore, ``replay`` erases them again. The file
holds ids and instants only; a line is written once its erasure is committed, never before, so that nobody is erased by
an act that did not take place.
"""

import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, select, update

from services.candidates.adapters import tables
from services.kernel.database import Database

LOOK_EVERY = 20.0


@dataclass(frozen=True, slots=True)
class Erased:
    """A line of the ledger."""

    territory: str
    person_id: UUID
    profile_id: UUID
    profile_version: int
    at: str


class Ledger:
    """The ledger of one installation."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / "candidates" / "effacements.jsonl"

    def copy(self, connection: Connection) -> int:
        """Append the committed erasures that the file lacks; return how many.

        A crash between the file and the commit writes the same line twice: reading takes it once.
        """
        erasures = tables.erasures
        rows = connection.execute(select(erasures).where(erasures.c.in_ledger.is_(False))).mappings().all()
        if not rows:
            return 0
        # Before the file: a base that keeps nothing would have the same lines written again and again.
        connection.execute(update(erasures).where(erasures.c.in_ledger.is_(False)).values(in_ledger=True))
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._path.open("a", encoding="utf-8") as file:
            for row in rows:
                file.write(json.dumps({**row, "at": row["at"].isoformat(), "in_ledger": True}) + "\n")
            file.flush()
            os.fsync(file.fileno())
        return len(rows)

    def read(self) -> Iterator[Erased]:
        """Every erasure once, in the order they took place."""
        if not self._path.exists():
            return
        seen: set[tuple[str, str]] = set()
        with self._path.open(encoding="utf-8") as file:
            for line in file:
                known = json.loads(line)
                key = (known["territory"], known["person_id"])
                if key not in seen:
                    seen.add(key)
                    yield Erased(
                        territory=known["territory"],
                        person_id=UUID(known["person_id"]),
                        profile_id=UUID(known["profile_id"]),
                        profile_version=int(known["profile_version"]),
                        at=known["at"],
                    )


class ErasureKeeper:
    """After an erasure: writes its line of the ledger, and empties the journal where the deleted rows still lie."""

    def __init__(self, database: Database, ledger: Ledger) -> None:
        self._database = database
        self._ledger = ledger
        self._to_scrub = True

    def run(self, stop: threading.Event) -> None:
        """Look every few seconds until ``stop`` is set."""
        while not stop.is_set():
            self.settle()
            stop.wait(LOOK_EVERY)

    def settle(self) -> int:
        """Do what is due; return how many lines were written."""
        with self._database.transaction() as connection:
            written = self._ledger.copy(connection)
        if written or self._to_scrub:
            self._to_scrub = not self._database.scrub()
        return written
