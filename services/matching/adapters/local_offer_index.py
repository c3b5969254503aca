"""The local index of offers: one SQLite file with full text (FTS5) and the vectors of titles, for many processes.

Words are stemmed here, in Python, as for any other index; FTS5 keeps and ranks them (BM25). Writes are versioned:
an older document never replaces a newer one, and a removal is a versioned row. Announces nothing.
"""

import hashlib
import json
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

from services.kernel.database import choose_journal, sqlite_module
from services.matching.adapters.asked_words import (
    FIELD_WEIGHTS,
    LEAST_ALIKE,
    NEIGHBOURS,
    asked_words,
    document_shape,
    document_stems,
    page,
)
from services.matching.adapters.index_places import km_between, microseconds, on_lattice
from services.matching.adapters.local_index_query import LocalLists, filters, nearest_words
from services.matching.adapters.title_likeness import likeness_of
from services.matching.adapters.title_vectors import TitleModel, best_model, content_hash
from services.matching.ports import Drain, OfferDocument, OfferHits, OfferQuery, OfferRemoval
from services.matching.settings import MatchingSettings
from services.matching.text_ports import Vectors

_SCHEMA = """
CREATE TABLE IF NOT EXISTS offers (
    id INTEGER PRIMARY KEY, territory TEXT NOT NULL, offer_id TEXT NOT NULL, version INTEGER NOT NULL,
    removed INTEGER NOT NULL, title TEXT NOT NULL, rome TEXT NOT NULL, kind TEXT NOT NULL,
    latitude REAL, longitude REAL,
    starts_on TEXT, ends_on TEXT, expires_on TEXT, published INTEGER NOT NULL, UNIQUE (territory, offer_id));
CREATE INDEX IF NOT EXISTS offers_published ON offers (territory, removed, published);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(title, trade, skills, rest, tokenize = 'unicode61');
CREATE VIRTUAL TABLE IF NOT EXISTS vocabulary USING fts5vocab(words, row);
CREATE TABLE IF NOT EXISTS vectors (
    model TEXT NOT NULL, hash TEXT NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (model, hash)) WITHOUT ROWID;
"""
_RANK = f"bm25(words, {', '.join(str(weight) for weight in FIELD_WEIGHTS.values())})"
_AT_ONCE = 500
_WARMED_AT_ONCE = 50


def shape() -> int:
    """What tells how documents are cut and kept, as a positive number that SQLite keeps."""
    told = hashlib.sha256(f"{_SCHEMA}{document_shape()}".encode()).digest()
    return 1 + int.from_bytes(told[:4]) % (2**31 - 1)


class LocalOfferIndex:
    """The index in one folder. Thread-safe: each operation opens what it needs."""

    def __init__(self, folder: Path, model: TitleModel) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / "offers.db"
        self._model = model
        self._sqlite = sqlite_module()
        self._known: dict[str, Vectors] = {}
        self._lock = threading.Lock()
        with self._opened() as connection:
            if connection.execute("SELECT 1 FROM pragma_table_info('offers') WHERE name = 'published_at'").fetchone():
                connection.executescript(
                    "DROP TABLE offers; DROP TABLE vocabulary; DROP TABLE words; PRAGMA user_version = 0"
                )
            connection.executescript(_SCHEMA)

    def apply(self, changes: Sequence[OfferDocument | OfferRemoval]) -> None:
        with self._writing() as connection:
            for change in changes:
                self._apply(connection, change)

    def search(self, territory: str, query: OfferQuery, *, offset: int = 0, limit: int = 30) -> OfferHits:
        asked = asked_words(query)
        with self._opened() as connection:
            connection.execute("BEGIN")  # one state of the index from the first list to the last count
            where, values = filters(territory, query)
            if not asked.words:
                order = f"SELECT offer_id FROM offers WHERE {where} ORDER BY published DESC, offer_id"  # noqa: S608
                rows = connection.execute(order, values).fetchall()
                return OfferHits(tuple(UUID(row[0]) for row in rows[offset : offset + limit]), len(rows))
            words = nearest_words(asked, self._vocabulary(connection))
            nearest = self._nearest(connection, asked.phrase, where, values)
            lists = LocalLists(connection, where, values, words=words, also=asked.also, nearest=nearest, rank=_RANK)
            found, total = page(lists, offset, limit)
        return OfferHits(tuple(UUID(one) for one in found), total)

    def likeness(self, territory: str, wishes: Sequence[str], offers: Collection[UUID]) -> Mapping[UUID, float]:
        if not wishes or not offers:
            return {}
        titles = self._titles(territory, offers)
        vectors = self._vectors_of({*titles.values(), *wishes})
        return likeness_of(titles, wishes, vectors, self._model.floor)

    def warm(self, stop: threading.Event) -> None:
        """A worker: compute the vectors of titles that have none yet, so that no reader waits for them."""
        query = "SELECT DISTINCT title FROM offers WHERE removed = 0 AND title <> ''"
        while not stop.is_set():
            with self._opened() as connection:
                titles = [row[0] for row in connection.execute(query)]
            waiting = [title for title in titles if title not in self._known]
            for start in range(0, len(waiting), _WARMED_AT_ONCE):
                if stop.is_set():
                    return
                self._learn(waiting[start : start + _WARMED_AT_ONCE])
            stop.wait(5.0)

    def is_current(self) -> bool:
        """False until it was once filled from the log, its words cut as they are today; vectors are kept by model."""
        with self._opened() as connection:
            return bool(connection.execute("PRAGMA user_version").fetchone()[0] == shape())

    def rebuild(self, drain: Drain, *, restart: bool = False) -> int:
        """See the port. The lock of the file tells that a rebuild is under way: ``restart`` has nothing to give up."""
        newest: dict[tuple[str, UUID], OfferDocument | OfferRemoval] = {}
        _keep_newest(newest, drain())
        with self._writing() as connection:
            # What was written meanwhile is in the log; nobody writes until the transaction ends.
            _keep_newest(newest, drain())
            connection.execute("DELETE FROM offers")
            connection.execute("DELETE FROM words")
            standing = [change for change in newest.values() if isinstance(change, OfferDocument)]
            for change in standing:
                self._apply(connection, change)
            connection.execute(f"PRAGMA user_version = {shape()}")
        return len(standing)

    def _nearest(self, connection: Any, phrase: str, where: str, values: Sequence[object]) -> list[str]:
        """Ids of the offers whose title is alike enough to the phrase, nearest first."""
        query = f"SELECT offer_id, title, published FROM offers WHERE {where} AND title <> ''"  # noqa: S608
        rows = connection.execute(query, values).fetchall()
        titles = {row[0]: row[1] for row in rows}
        published = {row[0]: row[2] for row in rows}
        vectors = self._vectors_of({phrase, *titles.values()})
        alike = likeness_of(titles, (phrase,), vectors, self._model.floor)
        near = [one for one, value in alike.items() if value >= LEAST_ALIKE]
        return sorted(near, key=lambda one: (-alike[one], -published[one], one))[:NEIGHBOURS]

    def _apply(self, connection: Any, change: OfferDocument | OfferRemoval) -> None:
        place = (change.territory, str(change.offer_id))
        query = "SELECT id, version FROM offers WHERE territory = ? AND offer_id = ?"
        held = connection.execute(query, place).fetchone()
        if held is not None and held[1] > change.version:
            return
        if held is not None:
            connection.execute("DELETE FROM words WHERE rowid = ?", (held[0],))
            connection.execute("DELETE FROM offers WHERE id = ?", (held[0],))
        cursor = connection.execute(
            "INSERT INTO offers (territory, offer_id, version, removed, title, rome, kind, latitude, longitude,"
            " starts_on, ends_on, expires_on, published) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*place, change.version, *_columns(change)),
        )
        if isinstance(change, OfferDocument):
            connection.execute(
                "INSERT INTO words (rowid, title, trade, skills, rest) VALUES (?, ?, ?, ?, ?)",
                (cursor.lastrowid, *document_stems(change).values()),
            )

    def _titles(self, territory: str, offers: Collection[UUID]) -> dict[UUID, str]:
        written = {str(offer): offer for offer in offers}
        wanted = json.dumps(list(written))
        query = (
            "SELECT offer_id, title FROM offers WHERE territory = ? AND removed = 0 AND title <> ''"
            " AND offer_id IN (SELECT value FROM json_each(?))"
        )
        with self._opened() as connection:
            return {written[row[0]]: row[1] for row in connection.execute(query, (territory, wanted))}

    def _vectors_of(self, titles: Iterable[str]) -> Mapping[str, Vectors]:
        """Vectors by title: from memory, else from the file, else computed and kept."""
        wanted = set(titles)
        missing = sorted(title for title in wanted if title not in self._known)
        for start in range(0, len(missing), _AT_ONCE):
            self._learn(missing[start : start + _AT_ONCE])
        return {title: self._known[title] for title in wanted}

    def _learn(self, titles: Sequence[str]) -> None:
        hashes = {content_hash(title): title for title in titles}
        query = "SELECT hash, vector FROM vectors WHERE model = ? AND hash IN (SELECT value FROM json_each(?))"
        with self._opened() as connection:
            rows = connection.execute(query, (self._model.fingerprint, json.dumps(list(hashes)))).fetchall()
        found = {hashes[row[0]]: np.frombuffer(row[1], dtype=np.float32) for row in rows}
        fresh = [title for title in titles if title not in found]
        if fresh:
            made = self._model.vectors(fresh)
            found.update(zip(fresh, made, strict=True))
            with self._writing() as connection:
                connection.executemany(
                    "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                    [(self._model.fingerprint, content_hash(t), found[t].tobytes()) for t in fresh],
                )
        with self._lock:
            self._known.update(found)

    def _vocabulary(self, connection: Any) -> Mapping[str, int]:
        return dict(connection.execute("SELECT term, doc FROM vocabulary"))

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        connection = self._sqlite.connect(str(self._path), timeout=30, isolation_level=None, check_same_thread=False)
        try:
            choose_journal(connection)
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.create_function("km", 4, km_between, deterministic=True)
            yield connection
        finally:
            connection.close()

    @contextmanager
    def _writing(self) -> Iterator[Any]:
        with self._opened() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")


def open_index(settings: MatchingSettings) -> LocalOfferIndex:
    """The index of ``local://folder``."""
    folder = Path(settings.offer_index().split("://", 1)[1])
    return LocalOfferIndex(folder, best_model(settings.embedder_url))


def _columns(change: OfferDocument | OfferRemoval) -> tuple[Any, ...]:
    if isinstance(change, OfferRemoval):
        return (1, "", "", "", None, None, None, None, None, 0)
    place = on_lattice(change.place) if change.place else None
    return (
        0,
        change.title,
        change.rome,
        change.kind.value,
        place.latitude if place else None,
        place.longitude if place else None,
        *(day.isoformat() if day else None for day in (change.starts_on, change.ends_on, change.expires_on)),
        microseconds(change.published_at),
    )


def _keep_newest(
    newest: dict[tuple[str, UUID], OfferDocument | OfferRemoval],
    batches: Iterable[Sequence[OfferDocument | OfferRemoval]],
) -> None:
    for batch in batches:
        for change in batch:
            held = newest.get((change.territory, change.offer_id))
            if held is None or held.version <= change.version:
                newest[(change.territory, change.offer_id)] = change
